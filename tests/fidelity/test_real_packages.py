"""What is said of nine packages that nobody wrote for this program is what `inspect` says of them, or it is not said.

They are the packages of the extra `real`. Each public class and function of some of their modules is asked for its
members, its MRO and the signatures of its methods.
"""

from __future__ import annotations

import os
import sys
from functools import cache

import pytest

from tests.fidelity import real_packages
from tests.fidelity.real_packages import Question

MOST_UNDECIDED = 0.05

pytestmark = [pytest.mark.real, pytest.mark.slow]


@cache
def asked() -> list[Question]:
    """All questions, answered once for all tests."""
    found = real_packages.questions()
    sys.stdout.write(real_packages.table(found) + "\n")
    return found


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    if missing := real_packages.absent():
        told = f"not installed: {', '.join(missing)} (pip install -e '.[real]')"
        if os.environ.get("REQUIRE_REAL") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return asked()


def test_many_symbols_of_every_package_are_asked(questions: list[Question]) -> None:
    symbols = {real_packages.owner(each.symbol) for each in questions}
    assert len(symbols) > 1000
    packages = {each.package for each in questions}
    assert packages == {real_packages.MODULES.get(name, name) for name in real_packages.ASKED} | {"attrs"}
    for package in packages:
        assert sum(symbol.split(":")[0].split(".")[0] == package for symbol in symbols) >= 15, package


def test_nothing_that_is_said_is_wrong(questions: list[Question]) -> None:
    assert [f"{each.symbol} {each.kind}: {each.ours}" for each in questions if each.verdict == "wrong"] == []


def test_little_is_left_undecided(questions: list[Question]) -> None:
    undecided = [each for each in questions if each.verdict == "undecided"]
    assert all(each.cause for each in undecided)
    assert len(undecided) < MOST_UNDECIDED * len(questions), real_packages.table(questions)


def test_what_is_left_out_is_asked_for_and_has_a_reason() -> None:
    assert all(reason for reason in real_packages.OTHERWISE.values())
