"""The formats of a graph, by name. A format is a module here with `render(graph, look) -> str`, and a line below."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from importspy_static.report.look import PLAIN, Look

if TYPE_CHECKING:
    from importspy_static.model.graph import ImportGraph


class GraphRenderer(Protocol):
    """A pure function from a graph to text that ends in a newline. Only the tree has looks."""

    def __call__(self, graph: ImportGraph, look: Look = PLAIN) -> str: ...


GRAPH_FORMATS = {
    "text": "importspy_static.report.graph.tree",
    "json": "importspy_static.report.graph.json",
    "dot": "importspy_static.report.graph.dot",
    "mermaid": "importspy_static.report.graph.mermaid",
}
"""Imported when asked for: one run needs one format."""


def render_graph(graph: ImportGraph, name: str, look: Look = PLAIN) -> str:
    """The graph in the format of this name.

    Raises:
        KeyError: there is no such format.
    """
    return cast(GraphRenderer, import_module(GRAPH_FORMATS[name]).render)(graph, look)
