"""Requirements with conditions, and inherited ones, as a check judges them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from importspy_static import Report, check
from importspy_static.model.environment import Environment
from tests.checks.hosts import host

MODULE = """
import sys

def connect(host): ...

if sys.version_info >= (3, 12):
    def modern(): ...
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(contract: str, module: str = MODULE, environment: Environment | None = None, **files: str) -> Report:
    Path("m.py").write_text(dedent(module), encoding="utf-8")
    for name, text in {"own": contract, **files}.items():
        Path(f"{name}.yml").write_text(dedent(text), encoding="utf-8")
    if environment is None:
        return check("m.py", "own.yml", environment=None, every_deployment=True)
    return check("m.py", "own.yml", environment=environment)


def told(report: Report) -> list[tuple[str, str, str | None]]:
    return [(each.code, each.symbol, each.target) for each in report.violations]


@pytest.mark.usefixtures("folder")
class TestConditions:
    def test_they_hold_on_hosts_that_meet_them(self) -> None:
        contract = "functions: [{name: modern, when: {python: '>=3.11'}}]"
        for minor, expected in ((10, []), (11, ["SPY301"]), (12, [])):
            found = run(contract, environment=host(f"3.{minor}"))
            assert [each.code for each in found.violations] == expected

    def test_every_deployment_is_asked_at_the_bounds(self) -> None:
        contract = """
            functions: [{name: modern, when: {python: '>=3.11.3'}}]
            deployments: [{systems: [{os: linux, pythons: [{version: '>=3.10'}]}]}]
        """
        ((code, symbol, target),) = told(run(contract))
        assert (code, symbol) == ("SPY301", "modern")
        assert target is not None
        assert "3.11.3" in target
        assert "3.11.2" not in target
        assert "3.10" not in target

    def test_targets_that_differ_in_a_condition_only_are_two(self) -> None:
        contract = """
            functions: [{name: nowhere, when: {os: [windows], arch: [arm64]}}]
            deployments: [{systems: [{pythons: [{version: '3.12'}]}]}]
        """
        assert told(run(contract)) == [("SPY301", "nowhere", "arm64 / windows")]

    def test_the_modules_of_a_deployment_have_conditions_too(self) -> None:
        contract = """
            deployments:
              - systems:
                  - os: linux
                    pythons:
                      - {version: '>=3.11', modules: {filename: m.py, functions: [{name: f, when: {python: '3.12'}}]}}
        """
        assert told(run(contract)) == [("SPY301", "f", "3.12")]

    def test_a_condition_of_an_argument(self) -> None:
        contract = """
            functions: [{name: connect, arguments: [{name: host}, {name: port, when: {python: '>=3.12'}}]}]
            deployments: [{systems: [{os: linux, pythons: [{version: '>=3.11,<3.13'}]}]}]
        """
        assert told(run(contract)) == [("SPY310", "connect(port)", "3.12")]

    @pytest.mark.parametrize("extra", ["extra: forbid\n", ""])
    def test_a_name_that_is_declared_for_other_targets_is_no_extra_one(self, extra: str) -> None:
        contract = extra + "functions: [{name: connect, when: {os: [aix]}}]\n"
        found = run(contract, "def connect(): ...\ndef other(): ...\n", host())
        assert [each.symbol for each in found.violations] == (["other"] if extra else [])

    def test_a_member_that_is_declared_for_other_targets_is_no_extra_one(self) -> None:
        contract = "classes: [{name: A, extra: forbid, methods: [{name: f, when: {os: [aix]}}]}]\n"
        found = run(contract, "class A:\n    def f(self): ...\n    def g(self): ...\n", host())
        assert [each.symbol for each in found.violations] == ["A.g"]

    def test_two_that_overlap_are_both_judged(self) -> None:
        contract = """
            functions:
              - {name: connect, arguments: [{name: host}]}
              - {name: connect, arguments: [{name: host}, {name: port}], when: {python: '>=3.12'}}
        """
        assert run(contract, environment=host("3.11")).ok
        found = run(contract, environment=host("3.12"))
        assert [each.symbol for each in found.violations] == ["connect(port)"]


@pytest.mark.usefixtures("folder")
class TestInheritance:
    def test_a_violation_points_into_the_base(self) -> None:
        contract = "extends: base.yml\nfunctions: [{name: connect}]\n"
        report = run(contract, environment=host(), base="functions:\n  - name: connect\n  - name: gone\n")
        (violation,) = report.violations
        assert violation.contract_place is not None
        assert (violation.contract_place.path, violation.contract_place.line) == ("base.yml", 3)
        assert violation.contract_place.key == "functions[1].name"
        assert report.contract_lines == {"base.yml": {3: "  - name: gone"}}
        assert [each.contract for each in report.modules] == ["own.yml"]

    def test_the_severity_of_a_base_counts(self) -> None:
        report = run(
            "extends: base.yml\n", environment=host(), base="functions: [{name: gone}]\nseverity: {SPY3: note}\n"
        )
        assert [each.severity for each in report.violations] == ["note"]

    def test_deployments_of_a_base_are_looked_at(self) -> None:
        base = "deployments: [{systems: [{os: linux, pythons: [{version: '3.11'}, {version: '3.12'}]}]}]\n"
        report = run("extends: base.yml\nfunctions: [{name: modern}]\n", base=base)
        assert told(report) == [("SPY301", "modern", "3.11")]

    def test_a_bundle_of_a_base_names_files_from_its_own_folder(self, folder: Path) -> None:
        (folder / "lib").mkdir()
        (folder / "lib" / "a.py").write_text("", encoding="utf-8")
        (folder / "a.py").write_text("", encoding="utf-8")
        (folder / "lib" / "base.yml").write_text("modules: [{filename: a.py, functions: [{name: f}]}]\n")
        (folder / "own.yml").write_text("extends: lib/base.yml\n")
        report = check(".", "own.yml", environment=host())
        assert [(each.path, len(each.violations)) for each in report.modules] == [("lib/a.py", 1)]
