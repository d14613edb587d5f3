from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from importspy_static.report.concise import render
from tests.report.samples import ALONE, BROKEN, COMPLIANT, TYPE, TextFile, at, module, report

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def test_concise_report(snapshot: SnapshotAssertion) -> None:
    assert render(BROKEN) == snapshot(extension_class=TextFile)


def test_nothing_is_printed_when_all_is_well() -> None:
    assert render(COMPLIANT) == ""


def test_a_violation_is_one_line_whatever_it_says() -> None:
    odd = replace(TYPE, symbol="a\nb\u2028c\x85d", place=at(1, 2, 3, path="x\r\ny.py"))
    (line,) = render(report(module(odd))).splitlines()
    assert line.startswith(r"x\r\ny.py:1:2: SPY912 a\nb\u2028c\x85d")


def test_what_concerns_the_contract_alone_is_placed_there() -> None:
    assert render(report(module(ALONE))) == "spymodel.yml:3:1: SPY911 class 'Plugin' is missing\n"


def test_what_has_no_place_at_all_is_still_told() -> None:
    assert render(report(module(replace(ALONE, contract_place=None)))) == "-: SPY911 class 'Plugin' is missing\n"
