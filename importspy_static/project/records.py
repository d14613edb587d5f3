"""RECORD, the list of the files of an installed distribution with a hash of each (PEP 376, PEP 627)."""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import os
import posixpath
import re

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.project.folders import DiskFolder
from importspy_static.project.metadata import Metadata

TRUSTED = {
    **dict.fromkeys(("sha256", "sha3_256", "blake2s"), 32),
    **dict.fromkeys(("sha384", "sha3_384"), 48),
    **dict.fromkeys(("sha512", "sha3_512", "blake2b"), 64),
}
"""Hashes that count, with their lengths in bytes: the specification of wheels forbids what is weaker than SHA-256."""
UNSIGNED = frozenset({"RECORD", "RECORD.jws", "RECORD.p7s"})
"""Files of the metadata that have no hash: RECORD itself, and its signatures."""
_LIBRARY = re.compile(r"lib(32|64)?", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of RECORD."""

    name: str
    """Its path, with slashes, from the folder of installation; as it is written if it leads elsewhere."""
    place: str | None
    """The absolute path; None if it leads out of the environment, where nothing is opened."""
    line: int
    text: str
    """The line itself."""
    algorithm: str = ""
    digest: bytes = b""
    size: int | None = None
    problem: str | None = None
    """Why the line does not tell what the file was; a clause in lower case."""

    @property
    def is_within(self) -> bool:
        """Whether it lies in the folder of installation."""
        return self.place is not None and not self.name.startswith("../")


@dataclass(frozen=True, slots=True)
class Record:
    """All that a RECORD lists."""

    path: str
    """As told to people."""
    entries: tuple[Entry, ...]


def read_record(metadata: Metadata) -> Record | str:
    """The RECORD of a distribution; else why there is none, as a clause."""
    installed, folder = metadata.installed, metadata.folder
    if not isinstance(installed, DiskFolder) or not isinstance(folder, DiskFolder):
        return "it is not installed as files with a RECORD"
    if "RECORD" not in folder.files:
        return "it has no RECORD, which lists the files of a distribution with their hashes"
    content = folder.read("RECORD", limits.RECORD_BYTES)
    if content is None:
        return f"its RECORD cannot be read, or has more than {limits.RECORD_BYTES // limits.MIB} MiB, the limit"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "its RECORD is not UTF-8"
    try:
        entries = _entries(text, installed.place)
    except csv.Error as error:
        return f"its RECORD is no table of comma-separated values: {error}"
    return Record(folder.path("RECORD"), entries) if entries else "its RECORD lists nothing"


def way_of(path: str) -> str:
    """A path of RECORD in one spelling. One with backslashes was written on Windows, if such a system reads it."""
    return posixpath.normpath(path.replace("\\", "/") if os.sep == "\\" else path)


def _entries(text: str, folder: str) -> tuple[Entry, ...]:
    environment = _environment(folder)
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[tuple[str, ...], Entry] = {}
    begins = 1
    for row in reader:
        if row:
            shown = lines[begins - 1] if begins <= len(lines) else ""
            entry = _entry(row, begins, shown, folder, environment)
            found.setdefault((entry.name, *row[1:]), entry)
        begins = reader.line_num + 1
    return tuple(found.values())


def _entry(row: list[str], line: int, text: str, folder: str, environment: str) -> Entry:
    path, hashed, size = (*row, "", "")[:3]
    place, name = _place(path, folder, environment)
    problem, algorithm, digest = _hash(hashed)
    if len(row) > 3 or not path or "\0" in path:
        return Entry(name, None if "\0" in path else place, line, text, problem="its line in RECORD makes no sense")
    if size and not re.fullmatch(r"[0-9]{1,18}", size):
        problem = problem or "RECORD tells a size of it that is no number"
        size = ""
    return Entry(name, place, line, text, algorithm, digest, int(size) if size else None, problem)


def _place(path: str, folder: str, environment: str) -> tuple[str | None, str]:
    """Where a path of RECORD leads, and how it is called: from the folder of installation if it is in it."""
    way = way_of(path)
    if _ABSOLUTE.match(way) and (os.path.isabs(way) or os.sep == "\\"):
        place = os.path.normpath(way)
    else:
        place = os.path.normpath(os.path.join(folder, *way.split("/")))
    if not _is_in(place, environment):
        return None, path
    if _is_in(place, folder):
        return place, os.path.relpath(place, folder).replace(os.sep, "/")
    return place, way if way.startswith("../") else f"../{way}"


def _is_in(place: str, folder: str) -> bool:
    return os.path.join(place, "").startswith(os.path.join(folder, "")) and place != folder


def _environment(folder: str) -> str:
    """The `sys.prefix` that a folder of installation belongs to, above its `lib`; itself if there is none."""
    above = os.path.normpath(folder)
    for _ in range(4):
        above, name = os.path.split(above)
        if _LIBRARY.fullmatch(name) and os.path.dirname(above) != above:
            return above
    return os.path.normpath(folder)


def _hash(written: str) -> tuple[str | None, str, bytes]:
    """A problem, or the algorithm and the digest: `sha256=` and URL-safe base 64, with or without its padding."""
    if not written:
        return "RECORD has no hash of it", "", b""
    algorithm, _, encoded = written.partition("=")
    algorithm = algorithm.lower()
    if algorithm not in TRUSTED:
        known = algorithm in hashlib.algorithms_available
        return f"RECORD has a hash of it that proves nothing: '{algorithm[:20]}'" if known else _UNKNOWN, "", b""
    plain = encoded.rstrip("=")
    try:
        digest = base64.b64decode(plain + "=" * (-len(plain) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return _UNKNOWN, "", b""
    return (None, algorithm, digest) if len(digest) == TRUSTED[algorithm] else (_UNKNOWN, "", b"")


_UNKNOWN = "RECORD has a hash of it that makes no sense"
