"""Modules that hold their importers to a contract: by `importers:` in their own, or in code by ImportSpy's call.

See docs/graph.md for who is an importer.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence

from importspy_static.checking.contracts import Contracts, Held
from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.import_graph import import_graph
from importspy_static.checking.importers import importers_of
from importspy_static.checking.module_names import Programs
from importspy_static.checking.readings import Readings
from importspy_static.checking.where import Where
from importspy_static.checks.imported import Reach
from importspy_static.interpret.targets import Facts
from importspy_static.lazy_dataclasses import dataclass, field, replace
from importspy_static.model.contract import ModuleRequirement
from importspy_static.model.depth import Depth
from importspy_static.model.embedded import EmbeddedContract
from importspy_static.model.graph import ImportGraph
from importspy_static.model.program import Program
from importspy_static.model.report import ImporterOf
from importspy_static.model.source import SourceFile
from importspy_static.model.violation import Violation

logger = logging.getLogger(__name__)

_CALLED = b"importspy"
"""Is in any source that has the call."""


@dataclass(frozen=True, eq=False)
class Holder:
    """A module that holds its importers to something."""

    source: SourceFile
    home: Neighbourhood
    held: Held
    requirement: ModuleRequirement


@dataclass(frozen=True)
class HeldImporter:
    """A module that imports a holder."""

    source: SourceFile
    holder: Holder
    how: ImporterOf


@dataclass(frozen=True)
class UnknownContract:
    """A call in code whose contract cannot be told, or cannot be used."""

    source: SourceFile
    call: EmbeddedContract
    path: str = ""
    """Of the contract, if that is known."""
    problems: tuple[Violation, ...] = ()
    """What is wrong with it."""


@dataclass
class Graphs:
    """The import graphs of neighbourhoods, each made when it is needed."""

    readings: Readings
    where: Where
    _made: dict[Neighbourhood, ImportGraph] = field(default_factory=dict)

    def of(self, home: Neighbourhood) -> ImportGraph:
        """Who imports whom among the sources of a neighbourhood, where they are judged for."""
        if home not in self._made:
            program = self.program if self.where.every_deployment else self._program_there
            self._made[home] = self._over(home.sources, [home], program)
        return self._made[home]

    def over(self, homes: Sequence[Neighbourhood]) -> ImportGraph:
        """Who imports whom among all sources, on any target."""
        return self._over([source for home in homes for source in home.sources], homes, self.program)

    def _over(self, sources: Sequence[SourceFile], homes: Sequence[Neighbourhood], program: Programs) -> ImportGraph:
        """Each asks its own neighbourhood for names."""
        home_of = {source.key: home for home in homes for source in home.sources}
        self.readings.prepare((source, Depth.OUTLINE) for source in sources)

        def find(name: str, asker: SourceFile) -> object:
            modules = home_of[asker.key].library.modules(self.where.target, self.where.search_path)
            return modules.found(name, self.readings.number(asker))

        return import_graph(sources, program, find)  # type: ignore[arg-type]

    def _program_there(self, source: SourceFile) -> Program | None:
        """The facts of a source without the imports that the target never comes to."""
        program = self.program(source)
        if program is None or not program.guarded:
            return program
        reach = Reach(program, Facts(self.where.target))
        left_out = {each.span for each in program.imports if reach.reached(each.span) is False}
        if not left_out:
            return program
        return replace(program, imports=tuple(each for each in program.imports if each.span not in left_out))

    def program(self, source: SourceFile) -> Program | None:
        """The facts of a source; None if there are none."""
        facts = self.readings.facts(self.readings.number(source))
        return facts if isinstance(facts, Program) else None


def embedded(
    homes: Sequence[Neighbourhood], contracts: Contracts, graphs: Graphs
) -> Iterator[Holder | UnknownContract]:
    """The modules that hold their importers to a contract by a call of ImportSpy.

    Archives and installed distributions are left out: whoever is checked does not write the contract.
    """
    for home in homes:
        for source in () if home.is_foreign else home.sources:
            content = graphs.readings.source(graphs.readings.number(source))
            program = graphs.program(source) if isinstance(content, bytes) and _CALLED in content else None
            for call in program.embedded if program is not None else ():
                if call.filepath is None:
                    yield UnknownContract(source, call)
                    continue
                path = _contract_file(call, source, home)
                logger.info("%s:%d: names the contract %s", source.path, call.span.line, path)
                match contracts.tried(path):
                    case Held() as held:
                        yield Holder(source, home, held, held.contract.module)
                    case error:  # a module that is checked must not be able to stop the check of others
                        yield UnknownContract(source, call, path, error.problems)


def _contract_file(call: EmbeddedContract, source: SourceFile, home: Neighbourhood) -> str:
    """The file that a call means: beside the module, else from the roots or the folder of its project, else from the
    current folder, as it would be for the running program.
    """
    path = call.filepath or ""
    folder = os.path.dirname(source.path)
    folders = [folder] if call.relative else [folder, *home.folders, ""]
    candidates = [os.path.normpath(os.path.join(each, path)) for each in folders]
    return next(filter(os.path.lexists, candidates), candidates[0])


def held_importers(holders: Sequence[Holder], graphs: Graphs) -> Iterator[HeldImporter]:
    """Who imports the holders, directly or by what others hand on."""
    for holder in holders:
        sources = {source.path: source for source in holder.home.sources}
        for importer in importers_of(graphs.of(holder.home), holder.source.path):
            how = ImporterOf(holder.source.path, importer.span.line, importer.via)
            yield HeldImporter(sources[importer.path], holder, how)
