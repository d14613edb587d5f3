"""What is known counts for the verdict of a module, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from importspy_static.model.violation import Violation
from tests.report.samples import ALONE, GONE, TYPE, UNDECIDED, WIDE, module, report


@pytest.mark.parametrize(
    ("new", "known", "verdict"),
    [
        ((), (), "compliant"),
        ((), (GONE,), "broken"),
        ((), (UNDECIDED,), "undecided"),
        ((UNDECIDED,), (GONE,), "broken"),
        ((GONE,), (UNDECIDED,), "broken"),
    ],
)
def test_the_verdict_speaks_of_all_that_is_true(
    new: tuple[Violation, ...], known: tuple[Violation, ...], verdict: str
) -> None:
    assert replace(module(*new), baselined=known).verdict == verdict


def test_ok_and_counts_speak_of_what_is_new() -> None:
    shown = report(replace(module(), baselined=(GONE, TYPE, UNDECIDED)))
    assert shown.ok
    assert (shown.count("error"), shown.count("note"), shown.violations) == (0, 0, ())
    assert not report(replace(module(GONE), baselined=(TYPE,))).ok
    assert report(replace(module(WIDE), baselined=(TYPE,))).ok


def test_what_has_no_place_in_a_source_is_known_once() -> None:
    known = replace(module(), baselined=(ALONE,))
    assert report(known, replace(known, path="b.py")).baselined == (ALONE,)


def test_what_is_known_is_in_json_only_if_there_is_any() -> None:
    told = report(module(GONE)).to_dict()
    assert "baselined" not in str(told)
    told = report(replace(module(GONE), baselined=(TYPE,))).to_dict()
    assert told["summary"] == {
        "modules": 1,
        "compliant": 0,
        "errors": 1,
        "warnings": 0,
        "notes": 0,
        "baselined": 1,
    }
    assert told["modules"] == [{**module(GONE).to_dict(), "baselined": [TYPE.to_dict()]}]


def test_whether_a_violation_fails_is_for_fail_on_to_say() -> None:
    assert [report(module()).fails(each) for each in (GONE, WIDE, UNDECIDED)] == [True, False, False]
    assert replace(report(module()), fail_on="warning").fails(WIDE)
