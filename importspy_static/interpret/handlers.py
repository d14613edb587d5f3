"""Which exceptions a handler takes."""

from __future__ import annotations

import builtins

from importspy_static.interpret import lookup
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import Kind, Made
from importspy_static.interpret.values import ClassValue, Computed, Value, Values
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.expression import Collection, Expression, Name, Node
from importspy_static.model.program import Handler

PASSING = frozenset(
    {
        *(f"threading.{each}" for each in ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore")),
        *("builtins.open", "io.open", "decimal.localcontext", "warnings.catch_warnings", "tempfile.TemporaryDirectory"),
        *(f"contextlib.{each}" for each in ("nullcontext", "redirect_stdout", "redirect_stderr", "chdir")),
    }
)
"""What makes context managers that let every exception pass."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Context managers as a handler: behind what they take, control goes on behind the `with`."""

    is_known: bool
    """Whether it is known to take some exceptions."""
    suppressed: Values = ()
    """The classes that it is known to take."""
    may_take_others: bool = False


def catches(machine: Machine, handler: Handler | Manager, kind: Kind) -> bool | None:
    """Whether a handler takes what is raised; None if that is not known."""
    raised = _class_of(kind)
    match handler:
        case Handler(type=None):
            return True
        case _ if raised is None:
            return None
        case Manager(suppressed=suppressed, may_take_others=may_take_others):
            answer = _any_of([_is_taken(each, raised) for each in suppressed])
            return None if may_take_others and not answer else answer
        case Handler(type=Expression(node=node)):
            return _takes(machine, node, raised)
    return None


def _class_of(kind: Kind) -> ClassValue | None:
    if isinstance(kind, ClassValue) or kind is None:
        return kind
    name = kind.name if isinstance(kind, Made) else kind if isinstance(kind, str) else "ExceptionGroup"
    found = getattr(builtins, name, None)
    return lookup.builtin_class(found) if isinstance(found, type) else None


def _takes(machine: Machine, node: Node, raised: ClassValue) -> bool | None:
    match node:
        case Name(id=name):
            found = lookup.name(machine, name)
            return _any_of([_is_taken(each.value, raised) for each in found]) if len(found) == 1 else None
        case Collection(kind="tuple", items=items):
            return _any_of([_takes(machine, item, raised) for item in items])
        case _:
            return None


def _is_taken(value: Value | None, raised: ClassValue) -> bool | None:
    """Handlers look at real bases only, so a class of the module is no base of a builtin one."""
    match value:
        case ClassValue(path=None) | ClassValue(builtin=type()):
            line = lookup.mro(raised)
            if line is None or not all(isinstance(each, ClassValue) for each in line):
                return None
            return any(lookup.same(each, value) for each in line)
        case Computed(type="tuple", elements=elements) if elements:
            answers = [_is_taken(each, raised) for each in elements]
            return False if all(answer is False for answer in answers) else None
        case _:
            return None


def _any_of(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False
