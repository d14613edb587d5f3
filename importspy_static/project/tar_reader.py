"""Reading compressed tar archives (POSIX pax, ustar, GNU, V7) in one pass, so that no two readers could differ.

Nothing is sought for and nothing unpacked: the stream is expanded a piece at a time, counted as it comes out, and what
is not looked at is dropped. Links, devices and sparse files are noted as problems; a header that is not sound ends it.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import BinaryIO, Protocol

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.project.intake import Intake, Refused, checked_ratio

_BLOCK = 512
_CHUNK = 2**16
_EMPTY = bytes(_BLOCK)
_MAGIC = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".xz": b"\xfd7zXZ\0"}
_TOOLS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz"}
_NUMBERS = ((100, 108), (108, 116), (116, 124), (136, 148), (329, 337), (337, 345))
"""Where mode, owner, group, time and device are in a header."""
_LINKS = {b"1": "is a hard link", b"2": "is a symbolic link"}
_HEADERS = {b"x", b"L", b"K", b"g"}
_DEVICES = {b"3", b"4", b"6"}
_FILES = {b"0", b"\0", b"7"}


class _Decoder(Protocol):
    """What `bz2` and `lzma` have."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """The decoder of `zlib` in the manner of the others. It checks the sum and the size behind the data (RFC 1952)."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._has_more = False

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._has_more and not self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        piece = self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)
        self._has_more = len(piece) == max_length or bool(self._inflate.unconsumed_tail)
        return piece


@dataclass(slots=True)
class _Header:
    """What precedes a file and tells of it: pax records, long names of GNU."""

    path: str | None = None
    size: int | None = None

    @property
    def is_empty(self) -> bool:
        return self.path is None and self.size is None


def read_tar(file: BinaryIO, suffix: str, intake: Intake) -> None:
    """Take in a tar archive that is compressed as its suffix says: `.gz`, `.bz2` or `.xz`.

    Raises:
        Refused: it is none, it is damaged, it is over a limit, or readers could differ on what is in it.
    """
    stream = _Stream(file, suffix)
    header, announced, kind = _Header(), False, b""
    while (block := stream.exactly(_BLOCK)) != _EMPTY:
        kind = block[156:157]
        size = _number(_checked(block)[124:136])
        match kind:
            case b"x" | b"L" if announced:
                raise Refused("a file of it has several headers that readers weigh differently")
            case b"x":
                header, announced = _pax(stream.padded(_bounded(size))), True
            case b"L":
                header, announced = _Header(path=_text(stream.padded(_bounded(size)))), True
            case b"K":
                stream.padded(_bounded(size))  # of a link, which is refused
            case b"g":
                if not _pax(stream.padded(_bounded(size))).is_empty:
                    raise Refused("a header of it gives all its files one name or size")
            case _:
                _member(stream, block, header, size, intake)
                header, announced = _Header(), False
    if kind in _HEADERS:  # Python cannot read a tar file that ends in one, GNU tar can
        raise Refused("a header of it tells of a file that does not follow")
    stream.finish()


def _member(stream: _Stream, block: bytes, header: _Header, size: int, intake: Intake) -> None:
    kind = block[156:157]
    name = header.path if header.path is not None else _name(block)
    if header.size is not None:
        if size not in {0, header.size}:
            raise Refused(f"{name!r} has two sizes")
        size = header.size
    if kind in _LINKS:
        intake.refuse(name, _LINKS[kind])
    elif kind in _DEVICES:
        intake.refuse(name, "is a device or a pipe")
    elif kind == b"5" or (kind == b"\0" and name.endswith("/")):
        if size:
            raise Refused(f"{name!r} is a folder with content")
        intake.folder(name)
    elif kind in _FILES:
        clean = intake.file(name, size)
        wanted = intake.wants(clean) if clean is not None else 0
        content = stream.file(size, wanted)
        if clean is not None and wanted:
            intake.keep(clean, content)
    else:
        what = "a sparse file" if kind == b"S" else f"an entry of the unknown kind {kind.decode('latin-1')!r}"
        raise Refused(f"{name!r} is {what}")


# --- headers --------------------------------------------------------------------------------------------------------


def _checked(block: bytes) -> bytes:
    """A header whose sum and numbers are right; some readers stop at a number that is none."""
    try:
        told = _number(block[148:156])
    except Refused:
        told = -1
    blank = block[:148] + b" " * 8 + block[156:]
    signed = sum(blank) - 256 * sum(byte > 127 for byte in blank)
    if told not in {sum(blank), signed}:
        raise Refused("it is no tar archive, or it is damaged")
    for start, end in _NUMBERS:
        if block[start] != 0xFF:  # a negative number (GNU): a time before 1970
            _number(block[start:end])
    return block


def _number(text: bytes) -> int:
    """A number: octal digits, or binary behind a first byte of 0x80 (GNU)."""
    if text[0] == 0x80:
        return int.from_bytes(text[1:], "big")
    before, _, behind = text.partition(b"\0")  # some readers stop here, others do not
    digits = before.strip(b" ")
    if text[0] > 0x80 or not all(byte in b"01234567" for byte in digits) or behind.strip(b" \0"):
        raise Refused("a header of it has a number that is none")
    return int(digits or b"0", 8)


def _name(block: bytes) -> str:
    name = _text(block[:100])
    if block[257:263] == b"ustar\0":
        prefix = _text(block[345:500])
        return f"{prefix}/{name}" if prefix else name
    if any(block[345:500]):
        raise Refused(f"{name!r} has a second part that not all readers see")
    return name


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _bounded(size: int) -> int:
    if size > limits.TAR_HEADER_BYTES:
        raise Refused(f"a header of it is larger than {limits.TAR_HEADER_BYTES // 2**10} KiB")
    return size


def _pax(content: bytes) -> _Header:
    """What matters of pax records: `LENGTH KEY=TEXT` and a line feed, the length of it all included."""
    header = _Header()
    position = 0
    while position < len(content):
        space = content.find(b" ", position, position + 12)
        length = content[position:space]
        end = position + int(length) if space > 0 and length.isdigit() and length.isascii() else 0
        record = content[space + 1 : end - 1]
        key, equals, text = record.partition(b"=")
        if not space < end <= len(content) or content[end - 1 : end] != b"\n" or not equals:
            raise Refused("a header of it is damaged")
        _note(header, key, text)
        position = end
    return header


def _note(header: _Header, key: bytes, text: bytes) -> None:
    if key.startswith(b"GNU.sparse."):
        raise Refused("it holds a sparse file")
    if key == b"path":
        if header.path is not None or b"\0" in text:
            raise Refused("a file of it has several names")
        header.path = text.decode("utf-8", "surrogateescape")
    elif key == b"size":
        if header.size is not None or not (text.isdigit() and text.isascii() and len(text) < 20):
            raise Refused("a file of it has a size that is no number")
        header.size = int(text)


# --- the stream -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Stream:
    """A compressed file as it expands. Every byte that comes out is counted."""

    compressed: BinaryIO
    suffix: str
    _decoder: _Decoder = field(init=False)
    _pending: bytearray = field(default_factory=bytearray)
    """What has come out and is not taken yet."""
    _packed: bytes = b""
    """What was read and not decoded yet."""
    _read: int = 0
    _expanded: int = 0
    _streams: int = 1

    def __post_init__(self) -> None:
        self._decoder = self._fresh()
        self._packed = self._more()
        if not self._packed.startswith(_MAGIC[self.suffix]):
            raise Refused(f"it is not compressed as its name says, by {_TOOLS[self.suffix]}")

    def exactly(self, size: int) -> bytes:
        """The next bytes. Raises Refused if there are not as many."""
        while len(self._pending) < size:
            if not (piece := self._expand()):
                raise Refused("it is cut off")
            self._pending += piece
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        return taken

    def padded(self, size: int) -> bytes:
        """The next bytes, without the zeros that fill their last block: some readers would take what else is there."""
        taken = self.exactly(-(-size // _BLOCK) * _BLOCK)
        if taken[size:].strip(b"\0"):
            raise Refused("a header of it goes on behind its end")
        return taken[:size]

    def file(self, size: int, wanted: int) -> bytes:
        """The first bytes of a file of so many, all of which are passed over with what fills their last block."""
        left = -(-size // _BLOCK) * _BLOCK
        kept = bytearray()
        while left:
            piece = self.exactly(min(left, _CHUNK))
            if len(kept) < min(size, wanted):
                kept += piece
            left -= len(piece)
        return bytes(kept[: min(size, wanted)])

    def finish(self) -> None:
        """Raise Refused if anything but zeros follows."""
        piece = bytes(self._pending)
        while not piece.strip(b"\0"):
            if not (piece := self._expand()):
                return
        raise Refused("something follows its end")

    def _expand(self) -> bytes:
        """Some bytes; none at the end of the last stream."""
        try:
            while True:
                if self._decoder.eof and not self._follows():
                    return b""
                if self._decoder.needs_input and not self._packed:
                    self._packed = self._more()
                    if not self._packed:
                        raise Refused("it is cut off")
                packed = b""
                if self._decoder.needs_input:
                    packed, self._packed = self._packed, b""
                if piece := self._decoder.decompress(packed, _CHUNK):
                    self._count(len(piece))
                    return piece
        except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
            if isinstance(error, lzma.LZMAError) and "emory" in str(error):
                raise Refused(f"to expand it takes more than {limits.XZ_MEMORY // 2**20} MiB of memory") from None
            raise Refused("it is damaged") from None

    def _follows(self) -> bool:
        """Whether another compressed stream follows the one that is at its end. Zeros may fill up the file."""
        self._packed = self._decoder.unused_data + self._packed
        start = len(_MAGIC[self.suffix])
        while len(self._packed) < start and (more := self._more()):
            self._packed += more
        if self._packed.startswith(_MAGIC[self.suffix]):
            self._streams += 1
            if self._streams > limits.ARCHIVE_STREAMS:
                raise Refused(f"it has more than {limits.ARCHIVE_STREAMS} compressed streams")
            self._decoder = self._fresh()
            return True
        while self._packed:
            if self._packed.strip(b"\0"):
                raise Refused("something follows its end")
            self._packed = self._more()
        return False

    def _fresh(self) -> _Decoder:
        match self.suffix:
            case ".gz":
                return _Gzip()
            case ".bz2":
                return bz2.BZ2Decompressor()
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=limits.XZ_MEMORY)

    def _more(self) -> bytes:
        piece = self.compressed.read(_CHUNK)
        self._read += len(piece)
        return piece

    def _count(self, size: int) -> None:
        self._expanded += size
        checked_ratio(self._expanded, self._read)
        if self._expanded > limits.TAR_EXPANDED_BYTES:
            raise Refused(f"it expands to more than {limits.TAR_EXPANDED_BYTES // 2**20} MiB")
