"""The folders that imports of a project start from, and the names that its files have by them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from importspy_static.model.source import SourceFile
from importspy_static.project import names
from importspy_static.project.folders import DiskFolder
from importspy_static.project.places import ARE_LINKS_TOLD, absolute, as_given, inside, is_file, is_link, real, settings
from importspy_static.project.pyproject import declared_roots

_MARKS = ("pyproject.toml", "setup.py", "setup.cfg")
_REPOSITORIES = (".git", ".hg")
_INITS = ("__init__.py", "__init__.pyi")


def roots_of(path: str, explicit: Sequence[str] = ()) -> tuple[str, ...]:
    """The roots of a file or folder, first things first; told relative to the current folder if the path is.

    `explicit` ones are all there are. Else: what the project's build settings declare, its `src`, its own folder; then
    the folder that holds the outermost package around a path that is in none of these, which for a script is its own
    folder. The first that can name a file does, so that what lies in folders without `__init__.py` has a package to
    import from; see `Finder.find` for what a script finds beside it. A project is the nearest folder with
    `pyproject.toml`, `setup.py`, `setup.cfg`, a repository, or the metadata of installed distributions.
    """
    return Projects(explicit).roots(path)


class Projects:
    """The roots of many paths; each folder is looked at once.

    Args:
        explicit: the roots, in place of those that would be found.
        are_sought: whether the projects of paths are looked for, in the folders above.
    """

    def __init__(self, explicit: Sequence[str] = (), *, are_sought: bool = True) -> None:
        self._explicit, self._are_sought = tuple(dict.fromkeys(explicit)), are_sought
        self._folders: dict[str, str] = {}
        self._real: dict[str, str] = {}
        self._packages: dict[str, bool] = {}
        self._projects: dict[str, str | None] = {}
        self._layouts: dict[str, tuple[str, ...]] = {}
        self._bases: dict[str, str | None] = {}
        self._told: dict[tuple[str, bool], tuple[str, ...]] = {}

    def roots(self, path: str) -> tuple[str, ...]:
        """As `roots_of` tells it."""
        if self._explicit:
            return self._explicit
        folder = self._folder(path)
        key = (folder, os.path.isabs(path))
        if key not in self._told:
            base, project = self._base(folder), self._project(folder)
            found = dict.fromkeys([*self._declared(project), *(each for each in (project, base) if each is not None)])
            self._told[key] = tuple(as_given(root, path) for root in found)
        return self._told[key]

    def shared(self, paths: Sequence[str]) -> tuple[str, ...]:
        """The roots of all projects of these paths, without the bases of single paths; none if there is no project."""
        if self._explicit:
            return self._explicit
        found: dict[str, None] = {}
        for path in paths:
            if (project := self.project(path)) is not None:
                found |= dict.fromkeys(as_given(root, path) for root in (*self._declared(project), project))
        return tuple(found)

    def base(self, path: str) -> str | None:
        """The root of this path alone: where the outermost package around it lies. None if a declared root has it."""
        base = None if self._explicit else self._base(self._folder(path))
        return None if base is None else as_given(base, path)

    def project(self, path: str) -> str | None:
        """The absolute path of the folder of the project that a path belongs to."""
        return self._project(self._folder(path))

    def source_file(self, path: str) -> SourceFile:
        """A file of the project, as `source_file` tells it by the roots of its path."""
        return _source_file(path, self._straight(path), self.roots(path))

    def _straight(self, path: str) -> str:
        """As `real`, which asks for each part of each path whether it is a link."""
        if path not in self._real:
            folder, name = os.path.split(path)
            is_name = folder != path and name not in {"", os.curdir, os.pardir}
            is_here = ARE_LINKS_TOLD and is_name and not is_link(path)
            self._real[path] = os.path.join(self._straight(folder), name) if is_here else real(path)
        return self._real[path]

    def _folder(self, path: str) -> str:
        """The absolute path of a folder itself, or of that of a file."""
        if path not in self._folders:
            place = absolute(path)
            self._folders[path] = place if os.path.isdir(place) else os.path.dirname(place)
        return self._folders[path]

    def _project(self, folder: str) -> str | None:
        if not self._are_sought:
            return None
        passed: list[str] = []
        found = None
        for each in _upwards(folder):
            if each in self._projects:
                found = self._projects[each]
                break
            passed.append(each)
            if _is_project(each):
                found = each
                break
        self._projects.update(dict.fromkeys(passed, found))
        return found

    def _declared(self, project: str | None) -> tuple[str, ...]:
        if project is None:
            return ()
        if project not in self._layouts:
            self._layouts[project] = tuple(_layout(project))
        return self._layouts[project]

    def _base(self, folder: str) -> str | None:
        if folder not in self._bases:
            project = self._project(folder)
            is_within = any(inside(folder, root) is not None for root in self._declared(project))
            self._bases[folder] = None if is_within else self._outermost(folder, project)
        return self._bases[folder]

    def _outermost(self, folder: str, project: str | None) -> str:
        """The folder that holds the outermost package around a folder; the folder itself if there is no package.

        Inside of a project folders between packages may lack `__init__.py`: `acme/plugins/` in `acme/__init__.py`.
        """
        found = folder
        for each in _upwards(folder):
            if each not in self._packages:
                self._packages[each] = _is_package(each)
            if self._packages[each]:
                found = os.path.dirname(each)
            elif project is None or inside(each, project) is None:
                break
        return found


def module_name(path: str, roots: Sequence[str]) -> str | None:
    """What an import would call a file: by the first root that it is in, if each part of the way can be a name.

    `__init__.py` is its package. None for a script such as `my-tool.py`, and outside of all roots.
    """
    place = absolute(path)
    found = _module_name(place, [absolute(root) for root in roots])
    if found is not None:
        return found
    straight = real(place)
    return None if straight == place else _module_name(straight, [real(root) for root in roots])


def source_file(path: str, roots: Sequence[str]) -> SourceFile:
    """A file of the project, named by its path. Nothing is said of whether it is there."""
    return _source_file(path, real(path), roots)


def _source_file(path: str, straight: str, roots: Sequence[str]) -> SourceFile:
    """The same; `straight` is the path without links."""
    name = os.path.basename(path)
    return SourceFile(
        path=path,
        module=module_name(path, roots),
        is_package=names.is_package(name),
        is_stub=name.endswith(".pyi"),
        kind="project",
        file=straight,
    )


def _module_name(path: str, roots: Sequence[str]) -> str | None:
    for root in roots:
        way = inside(path, root)
        if way and (module := names.dotted(way.split(os.sep))):
            return module
    return None


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _is_project(folder: str) -> bool:
    has_repository = any(os.path.lexists(os.path.join(folder, each)) for each in _REPOSITORIES)
    return is_file(folder, *_MARKS) or has_repository or _holds_distributions(folder)


def _holds_distributions(folder: str) -> bool:
    """Whether a folder is a `site-packages`, or a wheel unpacked: what lies at its top is imported by that name."""
    return any(name.endswith(".dist-info") for name in DiskFolder(folder, folder, "project").folders)


def _is_package(folder: str) -> bool:
    return is_file(folder, *_INITS)


def _beside_the_top(folder: str) -> list[str]:
    """The folders of an unpacked wheel whose files are installed beside those at its top."""
    found = sorted(name for name in DiskFolder(folder, folder, "project").folders if name.endswith(".data"))
    return [os.path.join(name, each) for name in found for each in ("purelib", "platlib")]


def _layout(project: str) -> Iterator[str]:
    """The roots below a project's folder; itself is left out, unless it is where distributions are installed."""
    if _holds_distributions(project):
        yield project
        yield from filter(os.path.isdir, (os.path.join(project, way) for way in _beside_the_top(project)))
    declared = declared_roots(*(settings(os.path.join(project, name)) for name in ("pyproject.toml", "setup.cfg")))
    for root in dict.fromkeys((*declared, "src")):
        folder = os.path.join(project, *root.split("/"))
        if root != "." and os.path.isdir(folder) and not (root == "src" and _is_package(folder)):
            yield folder
