"""`--deep`: a module is compliant only if what it imports from modules under contract is there, and these are, too."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from importspy_static.checking.held_importers import Graphs
from importspy_static.checking.importers import importers_of
from importspy_static.checking.planning import Task
from importspy_static.checking.where import Where
from importspy_static.checks.chains import ImportedModuleNotCompliant, ImportedNameMissing
from importspy_static.interpret.namespace import interpret_in
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.graph import ImportGraph
from importspy_static.model.place import TOP, Place
from importspy_static.model.program import Failure
from importspy_static.model.report import ModuleReport
from importspy_static.model.source import SourceFile
from importspy_static.model.violation import SEVERITIES, Link, Severity, Violation

Kept = Callable[[str, Violation], "Violation | None"]
"""What a policy leaves of a violation of the module of a path."""
LinesOf = Callable[[Sequence[Place]], Mapping[str, Mapping[int, str]]]


@dataclass(frozen=True)
class _Known:
    """A module that does not keep its contract, or relies on one that does not."""

    codes: tuple[str, ...]
    origin: str
    """The path of the one that breaks its contract itself."""
    chain: tuple[Link, ...]
    """From it to that one."""


def deepened(
    reports: Sequence[ModuleReport],
    tasks: Sequence[Task],
    graphs: Graphs,
    where: Where,
    keep: Kept,
    fail_on: Severity,
) -> list[ModuleReport]:
    """The reports, with what is wrong with the modules that are imported.

    Only modules under contract count: what others import is their own affair, though they may hand on names.
    """
    added: dict[str, list[Violation]] = {}
    homes = {task.home: None for task in tasks}
    for home in homes:
        graph = graphs.of(home)
        held = {task.path: task for task in tasks if task.home is home and isinstance(task.source, SourceFile)}
        mine = [report for report in reports if report.path in held]
        for path, missing in _missing_names(graph, held, where):
            if (kept := keep(path, missing)) is not None:
                added.setdefault(path, []).append(kept)
        for path, broken in _broken_imports(graph, mine, held, added, fail_on):
            if (kept := keep(path, broken)) is not None:
                added.setdefault(path, []).append(kept)
    return [*_with(reports, added, graphs.readings.lines)]


def _with(
    reports: Sequence[ModuleReport], added: dict[str, list[Violation]], lines_of: LinesOf
) -> Iterator[ModuleReport]:
    """What was added is told once of each module, whatever its contracts are."""
    for report in reports:
        more = added.pop(report.path, [])
        if not more:
            yield report
            continue
        lines = lines_of([each.place for each in more if each.place is not None])
        joint = {path: {**report.lines.get(path, {}), **lines.get(path, {})} for path in {**report.lines, **lines}}
        yield replace(report, violations=(*report.violations, *more), lines=joint)


def _missing_names(
    graph: ImportGraph, held: dict[str, Task], where: Where
) -> Iterator[tuple[str, ImportedNameMissing]]:
    """Names that modules under contract take of each other, and that are not there."""
    spans = {(each.importer, each.source, each.name): each.span for each in reversed(graph.takings)}
    for edge in graph.edges:
        if edge.importer in held and edge.imported in held and edge.runs:
            for name in edge.names:
                if name != "*" and not _may_have(held[edge.imported], name, where):
                    span = spans.get((edge.importer, edge.imported, name), edge.span)
                    place = Place(edge.importer, span)
                    yield edge.importer, ImportedNameMissing(symbol=name, place=place, origin=edge.imported)


def _may_have(task: Task, name: str, where: Where) -> bool:
    """Whether a module has a name in any way that it can come out."""
    library = task.home.library
    if not isinstance(task.source, SourceFile):
        return True
    known = library.own(task.source)
    if isinstance(library.readings.facts(known.number), Failure):
        return True
    world = library.world(where.target, where.search_path, task.held.contract.options.trusted_decorators)
    namespace = interpret_in(world, known)
    if not namespace.completes or namespace.may_have_other_names() is not None:
        return True
    return any(outcome.value is not None for outcome in namespace.name(name))


def _broken_imports(
    graph: ImportGraph,
    reports: Sequence[ModuleReport],
    held: dict[str, Task],
    added: dict[str, list[Violation]],
    fail_on: Severity,
) -> Iterator[tuple[str, ImportedModuleNotCompliant]]:
    """Who imports a module that does not keep its contract, from the nearest on."""
    least = SEVERITIES.index(fail_on)
    known: dict[str, _Known] = {}
    for report in reports:
        violations = [*report.violations, *added.get(report.path, ())]
        codes = [each.code for each in violations if SEVERITIES.index(each.severity) >= least]
        if codes:
            before = known[report.path].codes if report.path in known else ()
            known[report.path] = _Known(tuple(dict.fromkeys([*before, *codes])), report.path, ())
    told: set[tuple[str, str]] = set()
    pending = deque(known)
    while pending:
        path = pending.popleft()
        of = known[path]
        for importer in importers_of(graph, path):
            if importer.implied or importer.path not in held or importer.path == of.origin:
                continue
            if (importer.path, of.origin) in told:
                continue
            told.add((importer.path, of.origin))
            here = Link(importer.path, Place(importer.path, importer.span))
            handed_on = tuple(Link(each, Place(each, TOP)) for each in importer.via)
            chain = (here, *handed_on, *(of.chain or (Link(path, Place(path, TOP)),)))
            yield (
                importer.path,
                ImportedModuleNotCompliant(place=here.place, origin=of.origin, codes=of.codes, chain=chain),
            )
            if importer.path not in known:
                known[importer.path] = _Known(of.codes, of.origin, chain)
                pending.append(importer.path)
