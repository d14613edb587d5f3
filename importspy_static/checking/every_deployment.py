"""A module on every deployment that its contract declares: one reading of the source, looked at for each target."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from importspy_static.checking.structure import Structure, Subject
from importspy_static.checks.applicable import conditions_of, holds
from importspy_static.checks.grid import Point, Row, grid
from importspy_static.checks.labels import Labels
from importspy_static.checks.module import concerning, misnamed
from importspy_static.checks.samples import VersionQuestions, questions_of
from importspy_static.checks.source import SourceSyntaxError
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.report import DeploymentVerdict, verdict_of
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation

Judgement = tuple[tuple[Violation, ...], tuple[DeploymentVerdict, ...]]
Kept = Callable[[Violation], "Violation | None"]
"""What a policy leaves of a violation."""


def check_on_every_deployment(
    subject: Subject,
    contract: Contract,
    requirements: Sequence[ModuleRequirement],
    keep: Kept,
    *,
    as_written: bool,
) -> Judgement:
    """What is wrong with a module on any of its deployments, each violation once, and a verdict for each of them.

    `requirements` are what the contract asks of this module, whatever the deployment. `as_written`: what stands in it
    tells all of that.
    """
    path = subject.path
    rows = grid(contract, questions_of(subject.program))
    answers = _Answers(subject, contract, as_written=as_written)
    found: dict[Violation, dict[tuple[int, Point], None]] = {}
    for index, row in enumerate(rows):
        asked = [*requirements, *concerning(path, row.modules)]
        for point in row.points:
            for violation in answers.at(point.target, asked):
                found.setdefault(violation, {})[index, point] = None
    labels = Labels(point for row in rows for point in row.points)
    kept = {left: where for violation, where in found.items() if (left := keep(violation)) is not None}
    wrong = [left for each in misnamed(path, contract) if (left := keep(each)) is not None]
    violations = [_placed(violation, where, rows, labels) for violation, where in kept.items()]
    verdicts = tuple(_verdict(index, row, kept, wrong) for index, row in enumerate(rows))
    return (*violations, *wrong), verdicts


def unreadable(contract: Contract, violations: Sequence[Violation]) -> tuple[DeploymentVerdict, ...]:
    """The verdicts where there is no program to look at."""
    rows = grid(contract, VersionQuestions())
    return tuple(_verdict(index, row, {}, violations) for index, row in enumerate(rows))


class _Answers:
    """What a module lacks on targets. Targets that say the same to all that was asked of one of them are one, and
    the same is required of them if all conditions of the contract say the same.
    """

    def __init__(self, subject: Subject, contract: Contract, *, as_written: bool) -> None:
        self._subject, self._contract, self._as_written = subject, contract, as_written
        self._conditions = conditions_of(contract)
        self._structures: list[Structure] = []
        self._found: dict[tuple[object, ...], list[Violation]] = {}

    def at(self, target: Target, requirements: Sequence[ModuleRequirement]) -> list[Violation]:
        asked = (*map(id, requirements), *(holds(each, target) for each in self._conditions))
        for number, structure in enumerate(self._structures):
            if structure.stands_for(target):
                found = self._check(number, asked, requirements, target)
                if structure.stands_for(target):  # a requirement may ask what none before it did
                    return found
        self._structures.append(self._structure(target))
        return self._check(len(self._structures) - 1, asked, requirements, target)

    def _structure(self, target: Target) -> Structure:
        if self._as_written:
            return Structure.as_written(self._subject, target, self._contract)
        # No host, hence no search path: what is not of the project is known from the stubs of the standard library.
        world = self._subject.library.world(target, lambda: (), self._contract.options.trusted_decorators)
        return Structure.of(self._subject, target, self._contract, world)

    def _check(
        self, number: int, asked: tuple[int, ...], requirements: Sequence[ModuleRequirement], target: Target
    ) -> list[Violation]:
        key = (number, asked)
        if key not in self._found:
            self._found[key] = self._structures[number].check(requirements, target)
        return self._found[key]


def _placed(
    violation: Violation, where: dict[tuple[int, Point], None], rows: Sequence[Row], labels: Labels
) -> Violation:
    """The violation with the targets that it is found on."""
    target = labels.described(point for _, point in where)
    if isinstance(violation, SourceSyntaxError) and violation.contract_place is None:
        first = rows[next(iter(where))[0]]
        return replace(violation, target=target, contract_place=first.place)
    return replace(violation, target=target)


def _verdict(
    index: int, row: Row, found: dict[Violation, dict[tuple[int, Point], None]], wrong: Sequence[Violation]
) -> DeploymentVerdict:
    here = {violation: where for violation, where in found.items() if any(each == index for each, _ in where)}
    failing = dict.fromkeys(point for where in here.values() for each, point in where if each == index)
    labels = Labels(row.points)
    everywhere = bool(wrong) or len(failing) in (0, len(set(row.points)))
    return DeploymentVerdict(
        deployment=row.label,
        place=row.place,
        verdict=verdict_of([*here, *wrong]),
        pythons=labels.versions(row.points),
        failing="" if everywhere else labels.described(failing),
    )
