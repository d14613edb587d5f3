"""Reading a file that somebody may be writing at the same time: all of it as it was at one time, or not at all."""

from __future__ import annotations

import errno
import os

from importspy_static.limits import READ_ATTEMPTS

_CHUNK = 2**16


def read_steady(handle: int, most: int) -> bytes:
    """The bytes of an open file, at most so many. They are read again if the file changes meanwhile.

    Half of a file that an editor writes is a module without its end, or a contract that asks for less.

    Raises:
        OSError: it cannot be read, or goes on changing.
    """
    for _ in range(READ_ATTEMPTS):
        before = _state(handle)
        content = _read(handle, most, before[0])
        if _state(handle) == before:
            return content
    raise OSError(errno.EBUSY, "it changes while it is read")


def _state(handle: int) -> tuple[int, int]:
    of = os.fstat(handle)
    return of.st_size, of.st_mtime_ns


def _read(handle: int, most: int, size: int) -> bytes:
    """To the end, or so far that it is longer than it was: a file that grows as fast as it is read has no end.

    Some file systems (`/proc`) tell no size.
    """
    os.lseek(handle, 0, os.SEEK_SET)
    parts: list[bytes] = []
    read = 0
    while read < most and (not size or read <= size):
        part = os.read(handle, min(most - read, max(size + 1 - read, _CHUNK)))
        if not part:
            break
        parts.append(part)
        read += len(part)
    return b"".join(parts)
