"""The deployments of a contract as points to look at."""

from __future__ import annotations

from importspy_static.checks.grid import Row, grid
from importspy_static.checks.samples import VersionQuestions
from importspy_static.contract.reader import parse_contract


def rows(contract: str) -> list[Row]:
    return grid(parse_contract(contract), VersionQuestions())


def shown(row: Row) -> list[str]:
    return [
        f"{each.architecture} {each.system} {each.interpreter} {each.version[0]}.{each.version[1]}"
        for each in row.points
    ]


def test_each_declared_python_is_a_row() -> None:
    first, second, third = rows(
        "deployments: [{arch: x86_64, systems: ["
        "{os: linux, pythons: [{version: '3.11'}, {version: '>=3.12,<3.14', interpreter: PyPy}]}, {os: macos}]}]"
    )
    assert (first.label, shown(first)) == ("x86_64 / linux / 3.11", ["x86_64 linux CPython 3.11"])
    assert second.label == "x86_64 / linux / PyPy >=3.12,<3.14"
    assert shown(second) == ["x86_64 linux PyPy 3.12", "x86_64 linux PyPy 3.13"]
    assert third.label == "x86_64 / macos"
    assert len(third.points) == 6


def test_what_is_left_open_is_any() -> None:
    (row,) = rows("deployments: [{systems: [{pythons: [{version: '3.11'}]}]}]")
    assert row.label == "3.11"
    assert shown(row) == [
        f"{arch} {os} CPython 3.11" for arch in ("x86_64", "arm64") for os in ("linux", "windows", "darwin")
    ]


def test_the_short_form_makes_rows_of_what_it_lists() -> None:
    found = rows("runtime: {os: [linux, windows], architecture: [x86_64], python: '3.12'}")
    assert [row.label for row in found] == ["x86_64 / linux / 3.12", "x86_64 / windows / 3.12"]


def test_the_short_form_rules_out_what_it_does_not_list() -> None:
    found = rows(
        "runtime: {os: [linux], python: '>=3.12'}\n"
        'deployments: [{systems: [{os: linux, pythons: [{version: ">=3.11,<3.14"}, {version: 3.10}]}, {os: windows}]}]'
    )
    assert [(row.label, bool(row.points)) for row in found] == [
        ("linux / >=3.11,<3.14", True),
        ("linux / 3.10", False),
        ("windows", False),
    ]
    assert {each.version[:2] for each in found[0].points} == {(3, 12), (3, 13)}


def test_a_target_answers_as_a_host_of_that_name_does() -> None:
    (row,) = rows(
        "deployments: [{arch: arm64, systems: [{os: windows, pythons: [{version: 3.9, interpreter: PyPy}]}]}]"
    )
    target = row.points[0].target
    assert (target.platform, target.os_name, target.system, target.machine) == ("win32", "nt", "Windows", "ARM64")
    assert (target.implementation, target.python_implementation, target.version) == (
        "pypy",
        "PyPy",
        (3, 9, 0, "final", 0),
    )
    (row,) = rows("deployments: [{arch: arm64, systems: [{os: linux, pythons: [{version: 2.7}]}]}]")
    assert (row.points[0].target.platform, row.points[0].target.machine) == ("linux2", "aarch64")
    (row,) = rows("deployments: [{arch: s390x, systems: [{os: linux, pythons: [{version: 3.12}]}]}]")
    assert (row.points[0].target.byte_order, row.points[0].target.pointer_width) == ("big", 64)
    (row,) = rows("deployments: [{arch: x86, systems: [{os: linux, pythons: [{version: 3.12}]}]}]")
    assert (row.points[0].target.machine, row.points[0].target.pointer_width) == ("i686", 32)
