"""What is said of packages that nobody wrote for this program is what `inspect` says of them, or it is not said.

They are packages of the extra `real`. This asks a sample of them: `table` asks all, and prints the same figures.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.fidelity.asking import questions
from tests.fidelity.packages import ASKED, MODULES, OTHERWISE, SAMPLE, absent
from tests.fidelity.questions import KINDS, Question
from tests.fidelity.table import heading, table, wrong

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module", params=SAMPLE)
def answered(request: pytest.FixtureRequest) -> tuple[str, list[Question]]:
    if missing := absent():
        told = f"not installed: {', '.join(missing)} (pip install -e '.[real]')"
        if os.environ.get("REQUIRE_REAL") == "1":
            pytest.fail(told)
        pytest.skip(told)
    package: str = request.param
    return package, questions(ASKED[package])


def test_what_is_said_of_a_package_is_right_and_little_is_left_undecided(answered: tuple[str, list[Question]]) -> None:
    package, found = answered
    sys.stdout.write(f"{table({package: found})}\n")
    assert len({each.object for each in found}) >= 15
    assert {each.kind for each in found} == {*KINDS}
    assert wrong(found) == []
    undecided = [each for each in found if each.verdict == "undecided"]
    assert all(each.cause for each in undecided)
    assert len(undecided) <= SAMPLE[package] * len(found)


def test_what_is_left_out_has_a_reason() -> None:
    assert all(reason for reason in OTHERWISE.values())


def test_what_is_asked_is_one_list() -> None:
    assert {*SAMPLE} <= {*ASKED}
    assert {*MODULES} <= {*ASKED}


def test_causes_are_counted_without_what_differs_from_place_to_place() -> None:
    assert heading('SPY803 register("one",\n  2)') == "SPY803 register(…)"
    assert heading("SPY806 base class 'acme.Base'") == "SPY806 base class 'acme.Base'"
