"""A host held against the deployments of a contract: a tree of alternatives, each with what the host lacks for it."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import ModuleRequirement
from importspy_static.model.place import ContractPlace
from importspy_static.model.report import Verdict, verdict_of
from importspy_static.model.violation import Violation

HOST_CODES = frozenset({"SPY501", "SPY502", "SPY503"})
"""What is wrong with the host itself, and not with its environment."""
VERDICTS: tuple[Verdict, ...] = ("compliant", "undecided", "broken")
"""From the best to the worst."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An architecture, a system or a Python that a contract declares, with what the host lacks for it alone."""

    name: str
    """What it asks for: "x86_64", "linux", "CPython >=3.10"; "any" where it asks for nothing."""
    place: ContractPlace
    lacks: tuple[Violation, ...]
    within: tuple[Alternative, ...] = ()
    """One of these must hold too, if there are any."""
    modules: tuple[ModuleRequirement, ...] = ()
    """What modules must offer there."""
    far: int = 0
    """How far the host's Python is from the one asked for."""

    @property
    def verdict(self) -> Verdict:
        """What it is by itself and by the best of what lies within it."""
        best = min((each.verdict for each in self.within), key=VERDICTS.index, default=VERDICTS[0])
        return max(verdict_of(self.lacks), best, key=VERDICTS.index)


@dataclass(frozen=True, slots=True)
class Path:
    """One way through the tree: an architecture, perhaps one of its systems, perhaps one of its Pythons."""

    steps: tuple[Alternative, ...]

    @property
    def label(self) -> str:
        """As in "x86_64 / linux / 3.11"."""
        return " / ".join(step.name for step in self.steps)

    @property
    def lacks(self) -> tuple[Violation, ...]:
        return tuple(violation for step in self.steps for violation in step.lacks)

    @property
    def modules(self) -> tuple[ModuleRequirement, ...]:
        return tuple(module for step in self.steps for module in step.modules)

    @property
    def nearness(self) -> tuple[object, ...]:
        """Smaller is nearer. A variable is sooner set than an architecture, a system or a Python is changed."""
        host = sum(violation.code in HOST_CODES for violation in self.lacks)
        broken = sum(not violation.undecided for violation in self.lacks)
        misfits = [bool(step.lacks) for step in self.steps]
        return (host, broken, len(self.lacks), *misfits, *[False] * (3 - len(misfits)), self.steps[-1].far)


@dataclass(frozen=True, slots=True)
class Deployments:
    """What a contract says of where a module may run, judged for one host."""

    alternatives: tuple[Alternative, ...]
    runtime: tuple[Violation, ...] = ()
    """What the host lacks for the short form, `runtime:`."""

    @property
    def verdict(self) -> Verdict:
        """Whether the host is one that the contract declares."""
        closest = self.closest
        return verdict_of((*self.runtime, *(closest.lacks if closest else ())))

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(path for each in self.alternatives for path in _paths(each))

    @property
    def holding(self) -> tuple[Path, ...]:
        """The deployments that the host is."""
        return tuple(path for path in self.paths if not path.lacks)

    @property
    def candidates(self) -> tuple[Path, ...]:
        """The deployments that the host may be: those that hold, else the closest if it is undecided."""
        closest = self.closest
        if closest is None or not all(violation.undecided for violation in closest.lacks):
            return ()
        return self.holding or (closest,)

    @property
    def closest(self) -> Path | None:
        """The first that holds, else the one that the host lacks least for; None where none is declared."""
        return min(self.paths, key=lambda path: path.nearness, default=None)


def _paths(alternative: Alternative) -> Iterator[Path]:
    if not alternative.within:
        yield Path((alternative,))
    for each in alternative.within:
        for rest in _paths(each):
            yield Path((alternative, *rest.steps))
