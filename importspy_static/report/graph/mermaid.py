"""The graph for Mermaid, which many pages that show Markdown draw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importspy_static.model.graph import ImportGraph
from importspy_static.report.graph.words import Kind, class_of, drawn, label
from importspy_static.report.look import PLAIN, Look

_CLASSES = {
    "compliant": "fill:#d9f2e0,stroke:#1a7f37,color:#0b3d1a",
    "broken": "fill:#ffdcd9,stroke:#c62828,color:#5c0d0d,stroke-width:3px",
    "undecided": "fill:#fff1c2,stroke:#9a6700,color:#4a3300,stroke-dasharray:6 3",
    "unjudged": "fill:#e8ebef,stroke:#6b7280,color:#1f2937,stroke-dasharray:2 2",
    "none": "fill:#f6f8fa,stroke:#8b949e,color:#1f2937",
}
"""Each with its own colour of text, so that light and dark pages show it alike."""
_ARROWS: dict[Kind, str] = {"cycle": "==>", "type_checking": "-.-o", "lazy": "-.->", "plain": "-->"}
_CYCLE = "stroke:#d1242f,stroke-width:3px"
_MOST_LINKS = 500
"""What Mermaid draws if it is not told otherwise; a text cannot tell it."""
_NUMBERED = 1_000
"""Links that one line styles."""
_NOTHING, _BLANK = "\u200b", "#160;"
_SPECIAL = re.compile(
    rf"[^0-9A-Za-z\u00a1-\U0010ffff ./:-]|{_NOTHING}|(?<![0-9A-Za-z])[./:-]|[./-](?![0-9A-Za-z])|:(?! [^ ])|^ | $|  +"
)
"""What Mermaid, the Markdown in its labels or HTML might read as something else than text."""
_JOINED = re.compile(r"\\(?=n)|:(?=fa-)|\$(?=\$)")
"""What Mermaid reads as a line's end, an icon or a formula even when its characters are told by numbers: something
without width comes between."""
_NUMBERS = {" ": 160}
"""Blanks that HTML would leave out."""


def render(graph: ImportGraph, look: Look = PLAIN) -> str:
    """A flowchart from left to right; nodes are numbered, so that no path can be taken for syntax."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: ImportGraph) -> Iterator[str]:
    yield "flowchart LR"
    links = [*drawn(graph)]
    if len(links) > _MOST_LINKS:
        yield f"  %% {len(links)} imports: Mermaid draws {_MOST_LINKS} of them, or as many as its setting maxEdges says"
    number = {module.path: index for index, module in enumerate(graph.modules)}
    for module in graph.modules:
        text = "<br/>".join(map(_escaped, label(module)))
        yield f'  n{number[module.path]}["{text}"]:::{_style(class_of(module))}'
    if not graph.modules:
        yield '  nothing["no modules"]'
    cycle: list[int] = []
    for index, (edge, kind) in enumerate(links):
        yield f"  n{number[edge.importer]} {_ARROWS[kind]} n{number[edge.imported]}"
        cycle += [index] if kind == "cycle" else []
    for start in range(0, len(cycle), _NUMBERED):
        yield f"  linkStyle {','.join(map(str, cycle[start : start + _NUMBERED]))} {_CYCLE}"
    for name in sorted({class_of(module) for module in graph.modules}):
        yield f"  classDef {_style(name)} {_CLASSES[name]}"


def _style(name: str) -> str:
    return f"is_{name}"


def _escaped(text: str) -> str:
    """Visible text with the numbers of characters in place of those that could be syntax."""
    apart = _JOINED.sub(lambda found: found[0] + _NOTHING, text)
    return (
        _SPECIAL.sub(lambda found: "".join(f"#{_NUMBERS.get(each, ord(each))};" for each in found[0]), apart) or _BLANK
    )
