"""Every deployment that a contract declares, as points at which a module can be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product

from importspy_static.checks.applicable import conditions_of
from importspy_static.checks.deployments import python_name
from importspy_static.checks.hosts import same_name
from importspy_static.checks.pythons import fits_python
from importspy_static.checks.samples import VersionQuestions, versions_of
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import DECLARED_HOSTS
from importspy_static.model.contract import (
    Condition,
    Contract,
    Deployment,
    ModuleRequirement,
    PythonRequirement,
    RuntimeRequirement,
    SystemRequirement,
)
from importspy_static.model.declared_targets import declared_target
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from importspy_static.model.target import PythonVersion, Target

ANY_ARCHITECTURE = ("x86_64", "arm64")
ANY_SYSTEM = ("linux", "windows", "darwin")
ANY_INTERPRETER = ("CPython",)
"""What a contract means that leaves it open."""
ANY = (ANY_ARCHITECTURE, ANY_SYSTEM, ANY_INTERPRETER)
TABLES = (ARCHITECTURES, SYSTEMS, INTERPRETERS)
NOTHING: tuple[tuple[str, ...], ...] = ((), (), ())


@dataclass(frozen=True, slots=True)
class Point:
    """One architecture, system, interpreter and version."""

    architecture: str
    system: str
    interpreter: str
    version: PythonVersion

    @property
    def target(self) -> Target:
        return declared_target(self.architecture, self.system, self.interpreter, self.version)


@dataclass(frozen=True, slots=True)
class Row:
    """One declared deployment, with the points that it stands for."""

    label: str
    place: ContractPlace
    points: tuple[Point, ...]
    modules: tuple[ModuleRequirement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Declared:
    """A deployment as it is written: None where it leaves something open."""

    place: ContractPlace
    architecture: str | None = None
    system: str | None = None
    python: PythonRequirement | None = None
    interpreter: str | None = None

    @property
    def label(self) -> str:
        python = python_name(self.python) if self.python else self.interpreter
        names = (self.architecture, self.system, None if python == "any Python" else python)
        return " / ".join(name for name in names if name) or "any host"


def grid(contract: Contract, questions: VersionQuestions) -> list[Row]:
    """A row for each declared deployment, in the order of the contract.

    A row has no points if there is no such host: what `runtime:` rules out, or a version that none is of.

    Args:
        contract: with `deployments:`, `runtime:` or both; without them there is no row.
        questions: what the module asks of the version, which tells at which versions of a set to look.
    """
    conditions = conditions_of(contract)
    return [_row(contract, each, questions, conditions) for each in _declared(contract)]


def _declared(contract: Contract) -> Iterator[_Declared]:
    for deployment in contract.deployments:
        yield from _of_deployment(deployment)
    runtime = contract.runtime
    if runtime is not None and not contract.deployments:
        stated = (runtime.architecture, runtime.os, runtime.implementation)
        choices = [each.value if each else (None,) for each in stated]
        python = PythonRequirement(place=runtime.place, version=runtime.python)
        for architecture, system, interpreter in product(*choices):
            yield _Declared(runtime.place, architecture, system, python, interpreter)


def _of_deployment(deployment: Deployment) -> Iterator[_Declared]:
    architecture = deployment.arch.value if deployment.arch else None
    if not deployment.systems:
        yield _Declared(deployment.place, architecture)
    for system in deployment.systems:
        yield from _of_system(architecture, system)


def _of_system(architecture: str | None, system: SystemRequirement) -> Iterator[_Declared]:
    name = system.os.value if system.os else None
    if not system.pythons:
        yield _Declared(system.place, architecture, name)
    for python in system.pythons:
        interpreter = python.interpreter.value if python.interpreter else None
        yield _Declared(python.place, architecture, name, python, interpreter)


def _row(contract: Contract, declared: _Declared, questions: VersionQuestions, conditions: Sequence[Condition]) -> Row:
    runtime = contract.runtime
    spoken = [each.version.value for each in (declared.python,) if each and each.version]
    asked = [*spoken, *([runtime.python.value] if runtime and runtime.python else [])]
    versions = versions_of(asked, questions, [each.python.value for each in conditions if each.python])
    hosts = _hosts(declared, runtime, conditions)
    choices = ((*host, version) for host in hosts for version in versions)
    points = (Point(*choice) for choice in choices)
    return Row(
        label=declared.label,
        place=declared.place,
        points=tuple(point for point in points if runtime is None or _fits(point, runtime)),
        modules=declared.python.modules if declared.python else (),
    )


def _hosts(
    declared: _Declared, runtime: RuntimeRequirement | None, conditions: Sequence[Condition]
) -> list[tuple[str, str, str]]:
    """Architectures, systems and interpreters to look at: what is declared, else any, and what conditions name.

    If these are too many, what one condition names is not looked at together with what only others do.
    """
    named = [tuple(map(_names, (each.arch, each.os, each.interpreter), TABLES)) for each in conditions]
    together = tuple(tuple(dict.fromkeys(name for each in side for name in each)) for side in zip(*named, strict=True))
    if len(joint := _product(_sides(declared, runtime, together or NOTHING, also_any=True))) <= DECLARED_HOSTS:
        return joint
    apart = (_product(_sides(declared, runtime, each, also_any=False)) for each in (NOTHING, *named))
    return [*dict.fromkeys(chain.from_iterable(apart))]


def _product(sides: Iterator[tuple[str, ...]]) -> list[tuple[str, str, str]]:
    architectures, systems, interpreters = sides
    return [*product(architectures, systems, interpreters)]


def _sides(
    declared: _Declared, runtime: RuntimeRequirement | None, named: tuple[tuple[str, ...], ...], *, also_any: bool
) -> Iterator[tuple[str, ...]]:
    """The architectures, the systems and the interpreters, with what is named where a contract leaves them open."""
    own = (declared.architecture, declared.system, declared.interpreter)
    for fixed, key, any_, names in zip(own, ("architecture", "os", "implementation"), ANY, named, strict=True):
        stated = getattr(runtime, key) if runtime is not None else None
        if fixed is not None:
            yield (fixed,)
        elif stated is not None:
            yield stated.value
        else:
            yield tuple(dict.fromkeys((*any_, *names))) if also_any else names or any_


def _names(stated: Stated[tuple[str, ...]] | None, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return () if stated is None else tuple(same_name(each, table) for each in stated.value)


def _fits(point: Point, runtime: RuntimeRequirement) -> bool:
    pairs = (
        (point.architecture, runtime.architecture, ARCHITECTURES),
        (point.system, runtime.os, SYSTEMS),
        (point.interpreter, runtime.implementation, INTERPRETERS),
    )
    named = all(
        stated is None or same_name(name, names) in {same_name(each, names) for each in stated.value}
        for name, stated, names in pairs
    )
    return named and (runtime.python is None or fits_python(point.version, runtime.python.value))
