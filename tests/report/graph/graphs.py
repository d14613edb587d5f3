"""Graphs to show."""

from __future__ import annotations

from importspy_static.model.graph import Edge, GraphModule, ImportGraph, Outside, Unresolved
from importspy_static.model.imports import Circumstance
from importspy_static.model.place import Span

APP, BASE, INIT, A, B, LEFT = (
    "app.py",
    "base.py",
    "plugins/__init__.py",
    "plugins/a.py",
    "plugins/b.py",
    "left.py",
)


def edge(
    importer: str, imported: str, line: int, *names: str, when: tuple[Circumstance, ...] = (), implied: bool = False
) -> Edge:
    return Edge(importer, imported, names, Span(line, 1, line, 9), when, implied)


SAMPLE = ImportGraph(
    modules=(
        GraphModule(APP, "app"),
        GraphModule(BASE, "base", contracts=(("contracts/base.yml", "compliant"),)),
        GraphModule(LEFT, None, is_read=False),
        GraphModule(INIT, "plugins", contracts=(("plugins.yml", None),)),
        GraphModule(A, "plugins.a", contracts=(("plugin.yml", "broken"), ("base.yml", "compliant"))),
        GraphModule(B, "plugins.b", contracts=(("plugin.yml", "undecided"),)),
    ),
    edges=(
        edge(APP, INIT, 1, implied=True),
        edge(APP, A, 1),
        edge(APP, B, 2, "run", when=("lazy",)),
        edge(BASE, APP, 1, "App", when=("type_checking",)),
        edge(A, BASE, 1, "Base", "Other"),
        edge(A, B, 2, "*"),
        edge(B, A, 1, when=("optional",)),
        edge(B, BASE, 3, "Base"),
        edge(B, B, 4),
    ),
    cycles=((A, B),),
    unresolved=(
        Unresolved(A, "nowhere.at.all", Span(3, 8, 3, 22), ("optional",)),
        Unresolved(B, "..up", Span(9, 1, 9, 5)),
    ),
    outside=(
        Outside("os", "standard", (APP,)),
        Outside("packaging", "installed", (A, B)),
        Outside("plugins", "project", (APP,)),
        Outside("sys", "standard", (APP,)),
    ),
    tool_version="0.0.0",
)

HOSTILE = [
    'quote".py',
    "back\\slash.py",
    "end\\",
    "\\N\\G\\n.py",
    "arrow-->b.py",
    "%%{init: {}}%%",
    "line\nbreak.py",
    "carriage\r\n---\nreturn.py",
    "semi;colon.py",
    "&lt;b&gt;&amp;.py",
    "<script>alert(1)</script>.py",
    "#quot;.py",
    "`code`.py",
    "**bold** __init__ ~~x~~.py",
    "1. list.py",
    "- item.py",
    "end",
    "subgraph",
    "[a](b){c}|d|.py",
    "fa:fa-car.py",
    "$$x$$.py",
    "two  blanks and one behind ",
    "\x1b[31m\x07\x00.py",
    "\u202egnp.py",
    "\udc80.py",
    "名前/ü😀.py",
    "x" * 10_000,
    "]]>",
    "*/",
    "",
]
"""Names of files, and what formats might make of them."""


def hostile() -> ImportGraph:
    """A ring of modules with such names, each under a contract of its name."""
    after = [*HOSTILE[1:], HOSTILE[0]]
    return ImportGraph(
        modules=tuple(GraphModule(name, name, contracts=((name, "broken"),)) for name in HOSTILE),
        edges=tuple(edge(name, other, 1, name) for name, other in zip(HOSTILE, after, strict=True)),
        cycles=(tuple(HOSTILE),),
        unresolved=tuple(Unresolved(name, name, Span(1, 1, 1, 2)) for name in HOSTILE),
        outside=tuple(Outside(name, "installed", (name,)) for name in HOSTILE),
        tool_version="0.0.0",
    )


def ring(count: int) -> ImportGraph:
    """A cycle of many modules."""
    paths = [f"m{each:04}.py" for each in range(count)]
    edges = tuple(edge(path, paths[(index + 1) % count], 1) for index, path in enumerate(paths))
    return ImportGraph(tuple(GraphModule(path) for path in paths), edges, (tuple(paths),))


def dense(count: int) -> ImportGraph:
    """Modules that all import each other, and themselves."""
    paths = [f"m{each:04}.py" for each in range(count)]
    edges = tuple(edge(path, other, 1) for path in paths for other in paths)
    return ImportGraph(tuple(GraphModule(path) for path in paths), edges, (tuple(paths),))
