"""The files of a run: each is read and extracted once, whoever asks for it and for however many targets."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from importspy_static.checking.ahead import Ahead
from importspy_static.checking.extractors import Extractors
from importspy_static.extract.isolation import Extractor
from importspy_static.extract.reading import decode
from importspy_static.limits import FILES_AHEAD
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Fingerprints, Print
from importspy_static.model.place import Place, Span
from importspy_static.model.program import Block, Failure, FunctionDef, Program, bodies_of
from importspy_static.model.source import SourceFile

NOTHING = Program((), False)
MANY = 8
"""Files from which on several processes are worth their start: measured by `benchmarks/`."""


class Readings:
    """Files by number. Numbers count from 1: 0 is for facts that stand alone.

    `depth`: how much of each file is read at once, if less is asked for first.
    """

    def __init__(self, extractors: Extractors, depth: Depth = Depth.IMPORTS) -> None:
        self._extractors, self._depth = extractors, depth
        self._ahead: Ahead[tuple[int, Depth | Print], bytes | Failure] | None = None
        self._are_many = False
        self._reading = threading.Lock()
        self._numbers: dict[object, int] = {}
        self._files: dict[int, SourceFile] = {}
        self._by_path: dict[str, int] = {}
        self._sources: dict[int, bytes | Failure] = {}
        self._facts: dict[int, tuple[Depth, Program | Failure]] = {}
        self._depths: dict[int, Depth] = {}
        """How deep files will be asked for, as far as that is known: each is read once, so deep at once."""
        self._bodies: dict[int, dict[Span, Block]] = {}
        self._prints: dict[tuple[int, Print], Fingerprints | Failure] = {}

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
        with self._reading:
            numbers = tuple(self._sources)
        return tuple(dict.fromkeys(self._files[number].file for number in numbers))

    def number_of_portions(self, folders: tuple[str, ...]) -> int:
        """The number of a package without `__init__`, in which nothing is but its submodules."""
        number = self._numbers.setdefault(folders, len(self._numbers) + 1)
        self._facts[number] = (Depth.WHOLE, NOTHING)
        return number

    def expect(self, count: int) -> None:
        """So many files will be asked for, of which nothing is known yet."""
        if count >= MANY:
            self._are_many = True
            self._extractors.start()

    def foresee(self, file: SourceFile, asked: Depth) -> None:
        """Begin with a file of which this will be asked as far as can be seen, if many are expected."""
        if not self._are_many:
            return
        number = self.number(file)
        key = number, self._deep(number, asked)
        if self._ahead is None:
            self._begin_with([key])
        else:
            self._ahead.also(key)

    def prepare(self, files: Iterable[tuple[SourceFile, Depth | Print]]) -> None:
        """Begin with files of which this will be asked, in about this order; what was foreseen otherwise is dropped."""
        numbered = [(self.number(file), asked) for file, asked in files]
        for number, asked in numbered:
            if not isinstance(asked, Print):
                self._depths[number] = self._deep(number, asked)
        wanted = [
            (number, asked if isinstance(asked, Print) else self._depths[number])
            for number, asked in numbered
            if isinstance(asked, Print) or number not in self._facts
        ]
        if self._ahead is not None:
            self._ahead.only(wanted)
        elif wanted:
            self._are_many = len(wanted) >= MANY
            self._begin_with(wanted)

    def _begin_with(self, wanted: list[tuple[int, Depth | Print]]) -> None:
        extractors = self._extractors.all if self._are_many else self._extractors.all[:1]
        self._ahead = Ahead([partial(self._encoded_each, each) for each in extractors], wanted, FILES_AHEAD)

    def begin(self, number: int, depth: Depth = Depth.OUTLINE) -> None:
        """Begin with a file that will be asked for, if the processes have nothing else to do."""
        known = self._facts.get(number)
        if self._ahead is not None and not self._are_many and (known is None or known[0] < depth):
            self._ahead.also((number, self._deep(number, depth)))

    def _deep(self, number: int, asked: Depth) -> Depth:
        return max(asked, self._depth, self._depths.get(number, self._depth))

    def close(self) -> None:
        """Begin with no further file."""
        if self._ahead is not None:
            self._ahead.close()

    def source(self, number: int) -> bytes | Failure:
        """The bytes of a file."""
        with self._reading:  # an archive is read by one thread at a time
            if number not in self._sources:
                from importspy_static.project.reading import read

                self._sources[number] = read(self._files[number])
            return self._sources[number]

    def facts(self, number: int, depth: Depth = Depth.OUTLINE) -> Program | Failure:
        """What is in a file, at least so much of it, or why that is not known."""
        known = self._facts.get(number)
        if known is None or known[0] < depth:
            deep = self._deep(number, depth)
            known = self._facts[number] = deep, self._extracted(number, deep)
        return known[1]

    def body(self, definition: FunctionDef) -> Block | None:
        """The body of a function; None if it cannot be read."""
        if definition.body is not None:
            return definition.body
        number = definition.span.file
        if number not in self._bodies:
            facts = self._extracted(number, Depth.WHOLE)
            self._bodies[number] = {} if isinstance(facts, Failure) else bodies_of(facts)
        return self._bodies[number].get(definition.span)

    def fingerprints(self, number: int, asked: Print) -> Fingerprints | Failure:
        """The fingerprints of a file, or why there are none."""
        if (number, asked) not in self._prints:
            found, source = self._answer(number, asked), self.source(number)
            self._prints[number, asked] = (
                source
                if isinstance(source, Failure)
                else self._extractors.decoded_fingerprints(found, source, number, asked)
            )
        return self._prints[number, asked]

    def _answer(self, number: int, asked: Depth | Print) -> bytes | Failure:
        if self._ahead is not None:
            return self._ahead.take((number, asked))
        (found,) = self._encoded_each(self._extractors.all[0], [(number, asked)])
        return found

    def _extracted(self, number: int, depth: Depth) -> Program | Failure:
        found = self._answer(number, depth)
        source = self.source(number)
        if isinstance(source, Failure):
            return source
        return self._extractors.decoded(found, source, number, depth)

    def _encoded_each(
        self, extractor: Extractor, keys: Sequence[tuple[int, Depth | Print]]
    ) -> Iterator[bytes | Failure]:
        for asked, several in groupby(keys, itemgetter(1)):
            sources = [self.source(number) for number, _ in several]
            answers = self._extractors.encoded_each(
                extractor, [each for each in sources if isinstance(each, bytes)], asked
            )
            for source in sources:
                yield source if isinstance(source, Failure) else next(answers)
            next(answers, None)  # to its end, where it lets go of the process

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
