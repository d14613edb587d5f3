"""Folders as an import sees them: what is listed in them, exactly as written, once."""

from __future__ import annotations

import os
from functools import cached_property
from typing import NamedTuple

from importspy_static import limits
from importspy_static.model.source import Owner, SourceFile
from importspy_static.project import names
from importspy_static.project.places import ARE_LINKS_TOLD, as_given, joined, real, settings


class Folder:
    """A folder on disk or within an archive. Its listing is read at the first question and kept."""

    def __init__(self, shown: str, kind: Owner) -> None:
        self.shown = shown
        """As told to people."""
        self.kind: Owner = kind
        self._inner: dict[str, Folder] = {}

    @property
    def problem(self) -> str | None:
        """Why it cannot be listed, if it cannot."""
        return None

    @cached_property
    def files(self) -> frozenset[str]:
        """The names of regular files, links to them included."""
        raise NotImplementedError

    @cached_property
    def folders(self) -> frozenset[str]:
        """The names of folders, links to them included."""
        raise NotImplementedError

    @cached_property
    def extensions(self) -> dict[str, tuple[str, ...]]:
        """The file names of extension modules, by the names of the modules."""
        found: dict[str, tuple[str, ...]] = {}
        for name in sorted(self.files):
            if name.endswith((".so", ".pyd")) and (stem := names.stem(name)):
                found[stem] = (*found.get(stem, ()), name)
        return found

    @property
    def links(self) -> frozenset[str]:
        """The names of symbolic links, to files or folders: they may lead in a circle or out of the project."""
        return frozenset()

    def path(self, name: str) -> str:
        """A file of this folder, as told to people."""
        return joined(self.shown, name)

    def folder(self, name: str) -> Folder | None:
        """A folder in this one."""
        if name not in self.folders:
            return None
        if name not in self._inner:
            self._inner[name] = self.opened(name)
        return self._inner[name]

    def at(self, way: str) -> Folder | None:
        """A folder below this one by the way to it, with slashes; itself for ""."""
        here: Folder | None = self
        for part in filter(None, way.split("/")):
            here = None if here is None else here.folder(part)
        return here

    def source(self, name: str, module: str | None, stands_for: str | None = None) -> SourceFile:
        """One of `files`, under the name that led to it."""
        raise NotImplementedError

    def read(self, name: str, size: int) -> bytes | None:
        """The bytes of one of `files`; None if it cannot be read, or has more."""
        raise NotImplementedError

    def opened(self, name: str) -> Folder:
        """One of `folders`, anew: nothing of it is kept here."""
        raise NotImplementedError


class _Listing(NamedTuple):
    """The names in a folder."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    """Which of the files and folders are links."""
    others: frozenset[str] = frozenset()
    problem: str | None = None
    """Why there is no listing."""


class DiskFolder(Folder):
    """A folder on disk."""

    def __init__(self, place: str, shown: str, kind: Owner, above: DiskFolder | None = None) -> None:
        super().__init__(shown, kind)
        self.place = place
        """Its absolute path, by which it is listed; links in it are followed as Python follows them."""
        self._above = above
        """The folder that it was opened from, where it is no link."""
        self._front = os.path.join(place, "")

    @cached_property
    def _listing(self) -> _Listing:
        files: set[str] = set()
        folders: set[str] = set()
        links: set[str] = set()
        others: set[str] = set()
        try:
            with os.scandir(self.place) as entries:
                for count, entry in enumerate(entries):
                    if count == limits.FOLDER_ENTRIES:  # what is not seen would count as not there
                        return _Listing(problem=f"there are more than {count} names in its folder")
                    kept = folders if _is(entry, folder=True) else files if _is(entry, folder=False) else others
                    kept.add(entry.name)
                    if entry.is_symlink():
                        links.add(entry.name)
        except PermissionError:
            return _Listing(problem="no permission to list its folder")
        except (OSError, ValueError):
            return _Listing(problem="its folder cannot be listed")
        return _Listing(frozenset(files), frozenset(folders), frozenset(links), frozenset(others))

    @property
    def problem(self) -> str | None:
        return self._listing.problem

    @cached_property
    def files(self) -> frozenset[str]:
        return self._listing.files

    @cached_property
    def folders(self) -> frozenset[str]:
        return self._listing.folders

    @property
    def others(self) -> frozenset[str]:
        """The names of what is neither: pipes, devices, links that lead nowhere."""
        return self._listing.others

    @cached_property
    def _real(self) -> str:
        """What is in front of its names in their real paths."""
        if self._above is not None:
            return os.path.join(self._above._real + os.path.basename(self.place), "")
        return os.path.join(real(self.place), "")

    def source(self, name: str, module: str | None, stands_for: str | None = None) -> SourceFile:
        path = self._real + name
        return SourceFile(
            path=self.path(name),
            module=module,
            is_package=names.is_package(name),
            is_stub=name.endswith(".pyi"),
            kind=self.kind,
            file=real(path) if name in self.links else path,
            stands_for=stands_for,
        )

    def read(self, name: str, size: int) -> bytes | None:
        return settings(self.place_of(name), size)

    def opened(self, name: str) -> DiskFolder:
        place = self.place_of(name)
        shown = as_given(place, os.curdir) if self.shown.startswith(os.pardir) else joined(self.shown, name)
        is_here = ARE_LINKS_TOLD and name not in self.links
        return DiskFolder(place, shown, self.kind, self if is_here else None)

    def place_of(self, name: str) -> str:
        """The absolute path of one of its names."""
        return self._front + name

    @property
    def links(self) -> frozenset[str]:
        return self._listing.links


def _is(entry: os.DirEntry[str], *, folder: bool) -> bool:
    try:
        return entry.is_dir() if folder else entry.is_file()
    except OSError:  # a link that leads in a circle, or where nobody may look
        return False
