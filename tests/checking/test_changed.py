"""`--changed`: what may have come to keep or break a contract since a revision, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from importspy_static.checking.changed import changes_since, only_changed
from importspy_static.checking.contracts import Terms
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.model.policy import Policy
from tests.cli.small_projects import write
from tests.revisions.repositories import repository_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FILES = {
    "pyproject.toml": "[project]\nname = 'acme'\n",
    "c.yml": "extends: [base.yml]\nclasses: [{name: P}]\n",
    "base.yml": "classes: [{name: P, methods: [{name: run}]}]\n",
    "d.yml": "functions: [{name: go}]\n",
    "src/acme/__init__.py": "",
    "src/acme/api.py": "from .core import Core\nclass Plugin(Core): pass\n",
    "src/acme/core.py": "class Core:\n    def run(self): ...\n",
    "src/acme/far.py": "def go(): ...\n",
    "plugins/one.py": "from acme.api import Plugin\nclass P(Plugin): pass\n",
    "plugins/two.py": "class P:\n    def run(self): ...\n",
    "plugins/three.py": "def late():\n    from acme import far\nclass P:\n    def run(self): ...\n",
    "plugins/four.py": "from acme.nowhere import X\nclass P:\n    def run(self): ...\n",
}
ALL = ["plugins/four.py", "plugins/one.py", "plugins/three.py", "plugins/two.py"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, FILES)
    repository_of(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(contract: str = "c.yml", *paths: str) -> list[str]:
    with Run(Where(None), Policy()) as run:
        plan = run.plan(Wanted(paths or ("plugins",)), Terms(lambda _path, _is_foreign: (contract,)))
        return [task.path for task in only_changed(plan, changes_since(".", "HEAD"), ["pyproject.toml"]).tasks]


def test_nothing_is_left_where_nothing_differs() -> None:
    assert kept() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("plugins/two.py", ["plugins/two.py"]),
        ("src/acme/api.py", ["plugins/one.py"]),
        ("src/acme/core.py", ["plugins/one.py"]),
        ("src/acme/far.py", ["plugins/three.py"]),
        ("src/acme/__init__.py", ["plugins/one.py", "plugins/three.py"]),
        ("c.yml", ALL),
        ("base.yml", ALL),
        ("pyproject.toml", ALL),
        ("d.yml", []),
        ("README.md", []),
    ],
)
def test_a_module_is_looked_at_if_it_its_contract_or_what_it_imports_differs(
    folder: Path, changed: str, expected: list[str]
) -> None:
    before = (folder / changed).read_text() if (folder / changed).exists() else ""
    (folder / changed).write_text(f"{before}\n# more\n")
    assert kept() == expected


def test_what_was_removed_is_missed_by_whoever_imported_it(folder: Path) -> None:
    (folder / "src" / "acme" / "core.py").unlink()
    assert "plugins/one.py" in kept()
    assert "plugins/two.py" not in kept()


def test_a_new_module_that_takes_the_place_of_another_is_noticed(folder: Path) -> None:
    (folder / "src" / "acme" / "nowhere.py").write_text("X = 1\n")
    assert kept() == ["plugins/four.py"]


def test_a_file_that_is_not_there_is_always_told() -> None:
    assert kept("c.yml", "plugins", "nix.py") == ["nix.py"]
