"""Questions to a graph: who imports a module, and how one module leads to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from importspy_static.model.graph import Edge, Importer, ImportGraph, Taking


def importers_of(graph: ImportGraph, path: str) -> tuple[Importer, ...]:
    """Who imports a module, or takes a name of it from modules that hand it on; in the order of their paths.

    A module that takes other names of these is none. Imports in functions count, those for type checkers do not. The
    shortest way is told.
    """
    found: dict[str, Importer] = {}
    for edge in graph.edges:
        if edge.imported == path and edge.importer != path and edge.runs:
            found[edge.importer] = Importer(edge.importer, edge.span, (), edge.implied)
    for taking, via in _Search(graph, path).takings():
        known = found.get(taking.importer)
        if taking.is_import and taking.importer != path and known is None:
            found[taking.importer] = Importer(taking.importer, taking.span, via)
    return tuple(found[importer] for importer in sorted(found))


class _Search:
    """Goes from a module to all who hand on what comes from it, a step at a time."""

    def __init__(self, graph: ImportGraph, path: str) -> None:
        self._graph, self._path = graph, path
        self._by_source: dict[str, dict[str | None, list[Taking]]] = {}
        for each in graph.takings:
            self._by_source.setdefault(each.source, {}).setdefault(each.name, []).append(each)

    def takings(self) -> Iterator[tuple[Taking, tuple[str, ...]]]:
        """Every taking of something that comes from the module, with the modules on the way, the nearest ones first."""
        pending: deque[tuple[str, str, tuple[str, ...]]] = deque()
        seen: set[tuple[str, str]] = set()
        own = self._own_names()
        for several in self._by_source.get(self._path, {}).values():
            for taking in several:
                yield taking, _way(taking, ())
                self._offer(taking, own, (), pending, seen)
        while pending:
            source, name, via = pending.popleft()
            by_name = self._by_source.get(source, {})
            for taking in by_name.get(name, ()):
                yield taking, _way(taking, via)
                self._offer(taking, (name,), via, pending, seen)
            for taking in by_name.get("*", ()) if self._is_public(source, name) else ():
                yield taking, _way(taking, via)
                self._offer(taking, (name,), via, pending, seen)

    def _offer(
        self,
        taking: Taking,
        names: frozenset[str] | tuple[str, ...],
        via: tuple[str, ...],
        pending: deque[tuple[str, str, tuple[str, ...]]],
        seen: set[tuple[str, str]],
    ) -> None:
        if taking.offered is None or taking.importer == self._path:
            return
        for name in names if taking.offered == "*" else (taking.offered,):
            if (taking.importer, name) not in seen:
                seen.add((taking.importer, name))
                pending.append((taking.importer, name, (taking.importer, *_way(taking, via))))

    def _own_names(self) -> frozenset[str]:
        """What `import *` takes of the module itself, stars of its own included."""
        names: set[str] = set()
        pending, seen = [self._path], {self._path}
        stars: dict[str, list[str]] = {}
        for each in self._graph.takings:
            if each.name == "*" and each.offered == "*":
                stars.setdefault(each.importer, []).append(each.source)
        while pending:
            path = pending.pop()
            names |= self._graph.public.get(path, frozenset())
            if path not in self._graph.listed:
                new = [each for each in stars.get(path, ()) if each not in seen]
                seen.update(new)
                pending += new
        return frozenset(names)

    def _is_public(self, path: str, name: str) -> bool:
        if path in self._graph.listed:
            return name in self._graph.public.get(path, ())
        return not name.startswith("_")


def _way(taking: Taking, via: tuple[str, ...]) -> tuple[str, ...]:
    """The modules between who takes and what it comes from."""
    return (*taking.through, *via)


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
