"""Which violations count, and how much: the wishes of whoever runs a check, over those of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.violation import Severity, SeverityLevel, Violation

NOTHING: Mapping[str, SeverityLevel] = MappingProxyType({})
UNREAD = "SPY0"
"""The family of inputs that could not be used."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is selected, ignored and called severe in one place that may say so.

    A selector is a code (`SPY312`), the beginning of codes (`SPY3`, `SPY`) or a name (`argument-type-mismatch`), in any
    case. Where several fit a violation the longest code wins, and a name counts as a whole code.
    """

    select: tuple[str, ...] = ()
    """Only these; empty: all. A source that could not be read (SPY0) is told all the same, or it would pass."""
    ignore: tuple[str, ...] = ()
    """Not these. What is both selected and ignored equally closely is ignored."""
    severity: Mapping[str, SeverityLevel] = field(default_factory=dict)
    """By selector; "off" removes."""

    def wants(self, violation: Violation | type[Violation]) -> bool | None:
        """Whether it counts; None if nothing is said of it."""
        ignored = closeness(self.ignore, violation)
        if self.select and not violation.code.startswith(UNREAD):
            return closeness(self.select, violation) > ignored
        return False if ignored else None

    def level(self, violation: Violation | type[Violation]) -> SeverityLevel | None:
        """How severe it is; None if nothing is said of it."""
        fitting = [selector for selector in self.severity if fit(selector, violation)]
        return self.severity[max(fitting, key=lambda selector: fit(selector, violation))] if fitting else None


@dataclass(frozen=True, slots=True)
class PathRules(Rules):
    """Rules for the modules of some paths."""

    holds_for: Callable[[str], bool] = field(default=lambda _: False, kw_only=True)
    """Whether they are about the module of this path."""


@dataclass(frozen=True, slots=True)
class Policy(Rules):
    """What a run selects, ignores and calls severe. Its severities beat those that a contract asks for."""

    fail_on: Severity = "error"
    """The least severity that fails a check."""
    overrides: tuple[PathRules, ...] = ()
    """Rules for some paths. The later is asked first, and the policy itself of what none of them speaks of."""
    insisted: Mapping[str, SeverityLevel] = field(default_factory=dict)
    """Severities, by selector, that beat those of `overrides`, too."""

    def of(self, path: str) -> ModulePolicy:
        """What holds for a module: the path is that of the module which is judged, wherever a violation is placed."""
        return ModulePolicy(self, tuple(each for each in reversed(self.overrides) if each.holds_for(path)))

    def apply(
        self, violations: Iterable[Violation], contract_severity: Mapping[str, SeverityLevel] = NOTHING
    ) -> tuple[Violation, ...]:
        """The same as `ModulePolicy.apply`, of what is about no module: no override counts."""
        return ModulePolicy(self, ()).apply(violations, contract_severity)


@dataclass(frozen=True, slots=True)
class ModulePolicy:
    """What holds for one module."""

    policy: Policy
    overrides: tuple[PathRules, ...]
    """The first is asked first."""

    def apply(
        self, violations: Iterable[Violation], contract_severity: Mapping[str, SeverityLevel] = NOTHING
    ) -> tuple[Violation, ...]:
        """The violations that are left, each with its severity, in the same order."""
        kept = (self.left_of(violation, contract_severity) for violation in violations)
        return tuple(violation for violation in kept if violation is not None)

    def left_of(
        self, violation: Violation, contract_severity: Mapping[str, SeverityLevel] = NOTHING
    ) -> Violation | None:
        """The violation with its severity; None if it does not count."""
        level = self._level(violation, contract_severity)
        if level == "off" or not self._wants(violation):
            return None
        return violation if violation.severity == level else violation.at(level)

    def may_tell(self, kind: type[Violation]) -> bool:
        """Whether a violation of this kind would count, unless a contract says "off"."""
        return self._wants(kind) and self._level(kind, NOTHING) != "off"

    def _wants(self, violation: Violation | type[Violation]) -> bool:
        answers = (rules.wants(violation) for rules in (*self.overrides, self.policy))
        return next((answer for answer in answers if answer is not None), True)

    def _level(
        self, violation: Violation | type[Violation], contract_severity: Mapping[str, SeverityLevel]
    ) -> SeverityLevel:
        asked = (Rules(severity=self.policy.insisted), *self.overrides, self.policy, Rules(severity=contract_severity))
        levels = (rules.level(violation) for rules in asked)
        return next((level for level in levels if level is not None), violation.severity)


def closeness(selectors: Iterable[str], violation: Violation | type[Violation]) -> int:
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
