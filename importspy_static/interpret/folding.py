"""Builtins over constants: what they return is what Python itself makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.constants import Unfoldable, single
from importspy_static.interpret.displays import fresh
from importspy_static.interpret.escapes import run_escaped
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    ClassValue,
    Computed,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    Value,
    Values,
)
from importspy_static.limits import LONGEST_NUMBER, MOST_YIELDED
from importspy_static.model.expression import Call

Handler = Callable[[Machine, "list[Values]", Keywords, Call], Values]


def fold_constructor(kind: Callable[..., object], returned: str | None = None) -> Handler:
    def construct(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        try:
            read = constants.iterated if kind in _ITERATING else constants.plain
            given = [read(single(each)) for each in arguments]
            named = _named(keywords, kind)
            if not all(isinstance(each, (str, int, float, tuple, list, frozenset, set, dict)) for each in given):
                raise Unfoldable
            made = constants.literal(kind(*given, **named), machine.current.span, machine.new_object())
            return (fresh(machine, made),)
        except (Unfoldable, TypeError, ValueError, OverflowError) as error:
            if kind in (int, float) and isinstance(error, ValueError):
                _refuse_number(machine, arguments, error)
            return (Computed(machine.cause("SPY804"), _type_made(machine, arguments, kind, returned)),)

    return construct


_ITERATING: frozenset[Callable[..., object]] = frozenset({list, tuple, set, frozenset, dict, sorted, sum, max, min})
"""What goes through what it is given."""


def _named(keywords: Keywords, kind: Callable[..., object]) -> dict[str, object]:
    """Keyword arguments that are constants: items of a dict, `reverse` of a sort.

    Raises:
        Unfoldable: there are others.
    """
    allowed = keywords if kind is dict else [each for each in keywords if kind is sorted and each[0] == "reverse"]
    if len(allowed) < len(keywords) or any(name is None for name, _ in keywords):
        raise Unfoldable
    return {name: constants.plain(single(values)) for name, values in keywords if name is not None}


def _refuse_number(machine: Machine, arguments: list[Values], error: ValueError) -> None:
    """`int("three")`. Long texts are left aside: how many digits a number may have depends on the version."""
    match arguments:
        case [(Literal(value=str() as text),)] if len(text) <= LONGEST_NUMBER and "builtins" not in machine.patched:
            machine.surely_raises(str(error))


def _type_made(
    machine: Machine, arguments: list[Values], kind: Callable[..., object], returned: str | None
) -> str | None:
    """The type of what a constructor makes. `str` returns what `__str__` does, which may be of a class of its own."""
    for of in (value.of for values in arguments for value in values if isinstance(value, Instance)):
        if kind is str:
            for outcome in lookup.class_member(machine, of, "__str__"):
                made = _returned(machine, outcome.value, of)
                if any(isinstance(each, Instance) for each in made):
                    return None
    return returned if returned is not None else getattr(kind, "__name__", None)


def _returned(machine: Machine, method: Value | None, of: ClassValue) -> Values:
    if not isinstance(method, FunctionValue):
        return ()
    return run_call(machine, method, [(Instance(of, machine.current.span),)], exact=True)


def fold_function(function: Callable[..., object], returned: str | None = None) -> Handler:
    """A builtin function of numbers and texts. Sums of floats are left aside: Python 3.12 made them more exact."""
    construct = fold_constructor(function, returned or "")

    def fold(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        values = construct(machine, arguments, keywords, node)
        is_inexact = function is sum and any(isinstance(each, Literal) and each.type != "int" for each in values)
        if is_inexact or not all(isinstance(each, Literal) for each in values):
            run_escaped(machine, [each for name, each in keywords if name in ("key", "default")])
            return (Computed(machine.cause("SPY804"), returned),)
        return values

    return fold


def fold_iterable(make: Callable[..., Iterable[object]]) -> Handler:
    """A builtin that makes an iterator of constants: followed as the list of what it yields."""

    def fold(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        try:
            read = constants.plain if make is reversed else constants.iterated
            given = [read(single(each)) for each in arguments]
            if keywords:
                raise Unfoldable
            items = list(islice(make(*given), MOST_YIELDED + 1))
            if len(items) > MOST_YIELDED:
                raise Unfoldable
            owner = None if make is range else machine.new_object()
            return (fresh(machine, constants.yielding(items, make.__name__, machine.current.span, owner)),)
        except (Unfoldable, TypeError, ValueError):
            run_escaped(machine, [values for _, values in keywords])
            held = [each for values in arguments for value in values for each in getattr(value, "elements", ())]
            return (Computed(machine.cause("SPY804"), None, tuple(dict.fromkeys(held))),)

    return fold


def map_constants(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values | None:
    """`map(str, (1, 2))`: a constructor that is known, over constants; followed as the list of what it yields."""
    match arguments:
        case [(ClassValue(builtin=kind),), given] if kind in (str, int, float, bool) and not keywords:
            try:
                items = constants.iterated(single(given))
                if not isinstance(items, (list, tuple, str)) or len(items) > MOST_YIELDED:
                    raise Unfoldable
                if not all(isinstance(each, (str, int, float)) for each in items):
                    raise Unfoldable
                made = [kind(each) for each in items]
                return (fresh(machine, constants.yielding(made, "map", machine.current.span, machine.new_object())),)
            except (Unfoldable, TypeError, ValueError, OverflowError):
                pass
    return None
