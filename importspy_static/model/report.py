"""The outcome of a check, as a value. Every output format is a pure function of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from importspy_static.model.place import ContractPlace
from importspy_static.model.violation import Severity, Violation, contract_location_dict

Verdict: TypeAlias = Literal["compliant", "broken", "undecided"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""In rising order."""


def verdict_of(violations: Iterable[Violation]) -> Verdict:
    """Broken if anything is broken, else undecided if anything is, else compliant."""
    undecided = [violation.undecided for violation in violations]
    return "compliant" if not undecided else "undecided" if all(undecided) else "broken"


@dataclass(frozen=True, slots=True)
class DeploymentVerdict:
    """What a module is on one of the deployments that its contract declares."""

    deployment: str
    """What the contract calls it: "x86_64 / linux / CPython >=3.10"."""
    place: ContractPlace
    verdict: Verdict
    pythons: str
    """The versions that were looked at: "3.10 to 3.13"."""
    failing: str
    """Where in it the module fails: "3.10, 3.11"; empty if nowhere, or if everywhere."""

    def to_dict(self) -> dict[str, object]:
        return {
            "deployment": self.deployment,
            "verdict": self.verdict,
            "pythons": self.pythons,
            "failing": self.failing,
            "contract_location": contract_location_dict(self.place),
        }


@dataclass(frozen=True, slots=True)
class ImporterOf:
    """A module that holds its importers to a contract, and how another one imports it."""

    path: str
    line: int
    """Of the import."""
    via: tuple[str, ...] = ()
    """The modules that hand on what is imported, the one that it is taken from first."""

    def to_dict(self) -> dict[str, object]:
        return {"path": self.path, "line": self.line, "via": list(self.via)}


@dataclass(frozen=True, slots=True)
class ModuleReport:
    """One module against one contract. `lines` are the source lines (by path and number) that violations point at."""

    path: str
    contract: str
    violations: tuple[Violation, ...] = ()
    lines: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    deployments: tuple[DeploymentVerdict, ...] | None = None
    """One for each declared deployment, where every one was asked for."""
    importer_of: tuple[ImporterOf, ...] = ()
    """Why it is held to this contract, if that is for what it imports."""

    @property
    def verdict(self) -> Verdict:
        """Broken if anything is broken, else undecided if anything is, else compliant."""
        return verdict_of(self.violations)

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        told: dict[str, object] = {"path": self.path, "contract": self.contract, "verdict": self.verdict}
        if self.importer_of:
            told["importer_of"] = [each.to_dict() for each in self.importer_of]
        if self.deployments is not None:
            told["deployments"] = [each.to_dict() for each in self.deployments]
        return {**told, "violations": [violation.to_dict() for violation in self.violations]}


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found. `contract_lines` holds, by path and number, the contract lines that violations point at."""

    modules: tuple[ModuleReport, ...]
    tool_version: str
    fail_on: Severity = "error"
    contract_lines: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All violations, modules in the order of their paths, each module's in the order of its source.

        What the host of a contract lacks is told in each of its modules; here it is once.
        """
        return tuple(violation for _, violation in self.once())

    def once(self) -> Iterator[tuple[ModuleReport, Violation]]:
        """Each violation with the first module that has it. Only what has no place in a source is in several."""
        told: set[Violation] = set()
        for module in self.modules:
            for violation in module.violations:
                if violation.place is not None or violation not in told:
                    yield module, violation
                    if violation.place is None:
                        told.add(violation)

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
            "modules": [module.to_dict() for module in self.modules],
        }
