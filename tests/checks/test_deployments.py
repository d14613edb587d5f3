"""Which deployment a host is, and what it lacks for the closest."""

from __future__ import annotations

from typing import Any

import pytest

from importspy_static.checks.deployments import violations_of
from tests.checks.hosts import host, judged

MANY = """
deployments:
"""
for arch in ("x86_64", "arm64", "s390x"):
    MANY += f"  - arch: {arch}\n    systems:\n"
    for system in ("linux", "windows"):
        MANY += (
            f"      - os: {system}\n        pythons: [{{version: '3.11'}}, {{version: '3.12'}}, {{version: '3.13'}}]\n"
        )
"""Three architectures, two systems, three Pythons: eighteen deployments."""


@pytest.mark.parametrize("arch", ["amd64", "AMD64", "x64", "X86_64"])
def test_an_architecture_has_several_names(arch: str) -> None:
    assert judged(f"runtime: {{architecture: [{arch}]}}").runtime == ()


@pytest.mark.parametrize("system", ["macos", "Darwin", "MACOS"])
def test_macos_is_darwin(system: str) -> None:
    assert judged(f"runtime: {{os: [{system}]}}", host(os="darwin")).runtime == ()
    (violation,) = judged(f"runtime: {{os: [{system}]}}").runtime
    assert violation.code == "SPY502"


def test_an_unquoted_version_is_the_text_as_written() -> None:
    contract = "deployments: [{systems: [{pythons: [{version: 3.10}]}]}]"
    assert violations_of(judged(contract, host("3.10.13"))) == ()
    (violation,) = violations_of(judged(contract, host("3.1.0")))
    assert violation.message == "Python: should be '3.10', found '3.1.0'"


def test_all_of_the_short_form_must_hold() -> None:
    contract = "runtime: {python: '>=3.12', os: [windows, darwin], architecture: [arm64], implementation: [pypy]}"
    assert [each.code for each in judged(contract).runtime] == ["SPY501", "SPY502", "SPY501", "SPY503"]
    assert judged(contract).runtime[1].message == "operating system: should be 'windows or darwin', found 'linux'"


def test_an_interpreter_is_named_in_any_case() -> None:
    contract = "deployments: [{systems: [{pythons: [{interpreter: cpython}]}]}]"
    assert violations_of(judged(contract)) == ()
    assert [each.code for each in violations_of(judged(contract, host(interpreter="PyPy")))] == ["SPY503"]


def test_one_of_the_deployments_must_hold() -> None:
    found = judged(MANY, host("3.12.1", os="windows", architecture="arm64"))
    assert [path.label for path in found.holding] == ["arm64 / windows / 3.12"]
    assert violations_of(found) == ()
    assert found.verdict == "compliant"


@pytest.mark.parametrize(
    ("python", "changes", "closest", "lacks"),
    [
        ("3.10.2", {}, "x86_64 / linux / 3.11", ["Python"]),
        ("3.14.2", {}, "x86_64 / linux / 3.13", ["Python"]),
        ("3.12.2", {"os": "freebsd"}, "x86_64 / linux / 3.12", ["operating system"]),
        ("3.12.2", {"architecture": "riscv64"}, "x86_64 / linux / 3.12", ["architecture"]),
        ("3.10.2", {"architecture": "s390x", "os": "windows"}, "s390x / windows / 3.11", ["Python"]),
        ("3.9.2", {"architecture": "s390x", "os": "aix"}, "s390x / linux / 3.11", ["operating system", "Python"]),
    ],
)
def test_the_closest_of_eighteen_is_told_with_what_it_lacks(
    python: str, changes: dict[str, Any], closest: str, lacks: list[str]
) -> None:
    found = judged(MANY, host(python, **changes))
    assert len(found.paths) == 18
    assert found.closest is not None
    assert found.closest.label == closest
    violations = violations_of(found)
    assert [each.symbol for each in violations] == lacks
    assert all(each.message.endswith(f"none of 18 deployments holds, {closest} is the closest") for each in violations)


def test_a_host_that_fits_is_closer_than_an_environment_that_does() -> None:
    contract = """
deployments:
  - arch: arm64
    systems: [{os: linux}]
  - arch: x86_64
    systems:
      - os: linux
        environment: {variables: [{name: A}, {name: B}], secrets: [C]}
"""
    assert [each.symbol for each in violations_of(judged(contract))] == ["A", "B", "C"]


def test_fewest_violations_are_closest_among_hosts_that_fit() -> None:
    contract = """
deployments:
  - systems:
      - environment: {variables: [{name: A}, {name: B}]}
      - environment: {variables: [{name: C}]}
"""
    assert [each.symbol for each in violations_of(judged(contract))] == ["C"]


def test_what_fits_further_along_is_closer_among_equals() -> None:
    contract = "deployments: [{arch: arm64, systems: [{os: linux}]}, {arch: x86_64, systems: [{os: windows}]}]"
    (violation,) = violations_of(judged(contract))
    assert violation.symbol == "operating system"


def test_a_level_that_says_nothing_holds() -> None:
    found = judged("deployments: [{systems: [{environment: {secrets: [A]}}]}]", host(values={"A": ""}))
    assert [path.label for path in found.holding] == ["any architecture / any system"]


def test_both_forms_must_hold() -> None:
    found = judged("runtime: {python: '3.12'}\ndeployments: [{arch: arm64}]")
    assert [each.symbol for each in violations_of(found)] == ["Python", "architecture"]
    assert found.verdict == "broken"


def test_the_tree_says_of_each_alternative_why_it_does_not_hold() -> None:
    first = judged(MANY, host("3.12.1", os="windows")).alternatives[0]
    assert (first.verdict, first.lacks) == ("compliant", ())
    linux, windows = first.within
    assert [each.message for each in linux.lacks] == ["operating system: should be 'linux', found 'windows'"]
    assert [each.verdict for each in windows.within] == ["broken", "compliant", "broken"]
    assert windows.within[0].lacks[0].message == "Python: should be '3.11', found '3.12.1'"


def test_an_undecided_deployment_is_closer_than_a_broken_one() -> None:
    contract = """
deployments:
  - arch: x86_64
    systems:
      - os: windows
      - os: linux
        environment: {variables: [{name: A, value: x}, {name: B, value: x}]}
"""
    found = judged(contract, host(variables=frozenset({"A", "B"}), source="a.json"))
    assert [each.code for each in violations_of(found)] == ["SPY807", "SPY807"]
    assert "none of 2 deployments is known to hold, x86_64 / linux is the closest" in violations_of(found)[0].message
    assert found.verdict == "undecided"
    assert [path.label for path in found.candidates] == ["x86_64 / linux"]


def test_a_variable_of_the_environment_is_asked_for_where_its_condition_holds() -> None:
    contract = """
        deployments:
          - systems:
              - environment:
                  variables: [{name: HOME_OF_IT, value: a, when: {python: '>=3.12', os: [linux]}}]
    """
    assert violations_of(judged(contract, host("3.11.1"))) == ()
    assert violations_of(judged(contract, host("3.12.1", os="windows", system="Windows"))) == ()
    assert [each.code for each in violations_of(judged(contract, host("3.12.1")))] == ["SPY505"]
