"""Installed distributions as entries of a report: those that are named, and those that contracts ask for."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping

from importspy_static.checking.drift import Drifts
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.where import Where
from importspy_static.checks.drift import cannot_be_told, check_beside_contract, check_drift
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import Contract
from importspy_static.model.dependency import DependencyRequirement
from importspy_static.model.policy import Policy
from importspy_static.model.report import ModuleReport
from importspy_static.model.violation import Violation
from importspy_static.project.distributions import NoDistribution, distribution

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OfDistribution:
    """The report on a distribution, and the lines of its RECORD that it speaks of."""

    report: ModuleReport
    lines: Mapping[int, str] = field(default_factory=dict)


class Installed:
    """Holds the distributions of a run against what was installed.

    Args:
        extractors: the processes that read.
        where: whose distributions they are.
        policy: what counts.
    """

    def __init__(self, extractors: Extractors, where: Where, policy: Policy) -> None:
        self._where, self._policy = where, policy
        self._drifts = Drifts(extractors, where.target)

    def named(self, home: Neighbourhood, *, is_alone: bool) -> OfDistribution:
        """A distribution that was asked for; `is_alone`: about nothing else than whether it is as it was installed."""
        assert home.distribution is not None
        drift = self._drifts.of(home.distribution)
        found = check_drift(drift, None) if is_alone else check_beside_contract(drift)
        told = self._policy.of(drift.record).apply(found)
        report = ModuleReport(drift.record, drift.record, told, distribution=drift.distribution)
        return OfDistribution(report, drift.lines)

    def unmodified(self, contract: Contract) -> Iterator[OfDistribution]:
        """The distributions that a contract wants unmodified."""
        if not self._where.looks_at_host:
            logger.warning("%s: 'unmodified' is not judged, as there is no host to look at", contract.path)
            return
        for each in contract.dependencies:
            if each.is_to_be_unmodified:
                yield self._held_to(each, contract)

    def why_modified(self, name: str) -> str | None:
        """Why a distribution cannot be asked to be unmodified: what is not as it was installed, or cannot be told."""
        found = distribution(name, self._where.search_path())
        if isinstance(found, NoDistribution):
            return "it is not installed"
        first = next(iter(check_drift(self._drifts.of(found), None)), None)
        return None if first is None else first.message

    def _held_to(self, requirement: DependencyRequirement, contract: Contract) -> OfDistribution:
        asked = requirement.unmodified
        assert asked is not None
        if not (search_path := self._where.search_path()):
            return self._untold(requirement, contract, "the host is described by a snapshot, which has no files")
        found = distribution(requirement.name, search_path)
        if isinstance(found, NoDistribution):
            return self._untold(requirement, contract, "it is not installed")
        drift = self._drifts.of(found)
        told = self._told(check_drift(drift, asked.place), drift.record, contract)
        return OfDistribution(ModuleReport(drift.record, contract.path, told, distribution=drift.distribution))

    def _untold(self, requirement: DependencyRequirement, contract: Contract, reason: str) -> OfDistribution:
        """A distribution that there is nothing to look at of."""
        assert requirement.unmodified is not None
        problem = cannot_be_told(requirement.name, reason, None, requirement.unmodified.place)
        told = self._told([problem], contract.path, contract)
        return OfDistribution(ModuleReport(contract.path, contract.path, told, distribution=requirement.name))

    def _told(self, found: Iterable[Violation], path: str, contract: Contract) -> tuple[Violation, ...]:
        return self._policy.of(path).apply(found, contract.severity)
