"""Which violations count, and how much: the wishes of whoever runs a check, over those of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from importspy_static.model.violation import Severity, SeverityLevel, Violation

NOTHING: Mapping[str, SeverityLevel] = MappingProxyType({})
UNREAD = "SPY0"
"""The family of inputs that could not be used."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a run selects, ignores and calls severe.

    A selector is a code (`SPY312`), the beginning of codes (`SPY3`, `SPY`) or a name (`argument-type-mismatch`), in any
    case. Where several fit a violation the longest code wins, and a name counts as a whole code.
    """

    select: tuple[str, ...] = ()
    """Only these; empty: all. A source that could not be read (SPY0) is told all the same, or it would pass."""
    ignore: tuple[str, ...] = ()
    """Not these. What is both selected and ignored equally closely is ignored."""
    severity: Mapping[str, SeverityLevel] = field(default_factory=lambda: NOTHING)
    """By selector; "off" removes. Beats the severity that a contract asks for."""
    fail_on: Severity = "error"
    """The least severity that fails a check."""

    def apply(
        self, violations: Iterable[Violation], contract_severity: Mapping[str, SeverityLevel] = NOTHING
    ) -> tuple[Violation, ...]:
        """The violations that are left, each with its severity, in the same order."""
        kept = []
        for violation in violations:
            level = self._level(violation, contract_severity)
            if level != "off" and self._wanted(violation):
                kept.append(violation if violation.severity == level else violation.at(level))
        return tuple(kept)

    def _wanted(self, violation: Violation) -> bool:
        ignored = closeness(self.ignore, violation)
        if not self.select or violation.code.startswith(UNREAD):
            return not ignored
        return closeness(self.select, violation) > ignored

    def _level(self, violation: Violation, contract_severity: Mapping[str, SeverityLevel]) -> SeverityLevel:
        for levels in (self.severity, contract_severity):
            fitting = [selector for selector in levels if fit(selector, violation)]
            if fitting:
                return levels[max(fitting, key=lambda selector: fit(selector, violation))]
        return violation.severity


def closeness(selectors: Iterable[str], violation: Violation) -> int:
    """How closely the closest selector fits; 0 if none does."""
    return max((fit(selector, violation) for selector in selectors), default=0)


def fit(selector: str, violation: Violation | type[Violation]) -> int:
    """The number of characters of the code that the selector gives; 0 if it does not fit.

    `SPY` is the least that is the beginning of a code: an empty selector fits nothing.
    """
    wanted = selector.strip()
    if wanted.lower() == violation.name:
        return len(violation.code)
    is_prefix = len(wanted) >= len("SPY") and violation.code.startswith(wanted.upper())
    return len(wanted) if is_prefix else 0
