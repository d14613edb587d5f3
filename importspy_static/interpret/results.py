"""What an evaluation results in: a constant, or what is not known."""

from __future__ import annotations

from importspy_static.interpret import constants
from importspy_static.interpret.constants import Unfoldable
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Computed, Values, type_name


def unknown(machine: Machine, kind: str | None = None, elements: Values = ()) -> Values:
    """A value that is not known: perhaps its type (`kind`), and what it may hold (`elements`)."""
    return (Computed(machine.cause("SPY804"), kind, elements),)


def constant_of(machine: Machine, constant: object) -> Values:
    """A Python constant as the value of the expression that is being evaluated."""
    span = machine.current.span
    try:
        return (constants.literal(constant, span, machine.object_at("display", span, id(constant))),)
    except Unfoldable:
        return unknown(machine, type_name(constant))
