"""The bytes of an archive: it is refused with reasons, or what is in it is what everybody else would find in it.

The first byte of an input says which archive the rest is: 0 a zip file, 1 a wheel, 2 a tar file that is compressed
before it is read, so that what fuzzing changes is not caught by a checksum; 3 and more, a compressed tar file.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from importspy_static.project.archives import Archive, open_archive
from tests.fuzz.changing import NUMBERS, changed
from tests.fuzz.target import Fault, Target
from tests.project.packing import STORED, Entry, files, header, padded, pax, record, tarred, wheel, zipped

ZIP, WHEEL, TAR, PACKED = range(4)
SUFFIXES = (".zip", ".whl", ".tar.gz", ".tar.gz")
SOURCE = b"x: int = 1\n\n\ndef f(a, b=2):\n    return a\n"
SIZE = str(len(SOURCE))
PIECES = (
    *NUMBERS,
    *(b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08", b"\x01\x00\x10\x00", b"up", b"\x75\x70"),
    *(b"../", b"/", b"//", b"\\", b"x.py", b"X.py", b".py", b"\xe2\x80\xae", b"e\xcc\x81", b" ", b".", b"\0", b"C:"),
    *(
        b"ustar\x0000",
        b"ustar  \0",
        b"././@LongLink",
        b"0000644\0",
        b"77777777777\0",
        b"11 path=x\n",
        b"20 GNU.sparse.major=1\n",
    ),
    *(b"\x80\0\0\0", b"\x1f\x8b\x08\0", bytes(512), b"L", b"K", b"x", b"g", b"2", b"5", b"S"),
)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def judge(content: bytes) -> None:
    """Refused in lines of text, or read as others read it."""
    kind, body = (content[0] & 3, content[1:]) if content else (ZIP, b"")
    data = gzip.compress(body, 1) if kind == TAR else body
    path = Path(_folder().name) / f"acme-1.0{SUFFIXES[kind]}"
    path.write_bytes(data)
    found = open_archive(str(path))
    if not isinstance(found, Archive):
        if not found or not all(each.isprintable() for each in found):
            raise Fault(f"refused without a reason that can be shown: {found}")
        return
    ours = {str(each.member): each.content or b"" for each in found.sources}
    others = _by_zipfile(data) if kind in (ZIP, WHEEL) else _by_tarfile(data)
    for name, held in ours.items():
        if others.get(name) != held:
            raise Fault(f"others read something else: {name!r}")
    if missing := {each for each in others if each.endswith(".py")} - set(ours):
        raise Fault(f"others find more: {sorted(missing)}")


def _by_zipfile(data: bytes) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {each.filename: archive.read(each) for each in archive.infolist() if not each.is_dir()}
    except Exception as error:
        raise Fault(f"others do not read it: {error}") from error


def _by_tarfile(data: bytes) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for each in archive:
                if (held := archive.extractfile(each)) is not None:
                    found[each.name.removeprefix("./")] = held.read()
    except Exception as error:
        raise Fault(f"others do not read it: {error}") from error
    return found


@cache
def _seeds() -> tuple[bytes, ...]:
    contents: dict[str, str | bytes] = {
        "acme/__init__.py": SOURCE,
        "acme/x.py": b"",
        "acme/data.bin": bytes(40),
        "acme/entry_points.txt": "[a]\n",
    }
    stored = Entry(b"acme/stored.py", SOURCE, method=STORED)
    sizes = struct.pack("<3L", zlib.crc32(SOURCE), len(SOURCE), len(SOURCE))
    untold = {"crc": 0, "packed": 0, "size": 0}
    told_later = Entry(b"acme/late.py", SOURCE, STORED, 0x808, local=untold, descriptor=sizes)
    told_aside = struct.pack("<2H2Q", 1, 16, len(SOURCE), len(SOURCE))
    large = Entry(b"y.py", SOURCE, STORED, local={"size": 2**32 - 1, "packed": 2**32 - 1}, local_extra=told_aside)
    unicode = Entry("caf\u00e9/\u4e2d.py".encode(), SOURCE)
    zips = [
        zipped([*files(contents), stored]),
        zipped([told_later, large]),
        zipped([unicode, Entry(b"a/")], comment=b"hello"),
    ]
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in ("acme-1.0/PKG-INFO", "acme-1.0/" + "long/" * 30 + "x.py"):
            told = tarfile.TarInfo(name)
            told.size = len(SOURCE)
            archive.addfile(told, io.BytesIO(SOURCE))
    tars = [
        tarred((b"acme-1.0/PKG-INFO", b"Name: acme\n"), (b"acme-1.0/acme/x.py", SOURCE)),
        tarred(pax(record("path", "p/caf\u00e9.py"), record("size", SIZE)), header(b"y.py", 40), padded(SOURCE)),
        tarred(pax(record("comment", "x" * 40), kind=b"g"), (b"p/y.py", SOURCE), header(b"p/d/", 0, b"5")),
        written.getvalue(),
    ]  # fmt: skip
    return (
        *(bytes([ZIP]) + each for each in zips),
        bytes([WHEEL]) + wheel(stored, *files(contents)),
        *(bytes([TAR]) + each for each in tars),
        bytes([PACKED]) + gzip.compress(tars[0], mtime=0),
        bytes([PACKED]) + gzip.compress(tars[0][:1000], mtime=0) + gzip.compress(tars[0][1000:], mtime=0),
    )


def seeds() -> Sequence[bytes]:
    """Small archives of every kind that is read, made by hand and by Python."""
    return _seeds()


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    kind, body = content[:1], changed(content[1:], chance, PIECES, 3)
    return kind + (_with_sums(body) if kind[0] & 3 == TAR and chance.randrange(4) else body)


def _with_sums(body: bytes) -> bytes:
    """The same with the checksum of each block that looks like the header of an entry put right."""
    made = bytearray(body)
    for at in range(0, len(made) - 511, 512):
        if made[at + 257 : at + 262] == b"ustar":
            made[at + 148 : at + 156] = b" " * 8
            made[at + 148 : at + 156] = b"%06o\0 " % sum(made[at : at + 512])
    return bytes(made)


def close() -> None:
    """Leave no file."""
    if _folder.cache_info().currsize:
        _folder().cleanup()
        _folder.cache_clear()


ARCHIVES: Callable[[], Target] = partial(
    Target, "archives", judge, seeds=seeds, changed=_spoilt, guided=True, close=close
)
