"""No case of the corpus passes that Python says is broken, and no honest one is flagged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.trust.corpus import Case, Ours, answered, cases, known

KNOWN = known()


@pytest.fixture(scope="module")
def ours() -> Iterator[Ours]:
    asked = Ours()
    yield asked
    asked.close()


def marked(case: Case) -> Any:
    """What is known to be wrong must be wrong still, or leave the list."""
    outcome = KNOWN.get(case.name)
    marks = [] if outcome is None else [pytest.mark.xfail(reason=outcome, strict=True, raises=AssertionError)]
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.slow
@pytest.mark.parametrize("case", [marked(case) for case in cases()])
def test_the_verdict_is_what_python_says(case: Case, ours: Ours) -> None:
    answer = answered(case, ours)
    assert answer.outcome == "right", f"Python: {answer.broken}; we: {answer.verdict}: {answer.told}"
    if case.may_be_undecided:
        assert len((case.folder / "undecided.md").read_text(encoding="utf-8").split()) > 5
        assert not answer.broken
        assert answer.verdict == "undecided", "it need not be undecided any more"


def test_what_is_known_is_there() -> None:
    assert set(KNOWN) <= {case.name for case in cases()}
