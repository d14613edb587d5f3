"""Decorators that are classes, or instances of classes, of the project: what takes the place of what they decorate."""

from __future__ import annotations

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    ABSENT,
    ClassValue,
    FunctionValue,
    Instance,
    Signature,
    SignatureParameter,
    Value,
)

_SHOWN = ("__wrapped__", "__signature__")
"""What `inspect.signature` shows of an object instead of its `__call__`."""
_MAKES = ("__new__", "__getattribute__")


def instance_of(machine: Machine, wrapper: ClassValue, target: Value) -> Instance | None:
    """The instance that a class makes of what it decorates; None where that is not known well enough.

    Of libraries nobody has read what their descriptors do. An object that takes any arguments may pass for what it
    wraps, and one that is called as a method is bound by a `__get__` of its own.
    """
    from importspy_static.interpret.functions import instantiate, make

    if not _is_plain(machine, wrapper):
        return None
    called = lookup.class_member(machine, wrapper, "__call__")
    if called != ABSENT and (machine.frame.owner is not None or call_of(machine, wrapper) is None):
        return None
    instance = instantiate(machine, wrapper, [(target,)])
    if not isinstance(instance, Instance) or instance.object is None:
        return None
    make(machine, instance)
    if any(each.value is not None for name in _SHOWN for each in machine.state.get((instance.object, name))):
        return None
    return instance


def call_of(machine: Machine, of: ClassValue) -> FunctionValue | None:
    """The `__call__` of instances, if it is one function that says what it takes."""
    match lookup.class_member(machine, of, "__call__"):
        case (outcome,) if isinstance(outcome.value, FunctionValue) and outcome.value.kind == "instance":
            function = outcome.value
            if isinstance(function.signature, Signature) and function.definition is not None:
                stars = [each for each in function.signature.parameters if _is_star(each)]
                return None if stars else function
    return None


def _is_star(parameter: SignatureParameter) -> bool:
    return parameter.kind in ("var_positional", "var_keyword")


def _is_plain(machine: Machine, of: ClassValue) -> bool:
    """Whether a call of a class of the project surely makes an instance of it, by its `__init__`."""
    is_of_project = machine.world is None or machine.world.is_of_project(of.object)
    return is_of_project and lookup.is_plain(machine, of, without=_MAKES)
