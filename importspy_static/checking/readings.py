"""The files of a run: each is read and extracted once, whoever asks for it and for however many targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importspy_static.extract.isolation import Extractor
from importspy_static.extract.reading import decode
from importspy_static.model.place import Place, Span
from importspy_static.model.program import Failure, Program
from importspy_static.model.source import SourceFile

NOTHING = Program((), False)


class Readings:
    """Files by number. Numbers count from 1: 0 is for facts that stand alone."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._numbers: dict[object, int] = {}
        self._files: dict[int, SourceFile] = {}
        self._by_path: dict[str, int] = {}
        self._sources: dict[int, bytes | Failure] = {}
        self._facts: dict[int, Program | Failure] = {}

    def number(self, file: SourceFile) -> int:
        """The number of a file, the same for every name and spelling of it."""
        number = self._numbers.setdefault(file.key, len(self._numbers) + 1)
        if number not in self._files:
            self._files[number] = file
            self._by_path[file.path] = number
        return number

    @property
    def read(self) -> tuple[str, ...]:
        """The paths of the files, and of the archives, that were read so far."""
        return tuple(dict.fromkeys(self._files[number].file for number in self._sources))

    def number_of_portions(self, folders: tuple[str, ...]) -> int:
        """The number of a package without `__init__`, in which nothing is but its submodules."""
        number = self._numbers.setdefault(folders, len(self._numbers) + 1)
        self._facts[number] = NOTHING
        return number

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

    def located(self, path: str, span: Span) -> Place:
        """Where a span is, which may be in another file than the one that is checked."""
        return Place(self._files[span.file].path if span.file else path, span)

    def lines(self, places: Sequence[Place]) -> Mapping[str, Mapping[int, str]]:
        """The lines of files that places point at, by path and number."""
        wanted: dict[str, set[int]] = {}
        for place in places:
            wanted.setdefault(place.path, set()).add(place.span.line)
        found: dict[str, dict[int, str]] = {}
        for path, asked in wanted.items():
            source = self.source(self._by_path[path]) if path in self._by_path else None
            lines = decode(source) if isinstance(source, bytes) else []
            found[path] = {line: lines[line - 1] for line in sorted(asked) if line <= len(lines)}
        return found
