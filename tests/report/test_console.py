from __future__ import annotations

from importspy_static.report.console import svg
from importspy_static.report.full import report_lines
from importspy_static.report.marked import Part
from tests.report.samples import BROKEN


def test_a_picture_is_the_same_for_the_same_report() -> None:
    first = svg(report_lines(BROKEN), title="check", columns=100)
    assert first == svg(report_lines(BROKEN), title="check", columns=100)
    assert first.startswith("<svg")


def test_text_in_a_picture_is_escaped_and_no_markup() -> None:
    picture = svg([(Part("<b>[red]x[/red]"),)], title="t", columns=40)
    assert "&lt;b&gt;[red]x[/red]" in picture
