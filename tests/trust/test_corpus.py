"""No case of the corpus passes that Python says is broken, and no honest one is flagged."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.trust.corpus import Case, Ours, answered, cases, known, truths

KNOWN = known()


@pytest.fixture(scope="module")
def ours() -> Iterator[Ours]:
    asked = Ours()
    yield asked
    asked.close()


@pytest.fixture(scope="module")
def truth() -> Mapping[Case, tuple[str, ...]]:
    return truths(cases())


def marked(case: Case) -> Any:
    """What is known to be wrong must be wrong still, or leave the list."""
    outcome = KNOWN.get(case.name)
    marks = [] if outcome is None else [pytest.mark.xfail(reason=outcome, strict=True, raises=AssertionError)]
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the truth is asked of forks")
@pytest.mark.parametrize("case", [marked(case) for case in cases()])
def test_the_verdict_is_what_python_says(case: Case, ours: Ours, truth: Mapping[Case, tuple[str, ...]]) -> None:
    answer = answered(case, truth[case], ours)
    assert answer.outcome == "right", f"Python: {answer.broken}; we: {answer.verdict}: {answer.told}"
    if case.may_be_undecided:
        assert len((case.folder / "undecided.md").read_text(encoding="utf-8").split()) > 5
        assert not answer.broken
        assert answer.verdict == "undecided", "it need not be undecided any more"


def test_what_is_known_is_there() -> None:
    assert set(KNOWN) <= {case.name for case in cases()}
