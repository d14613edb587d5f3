"""Archives that nobody should unpack, and such as readers could read differently: each its own clear refusal."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.project.archives import Archive, open_archive
from importspy_static.project.reading import read
from tests.project.packing import (
    METADATA,
    STORED,
    Entry,
    deflated,
    files,
    header,
    padded,
    pax,
    record,
    tarred,
    wheel,
    zeros,
    zipped,
)  # fmt: skip


def problems(path: Path, content: bytes) -> tuple[str, ...]:
    path.write_bytes(content)
    found = open_archive(str(path))
    assert not isinstance(found, Archive), f"{len(found.sources)} files taken in"
    assert found
    return found


def says(path: Path, content: bytes, expected: str) -> None:
    """Refused for the reason given, and for one only."""
    found = problems(path, content)
    assert len(found) == 1, found
    assert expected in found[0]


# --- names ----------------------------------------------------------------------------------------------------------

NAMES = {
    "": "no name",
    "/etc/passwd": "absolute",
    "//server/share": "absolute",
    "C:/x.py": "absolute",
    "c:x.py": "absolute",
    "../x.py": "leads out",
    "a/../x.py": "leads out",
    "a/..": "leads out",
    "a\\x.py": "backslash",
    "..\\x.py": "backslash",
    "a//x.py": "empty part",
    "a/./x.py": "empty part",
    "a\nb.py": "control",
    "\x1b[2Jb.py": "control",
    "a/b\x7f": "control",
    "x" * (limits.ARCHIVE_NAME_CHARACTERS + 1): "longer",
    "/".join("d" * (limits.ARCHIVE_NAME_DEPTH + 1)): "deeper",
}
PAIRS = {
    "twice": (["x.py", "x.py"], "twice"),
    "by_case": (["x.py", "X.py"], "one name"),
    "folders_by_case": (["a/x.py", "A/y.py"], "one name"),
    "by_composition": (["caf\u00e9.py", "cafe\u0301.py"], "one name"),
    "by_casefold": (["stra\u00dfe.py", "STRASSE.py"], "one name"),
    "by_a_dot_at_the_end": (["x.py", "x.py."], "one name"),
    "by_a_blank_at_the_end": (["a/x.py", "a /y.py"], "one name"),
    "file_and_folder": (["a", "a/x.py"], "a file and a folder"),
    "folder_and_file": (["a/x.py", "a"], "a file and a folder"),
}


@pytest.mark.parametrize(("name", "reason"), NAMES.items(), ids=[ascii(name)[:20] for name in NAMES])
def test_a_name_that_may_lead_elsewhere_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    says(tmp_path / "a.zip", zipped([Entry(name.encode())]), reason)
    told = tarred(pax(record("path", name)), (b"x", b""))
    says(tmp_path / "a.tar.gz", gzip.compress(told), reason)


@pytest.mark.parametrize(("names", "reason"), PAIRS.values(), ids=PAIRS)
def test_two_names_for_one_place_are_refused(tmp_path: Path, names: list[str], reason: str) -> None:
    says(tmp_path / "a.zip", zipped([Entry(name.encode()) for name in names]), reason)
    says(tmp_path / "a.tar.gz", gzip.compress(tarred(*((name.encode(), b"") for name in names))), reason)


def test_all_that_is_wrong_is_told_up_to_a_limit(tmp_path: Path) -> None:
    found = problems(tmp_path / "a.zip", zipped([Entry(b"../%d.py" % number) for number in range(5)]))
    assert len(found) == 5
    found = problems(tmp_path / "a.zip", zipped([Entry(b"../%d.py" % number) for number in range(500)]))
    assert len(found) == limits.ARCHIVE_PROBLEMS + 1


def test_names_in_problems_hold_no_control_characters(tmp_path: Path) -> None:
    (found,) = problems(tmp_path / "a.zip", zipped([Entry("\x1b[31m\u202e.py".encode())]))
    assert found.isprintable()


# --- zip files ------------------------------------------------------------------------------------------------------

X = Entry(b"x.py", b"x = 1\n" * 50)
Y = Entry(b"y.py", b"y = 1\n" * 50)
SOUND = zipped([X, Y])
HUGE = 0xFFFFFFFF
UNKNOWN = {"crc": 0, "packed": 0, "size": 0}
"""What a local header says whose entry was written to a pipe."""


def changed(**fields: object) -> Entry:
    return Entry(**{"name": b"x.py", "content": b"x = 1\n" * 50, **fields})  # type: ignore[arg-type]


def both(name: bytes = b"x.py", **fields: int) -> Entry:
    return changed(name=name, central=fields, local=fields)


def zip64_end(data: bytes, count: int, **lies: int) -> bytes:
    """The same archive with a zip64 record before its end."""
    end = data.rindex(b"PK\5\6")
    length, offset = struct.unpack_from("<2L", data, end + 12)
    told = {"count": count, "length": length, "offset": offset, "at": end, **lies}
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, told["count"], told["count"], told["length"], told["offset"]
    )
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, told["at"], 1)
    return data[:end] + large + locator + data[end:]


ZIPS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "no zip archive"),
    "no zip": (b"x = 1\n" * 20, "no zip archive"),
    "gzip": (gzip.compress(SOUND), "no zip archive"),
    "only an end, cut": (b"PK\5\6" + bytes(5), "no zip archive"),
    "without an end": (SOUND[:-22], "no zip archive"),
    "end cut off": (SOUND[:-1], "no zip archive"),
    "beginning cut off": (SOUND[1:], "not where its end says"),
    "something behind": (SOUND + b"\n", "something follows"),
    "another archive behind": (SOUND + SOUND, "not where its end says"),
    "something before": (zipped([X], prefix=b"#!/usr/bin/python\n"), "something lies before"),
    "something between": (zipped([changed(gap=b"GAP"), Y]), "something lies"),
    "an entry that is not told of": (zipped([changed(gap=zipped([Y])[:60]), Y]), "something lies"),
    "something before the directory": (zipped([X], before_directory=b"GAP"), "between its entries and its directory"),
    "something behind the directory": (zipped([X], before_end=b"GAP"), "not where its end says"),
    "an end in the comment": (zipped([X], comment=SOUND[-22:]), "not where its end says"),
    "a comment that is longer": (zipped([X], comment=b"hello", end={"comment": 4}), "something follows"),
    "several disks": (zipped([X], end={"disk": 1}), "several files"),
    "an entry on another disk": (zipped([changed(central={"disk": 3})]), "several files"),
    "fewer here": (zipped([X, Y], end={"here": 1}), "several files"),
    "fewer entries than told": (zipped([X], end={"count": 2, "here": 2}), "not as many entries"),
    "more entries than told": (zipped([X, Y], end={"count": 1, "here": 1}), "not as many entries"),
    "directory elsewhere": (zipped([X], end={"offset": 3}), "not where its end says"),
    "directory shorter": (zipped([X], end={"length": 3}), "not where its end says"),
    "directory damaged": (SOUND.replace(b"PK\1\2", b"PK\1\3"), "damaged"),
    "local header damaged": (SOUND.replace(b"PK\3\4", b"PK\3\5"), "not where the directory says"),
    "encrypted": (zipped([changed(flags=0x801)]), "encrypted"),
    "strongly encrypted": (zipped([changed(flags=0x840)]), "encrypted"),
    "masked headers": (zipped([changed(flags=0x2800)]), "encrypted"),
    "a patch": (zipped([changed(flags=0x820)]), "patch"),
    "bzip2": (zipped([changed(method=12, packed=bz2.compress(b"x = 1\n" * 50))]), "method 12"),
    "lzma": (zipped([changed(method=14)]), "method 14"),
    "unknown method": (zipped([changed(method=99)]), "method 99"),
    "a symbolic link": (zipped([changed(mode=0o120777)]), "symbolic link"),
    "a device": (zipped([changed(mode=0o020644)]), "device"),
    "a pipe": (zipped([changed(mode=0o010644)]), "device"),
    "a folder with content": (zipped([changed(name=b"a/")]), "folder with content"),
    "a folder by its mode": (zipped([changed(mode=0o040755)]), "a file by another"),
    "another name in its header": (zipped([changed(local={"name": b"z.py"})]), "contradict"),
    "another method in its header": (zipped([changed(local={"method": 0})]), "contradict"),
    "another size in its header": (zipped([changed(local={"size": 5})]), "contradict"),
    "another sum in its header": (zipped([changed(local={"crc": 5})]), "contradict"),
    "other flags in its header": (zipped([changed(local={"flags": 0x801})]), "contradict"),
    "zip64 without a field": (zipped([changed(local={"size": HUGE, "packed": HUGE})]), "contradict"),
    "zip64 with a lie": (
        zipped([changed(local={"size": HUGE, "packed": HUGE}, local_extra=struct.pack("<2H2Q", 1, 16, 3, 4))]),
        "contradict",
    ),
    "zip64 in the directory without a field": (zipped([changed(central={"size": HUGE})]), "zip64 field"),
    "zip64 in the directory without need": (zipped([changed(extra=struct.pack("<2HQ", 1, 8, 300))]), "zip64 field"),
    "two zip64 fields": (
        zipped([changed(central={"size": HUGE}, extra=struct.pack("<2HQ", 1, 8, 300) * 2)]), "damaged",
    ),
    "an extra field that is too long": (zipped([changed(extra=struct.pack("<2H", 9, 900))]), "damaged"),
    "a version of the format that is not known": (zipped([changed(central={"version": 84})]), "version 8.4"),
    "an extra field that is cut": (zipped([changed(extra=b"\1\1\1")]), "damaged"),
    "two names": (zipped([changed(extra=struct.pack("<2HBL", 0x7075, 9, 1, 0) + b"z.py")]), "second name"),
    "a name with a NUL": (zipped([changed(name=b"x.py\0.txt")]), "NUL"),
    "a name that is not UTF-8": (zipped([changed(name=b"caf\xe9.py")]), "not UTF-8"),
    "larger than it says": (zipped([both(size=299)]), "not the size"),
    "smaller than it says": (zipped([both(size=301)]), "not the size"),
    "much larger than it says": (
        zipped([Entry(b"x.py", bytes(2**20), central={"size": 5}, local={"size": 5})]), "cannot have the size",
    ),
    "data file that cannot be so small": (
        zipped([Entry(b"x.bin", os.urandom(2**12), central={"size": 5}, local={"size": 5})]), "cannot have the size",
    ),
    "data file that cannot be so large": (
        zipped([Entry(b"x.bin", b"x", central={"size": 2**20}, local={"size": 2**20})]), "cannot have the size",
    ),
    "data file larger than it says": (zipped([both(name=b"x.bin", size=299)]), "not the size"),
    "stored with two sizes": (zipped([changed(method=STORED, packed=b"x")]), "cannot have the size"),
    "a wrong sum": (zipped([both(crc=7)]), "damaged"),
    "data damaged": (zipped([changed(packed=b"\xff" * 40)]), "damaged"),
    "data cut off": (zipped([changed(packed=deflated(b"x = 1\n" * 50)[:-3])]), "damaged"),
    "something behind the data": (zipped([changed(packed=deflated(b"x = 1\n" * 50) + b"more")]), "behind its end"),
    "overlapping": (zipped([X, changed(name=b"z.py", central={"offset": 0}, local={"name": b"x.py"})]), "overlap"),
    "offset behind the end": (zipped([changed(central={"offset": 2**31})]), "something lies before"),
    "a descriptor that is missing": (zipped([changed(flags=0x808, local=UNKNOWN)]), "overlaps"),
    "a descriptor that lies": (
        zipped([changed(flags=0x808, local=UNKNOWN, descriptor=struct.pack("<4L", 0x08074B50, 1, 2, 3))]), "overlaps",
    ),
    "zip64 end elsewhere": (zip64_end(SOUND, 2, at=5), "zip64"),
    "zip64 end with another count": (zip64_end(SOUND, 3), "contradict"),
    "zip64 end with another length": (zip64_end(SOUND, 2, length=46), "contradict"),
    "zip64 end with another offset": (zip64_end(SOUND, 2, offset=0), "contradict"),
    "too many entries by its end": (
        zip64_end(zipped([X], end={"count": 0xFFFF, "here": 0xFFFF}), limits.ARCHIVE_ENTRIES + 1), "more than",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), ZIPS.values(), ids=ZIPS)
def test_a_zip_file_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    says(tmp_path / "a.zip", content, reason)


def test_the_zip_files_here_are_sound_but_for_their_lies(tmp_path: Path) -> None:
    described = changed(
        flags=0x808, local=UNKNOWN,
        descriptor=struct.pack("<3L", zlib.crc32(X.content), len(X.data), len(X.content)),
    )  # fmt: skip
    for content in (SOUND, zip64_end(SOUND, 2), zipped([described, Y]), zipped([X, Y], comment=b"hello")):
        (tmp_path / "a.zip").write_bytes(content)
        found = open_archive(str(tmp_path / "a.zip"))
        assert isinstance(found, Archive)
        assert [source.content for source in found.sources] == [X.content, Y.content]
        with zipfile.ZipFile(io.BytesIO(content)) as other:
            assert other.read("x.py") == X.content


# --- wheels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["METADATA", "RECORD", "WHEEL"])
def test_a_wheel_needs_its_metadata(tmp_path: Path, lacking: str) -> None:
    contents = {name: text for name, text in METADATA.items() if not name.endswith(lacking)}
    says(tmp_path / "a.whl", zipped([X, *files(contents)]), f"no {lacking}")


def test_a_wheel_has_one_folder_of_metadata(tmp_path: Path) -> None:
    says(tmp_path / "a.whl", zipped([X]), "no folders of metadata")
    says(tmp_path / "a.whl", wheel(X, *files({"b-1.dist-info/RECORD": ""})), "2 folders of metadata")
    says(tmp_path / "a.whl", gzip.compress(tarred((b"x.py", b""))), "no zip archive")


# --- tar files ------------------------------------------------------------------------------------------------------

Y_PY = (b"y.py", b"y = 1\n")
PLAIN = tarred((b"p/x.py", b"x = 1\n"), (b"p/y.bin", b"y" * 700))
BLOCK = header(b"x.py")
A_PATH = record("path", "a.py")
SPARSE = pax(record("GNU.sparse.major", "1"), record("GNU.sparse.name", "x.py"))
TARS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "cut off"),
    "no tar": (b"x = 1\n" * 200, "no tar archive"),
    "cut off in a header": (PLAIN[:300], "cut off"),
    "cut off in a file": (PLAIN[:1200], "cut off"),
    "without an end": (PLAIN[:-1024], "cut off"),
    "something behind": (PLAIN + b"x", "something follows"),
    "an archive behind": (PLAIN + PLAIN, "something follows"),
    "behind an empty block": (tarred((b"x.py", b""), bytes(512), (b"y.py", b"")), "something follows"),
    "a wrong sum": (tarred(header(b"x.py", checksum=5)), "no tar archive"),
    "a sum that is no number": (tarred(header(b"x.py").replace(b"\0 0", b"zz0")), "no tar archive"),
    "a symbolic link": (tarred(header(b"x.py", 0, b"2", link=b"/etc/passwd")), "symbolic link"),
    "a hard link": (tarred((b"a.py", b""), header(b"x.py", 0, b"1", link=b"a.py")), "hard link"),
    "a character device": (tarred(header(b"x.py", 0, b"3")), "device"),
    "a block device": (tarred(header(b"x.py", 0, b"4")), "device"),
    "a pipe": (tarred(header(b"x.py", 0, b"6")), "pipe"),
    "sparse of GNU": (tarred(header(b"x.py", 0, b"S")), "sparse"),
    "sparse of pax": (tarred(SPARSE, (b"x.py", b"")), "sparse"),
    "a volume": (tarred(header(b"x.py", 0, b"V")), "unknown kind"),
    "an unknown kind": (tarred(header(b"x.py", 0, b"Z")), "unknown kind"),
    "a folder with content": (tarred(header(b"a", 5, b"5"), padded(b"hello")), "folder with content"),
    "a size that is no number": (tarred(header(b"x.py", size_field=b"0000000000x\0")), "number that is none"),
    "a size with a blank in it": (tarred(header(b"x.py", size_field=b"00000 00000\0")), "number that is none"),
    "a size behind a NUL": (
        tarred(header(b"x.py", size_field=b"\x0000000000006"), padded(b"x = 1\n")), "number that is none",
    ),
    "a sum behind a NUL": (tarred(BLOCK[:148] + b"\0" + BLOCK[148:154] + b" " + BLOCK[156:]), "no tar archive"),
    "a long name that goes on": (
        tarred(header(b"x", 4, b"L"), padded(b"a.py/__init__.py"), (b"y", b"")), "goes on behind its end",
    ),
    "a header that goes on": (
        tarred(header(b"x", len(A_PATH), b"x"), padded(A_PATH + record("path", "b.py")), (b"y", b"")),
        "goes on behind its end",
    ),
    "a negative size": (tarred(header(b"x.py", size_field=b"\xff" * 12)), "number that is none"),
    "an owner that is no number": (tarred(header(b"x.py", owner=b"x" * 7)), "number that is none"),
    "a size beyond all": (tarred(header(b"x.py", size_field=b"\x80" + b"\xff" * 11)), "larger than"),
    "a size of more than there is": (tarred(header(b"x.py", 10**6)), "cut off"),
    "two sizes": (tarred(pax(record("size", "3")), (b"x.py", b"12345")), "two sizes"),
    "a second part of a name": (tarred(header(b"x.py", magic=b"ustar  \0", prefix=b"a")), "second part"),
    "a header of headers": (tarred(header(b"x", 10**9, b"x")), "header of it is larger"),
    "a long name that is too long": (tarred(header(b"x", 10**9, b"L")), "header of it is larger"),
    "a header for nothing": (tarred(pax(record("path", "x.py"))), "does not follow"),
    "a header of all files at the end": (tarred(Y_PY, pax(record("comment", "x"), kind=b"g")), "does not follow"),
    "a long name of a link at the end": (tarred(Y_PY, header(b"x", 4, b"K"), padded(b"a.py")), "does not follow"),
    "two headers": (tarred(pax(record("path", "x.py")), pax(record("size", "0")), (b"y", b"")), "several headers"),
    "two long names": (
        tarred(*[header(b"x", 4, b"L") + padded(b"a.py")] * 2, (b"y", b"")), "several headers",
    ),
    "a long name and a header": (
        tarred(header(b"x", 4, b"L"), padded(b"a.py"), pax(record("path", "x.py")), (b"y", b"")), "several headers",
    ),
    "two paths": (tarred(pax(record("path", "x.py"), record("path", "y.py")), (b"y", b"")), "several names"),
    "a path with a NUL": (tarred(pax(record("path", "x.py\0y")), (b"y", b"")), "several names"),
    "a path for all": (tarred(pax(record("path", "x.py"), kind=b"g"), (b"y", b"")), "all its files"),
    "a record without a length": (tarred(pax(b"path=x.py\n"), (b"y", b"")), "damaged"),
    "a record that is too long": (tarred(pax(b"99 path=x.py\n"), (b"y", b"")), "damaged"),
    "a record of no length": (tarred(pax(b"0 path=x.py\n"), (b"y", b"")), "damaged"),
    "a record of negative length": (tarred(pax(b"-9 path=x.py\n"), (b"y", b"")), "damaged"),
    "a record without a line feed": (tarred(pax(b"12 path=x.py;"), (b"y", b"")), "damaged"),
    "a record without an equals sign": (tarred(pax(b"7 path\n"), (b"y", b"")), "damaged"),
    "a record of a length beyond all": (tarred(pax(b"9" * 4000 + b" path=x.py\n"), (b"y", b"")), "damaged"),
    "a size beyond all in a record": (tarred(pax(record("size", "9" * 400)), (b"y", b"")), "no number"),
    "a size that is no number in a record": (tarred(pax(record("size", "-1")), (b"y", b"")), "no number"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), TARS.values(), ids=TARS)
def test_a_tar_file_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    says(tmp_path / "a.tar.gz", gzip.compress(content), reason)


def test_the_tar_files_here_are_sound_but_for_their_lies(tmp_path: Path) -> None:
    forms = [
        tarred((b"x.py", b"x = 1\n"), (b"./y.py", b"y = 1\n")),
        tarred(pax(record("path", "x.py"), record("mtime", "1.5")), (b"q", b"x = 1\n"), Y_PY),
        tarred(header(b"l", 5, b"L"), padded(b"x.py\0"), (b"q", b"x = 1\n"), Y_PY),
        tarred(pax(record("comment", "abc"), kind=b"g"), (b"x.py", b"x = 1\n"), Y_PY),
        tarred(pax(record("size", "6")), header(b"x.py", 0), padded(b"x = 1\n"), Y_PY, header(b"e/", 0, b"\0")),
        tarred(
            header(b"x.py", size_field=b"\x80" + bytes(10) + b"\6"), padded(b"x = 1\n"), Y_PY, header(b"d", 0, b"5")
        ),
    ]
    for content in forms:
        (tmp_path / "a.tar.gz").write_bytes(gzip.compress(content))
        found = open_archive(str(tmp_path / "a.tar.gz"))
        assert isinstance(found, Archive), found
        assert [(source.module, source.content) for source in found.sources] == [("x", b"x = 1\n"), ("y", b"y = 1\n")]
        with tarfile.open(fileobj=io.BytesIO(content)) as other:
            assert sum(member.isfile() for member in other) == 2


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".tar.gz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_compressed_stream_that_is_not_sound_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    noise = os.urandom(2_000)
    packed = PACKERS[suffix](tarred((b"p/x.py", noise), (b"p/y.bin", noise)))
    middle = len(packed) // 2
    damaged = packed[:middle] + bytes(byte ^ 0xFF for byte in packed[middle : middle + 50]) + packed[middle + 50 :]
    says(path, PLAIN, "not compressed as its name says")
    says(path, b"", "not compressed as its name says")
    says(path, packed[:middle], "cut off")
    says(path, packed[:-4], "cut off")
    says(path, packed + b"rubbish", "something follows")
    assert problems(path, damaged)
    assert problems(path, packed[:-6] + b"\0\1" + packed[-4:])


def test_an_archive_is_what_its_name_says(tmp_path: Path) -> None:
    for name in ("a.tar", "a.rar", "a", "a.gz"):
        says(tmp_path / name, SOUND, "its name does not tell")
    says(tmp_path / "a.tar.gz", SOUND, "not compressed as its name says")
    says(tmp_path / "a.tar.bz2", gzip.compress(PLAIN), "not compressed as its name says")


def test_only_a_regular_file_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "folder.zip").mkdir()
    assert open_archive(str(tmp_path / "folder.zip")) == ("it is not a regular file",)
    assert open_archive(str(tmp_path / "gone.zip")) == ("there is no such file",)
    assert open_archive("nul\0.zip") == ("there is no such file",)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.zip")
        assert open_archive(str(tmp_path / "pipe.zip")) == ("it is not a regular file",)


# --- bombs ----------------------------------------------------------------------------------------------------------

TEN_GIGABYTES = 10 * 2**30
GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def zip_bomb(name: bytes, size: int) -> bytes:
    packed = b"".join(zeros(TEN_GIGABYTES))
    told = {"size": HUGE, "packed": len(packed), "crc": 1} if size > HUGE else {"size": size, "crc": 1}
    extra = struct.pack("<2HQ", 1, 8, size) if size > HUGE else b""
    local_extra = struct.pack("<2H2Q", 1, 16, size, len(packed)) if size > HUGE else b""
    local = {**told, "packed": HUGE} if size > HUGE else told
    return zipped([Entry(name, packed=packed, central=told, local=local, extra=extra, local_extra=local_extra)])


def tar_gz_bomb(name: bytes = b"p/x.bin") -> bytes:
    first = header(name, size_field=b"\x80" + TEN_GIGABYTES.to_bytes(11, "big"))
    return GZIP + b"".join(zeros(TEN_GIGABYTES, first)) + bytes(8)


def streams(pack: Callable[[bytes], bytes]) -> bytes:
    """Ten gigabytes in many streams."""
    piece = 2**25
    first = pack(header(b"p/x.bin", 1, size_field=b"\x80" + (2**29).to_bytes(11, "big")))
    return first + pack(bytes(piece)) * (TEN_GIGABYTES // piece)


def overlapping_bomb() -> bytes:
    """Many entries for the same data, as D. Fifield's bombs have them."""
    data = deflated(bytes(2**20))
    told = {"offset": 0, "size": 2**20, "packed": len(data)}
    others = [Entry(b"x%d.py" % number, packed=b"", central=told) for number in range(10_000)]
    return zipped([Entry(b"x.py", bytes(2**20), packed=data), *others])


def many() -> bytes:
    return zipped([Entry(b"x%d.py" % number, packed=PIECE, central=MIB, local=MIB) for number in range(2_000)])


def memory_hog() -> bytes:
    return lzma.compress(PLAIN, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 2**28}])


PIECE = deflated(bytes(2**20))
MIB = {"size": 2**20, "crc": zlib.crc32(bytes(2**20))}
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip that says so": ("a.zip", lambda: zip_bomb(b"x.bin", TEN_GIGABYTES)),
    "zip that lies": ("a.zip", lambda: zip_bomb(b"x.py", 1_000)),
    "zip that lies with measure": ("a.zip", lambda: zip_bomb(b"x.py", 2**29)),
    "zip that lies just so": ("a.zip", lambda: zip_bomb(b"x.py", 2**24)),
    "zip of overlapping entries": ("a.zip", overlapping_bomb),
    "zip of many": ("a.zip", many),
    "gzip": ("a.tar.gz", tar_gz_bomb),
    "gzip of source": ("a.tar.gz", lambda: tar_gz_bomb(b"p/x.py")),
    "gzip of a header": ("a.tar.gz", lambda: gzip.compress(header(b"x", 2**33, b"x")) + b"".join(zeros(2**30))),
    "gzip of nothing": ("a.tar.gz", lambda: GZIP + b"".join(zeros(TEN_GIGABYTES)) + bytes(8)),
    "bzip2": ("a.tar.bz2", lambda: streams(bz2.compress)),
    "xz": ("a.tar.xz", lambda: streams(lzma.compress)),
    "gzip of empty streams": ("a.tar.gz", lambda: gzip.compress(b"") * 500_000),
    "bzip2 of empty streams": ("a.tar.bz2", lambda: bz2.compress(b"") * 500_000),
    "xz of empty streams": ("a.tar.xz", lambda: lzma.compress(b"") * 500_000),
    "xz that wants memory": ("a.tar.xz", memory_hog),
}  # fmt: skip
MEASURED = """
import sys
from importspy_static.project.archives import open_archive
found = open_archive(sys.argv[1])
assert isinstance(found, tuple), len(found.sources)
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
print(peak // 1024, found[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is not told here")
@pytest.mark.parametrize(("name", "made"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, root: Path, name: str, made: Callable[[], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(made())
    run = [sys.executable, "-c", MEASURED, str(path)]
    answer = subprocess.run(run, cwd=root, capture_output=True, text=True, check=True, timeout=30)
    mebibytes, _, reason = answer.stdout.partition(" ")
    assert int(mebibytes) < 200
    assert reason.strip()


def test_what_expands_beyond_reason_is_a_bomb_though_it_is_small_enough(tmp_path: Path) -> None:
    content = bytes(2 * limits.ARCHIVE_RATIO_FLOOR)
    says(tmp_path / "a.zip", zipped([Entry(b"x.bin", content)]), "archive bomb")
    says(tmp_path / "a.tar.gz", gzip.compress(tarred((b"x.bin", content))), "archive bomb")
    says(tmp_path / "a.tar.gz", gzip.compress(b"") * (limits.ARCHIVE_STREAMS + 1), "compressed streams")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_ENTRIES", 10)
    many = [Entry(b"x%d.py" % number) for number in range(11)]
    says(tmp_path / "a.zip", zipped(many), "more than 10 files")
    says(tmp_path / "a.tar.gz", gzip.compress(tarred(*((each.name, b"") for each in many))), "more than 10 files")
    says(
        tmp_path / "a.tar.gz", gzip.compress(tarred(*(header(b"d%d" % n, 0, b"5") for n in range(11)))), "more than 10"
    )


def test_too_much_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_KEPT_BYTES", 1_000)
    says(tmp_path / "a.zip", zipped([Entry(b"x.py", os.urandom(600)), Entry(b"y.py", os.urandom(600))]), "of source")
    found = [(b"p/x.py", os.urandom(600)), (b"p/y.py", os.urandom(600))]
    says(tmp_path / "a.tar.gz", gzip.compress(tarred(*found)), "of source")


@pytest.mark.parametrize(
    ("limit", "size"), [("ZIP_EXPANDED_BYTES", 1_000), ("ARCHIVE_ENTRY_BYTES", 1_000), ("ARCHIVE_BYTES", 100)]
)
def test_a_zip_file_over_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int
) -> None:
    content = zipped([Entry(b"x.bin", bytes(3_000))])
    monkeypatch.setattr(limits, limit, size)
    assert problems(tmp_path / "a.zip", content)


@pytest.mark.parametrize(
    ("limit", "size"), [("TAR_EXPANDED_BYTES", 1_000), ("ARCHIVE_ENTRY_BYTES", 1_000), ("ARCHIVE_BYTES", 100)]
)
def test_a_tar_file_over_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int
) -> None:
    content = gzip.compress(tarred((b"x.bin", os.urandom(3_000))))
    monkeypatch.setattr(limits, limit, size)
    assert problems(tmp_path / "a.tar.gz", content)


# --- anything at all ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar"])
def test_whatever_the_bytes_there_is_an_answer(tmp_path: Path, name: str) -> None:
    import random

    chance = random.Random(7)
    sound = wheel(X, Y) if name == "a.zip" else PLAIN
    path = tmp_path / ("a.tar.gz" if name == "a.tar" else name)
    for _ in range(400):
        spoilt = bytearray(gzip.compress(sound, 1) if name == "a.tar.gz" else sound)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(spoilt))
            match chance.randrange(4):
                case 0:
                    spoilt[at] = chance.randrange(256)
                case 1:
                    del spoilt[at : at + chance.randint(1, 40)]
                case 2:
                    spoilt[at:at] = chance.randbytes(chance.randint(1, 40))
                case 3:
                    spoilt[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\5\6"])
            if not spoilt:
                spoilt = bytearray(b"\0")
        path.write_bytes(gzip.compress(bytes(spoilt), 1) if name == "a.tar" else bytes(spoilt))
        found = open_archive(str(path))
        assert isinstance(found, Archive) or all(problem.isprintable() for problem in found)


def test_source_over_the_limit_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped([Entry(b"x.py", b"#" * (limits.SOURCE_BYTES + 1))]))
    found = open_archive(str(tmp_path / "a.zip"))
    assert isinstance(found, Archive)
    failure = read(found.sources[0])
    assert not isinstance(failure, bytes)
    assert failure.kind == "complex"
