"""The outcome of a check, as a value. Every output format is a pure function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from importspy_static.model.violation import Severity, Violation

Verdict: TypeAlias = Literal["compliant", "broken", "undecided"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""In rising order."""


@dataclass(frozen=True, slots=True)
class ModuleReport:
    """One module against one contract. `lines` are the source lines (by number, from 1) that violations point at."""

    path: str
    contract: str
    violations: tuple[Violation, ...] = ()
    lines: Mapping[int, str] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Broken if anything is broken, else undecided if anything is, else compliant."""
        if any(not violation.undecided for violation in self.violations):
            return "broken"
        return "undecided" if self.violations else "compliant"


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found. `contract_lines` holds, by path and number, the contract lines that violations point at."""

    modules: tuple[ModuleReport, ...]
    tool_version: str
    fail_on: Severity = "error"
    contract_lines: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All violations, modules in the order given, each module's in the order of its source."""
        return tuple(violation for module in self.modules for violation in module.violations)

    @property
    def ok(self) -> bool:
        """No violation at or over `fail_on`."""
        least = SEVERITIES.index(self.fail_on)
        return all(SEVERITIES.index(violation.severity) < least for violation in self.violations)

    def count(self, severity: Severity) -> int:
        return sum(violation.severity == severity for violation in self.violations)

    def to_dict(self) -> dict[str, object]:
        """The versioned JSON form: no time stamps, stable order."""
        return {
            "schema_version": 1,
            "tool": {"name": "importspy-static", "version": self.tool_version},
            "summary": {
                "modules": len(self.modules),
                "compliant": sum(module.verdict == "compliant" for module in self.modules),
                "errors": self.count("error"),
                "warnings": self.count("warning"),
                "notes": self.count("note"),
            },
            "modules": [
                {
                    "path": module.path,
                    "contract": module.contract,
                    "verdict": module.verdict,
                    "violations": [violation.to_dict() for violation in module.violations],
                }
                for module in self.modules
            ],
        }
