"""Leaving out of a plan what differs in nothing from a revision: `--changed`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.import_graph import import_graph
from importspy_static.checking.planning import Plan, Task
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.graph import ImportGraph
from importspy_static.model.source import SourceFile
from importspy_static.revisions.changed import Changes, GitError, changes_since


def only_changed(plan: Plan, changes: Changes, configured: Iterable[str] = ()) -> Plan:
    """The tasks whose outcome may have changed.

    That is so if the module differs, its contract does or one that it extends, or anything that the module imports,
    directly or not: base classes, names that others hand on, constants. If the configuration differs, it is so of all.

    Args:
        plan: all tasks.
        changes: what differs.
        configured: the files of the configuration.
    """
    if any(map(changes.has, configured)):
        return plan
    affected = _Affected(plan, changes)
    return replace(plan, tasks=tuple(filter(affected.is_affected, plan.tasks)))


class _Affected:
    def __init__(self, plan: Plan, changes: Changes) -> None:
        self._plan, self._changes = plan, changes
        self._of_homes: dict[Neighbourhood, frozenset[str]] = {}

    def is_affected(self, task: Task) -> bool:
        if any(map(self._changes.has, {task.held.contract.path, *task.held.contract.lines})):
            return True
        if not isinstance(task.source, SourceFile) or not os.path.lexists(task.source.file):
            return True  # it may be what was removed, and standard input is news
        return self._changes.has(task.source.file) or task.path in self._by_imports(task.home)

    def _by_imports(self, home: Neighbourhood) -> frozenset[str]:
        """The paths of modules that import what differs. In an archive nothing does, unless all of it does."""
        if home.is_foreign:
            return frozenset()
        if home not in self._of_homes:
            files, graph = self._imports(home)
            self._of_homes[home] = frozenset(_importing(graph, self._differing(files, graph)))
        return self._of_homes[home]

    def _differing(self, files: Mapping[str, SourceFile], graph: ImportGraph) -> Iterator[str]:
        for path, file in files.items():
            if self._changes.has(file.file):
                yield path
        if self._changes.removed:  # what is gone leaves no edge, but an import that leads to nothing
            yield from (each.importer for each in graph.unresolved)

    def _imports(self, home: Neighbourhood) -> tuple[Mapping[str, SourceFile], ImportGraph]:
        """Who imports whom among the modules of a neighbourhood and all of the repository that they lead to."""
        graphs = self._plan.graphs
        files = {source.path: source for source in home.sources}
        while True:
            met: dict[str, SourceFile] = {}

            def find(name: str, asker: SourceFile, met: dict[str, SourceFile] = met) -> object:
                modules = home.library.modules(graphs.where.target, graphs.where.search_path)
                found = modules.found(name, graphs.readings.number(asker))
                if isinstance(found, SourceFile) and self._changes.is_within(found.file):
                    met.setdefault(found.path, found)
                return found

            graph = import_graph([*files.values()], graphs.program, find)  # type: ignore[arg-type]
            if met.keys() <= files.keys():
                return files, graph
            files |= met


def _importing(graph: ImportGraph, paths: Iterable[str]) -> Iterator[str]:
    """These, and all that import them, directly or not."""
    pending = [*paths]
    seen = set(pending)
    while pending:
        path = pending.pop()
        yield path
        for edge in graph.imports_of.get(path, ()):
            if edge.importer not in seen:
                seen.add(edge.importer)
                pending.append(edge.importer)


__all__ = ["Changes", "GitError", "changes_since", "only_changed"]
