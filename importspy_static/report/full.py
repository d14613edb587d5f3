"""The full report: each violation with the source, the contract's line, the failing call and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from importspy_static.model.place import ContractPlace, Place
from importspy_static.model.violation import Link, Violation
from importspy_static.report.deployments import deployment_lines, where_it_applies
from importspy_static.report.frame import LONGEST, excerpt, frame, yaml_end
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part, plain
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.report import Report

LinesOf = Mapping[str, Mapping[int, str]]
"""Lines of files, by path and number from 1."""
NARROWEST = 20
"""Characters of a line that are shown on the narrowest terminal."""


def render(report: Report, look: Look = PLAIN) -> str:
    """All violations of a report, each followed by an empty line. Nothing when there are none."""
    return paint(report_lines(report, look.columns), look)


def render_problems(problems: Iterable[Violation], contract_lines: LinesOf, look: Look = PLAIN) -> str:
    """Violations without a report: what is wrong with a contract."""
    lines = [line for problem in problems for line in violation_lines(problem, {}, contract_lines, look.columns)]
    return paint(lines, look)


def paint(lines: Iterable[Line], look: Look) -> str:
    """The lines as text, with colours if they are asked for."""
    if not look.color:
        return plain(lines)
    from importspy_static.report.console import ansi

    return ansi(lines)


def report_lines(report: Report, columns: int | None = None) -> list[Line]:
    """The report before it is painted."""
    lines: list[Line] = []
    for module in report.modules:
        if module.deployments is not None:
            lines += [*deployment_lines(module), ()]
    for module, violation in report.once():
        lines += violation_lines(violation, module.lines, report.contract_lines, columns)
    return lines


def violation_lines(
    violation: Violation, source: LinesOf, contract_lines: LinesOf, columns: int | None = None
) -> list[Line]:
    """A violation with its frames and notes, and an empty line."""
    place, asked = violation.place, violation.contract_place
    numbers = [place.span.line] if place else []
    numbers += [asked.line] if asked else []
    gutter = len(str(max(numbers, default=1)))
    room = LONGEST if columns is None else max(columns - gutter - len(" | ") - 2, NARROWEST)
    lines: list[Line] = [
        (
            Part(f"{violation.severity}[{violation.code}]", violation.severity),
            Part(" " + visible(violation.message), "strong"),
            *where_it_applies(violation),
        )
    ]
    if place:
        lines += _source_frame(place, violation, source.get(place.path, {}), gutter, room)
    if asked:
        lines += _contract_frame(asked, contract_lines.get(asked.path, {}), gutter, room, first=place is None)
    lines += _notes(violation, gutter)
    return [*lines, ()]


def _source_frame(place: Place, violation: Violation, source: Mapping[int, str], gutter: int, room: int) -> list[Line]:
    span = place.span
    where = f"{visible(place.path)}:{span.line}:{span.column}"
    lines: list[Line] = [(Part(f"{'':>{gutter}}--> ", "gutter"), Part(where, "place"))]
    text = source.get(span.line)
    if text is None:
        return lines
    end = span.end_column if span.end_line == span.line else len(text) + 1
    shown = excerpt(text, span.column, end, room)
    return [*lines, _bar(gutter), *frame(span.line, shown, gutter, violation.severity)]


def _contract_frame(
    asked: ContractPlace, contract: Mapping[int, str], gutter: int, room: int, *, first: bool
) -> list[Line]:
    """What the contract says; `first` when it is the only frame."""
    arrow = "-->" if first else ":::"
    where = f"{visible(asked.path)}:{asked.line}:{asked.column}"
    key = f"  ({visible(asked.key)})" if asked.key else ""
    lines: list[Line] = [(Part(f"{'':>{gutter}}{arrow} ", "gutter"), Part(where, "place"), Part(key, "faint"))]
    text = contract.get(asked.line)
    if text is None:
        return lines
    shown = excerpt(text, asked.column, yaml_end(text, asked.column), room)
    return [*lines, _bar(gutter), *frame(asked.line, shown, gutter, "error" if first else "note")]


def _notes(violation: Violation, gutter: int) -> list[Line]:
    way = " -> ".join(map(_step, violation.chain))
    said = (("chain", way), ("call", violation.call), ("remedy", violation.remedy))
    return [
        (Part(f"{'':>{gutter}} = ", "gutter"), Part(f"{topic}:", "strong"), Part(f" {visible(text)}"))
        for topic, text in said
        if text
    ]


def _step(link: Link) -> str:
    where = f"{link.place.path}:{link.place.span.line}"
    return where if link.symbol == link.place.path else f"{link.symbol} ({where})"


def _bar(gutter: int) -> Line:
    return (Part(f"{'':>{gutter}} |", "gutter"),)
