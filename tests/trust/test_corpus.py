"""No case of the corpus passes that Python says is broken, and no honest one is flagged."""

from __future__ import annotations

import pytest

from tests.trust.corpus import Case, answered, cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_verdict_is_what_python_says(case: Case) -> None:
    answer = answered(case)
    assert answer.outcome == "right", f"Python: {answer.broken}; we: {answer.verdict}: {answer.told}"


def test_what_may_be_undecided_is_and_has_its_reason() -> None:
    for case in cases():
        if case.may_be_undecided:
            assert len((case.folder / "undecided.md").read_text(encoding="utf-8").split()) > 5, case.name
            answer = answered(case)
            assert not answer.broken, case.name
            assert answer.verdict == "undecided", f"{case.name} need not be undecided any more"
