"""The report as workflow commands, which GitHub Actions turns into annotations of files.

Escapes are those of `actions/toolkit` and of the runner that reads them (`ActionCommand`): `%`, CR and LF in messages;
colons and commas, too, in properties. GitHub shows ten annotations of a severity for a step, and drops the rest unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from importspy_static.limits import GITHUB_ANNOTATIONS, GITHUB_CHARACTERS
from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import SEVERITIES, Severity, Violation
from importspy_static.report.located import Finding, Location, asked_at, news
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.visible import visible

PROGRAM = "importspy-static"
NEWLINE = "\n"
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, look: Look = PLAIN) -> str:
    """A command for each violation that is not known, errors first; nothing when there are none."""
    found = news(report)
    return "".join(
        line
        for severity in reversed(SEVERITIES)
        for line in _of(severity, [each for each in found if each.violation.severity == severity])
    )


class Reason(NamedTuple):
    """Why there is no report."""

    text: str
    """Visible; several lines are several."""
    location: Location | None = None
    title: str = PROGRAM


def render_refusal(reasons: Sequence[Reason]) -> str:
    """A command for each of the reasons why there is no report, all of them errors."""
    shown = reasons if len(reasons) <= GITHUB_ANNOTATIONS else reasons[: GITHUB_ANNOTATIONS - 1]
    told = [_command("error", _properties(each.location, each.title), _placed(each)) for each in shown]
    if rest := reasons[len(shown) :]:
        told.append(_rest("error", [_placed(each) for each in rest]))
    return "".join(told)


def reason(problem: Violation, repository: Repository) -> Reason:
    """What is wrong with a contract, as a reason."""
    text = f"{problem.code} {visible(problem.message)}"
    return Reason(text, asked_at(problem, repository), f"{problem.code} {problem.name}")


def _placed(given: Reason) -> str:
    return f"{given.location} {given.text}" if given.location else given.text


def _of(severity: Severity, found: Sequence[Finding]) -> Iterator[str]:
    shown = found if len(found) <= GITHUB_ANNOTATIONS else found[: GITHUB_ANNOTATIONS - 1]
    for each in shown:
        title = f"{each.violation.code} {each.violation.name}"
        yield _command(COMMANDS[severity], _properties(each.location, title), _line(each))
    if rest := found[len(shown) :]:
        yield _rest(severity, [_line(each) for each in rest])


def _rest(severity: Severity, lines: Sequence[str]) -> str:
    """One command for all of these, as many named as there is room for."""
    heading = f"{len(lines)} more of severity {severity}:"
    named, room = 0, GITHUB_CHARACTERS - len(heading)
    while named < len(lines) and (room := room - len(lines[named]) - 1) > 0:
        named += 1
    more = [f"and {len(lines) - named} that are not named here"] if named < len(lines) else []
    return _command(COMMANDS[severity], {"title": PROGRAM}, heading, *lines[:named], *more)


def _line(finding: Finding) -> str:
    """What the log shows, in which the properties of a command are left out."""
    return f"{finding.location} {finding.violation.code} {finding.message}"


def _properties(location: Location | None, title: str) -> dict[str, str]:
    told: dict[str, str] = {}
    if location is not None:
        told = {"file": visible(location.path), "line": str(location.line), "col": str(location.column)}
        if location.end_column is not None:
            told |= {"endLine": str(location.line), "endColumn": str(location.end_column)}
    return {**told, "title": title}


def _command(name: str, properties: Mapping[str, str], *lines: str) -> str:
    """One line; `lines` are those of its message."""
    told = ",".join(f"{key}={_of_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_of_message(NEWLINE.join(lines))}\n"


def _of_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _of_property(text: str) -> str:
    return _of_message(text).replace(":", "%3A").replace(",", "%2C")
