"""The search path of a Python: its folders, what `.pth` files add to them, and what editable installs redirect."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.source import Owner
from importspy_static.project.editable import Editable, redirection
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.places import absolute, settings, settings_text

_SITE = frozenset({"site-packages", "dist-packages"})
_DYNAMIC = frozenset({"lib-dynload", "DLLs"})
_LIBRARY_ZIP = re.compile(r"python\d+\.zip")
_REDIRECTION = re.compile(r"__editable___\w+_finder\.py")


@dataclass(frozen=True, slots=True)
class SearchPath:
    folders: tuple[Folder, ...]
    editable: Editable


def search_path(entries: Sequence[str]) -> SearchPath:
    """The folders of a search path in their order, each once; those that `.pth` files of a `site-packages` add come
    behind it. An empty entry, which means the current folder to Python, is left out.
    """
    given = {absolute(entry) for entry in entries if entry}
    places: dict[str, None] = {}
    modules: list[tuple[str, str]] = []
    namespaces: dict[str, tuple[str, ...]] = {}
    folders: list[Folder] = []
    for entry in filter(None, entries):
        place = absolute(entry)
        if place in places:
            continue
        places[place] = None
        folders += _folder(place, entry)
        if os.path.basename(place) in _SITE:
            added = [each for each in _all_path_lines(place) if each not in given and each not in places]
            for each in dict.fromkeys(added):
                places[each] = None
                folders += _folder(each, each)
            for found in _redirections(place):
                modules += found.modules
                namespaces.update(found.namespaces)
    return SearchPath(tuple(folders), Editable(tuple(modules), namespaces))


def _folder(place: str, shown: str) -> list[Folder]:
    if os.path.isdir(place):
        return [DiskFolder(place, shown, _owner(place))]
    found = _within_zip(place, shown)
    return [] if found is None else [found]


def _within_zip(place: str, shown: str) -> Folder | None:
    """A zip file, or a folder in one: `lib.zip`, `lib.zip/inner`."""
    archive, inner = place, ""
    while not os.path.lexists(archive):
        above, name = os.path.split(archive)
        if above == archive:
            return None
        archive, inner = above, f"{name}/{inner}"
        shown = os.path.dirname(shown)
    if not os.path.isfile(archive):
        return None
    from importspy_static.project.archives import open_zip

    top = open_zip(archive, shown, _owner(archive))
    return None if top is None else top.at(inner)


def _owner(place: str) -> Owner:
    name = os.path.basename(place)
    if name in _SITE:
        return "installed"
    has_library = all(os.path.isfile(os.path.join(place, each)) for each in ("os.py", "abc.py"))
    return "standard" if has_library or name in _DYNAMIC or _LIBRARY_ZIP.fullmatch(name) else "installed"


def _all_path_lines(site: str) -> Iterator[str]:
    for name in sorted(DiskFolder(site, site, "installed").files):
        if name.endswith(".pth") and not name.startswith("."):
            yield from path_lines(site, name)


def path_lines(site: str, name: str) -> Iterator[str]:
    """The existing paths that a `.pth` file names. Its lines of code are for Python alone."""
    for line in (settings_text(os.path.join(site, name)) or "").splitlines():
        path = line.rstrip()
        if path and not path.startswith(("#", "import ", "import\t")) and "\0" not in path:
            place = absolute(os.path.join(site, path))
            if os.path.exists(place):
                yield place


def _redirections(site: str) -> Iterator[Editable]:
    for name in sorted(DiskFolder(site, site, "installed").files):
        if _REDIRECTION.fullmatch(name) and (content := settings(os.path.join(site, name))):
            yield redirection(content)
