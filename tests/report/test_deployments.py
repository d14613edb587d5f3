"""A line for each deployment of a module."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from importspy_static.model.place import ContractPlace
from importspy_static.model.report import DeploymentVerdict, ModuleReport
from importspy_static.report.concise import render as concise
from importspy_static.report.deployments import deployment_lines
from importspy_static.report.full import render
from importspy_static.report.look import Look
from importspy_static.report.marked import plain
from tests.report.samples import GONE, TYPE, TextFile, module, report

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

PLACE = ContractPlace("spymodel.yml", 3, 1, "deployments[0]")
HELD = DeploymentVerdict("x86_64 / linux / CPython 3.11", PLACE, "compliant", "3.11", "")
RANGE = DeploymentVerdict("arm64 / linux / >=3.10", PLACE, "compliant", "3.10 to 3.15", "")
PARTLY = DeploymentVerdict("riscv64", PLACE, "broken", "3.10 to 3.15", "windows / 3.10, 3.11")
WHOLLY = DeploymentVerdict("x86_64 / windows / 3.9", PLACE, "broken", "3.9", "")
UNKNOWN = DeploymentVerdict("s390x / linux / PyPy", PLACE, "undecided", "3.10 to 3.15", "")


def on(*rows: DeploymentVerdict, path: str = "extension.py") -> ModuleReport:
    return ModuleReport(path, "spymodel.yml", deployments=rows)


def shown(*rows: DeploymentVerdict) -> list[str]:
    return plain(deployment_lines(on(*rows))).splitlines()


def test_every_deployment(snapshot: SnapshotAssertion) -> None:
    where = replace(GONE, target="windows / 3.9 to 3.11"), replace(TYPE, target=None)
    some = replace(module(*where), deployments=(HELD, RANGE, PARTLY, WHOLLY, UNKNOWN))
    assert render(report(some)) == snapshot(extension_class=TextFile)


def test_every_deployment_in_colour(snapshot: SnapshotAssertion) -> None:
    some = on(HELD, RANGE, PARTLY, WHOLLY, UNKNOWN)
    assert render(report(some), Look(color=True)).replace("\x1b", "ESC") == snapshot(extension_class=TextFile)


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ((HELD,), "extension.py holds on 1 of 1 deployment"),
        ((HELD, WHOLLY), "extension.py holds on 1 of 2 deployments"),
        ((UNKNOWN, WHOLLY), "extension.py holds on 0 of 2 deployments"),
    ],
)
def test_only_what_surely_holds_counts(rows: tuple[DeploymentVerdict, ...], heading: str) -> None:
    assert shown(*rows)[0] == heading


def test_there_is_a_line_for_each_even_when_all_holds() -> None:
    assert render(report(on(HELD, RANGE))).splitlines()[1:3] == [
        "  holds      x86_64 / linux / CPython 3.11",
        "  holds      arm64 / linux / >=3.10         3.10 to 3.15",
    ]


@pytest.mark.parametrize(
    ("deployment", "pythons", "told"),
    [
        ("linux / 3.11", "3.11", ""),
        ("3.11", "3.11", ""),
        ("linux / ==3.11", "3.11", ""),
        ("linux / >=3.1", "3.1 to 3.15", "3.1 to 3.15"),
        ("linux / 13.11", "3.11", "3.11"),
        ("linux / <3.11", "3.10", "3.10"),
        ("linux / >=3.11", "3.11", "3.11"),
        ("linux", "", ""),
    ],
)
def test_versions_are_told_where_the_name_does_not_tell_them(deployment: str, pythons: str, told: str) -> None:
    (_, row) = shown(DeploymentVerdict(deployment, PLACE, "compliant", pythons, ""))
    assert row == f"  holds      {deployment}{'  ' if told else ''}{told}"


def test_a_deployment_that_fails_in_part_says_where() -> None:
    assert shown(PARTLY)[1] == "  broken     riscv64  only on windows / 3.10, 3.11"
    assert shown(replace(PARTLY, verdict="undecided"))[1] == "  undecided  riscv64  only on windows / 3.10, 3.11"


def test_a_very_long_name_pushes_only_its_own_versions_to_the_right() -> None:
    long = replace(RANGE, deployment="x86_64 / linux / " + ",".join(f"!=3.{number}" for number in range(20)))
    rows = shown(RANGE, long)
    assert rows[1].endswith("/ >=3.10  3.10 to 3.15")
    assert rows[2].endswith("!=3.19  3.10 to 3.15")


def test_concise_has_the_targets_behind_the_messages_and_no_table() -> None:
    some = replace(module(replace(GONE, target="windows / 3.9")), deployments=(WHOLLY,))
    assert concise(report(some)) == "extension.py:1:1: SPY911 class 'Plugin' is missing (on windows / 3.9)\n"


def test_nothing_of_a_contract_is_sent_to_the_terminal() -> None:
    nasty = "a\x1b[2J\nb\u202e"
    row = DeploymentVerdict(nasty, PLACE, "broken", nasty + "2", nasty)
    some = replace(module(replace(GONE, target=nasty), path=nasty), deployments=(row, replace(row, failing="")))
    for text in (render(report(some)), concise(report(some))):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert r"a\x1b[2J\nb\u202e" in text
