"""Reading zip archives (APPNOTE 6.3.10) so that no two readers could find different things in one.

The standard library's reader forgives: what precedes the archive, what hides in its gaps, headers that contradict each
other. Here all entries must lie one behind the other from the first byte to the directory, and tell the same twice.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from importspy_static import limits
from importspy_static.project.intake import Intake, Refused, checked_ratio

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _DESCRIBED, _UTF8 = 1, 8, 0x800
_STRANGE = 0x2060
"""Flags of patched data, of strong encryption and of masked headers."""
_MEANT_TWICE = _ENCRYPTED | _DESCRIBED | _UTF8 | _STRANGE
"""Flags that both headers of an entry must agree on."""
_STORED, _DEFLATED = 0, 8
_NEWEST = 63
"""Ten times the version of the format that readers know."""
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_CHUNK = 2**16


class _Entry(NamedTuple):
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    mode: int
    offset: int

    @property
    def name(self) -> str:
        return self.raw_name.decode("utf-8" if self.flags & _UTF8 else "cp437")


def read_zip(file: BinaryIO, size: int, intake: Intake) -> None:
    """Take in a zip archive of so many bytes.

    Raises:
        Refused: it is none, it is damaged, it is over a limit, or readers could differ on what is in it.
    """
    start, entries = _directory(file, size)
    checked_ratio(sum(entry.size for entry in entries), size)
    if sum(entry.size for entry in entries) > limits.ZIP_EXPANDED_BYTES:
        raise Refused(f"it expands to more than {limits.ZIP_EXPANDED_BYTES // 2**20} MiB")
    starts = _data_starts(file, entries, start)
    others = limits.ZIP_VERIFIED_BYTES
    for entry in entries:
        name = _admitted(entry, intake)
        wanted = intake.wants(name) if name is not None else 0
        if wanted:
            intake.keep(name or "", _content(file, entry, starts[entry.offset], wanted))
        elif entry.size <= others:
            others -= entry.size
            _content(file, entry, starts[entry.offset], 0)


def _admitted(entry: _Entry, intake: Intake) -> str | None:
    """The name of a file; None for a folder, and for what must not be there."""
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        intake.refuse(entry.name, "is a symbolic link")
    elif kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        intake.refuse(entry.name, "is a device, a pipe or a socket")
    elif entry.name.endswith("/"):
        if entry.size:
            intake.refuse(entry.name, "is a folder with content")
        intake.folder(entry.name)
    elif kind == stat.S_IFDIR:
        intake.refuse(entry.name, "is a folder by one sign and a file by another")
    else:
        return intake.file(entry.name, entry.size)
    return None


# --- the directory --------------------------------------------------------------------------------------------------


def _directory(file: BinaryIO, size: int) -> tuple[int, list[_Entry]]:
    """Where the directory begins, and its entries."""
    tail_size = min(size, _END.size + _FULL16)
    tail = _read(file, size - tail_size, tail_size)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise Refused("it is no zip archive, or its end is missing")
    _, disk, first_disk, here, count, length, offset, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail):
        raise Refused("something follows its end, or its end is missing")
    if (disk, first_disk) not in {(0, 0), (_FULL16, _FULL16)} or here != count:
        raise Refused("it is a part of an archive in several files")
    end = size - tail_size + at
    if end >= _LOCATOR.size and (large := _large_directory(file, end)):
        told, end = large
        for short, long in zip((count, length, offset), told, strict=True):
            if short not in {long, _FULL16, _FULL32}:
                raise Refused("the two ends of its directory contradict each other")
        count, length, offset = told
    if offset + length != end:
        raise Refused("its directory is not where its end says")
    if count > limits.ARCHIVE_ENTRIES or length > limits.ZIP_DIRECTORY_BYTES:
        raise Refused(f"there are more than {limits.ARCHIVE_ENTRIES} files in it")
    entries = list(_entries(_read(file, offset, length)))
    if len(entries) != count:
        raise Refused("its directory has not as many entries as its end says")
    return offset, entries


def _large_directory(file: BinaryIO, end: int) -> tuple[tuple[int, int, int], int] | None:
    """Entries, length and offset of a zip64 directory, and where the record of that lies; None if there is none."""
    signature, disk, at, disks = _LOCATOR.unpack(_read(file, end - _LOCATOR.size, _LOCATOR.size))
    if signature != b"PK\6\7":
        return None
    if at + _END64.size != end - _LOCATOR.size or disk or disks > 1:
        raise Refused("the record of its zip64 directory is not where its end says")
    signature, size, _, _, disk, first_disk, here, count, length, offset = _END64.unpack(_read(file, at, _END64.size))
    if signature != b"PK\6\6" or size != _END64.size - 12 or disk or first_disk or here != count:
        raise Refused("the record of its zip64 directory is damaged")
    return (count, length, offset), at


def _entries(directory: bytes) -> Iterator[_Entry]:
    position = 0
    while position < len(directory):
        if len(directory) - position < _CENTRAL.size:
            raise Refused("its directory is cut off")
        (signature, _, version, flags, method, _, _, checksum, packed, size, name_size, extra_size, comment_size, disk,
            _, attributes, offset) = _CENTRAL.unpack_from(directory, position)  # fmt: skip
        name_at = position + _CENTRAL.size
        position = name_at + name_size + extra_size + comment_size
        if signature != b"PK\1\2" or position > len(directory):
            raise Refused("its directory is damaged")
        name = directory[name_at : name_at + name_size]
        extra = _extra(directory[name_at + name_size : name_at + name_size + extra_size])
        size, packed, offset, disk = _large(extra.get(_ZIP64, b""), size, packed, offset, disk)
        entry = _Entry(name, flags, method, checksum, packed, size, attributes >> 16, offset)
        _check(entry, extra.get(_UNICODE_PATH))
        if version > _NEWEST:
            raise Refused(f"{entry.name!r} asks for version {version / 10} of the format")
        if disk:
            raise Refused("it is a part of an archive in several files")
        yield entry


def _extra(field: bytes) -> dict[int, bytes]:
    """The extra fields of a header by their numbers. Writers that align entries fill up with zeros."""
    found: dict[int, bytes] = {}
    position = 0
    while len(field) - position >= _EXTRA.size:
        number, size = _EXTRA.unpack_from(field, position)
        position += _EXTRA.size
        if position + size > len(field) or (number in found and number in {_ZIP64, _UNICODE_PATH}):
            raise Refused("an entry of its directory is damaged")
        found[number] = field[position : position + size]
        position += size
    if field[position:].strip(b"\0"):
        raise Refused("an entry of its directory is damaged")
    return found


def _large(field: bytes, size: int, packed: int, offset: int, disk: int) -> tuple[int, int, int, int]:
    """The numbers of an entry, those that do not fit taken from its zip64 field (APPNOTE 4.5.3)."""
    wanted = [number == _FULL32 for number in (size, packed, offset)]
    wants_disk = disk == _FULL16
    if len(field) != 8 * sum(wanted) + 4 * wants_disk:
        raise Refused("an entry has a zip64 field that contradicts its header")
    numbers = iter(struct.unpack_from(f"<{sum(wanted)}Q", field))
    size, packed, offset = (
        next(numbers) if is_wanted else number for is_wanted, number in zip(wanted, (size, packed, offset), strict=True)
    )
    return size, packed, offset, struct.unpack("<L", field[-4:])[0] if wants_disk else disk


def _check(entry: _Entry, unicode_path: bytes | None) -> None:
    try:
        name = entry.name
    except UnicodeDecodeError:
        raise Refused(f"{entry.raw_name!r} is a name that is not UTF-8 though it says so") from None
    if "\0" in name:
        raise Refused(f"{name!r} has a NUL character")
    if unicode_path is not None and unicode_path[5:] != name.encode("utf-8"):
        raise Refused(f"{name!r} has a second name")
    if entry.flags & (_ENCRYPTED | _STRANGE):
        raise Refused(f"{name!r} is encrypted, or a patch")
    if entry.method not in {_STORED, _DEFLATED}:
        raise Refused(f"{name!r} is compressed by method {entry.method}, which is not known here")
    if not _is_plausible(entry):
        raise Refused(f"{name!r} cannot have the size that it says")


def _is_plausible(entry: _Entry) -> bool:
    """Deflate makes of a byte at most 1,032 (RFC 1951), and of what it cannot compress hardly more than there is."""
    if entry.method == _STORED:
        return entry.size == entry.packed
    return entry.size <= 1_032 * entry.packed and entry.packed <= entry.size + entry.size // 1_000 + 64


# --- the entries ----------------------------------------------------------------------------------------------------


def _data_starts(file: BinaryIO, entries: list[_Entry], end: int) -> dict[int, int]:
    """Where the bytes of each entry begin, by the offset of its header. All lie one behind the other.

    Raises:
        Refused: entries overlap, something lies between them, or the two headers of one contradict each other.
    """
    starts: dict[int, int] = {}
    at = 0
    ordered = sorted(entries, key=lambda entry: entry.offset)
    for entry, follower in zip(ordered, [*(each.offset for each in ordered), end][1:], strict=True):
        if entry.offset != at:
            raise Refused("entries overlap" if entry.offset < at else "something lies before it or between its entries")
        data = _local(file, entry)
        starts[entry.offset] = data
        at = data + entry.packed
        if entry.flags & _DESCRIBED:
            at += _descriptor(file, entry, at, follower - at)
        if at > follower:
            raise Refused("entries overlap")
    if at != end:
        raise Refused("something lies between its entries and its directory")
    return starts


def _local(file: BinaryIO, entry: _Entry) -> int:
    """Where the data of an entry begin, behind a header that says what the directory says."""
    header = _LOCAL.unpack(_read(file, entry.offset, _LOCAL.size))
    signature, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = header
    if signature != b"PK\3\4":
        raise Refused(f"{entry.name!r} is not where the directory says")
    rest = _read(file, entry.offset + _LOCAL.size, name_size + extra_size)
    same = rest[:name_size] == entry.raw_name and method == entry.method and (flags ^ entry.flags) & _MEANT_TWICE == 0
    if _FULL32 in {size, packed}:
        large = _extra(rest[name_size:]).get(_ZIP64, b"")
        size, packed = struct.unpack("<2Q", large) if len(large) == 16 else (-1, -1)
    told = (checksum, packed, size)
    if told != (entry.checksum, entry.packed, entry.size) and not (flags & _DESCRIBED and not any(told)):
        same = False
    if not same:
        raise Refused(f"{entry.name!r} has two headers that contradict each other")
    return entry.offset + _LOCAL.size + len(rest)


def _descriptor(file: BinaryIO, entry: _Entry, at: int, size: int) -> int:
    """The size of the descriptor behind an entry's data, which must say what the directory says."""
    expected = {
        signature + struct.pack(f"<L2{width}", entry.checksum, entry.packed, entry.size)
        for signature in (b"", b"PK\7\x08")
        for width in ("L", "Q")
        if width == "Q" or max(entry.packed, entry.size) <= _FULL32
    }
    if not 0 <= size <= 24 or _read(file, at, size) not in expected:
        raise Refused(f"{entry.name!r} overlaps another entry, or is followed by something else")
    return size


def _content(file: BinaryIO, entry: _Entry, at: int, wanted: int) -> bytes:
    """The first bytes of an entry. All that really comes out is counted.

    Raises:
        Refused: it is not what the headers say.
    """
    kept = bytearray()
    produced = checksum = 0
    for piece in _pieces(file, entry, at):
        produced += len(piece)
        checksum = zlib.crc32(piece, checksum)
        kept += piece[: max(0, wanted - len(kept))]
        if produced > entry.size:
            break
    if (produced, checksum) != (entry.size, entry.checksum):
        raise Refused(f"{entry.name!r} is damaged, or has not the size that it says")
    return bytes(kept)


def _pieces(file: BinaryIO, entry: _Entry, at: int) -> Iterator[bytes]:
    """The bytes of an entry as they come out."""
    starts = range(0, entry.packed, _CHUNK)
    chunks = (_read(file, at + start, min(_CHUNK, entry.packed - start)) for start in starts)
    if entry.method == _STORED:
        yield from chunks
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in chunks:
            if inflate.eof:
                raise Refused(f"{entry.name!r} has something behind its end")
            left = chunk
            while piece := inflate.decompress(left, _CHUNK):
                yield piece
                left = inflate.unconsumed_tail
    except zlib.error:
        raise Refused(f"{entry.name!r} is damaged") from None
    if inflate.unused_data:
        raise Refused(f"{entry.name!r} has something behind its end")


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    content = file.read(size)
    if len(content) != size:
        raise Refused("it is cut off")
    return content
