"""The closing line: how many modules kept their contract."""

from __future__ import annotations

from collections import Counter

from importspy_static.model.report import SEVERITIES, Report, Verdict
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part
from importspy_static.report.visible import visible

VERDICTS: tuple[Verdict, ...] = ("compliant", "broken", "undecided")


def summary(report: Report, look: Look = PLAIN) -> str:
    """One line, ended."""
    return paint([summary_line(report)], look)


def verdicts(report: Report, look: Look = PLAIN) -> str:
    """A line for each module: its verdict and its contract."""
    lines: list[Line] = [
        (
            Part(visible(module.path), "place"),
            Part(f": {module.verdict}", "good" if module.verdict == "compliant" else "strong"),
            Part(f" (contract {visible(module.contract)})", "faint"),
        )
        for module in report.modules
    ]
    return paint(lines, look)


def summary_line(report: Report) -> Line:
    """The line before it is painted."""
    if report.modules and all(module.verdict == "compliant" for module in report.modules):
        return (Part(_all_kept(report), "good"),)
    verdicts_seen = Counter(module.verdict for module in report.modules)
    ways = [f"{verdicts_seen[verdict]} {verdict}" for verdict in VERDICTS if verdicts_seen[verdict]]
    found = [_counted(report.count(severity), severity) for severity in reversed(SEVERITIES) if report.count(severity)]
    text = ", ".join([f"{_counted(len(report.modules), 'module')} checked{_everywhere(report)}", *ways])
    if found:
        text += f": {', '.join(found)}"
    return (Part(text, "strong" if report.ok else "error"),)


def _everywhere(report: Report) -> str:
    """How many deployments were looked at, where all of them were."""
    counts = [len(module.deployments) for module in report.modules if module.deployments is not None]
    return f" on {_counted(max(counts), 'deployment')}" if counts else ""


def _all_kept(report: Report) -> str:
    contracts = {module.contract for module in report.modules}
    contract = visible(contracts.pop()) if len(contracts) == 1 else "their contracts"
    if len(report.modules) == 1:
        return f"{visible(report.modules[0].path)} keeps {contract}{_everywhere(report)}"
    return f"All {len(report.modules)} modules keep {contract}{_everywhere(report)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
