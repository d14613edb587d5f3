"""What a module is judged for: one host, or every deployment that its contract declares."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from importspy_static.contract.problems import ContractContradiction, ContractError, ContractInvalid
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.depth import Depth
from importspy_static.model.environment import Environment, Host
from importspy_static.model.policy import Policy
from importspy_static.model.program import Failure
from importspy_static.model.report import DeploymentVerdict
from importspy_static.model.source import EntryPoint, SourceFile
from importspy_static.model.violation import Violation

if TYPE_CHECKING:
    from importspy_static.checking.library import Library
    from importspy_static.checking.standing import Ground
    from importspy_static.checking.structure import Subject
    from importspy_static.checking.where import Where
    from importspy_static.model.deployments import Deployments
    from importspy_static.model.target import Target

# What judges is imported when a module is judged: the process that reads the source loads its libraries meanwhile.


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a module, and where."""

    violations: tuple[Violation, ...]
    deployments: tuple[DeploymentVerdict, ...] | None = None


@dataclass(frozen=True)
class Candidate:
    """A module that is to be judged."""

    source: SourceFile
    library: Library
    """The modules around it."""
    requirements: Sequence[ModuleRequirement]
    """What the contract asks of it wherever it runs."""
    entry_points: tuple[EntryPoint, ...] = ()
    """What is registered of it."""
    is_whole: bool = True
    """Whether all of the contract is about it, and not only what it asks of importers."""

    def read(self, depth: Depth) -> Subject | Failure:
        """The module with its facts, or why there are none."""
        from importspy_static.checking.structure import Subject

        return Subject.read(self.source, self.library, self.entry_points, depth)


class Judge(Protocol):
    """Judges the modules of one run against one contract."""

    def depth(self, requirements: Sequence[ModuleRequirement], entry_points: Sequence[EntryPoint]) -> Depth:
        """How much of a module must be read to judge it."""

    def judge(self, candidate: Candidate) -> Judgement:
        """Judge a module."""

    def refuse(self, path: str, failure: Failure) -> Judgement:
        """Judge what could not be read."""

    def other_files(self, checked: Sequence[str]) -> list[str]:
        """The files that deployments require something of, and that are not among those that are checked."""


class OneHost:
    """Judges for the host at hand."""

    def __init__(self, contract: Contract, policy: Policy, where: Where) -> None:
        self._contract, self._policy, self._where = contract, policy, where
        self._ground: Ground | None = None
        self._deployments, self._target = _of_host(contract, where.environment, where.show_values)

    def depth(self, requirements: Sequence[ModuleRequirement], entry_points: Sequence[EntryPoint]) -> Depth:
        candidates = () if self._deployments is None else self._deployments.candidates
        asked = _depth([*requirements, *(module for each in candidates for module in each.modules)], entry_points)
        if asked is Depth.GRAMMAR and self._target.version[:2] >= sys.version_info[:2]:
            return Depth.IMPORTS  # what this Python has accepted is no news to the target's
        return asked

    def judge(self, candidate: Candidate) -> Judgement:
        from importspy_static.checking.one_host import check_on_host

        library, requirements = candidate.library, candidate.requirements
        depth = self.depth(requirements, candidate.entry_points)
        subject = candidate.read(depth)
        if isinstance(subject, Failure):
            return self.refuse(candidate.source.path, subject)
        world = None
        if depth >= Depth.OUTLINE:
            # The modules that the host would find: of the project, and of its search path if that is on this machine.
            world = library.world(self._target, self._where.search_path, self._contract.options.trusted_decorators)
        found = check_on_host(subject, self._contract, requirements, self._target, world, self._deployments)
        if candidate.is_whole:
            found += self._of_dependencies(subject, candidate, found)
        return Judgement(self._policy.of(candidate.source.path).apply(found, self._contract.severity))

    def _of_dependencies(self, subject: Subject, candidate: Candidate, found: Sequence[Violation]) -> list[Violation]:
        """What is wrong with what a module stands on, unless the host cannot even parse it."""
        if not self._contract.asks_of_dependencies or any(each.code == "SPY002" for each in found):
            return []
        from importspy_static.checking.standing import Ground
        from importspy_static.checking.structure import Structure
        from importspy_static.checks.dependencies import check_dependencies

        if self._ground is None:
            self._ground = Ground(self._where, self._target)
        context = Structure.as_written(subject, self._target, self._contract).context
        around = self._ground.around(candidate.source, candidate.library)
        return list(check_dependencies(context, self._contract, around))

    def refuse(self, path: str, failure: Failure) -> Judgement:
        from importspy_static.checks.deployments import violations_of
        from importspy_static.checks.source import check_source

        lacks = violations_of(self._deployments) if self._deployments else ()
        found = [check_source(failure, path, None), *lacks]
        return Judgement(self._policy.of(path).apply(found, self._contract.severity))

    def other_files(self, checked: Sequence[str]) -> list[str]:
        if self._deployments is None:
            return []
        modules = [module for path in self._deployments.candidates[:1] for module in path.modules]
        return _others(modules, checked)


class EveryDeployment:
    """Judges for each deployment that the contract declares.

    Raises:
        ContractError: it declares none, or one that no host is.
    """

    def __init__(self, contract: Contract, policy: Policy) -> None:
        self._contract, self._policy = contract, policy
        if problems := _undeclared(contract):
            raise ContractError(problems, contract.lines)

    def depth(self, requirements: Sequence[ModuleRequirement], entry_points: Sequence[EntryPoint]) -> Depth:
        return _depth([*requirements, *_declared(self._contract)], entry_points)

    def judge(self, candidate: Candidate) -> Judgement:
        from importspy_static.checking.every_deployment import check_on_every_deployment

        depth = self.depth(candidate.requirements, candidate.entry_points)
        subject = candidate.read(depth)
        if isinstance(subject, Failure):
            return self.refuse(candidate.source.path, subject)
        policy = self._policy.of(candidate.source.path)

        def kept(violation: Violation) -> Violation | None:
            return policy.left_of(violation, self._contract.severity)

        as_written = depth < Depth.OUTLINE
        found = check_on_every_deployment(subject, self._contract, candidate.requirements, kept, as_written=as_written)
        return Judgement(*found)

    def refuse(self, path: str, failure: Failure) -> Judgement:
        from importspy_static.checking.every_deployment import unreadable
        from importspy_static.checks.source import check_source

        found = self._policy.of(path).apply([check_source(failure, path, None)], self._contract.severity)
        return Judgement(found, unreadable(self._contract, found))

    def other_files(self, checked: Sequence[str]) -> list[str]:
        return _others(_declared(self._contract), checked)


def _declared(contract: Contract) -> list[ModuleRequirement]:
    """What the deployments of a contract ask of modules."""
    systems = [system for each in contract.deployments for system in each.systems]
    return [module for system in systems for python in system.pythons for module in python.modules]


def _depth(requirements: Sequence[ModuleRequirement], entry_points: Sequence[EntryPoint]) -> Depth:
    """Imports stand in the source of a module; all else is what it comes out as."""
    if entry_points or any(each.asks_how_it_comes_out for each in requirements):
        return Depth.OUTLINE
    return Depth.GRAMMAR


def _of_host(
    contract: Contract, environment: Environment | Host | None, show_values: bool
) -> tuple[Deployments | None, Target]:
    """How the host stands to the deployments, and what a module can ask of it; no fact is asked that nobody needs."""
    from importspy_static.probes.host import host_target

    if not contract.deployments and contract.runtime is None:
        return None, environment.target if isinstance(environment, Environment) else host_target()
    from importspy_static.probing import held_against, probe

    if environment is None:
        return held_against(contract, None), host_target()
    host = environment if isinstance(environment, Environment) else probe(distributions=False)
    return held_against(contract, host, show_values=show_values), host.target


def _others(modules: Sequence[ModuleRequirement], checked: Sequence[str]) -> list[str]:
    from importspy_static.checks.module import concerning

    if not any(concerning(path, modules) for path in checked):
        return []  # none of the files is one that the deployments are about: that is told of each of them
    ways = [
        os.path.join(os.path.dirname(each.filename.place.path), each.filename.value)
        for each in modules
        if each.filename is not None and not any(concerning(path, [each]) for path in checked)
    ]
    return list(dict.fromkeys(ways))


def _undeclared(contract: Contract) -> list[Violation]:
    """Why there is nothing to look at, or why one of the deployments cannot be looked at: it would seem to hold."""
    from importspy_static.checks.grid import grid
    from importspy_static.checks.samples import VersionQuestions

    if not contract.deployments and contract.runtime is None:
        reason = "neither 'deployments' nor 'runtime' declares where the module may run, so there is none to look at"
        return [ContractInvalid(reason=reason, contract_place=contract.module.place)]
    runtime = f" and meets 'runtime' on line {contract.runtime.place.line} too" if contract.runtime else ""
    return [
        ContractContradiction(reason=f"no host is '{row.label}'{runtime}", contract_place=row.place)
        for row in grid(contract, VersionQuestions())
        if not row.points
    ]
