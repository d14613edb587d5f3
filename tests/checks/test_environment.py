"""Variables and secrets of the environment."""

from __future__ import annotations

import dataclasses

import pytest

from importspy_static.checks.deployments import violations_of
from importspy_static.checks.environment import InvalidEnvironmentVariable
from importspy_static.contract.problems import ContractError
from importspy_static.model.environment import Environment
from tests.checks.hosts import host, judged


def contract(variable: str, secrets: str = "[]") -> str:
    return f"deployments: [{{systems: [{{os: linux, environment: {{variables: [{variable}], secrets: {secrets}}}}}]}}]"


def codes(variable: str, environment: Environment, secrets: str = "[]") -> list[str]:
    return [each.code for each in violations_of(judged(contract(variable, secrets), environment))]


@pytest.mark.parametrize("text", ["TRUE", "1", "yes", "On", " true "])
def test_the_words_for_true_are_one(text: str) -> None:
    assert codes("{name: A, value: true, annotation: bool}", host(values={"A": text})) == []


@pytest.mark.parametrize("text", ["false", "0", "off", "", "2", "truee", "None"])
def test_other_words_are_not_true(text: str) -> None:
    assert codes("{name: A, value: true, annotation: bool}", host(values={"A": text})) == ["SPY506"]


@pytest.mark.parametrize(
    ("variable", "text", "fits"),
    [
        ("{name: A, value: INFO}", "INFO", True),
        ("{name: A, value: INFO}", "info", False),
        ("{name: A, value: INFO}", "INFO ", False),
        ("{name: A, value: true}", "TRUE", False),  # without annotation it is text
        ("{name: A, value: 3.10}", "3.10", True),
        ("{name: A, value: 3.10}", "3.1", False),
        ("{name: A, value: 8080, annotation: int}", "08080", True),
        ("{name: A, value: 8080, annotation: int}", "8080.0", False),
        ("{name: A, value: 3.10, annotation: float}", "3.1", True),
        ("{name: A, value: 3.10, annotation: float}", "31e-1", True),
        ("{name: A, value: nan, annotation: float}", "NaN", True),
        ("{name: A, value: 0, annotation: bool}", "off", True),
        ("{name: A, annotation: int}", "12", True),
        ("{name: A, annotation: int}", "twelve", False),
        ("{name: A, annotation: bool}", "no", True),
        ("{name: A, annotation: bool}", "maybe", False),
        ("{name: A, annotation: str}", "", True),
        ("{name: A, annotation: Path, value: /srv}", "/srv", True),  # an annotation of 0.4 that is text to us
        ("{name: A, annotation: Path, value: /srv}", "/var", False),
        ("{name: A}", "", True),
    ],
)
def test_a_text_is_compared_by_its_annotation(variable: str, text: str, fits: bool) -> None:
    assert codes(variable, host(values={"A": text})) == ([] if fits else ["SPY506"])


def test_a_variable_that_is_not_set_is_told_once() -> None:
    assert codes("{name: A, value: x}", host()) == ["SPY505"]


def test_a_secret_must_only_be_there() -> None:
    assert codes("{name: B}", host(values={"B": "", "A": ""}), "[A]") == []
    assert codes("{name: B}", host(values={"B": ""}), "[A]") == ["SPY507"]


def test_windows_does_not_tell_apart_the_case_of_names() -> None:
    environment = host(values={"LOG_LEVEL": "INFO"})
    assert codes("{name: Log_Level, value: INFO}", environment) == ["SPY505"]
    windows = dataclasses.replace(environment, os="windows")
    assert [each.code for each in violations_of(judged(contract("{name: Log_Level, value: INFO}"), windows))] == [
        "SPY502"
    ]


def test_a_text_that_nobody_knows_is_undecided() -> None:
    snapshot = host(values={}, variables=frozenset({"A"}), source="image.json")
    (violation,) = violations_of(judged(contract("{name: A, value: INFO}"), snapshot))
    assert violation.undecided
    assert violation.message == "A: should be 'INFO', but image.json does not tell its text"
    assert codes("{name: A}", snapshot) == []


def test_a_text_is_told_only_when_asked_for_and_that_of_a_secret_never() -> None:
    here = host(values={"A": "hunter2", "TOKEN": "hunter3"})
    (hidden,) = violations_of(judged(contract("{name: A, value: x}"), here))
    assert hidden.message == "A: should be 'x', found another text"
    assert hidden.actual is None
    (shown,) = violations_of(judged(contract("{name: A, value: x}"), here, show_values=True))
    assert isinstance(shown, InvalidEnvironmentVariable)
    assert shown.message == "A: should be 'x', found 'hunter2'"
    (secret,) = violations_of(judged(contract("{name: TOKEN, value: x}", "[token, TOKEN]"), here, show_values=True))[:1]
    assert "hunter3" not in repr(secret)


def test_no_text_is_in_the_repr_of_a_host() -> None:
    assert "hunter2" not in repr(host(values={"A": "hunter2"}))


def test_a_value_that_its_type_cannot_mean_is_a_contradiction() -> None:
    with pytest.raises(ContractError, match=r"SPY013 .*: 'abc' is no text of type 'int'"):
        judged(contract("{name: A, value: abc, annotation: int}"), host())
