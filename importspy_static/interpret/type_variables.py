"""Type variables and new types: what makes one, and that two of one name are two."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from importspy_static.interpret.escapes import escape
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import Cause, Computed, Keywords, Values
from importspy_static.lazy_dataclasses import fields, is_dataclass, replace
from importspy_static.model.expression import Call, Constant, Lambda, Name, Node

_MAKES = re.compile(r"""(?:\w+\.)*(?P<kind>TypeVar|TypeVarTuple|ParamSpec|NewType)\((?:\s*["'](?P<name>\w+)["'])?""")
VARIABLE = "#TypeVar "
"""In the path of a type variable that stands for one type."""


def make(kind: str) -> Callable[[Machine, list[Values], Keywords, Call], Values]:
    """A call of `typing.TypeVar` or its like: not known but for its kind, its name and where it was made."""

    def called(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
        escape(machine, f"typing.{kind}", arguments, keywords)
        cause = machine.cause("SPY804")  # as it is written, where it is all that the statement has and tells its name
        if node.arguments and isinstance(node.arguments[0], Constant):
            made = _MAKES.match(cause.construct)
            if machine.current.node is not node or made is None or made["name"] is None:
                cause = machine.cause("SPY804", f"{kind}({node.arguments[0].value!r})")
        return (Computed(cause),)

    return called


def identity(cause: Cause, path: str) -> str | None:
    """What tells a type variable, or a new type, from others, whatever name it is found under; None if it is none."""
    made = _MAKES.match(cause.construct)
    if made is None:
        return None
    name = made["name"] or path or cause.construct
    span = cause.span
    place = f"{made['kind']} {span.file}:{span.line}:{span.column}"
    return f"{name}#{place}" if made["kind"] == "NewType" else f"{name}#{place}#parameter"


def with_constants(node: Node, constant: Callable[[str], Constant | None]) -> Node:
    """An expression with constants in the place of the names that stand for them."""
    if isinstance(node, Name):
        return constant(node.id) or node
    return node if isinstance(node, Lambda) else _inside(node, constant)


def _inside(part: Any, constant: Callable[[str], Constant | None]) -> Any:
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {}
    for each in fields(part):
        before = getattr(part, each.name)
        if isinstance(before, tuple):
            changed[each.name] = tuple(_node_or_part(one, constant) for one in before)
        else:
            changed[each.name] = _node_or_part(before, constant)
    return replace(part, **changed)


def _node_or_part(part: Any, constant: Callable[[str], Constant | None]) -> Any:
    return with_constants(part, constant) if isinstance(part, Name) else _inside(part, constant)
