"""The graph for Graphviz."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from importspy_static.model.graph import ImportGraph
from importspy_static.report.graph.dot import render
from importspy_static.report.graph.words import label
from tests.report.graph.graphs import HOSTILE, SAMPLE, hostile, ring

QUOTED = r'"(?:[^"\\\n]|\\[\\"n])*"'
ATTRIBUTES = rf"\[[a-z]+={QUOTED}(?:, [a-z]+=(?:{QUOTED}|[0-9.]+))*\]"
NODE = re.compile(rf"  n\d+ ({ATTRIBUTES});")
EDGE = re.compile(rf"  n\d+ -> n\d+ ({ATTRIBUTES});")


@pytest.mark.parametrize("graph", [SAMPLE, hostile()], ids=["sample", "hostile"])
def test_every_line_is_of_the_language_whatever_the_names(graph: ImportGraph) -> None:
    first, *middle, last = render(graph).splitlines()
    nodes, edges = middle[3 : 3 + len(graph.modules)], middle[3 + len(graph.modules) :]
    assert (first, last) == ("digraph imports {", "}")
    assert all(NODE.fullmatch(line) for line in nodes)
    assert all(EDGE.fullmatch(line) for line in edges)


def test_what_graphviz_reads_is_the_name() -> None:
    graph = hostile()
    found = re.findall(rf"  n\d+ \[label=({QUOTED})", render(graph))
    assert [_read(each) for each in found] == ["\n".join(label(module)) for module in graph.modules]


def _read(quoted: str) -> str:
    """An escString as Graphviz reads it: escapes, then entities."""
    text = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], quoted[1:-1])
    assert not re.search(r"&(?!amp;)", text)
    return text.replace("&amp;", "&")


def test_a_label_is_of_a_bounded_length() -> None:
    graph = hostile()
    assert max(len(line) for module in graph.modules for line in label(module)) < 80


def test_cycles_and_what_may_not_run_are_drawn_otherwise() -> None:
    lines = render(SAMPLE).splitlines()
    assert [line.split(" [")[0].strip() for line in lines if "penwidth" in line] == ["n4 -> n5", "n5 -> n4", "n5 -> n5"]
    assert [line.split(" [")[0].strip() for line in lines if "dashed" in line] == ["n0 -> n5"]
    assert [line.split(" [")[0].strip() for line in lines if "dotted" in line] == ["n1 -> n0"]


def test_packages_that_are_only_on_the_way_are_no_arrows() -> None:
    assert "n0 -> n3" not in render(SAMPLE)


@pytest.mark.skipif(shutil.which("dot") is None, reason="there is no Graphviz here")
@pytest.mark.parametrize(
    "graph", [ImportGraph(), SAMPLE, hostile(), ring(50)], ids=["empty", "sample", "hostile", "ring"]
)
def test_graphviz_draws_it(graph: ImportGraph) -> None:
    done = subprocess.run(["dot", "-Tsvg"], input=render(graph).encode(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b'class="node"') == len(graph.modules)


def test_hostile_names_are_all_there() -> None:
    assert len(HOSTILE) == len(re.findall(r"^  n\d+ \[", render(hostile()), re.MULTILINE))
