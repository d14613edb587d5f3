"""The graph for people: who imports whom, as a tree, with contract and verdict beside each module."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.graph import Edge, GraphModule, ImportGraph, Outside
from importspy_static.report.full import paint
from importspy_static.report.graph.words import WORDS
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part, Role
from importspy_static.report.visible import visible

_DEEPEST = 30
"""Levels; what is below begins again at the margin."""
_ROLES: dict[str, Role] = {"compliant": "good", "broken": "error", "undecided": "warning"}


def render(graph: ImportGraph, look: Look = PLAIN) -> str:
    """The tree, then what it cannot show: cycles, imports that lead to nothing, and what is outside."""
    below = [*_cycles(graph), *_not_found(graph), *_outside(graph)]
    return paint([*_Tree(graph).lines(), *below, *([()] if graph.modules else []), _summary(graph)], look)


@dataclass(slots=True)
class _Shown:
    """A module whose imports are being shown."""

    path: str
    front: str
    edges: Iterator[Edge] = field(default_factory=lambda: iter(()))


class _Tree:
    """Each module with what it imports below it, the first time that it comes."""

    def __init__(self, graph: ImportGraph) -> None:
        self._modules = {each.path: each for each in graph.modules}
        self._leads: dict[str, list[Edge]] = {path: [] for path in self._modules}
        for edge in graph.edges:
            self._leads[edge.importer].append(edge)
        self._last = {path: edges[-1] for path, edges in self._leads.items() if edges}
        self._cyclic = graph.cyclic()
        self._opened: set[str] = set()
        self._waiting: list[str] = []
        imported = {each.imported for each in graph.edges if each.runs and each.importer != each.imported}
        self._first = [path for path in self._modules if path not in imported]

    def lines(self) -> Iterator[Line]:
        for path in [*self._first, *self._modules]:
            if path not in self._opened:
                self._waiting.append(path)
            while self._waiting:
                top = self._waiting.pop()
                if top not in self._opened:
                    yield from self._from(top)

    def _from(self, top: str) -> Iterator[Line]:
        """A module at the margin, with all below it that was not shown."""
        yield self._line("", "", self._modules[top], [])
        self._opened.add(top)
        pending = [_Shown(top, "", iter(self._leads[top]))]
        above = {top}
        while pending:
            here = pending[-1]
            edge = next(here.edges, None)
            if edge is None:
                above.discard(pending.pop().path)
                continue
            is_last = edge is self._last[here.path]
            path = edge.imported
            is_new = path not in self._opened and edge.runs
            notes = self._notes(edge, above, is_new=is_new)
            if is_new and len(pending) >= _DEEPEST and self._leads[path]:
                notes.append("continued below")
                self._waiting.append(path)
                is_new = False
            yield self._line(here.front, "`-- " if is_last else "|-- ", self._modules[path], notes)
            if is_new:
                self._opened.add(path)
                above.add(path)
                front = here.front + ("    " if is_last else "|   ")
                pending.append(_Shown(path, front, iter(self._leads[path])))

    def _notes(self, edge: Edge, above: set[str], *, is_new: bool) -> list[str]:
        notes = [WORDS[each] for each in edge.circumstances]
        if edge.implied:
            notes.append("package")
        if (edge.importer, edge.imported) in self._cyclic:
            notes.append("cycle, back to it" if edge.imported in above else "cycle")
        if edge.imported not in above and not is_new and edge.runs and self._leads[edge.imported]:
            notes.append("see above" if edge.imported in self._opened else "see below")
        return notes

    def _line(self, front: str, branch: str, module: GraphModule, notes: list[str]) -> Line:
        parts = [Part(front + branch, "gutter"), Part(visible(module.path), "place")]
        for index, (contract, verdict) in enumerate(module.contracts):
            parts.append(Part(", " if index else ": "))
            parts.append(Part(verdict or "not judged", _ROLES.get(verdict or "", "faint")))
            parts.append(Part(f" (contract {visible(contract)})", "faint"))
        if not module.is_read:
            parts.append(Part(" (not read)", "warning"))
        if notes:
            is_cycle = any(each.startswith("cycle") for each in notes)
            parts.append(Part(f" [{', '.join(notes)}]", "warning" if is_cycle else "faint"))
        return tuple(parts)


def _cycles(graph: ImportGraph) -> Iterator[Line]:
    if graph.cycles:
        yield ()
        yield (Part("Cycles:", "strong"),)
    for cycle in graph.cycles:
        paths = [visible(path) for path in cycle]
        told = (
            f"{', '.join(paths[:-1])} and {paths[-1]} import each other" if paths[1:] else f"{paths[0]} imports itself"
        )
        yield (Part("  "), Part(told, "warning"))


def _not_found(graph: ImportGraph) -> Iterator[Line]:
    if graph.unresolved:
        yield ()
        yield (Part("Not found:", "strong"),)
    for each in graph.unresolved:
        where = f"{visible(each.importer)}:{each.span.line}:{each.span.column}"
        when = "".join(f", {WORDS[word]}" for word in each.circumstances)
        yield (Part("  "), Part(where, "place"), Part(f": {visible(each.name)}"), Part(when, "faint"))


def _outside(graph: ImportGraph) -> Iterator[Line]:
    if graph.outside:
        yield ()
        yield (Part("Outside:", "strong"),)
    yield from _of_owner("standard library", [each for each in graph.outside if each.owner in ("standard", "typeshed")])
    yield from _of_owner("installed", [each for each in graph.outside if each.owner == "installed"])
    yield from _of_owner("of the project, not looked at", [each for each in graph.outside if each.owner == "project"])


def _of_owner(words: str, several: list[Outside]) -> Iterator[Line]:
    if several:
        yield (Part(f"  {words}: ", "faint"), Part(", ".join(visible(each.name) for each in several)))


def _summary(graph: ImportGraph) -> Line:
    counts = [(len(graph.modules), "module"), (len(graph.edges), "import"), (len(graph.cycles), "cycle")]
    told = [f"{number} {noun}" if number == 1 else f"{number} {noun}s" for number, noun in counts]
    told += [f"{len(graph.unresolved)} not found"] if graph.unresolved else []
    return (Part(", ".join(told), "strong"),)
