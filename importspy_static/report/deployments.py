"""What a module is on each deployment that its contract declares: a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importspy_static.model.violation import Violation
from importspy_static.report.marked import Line, Part, Role
from importspy_static.report.visible import visible, width

if TYPE_CHECKING:
    from importspy_static.model.report import DeploymentVerdict, ModuleReport, Verdict

LOOKS: dict[Verdict, tuple[str, Role]] = {
    "compliant": ("holds", "good"),
    "undecided": ("undecided", "warning"),
    "broken": ("broken", "error"),
}
BROADEST = 48
"""Cells of a name. What stands behind a longer one pushes nothing else to the right."""


def deployment_lines(module: ModuleReport) -> list[Line]:
    """A heading, and the deployments in the order of the contract, their names in one column."""
    rows = module.deployments or ()
    held = sum(row.verdict == "compliant" for row in rows)
    heading = f" holds on {held} of {len(rows)} {'deployment' if len(rows) == 1 else 'deployments'}"
    cells = [width(visible(row.deployment)) for row in rows]
    broad = max((each for each in cells if each <= BROADEST), default=0)
    return [(Part(visible(module.path), "place"), Part(heading, "strong")), *(_row(row, broad) for row in rows)]


def _row(row: DeploymentVerdict, broad: int) -> Line:
    word, role = LOOKS[row.verdict]
    name = visible(row.deployment)
    aside = "" if _is_told(row) else visible(row.pythons)
    if row.failing:
        aside = f"only on {visible(row.failing)}"
    padding = " " * max(broad - width(name) + 2, 2) if aside else ""
    return (Part(f"  {word:<9}  ", role), Part(name + padding), Part(aside, "faint"))


def _is_told(row: DeploymentVerdict) -> bool:
    """Whether the name of the deployment ends with the one version that was looked at."""
    return row.deployment == row.pythons or row.deployment.endswith((f" {row.pythons}", f"=={row.pythons}"))


def where_it_applies(violation: Violation) -> tuple[Part, ...]:
    """Behind a message, the targets that it is about; nothing if it is about the only one."""
    return (Part(f" (on {visible(violation.target)})", "strong"),) if violation.target else ()
