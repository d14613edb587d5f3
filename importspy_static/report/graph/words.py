"""What all formats say of modules and imports, and which imports a picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from importspy_static.model.graph import Edge, GraphModule, ImportGraph
from importspy_static.model.imports import Circumstance
from importspy_static.report.visible import visible

Kind: TypeAlias = Literal["cycle", "type_checking", "lazy", "plain"]
"""How an import is drawn."""

WORDS: dict[Circumstance, str] = {
    "conditional": "conditional",
    "targeted": "on some targets",
    "optional": "optional",
    "lazy": "in a function",
    "type_checking": "for type checkers",
}
LONGEST = 60
"""Characters of a path or a contract in a picture."""


def drawn(graph: ImportGraph) -> Iterator[tuple[Edge, Kind]]:
    """The imports that a picture shows: those of packages on the way only where they make a cycle."""
    cyclic = graph.cyclic()
    for edge in graph.edges:
        is_cyclic = (edge.importer, edge.imported) in cyclic
        if is_cyclic or not edge.implied:
            yield edge, "cycle" if is_cyclic else _kind(edge)


def _kind(edge: Edge) -> Kind:
    if not edge.runs:
        return "type_checking"
    return "plain" if edge.runs_on_import else "lazy"


def class_of(module: GraphModule) -> str:
    """Its style: its verdict, or `none` where it has no contract, or `unjudged`."""
    if not module.contracts:
        return "none"
    return module.verdict or "unjudged"


def label(module: GraphModule) -> list[str]:
    """The lines of a node in a picture: visible text, each line of a bounded length."""
    told = [short(visible(module.path))]
    told += [f"{verdict or 'not judged'}: {short(visible(path))}" for path, verdict in module.contracts]
    return told if module.is_read else [*told, "not read"]


def short(text: str) -> str:
    """Text with its middle left out, where it is too long."""
    if len(text) <= LONGEST:
        return text
    front = LONGEST // 3
    return f"{text[:front]}…{text[front - LONGEST + 1 :]}"
