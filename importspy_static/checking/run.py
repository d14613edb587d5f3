"""From what is asked for to a report: a file at a time is read and judged."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from importspy_static._version import VERSION
from importspy_static.checking.contracts import Contracts, RefusedContractsError, Terms, read_terms
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.judges import Candidate
from importspy_static.checking.reading_run import ReadingRun
from importspy_static.checking.where import Where
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.contract import Contract
from importspy_static.model.depth import Depth
from importspy_static.model.environment import HOST, Environment, Host
from importspy_static.model.fingerprint import Print
from importspy_static.model.place import TOP, Place
from importspy_static.model.policy import Policy
from importspy_static.model.program import TOO_DEEP, Failure
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.source import SourceFile
from importspy_static.model.violation import Violation
from importspy_static.project.repository import repository_around

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from importspy_static.checking.contract_lock import LockedContract
    from importspy_static.checking.elsewhere import Here
    from importspy_static.checking.gathering import Wanted
    from importspy_static.checking.held_importers import UnknownContract
    from importspy_static.checking.installed import OfDistribution
    from importspy_static.checking.planning import Plan, Task
    from importspy_static.model.graph import ContractVerdict, ImportGraph

logger = logging.getLogger(__name__)

SourcePath: TypeAlias = "str | os.PathLike[str]"
Progress: TypeAlias = Callable[[int, int, str], None]
"""Told before each task: how many are done, how many there are, the path of the next."""


def check(
    paths: SourcePath | Sequence[SourcePath],
    contract: Contract | SourcePath | None = None,
    *,
    environment: Environment | Host | None = HOST,
    every_deployment: bool = False,
    show_values: bool = False,
    deep: bool = False,
    policy: Policy | None = None,
    executor: Executor | None = None,
) -> Report:
    """Check modules against a contract. No code of theirs is run.

    Args:
        paths: one file, folder, glob or archive (wheel, source distribution, zip), or several.
        contract: a contract, or the path of its file. There is no check without one.
        environment: the host that the modules would run on, which decides conditions such as `sys.platform == "win32"`
            and is held to the contract's deployments: `probe()` of one, or this host if left out. None leaves the
            host out: conditions are decided as on this one, and a module must fit any one of the deployments.
        every_deployment: look at no host, but at each deployment that the contract declares.
        show_values: messages may tell the text of environment variables of the host, though never of secrets.
        deep: a module is compliant only if what it imports from the other modules is there, and these are compliant.
        policy: which violations count, and how much.
        executor: runs parts of a check of many modules, in other processes or on other machines, which see the same
            files under the same paths: any of `concurrent.futures`, or that of a cluster, such as Dask's
            `Client.get_executor()`.

    Raises:
        ContractError: the contract cannot be used; `problems` has every reason.
        OtherThereError: where the executor runs parts, other files are seen, or another Python runs.
    """
    where = Where(environment, every_deployment, show_values)
    asked = (paths,) if isinstance(paths, (str, os.PathLike)) else tuple(paths)
    question = _Question(
        tuple(os.fspath(path) for path in asked), contract, where, policy if policy is not None else Policy()
    )
    with question.run() as run:
        plan = question.plan(run, begins=executor is None)
        if executor is None:
            return run.report(plan, deep=deep)
        from importspy_static.checking.elsewhere import Here, judged_elsewhere

        part = partial(_judged_part, replace(question, where=where.settled()), Here(len(plan.tasks)))
        return run.report(plan, deep=deep, judged=judged_elsewhere(executor, part, len(plan.tasks)))


@dataclass(frozen=True)
class _Question:
    """What a check is asked, so that it can be asked elsewhere, too."""

    paths: tuple[str, ...]
    contract: Contract | SourcePath | None
    where: Where
    policy: Policy

    def run(self) -> Run:
        return Run(self.where, self.policy)

    def plan(self, run: Run, *, begins: bool = False) -> Plan:
        """What is judged against what. `begins`: as that of the run.

        Raises:
            ContractError: the contract cannot be used.
        """
        from importspy_static.checking.gathering import Wanted

        terms = read_terms(self.contract)
        try:
            return run.plan(Wanted(self.paths), Terms(lambda _path, _is_foreign: (terms,)), begins=begins)
        except RefusedContractsError as refusal:
            raise next(iter(refusal.refused.values())) from None


def _judged_part(question: _Question, here: Here, numbers: range) -> list[ModuleReport]:
    """The reports of some of the tasks."""
    from importspy_static.checking.elsewhere import Here

    with question.run() as run:
        plan = question.plan(run)
        here.refuse_other(Here(len(plan.tasks)))
        return run.judged([plan.tasks[number] for number in numbers])


class Run(ReadingRun):
    """One run: the files that it reads, and the process that reads them.

    The process starts at once, and loads what it needs while contracts are read.
    """

    def __init__(self, where: Where, policy: Policy, extractors: Extractors | None = None) -> None:
        self.where, self._policy = where, policy
        super().__init__(extractors)
        self.contracts = Contracts(where, policy)

    def plan(self, wanted: Wanted, terms: Terms, *, begins: bool = False) -> Plan:
        """What is judged against what. `begins`: whether it will be judged here, so that reading can begin.

        Raises:
            RefusedContractsError: contracts cannot be used.
        """
        from importspy_static.checking import planning

        plan = planning.plan(wanted, terms, self.contracts, self._readings, self.where, begins=begins)
        self.contracts.raise_refused()
        return plan

    @property
    def read(self) -> tuple[str, ...]:
        """The paths of the sources that were read so far, imported ones too."""
        return self._readings.read

    @property
    def gave_up(self) -> bool:
        """Whether a file was not read for a reason that may be gone next time."""
        return self._extractors.gave_up

    def judged(self, tasks: Sequence[Task], progress: Progress | None = None) -> list[ModuleReport]:
        """What is wrong with the modules of some tasks."""
        self._readings.prepare(
            (each.source, question)
            for each in tasks
            if isinstance(each.source, SourceFile)
            for question in _questions(each)
        )
        found = []
        for done, task in enumerate(tasks):
            if progress is not None:
                progress(done, len(tasks), task.path)
            found.append(self._judged(task))
        return found

    def report(
        self,
        plan: Plan,
        progress: Progress | None = None,
        *,
        deep: bool = False,
        judged: Sequence[ModuleReport] | None = None,
        compares_installed: bool = False,
    ) -> Report:
        """What is wrong with the modules of a plan.

        Args:
            plan: what is judged against what.
            progress: told before each task.
            deep: a module is compliant only if the modules under contract that it imports are.
            judged: the reports of the tasks, if somebody else has judged them.
            compares_installed: whether distributions that were asked for are held against what was installed.
        """
        for held in self.contracts.usable:
            _tell_unjudged(held.contract, self.where)
        modules = self.judged(plan.tasks, progress) if judged is None else list(judged)
        modules += map(self._undecided, plan.unknown_contracts)
        if deep:
            from importspy_static.checking.deep import deepened

            modules = deepened(modules, plan.tasks, plan.graphs, self.where, self._kept, self._policy.fail_on)
        installed = self._of_installed(plan, compares_installed=compares_installed)
        modules += [each.report for each in installed]
        contract_lines = _contract_lines([held.contract for held in self.contracts.usable], modules)
        return Report(
            modules=tuple(modules),
            tool_version=VERSION,
            fail_on=self._policy.fail_on,
            contract_lines={**{each.report.path: each.lines for each in installed}, **contract_lines},
            repository=repository_around(),
        )

    def locked(self, plan: Plan, contract: str) -> LockedContract:
        """A contract with the fingerprints of the modules that are held to it.

        Raises:
            ContractError: it cannot be used.
        """
        from importspy_static.checking.contract_lock import locked_contract

        return locked_contract(contract, plan.tasks, self._readings)

    def graph(self, plan: Plan, progress: Progress | None = None) -> ImportGraph:
        """Who imports whom among the sources of a plan, with the contracts and verdicts of each."""
        told: dict[str, list[ContractVerdict]] = {}
        for module in self.report(plan, progress).modules:
            told.setdefault(module.path, []).append((module.contract, module.verdict))
        homes = plan.gathered.neighbourhoods
        graph = plan.graphs.over(homes)
        modules = (replace(each, contracts=tuple(told.get(each.path, ()))) for each in graph.modules)
        return replace(graph, modules=tuple(modules))

    def _of_installed(self, plan: Plan, *, compares_installed: bool) -> list[OfDistribution]:
        """What has become of the distributions that were asked for, and of those that contracts want unmodified."""
        asking = {id(task.held.contract): task.held.contract for task in plan.tasks}
        wanted = [each for each in asking.values() if any(one.is_to_be_unmodified for one in each.dependencies)]
        homes = plan.installed if compares_installed else ()
        if not wanted and not homes:
            return []
        from importspy_static.checking.installed import Installed

        installed = Installed(self._extractors, self.where, self._policy)
        under_contract = {task.home for task in plan.tasks}
        found = [installed.named(home, is_alone=home not in under_contract) for home in homes]
        return [*found, *(each for contract in wanted for each in installed.unmodified(contract))]

    def _kept(self, path: str, violation: Violation) -> Violation | None:
        return self._policy.of(path).left_of(violation)

    def _judged(self, task: Task) -> ModuleReport:
        contract, judge = task.held
        match task.source:
            case SourceFile() as source:
                points = tuple(task.entry_points)
                candidate = Candidate(source, task.home.library, task.requirements, points, task.is_whole)
                try:
                    judgement = judge.judge(candidate)
                except RecursionError:
                    task.home.library.forget()  # what is half known is not believed
                    judgement = judge.refuse(source.path, TOO_DEEP)
            case unreadable:
                judgement = judge.refuse(unreadable.path, Failure("unreadable", unreadable.reason, TOP))
        logger.info("%s: judged", task.path)
        ordered = tuple(sorted(judgement.violations, key=_in_source_order))
        lines = self._readings.lines([each.place for each in ordered if each.place is not None])
        return ModuleReport(task.path, contract.path, ordered, lines, judgement.deployments, tuple(task.importer_of))

    def _undecided(self, unknown: UnknownContract) -> ModuleReport:
        """A module that holds its importers to a contract which cannot be told, or cannot be used."""
        from importspy_static.checks.undecided import ComputedValue

        place = Place(unknown.source.path, unknown.call.span)
        found = [replace(problem, place=place) for problem in unknown.problems] or [
            ComputedValue(symbol="the contract of importers", place=place, construct=unknown.call.construct)
        ]
        lines = self._readings.lines([place])
        return ModuleReport(place.path, unknown.path or place.path, self._policy.of(place.path).apply(found), lines)


def _questions(task: Task) -> Iterator[Depth | Print]:
    """What will be asked of the source of a task."""
    yield task.held.judge.depth(task.requirements, task.entry_points)
    asked = {each.asked_fingerprints for each in task.requirements}
    yield from sorted(each for each in asked if each is not None)


def _tell_unjudged(contract: Contract, where: Where) -> None:
    """Say which sections are not judged where no host is looked at: silence would look like a pass."""
    if contract.asks_of_dependencies and not where.looks_at_host:
        logger.warning("%s: dependencies are not judged, as no host is looked at", contract.path)


def _in_source_order(violation: Violation) -> tuple[object, ...]:
    place, asked = violation.place, violation.contract_place
    span = () if place is None else (place.span.line, place.span.column)
    return (span, violation.code, () if asked is None else (asked.line, asked.column), violation.message)


def _contract_lines(contracts: Sequence[Contract], modules: Sequence[ModuleReport]) -> Mapping[str, Mapping[int, str]]:
    lines = {path: lines for contract in contracts for path, lines in contract.lines.items()}
    wanted = {
        (each.contract_place.path, each.contract_place.line)
        for module in modules
        for each in module.violations
        if each.contract_place is not None
    }
    found: dict[str, dict[int, str]] = {}
    for path, line in sorted(wanted):
        if line <= len(lines.get(path, ())):
            found.setdefault(path, {})[line] = lines[path][line - 1]
    return found
