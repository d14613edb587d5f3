"""What was found out before, by the content of files: entries that anybody may have damaged, and nothing relies on.

An entry is a file that holds the digest of its name and content in front of its content; one that does not fit is a
miss. Entries come into place by a rename, so that runs side by side, and runs that are killed, see whole entries or
none. What is executed comes only from a cache with a secret, which nobody but this user can know: `guard/kept.py`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest, digest
from typing import NamedTuple

from importspy_static.limits import CACHE_BYTES, CACHE_WRITTEN_BYTES

LEFT_SHARE = 0.8
"""Of `CACHE_BYTES`, what is left after entries were removed, so that it is not done in each run."""
TOUCHED_AFTER = 24 * 3600
"""Seconds after which a use of an entry is noted in its time."""
LOOKED_AFTER = 24 * 3600
"""Seconds after which a run that writes sees whether the cache is too large."""
DIGEST = 32
_STAMP = "looked-at"
BINARY: int = getattr(os, "OBINARY", 0)


class Entry(NamedTuple):
    """A file of the cache."""

    used: float
    """When it was used last, in seconds since the epoch, to a day."""
    size: int
    path: str


class Cache:
    """Entries by key. Whatever goes wrong with the folder, there is just nothing in it.

    Several threads may use one. `folder` is made when something is written.

    Args:
        folder: where the entries are.
        secret: the key of their digests, of up to 64 bytes: an entry that somebody wrote who does not know it is none.
    """

    def __init__(self, folder: str, secret: bytes = b"") -> None:
        self.folder, self._secret = folder, secret
        self.is_usable = _is_ours(folder)
        """Whether nobody but this user can write there."""
        self._is_writable = self.is_usable
        self._written = 0

    def get(self, key: str) -> bytes | None:
        """What was put under this key, or None."""
        if not self.is_usable:
            return None
        path = self._path(key)
        try:
            stored, changed = _read(path)
        except OSError:
            return None
        content = stored[DIGEST:]
        if not compare_digest(stored[:DIGEST], self._digest(key, content)):
            with suppress(OSError):
                os.unlink(path)
            return None
        note_use(path, changed)
        return content

    def has(self, key: str) -> bool:
        """Whether something is there, be it damaged."""
        return self.is_usable and os.path.exists(self._path(key))

    def put(self, key: str, content: bytes) -> None:
        """Keep this under a key of letters, digits and hyphens."""
        self._keep(self._path(key), self._digest(key, content) + content)

    def _keep(self, path: str, stored: bytes) -> bool:
        """Write a file, or nothing from now on. Gives whether it was written."""
        if not self._is_writable:
            return False
        try:
            self._write(path, stored)
        except OSError:  # full, read-only, gone: a run without a cache is as good
            self._is_writable = False
            return False
        self._written += len(stored)
        return True

    def close(self) -> None:
        """See that the cache stays within its bounds."""
        if not self._written:
            return
        stamp = os.path.join(self.folder, _STAMP)
        with suppress(OSError):
            if self._written < CACHE_WRITTEN_BYTES and time.time() - changed_at(stamp) < LOOKED_AFTER:
                return
            self._shrink()
            with open(stamp, "wb"):
                os.utime(stamp)
        self._written = 0

    def _digest(self, key: str, content: bytes) -> bytes:
        """Of the key, too: an entry that was copied to another place is none."""
        if self._secret:
            return digest(self._secret, b"%s\0%s" % (key.encode(), content), "sha256")
        return sha256(b"%s\0%s" % (key.encode(), content)).digest()

    def _path(self, key: str) -> str:
        return f"{self.folder}{os.sep}{key[:2]}{os.sep}{key[2:]}"

    def _write(self, path: str, stored: bytes) -> None:
        from threading import get_ident

        beside = f"{path}.{os.getpid()}.{get_ident()}.tmp"
        try:
            descriptor = _new(beside)
        except FileNotFoundError:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            if not _is_ours(self.folder):  # somebody was faster
                raise
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            descriptor = _new(beside)
        try:
            with open(descriptor, "wb") as stream:
                stream.write(stored)
            os.replace(beside, path)
        except BaseException:  # Ctrl-C, too, leaves nothing behind
            with suppress(OSError):
                os.unlink(beside)
            raise

    def _shrink(self) -> None:
        entries = sorted(_entries(self.folder))
        total = sum(each.size for each in entries)
        if total <= CACHE_BYTES:
            return
        for each in entries:
            with suppress(OSError):
                os.unlink(each.path)
            total -= each.size
            if total <= CACHE_BYTES * LEFT_SHARE:
                return


def note_use(path: str, changed: float) -> None:
    """Note in the time of a file that it is used, unless that was noted not long ago."""
    if time.time() - changed > TOUCHED_AFTER:
        with suppress(OSError):
            os.utime(path)


def _read(path: str) -> tuple[bytes, float]:
    """The bytes of a file, and when it was changed: without the layers of `open`, which take as long as all the rest.

    Raises:
        OSError: it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | BINARY)
    try:
        status = os.fstat(descriptor)
        found = os.read(descriptor, status.st_size)
        if len(found) < status.st_size:  # a signal came between
            raise OSError("not read whole")
        return found, status.st_mtime
    finally:
        os.close(descriptor)


def _new(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)


def _is_ours(folder: str) -> bool:
    """Whether nobody else can put entries there: whoever writes facts decides verdicts."""
    if not hasattr(os, "geteuid"):
        return True
    try:
        status = os.stat(folder)
    except OSError:
        return not os.path.lexists(folder)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def changed_at(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def _entries(folder: str) -> Iterator[Entry]:
    """All entries, and what runs that were killed have left half written."""
    with os.scandir(folder) as shelves:
        for shelf in shelves:
            if not shelf.is_dir(follow_symlinks=False):
                continue
            with suppress(OSError), os.scandir(shelf.path) as entries:
                for entry in entries:
                    with suppress(OSError):
                        status = entry.stat(follow_symlinks=False)
                        yield Entry(status.st_mtime, status.st_size, entry.path)
