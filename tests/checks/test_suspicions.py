"""What is legal in a contract and idle: told where nothing can depend on it, and nowhere else."""

from __future__ import annotations

import time
from textwrap import dedent

import pytest

from importspy_static.checks.suspicions import ContractSuspicious, suspicions
from importspy_static.contract.reader import parse_contract


def found(text: str) -> list[tuple[int, str]]:
    """What is suspicious, with its line."""
    contract = parse_contract(dedent(text).lstrip("\n"), "spymodel.yml")
    told = []
    for each in suspicions(contract, lambda code: code in ("SPY8", "SPY805")):
        assert isinstance(each, ContractSuspicious)
        assert each.severity == "warning"
        assert each.contract_place is not None
        told.append((each.contract_place.line, each.message))
    return sorted(told)


def deployments(*pythons: str, top: str = "") -> str:
    return f"{top}deployments: [{{systems: [{{os: linux, pythons: [{', '.join(pythons)}]}}]}}]\n"


COVERED = [
    ("{version: '3.11'}", "{version: '3.11'}"),
    ("{interpreter: CPython}", "{interpreter: cpython, version: '3.11'}"),
    ("{version: '>=3.10'}", "{version: '3.12'}"),
    ("{version: '>=3.10'}", "{version: '>=3.11,<3.13'}"),
    ("{version: '3.11'}", "{version: '3.11.4'}"),
    ("{version: '>= 3.10, <4'}", "{version: '>=3.10,<4'}"),
    ("{}", "{version: '3.11'}"),
    ("{version: '3.11', modules: {filename: a.py}}", "{version: '3.11', modules: [{filename: a.py}]}"),
]


@pytest.mark.parametrize(("wide", "narrow"), COVERED)
def test_a_deployment_that_an_earlier_one_covers(wide: str, narrow: str) -> None:
    ((_, message),) = found(deployments(wide, narrow))
    assert message == (
        "deployments[0].systems[0].pythons[1]: nothing depends on this deployment: "
        "what matches it matches the one on line 1"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{version: '3.11'}", "{version: '3.12'}"),
        ("{version: '3.11.4'}", "{version: '3.11'}"),
        ("{version: '3.12'}", "{version: '>=3.10'}"),
        ("{version: '>=3.10,<3.13'}", "{version: '>=3.11'}"),
        ("{version: '!=3.11.4'}", "{version: '3.11'}"),
        ("{interpreter: CPython}", "{interpreter: PyPy}"),
        ("{interpreter: CPython}", "{version: '3.11'}"),
        ("{version: '3.11', modules: {filename: a.py}}", "{version: '3.11'}"),
        ("{version: '3.11', modules: {filename: a.py}}", "{version: '3.11', modules: {filename: b.py}}"),
    ],
)
def test_deployments_that_differ(first: str, second: str) -> None:
    assert found(deployments(first, second)) == []


def test_the_environment_counts() -> None:
    assert found("deployments: [{systems: [{os: linux, environment: {secrets: [A]}}, {os: linux}]}]") == []
    ((_, message),) = found("deployments: [{systems: [{os: linux}, {os: linux, environment: {secrets: [A]}}]}]")
    assert "nothing depends on this deployment" in message


def test_other_names_of_an_architecture_are_it() -> None:
    assert len(found("deployments: [{arch: x86_64}, {arch: AMD64, systems: [{os: linux}]}]")) == 1
    assert found("deployments: [{arch: x86_64}, {arch: arm64}]") == []


@pytest.mark.parametrize(
    ("runtime", "deployment", "why"),
    [
        ("os: [linux, darwin]", "systems: [{os: windows}]", "it is for windows"),
        ("architecture: [x86_64]", "arch: arm64", "it is for arm64"),
        ("implementation: [CPython]", "systems: [{pythons: [{interpreter: PyPy}]}]", "it is for PyPy"),
        ("python: '>=3.11'", "systems: [{pythons: [{version: '3.10'}]}]", "it is for Python 3.10"),
        ("python: '>=3.11'", "systems: [{pythons: [{version: '2.8'}]}]", "there is no Python 2.8"),
    ],
)
def test_a_deployment_that_no_host_matches(runtime: str, deployment: str, why: str) -> None:
    ((_, message),) = found(f"runtime: {{{runtime}}}\ndeployments: [{{{deployment}}}]")
    assert "no host can match this" in message
    assert why in message


def test_a_deployment_within_the_runtime() -> None:
    assert (
        found("runtime: {os: [linux], python: '>=3.10'}\ndeployments: [{systems: [{pythons: [{version: 3.10.4}]}]}]")
        == []
    )


@pytest.mark.parametrize(
    ("when", "rest", "why"),
    [
        ("{python: '==2.8.*'}", "", "there is no Python ==2.8.*"),
        ("{os: [windows]}", "runtime: {os: [linux]}", "'runtime.os' on line 2 asks for linux"),
        ("{python: '<3.10'}", "runtime: {python: '>=3.10'}", "'runtime.python' on line 2 asks for >=3.10"),
        ("{os: [windows]}", "deployments: [{systems: [{os: linux}]}]", "none of the declared deployments"),
        ("{python: '3.12'}", deployments("{version: '3.11'}"), "none of the declared deployments"),
    ],
)
def test_a_condition_that_no_target_meets(when: str, rest: str, why: str) -> None:
    ((line, message),) = found(f"functions: [{{name: f, when: {when}}}]\n{rest}\n")
    assert line == 1
    assert "no target meets this condition" in message
    assert why in message


@pytest.mark.parametrize(
    ("when", "rest"),
    [
        ("{python: '>=3.12.4'}", ""),
        ("{python: '>=3.12.4'}", deployments("{version: '3.12'}")),
        ("{os: [windows, Linux]}", "runtime: {os: [linux]}"),
        ("{arch: [arm64]}", "deployments: [{systems: [{os: linux}]}]"),
        ("{python: '>=3.20'}", ""),
    ],
)
def test_a_condition_that_some_target_meets(when: str, rest: str) -> None:
    assert found(f"functions: [{{name: f, when: {when}}}]\n{rest}\n") == []


def test_a_name_that_is_allowed_and_denied() -> None:
    ((_, message),) = found("imports: {allow: [os.path, json], deny: [os]}")
    assert message == "imports.allow: 'os.path' is allowed here and denied on line 1"
    assert found("imports: {allow: [os, json], deny: [os.system, jsonschema]}") == []


def test_a_code_that_no_violation_has() -> None:
    assert found("filename: a.py\nseverity: {SPY8: note, SPY899: off}") == [
        (2, "severity.SPY899: no violation has this code")
    ]


@pytest.mark.parametrize("version", ["3.{}.{}", "!=3.{}.{}", ">=3.{},!=3.{}.*"])
def test_many_deployments_take_a_bounded_time(version: str) -> None:
    pythons = [f"{{version: '{version.format(minor, patch)}'}}" for minor in range(10, 40) for patch in range(10)]
    started = time.monotonic()
    found(deployments(*pythons))
    assert time.monotonic() - started < 60, "a guard against hanging; it takes some seconds"
