"""Questions to a graph: who imports a module, and how one module leads to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TypeAlias

from importspy_static.model.graph import Edge, Importer, ImportGraph, ModuleNames, Taking
from importspy_static.model.place import TOP, Span


def importers_of(graph: ImportGraph, path: str) -> tuple[Importer, ...]:
    """Who imports a module, or takes a name of it from modules that hand it on; in the order of their paths.

    A module that takes other names of these is none. Imports in functions count, those for type checkers do not. The
    shortest way is told.
    """
    found: dict[str, Importer] = {}
    for edge in graph.imports_of.get(path, ()):
        if edge.importer != path and edge.runs:
            found[edge.importer] = Importer(edge.importer, edge.span, implied=edge.implied)
    for taking, way in _Search(graph, path).takings():
        known = found.get(taking.importer)
        if taking.is_import and taking.importer != path and (known is None or len(way) < len(known.via)):
            via, spans = tuple(passed for passed, _ in way), tuple(span for _, span in way)
            found[taking.importer] = Importer(taking.importer, taking.span, via, spans)
    return tuple(found[importer] for importer in sorted(found))


_Way: TypeAlias = "tuple[tuple[str, Span], ...]"
"""Modules that hand something on, each with the place where it gets it."""
_NO_NAMES = ModuleNames()


class _Search:
    """Goes from a module to all who hand on what comes from it, a step at a time: the nearest come first."""

    def __init__(self, graph: ImportGraph, path: str) -> None:
        self._graph, self._path = graph, path
        self._own = self._own_names()
        self._seen: set[tuple[str, str]] = set()
        self._pending: deque[tuple[str, str, _Way]] = deque()
        """Modules with the name under which they hand on what comes from it, `*` for all of its names; the way that
        begins with them."""

    def takings(self) -> Iterator[tuple[Taking, _Way]]:
        """Every taking of something that comes from the module, with the modules on the way."""
        for several in self._graph.takings_of.get(self._path, {}).values():
            for taking in several:
                yield taking, _through(taking)
                self._offer(taking, "*" if taking.name == "*" else "", ())
        while self._pending:
            source, name, way = self._pending.popleft()
            for taking, taken in self._taken(source, name, way[0][1].end_line):
                yield taking, (*_through(taking), *way)
                self._offer(taking, taken, way)

    def _taken(self, source: str, name: str, line: int) -> Iterator[tuple[Taking, str]]:
        """Who takes something of a module that hands it on, each with the name that they take."""
        by_name = self._graph.takings_of.get(source, {})
        names = self._graph.names.get(source, _NO_NAMES)
        if name != "*":
            yield from ((taking, name) for taking in by_name.get(name, ()))
            yield from ((taking, name) for taking in by_name.get("*", ()) if names.is_public(name))
            return
        for each in sorted(self._own.intersection(filter(None, by_name))):
            if names.settled.get(each, 0) <= line:  # else it is something else by then
                yield from ((taking, each) for taking in by_name[each])
        handed_on = ["*"] if names.listed is None else sorted(self._own & names.listed)
        yield from ((taking, each) for taking in by_name.get("*", ()) for each in handed_on)

    def _offer(self, taking: Taking, taken: str, way: _Way) -> None:
        offered = taken if taking.offered == "*" else taking.offered
        if not offered or taking.importer == self._path:
            return
        settled = self._graph.names.get(taking.importer, _NO_NAMES).settled
        if (taking.importer, offered) not in self._seen and settled.get(offered, 0) <= taking.span.end_line:
            self._seen.add((taking.importer, offered))
            self._pending.append((taking.importer, offered, ((taking.importer, taking.span), *_through(taking), *way)))

    def _own_names(self) -> frozenset[str]:
        """What `import *` takes of the module itself, stars of its own included."""
        found: set[str] = set()
        pending, seen = [self._path], {self._path}
        while pending:
            path = pending.pop()
            names = self._graph.names.get(path, _NO_NAMES)
            found.update(names.listed if names.listed is not None else filter(names.is_public, names.bound))
            if names.listed is None:
                new = [each for each in self._graph.stars_of.get(path, ()) if each not in seen]
                seen.update(new)
                pending += new
        return frozenset(found)


def _through(taking: Taking) -> _Way:
    return tuple((path, TOP) for path in taking.through)


def chain(graph: ImportGraph, start: str, goal: str) -> tuple[Edge, ...]:
    """A shortest way of imports from one module to another, or round to itself; empty if there is none.

    What is for type checkers only is no way.
    """
    leads: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        if edge.runs:
            leads.setdefault(edge.importer, []).append(edge)
    came_by: dict[str, Edge] = {}
    pending = deque([start])
    while pending and goal not in came_by:
        for edge in leads.get(pending.popleft(), ()):
            if edge.imported not in came_by:
                came_by[edge.imported] = edge
                pending.append(edge.imported)
    steps: list[Edge] = []
    at = goal
    while at in came_by and not (steps and at == start):
        steps.append(came_by[at])
        at = came_by[at].importer
    return tuple(reversed(steps))
