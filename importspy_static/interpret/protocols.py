"""Special methods: what operators, items and calls run where they meet an instance of a class of the module."""

from __future__ import annotations

from importspy_static.interpret.functions import call_method
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import unknown
from importspy_static.interpret.values import External, Instance, Value, Values

_OPERATORS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "@": "matmul",
    "**": "pow",
    "<<": "lshift",
    ">>": "rshift",
    "&": "and",
    "|": "or",
    "^": "xor",
}
_NOT_IMPLEMENTED = "builtins.NotImplemented"


def operated(machine: Machine, symbol: str, lefts: Values, rights: Values) -> Values | None:
    """`left + right`, by the methods of whichever of them has one; None if neither has one that is known."""
    name = _OPERATORS.get(symbol)
    if name is None or not any(isinstance(each, Instance) for each in (*lefts, *rights)):
        return None
    ways = [
        *((left, f"__{name}__", rights) for left in lefts),
        *((right, f"__r{name}__", lefts) for right in rights),
    ]
    found: list[Value] = []
    for owner, method, other in ways:
        returned = call_method(machine, owner, method, [other])
        if returned is None:
            continue
        known = tuple(each for each in returned if not (isinstance(each, External) and each.path == _NOT_IMPLEMENTED))
        found += known
        if known and len(known) == len(returned) and len(lefts) == len(rights) == 1:
            return tuple(dict.fromkeys(found))
    return (*dict.fromkeys(found), *unknown(machine)) if found else None


def operated_in_place(machine: Machine, symbol: str, owner: Value, operand: Values) -> Values | None:
    """`owner += operand`, if the class has a method for that."""
    name = _OPERATORS.get(symbol)
    return None if name is None else call_method(machine, owner, f"__i{name}__", [operand])
