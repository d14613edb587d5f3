"""The closing line: how many modules kept their contract."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from importspy_static.model.violation import SEVERITIES
from importspy_static.report.full import paint
from importspy_static.report.look import PLAIN, Look
from importspy_static.report.marked import Line, Part
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.report import ModuleReport, Report, Verdict

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
            Part(f" (contract {visible(module.contract)}{_as_importer(module)})", "faint"),
        )
        for module in report.modules
    ]
    return paint(lines, look)


def _as_importer(module: ModuleReport) -> str:
    """For which imports a module is held to its contract."""
    if not module.importer_of:
        return ""
    told = ", ".join(f"{visible(each.path)} on line {each.line}" for each in module.importer_of)
    return f", as it imports {told}"


def summary_line(report: Report) -> Line:
    """The line before it is painted."""
    if report.modules and all(module.verdict == "compliant" for module in report.modules):
        return (Part(_all_kept(report), "good"),)
    verdicts_seen = Counter(module.verdict for module in report.modules)
    ways = [f"{verdicts_seen[verdict]} {verdict}" for verdict in VERDICTS if verdicts_seen[verdict]]
    found = [_counted(report.count(severity), severity) for severity in reversed(SEVERITIES) if report.count(severity)]
    text = ", ".join([f"{_checked(report)}{_everywhere(report)}", *ways])
    if known := len(report.baselined):
        found.append(f"{known} in the baseline")
    if found:
        text += f": {', '.join(found)}"
    return (Part(text, "strong" if report.ok else "error"),)


def _checked(report: Report) -> str:
    """How many modules, and how many contracts they were held to if some have several."""
    told = f"{_things(report)} checked"
    count = len({module.path for module in report.modules})
    return told if count == len(report.modules) else f"{told} against {len(report.modules)} contracts in all"


def _things(report: Report) -> str:
    """What was checked: modules, and distributions if there were any."""
    distributions = {module.path for module in report.modules if module.distribution is not None}
    modules = {module.path for module in report.modules if module.distribution is None}
    counts = [(len(modules), "module"), (len(distributions), "distribution")]
    return " and ".join(_counted(count, noun) for count, noun in counts if count) or _counted(0, "module")


def _everywhere(report: Report) -> str:
    """How many deployments were looked at, where all of them were."""
    counts = [len(module.deployments) for module in report.modules if module.deployments is not None]
    return f" on {_counted(max(counts), 'deployment')}" if counts else ""


def _all_kept(report: Report) -> str:
    named = [module.distribution for module in report.modules if module.distribution is not None]
    if len(named) == len(report.modules):
        told = ", ".join(visible(each) for each in dict.fromkeys(named))
        return f"{told} {'is' if len(set(named)) == 1 else 'are'} as installed"
    if named:
        return f"{_things(report)} checked, all compliant{_everywhere(report)}"
    contracts = {module.contract for module in report.modules}
    contract = visible(contracts.pop()) if len(contracts) == 1 else "their contracts"
    paths = {module.path for module in report.modules}
    if len(paths) == 1:
        return f"{visible(report.modules[0].path)} keeps {contract}{_everywhere(report)}"
    return f"All {len(paths)} modules keep {contract}{_everywhere(report)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
