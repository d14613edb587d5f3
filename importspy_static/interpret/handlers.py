"""Which exceptions a handler takes."""

from __future__ import annotations

import builtins
from dataclasses import dataclass

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import ClassValue, Computed, Value, Values
from importspy_static.model.expression import Collection, Expression, Name, Node
from importspy_static.model.program import Handler


@dataclass(frozen=True, slots=True)
class Manager:
    """Context managers as a handler: behind what they take, control goes on behind the `with`."""

    is_known: bool
    """Whether it is known to take some exceptions."""
    suppressed: Values = ()
    """The classes that it is known to take."""
    may_take_others: bool = False


def catches(machine: Machine, handler: Handler | Manager, kind: str | None) -> bool | None:
    """Whether a handler takes the builtin exception of this name; None if that is not known.

    `kind` None is any exception.
    """
    raised = getattr(builtins, kind, None) if kind is not None else None
    match handler:
        case Handler(type=None):
            return True
        case _ if not isinstance(raised, type):
            return None
        case Manager(suppressed=suppressed, may_take_others=may_take_others):
            answer = _any_of([_is_taken(each, raised) for each in suppressed])
            return None if may_take_others and not answer else answer
        case Handler(type=Expression(node=node)):
            return _takes(machine, node, raised)
    return None


def _takes(machine: Machine, node: Node, raised: type) -> bool | None:
    match node:
        case Name(id=name):
            found = lookup.name(machine, name)
            return _any_of([_is_taken(each.value, raised) for each in found]) if len(found) == 1 else None
        case Collection(kind="tuple", items=items):
            return _any_of([_takes(machine, item, raised) for item in items])
        case _:
            return None


def _is_taken(value: Value | None, raised: type) -> bool | None:
    """Handlers look at real bases only, so a class of the module is no base of a builtin one."""
    match value:
        case ClassValue(builtin=type() as known):
            return issubclass(raised, known)
        case ClassValue(path=None):
            return False
        case Computed(type="tuple", elements=elements) if elements:
            answers = [_is_taken(each, raised) for each in elements]
            return False if all(answer is False for answer in answers) else None
        case _:
            return None


def _any_of(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False
