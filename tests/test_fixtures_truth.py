"""Python itself is asked about the fixtures: what is called compliant is, and what is called broken is not.

Their modules are imported, all in one other process; see `truth.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPLIANT = ROOT / "fixtures" / "compliant"
VIOLATIONS = ROOT / "fixtures" / "violations"

NOT_IMPORTABLE = {
    "decorators-trusted": "imports acme_web, which is nowhere",
    "dependencies": "imports what only its snapshot has",
    **({} if find_spec("attr") and find_spec("attrs") else {"attrs-classes": "imports attrs, which is not installed"}),
}
DECIDED = ("SPY1", "SPY2", "SPY3", "SPY4")
"""The families that say for certain that a module which can be imported breaks its contract."""
NEVER_IMPORTED = "SPY406"
"""The code that says that a module cannot be imported."""


def folders(parent: Path, *beginnings: str) -> list[Path]:
    return sorted(
        each for each in parent.iterdir() if (each / "module.py").is_file() and each.name.startswith(beginnings)
    )


IMPORTED = [
    *(each for each in folders(COMPLIANT, "") if each.name not in NOT_IMPORTABLE),
    *folders(VIOLATIONS, *DECIDED),
]


@pytest.fixture(scope="session")
def truth() -> dict[str, list[str]]:
    """For each folder the promises that its module does not keep once it is imported."""
    command = [sys.executable, "-B", "-W", "error", str(Path(__file__).with_name("truth.py")), *map(str, IMPORTED)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    found: dict[str, list[str]] = json.loads(result.stdout)
    return found


def test_the_truth_does_not_come_from_the_program() -> None:
    assert "importspy" not in Path(__file__).with_name("truth.py").read_text(encoding="utf-8")


def test_what_cannot_be_imported_is_there() -> None:
    assert {each.name for each in folders(COMPLIANT, *NOT_IMPORTABLE)} == set(NOT_IMPORTABLE)


@pytest.mark.parametrize("folder", [each for each in IMPORTED if each.parent == COMPLIANT], ids=lambda each: each.name)
def test_a_compliant_module_keeps_its_contract_when_it_is_imported(folder: Path, truth: dict[str, list[str]]) -> None:
    assert truth[str(folder)] == []


@pytest.mark.parametrize("folder", [each for each in IMPORTED if each.parent == VIOLATIONS], ids=lambda each: each.name)
def test_a_broken_module_breaks_its_contract_when_it_is_imported(folder: Path, truth: dict[str, list[str]]) -> None:
    assert len(truth[str(folder)]) >= 1
    is_imported = not any(each.startswith("not imported") for each in truth[str(folder)])
    assert is_imported is not folder.name.startswith(NEVER_IMPORTED)
