"""The files of a run: each is read and extracted once, whoever asks for it and for however many targets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from importspy_static.extract.isolation import Extractor
from importspy_static.extract.reading import decode
from importspy_static.interpret.world import KnownModule
from importspy_static.model.place import Place, Span
from importspy_static.model.program import Failure, Program
from importspy_static.model.source import Namespace, SourceFile
from importspy_static.model.target import Target

if TYPE_CHECKING:
    from importspy_static.project.finder import Finder

NOTHING = Program((), False)


class Library:
    """Files by number. Numbers count from 1: 0 is for facts that stand alone."""

    def __init__(self, extractor: Extractor, paths: Sequence[str]) -> None:
        from importspy_static.project.roots import Projects

        self._extractor = extractor
        self._projects = Projects()
        self.roots = self._projects.shared(paths)
        self._numbers: dict[object, int] = {}
        self._modules: dict[int, KnownModule] = {}
        self._files: dict[int, SourceFile] = {}
        self._sources: dict[int, bytes | Failure] = {}
        self._facts: dict[int, Program | Failure] = {}

    def checked(self, path: str) -> KnownModule:
        """The module of a file that is to be checked."""
        from importspy_static.project.roots import source_file

        return self.known(source_file(path, self._projects.roots(path)))

    def known(self, file: SourceFile) -> KnownModule:
        """The module of a file, always the same one for the same file."""
        number = self._number(file.key)
        if number not in self._modules:
            self._files[number] = file
            name = file.module or f"<{file.path}>"
            self._modules[number] = KnownModule(number, name, file.is_package, file.is_stub, file.kind == "project")
        return self._modules[number]

    def portion(self, package: Namespace) -> KnownModule:
        """A package without `__init__`, in which nothing is but its submodules."""
        number = self._number(package.folders)
        if number not in self._modules:
            self._modules[number] = KnownModule(number, package.module, True, False, True)
            self._facts[number] = NOTHING
        return self._modules[number]

    def _number(self, key: object) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def source(self, number: int) -> bytes | Failure:
        """The bytes of a file."""
        if number not in self._sources:
            from importspy_static.project.reading import read

            self._sources[number] = read(self._files[number])
        return self._sources[number]

    def facts(self, number: int) -> Program | Failure:
        """What is in a file, or why that is not known."""
        if number not in self._facts:
            source = self.source(number)
            self._facts[number] = (
                source if isinstance(source, Failure) else self._extractor.extract(source, file=number)
            )
        return self._facts[number]

    def path(self, number: int) -> str:
        """The path of a file as shown to people."""
        return self._files[number].path

    def base(self, number: int) -> str | None:
        """The folder that a file of no project is a root of, for what lies beside it."""
        file = self._files.get(number)
        return self._projects.base(file.path) if file is not None and file.kind == "project" else None

    def lines(self, places: Sequence[Place]) -> Mapping[str, Mapping[int, str]]:
        """The lines of files that places point at, by path and number."""
        numbers = {self._files[number].path: number for number in self._files}
        wanted: dict[str, set[int]] = {}
        for place in places:
            wanted.setdefault(place.path, set()).add(place.span.line)
        found: dict[str, dict[int, str]] = {}
        for path, asked in wanted.items():
            source = self.source(numbers[path]) if path in numbers else None
            lines = decode(source) if isinstance(source, bytes) else []
            found[path] = {line: lines[line - 1] for line in sorted(asked) if line <= len(lines)}
        return found


class ModulesOfTarget:
    """The modules that a target would find, from a library: what `World` asks."""

    def __init__(self, library: Library, target: Target, search_path: Callable[[], Sequence[str]]) -> None:
        self._library = library
        self._target = target
        self._search_path = search_path
        self._finder: Finder | None = None

    def find(self, name: str, asker: int) -> KnownModule | None:
        """The module of this dotted name, if its source can be had."""
        match self._find(name, asker):
            case SourceFile() as file:
                return self._library.known(file)
            case Namespace() as package:
                return self._library.portion(package)
            case _:
                return None

    def _find(self, name: str, asker: int) -> object:
        if self._finder is None:
            from importspy_static.project.finder import Finder

            self._finder = Finder(
                self._library.roots,
                self._search_path(),
                version=self._target.version[:2],
                platform=self._target.platform,
                implementation=self._target.implementation,
            )
        return self._finder.find(name, self._library.base(asker))

    def is_there(self, name: str, asker: int) -> bool:
        """Whether there is such a module, readable or not."""
        return self._find(name, asker) is not None

    def program(self, known: KnownModule) -> Program | None:
        """What is in a module; None if it cannot be read."""
        facts = self._library.facts(known.number)
        return None if isinstance(facts, Failure) else facts


def located(library: Library, path: str, span: Span) -> Place:
    """Where a span is, which may be in another file than the one that is checked."""
    other = library.path(span.file) if span.file else path
    return Place(os.fspath(other), span)
