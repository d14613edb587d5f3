"""The text of a configuration file."""

from __future__ import annotations

import errno
import os
import stat
from codecs import BOM_UTF8
from typing import NoReturn

from importspy_static.configuration.problems import ConfigurationError, ConfigurationProblem
from importspy_static.limits import CONFIGURATION_BYTES
from importspy_static.steady import read_steady

REASONS = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such file: a part of the path is not a folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "the path is too long",
}
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
REMEDY = "give the path of a TOML file with --config, or leave configuration out with --isolated"


def read_bytes(path: str, limit: int = CONFIGURATION_BYTES, remedy: str = REMEDY) -> bytes:
    """The bytes of a regular file of at most `limit`. Nothing else is opened: opening a pipe waits for a writer.

    Raises `ConfigurationError`.
    """
    try:
        _refuse_irregular(os.stat(path).st_mode, path, remedy)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb"):
            # Looked at again: the path may lead to something else by now.
            _refuse_irregular(os.fstat(handle).st_mode, path, remedy)
            content = read_steady(handle, limit + 1)
    except OSError as error:
        unusable(path, reason(error), remedy=remedy)
    except ValueError:
        unusable(path, "no such file: the path holds a NUL character", remedy=remedy)
    if len(content) > limit:
        unusable(path, f"over {limit // 2**10} KiB", remedy=remedy)
    return content


def reason(error: OSError) -> str:
    """Why a file cannot be looked at or read."""
    return REASONS.get(error.errno or 0, error.strerror or "cannot be read")


def decoded(content: bytes, path: str) -> str:
    """The text: UTF-8, a byte order mark left out (TOML 1.0, "Preliminaries"; the mark is ours).

    Raises `ConfigurationError`, at the byte that is not UTF-8.
    """
    for mark, encoding in _OTHER_ENCODINGS:
        if content.startswith(mark):
            unusable(path, f"it is {encoding} text", remedy="save it as UTF-8")
    try:
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8 here"
        unusable(path, message, line_and_column(before, len(before)), remedy="save the file as UTF-8")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Of a character, both from 1 on."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def kind(mode: int) -> str:
    """What a file that is not a regular one is."""
    return _KINDS.get(stat.S_IFMT(mode), "a device")


def unusable(path: str, message: str, place: tuple[int, int] = (1, 1), *, remedy: str = REMEDY) -> NoReturn:
    """Raise `ConfigurationError` with one problem of a whole file."""
    raise ConfigurationError([ConfigurationProblem(path, *place, "", message, remedy)])


def _refuse_irregular(mode: int, path: str, remedy: str) -> None:
    if not stat.S_ISREG(mode):
        unusable(path, f"it is {kind(mode)}, not a file", remedy=remedy)
