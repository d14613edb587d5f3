"""What the paths of a command line mean: files, folders, globs, archives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.source import Unreadable
from importspy_static.project import names
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.globs import matches
from importspy_static.project.ignored import Exclusion, Rules
from importspy_static.project.patterns import has_magic
from importspy_static.project.places import absolute, real
from importspy_static.project.roots import Projects, module_name
from importspy_static.project.walk import Walk

ARCHIVES = (".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
"""How the names of archives end, in any case."""
_COMPILED = re.compile(r"\.(?:pyd|pyc|so(?:\.\d+)*)$")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A path of the command line that leads to nothing. `reason` is a clause in lower case, without a full stop."""

    path: str
    reason: str
    kind: Literal["file", "folder", "glob"] = "file"
    """What it looks like: the folder is there, though nothing is in it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What paths lead to. Each list but the last is sorted, and the same in any order of the paths."""

    files: tuple[str, ...]
    """Source files. Each once, by however many names folders and globs lead to it; a name given outright is kept."""
    archives: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]
    """What lies among the files and cannot be looked at: extension modules, code without source, closed folders."""
    skipped: tuple[str, ...]
    """Files and folders that were left out: by patterns, as environments, as links to folders. Hidden folders and
    `__pycache__` are not told."""
    unmatched: tuple[Unmatched, ...]
    """Paths that lead to nothing, in the order given."""


def select(paths: Sequence[str], exclusion: Exclusion | None = None, projects: Projects | None = None) -> Selection:
    """What these paths mean. Nothing is read but listings and `.gitignore` files. Raises nothing.

    A path that exists is taken literally, brackets and all; else it may be a glob. A file that is named outright is
    taken whatever its name is and even if it is excluded, unless that is forced. A folder gives its `.py` files and the
    `.pyi` files that have no `.py` beside them, those of its folders included; links to folders are not followed.

    Args:
        paths: as given on the command line.
        exclusion: what is left out; if this is, the default folders and what a repository ignores.
        projects: tells the names of modules that cannot be looked at.
    """
    search = _Search(Walk(exclusion or Exclusion()), projects or Projects())
    for path in paths:
        search.add(path)
    return search.selection()


def is_archive(path: str) -> bool:
    """Whether a file is an archive by its name."""
    return path.lower().endswith(ARCHIVES)


def compiled(path: str, module: str | None) -> Unreadable | None:
    """What a file is that Python would run and nobody can read; None if it is none by its name."""
    if (suffix := _COMPILED.search(path)) is None:
        return None
    reason = names.BYTECODE if suffix[0] == ".pyc" else names.EXTENSION
    return Unreadable(path, module, reason, names.is_package(os.path.basename(path)))


def is_source(name: str, folder: Folder) -> bool:
    """Whether a file of a folder is source to look at: a stub only if there is no module of its name."""
    return name.endswith(".py") or (name.endswith(".pyi") and name.removesuffix("i") not in folder.files)


def is_compiled(name: str, folder: Folder) -> bool:
    """Whether a file of a folder is code that cannot be looked at: of compiled Python if its source is not there."""
    return _COMPILED.search(name) is not None and not (name.endswith(".pyc") and name.removesuffix("c") in folder.files)


@dataclass(slots=True)
class _Search:
    walk: Walk
    projects: Projects
    outright: dict[str, str] = field(default_factory=dict)
    """Names of files given outright, by absolute path."""
    found: dict[str, str] = field(default_factory=dict)
    """Names of files in folders and by globs, by real path."""
    archives: dict[str, str] = field(default_factory=dict)
    """Names of archives, by real path."""
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    unmatched: dict[str, Unmatched] = field(default_factory=dict)
    hits: int = 0
    """How often a path led to anything, be it to the same again."""

    def selection(self) -> Selection:
        outright = {real(place) for place in self.outright}
        found = [shown for place, shown in self.found.items() if place not in outright]
        closed = {path: Unreadable(path, None, reason) for path, reason in self.walk.closed.items()}
        unreadable = {**self.unreadable, **closed}
        return Selection(
            files=_ordered([*self.outright.values(), *found]),
            archives=_ordered(self.archives.values()),
            unreadable=tuple(unreadable[path] for path in _ordered(unreadable)),
            skipped=_ordered(self.walk.skipped),
            unmatched=tuple(self.unmatched.values()),
        )

    def add(self, path: str) -> None:
        before = self.hits + len(self.walk.closed)
        kind: Literal["file", "folder", "glob"]
        if _exists(path):
            self._existing(path)
            reason, kind = "there is no Python file in it", "folder"
        elif has_magic(path):
            self._glob(path)
            reason, kind = "nothing matches it", "glob"
        else:
            reason, kind = "there is no such file or folder", "file"
        if self.hits + len(self.walk.closed) == before:
            self.unmatched[path] = Unmatched(path, reason, kind)

    def _existing(self, path: str) -> None:
        place = absolute(path)
        if self.walk.exclusion.force_exclude and self.walk.plain.leaves_out_named(place):
            self.hits += 1
            self.walk.skipped.add(path)
        elif os.path.isdir(path):
            self._folder(*self.walk.start(path))
        elif is_archive(path):
            self._archive(path)
        elif not self._compiled(path):
            self.hits += 1
            self.outright.setdefault(place, path)

    def _glob(self, path: str) -> None:
        for folder, name, kept in matches(path, self.walk):
            if name is None:
                self._folder(folder, kept)
            elif is_archive(name):
                if self.walk.takes(folder, name, kept):
                    self._archive(folder.path(name))
            elif name.endswith(".pyi") and path.endswith(".pyi"):
                self._file(folder, name, kept)
            else:
                self._in_folder(folder, name, kept)

    def _folder(self, top: DiskFolder, kept: Rules) -> None:
        for folder, inner in self.walk.below(top, kept):
            for name in folder.files:
                self._in_folder(folder, name, inner)

    def _in_folder(self, folder: DiskFolder, name: str, kept: Rules) -> None:
        if is_source(name, folder):
            self._file(folder, name, kept)
        elif is_compiled(name, folder) and self.walk.takes(folder, name, kept):
            self._compiled(folder.path(name))

    def _file(self, folder: DiskFolder, name: str, kept: Rules) -> None:
        self.hits += 1
        if self.walk.takes(folder, name, kept):
            place, shown = folder.source(name, None).file, folder.path(name)
            self.found[place] = min(self.found.get(place, shown), shown, key=_parts)

    def _archive(self, path: str) -> None:
        self.hits += 1
        place = real(path)
        self.archives[place] = min(self.archives.get(place, path), path, key=_parts)

    def _compiled(self, path: str) -> bool:
        found = compiled(path, module_name(path, self.projects.roots(path)))
        if found is None:
            return False
        self.hits += 1
        self.unreadable[path] = found
        return True


def _exists(path: str) -> bool:
    """Whether there may be something of that name: what cannot be looked at is for its reader to tell."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except ValueError:  # a NUL
        return False
    except OSError:
        return not has_magic(path)
    return True


def _ordered(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths, key=_parts))


def _parts(path: str) -> tuple[bool, list[str]]:
    return os.path.isabs(path), path.split(os.sep)
