"""Requirements on one thing that hold for the same targets, and what only several files can contradict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from importspy_static.contract import contradictions
from importspy_static.contract.collect import Problems
from importspy_static.contract.conditions import exclude_each_other, same
from importspy_static.contract.contradictions import on_line
from importspy_static.contract.nodes import quoted
from importspy_static.limits import CONTRACT_ALTERNATIVES, CONTRACT_MEMBERS
from importspy_static.model.contract import (
    ArgumentRequirement,
    AttributeRequirement,
    ClassRequirement,
    Contract,
    FunctionRequirement,
    ModuleRequirement,
    Requirement,
    VariableRequirement,
)
from importspy_static.model.place import Stated

Difference: TypeAlias = "tuple[str, Stated[object], Stated[object]]"
"""What is said of, and the two that cannot both be."""

DISTINCT = frozenset("str int float bool bytes list dict set tuple frozenset object None".split())
"""Annotations that no two of are one."""


def look_over(problems: Problems, contract: Contract) -> None:
    """Note what the files of a contract contradict each other in. Of one file all that has been noted before."""
    if len(contract.lines) < 2:
        return
    for each in contract.runtime.environment if contract.runtime else ():
        contradictions.of_variable(problems, each)
    pythons = [python for each in contract.deployments for system in each.systems for python in system.pythons]
    within = [module for python in pythons for module in python.modules]
    for module in (contract.module, *contract.modules, *within, *([contract.importers] if contract.importers else [])):
        _look_over(problems, module)


def _look_over(problems: Problems, module: ModuleRequirement) -> None:
    for variable in module.variables:
        contradictions.of_type(problems, variable.annotation, variable.value)
    for class_ in module.classes:
        for attribute in class_.attributes:
            contradictions.of_type(problems, attribute.annotation, attribute.value)
        for method in class_.methods:
            contradictions.of_function(problems, method)
        of_one_name(problems, class_.attributes, "attribute")
        of_one_name(problems, class_.methods, "method")
    if module.imports is not None:
        contradictions.of_imports(problems, module.imports)
    of_one_name(problems, module.variables, "variable")
    of_one_name(problems, module.functions, "function")
    of_one_name(problems, module.classes, "class")


def of_one_name(problems: Problems, requirements: Sequence[Requirement], what: str) -> None:
    """Note requirements of one name that hold for the same targets, and cannot both hold."""
    by_name: dict[str, list[Requirement]] = {}
    for each in requirements:
        by_name.setdefault(each.name, []).append(each)
    for name, alike in by_name.items():
        if len(alike) > CONTRACT_ALTERNATIVES:
            reason = (
                f"{what} {quoted(name)} is required more than {CONTRACT_ALTERNATIVES} times, with different conditions"
            )
            problems.invalid(alike[CONTRACT_ALTERNATIVES].place, reason)
            continue
        for one, other in combinations(alike, 2):
            if not exclude_each_other(one.when, other.when):
                _of_pair(problems, one, other, what)


def _of_pair(problems: Problems, one: Requirement, other: Requirement, what: str) -> None:
    if isinstance(other, ArgumentRequirement):
        if not same(one.when, other.when):
            told = f"first {on_line(other.place, one.place)}, and some targets meet both conditions"
            problems.contradiction(other.place, f"{what} {quoted(other.name)} is there twice, {told}")
        return
    for symbol, first, second in _differences(one, other):
        required = f"{_told(second.value)} is required of {quoted(symbol)} here, and {_told(first.value)}"
        problems.contradiction(
            second.place, f"{required} {on_line(second.place, first.place)}, though some targets meet both conditions"
        )


def _told(value: object) -> str:
    return quoted(value) if isinstance(value, str) else quoted(repr(value))[1:-1]


def _differences(one: Requirement, other: Requirement, symbol: str = "") -> Iterator[Difference]:
    """What cannot both be, where both hold."""
    name = f"{symbol}.{one.name}" if symbol else one.name
    match one, other:
        case AttributeRequirement(scope=mine), AttributeRequirement(scope=theirs) if _are_two(mine, theirs):
            return  # the class may have one, and instances put the other in its place
        case VariableRequirement(), VariableRequirement():
            yield from _annotations(name, one.annotation, other.annotation)
            yield from _values(name, one.value, other.value)
        case FunctionRequirement(), FunctionRequirement():
            yield from _values(f"{name}(async)", one.is_async, other.is_async)
            yield from _values(f"{name}(kind)", one.kind, other.kind)
            yield from _annotations(name, one.return_annotation, other.return_annotation)
            yield from _of_arguments(name, one, other)
        case ClassRequirement(), ClassRequirement():
            yield from _of_members(name, one.attributes, other.attributes)
            yield from _of_members(name, one.methods, other.methods)


def _are_two(mine: Stated[object] | None, theirs: Stated[object] | None) -> bool:
    return (mine and mine.value) != (theirs and theirs.value)


def _of_members(symbol: str, mine: Sequence[Requirement], theirs: Sequence[Requirement]) -> Iterator[Difference]:
    by_name: dict[str, list[Requirement]] = {}
    for each in mine[:CONTRACT_MEMBERS]:
        by_name.setdefault(each.name, []).append(each)
    for other in theirs[:CONTRACT_MEMBERS]:
        for one in by_name.get(other.name, ()):
            if not exclude_each_other(one.when, other.when):
                yield from _differences(one, other, symbol)


def _of_arguments(symbol: str, one: FunctionRequirement, other: FunctionRequirement) -> Iterator[Difference]:
    """Lists of arguments may differ: a function can take all the calls of both."""
    if one.arguments is None or other.arguments is None:
        return
    by_name = {each.name: each for each in one.arguments.value if each.when is None}
    for theirs in other.arguments.value:
        mine = by_name.get(theirs.name)
        if mine is None or theirs.when is not None:
            continue
        name = f"{symbol}({theirs.name})"
        yield from _annotations(name, mine.annotation, theirs.annotation)
        yield from _values(name, mine.value, theirs.value)
        yield from _values(f"{name}, optional", _optional(mine), _optional(theirs))


def _optional(argument: ArgumentRequirement) -> Stated[object] | None:
    """Whether there must be a default, if that is said."""
    if argument.optional is not None:
        return argument.optional
    default = argument.value or argument.expression
    return None if default is None else Stated(True, default.place)


def _annotations(name: str, one: Stated[str] | None, other: Stated[str] | None) -> Iterator[Difference]:
    if one and other and one.value != other.value and {one.value, other.value} <= DISTINCT:
        yield name, one, other


def _values(name: str, one: Stated[object] | None, other: Stated[object] | None) -> Iterator[Difference]:
    if one is None or other is None:
        return
    alike = one.value == other.value or repr(one.value) == repr(other.value)  # nan is not equal to itself
    if type(one.value) is not type(other.value) or not alike:
        yield name, one, other
