"""What surely leaves a statement: the exception of a `raise`, the end of the process."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from importspy_static.interpret import lookup
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import Kind, Made
from importspy_static.interpret.values import ClassValue, External, Value, Values
from importspy_static.model.expression import Attribute, Call, Collection, Expression, Name, Node, Starred
from importspy_static.model.program import Leave

NEVER_RETURN = frozenset({"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"})
_KILLING = frozenset({"os._exit", "os.abort"})
"""Those that raise nothing: the process ends."""
_CHOOSY: tuple[type, ...] = (UnicodeError, getattr(builtins, "BaseExceptionGroup", UnicodeError))
"""Exceptions whose constructors refuse some arguments."""
_GROUP = getattr(builtins, "ExceptionGroup", None)


def never_returns(callees: Iterable[Value], method: str | None = None) -> bool:
    """Whether each of these, or its attribute of this name, ends the process, or asks for its end."""
    suffix = "" if method is None else f".{method}"
    paths = [each.path + suffix if isinstance(each, External) else "" for each in callees]
    return bool(paths) and NEVER_RETURN.issuperset(paths)


def leave_for_good(machine: Machine, path: str) -> None:
    """A call of one of these: nothing else than SystemExit can be taken by a handler."""
    if path not in _KILLING:
        machine.may_raise("SystemExit")


def raise_it(machine: Machine, statement: Leave) -> None:
    """`raise value`: what handlers get to see."""
    kind = None if statement.value is None else _raised(machine, statement.value)
    machine.may_raise(kind)
    if statement.is_chained:
        machine.may_raise()


def _raised(machine: Machine, value: Expression) -> Kind:
    with machine.at(value):
        match value.node:
            case Name() | Attribute():
                return _exactly(machine, evaluate_node(machine, value.node), 0)
            case Call(function=Name() | Attribute() as function, arguments=arguments, keywords=()) if not any(
                isinstance(each, Starred) for each in arguments
            ):
                made = evaluate_node(machine, function)
                kind = _group(machine, made, arguments) or _exactly(machine, made, len(arguments))
                if kind is not None:
                    if isinstance(kind, tuple):
                        return kind
                    given = tuple(evaluate_node(machine, each) for each in arguments)
                    return Made(kind, given) if isinstance(kind, str) else kind
    evaluate(machine, value)
    return None


def _group(machine: Machine, made: Values, arguments: tuple[Node, ...]) -> Kind:
    """`ExceptionGroup("…", [OSError(), ValueError()])`: what is in it."""
    match made, arguments:
        case (ClassValue(builtin=known),), (_, Collection(kind="list", items=items)) if known is _GROUP and items:
            kinds: list[Kind] = []
            for each in items:
                match each:
                    case Call(function=Name() as function, arguments=(), keywords=()):
                        kinds.append(_exactly(machine, evaluate_node(machine, function), 0))
                    case _:
                        return None
            return tuple(kinds) if None not in kinds else None
        case _:
            return None


def _exactly(machine: Machine, values: Values, number: int) -> Kind:
    """What an instance of an exception class is, if making it of so many arguments cannot raise something else."""
    match values:
        case (ClassValue(builtin=type() as known),) if issubclass(known, BaseException):
            # Of two arguments and more, OSError makes one of its subclasses.
            is_other = issubclass(known, _CHOOSY) or (known is OSError and number > 1)
            return None if is_other else known.__name__
        case (ClassValue(builtin=None, path=None, opaque=None) as own,) if own.object not in machine.odd_classes:
            line = lookup.mro(own) or ()
            known = next((each.builtin for each in line if isinstance(each, ClassValue) and each.builtin), object)
            made = (lookup.class_member(machine, own, name) for name in ("__init__", "__new__"))
            is_plain = all(lookup.is_of_builtin(each.value) for found in made for each in found)
            return own if is_plain and issubclass(known, Exception) and not issubclass(known, _CHOOSY) else None
        case _:
            return None
