"""Where the metadata of installed distributions are, found in folders of a search path as `importlib.metadata` does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.dependency import normal_name
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.places import absolute
from importspy_static.project.search import search_path as read_search_path

_FOLDER = re.compile(r"(?P<name>[^-]+)(?:-(?P<version>[^-]+)(?:-.*)?)?\.(?:dist-info|egg-info|egg)")


@dataclass(frozen=True, slots=True, eq=False)
class Metadata:
    """The metadata of one distribution."""

    key: str
    """Its name as names are compared, told by the name of the folder or file that the metadata are in."""
    installed: Folder
    """The folder of the search path that it is installed in."""
    folder: Folder | None
    """The folder of the metadata; None for the single file of distutils."""
    file: str
    """The file that tells name and version: METADATA, PKG-INFO, or that of distutils."""
    spelt: str
    version: str | None

    @property
    def _holder(self) -> Folder:
        return self.installed if self.folder is None else self.folder

    @property
    def path(self) -> str:
        """Of the file that tells name and version, as told to people."""
        return self._holder.path(self.file)

    def content(self) -> bytes | None:
        """The file that tells name and version; None if it is not there, or too large."""
        return self._holder.read(self.file, limits.METADATA_BYTES) if self.file in self._holder.files else None

    def told(self) -> tuple[str, str | None]:
        """Name and version as the metadata write them; as their folder does if they do not tell."""
        first = _first_headers(self.content() or b"")
        return first.get("name") or self.spelt, first.get("version") or self.version

    def text(self, name: str, size: int = limits.SETTINGS_BYTES) -> str | None:
        """A file of the metadata; None if it is not there, or too large."""
        if self.folder is None or name not in self.folder.files:
            return None
        content = self.folder.read(name, size)
        return None if content is None else content.decode("utf-8-sig", "replace")


def installed(search_path: Sequence[str]) -> Iterator[Metadata]:
    """Every distribution of a search path, in its order; of several of one name the first counts to Python."""
    for entry in read_search_path(search_path).folders:
        yield from _in_folder(entry)


def archive_version(*folders: Folder) -> str | None:
    """The version of the distribution in an archive: of the metadata in the first of these folders that has any."""
    for folder in folders:
        names = sorted(name for name in folder.folders if name.endswith(".dist-info"))
        found = [(folder.folder(name), "METADATA") for name in names] + [(folder, "PKG-INFO")]
        for holder, file in found:
            content = None if holder is None or file not in holder.files else holder.read(file, limits.METADATA_BYTES)
            if content is not None:
                return _first_headers(content).get("version")
    return None


def _in_folder(entry: Folder) -> Iterator[Metadata]:
    if (own := entry.folder("EGG-INFO")) is not None:
        yield _metadata(entry.shown.replace("\\", "/").rpartition("/")[2], entry, own, "PKG-INFO")
    for name in sorted(entry.folders):
        if name.endswith(".dist-info"):
            yield _metadata(name, entry, entry.folder(name), "METADATA")
        elif name.endswith(".egg-info"):
            yield _metadata(name, entry, entry.folder(name), "PKG-INFO")
        elif name.endswith(".egg") and (egg := entry.folder(name)) is not None:
            yield _metadata(name, egg, egg.folder("EGG-INFO"), "PKG-INFO")
    for name in sorted(entry.files):
        if name.endswith(".egg-info"):
            yield _metadata(name, entry, None, name)
        elif name.endswith(".egg-link"):
            yield from _linked(entry, name)


def _linked(entry: Folder, name: str) -> Iterator[Metadata]:
    """What an `.egg-link` leads to: its first line is the folder that the project's code is in."""
    content = (entry.read(name, limits.SETTINGS_BYTES) or b"").decode("utf-8", "replace")
    place = content.partition("\n")[0].strip()
    if not place or "\0" in place or not isinstance(entry, DiskFolder):
        return
    way = absolute(os.path.join(entry.place, place))
    there = DiskFolder(way, way, "installed")
    wanted = normal_name(name.removesuffix(".egg-link"))
    for each in sorted(there.folders):
        if each.endswith(".egg-info") and normal_name(each.removesuffix(".egg-info")) == wanted:
            yield _metadata(each, there, there.folder(each), "PKG-INFO")


def _metadata(name: str, entry: Folder, folder: Folder | None, file: str) -> Metadata:
    found = _FOLDER.fullmatch(name)
    spelt, version = (found["name"], found["version"]) if found is not None else (name.rpartition(".")[0] or name, None)
    return Metadata(normal_name(spelt), entry, folder, file, spelt, version)


def headers(content: bytes) -> Iterator[tuple[str, str]]:
    """The headers of core metadata, in lower case, with their texts."""
    for line in content.decode("utf-8", "replace").splitlines():
        if not line.strip():
            return
        key, colon, rest = line.partition(":")
        if colon:
            yield key.lower(), rest.strip()


def _first_headers(content: bytes) -> dict[str, str]:
    """The first text of each header."""
    found: dict[str, str] = {}
    for key, text in headers(content):
        found.setdefault(key, text)
    return found
