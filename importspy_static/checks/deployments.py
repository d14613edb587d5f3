"""Which of the declared deployments a host is: a tree of alternatives, each with what the host lacks for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importspy_static.checks.environment import (
    Judging,
    OfDeployment,
    UnknownEnvironment,
    check_secrets,
    check_variables,
)
from importspy_static.checks.hosts import check_architecture, check_interpreter, check_python, check_system
from importspy_static.checks.pythons import distance
from importspy_static.model.contract import (
    Contract,
    Deployment,
    ModuleRequirement,
    PythonRequirement,
    RuntimeRequirement,
    SystemRequirement,
)
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.violation import Violation


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
    def holds(self) -> bool:
        return not self.lacks and (not self.within or any(each.holds for each in self.within))


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
    def _nearness(self) -> tuple[object, ...]:
        broken = sum(not violation.undecided for violation in self.lacks)
        misfits = [bool(step.lacks) for step in self.steps]
        return (broken, len(self.lacks), *misfits, *[False] * (3 - len(misfits)), self.steps[-1].far)


@dataclass(frozen=True, slots=True)
class Deployments:
    """What a contract says of where a module may run, judged for one host."""

    alternatives: tuple[Alternative, ...]
    runtime: tuple[Violation, ...]
    """What the host lacks for the short form, `runtime:`."""

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(path for each in self.alternatives for path in _paths(each))

    @property
    def holding(self) -> tuple[Path, ...]:
        """The deployments that the host is."""
        return tuple(path for path in self.paths if not path.lacks)

    @property
    def closest(self) -> Path | None:
        """The first that holds, else the one that the host lacks least for; None where none is declared."""
        return min(self.paths, key=lambda path: path._nearness, default=None)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """What the host lacks: nothing if one of the deployments holds, and the short form too."""
        closest = self.closest
        if closest is None or not closest.lacks:
            return self.runtime
        return (*self.runtime, *(_among(each, closest.label, len(self.paths)) for each in closest.lacks))


def _among(violation: Violation, closest: str, count: int) -> Violation:
    if isinstance(violation, (OfDeployment, UnknownEnvironment)):
        return dataclasses.replace(violation, closest=closest, deployments=count)
    return violation


def _paths(alternative: Alternative) -> Iterator[Path]:
    if not alternative.within:
        yield Path((alternative,))
    for each in alternative.within:
        for rest in _paths(each):
            yield Path((alternative, *rest.steps))


def names_of_variables(contract: Contract) -> tuple[str, ...]:
    """The variables whose text a contract may have to be compared with. Secrets are not among them."""
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    variables = [variable for system in systems for variable in system.variables]
    variables += contract.runtime.environment if contract.runtime else ()
    asked = dict.fromkeys(each.name for each in variables if each.value or each.annotation)
    return tuple(asked)


def names_of_secrets(contract: Contract) -> frozenset[str]:
    """The secrets that a contract names anywhere."""
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    return frozenset(secret.value for system in systems for secret in system.secrets)


def judge_deployments(contract: Contract, judging: Judging) -> Deployments:
    """Hold a host against all that a contract declares."""
    return Deployments(
        alternatives=tuple(_deployment(judging, each) for each in contract.deployments),
        runtime=tuple(_runtime(judging, contract.runtime)) if contract.runtime else (),
    )


def _deployment(judging: Judging, asked: Deployment) -> Alternative:
    return Alternative(
        name=asked.arch.value if asked.arch else "any architecture",
        place=asked.place,
        lacks=tuple(check_architecture(judging, _one(asked.arch))),
        within=tuple(_system(judging, each) for each in asked.systems),
    )


def _system(judging: Judging, asked: SystemRequirement) -> Alternative:
    lacks = (
        *check_system(judging, _one(asked.os)),
        *check_variables(judging, asked.variables),
        *check_secrets(judging, asked.secrets),
    )
    return Alternative(
        name=asked.os.value if asked.os else "any system",
        place=asked.place,
        lacks=lacks,
        within=tuple(_python(judging, each) for each in asked.pythons),
    )


def _python(judging: Judging, asked: PythonRequirement) -> Alternative:
    lacks = (*check_python(judging, asked.version), *check_interpreter(judging, _one(asked.interpreter)))
    return Alternative(
        name=python_name(asked),
        place=asked.place,
        lacks=lacks,
        modules=asked.modules,
        far=distance(judging.environment.version, asked.version.value) if asked.version else 0,
    )


def python_name(asked: PythonRequirement) -> str:
    """As in "CPython 3.11", "3.11", "PyPy"."""
    parts = [each.value for each in (asked.interpreter, asked.version) if each]
    return " ".join(parts) or "any Python"


def _one(asked: Stated[str] | None) -> Stated[tuple[str, ...]] | None:
    return None if asked is None else Stated((asked.value,), asked.place)


def _runtime(judging: Judging, asked: RuntimeRequirement) -> Sequence[Violation]:
    return (
        *check_architecture(judging, asked.architecture),
        *check_system(judging, asked.os),
        *check_python(judging, asked.python),
        *check_interpreter(judging, asked.implementation),
        *check_variables(judging, asked.environment),
    )
