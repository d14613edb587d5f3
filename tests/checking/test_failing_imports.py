"""Imports of the project's own modules that raise end the import of the module, as they do in Python.

Each case is a project of a few files, made twice: here it is read, and in a process of its own Python imports it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from importspy_static import Contract, check
from importspy_static.model.violation import Violation

AFTER = "\nafter = 1\n"
RAISES = {
    "a name that is not there": {"x.py": "y = 1\n", "m.py": "from .x import missing" + AFTER},
    "an absolute one": {"x.py": "y = 1\n", "m.py": "from acme.x import y, missing" + AFTER},
    "one of the package itself": {"m.py": "from . import missing" + AFTER},
    "one that is only within a function": {
        "x.py": "def f():\n    missing = 1\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "one that is deleted": {"x.py": "missing = 1\ndel missing\n", "m.py": "from .x import missing" + AFTER},
    "one that only type checkers see": {
        "x.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    missing = 1\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "one that is annotated only": {"x.py": "missing: int\n", "m.py": "from .x import missing" + AFTER},
    "one behind a star": {
        "w.py": "_missing = 1\n",
        "x.py": "from .w import *\n",
        "m.py": "from .x import _missing" + AFTER,
    },
    "a star that exports what is not there": {"x.py": "__all__ = ['missing']\n", "m.py": "from .x import *" + AFTER},
    "a module that raises": {"x.py": "y = 1\nraise ValueError\n", "m.py": "from .x import y" + AFTER},
    "a module that raises, by its name": {"x.py": "raise ValueError\n", "m.py": "import acme.x" + AFTER},
    "a module that lacks a name itself": {
        "w.py": "",
        "x.py": "from .w import missing\ny = 1\n",
        "m.py": "from .x import y" + AFTER,
    },
    "a module whose class is impossible": {"x.py": "class A(int, str): ...\n", "m.py": "from .x import A" + AFTER},
    "a module that reads what is not defined": {"x.py": "y = undefined\n", "m.py": "from .x import y" + AFTER},
    "a handler of another exception": {
        "x.py": "",
        "m.py": "try:\n    from .x import missing\nexcept ValueError:\n    pass" + AFTER,
    },
    "a class that needs itself through a cycle": {
        "x.py": "from .m import A\nclass B(A): ...\n",
        "m.py": "from .x import B\nclass A(B): ...\n" + AFTER,
    },
    "a class that needs itself, asked from the other side": {
        "x.py": "from .w import B\nclass A(B): ...\n",
        "w.py": "from .x import A\nclass B(A): ...\n",
        "m.py": "from .x import A" + AFTER,
    },
    "impossible bases from other files": {
        "x.py": "class X: ...\nclass Y(X): ...\n",
        "m.py": "from .x import X, Y\nclass A(X, Y): ..." + AFTER,
    },
}
COMPLETES = {
    "a handler": {
        "x.py": "",
        "m.py": "try:\n    from .x import missing\nexcept ImportError:\n    missing = None" + AFTER,
    },
    "a handler of all that a module raises": {
        "x.py": "raise ValueError\n",
        "m.py": "try:\n    from .x import missing\nexcept Exception:\n    missing = None" + AFTER,
    },
    "a submodule": {"sub/__init__.py": "", "sub/y.py": "", "m.py": "from .sub import y" + AFTER},
    "a package without a file": {"sub/y.py": "", "m.py": "from .sub import y" + AFTER},
    "a module with __getattr__": {
        "x.py": "def __getattr__(name):\n    return 1\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "a module that exec changes": {"x.py": "exec('missing = 1')\n", "m.py": "from .x import missing" + AFTER},
    "a module that globals() changes": {
        "x.py": "globals()['miss' + 'ing'] = 1\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "a module that puts another in its place": {
        "x.py": "import sys\nclass Lazy:\n    missing = 1\nsys.modules[__name__] = Lazy()\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "a module that others assign to": {
        "x.py": "",
        "w.py": "from . import x\nx.missing = 1\n",
        "m.py": "from . import w\nfrom .x import missing" + AFTER,
    },
    "a re-export": {"w.py": "y = 1\n", "x.py": "from .w import *\n", "m.py": "from .x import y" + AFTER},
    "a global in a function that is called": {
        "x.py": "def f():\n    global y\n    y = 1\nf()\n",
        "m.py": "from .x import y" + AFTER,
    },
    "a loop": {"x.py": "for y in (1, 2): pass\n", "m.py": "from .x import y" + AFTER},
    "a walrus": {"x.py": "print((y := 1))\n", "m.py": "from .x import y" + AFTER},
    "attributes of every module": {"x.py": "", "m.py": "from .x import __name__, __file__, __spec__, __doc__" + AFTER},
    "a function that is never called": {"x.py": "", "m.py": "def f():\n    from .x import missing" + AFTER},
    "a cycle that has what it needs": {
        "x.py": "import acme.m\ndef f():\n    return acme.m.after\n",
        "m.py": "from .x import f" + AFTER,
    },
    "a cycle where the name is bound before": {"x.py": "from .m import y\n", "m.py": "y = 1\nfrom .x import y" + AFTER},
    "a cycle that one order of imports breaks": {
        "x.py": "from .m import y\n",
        "m.py": "y = 1\nfrom .x import y as z" + AFTER,
    },
    "a cycle that a handler mends": {
        "x.py": "try:\n    from .m import A\nexcept ImportError:\n    A = object\nclass B(A): ...\n",
        "m.py": "from .x import B\nclass A(B): ..." + AFTER,
    },
    "a handler in the module that is imported": {
        "w.py": "",
        "x.py": "try:\n    from .w import missing\nexcept ImportError:\n    missing = None\n",
        "m.py": "from .x import missing" + AFTER,
    },
    "a raise that is never reached": {
        "x.py": "import sys\nif sys.version_info < (3,):\n    raise ImportError\ny = 1\n",
        "m.py": "from .x import y" + AFTER,
    },
    "an import for type checkers": {
        "x.py": "",
        "m.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .x import missing" + AFTER,
    },
    "a submodule that another module imports": {
        "sub/__init__.py": "from . import y\n",
        "sub/y.py": "",
        "m.py": "from .sub import y" + AFTER,
    },
    "a private name in a class": {
        "x.py": "_A__y = 1\n",
        "m.py": "class A:\n    from .x import _A__y" + AFTER,
    },
}


def project(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in {"__init__.py": "", **files}.items():
        file = folder / "acme" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    return folder / "acme" / "m.py"


def judged(module: Path) -> list[Violation]:
    contract = Contract.from_yaml("variables: [{name: after, value: 1}]")
    return list(check(module, contract, environment=None).violations)


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What an import of each raises in Python; None if it does not."""
    folder = tmp_path_factory.mktemp("twins")
    told = (
        "import sys, json\nsys.path.insert(0, sys.argv[1])\nsys.stdout = sys.stderr\n"
        "try:\n    import acme.m\n    found = None\nexcept BaseException as error:\n    found = repr(error)\n"
        "print(json.dumps(found), file=sys.__stdout__)\n"
    )
    found: dict[str, str | None] = {}
    for number, (name, files) in enumerate({**RAISES, **COMPLETES}.items()):
        project(folder / str(number), files)
        command = [sys.executable, "-I", "-B", "-c", told, str(folder / str(number))]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        found[name] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", RAISES)
def test_what_raises_in_python_ends_the_import(name: str, tmp_path: Path, truth: Mapping[str, str | None]) -> None:
    assert truth[name] is not None
    module = project(tmp_path, RAISES[name])
    (violation,) = judged(module)
    assert violation.code in ("SPY201", "SPY406")
    assert "always raises" in violation.message or violation.code == "SPY406"
    assert violation.place is not None
    assert violation.place.path == str(module)


@pytest.mark.parametrize("name", COMPLETES)
def test_what_completes_in_python_is_not_said_to_raise(
    name: str, tmp_path: Path, truth: Mapping[str, str | None]
) -> None:
    assert truth[name] is None
    assert judged(project(tmp_path, COMPLETES[name])) == []


def test_the_reason_is_told_at_the_import(tmp_path: Path) -> None:
    module = project(tmp_path, {"x.py": "", "m.py": "import os\nfrom .x import missing\nafter = 1\n"})
    (violation,) = judged(module)
    assert (
        violation.message == "after: is not there, as line 2 always raises: cannot import name 'missing' from 'acme.x'"
    )
    assert violation.place is not None
    assert (violation.place.span.line, violation.place.span.column) == (2, 16)


def test_the_reason_of_a_module_that_raises_is_handed_on(tmp_path: Path) -> None:
    files = {"w.py": "", "x.py": "y = 1\nfrom .w import gone\n", "m.py": "from .x import y\nafter = 1\n"}
    (violation,) = judged(project(tmp_path, files))
    assert violation.message == (
        "after: is not there, as line 1 always raises: the import of 'acme.x' ends in its line 2: "
        "cannot import name 'gone' from 'acme.w'"
    )


@pytest.mark.parametrize("statement", ["import nowhere", "from nowhere import y", "import acme.nowhere"])
def test_a_module_that_cannot_be_found_is_not_said_to_raise(tmp_path: Path, statement: str) -> None:
    assert judged(project(tmp_path, {"m.py": f"{statement}{AFTER}"})) == []


def test_both_modules_of_a_broken_cycle_are_broken_whichever_is_looked_at_first(tmp_path: Path) -> None:
    files = {"x.py": "from .m import missing\nafter = 1\n", "m.py": "from .x import after as other\nafter = 1\n"}
    module = project(tmp_path, files)
    contract = Contract.from_yaml("variables: [{name: after, value: 1}]")
    paths = [str(module), str(module.with_name("x.py"))]
    for order in (paths, paths[::-1]):
        assert [each.code for each in check(order, contract, environment=None).violations] == ["SPY201", "SPY201"]


def test_a_long_chain_of_imports_is_followed_without_a_crash(tmp_path: Path) -> None:
    count = 300
    files = {f"m{each}.py": f"from .m{each + 1} import y\nz{each} = 1\n" for each in range(count)}
    module = project(tmp_path, {**files, f"m{count}.py": "y = 1\n", "m.py": "from .m0 import y" + AFTER})
    assert judged(module) == []
