"""Installed distributions: their files and entry points, found without importing anything of them."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.dependency import normal_name
from importspy_static.model.source import EntryPoint, SourceFile, Unreadable
from importspy_static.project import names
from importspy_static.project.editable import redirection
from importspy_static.project.entry_points import parsed
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.metadata import Metadata, installed
from importspy_static.project.search import path_lines
from importspy_static.project.selection import compiled, is_compiled, is_source

_MISSING = "its distribution lists it, and it is not there"
_NOT_OF_IT = frozenset("tests test testing docs doc examples example benchmarks scripts tools".split())
"""Folders beside the code of a project that is installed in place and does not tell its packages."""


@dataclass(frozen=True, slots=True)
class InstalledDistribution:
    """A distribution of a search path."""

    name: str
    """As its metadata write it."""
    version: str | None
    location: str
    """The folder of the search path that it is installed in."""
    is_editable: bool
    """Whether it is installed in place: its files lie in a project."""
    sources: tuple[SourceFile, ...]
    """Its source files by their paths; a stub only if there is no source of its name."""
    unreadable: tuple[Unreadable, ...]
    """What of it cannot be looked at: extension modules, code without source, files that are missing."""
    entry_points: tuple[EntryPoint, ...]
    metadata: Metadata
    project: str | None = None
    """The folder of the project that it is installed from in place, if that is told."""


@dataclass(frozen=True, slots=True)
class NoDistribution:
    """There is no distribution of this name. `nearest` is the installed one whose name is most like it."""

    name: str
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry point, and the distribution that registers it."""

    distribution: str
    point: EntryPoint


def distribution(name: str, search_path: Sequence[str]) -> InstalledDistribution | NoDistribution:
    """The distribution of this name, as Python would find it on a search path; spelling as in names of packages."""
    wanted = normal_name(name)
    others: dict[str, str] = {}
    for metadata in installed(search_path):
        if metadata.key == wanted:
            return _described(metadata)
        others.setdefault(metadata.key, metadata.spelt)
    nearest = get_close_matches(wanted[: limits.ARCHIVE_NAME_CHARACTERS], others, n=1)
    return NoDistribution(name, others[nearest[0]] if nearest else None)


def registered(search_path: Sequence[str], group: str) -> tuple[Registered, ...]:
    """What the distributions of a search path register under a group, in the order of the path."""
    known: set[str] = set()
    found: list[Registered] = []
    for metadata in installed(search_path):
        if metadata.key not in known:
            known.add(metadata.key)
            points = [point for point in parsed(metadata.text("entry_points.txt") or "") if point.group == group]
            name = metadata.told()[0] if points else ""
            found += [Registered(name, point) for point in points]
    return tuple(found)


def _described(metadata: Metadata) -> InstalledDistribution:
    project = _project(metadata)
    files = [*_recorded(metadata)]
    if project is not None or not files:
        files += _in_place(metadata, project)
    found = {each.path: each for each in files if each is not None}
    name, version = metadata.told()
    ordered = [found[path] for path in sorted(found, key=lambda path: path.split(os.sep))]
    return InstalledDistribution(
        name=name,
        version=version,
        location=metadata.installed.shown,
        is_editable=project is not None,
        sources=tuple(each for each in ordered if isinstance(each, SourceFile)),
        unreadable=tuple(each for each in ordered if isinstance(each, Unreadable)),
        entry_points=parsed(metadata.text("entry_points.txt") or ""),
        metadata=metadata,
        project=project,
    )


def _project(metadata: Metadata) -> str | None:
    """The folder of the project that a distribution is installed from in place (PEP 610, PEP 660)."""
    try:
        told = json.loads(metadata.text("direct_url.json") or "null")
    except (ValueError, RecursionError):
        return None
    match told:
        case {"url": str(url), "dir_info": {"editable": True}} if url.startswith("file:"):
            path = unquote(urlsplit(url).path) if len(url) < limits.ARCHIVE_NAME_CHARACTERS * 4 else ""
            return path.lstrip("/") if os.name == "nt" else path
    return None


# --- files that are listed ------------------------------------------------------------------------------------------


def _recorded(metadata: Metadata) -> Iterator[SourceFile | Unreadable | None]:
    """The files that the metadata list, as far as they lie in the folder that the distribution is installed in."""
    for way in _ways(metadata):
        *folders, name = way
        is_code = name.endswith((".py", ".pyi")) or compiled(name, None) is not None
        if not is_code or "__pycache__" in folders or (_is_redirection(name) and not folders):
            continue
        module = names.dotted(way)
        folder = metadata.installed.at("/".join(folders))
        if folder is None or name not in folder.files:
            yield Unreadable(_path(metadata.installed, way), module, _MISSING, names.is_package(name))
        else:
            yield _file(folder, name, module)


def _ways(metadata: Metadata) -> Iterator[list[str]]:
    """The paths of a RECORD, or of the list that pip kept for eggs, from the folder of installation on.

    What leads out of that folder, as scripts do, is left out.
    """
    if (text := metadata.text("RECORD", limits.RECORD_BYTES)) is not None:
        base: list[str] = []
        told = _first_cells(text)
    else:
        base = [] if metadata.folder is None else [metadata.folder.shown.replace("\\", "/").rpartition("/")[2]]
        told = iter((metadata.text("installed-files.txt", limits.RECORD_BYTES) or "").splitlines())
    for path in told:
        way = _normal([*base, *path.replace("\\", "/").split("/")])
        if way and not path.startswith(("/", "\\")):
            yield way


def _first_cells(text: str) -> Iterator[str]:
    rows = csv.reader(text.splitlines())
    while True:
        try:
            row = next(rows)
        except csv.Error:
            continue
        except StopIteration:
            return
        if row:
            yield row[0]


def _normal(parts: list[str]) -> list[str]:
    """A path without `.` and `..`; empty if it leads out."""
    found: list[str] = []
    for part in parts:
        if part == "..":
            if not found:
                return []
            found.pop()
        elif part not in {"", "."}:
            found.append(part)
    return found


# --- files that are looked for --------------------------------------------------------------------------------------


def _in_place(metadata: Metadata, project: str | None) -> Iterator[SourceFile | Unreadable | None]:
    """The files of a distribution that does not list them, or that is installed in place."""
    top = (metadata.text("top_level.txt") or "").split()
    if project is None:
        for name in top or _guessed(metadata):
            yield from _under(metadata.installed, name.split("/"))
        return
    for root in _roots_in_place(metadata):
        for name in top or _packages(root, metadata, project):
            yield from _under(root, name.split("/"))
    for module, path in _redirected(metadata):
        above, name = os.path.split(path)
        yield from _under(DiskFolder(above, above, "installed"), [name], tuple(module.split(".")))


def _roots_in_place(metadata: Metadata) -> Iterator[Folder]:
    """The folders that the path files of a distribution add to the search path."""
    if not isinstance(metadata.installed, DiskFolder):
        return
    for way in _ways(metadata):
        if len(way) == 1 and way[0].endswith(".pth") and way[0] in metadata.installed.files:
            for place in path_lines(metadata.installed.place, way[0]):
                if os.path.isdir(place):
                    yield DiskFolder(place, place, "installed")


def _redirected(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for way in _ways(metadata):
        if len(way) == 1 and _is_redirection(way[0]) and way[0] in metadata.installed.files:
            yield from redirection(metadata.installed.read(way[0], limits.SETTINGS_BYTES) or b"").modules


def _is_redirection(name: str) -> bool:
    return name.startswith("__editable___")


def _packages(root: Folder, metadata: Metadata, project: str) -> list[str]:
    """The names at the top of a root that are a distribution's: its own name, else all that can be imported.

    A project's own folder holds more than its code.
    """
    found = [name for name in _guessed(metadata) if name in root.folders or f"{name}.py" in root.files]
    if found:
        return found
    is_project = isinstance(root, DiskFolder) and os.path.normpath(root.place) == os.path.normpath(project)
    packages = [name for name in root.folders if names.is_name(name) and not (is_project and name in _NOT_OF_IT)]
    if is_project:
        return [name for name in packages if (inner := root.folder(name)) and "__init__.py" in inner.files]
    modules = [name.removesuffix(".py") for name in root.files if name.endswith(".py")]
    return [*packages, *modules]


def _guessed(metadata: Metadata) -> list[str]:
    """What the package of a distribution is called most often: its name."""
    own = metadata.told()[0].replace("-", "_").replace(".", "_")
    return list(dict.fromkeys([own, own.lower()]))


def _under(
    folder: Folder, way: list[str], module: tuple[str, ...] | None = None
) -> Iterator[SourceFile | Unreadable | None]:
    """A module, or a package with all that is in it. Links below it are not followed."""
    *above, name = way
    prefix = module if module is not None else tuple(way)
    holder = folder.at("/".join(above))
    if holder is None or not name:
        return
    for each in (f"{name}.py", f"{name}.pyi", *holder.extensions.get(name, ())):
        if each in holder.files and (each.endswith((".so", ".pyd")) or is_source(each, holder)):
            yield _file(holder, each, ".".join(prefix))
    waiting = [(inner, prefix)] if (inner := holder.folder(name)) is not None else []
    for _ in range(limits.FOLDERS):
        if not waiting:
            return
        here, parts = waiting.pop()
        yield from (_file(here, each, names.dotted([*parts, each])) for each in here.files)
        below = [each for each in here.folders if each != "__pycache__" and each not in here.links]
        waiting += [(inner, (*parts, each)) for each in below if (inner := here.folder(each)) is not None]


def _file(folder: Folder, name: str, module: str | None) -> SourceFile | Unreadable | None:
    """A file as it is looked at; None if it is not."""
    if is_source(name, folder):
        return folder.source(name, module)
    return compiled(folder.path(name), module) if is_compiled(name, folder) else None


def _path(folder: Folder, way: Sequence[str]) -> str:
    separator = os.sep if isinstance(folder, DiskFolder) else "/"
    return separator.join([folder.shown, *way])
