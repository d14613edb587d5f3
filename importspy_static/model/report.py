"""The outcome of a check, as a value. Every output format is a pure function of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.place import ContractPlace
from importspy_static.model.repository import Repository
from importspy_static.model.violation import SEVERITIES, Severity, Violation, contract_location_dict

Verdict: TypeAlias = Literal["compliant", "broken", "undecided"]


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
    baselined: tuple[Violation, ...] = ()
    """Violations that are known: true of the module, and no news. `violations` does not have them."""
    distribution: str | None = None
    """Name and version of the installed distribution that this is about, in place of a module. Its path is that of its
    RECORD, and so is the contract if no other asks for it to be as it was installed."""

    @property
    def verdict(self) -> Verdict:
        """Broken if anything is broken, else undecided if anything is, else compliant; known violations count, too."""
        return verdict_of((*self.violations, *self.baselined))

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        told: dict[str, object] = {"path": self.path, "contract": self.contract, "verdict": self.verdict}
        if self.distribution is not None:
            told["distribution"] = self.distribution
        if self.importer_of:
            told["importer_of"] = [each.to_dict() for each in self.importer_of]
        if self.deployments is not None:
            told["deployments"] = [each.to_dict() for each in self.deployments]
        told["violations"] = [violation.to_dict() for violation in self.violations]
        if self.baselined:
            told["baselined"] = [violation.to_dict() for violation in self.baselined]
        return told


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What `check` found. `contract_lines` holds, by path and number, the contract lines that violations point at."""

    modules: tuple[ModuleReport, ...]
    tool_version: str
    fail_on: Severity = "error"
    contract_lines: Mapping[str, Mapping[int, str]] = dataclasses.field(default_factory=dict)
    repository: Repository = dataclasses.field(default_factory=Repository)
    """Where the paths of the report are told from, for formats that tell them from the root of the repository."""

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All violations but the known ones, modules in the order of their paths, each module's in that of its source.

        What the host of a contract lacks is told in each of its modules; here it is once.
        """
        return tuple(violation for _, violation in self.once())

    @property
    def baselined(self) -> tuple[Violation, ...]:
        """All known violations, in the same order, each once."""
        return tuple(violation for _, violation in _once((each, each.baselined) for each in self.modules))

    def once(self) -> Iterator[tuple[ModuleReport, Violation]]:
        """Each violation with the first module that has it. Only what has no place in a source is in several."""
        return _once((each, each.violations) for each in self.modules)

    @property
    def ok(self) -> bool:
        """No violation at or over `fail_on`, but for the known ones."""
        return not any(map(self.fails, self.violations))

    def fails(self, violation: Violation) -> bool:
        """Whether a violation is at or over `fail_on`."""
        return SEVERITIES.index(violation.severity) >= SEVERITIES.index(self.fail_on)

    def count(self, severity: Severity) -> int:
        """How many violations are of a severity, but for the known ones."""
        return sum(violation.severity == severity for violation in self.violations)

    def to_dict(self) -> dict[str, object]:
        """The versioned JSON form: no time stamps, stable order. What is known is told where there is any."""
        return {**self.heading(), "summary": self.summary(), "modules": [module.to_dict() for module in self.modules]}

    def heading(self) -> dict[str, object]:
        """What the JSON form begins with: its version, and the program."""
        return {"schema_version": 1, "tool": {"name": "importspy-static", "version": self.tool_version}}

    def summary(self) -> dict[str, object]:
        """The counts of the JSON form."""
        told: dict[str, object] = {
            "modules": len(self.modules),
            "compliant": sum(module.verdict == "compliant" for module in self.modules),
            "errors": self.count("error"),
            "warnings": self.count("warning"),
            "notes": self.count("note"),
        }
        if known := len(self.baselined):
            told["baselined"] = known
        return told


def _once(found: Iterable[tuple[ModuleReport, tuple[Violation, ...]]]) -> Iterator[tuple[ModuleReport, Violation]]:
    told: set[Violation] = set()
    for module, violations in found:
        for violation in violations:
            if violation.place is not None or violation not in told:
                yield module, violation
                if violation.place is None:
                    told.add(violation)
