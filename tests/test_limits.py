"""Limits are in one place, each with its meaning and with what comes of it, and each is used."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from importspy_static import limits

PACKAGE = Path(limits.__file__).parent
SOURCE = Path(limits.__file__).read_text(encoding="utf-8")
NAMES = [name for name in vars(limits) if name.isupper() and not re.fullmatch("[KMG]IB", name)]
MODULES = [each for each in sorted(PACKAGE.rglob("*.py")) if each != Path(limits.__file__)]
CODE = re.compile(r"\bSPY\d{3}\b")

WORDS = re.compile(r"_?(MAX|MOST|LARGEST|LONGEST|DEEPEST)(_[A-Z]+)?|[A-Z_]*(LIMIT|BYTES|MEMORY|SECONDS|TIMEOUT)")
ELSEWHERE = {
    # what only shortens a text for the eye
    "checks/types.py": {"LONGEST_SHOWN"},
    "cli/baselines.py": {"MOST_STALE"},
    "configuration/wording.py": {"_LONGEST_SHOWN"},
    "drafting/literals.py": {"LARGEST", "LONGEST", "MOST_ITEMS"},
    "model/expression.py": {"TEXT_LIMIT"},
    "probes/fields.py": {"MOST_HINTS"},
    "report/frame.py": {"LONGEST"},
    "report/graph/mermaid.py": {"_MOST_LINKS"},
    "report/graph/tree.py": {"_DEEPEST"},
    "report/graph/words.py": {"LONGEST"},
    "report/markdown.py": {"LONGEST"},
    # how far one function follows, with the reason beside it
    "extract/embedded.py": {"_DEEPEST"},
    "extract/reads.py": {"_DEEPEST"},
    # no limits
    "checking/ahead.py": {"WAKE_SECONDS"},
    "checking/drift.py": {"HEADER_BYTES"},
    "cli/extraction.py": {"SWITCH_SECONDS"},
    "extract/usage.py": {"_OLD_LIMIT"},
    "guard/kept.py": {"KEY_BYTES"},
    "guard/verdicts.py": {"LONGEST", "_RECENT_SECONDS"},
    "questions.py": {"SETTLED_SECONDS"},
}
"""Constants that sound like limits of a resource and are none."""


def documented() -> dict[str, str]:
    """The text behind each constant."""
    body = ast.parse(SOURCE).body
    return {
        each.targets[0].id: " ".join(after.value.value.split())
        for each, after in pairwise(body)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_tells_its_unit_its_meaning_and_what_comes_of_it(name: str) -> None:
    meaning, between, outcome = documented()[name].partition(" Over it: ")
    assert between
    assert meaning[0].isupper() or meaning[0] == "`"
    assert meaning.endswith(".")
    assert outcome.endswith(".")


def test_the_codes_that_they_tell_are_there() -> None:
    from importspy_static.catalogue import all_violations

    assert set(CODE.findall(SOURCE)) <= {kind.code for kind in all_violations()}


def test_each_is_used() -> None:
    text = "".join(each.read_text(encoding="utf-8") for each in MODULES)
    used = set(re.findall(r"\b[A-Z][A-Z_]+\b", text)) | set(re.findall(r"\b(?:= |of )`?([A-Z_]+)", SOURCE))
    assert [name for name in NAMES if name not in used] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.relative_to(PACKAGE).as_posix())
def test_there_are_none_in_other_places(module: Path) -> None:
    found = {
        target.id
        for each in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(each, ast.Assign) and _is_number(each.value)
        for target in each.targets
        if isinstance(target, ast.Name) and WORDS.fullmatch(target.id)
    }
    assert found == ELSEWHERE.get(module.relative_to(PACKAGE).as_posix(), set())


def _is_number(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.Constant(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
    return False
