"""Reading a source file without being held up, and its lines as CPython counts them."""

from __future__ import annotations

import os
import stat

from importspy_static import limits
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure
from importspy_static.steady import read_steady

_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe, not a regular file"),
    (stat.S_ISSOCK, "it is a socket, not a regular file"),
    (stat.S_ISCHR, "it is a device, not a regular file"),
    (stat.S_ISBLK, "it is a device, not a regular file"),
)


def read_source(path: str | os.PathLike[str]) -> bytes | Failure:
    """The bytes of a regular file of at most `limits.SOURCE_BYTES`, else why there are none.

    Nothing but a regular file is opened, since opening a pipe waits for a writer and opening a device can have effects;
    what was looked at is looked at again once open, since it may have been replaced.
    """
    try:
        if wrong := _not_readable(os.stat(path)):
            return wrong
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb"):
            if wrong := _not_readable(os.fstat(handle)):
                return wrong
            source = read_steady(handle, limits.SOURCE_BYTES + 1)
    except OSError as error:
        return Failure("unreadable", _reason(error), TOP)
    except ValueError as error:  # a path with a null byte
        return Failure("unreadable", str(error), TOP)
    return _over_size() if len(source) > limits.SOURCE_BYTES else source


def _not_readable(status: os.stat_result) -> Failure | None:
    if not stat.S_ISREG(status.st_mode):
        reason = next((what for test, what in _KINDS if test(status.st_mode)), "it is not a regular file")
        return Failure("unreadable", reason, TOP)
    return _over_size() if status.st_size > limits.SOURCE_BYTES else None


def _over_size() -> Failure:
    return Failure("complex", f"larger than the limit of {limits.SOURCE_BYTES} bytes", TOP)


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file"
        case PermissionError():
            return "no permission to read it"
    text = (error.strerror or type(error).__name__).rstrip(".")
    return text[:1].lower() + text[1:]


def decode(source: bytes) -> list[str]:
    """The lines of a source, without their ends, for frames in reports.

    As CPython counts them: split at carriage return, line feed or both, not at form feeds or U+2028; the encoding
    is the declared one (PEP 263). What cannot be decoded is shown as replacement characters.
    """
    from importspy_static.extract.judgement import lenient

    return lenient(source).split("\n")
