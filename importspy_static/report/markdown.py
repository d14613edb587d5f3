"""The report as Markdown for people who look at a pull request: the summary of a job, a comment.

GitHub refuses a job summary over 1 MiB as a whole (GITHUB_STEP_SUMMARY), so that what is longer is cut, with a count.
Text of others is no markup here: punctuation is escaped, and what would call or link somebody on GitHub stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importspy_static.limits import MARKDOWN_BYTES
from importspy_static.model.report import ModuleReport, Report, Verdict
from importspy_static.model.violation import Severity
from importspy_static.report.located import Finding, by_module
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import plain
from importspy_static.report.summary import summary_line
from importspy_static.report.visible import visible

RESERVED = 1_000
"""Bytes of them for what is said of the rest."""
LONGEST = 1_000
"""Characters of a cell. There are annotations of megabytes."""
SIGNS: dict[Severity, str] = {"error": "❌ error", "warning": "⚠️ warning", "note": "🔵 note"}
VERDICTS: dict[Verdict, str] = {"compliant": "✅ holds", "undecided": "❔ undecided", "broken": "❌ broken"}

_SPECIAL = re.compile(r"[\\`*_\[\]|~$]")
"""What begins or ends something within a line of GitHub's Markdown; a backslash takes that from it (CommonMark 2.4)."""
_ALONE = re.compile(r"[@#&<>]|:(?=//|[\w+-]+:)|(?<=www)\.", re.IGNORECASE)
"""What HTML reads, and `@name`, `#1`, `:name:`, `https://`, `www.`, which are looked for once Markdown has been read:
there no backslash helps, but an element of its own does."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(report: Report, look: Look = PLAIN) -> str:
    """A heading that says what came of it, and a table for each module that does not keep its contract."""
    parts = [_heading(report)]
    room = MARKDOWN_BYTES - RESERVED - _size(parts[0])
    left_out = 0
    for module, found in by_module(report):
        for part, count in _module(report, module, found):
            if left_out or _size(part) > room:
                left_out += count
            else:
                parts.append(part)
                room -= _size(part)
    if left_out:
        parts.append(f"\n**… and {left_out} more, which have no room in a summary.**\n")
    return "".join(parts)


def _heading(report: Report) -> str:
    sign = "✅" if report.ok else "❌"
    said = _escaped(plain([summary_line(report)]).strip())
    return f"## {sign} importspy-static\n\n{said}\n"


def _module(report: Report, module: ModuleReport, found: Sequence[Finding]) -> Iterator[tuple[str, int]]:
    """Parts of the section of a module, each with the number of violations that it tells."""
    if module.deployments is not None:
        yield _deployments(report, module), 0
    fresh = [each for each in found if not each.is_known]
    if not fresh:
        return
    path = report.repository.way_to(module.path)
    head = f"\n### {_code(path)} under {_code(module.contract)}: {module.verdict}\n\n"
    head += "| | Line | Code | Violation |\n|---|---:|---|---|\n"
    for number, each in enumerate(fresh):
        yield ("" if number else head) + _row(each, path), 1


def _row(finding: Finding, path: str) -> str:
    violation, location = finding.violation, finding.location
    where = str(location.line) if location.path == path else f"{_code(location.path)} {location.line}"
    said = _escaped(finding.message)
    if violation.call:
        said += f"<br>{_code(violation.call)}"
    remedy = violation.remedy.replace("|", "\\|")  # our own, and Markdown
    said += f"<br><sub>{remedy}</sub>"
    return f"| {SIGNS[violation.severity]} | {where} | {violation.code} | {said} |\n"


def _deployments(report: Report, module: ModuleReport) -> str:
    rows = module.deployments or ()
    held = sum(row.verdict == "compliant" for row in rows)
    path = _code(report.repository.way_to(module.path))
    told = [f"\n### {path} holds on {held} of {len(rows)} {'deployment' if len(rows) == 1 else 'deployments'}\n\n"]
    told += ["| | Deployment | Only on |\n|---|---|---|\n"] if rows else []
    for row in rows:
        told.append(f"| {VERDICTS[row.verdict]} | {_code(row.deployment)} | {_escaped(row.failing)} |\n")
    return "".join(told)


def _escaped(text: str) -> str:
    """Text of one line as Markdown that shows it as it is, in a table or out of one."""
    shown = _cut(visible(text[: LONGEST + 1]))
    told = _ALONE.sub(lambda match: _ENTITIES.get(match[0], f"<span>{match[0]}</span>"), shown)
    return _SPECIAL.sub(r"\\\g<0>", told)


def _code(text: str) -> str:
    """The same in the type of code. An element, as there is no way to write a backtick and a pipe between backticks."""
    return f"<code>{_escaped(text)}</code>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _size(text: str) -> int:
    return len(text.encode("utf-8", errors="backslashreplace"))
