"""The bytes of a contract file, and their text."""

from __future__ import annotations

import errno
import os
import re
import stat
from codecs import BOM_UTF8
from typing import NoReturn

from importspy_static.contract.nodes import Mark
from importspy_static.contract.problems import ContractError, ContractUnreadable
from importspy_static.limits import CONTRACT_BYTES
from importspy_static.model.place import ContractPlace
from importspy_static.steady import read_steady

BEGINNING = Mark(1, 1)
LINE_END = re.compile(r"\r\n|\r|\n")
BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What YAML does not allow in a file: YAML 1.2.2, section 5.1."""

OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

REASONS = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such file: a part of the path is not a folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "the path is too long",
    errno.EISDIR: "it is a folder, not a file",
}


def read_bytes(path: str, most: int = CONTRACT_BYTES) -> bytes:
    """The bytes of a regular file, so many and one at most. Nothing else is opened: a named pipe would block.

    Raises `ContractError` with SPY010.
    """
    if "\0" in path:
        _unreadable(path, "no such file: the path holds a NUL character")
    try:
        _refuse_irregular(os.stat(path).st_mode, path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb"):
            # Looked at again: the path may name something else by now.
            _refuse_irregular(os.fstat(descriptor).st_mode, path)
            content = read_steady(descriptor, most + 1)
    except OSError as error:
        _unreadable(path, REASONS.get(error.errno or 0, error.strerror or "cannot be read"))
    return content


def _refuse_irregular(mode: int, path: str) -> None:
    if stat.S_ISREG(mode):
        return
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    _unreadable(path, f"it is {kinds.get(stat.S_IFMT(mode), 'a device')}, not a file")


def decoded(content: bytes, path: str, most: int = CONTRACT_BYTES) -> str:
    """The text of a contract: UTF-8, a byte order mark left out.

    Raises `ContractError` with SPY010 at the byte that is not UTF-8.
    """
    if len(content) > most:
        _unreadable(path, f"over {most // 2**20} MiB")
    for mark, encoding in OTHER_ENCODINGS:
        if content.startswith(mark):
            _unreadable(path, f"it is {encoding} text; save it as UTF-8")
    try:
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        _unreadable(
            path, f"byte 0x{error.object[error.start]:02x} is not UTF-8 here; save the file as UTF-8", _behind(before)
        )


def refuse_binary(text: str, path: str, most: int = CONTRACT_BYTES) -> None:
    """Raise `ContractError` with SPY010 for the first character that YAML does not allow, and for too much text."""
    if len(text) > most:
        _unreadable(path, f"over {most // 2**20} MiB")
    if found := BINARY.search(text):
        shown = f"U+{ord(found[0]):04X}"
        name = "a NUL character" if found[0] == "\0" else f"the character {shown}, which YAML does not allow"
        _unreadable(path, f"holds {name}", _behind(text[: found.start()]))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines as YAML counts them: a form feed or U+2028 ends none (YAML 1.2.2, section 5.4)."""
    lines = LINE_END.split(text)
    return tuple(lines if lines[-1] else lines[:-1])


def _behind(before: str) -> Mark:
    lines = LINE_END.split(before)
    return Mark(len(lines), len(lines[-1]) + 1)


def _unreadable(path: str, reason: str, mark: Mark = BEGINNING) -> NoReturn:
    place = ContractPlace(path, mark.line, mark.column, "")
    raise ContractError([ContractUnreadable(contract_place=place, reason=reason)])
