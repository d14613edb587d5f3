"""Who has to keep the contract of a module's importers: those that import it, and those that take its names."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.checking.importers import importers_of
from tests.checking.graphs import Tree

HOST = {
    "pkg/__init__.py": "from .core import Extension\nfrom .other import thing\n",
    "pkg/core.py": "class Extension: ...\nclass Second: ...\n_hidden = 1\n",
    "pkg/other.py": "thing = 1\n",
}


def importers(folder: Path, contents: dict[str, str], of: str = "pkg/core.py") -> dict[str, tuple[str, ...]]:
    """Who imports the core of the package, but for the package itself."""
    found = Tree(folder, {**HOST, **contents}).importers(of)
    return {path: via for path, via in found.items() if not path.startswith("pkg/")}


def via(folder: Path, source: str, init: str | None = None) -> tuple[str, ...] | None:
    """The way by which one module is an importer of the core; None if it is none."""
    contents = {"f.py": source} if init is None else {"f.py": source, "pkg/__init__.py": init}
    return importers(folder, contents).get("f.py")


INIT = ("pkg/__init__.py",)


@pytest.mark.parametrize(
    "source",
    [
        "import pkg.core",
        "import pkg.core as c",
        "from pkg import core",
        "from pkg.core import Extension",
        "from pkg.core import *",
        "def f():\n  from pkg.core import Extension",
        "try:\n  import pkg.core\nexcept ImportError: pass",
        "import importlib\nimportlib.import_module('pkg.core')",
    ],
)
def test_who_imports_a_module_itself_is_an_importer(source: str, tmp_path: Path) -> None:
    assert via(tmp_path, source) == ()


@pytest.mark.parametrize(
    "source",
    [
        "from pkg import Extension",
        "from pkg import Extension as E",
        "from pkg import thing, Extension",
        "from pkg import *",
        "import pkg\nclass Mine(pkg.Extension): ...",
        "import pkg as p\np.Extension",
        "import pkg\ndef f():\n  return pkg.Extension()",
        "import pkg\ngetattr(pkg, 'Extension')",
        "import importlib\nimportlib.import_module('pkg').Extension",
        "import sys\nsys.modules['pkg'].Extension",
        "def f():\n  from pkg import Extension",
        "import pkg\npkg.core.Second",
        "import pkg\npkg.core",
    ],
)
def test_who_takes_a_name_of_it_from_a_package_is_an_importer(source: str, tmp_path: Path) -> None:
    assert via(tmp_path, source) == INIT


@pytest.mark.parametrize(
    "source",
    [
        "import pkg",
        "from pkg import thing",
        "import pkg\npkg.thing",
        "from pkg.other import *",
        "import pkg.other\npkg.other.thing",
        "from pkg import nothing",
        "Extension = 1",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from pkg.core import Extension",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from pkg import Extension\nx: 'Extension'",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import pkg\ndef f(x: 'pkg.Extension'): ...",
    ],
)
def test_who_takes_other_names_or_none_is_no_importer(source: str, tmp_path: Path) -> None:
    assert via(tmp_path, source) is None


@pytest.mark.parametrize(
    "init",
    [
        "from .core import Second as Extension",
        "from pkg.core import Extension",
        "from .core import *",
        "from . import core\nExtension = core.Extension",
        "import pkg.core\nExtension = pkg.core.Extension",
        "from .core import Second\nExtension = Second",
        "try:\n  from .core import Extension\nexcept ImportError:\n  class Extension: ...",
        "class Extension: ...\nfrom .core import Extension",
        "from .core import *\n__all__ = ['Extension']",
        "def __getattr__(name):\n  from .core import Extension\n  return Extension",
        "import typing\nif typing.TYPE_CHECKING:\n  from .core import Extension\ndef __getattr__(name): ...",
    ],
)
def test_a_package_hands_a_name_on_in_many_ways(init: str, tmp_path: Path) -> None:
    assert via(tmp_path, "from pkg import Extension", init) == INIT


@pytest.mark.parametrize(
    "init",
    [
        "from .core import Extension\nclass Extension: ...",
        "from .core import *\nfrom .other import thing as Extension",
        "from .core import Extension as E",
        "class A:\n  from .core import Extension",
        "def f():\n  from .core import Extension",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from .core import Extension",
        "from . import core\nclass Extension(core.Extension): ...",
    ],
)
def test_a_name_that_is_something_else_by_then_is_not_handed_on(init: str, tmp_path: Path) -> None:
    assert via(tmp_path, "from pkg import Extension", init) is None


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("from .core import Extension", INIT),
        ("from .core import Extension\n__all__ = ['Extension']", INIT),
        ("from .core import Extension\n__all__ = ['thing']\n__all__ += ['Extension']", INIT),
        ("from .core import Extension\n__all__ = ['thing']", None),
        ("from .core import Extension\n__all__ = ['thing'] + other.__all__", INIT),
        ("from .core import Extension as _E", None),
        ("from .core import Extension as _E\n__all__ = ['_E']", INIT),
        ("from .core import *", INIT),
        ("from .core import *\n__all__ = ['thing']", None),
        ("from .core import *\n__all__ = ['Second']", INIT),
        ("from .core import _hidden", None),
        ("from .other import *", None),
    ],
)
def test_a_star_takes_what_is_public(init: str, expected: tuple[str, ...] | None, tmp_path: Path) -> None:
    assert via(tmp_path, "from pkg import *", init) == expected


def test_all_of_a_package_does_not_hide_a_name_from_who_asks_for_it(tmp_path: Path) -> None:
    assert via(tmp_path, "from pkg import Extension", "from .core import *\n__all__ = []") == INIT


def test_names_are_followed_through_any_number_of_modules(tmp_path: Path) -> None:
    contents = {
        "a.py": "from pkg import Extension as A\n",
        "b.py": "from a import *\n",
        "c.py": "import b\nC = b.A\n",
        "d.py": "from c import C\n",
        "e.py": "from d import *\n",
        "g.py": "from e import pkg\n",
    }
    assert importers(tmp_path, contents) == {
        "a.py": ("pkg/__init__.py",),
        "b.py": ("a.py", "pkg/__init__.py"),
        "c.py": ("b.py", "a.py", "pkg/__init__.py"),
        "d.py": ("c.py", "b.py", "a.py", "pkg/__init__.py"),
        "e.py": ("d.py", "c.py", "b.py", "a.py", "pkg/__init__.py"),
    }


def test_a_module_that_others_hand_on_is_followed_to_its_names(tmp_path: Path) -> None:
    contents = {
        "a.py": "import pkg as host\nimport os\n",
        "b.py": "from a import host\nhost.Extension\n",
        "c.py": "import a\na.host.core.Second\n",
        "d.py": "import a\na.host.thing, a.os.path\n",
        "e.py": "from b import host\nhost.core.Second\n",
    }
    assert importers(tmp_path, contents) == {
        "b.py": ("a.py", "pkg/__init__.py"),
        "c.py": ("a.py", "pkg/__init__.py"),
        "e.py": ("b.py", "a.py", "pkg/__init__.py"),
    }


def test_a_module_that_is_imported_from_its_package_is_handed_on_by_who_imports_it_alone(tmp_path: Path) -> None:
    contents = {
        "pkg/context.py": "from . import core\nalias = core.Extension\n",
        "pkg/heap.py": "from .context import core\ncore.Second\n",
        "pkg/last.py": "from . import context\ncontext.alias\n",
    }
    found = Tree(tmp_path, {**HOST, **contents}).importers("pkg/core.py")
    assert {path: found[path] for path in contents} == {
        "pkg/context.py": (),
        "pkg/heap.py": ("pkg/context.py",),
        "pkg/last.py": ("pkg/context.py",),
    }


def test_a_package_that_is_handed_on_is_followed_into(tmp_path: Path) -> None:
    contents = {
        "top/__init__.py": "",
        "top/sub/__init__.py": "",
        "top/sub/inner.py": "x = 1\n",
        "top/m.py": "from . import sub\n",
        "f.py": "from top.m import sub\nsub.inner.x\n",
    }
    assert Tree(tmp_path, contents).importers("top/sub/inner.py") == {"f.py": ("top/m.py", "top/sub/__init__.py")}


def test_names_that_two_modules_take_of_each_other_come_to_an_end(tmp_path: Path) -> None:
    contents = {"a.py": "from b import x\n", "b.py": "from a import x\n", "f.py": "import a\na.x.y\n"}
    assert Tree(tmp_path, contents).importers("b.py") == {"a.py": (), "f.py": ("a.py",)}


def test_what_a_package_tells_type_checkers_makes_it_no_importer(tmp_path: Path) -> None:
    init = "import typing\nif typing.TYPE_CHECKING:\n  from .core import Extension\ndef __getattr__(name): ...\n"
    tree = Tree(tmp_path, {**HOST, "pkg/__init__.py": init, "f.py": "from pkg import Extension\n"})
    assert tree.importers("pkg/core.py") == {"f.py": INIT}


def test_a_star_of_a_module_with_all_brings_no_more_than_that(tmp_path: Path) -> None:
    contents = {
        "base.py": "Base = 1\n",
        "core.py": "from base import *\nSecond = 1\n__all__ = ['Second']\n",
        "g.py": "from core import *\nfrom base import *\n",
        "f.py": "from g import Base\n",
        "h.py": "from g import Second\n",
    }
    assert Tree(tmp_path, contents).importers("core.py") == {"g.py": (), "h.py": ("g.py",)}


def test_the_shortest_way_is_told_whatever_comes_first(tmp_path: Path) -> None:
    contents = {"a.py": "import pkg as host\n", "f.py": "import a\na.host.core.Second\nfrom pkg import Extension\n"}
    assert importers(tmp_path, contents)["f.py"] == INIT


def test_the_shortest_way_is_told_and_and_a_direct_one_before_all(tmp_path: Path) -> None:
    contents = {
        "a.py": "from pkg import Extension\n",
        "b.py": "from a import Extension as E\nfrom pkg import Extension\n",
    }
    assert importers(tmp_path, contents)["b.py"] == INIT
    contents["b.py"] += "import pkg.core\n"
    assert importers(tmp_path, contents)["b.py"] == ()


def test_the_place_of_an_importer_is_where_it_takes_the_name(tmp_path: Path) -> None:
    tree = Tree(
        tmp_path,
        {**HOST, "f.py": "import pkg\n\n\npkg.thing\npkg.Extension\n", "g.py": "\nfrom pkg import Extension\n"},
    )
    lines = {tree.short(each.path): each.span.line for each in importers_of(tree.graph, tree.path("pkg/core.py"))}
    assert lines == {"f.py": 5, "g.py": 2, "pkg/__init__.py": 1}


def test_every_module_on_the_way_is_told_with_the_place_where_it_gets_the_name(tmp_path: Path) -> None:
    contents = {"a.py": "\nfrom pkg import Extension as A\n", "b.py": "import a\n\n\na.A\n"}
    tree = Tree(tmp_path, {**HOST, **contents})
    (found,) = [each for each in importers_of(tree.graph, tree.path("pkg/core.py")) if each.path == tree.path("b.py")]
    ways = [(tree.short(path), span.line) for path, span in zip(found.via, found.via_spans, strict=True)]
    assert ways == [("a.py", 2), ("pkg/__init__.py", 1)]
    assert found.span.line == 4


def test_the_package_that_hands_it_on_is_an_importer_itself(tmp_path: Path) -> None:
    assert Tree(tmp_path, HOST).importers("pkg/core.py") == {"pkg/__init__.py": ()}


def test_a_package_is_imported_by_who_imports_its_modules_but_not_by_these(tmp_path: Path) -> None:
    contents = {**HOST, "f.py": "from pkg.other import thing\n", "pkg/inner.py": "from .core import Second\n"}
    tree = Tree(tmp_path, contents)
    found = importers_of(tree.graph, tree.path("pkg/__init__.py"))
    assert [(tree.short(each.path), each.implied) for each in found] == [("f.py", True)]


def test_a_module_is_no_importer_of_itself(tmp_path: Path) -> None:
    contents = {"a.py": "import a\nfrom b import *\nx = 1\n", "b.py": "from a import x\n"}
    assert Tree(tmp_path, contents).importers("a.py") == {"b.py": ()}


def test_a_namespace_package_has_modules_to_import(tmp_path: Path) -> None:
    contents = {"space/one.py": "x = 1\n", "f.py": "from space import one\n", "g.py": "import space.one\nspace.one.x\n"}
    assert Tree(tmp_path, contents).importers("space/one.py") == {"f.py": (), "g.py": ()}


def test_modules_that_hand_names_on_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    contents = {
        "a.py": "from b import *\nfrom c import *\n",
        "b.py": "from a import *\n",
        "c.py": "x = 1\n",
        "f.py": "from b import x\n",
    }
    assert Tree(tmp_path, contents).importers("c.py") == {"a.py": (), "b.py": ("a.py",), "f.py": ("b.py", "a.py")}


def test_a_name_that_only_a_star_brought_is_that_of_the_module_which_has_it(tmp_path: Path) -> None:
    contents = {"pkg/__init__.py": "from .core import *\nfrom .other import *\n", "f.py": "from pkg import thing\n"}
    assert importers(tmp_path, contents) == {}
    assert importers(tmp_path, contents, of="pkg/other.py") == {"f.py": INIT}


def test_a_path_that_is_not_in_the_graph_has_no_importers(tmp_path: Path) -> None:
    assert importers_of(Tree(tmp_path, HOST).graph, "elsewhere.py") == ()
