from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from importspy_static.model.policy import PathRules, Policy
from importspy_static.model.violation import REGISTER, SeverityLevel, Violation


def kind(code: str, name: str) -> Violation:
    """A violation of a class of its own, which leaves the register at once."""

    @dataclass(frozen=True, kw_only=True)
    class Sample(Violation, code=code, name=name, title="Sample", remedy="Change it."):
        """A sample."""

    del REGISTER[code]
    return Sample()


UNREAD = kind("SPY099", "source-lost")
ARGUMENT = kind("SPY398", "argument-odd")
RETURN = kind("SPY399", "return-odd")
UNDECIDED = kind("SPY899", "thing-computed")
ALL = (UNREAD, ARGUMENT, RETURN, UNDECIDED)


def codes(policy: Policy, contract: dict[str, SeverityLevel] | None = None) -> list[str]:
    return [violation.code for violation in policy.apply(ALL, contract or {})]


def severities(policy: Policy, contract: dict[str, SeverityLevel] | None = None) -> dict[str, str]:
    return {violation.code: violation.severity for violation in policy.apply(ALL, contract or {})}


def test_nothing_wished_leaves_all_as_they_are() -> None:
    assert Policy().apply(ALL, {}) == ALL


@pytest.mark.parametrize("selector", ["SPY39", "SPY3", "spy3", " SPY3 "])
def test_a_family_is_selected_by_the_beginning_of_its_codes(selector: str) -> None:
    assert codes(Policy(select=(selector,))) == ["SPY099", "SPY398", "SPY399"]


def test_a_violation_is_selected_by_its_name() -> None:
    assert codes(Policy(select=("Argument-Odd",))) == ["SPY099", "SPY398"]


def test_selecting_never_hides_that_the_source_could_not_be_read() -> None:
    assert codes(Policy(select=("SPY8",))) == ["SPY099", "SPY899"]


def test_what_is_ignored_by_its_own_name_is_gone_even_if_it_is_about_reading() -> None:
    assert codes(Policy(ignore=("SPY099", "return-odd"))) == ["SPY398", "SPY899"]


def test_the_closest_of_select_and_ignore_wins() -> None:
    assert codes(Policy(select=("SPY3",), ignore=("SPY398",))) == ["SPY099", "SPY399"]
    assert codes(Policy(select=("SPY398",), ignore=("SPY3",))) == ["SPY099", "SPY398"]
    assert codes(Policy(select=("SPY3",), ignore=("SPY3",))) == ["SPY099"]


@pytest.mark.parametrize("selector", ["", "S", "3", "SPY3991", "argument", "PY3"])
def test_what_is_no_code_and_no_name_fits_nothing(selector: str) -> None:
    assert codes(Policy(ignore=(selector,))) == [violation.code for violation in ALL]


def test_the_closest_severity_wins() -> None:
    asked = severities(Policy(severity={"SPY398": "note", "SPY3": "warning", "SPY": "note"}))
    assert asked == {"SPY099": "note", "SPY398": "note", "SPY399": "warning", "SPY899": "note"}


def test_off_removes() -> None:
    assert codes(Policy(), {"SPY3": "off", "SPY399": "error"}) == ["SPY099", "SPY399", "SPY899"]


def test_the_run_beats_the_contract_even_where_the_contract_is_closer() -> None:
    asked = severities(Policy(severity={"SPY": "error"}), {"SPY898": "off", "SPY899": "off", "SPY398": "note"})
    assert set(asked.values()) == {"error"}
    assert len(asked) == len(ALL)


# --- rules for some paths -------------------------------------------------------------------------------------------


def rules(
    path: str,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    severity: dict[str, SeverityLevel] | None = None,
) -> PathRules:
    return PathRules(select, ignore, severity or {}, holds_for=lambda asked: asked.startswith(path))


def codes_of(policy: Policy, path: str) -> list[str]:
    return [violation.code for violation in policy.of(path).apply(ALL)]


def severities_of(policy: Policy, path: str, contract: dict[str, SeverityLevel] | None = None) -> list[str]:
    return [f"{each.code} {each.severity}" for each in policy.of(path).apply(ALL, contract or {})]


def test_rules_of_other_paths_say_nothing() -> None:
    policy = Policy(ignore=("SPY399",), overrides=(rules("a", ignore=("SPY398",)), rules("b", ("SPY8",))))
    assert codes_of(policy, "a.py") == ["SPY099", "SPY899"]
    assert codes_of(policy, "b.py") == ["SPY099", "SPY899"]
    assert codes_of(policy, "c.py") == ["SPY099", "SPY398", "SPY899"]
    assert codes(policy) == ["SPY099", "SPY398", "SPY899"], "what is about no module has no path"


def test_what_is_ignored_for_a_path_is_so_however_closely_it_is_selected_for_all() -> None:
    policy = Policy(select=("SPY398",), overrides=(rules("a", ignore=("SPY3",)),))
    assert codes_of(policy, "a.py") == ["SPY099"]
    assert codes_of(policy, "b.py") == ["SPY099", "SPY398"]


def test_what_is_selected_for_a_path_is_told_though_it_is_ignored_for_all() -> None:
    policy = Policy(ignore=("SPY398",), overrides=(rules("a", select=("SPY3",)),))
    assert codes_of(policy, "a.py") == ["SPY099", "SPY398", "SPY399"]
    assert codes_of(policy, "b.py") == ["SPY099", "SPY399", "SPY899"]


def test_of_rules_for_one_path_all_count_and_the_later_is_asked_first() -> None:
    policy = Policy(overrides=(rules("a", ignore=("SPY3",)), rules("a/b", ignore=("SPY8",))))
    assert codes_of(policy, "a/b.py") == ["SPY099"]
    policy = Policy(overrides=(rules("a", ignore=("SPY3",)), rules("a/b", select=("SPY398",))))
    assert codes_of(policy, "a/b.py") == ["SPY099", "SPY398"]
    policy = Policy(overrides=(rules("a/b", select=("SPY398",)), rules("a", ignore=("SPY3",))))
    assert codes_of(policy, "a/b.py") == ["SPY099"]


def test_selecting_for_a_path_never_hides_that_the_source_could_not_be_read() -> None:
    assert codes_of(Policy(overrides=(rules("a", select=("SPY8",)),)), "a") == ["SPY099", "SPY899"]
    assert codes_of(Policy(overrides=(rules("a", ignore=("SPY0",)),)), "a") == ["SPY398", "SPY399", "SPY899"]


def test_severities_are_asked_of_what_is_insisted_on_then_paths_then_all_then_the_contract() -> None:
    policy = Policy(
        severity={"SPY398": "note", "SPY0": "note"},
        overrides=(rules("a", severity={"SPY3": "warning", "SPY8": "off"}),),
        insisted={"SPY": "error"},
    )
    contract: dict[str, SeverityLevel] = {"SPY099": "off", "SPY399": "note", "SPY899": "warning"}
    assert severities_of(policy, "a", contract) == ["SPY099 error", "SPY398 error", "SPY399 error", "SPY899 error"]
    policy = replace(policy, insisted={"SPY399": "error"})
    assert severities_of(policy, "a", contract) == ["SPY099 note", "SPY398 warning", "SPY399 error"]
    assert severities_of(policy, "b", contract) == [
        "SPY099 note",
        "SPY398 note",
        "SPY399 error",
        "SPY899 warning",
    ]
