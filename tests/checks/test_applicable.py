"""What holds for a target, and at which targets a contract with conditions is looked at."""

from __future__ import annotations

import pytest

from importspy_static.checks.applicable import conditions_of, contract_on, holds, requirement_on
from importspy_static.checks.grid import grid
from importspy_static.checks.samples import VersionQuestions, versions_of
from importspy_static.contract.reader import parse_contract
from importspy_static.model.contract import Condition
from importspy_static.model.declared_targets import declared_target
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS

LINUX = declared_target("x86_64", "linux", "CPython", (3, 12, 1, "final", 0))
MAC = declared_target("arm64", "darwin", "PyPy", (3, 10, 14, "final", 0))


def condition(text: str) -> Condition:
    (found,) = conditions_of(parse_contract(f"functions: [{{name: f, when: {text}}}]"))
    return found


@pytest.mark.parametrize(
    ("text", "linux", "mac"),
    [
        ("{}", True, True),
        ("{python: '3.12'}", True, False),
        ("{python: '>=3.10.14,<3.12'}", False, True),
        ("{os: [macos, windows]}", False, True),
        ("{arch: [amd64]}", True, False),
        ("{arch: [aarch64]}", False, True),
        ("{interpreter: [pypy]}", False, True),
        ("{interpreter: CPython, os: linux, arch: AMD64}", True, False),
        ("{os: [linux], python: '<3.12'}", False, False),
    ],
)
def test_a_condition_holds_where_all_of_it_is_met(text: str, linux: bool, mac: bool) -> None:
    assert (holds(condition(text), LINUX), holds(condition(text), MAC)) == (linux, mac)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_is_known_by_its_target(system: str) -> None:
    target = declared_target("x86_64", system, "CPython", (3, 13, 0, "final", 0))
    assert [each for each in SYSTEMS if holds(condition(f"{{os: [{each}]}}"), target)] == [system]


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_every_architecture_is_known_by_its_target(arch: str) -> None:
    for system in ("linux", "windows", "freebsd"):
        target = declared_target(arch, system, "CPython", (3, 13, 0, "final", 0))
        assert [each for each in ARCHITECTURES if holds(condition(f"{{arch: [{each}]}}"), target)] == [arch]


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_every_interpreter_is_known_by_its_target(interpreter: str) -> None:
    target = declared_target("x86_64", "linux", interpreter, (3, 13, 0, "final", 0))
    found = [each for each in INTERPRETERS if holds(condition(f"{{interpreter: [{each}]}}"), target)]
    assert found == [interpreter]


TEXT = """
variables: [{name: a, when: {os: [linux]}}, {name: b, when: {os: [darwin]}}, {name: a, when: {os: [darwin]}}]
functions:
  - {name: f, when: {os: [darwin]}}
  - {name: g, arguments: [{name: x}, {name: y, when: {os: [darwin]}}]}
classes:
  - name: C
    superclasses: [B, {name: D, when: {os: [darwin]}}]
    attributes: [{name: p, when: {os: [darwin]}}]
    methods: [{name: m, arguments: [{name: z, when: {os: [darwin]}}]}, {name: n, when: {os: [darwin]}}]
  - {name: E, when: {os: [darwin]}}
"""


def test_what_does_not_hold_is_left_out_wherever_it_stands() -> None:
    module = requirement_on(LINUX, parse_contract(TEXT).module)
    assert [each.name for each in module.variables] == ["a"]
    (g,) = module.functions
    assert g.arguments is not None
    assert [each.name for each in g.arguments.value] == ["x"]
    (c,) = module.classes
    assert [each.name for each in c.superclasses] == ["B"]
    assert c.attributes == ()
    (m,) = c.methods
    assert m.arguments is not None
    assert m.arguments.value == ()
    assert sorted(module.elsewhere) == ["E", "b", "f"]
    assert sorted(c.elsewhere) == ["n", "p"]


def test_what_all_holds_is_the_requirement_itself() -> None:
    module = parse_contract("functions: [{name: f}]").module
    assert requirement_on(LINUX, module) is module


def test_all_modules_of_a_contract_have_conditions() -> None:
    contract = parse_contract("""
functions: [{name: f, when: {os: [linux]}}, {name: g, when: {os: [linux]}}]
modules: [{filename: a.py, functions: [{name: f, when: {os: [windows]}}]}]
importers: {functions: [{name: f, when: {os: [aix]}}]}
deployments: [{systems: [{pythons: [{modules: {filename: a.py, functions: [{name: f, when: {os: [ios]}}]}}]}]}]
""")
    named = [each.os.value for each in conditions_of(contract) if each.os]
    assert sorted(named) == [("aix",), ("ios",), ("linux",), ("windows",)]
    on_linux = contract_on(LINUX, contract)
    assert [each.os.value for each in conditions_of(on_linux) if each.os] == [("linux",)]


def test_an_entry_of_a_list_of_modules_has_a_condition() -> None:
    contract = parse_contract("""
modules: [{filename: a.py, version: 1, extra: forbid, when: {os: [darwin]}}, {filename: b.py, when: {os: [linux]}}]
deployments: [{systems: [{pythons: [{modules: {filename: a.py, version: 2, when: {os: [darwin]}}}]}]}]
""")
    assert [each.os.value for each in conditions_of(contract) if each.os] == [("darwin",), ("linux",)]
    assert not requirement_on(LINUX, contract.modules[0]).requires_something
    assert requirement_on(MAC, contract.modules[0]) is contract.modules[0]
    here = contract_on(LINUX, contract)
    assert [each.filename.value for each in here.modules if each.filename] == ["b.py"]
    assert here.deployments[0].systems[0].pythons[0].modules == ()


def versions(asked: list[str], conditions: list[str]) -> list[str]:
    return [
        declared_target("x86_64", "linux", "CPython", each).python_version
        for each in versions_of(asked, VersionQuestions(), conditions)
    ]


def test_the_versions_around_those_of_a_condition_are_looked_at() -> None:
    found = versions(["3.12"], [">=3.12.4"])
    assert {"3.12.3", "3.12.4"} <= set(found)
    assert "3.12.0" in found
    assert versions(["3.12"], [">=3.12"]) == ["3.12.0"]
    assert {"3.12.0", "3.12.1"} <= set(versions(["3.12"], [">3.12"]))


def test_a_pre_release_that_a_condition_names_is_looked_at() -> None:
    assert "3.13.0rc1" in versions([">=3.12"], ["==3.13.0rc1"])
    assert "3.13.0rc1" not in versions(["<3.13"], ["==3.13.0rc1"])


def test_a_version_that_is_to_come_is_looked_at_if_a_condition_names_it() -> None:
    assert {"3.19.0", "3.20.0"} <= set(versions([">=3.12"], [">=3.20"]))


def test_no_other_version_is_looked_at_than_the_deployment_takes() -> None:
    assert versions(["3.12"], [">=3.13"]) == ["3.12.0"]


def test_what_a_deployment_leaves_open_is_also_what_conditions_name() -> None:
    def rows(deployment: str) -> set[tuple[str, str, str]]:
        text = "functions: [{name: f, when: {os: [freebsd, macos], arch: [s390x, amd64], interpreter: PyPy}}]\n"
        (row,) = grid(parse_contract(text + deployment), VersionQuestions())
        return {(each.architecture, each.system, each.interpreter) for each in row.points}

    open_ = rows("deployments: [{systems: [{pythons: [{version: '3.12'}]}]}]")
    assert {each[0] for each in open_} == {"x86_64", "arm64", "s390x"}
    assert {each[1] for each in open_} == {"linux", "windows", "darwin", "freebsd"}
    assert {each[2] for each in open_} == {"CPython", "PyPy"}
    closed = rows(
        "deployments: [{arch: arm64, systems: [{os: linux, pythons: [{interpreter: CPython, version: '3.12'}]}]}]"
    )
    assert closed == {("arm64", "linux", "CPython")}


def test_what_two_conditions_name_is_looked_at_together() -> None:
    (row,) = grid(
        parse_contract("""
functions: [{name: f, when: {os: freebsd}, arguments: [{name: a, when: {arch: s390x}}]}]
deployments: [{systems: [{pythons: [{version: '3.12'}]}]}]
"""),
        VersionQuestions(),
    )
    assert ("s390x", "freebsd") in {(each.architecture, each.system) for each in row.points}


def test_many_names_are_looked_at_one_condition_at_a_time() -> None:
    sides = [("os", SYSTEMS), ("arch", ARCHITECTURES), ("interpreter", INTERPRETERS)]
    named = [f"{{name: f_{each}, when: {{{key}: {each}}}}}" for key, names in sides for each in names]
    text = "functions:\n" + "".join(f"  - {each}\n" for each in named)
    both = "  - {name: g, when: {os: haiku, arch: wasm64}}\n"
    (row,) = grid(parse_contract(text + both + DEPLOYED), VersionQuestions())
    hosts = {(each.architecture, each.system, each.interpreter) for each in row.points}
    assert len(hosts) < 300
    assert ("wasm64", "haiku", "CPython") in hosts
    for side, (_, names) in zip(zip(*hosts, strict=True), [sides[1], sides[0], sides[2]], strict=True):
        assert set(side) == set(names)


DEPLOYED = "deployments: [{systems: [{pythons: [{version: '3.12'}]}]}]\n"
