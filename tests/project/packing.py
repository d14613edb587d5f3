"""Archives byte by byte, so that each part of one can lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DEFLATED, STORED = 8, 0


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@dataclass
class Entry:
    """An entry of a zip archive. `central` and `local` change single fields of its two headers."""

    name: bytes
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0x800
    mode: int = 0o100644
    packed: bytes | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    descriptor: bytes = b""
    gap: bytes = b""
    """What stands between this entry and the next."""
    central: Mapping[str, Any] = field(default_factory=dict)
    local: Mapping[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return self.content if self.method == STORED else deflated(self.content)


def zipped(
    entries: Sequence[Entry],
    *,
    prefix: bytes = b"",
    before_directory: bytes = b"",
    before_end: bytes = b"",
    end: Mapping[str, Any] | None = None,
    comment: bytes = b"",
    suffix: bytes = b"",
) -> bytes:
    """A zip archive; `end` changes fields of its end record. Offsets are true."""
    body = bytearray(prefix)
    directory = bytearray()
    for entry in entries:
        offset = len(body)
        told = {
            "name": entry.name, "flags": entry.flags, "method": entry.method, "crc": zlib.crc32(entry.content),
            "packed": len(entry.data), "size": len(entry.content), "offset": offset, "disk": 0,
            "version": 20,
        }  # fmt: skip
        local = {**told, **entry.local}
        body += struct.pack(
            "<4s5H3L2H", b"PK\3\4", 20, local["flags"], local["method"], 0, 0x21, local["crc"], local["packed"],
            local["size"], len(local["name"]), len(entry.local_extra),
        )  # fmt: skip
        body += local["name"] + entry.local_extra + entry.data + entry.descriptor + entry.gap
        central = {**told, **entry.central}
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 0x0314, central["version"], central["flags"], central["method"], 0, 0x21,
            central["crc"], central["packed"], central["size"], len(central["name"]), len(entry.extra), 0,
            central["disk"], 0, entry.mode << 16, central["offset"],
        )  # fmt: skip
        directory += central["name"] + entry.extra
    body += before_directory
    ending = {
        "disk": 0, "first": 0, "here": len(entries), "count": len(entries), "length": len(directory),
        "offset": len(body), "comment": len(comment), **(end or {}),
    }  # fmt: skip
    record = struct.pack(
        "<4s4H2LH",
        b"PK\5\6",
        *(ending[key] for key in ("disk", "first", "here", "count", "length", "offset", "comment")),
    )
    return bytes(body + directory + before_end + record + comment + suffix)


def files(contents: Mapping[str, str | bytes]) -> list[Entry]:
    """Sound entries."""
    return [
        Entry(name.encode(), content if isinstance(content, bytes) else content.encode())
        for name, content in contents.items()
    ]


METADATA = {
    "acme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
    "acme-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    "acme-1.0.dist-info/RECORD": "",
}


def wheel(*entries: Entry, **contents: Any) -> bytes:
    """A wheel of the distribution acme with these entries."""
    return zipped([*entries, *files(METADATA)], **contents)


def header(
    name: bytes,
    size: int = 0,
    kind: bytes = b"0",
    *,
    magic: bytes = b"ustar\x0000",
    prefix: bytes = b"",
    size_field: bytes | None = None,
    link: bytes = b"",
    owner: bytes = b"0000000\0",
    checksum: int | None = None,
) -> bytes:
    """The header of a tar entry."""
    told = size_field if size_field is not None else b"%011o\0" % size
    block = struct.pack(
        "<100s8s8s8s12s12s8ss100s8s32s32s8s8s155s12x", name, b"0000644\0", owner, b"0000000\0", told,
        b"00000000000\0", b" " * 8, kind, link, magic, b"", b"", b"", b"", prefix,
    )  # fmt: skip
    total = sum(block) if checksum is None else checksum
    return block[:148] + b"%06o\0 " % total + block[156:]


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 512)


def tarred(*entries: tuple[bytes, bytes] | bytes, end: bytes = bytes(1024)) -> bytes:
    """A tar archive: of names with contents, and of raw blocks."""
    parts = [each if isinstance(each, bytes) else header(each[0], len(each[1])) + padded(each[1]) for each in entries]
    return b"".join(parts) + end


def record(key: str, text: str | bytes) -> bytes:
    """A pax record, with its own length before it."""
    body = b" " + key.encode() + b"=" + (text.encode() if isinstance(text, str) else text) + b"\n"
    size = len(body) + 1
    while len(str(size)) + len(body) != size:
        size += 1
    return str(size).encode() + body


def pax(*records: bytes, kind: bytes = b"x") -> bytes:
    content = b"".join(records)
    return header(b"PaxHeaders/x", len(content), kind) + padded(content)


def zeros(size: int, before: bytes = b"") -> Iterable[bytes]:
    """A raw deflate stream of some bytes and then zeros, made in no time: one piece again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    if before:
        yield packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = 2**24
    packed = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield from [packed] * (size // piece)
    yield packer.flush()
