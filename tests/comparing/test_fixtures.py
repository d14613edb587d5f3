"""Each kind of difference by a pair of modules: what is said of it, and that Python agrees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static.checking.differences import Comparison
from importspy_static.checking.where import Where

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "differences"
KINDS = sorted(each.parent.name for each in FOLDER.glob("*/expected.json"))
DEMONSTRATED = [kind for kind in KINDS if "demonstration" in json.loads((FOLDER / kind / "expected.json").read_text())]
RUN = """
import sys
from {side} import *
try:
    eval({call!r})
except Exception as error:
    print(type(error).__name__)
else:
    print("works")
"""


@pytest.fixture(scope="module")
def comparison() -> Iterator[Comparison]:
    with Comparison(Where()) as comparison:
        yield comparison


def expected(kind: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((FOLDER / kind / "expected.json").read_text(encoding="utf-8"))
    return found


def test_there_are_fixtures() -> None:
    assert len(KINDS) > 40
    assert len(DEMONSTRATED) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_difference_is_told_as_expected(comparison: Comparison, kind: str) -> None:
    found = comparison.differences(str(FOLDER / kind / "old.py"), str(FOLDER / kind / "new.py"))
    told = [
        {
            "symbol": each.symbol,
            "subject": each.subject,
            "change": each.change,
            "breaks": each.breaks,
            "bump": each.bump,
            "call": each.call,
        }
        for each in found.found
    ]
    wanted = expected(kind)
    assert told == wanted["differences"]
    assert [each.symbol for each in found.not_compared] == wanted["not_compared"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", ["old", "new"])
def test_the_same_is_no_difference(comparison: Comparison, kind: str, side: str) -> None:
    path = str(FOLDER / kind / f"{side}.py")
    assert comparison.differences(path, path).found == ()


@pytest.mark.parametrize("kind", DEMONSTRATED)
def test_what_is_said_to_break_works_with_the_old_and_fails_with_the_new(kind: str) -> None:
    wanted = expected(kind)
    answers = [
        subprocess.run(
            [sys.executable, "-c", RUN.format(side=side, call=wanted["demonstration"])],
            cwd=FOLDER / kind,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout.strip()
        for side in ("old", "new")
    ]
    assert answers == ["works", wanted["raises"]]
    differences = wanted["differences"]
    assert isinstance(differences, list)
    assert any(each["breaks"] != "nobody" for each in differences)
