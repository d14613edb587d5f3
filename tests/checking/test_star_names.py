"""A star import of a module whose `__all__` is computed brings some of its names, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static import check
from tests.cli.small_projects import write

COMPUTED = "__all__ = [name for name in dict(globals()) if not name.startswith('_') and len(name) > 1]\n"
SOURCE = f"import os as _os\ndef run(): ...\ndef _own(): ...\n{COMPUTED}"


def codes(folder: Path, name: str, files: dict[str, str]) -> set[str]:
    write(folder, {"c.yml": f"functions: [{{name: {name}}}]\n", **files})
    return {each.code for each in check(folder / "m.py", folder / "c.yml").violations}


@pytest.mark.parametrize("source", ["tools.py", "tools/__init__.py"])
def test_what_the_module_does_not_have_is_missing(tmp_path: Path, source: str) -> None:
    files = {"m.py": "from tools import *\n", source: SOURCE}
    assert codes(tmp_path, "walk", files) == {"SPY301"}
    assert codes(tmp_path, "run", files) <= {"SPY802", "SPY805"}, "it may be listed"
    assert codes(tmp_path, "run", files) != set()
    assert codes(tmp_path, "_own", files) != {"SPY301"}, "it may be listed, too"


def test_what_is_bound_here_before_may_be_replaced(tmp_path: Path) -> None:
    files = {"m.py": "def run(a): ...\nfrom tools import *\n", "tools.py": SOURCE}
    write(tmp_path, {"c.yml": "functions: [{name: run, arguments: [{name: a}]}]\n", **files})
    (violation,) = check(tmp_path / "m.py", tmp_path / "c.yml").violations
    assert violation.code in {"SPY802", "SPY805"}
    after = {"m.py": "from tools import *\ndef run(a): ...\n"}
    write(tmp_path, after)
    assert check(tmp_path / "m.py", tmp_path / "c.yml").ok


def test_a_submodule_may_be_listed(tmp_path: Path) -> None:
    files = {
        "m.py": "from tools import *\n",
        "tools/__init__.py": "__all__ = [each for each in open('x')]\n",
        "tools/walk.py": "",
    }
    assert codes(tmp_path, "walk", files) != {"SPY301"}
    assert codes(tmp_path, "fly", files) == {"SPY301"}


@pytest.mark.parametrize(
    "extra",
    ["def __getattr__(name): return print\n", "exec(open('x').read())\n", "globals()[input()] = print\n"],
)
def test_a_module_that_may_have_any_name_may_give_any(tmp_path: Path, extra: str) -> None:
    files = {"m.py": "from tools import *\n", "tools.py": SOURCE + extra}
    assert not codes(tmp_path, "walk", files) & {"SPY301"}
