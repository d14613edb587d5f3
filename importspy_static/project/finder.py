"""Which file is the module of a dotted name, as a Python would find it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.source import Namespace, SourceFile, Unreadable
from importspy_static.project import names
from importspy_static.project.compiling import compiled_from, compiling
from importspy_static.project.extensions import preferred
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.places import absolute, as_given, inside
from importspy_static.project.search import search_path as read_search_path
from importspy_static.project.standard import Minor, Typeshed, is_never_hidden, may_be_built_in, path_module

Found: TypeAlias = SourceFile | Namespace | Unreadable | None
"""None: there is no such module as far as can be seen."""

_BUILT_IN = "built into the interpreter, and there is no stub of it"
_EXTENDS_PATH = re.compile(
    rb"^[ \t]*__path__[ \t]*=.*\bextend_path\s*\(\s*__path__\s*,\s*__name__\s*\)"
    rb"|\bdeclare_namespace\s*\(\s*__name__\s*\)",
    re.MULTILINE,
)
"""Packages that are spread over several folders in the ways before PEP 420: of pkgutil, of pkg_resources."""


@dataclass(frozen=True, slots=True)
class _Located:
    found: SourceFile | Namespace | Unreadable
    folders: tuple[Folder, ...]
    """Where its submodules are; none if it is not a package."""


class Finder:
    """Finds modules by name for one target, in the order of its import system. Each folder is listed once.

    Args:
        roots: the project's roots, which come first; what is in them is told by paths like theirs.
        search_path: the target's `sys.path`, without the project. Nothing else is looked at: not this process's path.
        version: major and minor version of the target.
        platform: its `sys.platform`.
        implementation: its `sys.implementation.name`, which decides what extension modules it takes.
        archives: folders of archives, looked at as roots, behind the others.
    """

    def __init__(
        self,
        roots: Sequence[str],
        search_path: Sequence[str] = (),
        *,
        version: Minor,
        platform: str,
        implementation: str = "cpython",
        archives: Sequence[Folder] = (),
    ) -> None:
        self._target = (version, platform, implementation)
        self._platform = platform
        self._roots = [DiskFolder(absolute(root), as_given(absolute(root), root), "project") for root in roots]
        self._first = (*self._roots, *archives)
        searched = read_search_path(search_path)
        own = {root.place for root in self._roots}
        self._then = tuple(
            each for each in searched.folders if not (isinstance(each, DiskFolder) and each.place in own)
        )
        self._editable = searched.editable
        self._standard = tuple(each for each in self._then if each.kind == "standard")
        self._typeshed = Typeshed(version, platform)
        self._beside: dict[str, DiskFolder] = {}
        self._spreads: dict[tuple[str, DiskFolder | None], tuple[Folder, ...]] = {}
        self._ways: dict[str, list[list[str]]] = {}
        self._says_so: str | None | Literal[False] = False
        """What `_compiling` has found; False before it has looked."""
        self._known: dict[tuple[str, DiskFolder | None], _Located | None] = {}
        self._found: dict[tuple[str, str | None], Found] = {}

    def find(self, module: str, beside: str | None = None) -> Found:
        """What a Python would import under an absolute name; nothing is read but listings.

        `beside` is a root that comes before all others, as the folder of a script does on `sys.path`. A file of the
        project is called what the first root calls it, whatever name led to it. Names that no import can say find
        nothing. Raises nothing.
        """
        key = (module, beside)
        if key not in self._found:
            self._found[key] = self._looked_for(module, beside)
        return self._found[key]

    def _looked_for(self, module: str, beside: str | None) -> Found:
        parts = module.split(".")
        if not 0 < len(parts) <= limits.MODULE_PARTS or not all(map(_can_be_file, parts)):
            return None
        located = self._find(tuple(parts), self._extra(parts[0], beside))
        return None if located is None else located.found

    def inside(self, package: str, beside: str | None = None) -> Sequence[str] | None:
        """The names that modules in a package may have, sorted; None if it is spread over folders, or none is known."""
        parts = tuple(package.split("."))
        extra = self._extra(parts[0], beside)
        located = self._find(parts, extra)
        if located is None or len(located.folders) != 1 or self._spread_once(parts, located, extra):
            return None
        (folder,) = located.folders
        if folder.problem is not None:
            return None
        stems = {name.partition(".")[0] for name in folder.files}
        return sorted(name for name in (*stems, *folder.folders) if name.isidentifier() and name != "__init__")

    def _extra(self, top: str, beside: str | None) -> DiskFolder | None:
        """The folder of `beside`, if it matters to names that begin so: else all share what is known of them."""
        if beside is None:
            return None
        place = absolute(beside)
        if self._roots and place == self._roots[0].place:
            return None
        if place not in self._beside:
            self._beside[place] = DiskFolder(place, as_given(place, beside), "project")
        folder = self._beside[place]
        return folder if top in folder.folders or any(name.startswith(f"{top}.") for name in folder.files) else None

    def _find(self, parts: tuple[str, ...], extra: DiskFolder | None) -> _Located | None:
        module = ".".join(parts)
        key = (module, extra)
        if key not in self._known:
            self._known[key] = self._top(module, extra) if len(parts) == 1 else self._inner(parts, extra)
        return self._known[key]

    # --- top-level modules --------------------------------------------------------------------------------------

    def _path(self, extra: DiskFolder | None) -> tuple[Folder, ...]:
        if extra is None:
            return (*self._first, *self._then)
        others = (each for each in self._first if not (isinstance(each, DiskFolder) and each.place == extra.place))
        return (extra, *others, *self._then)

    def _top(self, module: str, extra: DiskFolder | None) -> _Located | None:
        if module == "__main__":
            return None  # whatever program is running
        if is_never_hidden(module, self._platform):
            found = self._in_folders(module, module, self._standard) or self._declared(module)
            return found or _Located(Unreadable(f"<{module}>", module, _BUILT_IN), ())
        path = self._path(extra)
        located = self._in_folders(module, module, path)
        if located is None or _is_namespace(located):
            if not self._standard or may_be_built_in(module):
                located = self._declared(module) or located
            located = self._redirected(module, located)
        return self._or_stub((module,), located, path, extra)

    def _declared(self, module: str, stands_for: str | None = None) -> _Located | None:
        found = self._typeshed.find(module, stands_for)
        return None if found is None else _Located(found[0], (found[1],) if found[0].is_package else ())

    # --- submodules ---------------------------------------------------------------------------------------------

    def _inner(self, parts: tuple[str, ...], extra: DiskFolder | None) -> _Located | None:
        module, name = ".".join(parts), parts[-1]
        parent = self._find(parts[:-1], extra)
        if module == "os.path":
            return self._find((path_module(self._platform),), None)
        if parent is None:
            return self._redirected(module, None) or self._or_stub(parts, None, (), extra)
        if _owner(parent) == "typeshed":
            return self._declared(module)
        folders = parent.folders
        located = self._in_folders(name, module, folders)
        if isinstance(parent.found, SourceFile) and parent.found.is_stub and _is_namespace(located):
            located = None  # a folder among stubs is a package of stubs
        if located is None and (spread := self._spread_once(parts[:-1], parent, extra)):
            folders = spread
            located = self._in_folders(name, module, folders)
        if located is None and not parent.folders and _owner(parent) == "standard":
            return self._declared(module)  # a module that puts others into `sys.modules`, as xml.parsers.expat does
        if located is None or _is_namespace(located):
            located = self._redirected(module, located)
        return self._or_stub(parts, located, folders, extra)

    def _spread_once(self, parts: tuple[str, ...], parent: _Located, extra: DiskFolder | None) -> tuple[Folder, ...]:
        key = (".".join(parts), extra)
        if key not in self._spreads:
            self._spreads[key] = self._spread(parts, parent, extra)
        return self._spreads[key]

    def _spread(self, parts: tuple[str, ...], parent: _Located, extra: DiskFolder | None) -> tuple[Folder, ...]:
        """The folders of a regular package that says itself that it is spread over several."""
        if not isinstance(parent.found, SourceFile) or not parent.found.is_package or len(parent.folders) != 1:
            return ()
        content = parent.folders[0].read("__init__.py", limits.SPREADING_BYTES)
        if content is None or not _EXTENDS_PATH.search(content):
            return ()
        above = self._find(parts[:-1], extra) if len(parts) > 1 else None
        outer = self._path(extra) if len(parts) == 1 else above.folders if above is not None else ()
        others = [each for folder in outer if (each := folder.folder(parts[-1])) is not None]
        return tuple(dict.fromkeys([*parent.folders, *others]))

    # --- in folders ---------------------------------------------------------------------------------------------

    def _in_folders(self, name: str, module: str, folders: Sequence[Folder]) -> _Located | None:
        """A module by the path finder's rules: the first that is regular, else a namespace of all portions."""
        portions: list[Folder] = []
        for folder in folders:
            if (regular := self._in_folder(name, module, folder)) is not None:
                return regular
            if (portion := folder.folder(name)) is not None:
                portions.append(portion)
        if not portions:
            return None
        return _Located(Namespace(module, tuple(each.shown for each in portions)), tuple(portions))

    def _in_folder(self, name: str, module: str, folder: Folder) -> _Located | None:
        """A regular package or a module in one folder: extension modules first, then source, then compiled code."""
        package = folder.folder(name)
        if package is not None:
            if package.problem is not None:
                return self._for_compiled(Unreadable(package.shown, module, package.problem, is_package=True), package)
            if found := self._named("__init__", module, package):
                return self._packaged(found, package)
        found = self._named(name, module, folder)
        return None if found is None else self._for_compiled(found, folder)

    def _packaged(self, found: SourceFile | Unreadable, package: Folder) -> _Located:
        located = self._for_compiled(found, package)
        return _Located(located.found, (package,))

    def _named(self, stem: str, module: str, folder: Folder) -> SourceFile | Unreadable | None:
        source = next((name for name in self._sources(stem) if name in folder.files), None)
        if extension := preferred(folder.extensions.get(stem, ()), *self._target):
            likely = None if source is None else self._source(folder, source, module)
            return Unreadable(folder.path(extension), module, names.EXTENSION, stem == "__init__", likely)
        if source is not None:
            return self._source(folder, source, module)
        if f"{stem}.pyc" in folder.files:
            return Unreadable(folder.path(f"{stem}.pyc"), module, names.BYTECODE, stem == "__init__")
        return None

    def _source(self, folder: Folder, name: str, module: str, stands_for: str | None = None) -> SourceFile:
        """A file under its one name: of the project's files, what the first root calls it, whatever led to it."""
        if isinstance(folder, DiskFolder) and folder.kind == "project":
            if folder.place not in self._ways:
                ways = (inside(folder.place, root.place) for root in self._roots)
                self._ways[folder.place] = [way.split(os.sep) if way else [] for way in ways if way is not None]
            called = (names.dotted([*way, name]) for way in self._ways[folder.place])
            module = next(filter(None, called), module)
        return folder.source(name, module, stands_for)

    def _sources(self, stem: str) -> tuple[str, ...]:
        return (f"{stem}.py", f"{stem}.pyw") if self._platform == "win32" else (f"{stem}.py",)

    # --- stubs, for what has no source --------------------------------------------------------------------------

    def _for_compiled(self, found: SourceFile | Unreadable, folder: Folder) -> _Located:
        """The stub beside compiled code, or typeshed's for that of the standard library, in its place."""
        if isinstance(found, SourceFile):
            return _Located(found, ())
        module = found.module or ""
        name = "__init__" if found.is_package else module.rpartition(".")[2]
        folders = (folder,) if found.is_package else ()
        if f"{name}.pyi" in folder.files:
            return _Located(self._source(folder, f"{name}.pyi", module, found.path), folders)
        if (inner := folder.folder(name)) is not None and "__init__.pyi" in inner.files:
            return _Located(self._source(inner, "__init__.pyi", module, found.path), (inner,))
        declared = self._declared(module, found.path) if folder.kind == "standard" else None
        return declared or _Located(found, folders)

    def _or_stub(
        self, parts: tuple[str, ...], located: _Located | None, folders: Sequence[Folder], extra: DiskFolder | None
    ) -> _Located | None:
        """What was found, or a stub where that is nothing or compiled: one alone, or of a stub package (PEP 561)."""
        match located:
            case None:
                for folder in folders:
                    described = compiled_from(parts[-1], folder) or self._compiling()
                    if stub := self._stub(parts, folder, parts[-1], described):
                        return stub
                stands_for: str | None = None
            case _Located(found=Unreadable(path=path)):
                stands_for = path
            case _:
                return located
        for folder, name in self._stub_packages(parts, extra):
            # A package of stubs is made for one that is there when the project runs.
            if stub := self._stub(parts, folder, name, stands_for or folder.shown):
                return stub
        return located

    def _stub(self, parts: tuple[str, ...], folder: Folder, name: str, stands_for: str | None) -> _Located | None:
        inner = folder.folder(name)
        if inner is not None and "__init__.pyi" in inner.files:
            return _Located(self._source(inner, "__init__.pyi", ".".join(parts), stands_for), (inner,))
        if f"{name}.pyi" in folder.files:
            return _Located(self._source(folder, f"{name}.pyi", ".".join(parts), stands_for), ())
        return None

    def _compiling(self) -> str | None:
        """The path of what says that the project compiles modules; None if nothing does."""
        if self._says_so is False:
            around = (os.path.dirname(root.place) for root in self._roots)
            outer = [DiskFolder(place, as_given(place, place), "project") for place in around]
            self._says_so = compiling([*self._roots, *outer])
        return self._says_so

    def _stub_packages(self, parts: tuple[str, ...], extra: DiskFolder | None) -> Iterator[tuple[Folder, str]]:
        """The folders in which packages of stubs would have a module, and its name there."""
        package = f"{parts[0]}{names.STUBS}"
        for folder in self._path(extra):
            if len(parts) == 1:
                yield folder, package
                continue
            here = folder.folder(package)
            for part in parts[1:-1]:
                here = None if here is None else here.folder(part)
            if here is not None:
                yield here, parts[-1]

    # --- editable installs ----------------------------------------------------------------------------------------

    def _redirected(self, module: str, located: _Located | None) -> _Located | None:
        """What the finders of editable installs add: they are asked when the folders have no regular module."""
        if module in self._editable.namespaces:
            added = [DiskFolder(path, path, "installed") for path in self._editable.namespaces[module]]
            folders = (*(() if located is None else located.folders), *added)
            return _Located(Namespace(module, tuple(each.shown for each in folders)), folders)
        if located is not None:
            return located
        for name, path in reversed(self._editable.modules):
            if module == name or module.startswith(f"{name}."):
                place, last = os.path.split(os.path.join(path, *module[len(name) :].split(".")[1:]))
                return self._in_folders(last, module, [DiskFolder(place, place, "installed")])
        return None


def _owner(located: _Located) -> str | None:
    match located.found:
        case SourceFile(kind=kind):
            return kind
    return located.folders[0].kind if located.folders else None


def _is_namespace(located: _Located | None) -> bool:
    return located is not None and isinstance(located.found, Namespace)


def _can_be_file(part: str) -> bool:
    return bool(part) and part.isprintable() and not set(part) & set("/\\:\0")
