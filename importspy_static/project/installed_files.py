"""The files of an installed distribution, held against its RECORD. See docs/decisions/0029."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.drift import Deviation, DeviationKind, Gap
from importspy_static.project.folders import DiskFolder
from importspy_static.project.metadata import Metadata, installed
from importspy_static.project.records import UNSIGNED, Entry, Record, read_record, way_of

BY_INSTALLERS = frozenset({"INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", *UNSIGNED})
"""What installers write into the metadata, some of them without a line in RECORD."""
_OUTSIDE = "files outside of the environment are not opened"
_CACHES = "__pycache__"
_BLOCK = 2**20


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Bytecode:
    """A `.pyc` of the cache, and the source that Python would run it for."""

    name: str
    """As RECORD would write it."""
    source_name: str
    path: str
    """As told to people."""
    place: str
    source: str
    """The absolute paths of both."""
    optimization: int
    """Of `-O`: 0, 1, 2."""
    line: int
    """The line of RECORD that lists the source."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the files are, next to RECORD."""

    files: int
    deviations: tuple[Deviation, ...]
    gaps: tuple[Gap, ...]
    bytecode: tuple[Bytecode, ...]
    """What a Python with this tag could run in place of the sources."""


def compared(metadata: Metadata, record: Record, tag: str) -> Comparison:
    """The files of a distribution against its RECORD.

    Args:
        metadata: the distribution, installed in a folder on disk.
        record: what is listed of it.
        tag: the `sys.implementation.cache_tag` of the Python that would import it.
    """
    assert isinstance(metadata.installed, DiskFolder)
    assert isinstance(metadata.folder, DiskFolder)
    return _Comparing(metadata, metadata.installed, metadata.folder, record, tag).compared()


class _Comparing:
    def __init__(self, metadata: Metadata, root: DiskFolder, own: DiskFolder, record: Record, tag: str) -> None:
        self._metadata, self._root, self._record, self._tag = metadata, root, record, tag
        self._own = own.place.replace("\\", "/").rpartition("/")[2]
        """The folder of the metadata, by its name."""
        self._deviations: list[Deviation] = []
        self._gaps: list[Gap] = []
        self._files = 0
        self._within = [each for each in record.entries if each.is_within]
        self._listed = {_key(each.name) for each in self._within}
        self._holders = {folder for name in self._listed for folder in _above(name)}
        """The folders that listed files are in."""
        self._tops = sorted({each.name.partition("/")[0] for each in self._within if "/" in each.name})
        self._packages = {
            _key(each.name.rpartition("/")[0])
            for each in self._within
            if each.name.rpartition("/")[2].startswith("__init__.") and "/" in each.name
        }

    def compared(self) -> Comparison:
        for entry in self._record.entries:
            self._compare(entry)
        extra = [(name, place) for name, place in self._unlisted() if _key(name) not in self._of_others]
        self._deviations += [Deviation("extra", name, self._shown(name)) for name, _ in extra]
        return Comparison(self._files, tuple(self._deviations), tuple(self._gaps), tuple(self._bytecode()))

    # --- what is listed ---------------------------------------------------------------------------------------------

    def _compare(self, entry: Entry) -> None:
        if entry.place is None:
            self._gap(entry, entry.problem or _OUTSIDE, is_usual=not entry.problem)
            return
        if self._is_itself(entry) or _is_cached(entry.name):
            return
        deviation = self._deviation(entry, entry.place)
        if deviation is not None:
            self._deviations.append(deviation)

    def _deviation(self, entry: Entry, place: str) -> Deviation | None:
        """How a file differs; a gap if that cannot be told."""
        try:
            status = os.stat(place)
        except (FileNotFoundError, NotADirectoryError):
            return self._deviates("missing", entry)
        except OSError as error:
            self._gap(entry, _refused(error))
            return None
        if not stat.S_ISREG(status.st_mode):
            return self._deviates("not a file", entry)
        if not self._has_exact_name(entry):
            return self._deviates("missing", entry)
        if entry.size is not None and status.st_size != entry.size:
            return self._deviates("size", entry, f"{entry.size} bytes", f"{status.st_size} bytes")
        if entry.problem is not None:
            self._gap(entry, entry.problem)
            return None
        if status.st_size > limits.INSTALLED_FILE_BYTES:
            self._gap(entry, f"it has more than {limits.INSTALLED_FILE_BYTES // limits.GIB} GiB, the limit")
            return None
        try:
            found = _digest(place, entry.algorithm)
        except FileNotFoundError:
            return self._deviates("missing", entry)
        except (OSError, ValueError) as error:
            self._gap(entry, _refused(error))
            return None
        self._files += 1
        if found == entry.digest:
            return None
        return self._deviates(
            "content", entry, f"{entry.algorithm}:{entry.digest.hex()}", f"{entry.algorithm}:{found.hex()}"
        )

    def _deviates(
        self, kind: DeviationKind, entry: Entry, expected: str | None = None, actual: str | None = None
    ) -> Deviation:
        return Deviation(kind, entry.name, self._shown(entry.name), entry.line, expected, actual)

    def _gap(self, entry: Entry, reason: str, *, is_usual: bool = False) -> None:
        self._gaps.append(Gap(reason, entry.name, entry.line, is_usual))

    def _is_itself(self, entry: Entry) -> bool:
        """Whether it is RECORD or a signature of it, which can have no hash."""
        folder, _, name = entry.name.rpartition("/")
        return folder == self._own and name in UNSIGNED

    def _has_exact_name(self, entry: Entry) -> bool:
        """Whether it is listed under this name: on some systems a file is opened by others, too, but not imported."""
        if not _FOLDS or not entry.is_within:
            return True
        folder, _, name = entry.name.rpartition("/")
        holder = self._root.at(folder)
        names = () if holder is None else holder.files
        return unicodedata.normalize("NFC", name) in {unicodedata.normalize("NFC", each) for each in names}

    def _shown(self, name: str) -> str:
        separator = os.sep if os.sep in self._root.shown or os.sep == "/" else "/"
        told = separator.join([self._root.shown, *name.split("/")])
        return os.path.normpath(told) if name.startswith("../") else told

    # --- what is not listed -----------------------------------------------------------------------------------------

    def _unlisted(self) -> Iterator[tuple[str, str]]:
        """Files in the folders of the distribution that it does not list, and links to folders there."""
        waiting = [top for top in self._tops if top not in {_CACHES, self._own}]
        yield from self._in_own_metadata()
        yield from self._in_place_of_modules()
        for _ in range(limits.FOLDERS):
            if not waiting:
                return
            way = waiting.pop()
            folder = self._root.at(way)
            if not isinstance(folder, DiskFolder):
                continue
            if folder.problem is not None:
                self._gaps.append(Gap(folder.problem, way))
                continue
            for name, told in self._unlisted_in(folder, way):
                if not (name in folder.files and _is_cached(told)):
                    yield told, folder.place_of(name)
            for name in sorted(folder.folders, reverse=True):
                told = f"{way}/{name}"
                is_held = _key(told) in self._holders
                if not is_held and name in folder.links:
                    yield told, folder.place_of(name)
                elif is_held or self._is_in_package(told):
                    waiting.append(told)
        self._gaps.append(Gap(f"it has more than {limits.FOLDERS} folders, the limit", waiting[-1] if waiting else ""))

    def _unlisted_in(self, folder: DiskFolder, way: str) -> Iterator[tuple[str, str]]:
        """What a folder has and the distribution does not list, folders aside: by name, and by the way to it."""
        for name in sorted(folder.files | folder.others):
            if _key(told := f"{way}/{name}") not in self._listed:
                yield name, told

    def _is_in_package(self, way: str) -> bool:
        """Whether a folder lies below a package of the distribution, and not only in a namespace that others share."""
        return any(_key(each) in self._packages for each in _above(way))

    def _in_own_metadata(self) -> Iterator[tuple[str, str]]:
        waiting = [self._own]
        for _ in range(limits.FOLDERS):
            if not waiting:
                return
            way = waiting.pop()
            folder = self._root.at(way)
            if not isinstance(folder, DiskFolder):
                continue
            for name, told in self._unlisted_in(folder, way):
                if not (way == self._own and name in BY_INSTALLERS):
                    yield told, folder.place_of(name)
            waiting += [f"{way}/{name}" for name in sorted(folder.folders, reverse=True)]

    def _in_place_of_modules(self) -> Iterator[tuple[str, str]]:
        """What would be imported in place of something at the top: of a module a package or an extension module of its
        name, of a namespace package any module.
        """
        modules = [each.name.removesuffix(".py") for each in self._within if "/" not in each.name]
        for module in modules:
            for name in self._root.extensions.get(module, ()):
                if _key(name) not in self._listed:
                    yield name, self._root.place_of(name)
            package = self._root.folder(module)
            if package is not None and _key(module) not in self._holders:
                for name in sorted(each for each in package.files if each.startswith("__init__.")):
                    yield f"{module}/{name}", os.path.join(self._root.place, module, name)
        for top in self._tops:
            if _key(top) not in self._packages:
                for name in (*self._root.extensions.get(top, ()), f"{top}.py", f"{top}.pyc"):
                    if name in self._root.files and _key(name) not in self._listed:
                        yield name, self._root.place_of(name)

    @cached_property
    def _of_others(self) -> set[str]:
        """What the other distributions in the same folder list. They are read only if there is something to excuse."""
        found: set[str] = set()
        for metadata in installed([self._root.place]):
            if metadata.folder is None or metadata.installed.shown != self._root.place:
                continue
            if isinstance(metadata.folder, DiskFolder) and metadata.folder.place.replace("\\", "/").endswith(
                f"/{self._own}"
            ):
                continue
            record = read_record(metadata)
            if isinstance(record, Record):
                found |= {_key(each.name) for each in record.entries if each.is_within}
            else:
                base = metadata.folder.shown.replace("\\", "/").rpartition("/")[2]
                listed = (metadata.text("installed-files.txt", limits.RECORD_BYTES) or "").splitlines()
                found |= {_key(way_of(f"{base}/{each}")) for each in listed}
        return found

    # --- bytecode ---------------------------------------------------------------------------------------------------

    def _bytecode(self) -> Iterator[Bytecode]:
        """What of the caches a Python with this tag could run in place of sources that are there."""
        for entry in self._within:
            if not entry.name.endswith(".py") or entry.place is None:
                continue
            folder, _, name = entry.name.rpartition("/")
            holder = self._root.at(folder)
            cache = None if holder is None or name not in holder.files else holder.folder(_CACHES)
            if not isinstance(cache, DiskFolder):
                continue
            for optimization, ending in enumerate(("", ".opt-1", ".opt-2")):
                cached = f"{name.removesuffix('.py')}.{self._tag}{ending}.pyc"
                if cached in cache.files:
                    told = "/".join(filter(None, (folder, _CACHES, cached)))
                    place = cache.place_of(cached)
                    yield Bytecode(told, entry.name, self._shown(told), place, entry.place, optimization, entry.line)


_FOLDS = sys.platform in ("win32", "darwin")
"""Whether file systems open a file by names that differ in case or in the form of letters."""


def _key(name: str) -> str:
    """A path as this system compares it."""
    return unicodedata.normalize("NFC", name).casefold() if _FOLDS else name


def _above(name: str) -> Iterator[str]:
    """The folders that a path leads through."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _is_cached(name: str) -> bool:
    """Whether it is bytecode that Python writes, and that it writes anew if it is gone."""
    folder, _, file = name.rpartition("/")
    return file.endswith(".pyc") and folder.rpartition("/")[2] == _CACHES


def _digest(place: str, algorithm: str) -> bytes:
    """The hash of a regular file, read in blocks.

    Raises:
        OSError: it cannot be read.
    """
    digest: _Digest = hashlib.new(algorithm)
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb", buffering=0) as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        left = status.st_size
        while left > 0 and (block := file.read(min(left, _BLOCK))):
            digest.update(block)
            left -= len(block)
        if left or file.read(1):
            raise OSError(0, "it changes while it is read")
    return digest.digest()


def _refused(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    text = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return f"it cannot be read: {text[:1].lower()}{text[1:]}"
