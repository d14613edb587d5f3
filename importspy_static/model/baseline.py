"""Violations that are known: what was there before, and is no news. Values only; files are read and written elsewhere.

An entry has no lines, as lines move. Its path is that of the module that breaks the contract, wherever the violation is
placed: who checks one module can then say which of its entries nothing matches any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.identity import Identity, identity
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.repository import Repository
from importspy_static.model.violation import Violation


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many violations of each identity are known."""

    counts: Mapping[Identity, int]


class Compared(NamedTuple):
    """A report with what is known set apart, and what of the baseline nothing matches."""

    report: Report
    stale: Baseline


def baseline_of(report: Report) -> Baseline:
    """All violations of a report, those that are known already among them."""
    counts: Counter[Identity] = Counter()
    for module in report.modules:
        for violation in (*module.violations, *module.baselined):
            key = known_as(module, violation, report.repository)
            counts[key] = 1 if violation.place is None else counts[key] + 1
    return Baseline(counts)


def known_as(module: ModuleReport, violation: Violation, repository: Repository) -> Identity:
    """The identity of a violation of a module. What has no place in a source is one thing in all modules."""
    found = identity(violation, repository)
    return found if violation.place is None else found._replace(path=repository.way_to(module.path))


def compared(report: Report, baseline: Baseline, is_looked_at: Callable[[Identity], bool]) -> Compared:
    """Set apart what is known: of violations of one identity, as many as the baseline has, the first ones.

    Args:
        report: what was found.
        baseline: what is known.
        is_looked_at: whether this run would have found the violation of an entry. If not, the entry is not stale.
    """
    left = Counter(baseline.counts)
    met: set[Identity] = set()

    def is_known(module: ModuleReport, violation: Violation) -> bool:
        key = known_as(module, violation, report.repository)
        if violation.place is None and key in met:
            return True
        if left[key] < 1:
            return False
        left[key] -= 1
        met.add(key)
        return True

    def split(module: ModuleReport) -> ModuleReport:
        known = [is_known(module, each) for each in module.violations]
        pairs = [*zip(module.violations, known, strict=True)]
        return replace(
            module,
            violations=tuple(each for each, is_old in pairs if not is_old),
            baselined=(*module.baselined, *(each for each, is_old in pairs if is_old)),
        )

    modules = tuple(map(split, report.modules))
    stale = {key: count for key, count in left.items() if count > 0 and is_looked_at(key)}
    return Compared(replace(report, modules=modules), Baseline(stale))


def joined(new: Baseline, old: Baseline, is_looked_at: Callable[[Identity], bool]) -> Baseline:
    """What is found now, with what the old baseline says of all that was not looked at."""
    kept = {key: count for key, count in old.counts.items() if not is_looked_at(key)}
    return Baseline({**kept, **new.counts})
