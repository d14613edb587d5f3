"""Who imports whom: edges, what leads nowhere and what leads out, cycles, and graphs of many modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.checking.cycles import cycles
from importspy_static.checking.import_graph import import_graph
from importspy_static.checking.importers import chain, importers_of
from importspy_static.model.graph import GraphModule, ImportGraph
from importspy_static.model.source import SourceFile
from tests.checking.graphs import Tree
from tests.extract.sources import program

PACKAGE = {"a/__init__.py": "", "a/b/__init__.py": "", "a/b/c.py": "x = 1\n", "a/d.py": "", "f.py": ""}


def edges_of(folder: Path, source: str, importer: str = "f.py") -> list[tuple[str, ...]]:
    """What one module of the package imports, with the names."""
    return [each[1:] for each in Tree(folder, {**PACKAGE, importer: source}).edges(importer)]


# Edges


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b.c", [("a/b/c.py",)]),
        ("import a.b.c as d", [("a/b/c.py",)]),
        ("import a, a.d", [("a/__init__.py",), ("a/d.py",)]),
        ("from a.b.c import x, y", [("a/b/c.py", "x", "y")]),
        ("from a.b.c import y\nfrom a.b.c import x as z", [("a/b/c.py", "x", "y")]),
        ("from a.b.c import *", [("a/b/c.py", "*")]),
        ("from a.b import c", [("a/b/c.py",)]),
        ("from a.b import c, nothing", [("a/b/__init__.py", "nothing"), ("a/b/c.py",)]),
        ("import importlib\nimportlib.import_module('a.b.c')", [("a/b/c.py",)]),
        ("__import__('a.d')", [("a/d.py",)]),
        ("from pkgutil import resolve_name\nresolve_name('a.b.c:x')", [("a/b/c.py", "x")]),
        ("from pkgutil import resolve_name\nresolve_name('a.b.c.x')", [("a/b/c.py",)]),
        ("from __future__ import annotations", []),
        ("import f", [("f.py",)]),
        ("def g():\n  import a.d", [("a/d.py",)]),
        ("class G:\n  import a.d", [("a/d.py",)]),
    ],
)
def test_an_import_leads_to_the_module_that_is_meant(
    source: str, expected: list[tuple[str, ...]], tmp_path: Path
) -> None:
    assert edges_of(tmp_path, source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from .c import x", [("a/b/c.py", "x")]),
        ("from . import c", [("a/b/c.py",)]),
        ("from . import y", [("a/b/__init__.py", "y")]),
        ("from .. import d", [("a/d.py",)]),
        ("from ..d import *", [("a/d.py", "*")]),
        ("from ..b.c import x", [("a/b/c.py", "x")]),
        ("from ...f import x", []),
        ("import importlib\nimportlib.import_module('..d', __package__)", [("a/d.py",)]),
    ],
)
@pytest.mark.parametrize("importer", ["a/b/e.py", "a/b/__init__.py"])
def test_a_relative_import_starts_from_the_package(
    importer: str, source: str, expected: list[tuple[str, ...]], tmp_path: Path
) -> None:
    assert edges_of(tmp_path, source, importer) == expected


def test_the_packages_of_what_is_imported_are_imported_too_but_not_those_around_the_importer(tmp_path: Path) -> None:
    tree = Tree(
        tmp_path, {**PACKAGE, "f.py": "import a.b.c", "a/d.py": "from .b import c", "a/b/e.py": "from . import c"}
    )
    assert tree.edges(implied=True) == [
        ("a/d.py", "a/b/__init__.py"),
        ("f.py", "a/__init__.py"),
        ("f.py", "a/b/__init__.py"),
    ]


def test_a_package_that_is_imported_itself_is_not_only_implied(tmp_path: Path) -> None:
    tree = Tree(tmp_path, {**PACKAGE, "f.py": "import a.d\nfrom a import version"})
    assert tree.edge("f.py", "a/__init__.py").implied is False
    assert tree.edge("f.py", "a/__init__.py").names == ("version",)


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("", ("pkg/run.py",)),
        ("from . import run", ("pkg/run.py",)),
        ("from pkg import run", ("pkg/run.py",)),
        ("import pkg.run as run", ("pkg/run.py",)),
        ("from .run import run", ("pkg/__init__.py", "run")),
        ("def run(): ...", ("pkg/__init__.py", "run")),
        ("import other\nrun = other.run", ("pkg/__init__.py", "run")),
    ],
)
def test_what_a_package_binds_itself_comes_before_its_submodule(
    init: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    tree = Tree(tmp_path, {"pkg/__init__.py": init, "pkg/run.py": "def run(): ...", "f.py": "from pkg import run"})
    assert tree.edges("f.py") == [("f.py", *expected)]


def test_a_star_import_imports_the_submodules_that_all_names(tmp_path: Path) -> None:
    contents = {
        "pkg/__init__.py": "__all__ = ['one']\n",
        "pkg/one.py": "",
        "pkg/two.py": "",
        "f.py": "from pkg import *",
    }
    assert Tree(tmp_path, contents).edges("f.py") == [
        ("f.py", "pkg/__init__.py", "*"),
        ("f.py", "pkg/one.py"),
    ]


def test_a_namespace_package_runs_nothing_and_its_modules_are_found(tmp_path: Path) -> None:
    tree = Tree(tmp_path, {"space/one.py": "", "f.py": "import space.one\nfrom space import one\nimport space\n"})
    assert tree.edges() == [("f.py", "space/one.py")]
    assert (tree.graph.unresolved, tree.graph.outside) == ((), ())


def test_an_edge_tells_the_place_and_circumstances_of_the_surest_import(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import g\ndef f():\n  import g\ntry:\n  import g\n"
    tree = Tree(tmp_path, {"f.py": f"{source}except ImportError: pass\n", "g.py": ""})
    edge = tree.edge("f.py", "g.py")
    assert (edge.circumstances, edge.span.line) == (("optional",), 7)
    tree = Tree(tmp_path, {"f.py": "\nimport g\nimport g\n", "g.py": ""})
    assert tree.edge("f.py", "g.py").span.line == 2


def test_what_is_taken_for_type_checkers_does_not_count_beside_what_runs(tmp_path: Path) -> None:
    checking = "import typing\nif typing.TYPE_CHECKING:\n  from a import Name\n"
    tree = Tree(tmp_path, {**PACKAGE, "f.py": f"{checking}import a.d\n"})
    edge = tree.edge("f.py", "a/__init__.py")
    assert (edge.names, edge.implied, edge.span.line, edge.circumstances) == ((), True, 4, ())
    tree = Tree(tmp_path, {**PACKAGE, "f.py": f"{checking}from a import Other\n"})
    assert tree.edges("f.py") == [("f.py", "a/__init__.py", "Other")]
    tree = Tree(tmp_path, {**PACKAGE, "f.py": checking})
    assert tree.edges("f.py") == [("f.py", "a/__init__.py", "Name")]


def test_a_package_that_asks_itself_for_a_submodule_gets_it(tmp_path: Path) -> None:
    init = "from . import run as module\nfrom .run import run\n"
    assert Tree(tmp_path, {"pkg/__init__.py": init, "pkg/run.py": "def run(): ..."}).edges() == [
        ("pkg/__init__.py", "pkg/run.py", "run"),
    ]


def test_two_files_of_one_name_are_two(tmp_path: Path) -> None:
    contents = {
        "one/base.py": "",
        "one/app.py": "from .base import x",
        "two/base.py": "",
        "two/app.py": "from .base import x",
    }
    assert Tree(tmp_path, contents).edges() == [
        ("one/app.py", "one/base.py", "x"),
        ("two/app.py", "two/base.py", "x"),
    ]


def test_relative_imports_of_files_that_no_import_can_name_go_by_their_folders(tmp_path: Path) -> None:
    contents = {
        "my-plugins/__init__.py": "",
        "my-plugins/base.py": "",
        "my-plugins/in/one.py": "from ..base import x\nfrom .two import y\nfrom .. import z\nfrom .gone import w",
        "my-plugins/in/two.py": "",
    }
    tree = Tree(tmp_path, contents)
    assert tree.edges() == [
        ("my-plugins/in/one.py", "my-plugins/base.py", "x"),
        ("my-plugins/in/one.py", "my-plugins/in/two.py", "y"),
        ("my-plugins/in/one.py", "my-plugins/__init__.py", "z"),
    ]
    assert [each.name for each in tree.graph.unresolved] == [".gone.w"]


# What leads nowhere, and what leads out


def test_what_leads_to_nothing_is_told_as_it_is_written(tmp_path: Path) -> None:
    source = (
        "import nowhere.at.all\nfrom a.gone import x\nfrom .... import y\ntry:\n  import b\nexcept ImportError: ...\n"
    )
    tree = Tree(tmp_path, {**PACKAGE, "a/d.py": source, "space/x.py": "from space import gone"})
    assert [
        (tree.short(each.importer), each.name, each.span.line, each.circumstances) for each in tree.graph.unresolved
    ] == [
        ("a/d.py", "nowhere.at.all", 1, ()),
        ("a/d.py", "a.gone.x", 2, ()),
        ("a/d.py", "....y", 3, ()),
        ("a/d.py", "b", 5, ("optional",)),
        ("space/x.py", "space.gone", 1, ()),
    ]


def test_what_leads_out_of_the_files_is_told_by_its_top_level_name(tmp_path: Path) -> None:
    contents = {
        "f.py": "import os.path, sys\nfrom a.d import x",
        "g.py": "import os",
        "a/__init__.py": "",
        "a/d.py": "",
    }
    tree = Tree(tmp_path, contents, only=("f.py", "g.py"))
    assert [(each.name, each.owner, [*map(tree.short, each.importers)]) for each in tree.graph.outside] == [
        ("a", "project", ["f.py"]),
        ("os", "standard", ["f.py", "g.py"]),
        ("sys", "standard", ["f.py"]),
    ]
    assert tree.graph.edges == ()


def test_what_only_tells_the_compiler_something_is_no_import(tmp_path: Path) -> None:
    assert Tree(tmp_path, {"f.py": "from __future__ import annotations\n"}).graph.outside == ()


def test_a_file_that_cannot_be_read_is_a_module_without_imports(tmp_path: Path) -> None:
    tree = Tree(tmp_path, {"f.py": "import g\n", "g.py": "import ("})
    assert tree.edges() == [("f.py", "g.py")]
    assert [(tree.short(each.path), each.module, each.is_read) for each in tree.graph.modules] == [
        ("f.py", "f", True),
        ("g.py", "g", False),
    ]


def test_the_order_of_the_files_does_not_matter_and_one_given_twice_counts_once(tmp_path: Path) -> None:
    tree = Tree(tmp_path, {**PACKAGE, "f.py": "import a.b.c, a.d", "g.py": "import f, a"})
    assert tree.of([*reversed(tree.files), *tree.files]) == tree.graph
    assert tree.graph.modules[0] == GraphModule(tree.path("a/__init__.py"), "a")


# Cycles


def test_modules_that_import_each_other_are_a_cycle_told_in_its_order(tmp_path: Path) -> None:
    tree = Tree(
        tmp_path, {"c.py": "import a", "b.py": "import c", "a.py": "import b", "d.py": "import a", "e.py": "import e"}
    )
    assert tree.cycles() == [["a.py", "b.py", "c.py"], ["e.py"]]


@pytest.mark.parametrize(
    "back",
    [
        "def f():\n  import a",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a",
        "lambda: __import__('a')",
    ],
)
def test_what_does_not_run_while_a_module_is_imported_makes_no_cycle(back: str, tmp_path: Path) -> None:
    tree = Tree(tmp_path, {"a.py": "import b", "b.py": back})
    assert len(tree.graph.edges) == 2
    assert tree.cycles() == []


@pytest.mark.parametrize(
    "back", ["try:\n  import a\nexcept ImportError: pass", "if x:\n  import a", "class A:\n  import a"]
)
def test_what_may_run_while_a_module_is_imported_makes_a_cycle(back: str, tmp_path: Path) -> None:
    assert Tree(tmp_path, {"a.py": "import b", "b.py": back}).cycles() == [["a.py", "b.py"]]


def test_a_package_and_its_modules_are_a_cycle_only_if_one_asks_for_the_package(tmp_path: Path) -> None:
    contents = {
        "pkg/__init__.py": "from .a import x",
        "pkg/a.py": "from .b import x",
        "pkg/b.py": "import pkg.c",
        "pkg/c.py": "",
    }
    assert Tree(tmp_path, contents).cycles() == []
    contents["pkg/c.py"] = "from pkg import x"
    assert Tree(tmp_path, contents).cycles() == [["pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/c.py"]]


def test_packages_that_are_only_implied_make_cycles(tmp_path: Path) -> None:
    contents = {"one/__init__.py": "import two.x", "one/x.py": "", "two/__init__.py": "import one.x", "two/x.py": ""}
    assert Tree(tmp_path, contents).cycles() == [["one/__init__.py", "two/__init__.py"]]


def test_cycles_that_hang_together_are_one_and_others_are_apart() -> None:
    leads = {"a": ["b", "c"], "b": ["a"], "c": ["a"], "x": ["y", "a"], "y": ["x"], "z": ["x"]}
    assert cycles(leads) == (("a", "b", "c"), ("x", "y"))


# Ways


def test_a_chain_is_the_shortest_way_with_the_place_of_each_step(tmp_path: Path) -> None:
    contents = {
        "app.py": "import x\n\nimport p.a\n",
        "p/a.py": "import base",
        "x.py": "import y",
        "y.py": "import base",
        "base.py": "",
    }
    tree = Tree(tmp_path, contents)

    def told(start: str, goal: str) -> list[tuple[str, int, str]]:
        steps = chain(tree.graph, tree.path(start), tree.path(goal))
        return [(tree.short(each.importer), each.span.line, tree.short(each.imported)) for each in steps]

    assert told("app.py", "base.py") == [("app.py", 3, "p/a.py"), ("p/a.py", 1, "base.py")]
    assert told("base.py", "app.py") == told("app.py", "app.py") == told("app.py", "gone.py") == []


def test_a_chain_leads_round_a_cycle_and_never_through_what_is_for_type_checkers(tmp_path: Path) -> None:
    checking = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a"
    tree = Tree(tmp_path, {"a.py": "import b", "b.py": "def f():\n  import a", "c.py": checking})
    round_ = chain(tree.graph, tree.path("a.py"), tree.path("a.py"))
    assert [tree.short(each.imported) for each in round_] == ["b.py", "a.py"]
    assert chain(tree.graph, tree.path("c.py"), tree.path("a.py")) == ()


# Many modules


def graph_of(sources: dict[str, str]) -> ImportGraph:
    """A graph without a disk: modules by their names. Equal sources are read once."""
    files = {name: SourceFile(f"{name}.py", name, False, False, "project", f"/{name}.py") for name in sources}
    programs = {source: program(source) for source in set(sources.values())}
    return import_graph(
        [*files.values()], lambda file: programs[sources[file.path[:-3]]], lambda name, _: files.get(name)
    )


def test_a_chain_of_thousands_of_modules_does_not_recurse() -> None:
    count = 5000
    source = "from m{0} import *\nfrom m{0} import name\n"
    sources = {f"m{each}": source.format(each + 1) for each in range(count)} | {f"m{count}": "name = 1\n"}
    graph = graph_of(sources)
    assert len(graph.edges) == count
    assert graph.cycles == ()
    assert len(chain(graph, "m0.py", f"m{count}.py")) == count
    found = importers_of(graph, f"m{count}.py")
    assert len(found) == count
    assert max(len(each.via) for each in found) == count - 1


@pytest.mark.parametrize("statement", ["import m{}", "from m{} import *", "from m{0} import n, m{0}, o"])
def test_a_dense_cycle_of_hundreds_of_modules_is_one_cycle(statement: str) -> None:
    count = 300
    every = "\n".join(statement.format(each) for each in range(count))
    graph = graph_of({f"m{each}": f"{every}\nn = 1\n" for each in range(count)})
    assert len(graph.edges) == count * count
    assert [len(each) for each in graph.cycles] == [count]
    assert len(importers_of(graph, "m7.py")) == count - 1
    assert [each.imported for each in chain(graph, "m0.py", "m7.py")] == ["m7.py"]


def test_a_ring_of_thousands_of_modules_is_one_cycle_in_its_order() -> None:
    count = 5000
    leads = {f"m{each:04}": [f"m{(each + 1) % count:04}"] for each in range(count)}
    assert cycles(leads) == (tuple(leads),)
