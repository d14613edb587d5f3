"""`--every-deployment`: what a module is on targets that are not there, held to interpreters that are."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from importspy_static import Contract, ContractError, Report, check
from tests.probes.interpreters import python

SOURCE = """\
import os
import platform
import sys
import sys as system
from sys import version_info as version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    typing_only = 1

if sys.platform == "win32":
    windows = 1
else:
    not_windows = 1

if sys.platform.startswith("win") or os.name == "nt":
    windows_too = 1

if platform.system() == "Windows" and platform.machine() in ("AMD64", "x86_64"):
    windows_on_pc = 1
elif platform.system().lower() == "linux":
    linux = 1

if sys.version_info >= (3, 12):
    since_12 = 1
else:
    before_12 = 1

if system.version_info > (3, 11):
    after_11 = 1

if not sys.version_info < (3, 10):
    not_before_10 = 1

if (3, 8) <= sys.version_info < (3, 12):
    from_8_to_11 = 1

if version[0] == 3 and version[1] >= 11:
    by_index = 1

if sys.version_info[:2] == (3, 11):
    by_slice = 1
elif sys.version_info[:2] in ((3, 8), (3, 12)):
    by_membership = 1

if sys.version_info.major >= 3 and sys.version_info.minor < 11 or sys.version_info.major > 3:
    by_name = 1

if sys.hexversion >= 0x030B0000:
    by_hexversion = 1

if sys.version_info >= (3, 11, 1):
    by_patch = 1

if sys.implementation.name == "cpython" and platform.python_implementation() == "CPython":
    cpython = 1

if sys.maxsize > 2**32 and sys.byteorder == "little":
    wide = 1

NEW = sys.version_info >= (3, 12)
if NEW and sys.platform != "win32":
    by_variable = 1

if sys.version_info >= (3, 12):
    if sys.platform == "win32":
        def connect(): ...
    else:
        def disconnect(): ...
elif sys.platform == "linux":
    def connect(): ...
"""

NAMES = sorted({line.split()[0] for line in SOURCE.splitlines() if line.startswith("    ") and line.endswith(" = 1")})
NAMES.remove("by_patch")  # `3.11` is every 3.11.x, an interpreter is one of them
NAMES += ["connect", "disconnect"]

PYTHONS = ("3.8", "3.11", "3.12")
SYSTEMS = {
    "linux": ("linux", "posix", "Linux", "x86_64"),
    "windows": ("win32", "nt", "Windows", "AMD64"),
}

PATCHED = """
import json, os, platform, sys
source, facts = json.loads(sys.stdin.read())
sys.platform, os.name, system, machine = facts
platform.system, platform.machine = lambda: system, lambda: machine
names = {"__name__": "module"}
exec(compile(source, "module.py", "exec"), names)
json.dump(sorted(names), sys.stdout)
"""
"""Runs our own source (nothing that is checked for others) as if on another system."""

DEPLOYMENTS = "deployments:\n  - arch: x86_64\n    systems:\n" + "".join(
    f"      - os: {system}\n        pythons: [{', '.join(f'{{version: {minor!r}}}' for minor in PYTHONS)}]\n"
    for system in SYSTEMS
)


def contract(requirement: str) -> Contract:
    return Contract.from_yaml(f"{requirement}\n{DEPLOYMENTS}")


def bound_by(minor: str, system: str, source: str) -> set[str]:
    """The names that a real interpreter binds."""
    given = json.dumps([source, SYSTEMS[system]])
    done = subprocess.run(
        [python(minor), "-I", "-c", PATCHED], input=given, capture_output=True, text=True, timeout=60, check=True
    )
    return set(json.loads(done.stdout))


@pytest.fixture(scope="module")
def truth() -> dict[str, set[str]]:
    return {f"x86_64 / {system} / {minor}": bound_by(minor, system, SOURCE) for system in SYSTEMS for minor in PYTHONS}


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def verdicts(report: Report) -> dict[str, str]:
    (found,) = report.modules
    assert found.deployments is not None
    return {each.deployment: each.verdict for each in found.deployments}


def test_the_sample_asks_in_many_ways() -> None:
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_six_deployments_are_what_the_interpreters_say(name: str, module: Path, truth: dict[str, set[str]]) -> None:
    kind = "functions" if name.endswith("connect") else "variables"
    report = check(module, contract(f"{kind}: [{{name: {name}}}]"), every_deployment=True)
    assert verdicts(report) == {where: "compliant" if name in names else "broken" for where, names in truth.items()}


def test_a_violation_says_on_which_deployments_it_is(module: Path) -> None:
    report = check(module, contract("functions: [{name: connect}]"), every_deployment=True)
    (violation,) = report.violations
    assert (violation.code, violation.target) == ("SPY301", "linux / 3.12; windows / 3.8, 3.11")


def test_what_is_broken_everywhere_is_told_once(module: Path) -> None:
    report = check(module, contract("functions: [{name: nowhere}]"), every_deployment=True)
    assert [each.target for each in report.violations] == ["every deployment"]


def test_a_set_of_versions_is_looked_at_where_the_answer_can_change(module: Path) -> None:
    asked = "variables: [{name: by_patch}]\ndeployments: [{systems: [{pythons: [{version: '>=3.10,<3.13'}]}]}]"
    report = check(module, Contract.from_yaml(asked), every_deployment=True)
    (row,) = report.modules[0].deployments or ()
    assert (row.verdict, row.failing) == ("broken", "3.10.0 to 3.11.0")


def test_grammar_that_a_declared_python_does_not_have_is_told_with_its_line(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("def run(x):\n    match x:\n        case 1: return 2\n", encoding="utf-8")
    report = check(module, contract("functions: [{name: run}]"), every_deployment=True)
    (violation,) = report.violations
    assert violation.place is not None
    assert (violation.code, violation.place.span.line, violation.target) == ("SPY002", 2, "3.8")
    assert "needs Python 3.10 or newer" in violation.message
    assert violation.contract_place is not None
    assert violation.contract_place.line == 6


def test_modules_of_a_python_are_required_only_there(module: Path) -> None:
    text = """
deployments:
  - systems:
      - pythons:
          - version: "3.12"
            modules: {variables: [{name: since_12}]}
          - version: "3.11"
            modules: {variables: [{name: before_12}, {name: since_12}]}
"""
    report = check(module, Contract.from_yaml(text), every_deployment=True)
    assert verdicts(report) == {"3.12": "compliant", "3.11": "broken"}
    assert [(each.symbol, each.target) for each in report.violations] == [("since_12", "3.11")]


def test_what_is_ignored_does_not_break_a_deployment(module: Path) -> None:
    from importspy_static.model.policy import Policy

    asked = contract("functions: [{name: connect}]")
    report = check(module, asked, every_deployment=True, policy=Policy(ignore=("SPY301",)))
    assert set(verdicts(report).values()) == {"compliant"}
    assert report.ok


def test_a_module_that_cannot_be_read_is_broken_on_every_deployment(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("def run(:\n", encoding="utf-8")
    report = check(module, contract("functions: [{name: run}]"), every_deployment=True)
    assert [each.code for each in report.violations] == ["SPY002"]
    assert set(verdicts(report).values()) == {"broken"}


def test_a_contract_that_declares_no_deployment_cannot_be_asked(module: Path) -> None:
    with pytest.raises(ContractError, match="neither 'deployments' nor 'runtime'"):
        check(module, Contract.from_yaml("functions: [{name: run}]\n"), every_deployment=True)


def test_the_host_does_not_count(module: Path) -> None:
    text = f"functions: [{{name: disconnect}}]\n{DEPLOYMENTS}".replace("os: linux", "os: aix").replace(
        "x86_64", "s390x"
    )
    report = check(module, Contract.from_yaml(text), every_deployment=True)
    assert not any(each.code.startswith("SPY5") for each in report.violations)


def test_what_the_standard_library_of_a_target_lacks_ends_the_import_there(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import tomllib\n\ndef run(): ...\n", encoding="utf-8")
    asked = "functions: [{name: run}]\nruntime: {python: '>=3.9,<3.13'}"
    (violation,) = check(module, Contract.from_yaml(asked), every_deployment=True).violations
    assert (violation.code, violation.target) == ("SPY301", "3.9, 3.10")
    assert violation.place is not None
    assert violation.place.span.line == 1
    assert "tomllib" in violation.message


def test_what_a_fallback_provides_is_there(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    source = "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n\ndef run(): ...\n"
    module.write_text(source, encoding="utf-8")
    asked = "functions: [{name: run}]\nruntime: {python: '>=3.9,<3.13'}"
    assert check(module, Contract.from_yaml(asked), every_deployment=True).ok


def test_what_may_have_been_brought_back_is_undecided_once(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import distutils.version\n\ndef run(): ...\ndef stop(): ...\n", encoding="utf-8")
    asked = "functions: [{name: run}, {name: stop}]\nruntime: {python: '>=3.11,<3.13'}"
    (violation,) = check(module, Contract.from_yaml(asked), every_deployment=True).violations
    assert (violation.code, violation.target) == ("SPY802", "3.12")


@pytest.mark.parametrize("asked", ["3.99", "2.6", "4.0", "3.13.0rc1", "<3", "3.15.4"])
def test_a_python_that_is_not_here_yet_is_looked_at_all_the_same(asked: str, module: Path) -> None:
    text = f"functions: [{{name: nowhere}}]\ndeployments: [{{systems: [{{pythons: [{{version: '{asked}'}}]}}]}}]"
    assert verdicts(check(module, Contract.from_yaml(text), every_deployment=True)) == {asked: "broken"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("deployments: [{systems: [{pythons: [{version: '===foo'}]}]}]", "no host is '===foo'"),
        (
            "runtime: {python: '>=3.10'}\ndeployments: [{systems: [{pythons: [{version: 3.11}, {version: 3.9}]}]}]",
            "no host is '3.9' and meets 'runtime' on line 2 too",
        ),
    ],
)
def test_a_deployment_that_nothing_can_match_is_refused_and_not_left_out(text: str, reason: str, module: Path) -> None:
    with pytest.raises(ContractError) as caught:
        check(module, Contract.from_yaml(f"functions: [{{name: run}}]\n{text}"), every_deployment=True)
    assert [(each.code, reason in each.message) for each in caught.value.problems] == [("SPY013", True)]
