from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from importspy_static.model.report import ModuleReport, Report
from importspy_static.report.full import render, render_problems
from importspy_static.report.look import Look
from tests.report.samples import ALONE, BROKEN, COMPLIANT, CONTRACT, TYPE, TextFile, at, module, report

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_full_report(snapshot: SnapshotAssertion) -> None:
    assert render(BROKEN) == snapshot(extension_class=TextFile)


def test_full_report_in_colour(snapshot: SnapshotAssertion) -> None:
    assert render(BROKEN, Look(color=True)).replace("\x1b", "ESC") == snapshot(extension_class=TextFile)


def test_problems_of_a_contract(snapshot: SnapshotAssertion) -> None:
    assert render_problems([ALONE], {"spymodel.yml": CONTRACT}) == snapshot(extension_class=TextFile)


def test_nothing_is_printed_when_all_is_well() -> None:
    assert render(COMPLIANT) == render(COMPLIANT, Look(color=True)) == ""


def test_colours_add_nothing_but_colour() -> None:
    assert ESCAPES.sub("", render(BROKEN, Look(color=True))) == render(BROKEN)


def test_a_violation_without_lines_still_names_both_places() -> None:
    text = render(Report((ModuleReport("extension.py", "spymodel.yml", (TYPE,)),), "0.0.0"))
    assert "--> extension.py:18:29\n" in text
    assert "::: spymodel.yml:23:25  (classes[0]" in text
    assert " | " not in text


def test_paths_and_annotations_come_out_whole_even_on_a_narrow_terminal() -> None:
    path = "/".join(["plugins"] * 18) + "/module.py"
    annotation = "dict[str, " * 40 + "list[str]" + "]" * 40
    long = replace(TYPE, place=at(18, 29, 39, path=path), expected=annotation)
    for look in (Look(), Look(columns=80), Look(color=True, columns=80)):
        lines = ESCAPES.sub("", render(report(module(long, path=path)), look)).splitlines()
        assert any(line.endswith(f"--> {path}:18:29") for line in lines)
        assert f"should be annotated '{annotation}'" in lines[0]


def test_source_lines_are_fitted_to_a_terminal_and_not_to_a_pipe() -> None:
    line = "x = [" + "1, " * 200 + "]"
    wide = report(ModuleReport("extension.py", "spymodel.yml", (TYPE,), {"extension.py": {18: line}}))
    assert line in render(wide)
    assert max(map(len, render(wide, Look(columns=80)).splitlines()[2:5])) <= 80


def test_nothing_in_a_report_is_taken_for_markup_or_sent_to_the_terminal() -> None:
    nasty = replace(TYPE, actual="[red]\x1b]0;title\x07[/red] \u202e:smile:", call="f('\x9b')\nnext", target="a\rb")
    hostile = report(ModuleReport("a\x1b.py", "c\n.yml", (nasty,), {"extension.py": {18: "\x1b[2J[bold]\udcff"}}))
    for look in (Look(), Look(color=True)):
        text = ESCAPES.sub("", render(hostile, look))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
        assert r"[red]\x1b]0;title\x07[/red] \u202e:smile:" in text
        assert r"\x1b[2J[bold]\udcff" in text
        assert r"f('\x9b')\nnext" in text


def test_a_range_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    over = replace(TYPE, place=at(18, 5, 3, end_line=21), contract_place=None)
    marks = render(report(module(over))).splitlines()[4]
    assert marks == "   |     " + "^" * len("def add_extension(self, msg: bytes, tag: str = 'x') -> str:")
