"""One line a violation: `path:line:col: SPY312 message`, as compilers write it and editors read it."""

from __future__ import annotations

from collections.abc import Iterable

from importspy_static.model.report import Report
from importspy_static.model.violation import Violation
from importspy_static.report.deployments import where_it_applies
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part
from importspy_static.report.visible import visible


def render(report: Report, look: Look = PLAIN) -> str:
    """A line for each violation, none when there are none."""
    return paint((_line(violation) for violation in report.violations), look)


def render_problems(problems: Iterable[Violation], look: Look = PLAIN) -> str:
    """A line for each of these, without a report: what is wrong with contracts."""
    return paint(map(_line, problems), look)


def _line(violation: Violation) -> Line:
    return (
        Part(_where(violation), "strong"),
        Part(": "),
        Part(violation.code, violation.severity),
        Part(" " + visible(violation.message)),
        *where_it_applies(violation),
    )


def _where(violation: Violation) -> str:
    """The place in the source, or in the contract for what concerns the contract alone."""
    if place := violation.place:
        return f"{visible(place.path)}:{place.span.line}:{place.span.column}"
    if asked := violation.contract_place:
        return f"{visible(asked.path)}:{asked.line}:{asked.column}"
    return "-"
