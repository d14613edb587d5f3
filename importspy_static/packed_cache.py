"""A cache that keeps many entries in a file: a new file is what costs most of an entry, some 0.6 ms on ext4.

The first entries of a run are files of their own, as a run that checks one module has no more; what comes after is
written in packs. A pack is the number of its entries; for each the digest of its key, and the place and length of what
is kept; then what is kept, as in a file of its own: the digest of key and content, then the content. So a pack that is
damaged is a miss as well, wherever it is damaged.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from hmac import compare_digest
from threading import Lock
from typing import NamedTuple

from importspy_static.cache import BINARY, DIGEST, Cache, changed_at, note_use
from importspy_static.limits import CACHE_PACK_BYTES

ALONE = 8
"""How many entries of a run are files of their own."""
SMALL_PACKS = 16
"""From how many packs on that are not full they are made one."""
FOLDER = "packs"
_COUNT = struct.Struct(">I")
_LINE = struct.Struct(f">{DIGEST}sII")


class _Kept(NamedTuple):
    """Where an entry is: behind `start` of the file there are `length` bytes."""

    path: str
    start: int
    length: int


class PackedCache(Cache):
    """The same to whoever uses it, but that what was put may be seen by others only after `close`."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._changing = Lock()
        self._alone = ALONE
        self._waiting: dict[str, bytes] = {}
        self._waiting_bytes = 0
        self._kept: dict[bytes, _Kept] | None = None
        """What the packs have, by the digests of keys; None until somebody asks."""
        self._used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        waiting = self._waiting.get(key)
        if waiting is not None or not self.is_usable:
            return waiting
        found = super().get(key)
        return self._unpacked(key) if found is None else found

    def has(self, key: str) -> bool:
        return key in self._waiting or super().has(key) or (self.is_usable and self._found(key) is not None)

    def put(self, key: str, content: bytes) -> None:
        with self._changing:
            is_alone, self._alone = self._alone > 0, self._alone - 1
            if not is_alone:
                self._waiting[key] = content
                self._waiting_bytes += len(content)
            is_full = self._waiting_bytes >= CACHE_PACK_BYTES
        if is_alone:
            super().put(key, content)
        elif is_full:
            self._pack()

    def close(self) -> None:
        self._pack()
        if self._written:
            self._merge()
        super().close()

    # --- reading ----------------------------------------------------------------------------------------------------

    def _unpacked(self, key: str) -> bytes | None:
        kept = self._found(key)
        if kept is None:
            return None
        stored = _read(kept.path, kept.start, kept.length)
        content = stored[DIGEST:]
        if compare_digest(stored[:DIGEST], self._digest(key, content)):
            if kept.path not in self._used:
                self._used.add(kept.path)
                note_use(kept.path, changed_at(kept.path))
            return content
        self._forget(kept.path)
        return None

    def _found(self, key: str) -> _Kept | None:
        sought = sha256(key.encode()).digest()
        with self._changing:
            if self._kept is None:
                self._kept = {}
                for path, index in _indexes(os.path.join(self.folder, FOLDER)):
                    self._kept.update(_lines(path, index))
            return self._kept.get(sought)

    def _forget(self, path: str) -> None:
        """A pack that is damaged is none."""
        with suppress(OSError):
            os.unlink(path)
        with self._changing:
            self._kept = None

    # --- writing ----------------------------------------------------------------------------------------------------

    def _pack(self) -> None:
        """Write what waits to be."""
        with self._changing:
            waiting, self._waiting, self._waiting_bytes = self._waiting, {}, 0
        self._write_pack(
            (sha256(key.encode()).digest(), self._digest(key, waiting[key]) + waiting[key]) for key in waiting
        )

    def _write_pack(self, entries: Iterable[tuple[bytes, bytes]]) -> bool:
        """Write entries, by the digests of their keys. Gives whether that went well."""
        stored = dict(entries)
        if not stored:
            return True
        start, index = _COUNT.size + _LINE.size * len(stored), []
        for key, content in stored.items():
            index.append(_LINE.pack(key, start, len(content)))
            start += len(content)
        lines = b"".join(index)
        written = b"".join((_COUNT.pack(len(stored)), lines, *stored.values()))
        path = os.path.join(self.folder, FOLDER, sha256(written).hexdigest()[:32])
        if not self._keep(path, written):
            return False
        with self._changing:
            if self._kept is not None:
                self._kept.update(_lines(path, lines))
        return True

    def _merge(self) -> None:
        """Make one of many packs that are not full."""
        folder = os.path.join(self.folder, FOLDER)
        small = [(path, index) for path, index in _indexes(folder) if _size(path) < CACHE_PACK_BYTES]
        if len(small) < SMALL_PACKS:
            return
        merged: dict[bytes, bytes] = {}
        for path, index in small:
            pack = _read(path, 0, CACHE_PACK_BYTES)
            for key, kept in _lines(path, index):
                stored = pack[kept.start : kept.start + kept.length]
                if len(stored) == kept.length:
                    merged[key] = stored
        if self._write_pack(merged.items()):
            for path, _ in small:
                with suppress(OSError):
                    os.unlink(path)


def _indexes(folder: str) -> Iterator[tuple[str, bytes]]:
    """The packs, and what is in each of them, as far as they can be read."""
    with suppress(OSError), os.scandir(folder) as entries:
        for each in entries:
            if each.name.endswith(".tmp"):  # half written
                continue
            count = _read(each.path, 0, _COUNT.size)
            if len(count) == _COUNT.size:
                length = _COUNT.unpack(count)[0] * _LINE.size
                index = _read(each.path, _COUNT.size, length) if length <= _size(each.path) else b""
                yield each.path, index[: len(index) // _LINE.size * _LINE.size]


def _lines(path: str, index: bytes) -> Iterator[tuple[bytes, _Kept]]:
    return ((key, _Kept(path, start, length)) for key, start, length in _LINE.iter_unpack(index))


def _read(path: str, start: int, length: int) -> bytes:
    """A part of a file, as much of it as can be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | BINARY)
    except OSError:
        return b""
    try:
        os.lseek(descriptor, start, os.SEEK_SET)
        return os.read(descriptor, min(length, os.fstat(descriptor).st_size))
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
