"""The truth of values, and of comparisons of them, as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable

from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.displays import steady
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    ClassValue,
    Computed,
    Display,
    External,
    FunctionValue,
    Instance,
    Literal,
    ModuleItself,
    Value,
)

TRUE, FALSE = frozenset({True}), frozenset({False})
EITHER = TRUE | FALSE


def truth_of(machine: Machine, values: Iterable[Value]) -> frozenset[bool]:
    """The truths that any of these values can have."""
    truths: set[bool] = set()
    for value in machine.followed(tuple(values), in_project=True):
        match value:
            case Literal(value=Display(kind="iterator", items=items), type=kind):
                truths.add(bool(items) or kind != "range")
            case Literal():
                try:
                    truths.add(bool(constants.plain(value)) if steady(machine, value) else True)
                    if not steady(machine, value):
                        truths.add(False)
                except Unfoldable:
                    truths |= EITHER
            case FunctionValue() | ClassValue() | ModuleItself():
                truths.add(True)
            case Computed(items=items) if items is not None:
                truths.add(bool(items))
            case _:
                truths |= EITHER
    return frozenset(truths)


def compared(operands: tuple[Value, ...], operators: tuple[str, ...]) -> frozenset[bool]:
    """The truths that a chain of comparisons can have."""
    sure = True
    for left, symbol, right in zip(operands, operators, operands[1:], strict=False):
        truth = _compared_pair(left, symbol, right)
        if truth == FALSE:
            return FALSE
        sure = sure and truth == TRUE
    return TRUE if sure else EITHER


def _compared_pair(left: Value, symbol: str, right: Value) -> frozenset[bool]:
    match left, right:
        case Literal(value=one), Literal(value=other) if symbol in ("is", "is not") and not (
            _is_single(one) or _is_single(other)
        ):
            return EITHER
        case Literal(), Literal():
            try:
                held = constants.iterated(right) if symbol in ("in", "not in") else constants.plain(right)
                return frozenset({constants.compare(constants.plain(left), symbol, held)})
            except Unfoldable:
                return EITHER
        case (External(path="builtins.__name__"), Literal(value="__main__")) | (
            Literal(value="__main__"),
            External(path="builtins.__name__"),
        ):
            # A module that is imported is not the program.
            return FALSE if symbol == "==" else TRUE if symbol == "!=" else EITHER
        case ((FunctionValue() | ClassValue() | Instance()), Literal(value=None)) if symbol in ("is", "is not"):
            return FALSE if symbol == "is" else TRUE
        case _:
            return EITHER


def _is_single(constant: object) -> bool:
    """Whether there is one object only of this value."""
    return constant is None or constant is True or constant is False or constant is Ellipsis
