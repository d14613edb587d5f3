"""Which requirements hold for a target: `when:`. The only place where conditions are evaluated; no check knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from importspy_static.checks.hosts import same_name
from importspy_static.checks.pythons import fits_python
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import (
    ClassRequirement,
    Condition,
    Contract,
    Deployment,
    EnvironmentVariableRequirement,
    FunctionRequirement,
    ModuleRequirement,
    PythonRequirement,
    Requirement,
    SystemRequirement,
)
from importspy_static.model.place import Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from importspy_static.model.target import PythonVersion, Target

R = TypeVar("R", bound=Requirement)


def requirement_on(target: Target, requirement: ModuleRequirement) -> ModuleRequirement:
    """What is required of a module on a target: the requirement itself, if all of it is."""
    if not holds(requirement.when, target):
        return ModuleRequirement(place=requirement.place, when=requirement.when)
    if not any(_conditions(requirement)):
        return requirement
    classes = _kept(target, requirement.classes, lambda each: _class_on(target, each))
    functions = _kept(target, requirement.functions, lambda each: _function_on(target, each))
    variables = _kept(target, requirement.variables)
    named: tuple[Requirement, ...] = (*requirement.classes, *requirement.functions, *requirement.variables)
    return replace(
        requirement,
        classes=classes,
        functions=functions,
        variables=variables,
        elsewhere=_elsewhere(named, (*classes, *functions, *variables)),
    )


def contract_on(target: Target, contract: Contract) -> Contract:
    """What a contract means on a target; where it may run stays as it is."""

    def within(deployment: Deployment) -> Deployment:
        return replace(deployment, systems=tuple(map(system_on, deployment.systems)))

    def system_on(system: SystemRequirement) -> SystemRequirement:
        return replace(
            system,
            variables=variables_on(target, system.variables),
            pythons=tuple(map(python_on, system.pythons)),
        )

    def python_on(python: PythonRequirement) -> PythonRequirement:
        return replace(python, modules=_modules_on(target, python.modules))

    return replace(
        contract,
        module=requirement_on(target, contract.module),
        modules=_modules_on(target, contract.modules),
        importers=None if contract.importers is None else requirement_on(target, contract.importers),
        deployments=tuple(map(within, contract.deployments)),
    )


def _modules_on(target: Target, modules: Iterable[ModuleRequirement]) -> tuple[ModuleRequirement, ...]:
    return tuple(requirement_on(target, each) for each in modules if holds(each.when, target))


def variables_on(
    target: Target, variables: Iterable[EnvironmentVariableRequirement]
) -> tuple[EnvironmentVariableRequirement, ...]:
    """The environment variables that are asked for on a target."""
    return _kept(target, variables)


def holds(condition: Condition | None, target: Target) -> bool:
    """Whether a target meets all that a condition states."""
    if condition is None:
        return True
    return (
        (condition.os is None or _systems(condition.os.value) >= _systems((_system(target),)))
        and (condition.arch is None or _architectures(condition.arch.value) >= _architectures((target.machine,)))
        and (
            condition.interpreter is None
            or _interpreters(condition.interpreter.value) >= _interpreters((target.python_implementation,))
        )
        and (condition.python is None or _fits(target.version, condition.python.value))
    )


def conditions_of(contract: Contract) -> tuple[Condition, ...]:
    """All conditions of a contract, those that say the same once."""
    pythons = (python for each in contract.deployments for system in each.systems for python in system.pythons)
    modules = [contract.module, *contract.modules, *(module for python in pythons for module in python.modules)]
    modules += [] if contract.importers is None else [contract.importers]
    found: dict[object, Condition] = {}
    of_modules = (each.when for each in modules if each.when is not None)
    for each in chain(of_modules, *map(_conditions, modules)):
        stated = (each.python, each.os, each.arch, each.interpreter)
        found.setdefault(tuple(None if part is None else part.value for part in stated), each)
    return tuple(found.values())


def _class_on(target: Target, requirement: ClassRequirement) -> ClassRequirement:
    if not any(_conditions_of_class(requirement)):
        return requirement
    attributes = _kept(target, requirement.attributes)
    methods = _kept(target, requirement.methods, lambda each: _function_on(target, each))
    return replace(
        requirement,
        superclasses=_kept(target, requirement.superclasses, lambda each: _class_on(target, each)),
        attributes=attributes,
        methods=methods,
        elsewhere=_elsewhere((*requirement.attributes, *requirement.methods), (*attributes, *methods)),
    )


def _function_on(target: Target, requirement: FunctionRequirement) -> FunctionRequirement:
    stated = requirement.arguments
    if stated is None or all(each.when is None for each in stated.value):
        return requirement
    return replace(requirement, arguments=Stated(_kept(target, stated.value), stated.place))


def _kept(target: Target, requirements: Iterable[R], within: Callable[[R], R] = lambda each: each) -> tuple[R, ...]:
    return tuple(within(each) for each in requirements if holds(each.when, target))


def _elsewhere(every: Iterable[Requirement], kept: Iterable[Requirement]) -> frozenset[str]:
    return frozenset(each.name for each in every) - {each.name for each in kept}


def _conditions(module: ModuleRequirement) -> Iterator[Condition]:
    for variable in module.variables:
        yield from _condition(variable)
    for function in module.functions:
        yield from _conditions_of_function(function)
    for class_ in module.classes:
        yield from _conditions_of_class(class_)


def _conditions_of_class(class_: ClassRequirement) -> Iterator[Condition]:
    yield from _condition(class_)
    for superclass in class_.superclasses:
        yield from _conditions_of_class(superclass)
    for attribute in class_.attributes:
        yield from _condition(attribute)
    for method in class_.methods:
        yield from _conditions_of_function(method)


def _conditions_of_function(function: FunctionRequirement) -> Iterator[Condition]:
    yield from _condition(function)
    for argument in function.arguments.value if function.arguments else ():
        yield from _condition(argument)


def _condition(requirement: Requirement) -> Iterator[Condition]:
    if requirement.when is not None:
        yield requirement.when


def _system(target: Target) -> str:
    """`platform.system()`, which has a version behind it under Cygwin."""
    return "cygwin" if target.platform == "cygwin" else target.system


# All points of a grid are asked the same few things.


@lru_cache(maxsize=4_096)
def _systems(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(same_name(each, SYSTEMS) for each in names)


@lru_cache(maxsize=4_096)
def _architectures(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(same_name(each, ARCHITECTURES) for each in names)


@lru_cache(maxsize=4_096)
def _interpreters(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(same_name(each, INTERPRETERS) for each in names)


@lru_cache(maxsize=65_536)
def _fits(version: PythonVersion, asked: str) -> bool:
    return fits_python(version, asked)
