from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from importspy_static.model.graph import ImportGraph
from importspy_static.report.graph.formats import GRAPH_FORMATS, render_graph
from importspy_static.report.look import Look
from tests.report.graph.graphs import SAMPLE, dense, hostile, ring
from tests.report.samples import TextFile

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graph(name: str, snapshot: SnapshotAssertion) -> None:
    assert render_graph(SAMPLE, name) == snapshot(extension_class=TextFile)


def test_a_format_that_is_not_there_is_no_format() -> None:
    with pytest.raises(KeyError):
        render_graph(SAMPLE, "svg")


def test_the_formats_are_modules_of_this_package() -> None:
    assert {module.rpartition(".")[0] for module in GRAPH_FORMATS.values()} == {"importspy_static.report.graph"}


@pytest.mark.parametrize("graph", [ImportGraph(), SAMPLE, hostile()], ids=["empty", "sample", "hostile"])
@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_every_format_ends_its_last_line_and_holds_no_hidden_character(name: str, graph: ImportGraph) -> None:
    text = render_graph(graph, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(character.isprintable() or character == "\n" for character in text)
    text.encode("utf-8")


@pytest.mark.parametrize("name", ["json", "dot", "mermaid"])
def test_looks_change_only_what_people_read(name: str) -> None:
    assert render_graph(SAMPLE, name, Look(color=True, columns=40)) == render_graph(SAMPLE, name)


@pytest.mark.parametrize("graph", [ring(5000), dense(300)], ids=["ring", "dense"])
@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graphs_of_many_modules_are_rendered_without_recursion(name: str, graph: ImportGraph) -> None:
    text = render_graph(graph, name)
    assert len(graph.edges) < text.count("\n")
    assert len(text) < 1000 * (len(graph.modules) + len(graph.edges))
