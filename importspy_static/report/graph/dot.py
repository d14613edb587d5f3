"""The graph for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.model.graph import Edge, GraphModule, ImportGraph
from importspy_static.report.graph.words import WORDS, Kind, class_of, drawn, label
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible

_FILLS = {
    "compliant": ("#d9f2e0", "#1a7f37"),
    "broken": ("#ffdcd9", "#c62828"),
    "undecided": ("#fff1c2", "#9a6700"),
    "unjudged": ("#e8ebef", "#6b7280"),
    "none": ("#ffffff", "#6b7280"),
}
"""Of each class of modules, what it is filled and lined with."""
_LINES: dict[Kind, str] = {
    "cycle": ', color="#d1242f", penwidth=2.5',
    "type_checking": ', style="dotted"',
    "lazy": ', style="dashed"',
    "plain": "",
}


def render(graph: ImportGraph, look: Look = PLAIN) -> str:
    """A directed graph in the DOT language; nodes are numbered, so that no path can be taken for anything else."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: ImportGraph) -> Iterator[str]:
    yield "digraph imports {"
    yield "  rankdir=LR;"
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontcolor="#1f2328"];'
    yield '  edge [color="#6b7280"];'
    number = {module.path: index for index, module in enumerate(graph.modules)}
    for module in graph.modules:
        fill, line = _FILLS[class_of(module)]
        yield (
            f"  n{number[module.path]} [label={_quoted(*label(module))}, tooltip={_quoted(_told(module))}, "
            f'fillcolor="{fill}", color="{line}"];'
        )
    for edge, kind in drawn(graph):
        ends = f"n{number[edge.importer]} -> n{number[edge.imported]}"
        yield f"  {ends} [tooltip={_quoted(_way(edge))}{_LINES[kind]}];"
    yield "}"


def _quoted(*lines: str) -> str:
    r"""Visible text as an escString: Graphviz reads `\N`, `\G` and the like in it, and entities such as `&lt;`."""
    escaped = (each.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for each in lines)
    return '"' + "\\n".join(escaped) + '"'


def _told(module: GraphModule) -> str:
    return visible(module.path)


def _way(edge: Edge) -> str:
    taken = f" ({', '.join(edge.names)})" if edge.names else ""
    when = "".join(f", {WORDS[each]}" for each in edge.circumstances)
    return visible(f"{edge.importer}:{edge.span.line} imports {edge.imported}{taken}{when}")
