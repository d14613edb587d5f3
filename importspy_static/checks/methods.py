"""SPY302: methods of a class, which are judged as functions are."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.arguments import Callee
from importspy_static.checks.attributes import or_hook
from importspy_static.checks.context import Context, judge
from importspy_static.checks.functions import MethodMissing, check_callable
from importspy_static.interpret.values import ClassValue, FunctionValue, Value
from importspy_static.model.contract import FunctionRequirement
from importspy_static.model.place import Span
from importspy_static.model.violation import Violation


def check_method(
    context: Context, requirement: FunctionRequirement, symbol: str, found: ClassValue
) -> Iterator[Violation]:
    """Judge one required method of a class."""
    name = f"{symbol}.{requirement.name}"

    def missing() -> Violation:
        return MethodMissing(
            symbol=name,
            place=context.place(found.header),
            contract_place=requirement.place,
            reason="is not defined, nor inherited",
        )

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from check_callable(context, requirement, callee_of(name, symbol, requirement, value), value, span)

    namespace = context.namespace
    asked = namespace.member if _is_of_instances(requirement) else namespace.on_class
    binding = or_hook(context, found, requirement.name, asked(found, requirement.name))
    yield from judge(context, binding, name, requirement.place, missing, check)


def _is_of_instances(requirement: FunctionRequirement) -> bool:
    """Whether the contract says that instances have the method: they do not see those of a metaclass."""
    stated = requirement.arguments
    return stated is not None and bool(stated.value) and stated.value[0].name == "self"


def callee_of(name: str, symbol: str, requirement: FunctionRequirement, value: Value) -> Callee:
    """How callers write the method."""
    if requirement.name in ("__init__", "__new__"):
        return Callee(name, symbol, True)
    on_class = isinstance(value, FunctionValue) and value.kind in ("static", "class")
    return Callee(name, f"{symbol}{'' if on_class else '()'}.{requirement.name}", True)
