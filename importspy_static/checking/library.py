"""The modules of a neighbourhood: what a name leads to for the files of one project, one archive, one distribution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from importspy_static.checking.readings import Readings
from importspy_static.interpret.world import KnownModule, World
from importspy_static.model.program import Block, Failure, FunctionDef, Program
from importspy_static.model.source import Namespace, SourceFile, Unreadable
from importspy_static.model.target import Target

if TYPE_CHECKING:
    from importspy_static.project.finder import Finder, Found
    from importspy_static.project.folders import Folder
    from importspy_static.project.roots import Projects

SearchPath = Callable[[], Sequence[str]]
"""A target's `sys.path`, told when somebody needs it."""


class Library:
    """The modules that files of a neighbourhood find.

    Args:
        readings: the files of the run.
        roots: where imports of a project start.
        archives: folders of an archive where they start.
        projects: tells what lies beside a script.
    """

    def __init__(
        self,
        readings: Readings,
        roots: Sequence[str] = (),
        archives: Sequence[Folder] = (),
        projects: Projects | None = None,
    ) -> None:
        self.readings = readings
        self.roots, self.archives, self._projects = roots, archives, projects
        self._modules: dict[int, KnownModule] = {}
        self._files: dict[int, SourceFile] = {}
        self._found: dict[Target, ModulesOfTarget] = {}
        self._worlds: dict[tuple[Target, tuple[str, ...]], World] = {}
        self._bases: dict[int, str | None] = {}

    def own(self, file: SourceFile) -> KnownModule:
        """The module of a file that is checked: a violation may be placed in it, whatever folder it is in."""
        return self._module(file, in_project=True)

    def known(self, file: SourceFile) -> KnownModule:
        """The module of a file, always the same one for the same file."""
        return self._module(file, in_project=file.kind == "project")

    def _module(self, file: SourceFile, *, in_project: bool) -> KnownModule:
        number = self.readings.number(file)
        if number not in self._modules:
            self._files[number] = file
            name = file.module or f"<{file.path}>"
            is_alone = file.is_stub and file.stands_for is None and file.kind == "project" and file.member is None
            self._modules[number] = KnownModule(number, name, file.is_package, file.is_stub, in_project, is_alone)
        return self._modules[number]

    def portion(self, package: Namespace) -> KnownModule:
        """A package without `__init__`."""
        number = self.readings.number_of_portions(package.folders)
        if number not in self._modules:
            self._modules[number] = KnownModule(number, package.module, True, False, True)
        return self._modules[number]

    def base(self, number: int) -> str | None:
        """The folder that a file of no project is a root of, for what lies beside it."""
        file = self._files.get(number)
        if file is None or self._projects is None or file.kind != "project" or file.member is not None:
            return None
        if number not in self._bases:
            self._bases[number] = self._projects.base(file.path)
        return self._bases[number]

    def modules(self, target: Target, search_path: SearchPath) -> ModulesOfTarget:
        """The modules that a target would find."""
        if target not in self._found:
            self._found[target] = ModulesOfTarget(self, target, search_path)
        return self._found[target]

    def world(self, target: Target, search_path: SearchPath, trusted: tuple[str, ...]) -> World:
        """What these modules come out as, where decorators are trusted."""
        key = (target, trusted)
        if key not in self._worlds:
            self._worlds[key] = World(self.modules(target, search_path), target, trusted)
        return self._worlds[key]

    def forget(self) -> None:
        """Begin anew: what modules come out as can depend on which of their classes is asked about first."""
        self._worlds.clear()

    def finder(self, target: Target, search_path: Sequence[str]) -> Finder:
        from importspy_static.project.finder import Finder

        return Finder(
            self.roots,
            search_path,
            version=target.version[:2],
            platform=target.platform,
            implementation=target.implementation,
            archives=self.archives,
        )


class ModulesOfTarget:
    """The modules that a target would find, from a library: what `World` asks."""

    def __init__(self, library: Library, target: Target, search_path: SearchPath) -> None:
        self._library = library
        self._target = target
        self._search_path = search_path
        self._finder: Finder | None = None

    def find(self, name: str, asker: int) -> KnownModule | None:
        """The module of this dotted name, if its source can be had."""
        match self.found(name, asker):
            case SourceFile() as file:
                return self._library.known(file)
            case Namespace() as package:
                return self._library.portion(package)
            case Unreadable(source=SourceFile() as file) if file.kind != "project":
                return self._library.known(file)  # what it was compiled from, believed as a stub is
            case _:
                return None

    def found(self, name: str, asker: int) -> Found:
        """The file of a module, for the file with this number."""
        if self._finder is None:
            self._finder = self._library.finder(self._target, self._search_path())
        return self._finder.find(name, self._library.base(asker))

    def is_there(self, name: str, asker: int) -> bool:
        """Whether there is such a module, readable or not."""
        return self.found(name, asker) is not None

    def submodules(self, package: str, asker: int) -> Sequence[str] | None:
        """The names that modules in a package may have; None if not all of its folders are known."""
        self.found(package, asker)
        return None if self._finder is None else self._finder.inside(package, self._library.base(asker))

    def program(self, known: KnownModule) -> Program | None:
        """What is in a module; None if it cannot be read."""
        facts = self._library.readings.facts(known.number)
        return None if isinstance(facts, Failure) else facts

    def begin(self, known: KnownModule) -> None:
        """Begin to read a module."""
        self._library.readings.begin(known.number)

    def failure(self, known: KnownModule) -> Failure | None:
        """Why a module cannot be read; None if it can."""
        facts = self._library.readings.facts(known.number)
        return facts if isinstance(facts, Failure) else None

    def body(self, definition: FunctionDef) -> Block | None:
        """The body of a function; None if it cannot be read."""
        return self._library.readings.body(definition)
