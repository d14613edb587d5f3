"""The graph as a tree."""

from __future__ import annotations

import re

from importspy_static.model.graph import GraphModule, ImportGraph
from importspy_static.report.graph.tree import render
from importspy_static.report.look import Look
from tests.report.graph.graphs import APP, SAMPLE, dense, edge, ring


def graph(*edges: tuple[str, str], cycles: tuple[tuple[str, ...], ...] = ()) -> ImportGraph:
    paths = sorted({path for pair in edges for path in pair})
    return ImportGraph(tuple(map(GraphModule, paths)), tuple(edge(*pair, 1) for pair in edges), cycles)


def tree(shown: ImportGraph) -> list[str]:
    """The lines of the tree alone."""
    return render(shown).partition("\n\n")[0].split("\n")


def test_what_a_module_imports_stands_below_it_and_a_module_is_expanded_once() -> None:
    assert tree(graph(("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("e", "c"))) == [
        "a",
        "|-- b",
        "|   `-- c",
        "|       `-- d",
        "`-- c [see above]",
        "e",
        "`-- c [see above]",
    ]


def test_what_nobody_imports_comes_first_and_a_cycle_that_nobody_leads_to_with_its_first_module() -> None:
    assert tree(graph(("a", "b"), ("b", "a"), ("z", "y"), cycles=(("a", "b"),))) == [
        "z",
        "`-- y",
        "a",
        "`-- b [cycle]",
        "    `-- a [cycle, back to it]",
    ]


def test_what_imports_only_itself_is_not_left_out() -> None:
    assert tree(graph(("a", "a"), cycles=(("a",),))) == ["a", "`-- a [cycle, back to it]"]


def test_an_import_for_type_checkers_is_told_and_not_followed() -> None:
    shown = ImportGraph(tuple(map(GraphModule, "abc")), (edge("a", "b", 1, when=("type_checking",)), edge("b", "c", 1)))
    assert tree(shown) == ["a", "`-- b [for type checkers]", "b", "`-- c"]


def test_every_module_is_there_and_every_import_is_one_line() -> None:
    for shown in (SAMPLE, ring(100), dense(20)):
        lines = tree(shown)
        branches = [line for line in lines if "-- " in line]
        assert len(branches) == len(shown.edges)
        assert {module.path for module in shown.modules} <= {
            re.split(r"[: ]", line.split("-- ")[-1])[0] for line in lines
        }


def test_a_deep_tree_goes_on_at_the_margin() -> None:
    lines = tree(graph(*[(f"m{each:02}", f"m{each + 1:02}") for each in range(70)]))
    assert max(line.count(" ") for line in lines) < 200
    assert [line.strip() for line in lines if "continued" in line] == [
        "`-- m30 [continued below]",
        "`-- m60 [continued below]",
    ]
    assert [line for line in lines if not line.startswith((" ", "`"))] == ["m00", "m30", "m60"]


def test_verdicts_and_contracts_stand_beside_the_module() -> None:
    text = render(SAMPLE)
    assert "plugins/a.py: broken (contract plugin.yml), compliant (contract base.yml)\n" in text
    assert "plugins/__init__.py: not judged (contract plugins.yml)" in text
    assert "left.py (not read)\n" in text


def test_the_summary_counts() -> None:
    assert render(SAMPLE).endswith("\n\n6 modules, 9 imports, 1 cycle, 2 not found\n")
    assert render(ImportGraph()) == "0 modules, 0 imports, 0 cycles\n"


def test_colours_are_there_only_when_they_are_asked_for() -> None:
    assert "\x1b[" in render(SAMPLE, Look(color=True))
    assert "\x1b[" not in render(SAMPLE)
    assert re.sub(r"\x1b\[[0-9;]*m", "", render(SAMPLE, Look(color=True))) == render(SAMPLE)
    assert APP in render(SAMPLE)
