"""The graph for Mermaid. What its own parser says of these texts is not looked at here: it needs a browser."""

from __future__ import annotations

import re

import pytest

from importspy_static.model.graph import GraphModule, ImportGraph
from importspy_static.report.graph.mermaid import render
from importspy_static.report.graph.words import label
from tests.report.graph.graphs import SAMPLE, dense, edge, hostile

BETWEEN = r"(?<=[0-9A-Za-z])[./-](?=[0-9A-Za-z])|(?<=[0-9A-Za-z]): "
TEXT = rf"(?:[0-9A-Za-z]|[^\x00-\xa0\"#]|#\d+;|(?<=[0-9A-Za-z;]) (?! )|{BETWEEN})+"
LINE = re.compile(
    rf'  (?:n\d+\["{TEXT}(?:<br/>{TEXT})*"\]:::is_[a-z]+'
    r"|n\d+ (?:-->|==>|-\.->|-\.-o) n\d+"
    r"|linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]+,stroke-width:3px"
    r"|classDef is_[a-z]+ [a-z-]+:[#0-9a-z ]+(?:,[a-z-]+:[#0-9a-z ]+)*)"
)


def read(escaped: str) -> str:
    """A label as it is drawn: without what has no width, blanks as blanks."""
    text = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), escaped.replace("<br/>", "\n"))
    return text.replace("\u200b", "").replace("\u00a0", " ")


@pytest.mark.parametrize("graph", [SAMPLE, hostile()], ids=["sample", "hostile"])
def test_every_line_is_of_the_language_whatever_the_names(graph: ImportGraph) -> None:
    first, *lines = render(graph).splitlines()
    assert first == "flowchart LR"
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_what_is_drawn_is_the_name() -> None:
    graph = hostile()
    found = re.findall(r'^  n\d+\["(.*)"\]', render(graph), re.MULTILINE)
    wanted = ["\n".join(line or " " for line in label(module)) for module in graph.modules]
    assert [read(each) for each in found] == wanted


@pytest.mark.parametrize(
    ("name", "escaped"),
    [
        ("pkg/core.py", "pkg/core.py"),
        ("my-plugins/a b.py", "my-plugins/a b.py"),
        ("名前.py", "名前#46;py"),
        ("__init__.py", "#95;#95;init#95;#95;#46;py"),
        ('a"b', "a#34;b"),
        ("#35;", "#35;35#59;"),
        ("`a`", "#96;a#96;"),
        ("- a", "#45; a"),
        ("1. a", "1#46; a"),
        ("a\nb", "a#92;#8203;nb"),
        ("fa:fa-car", "fa#58;#8203;fa-car"),
        ("$$x", "#36;#8203;#36;x"),
        ("a: b:c :d", "a: b#58;c #58;d"),
        ("a  b", "a#160;#160;b"),
        (" a ", "#160;a#160;"),
        ("<b>", "#60;b#62;"),
        ("", "#160;"),
    ],
)
def test_what_could_be_syntax_is_told_by_numbers(name: str, escaped: str) -> None:
    assert f'  n0["{escaped}"]:::is_none\n' in render(ImportGraph((GraphModule(name),)))


def test_modules_have_the_style_of_their_verdict_and_every_style_is_defined() -> None:
    lines = render(SAMPLE).splitlines()
    assert [line.rpartition(":::")[2] for line in lines if ":::" in line] == [
        "is_none",
        "is_compliant",
        "is_none",
        "is_unjudged",
        "is_broken",
        "is_undecided",
    ]
    defined = [line.split()[1] for line in lines if "classDef" in line]
    assert defined == ["is_broken", "is_compliant", "is_none", "is_undecided", "is_unjudged"]


def test_every_style_has_a_colour_of_text_for_its_own_background() -> None:
    styles = [line for line in render(SAMPLE).splitlines() if "classDef" in line]
    assert all("fill:" in line and ",color:" in line for line in styles)


def test_cycles_have_arrows_and_a_colour_of_their_own() -> None:
    arrows = [line.split() for line in render(SAMPLE).splitlines() if re.match(r"  n\d+ ", line)]
    assert [arrow for _, arrow, _ in arrows] == ["-->", "-.->", "-.-o", "-->", "==>", "==>", "-->", "==>"]
    cyclic = [index for index, (_, arrow, _) in enumerate(arrows) if arrow == "==>"]
    assert f"  linkStyle {','.join(map(str, cyclic))} stroke:#d1242f,stroke-width:3px\n" in render(SAMPLE)


def test_packages_that_are_only_on_the_way_are_drawn_where_they_make_a_cycle() -> None:
    modules = (GraphModule("a"), GraphModule("b"))
    edges = (edge("a", "b", 1, implied=True), edge("b", "a", 1))
    assert "-->" in render(ImportGraph(modules, edges))
    assert "n0 --> n1" not in render(ImportGraph(modules, edges))
    assert "n0 ==> n1" in render(ImportGraph(modules, edges, (("a", "b"),)))


def test_a_graph_without_modules_is_a_flowchart_too() -> None:
    assert render(ImportGraph()) == 'flowchart LR\n  nothing["no modules"]\n'


def test_more_links_than_mermaid_draws_are_told() -> None:
    assert "%% 900 imports: Mermaid draws 500" in render(dense(30))
    assert "%%" not in render(dense(20))
