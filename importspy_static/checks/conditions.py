"""What a target answers to the conditions that guard imports (`Guarded`)."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret.constants import Unfoldable, compare
from importspy_static.interpret.targets import UNKNOWN, Facts
from importspy_static.model.expression import (
    Attribute,
    BooleanOperation,
    Call,
    Collection,
    Comparison,
    Constant,
    Name,
    Node,
    Slice,
    Subscript,
    UnaryOperation,
)

_METHODS = frozenset({"startswith", "endswith", "lower", "upper", "casefold", "title"})
"""Of `str`: they take and return what is as short as themselves."""


def decided(test: Node, facts: Facts) -> bool | None:
    """Whether a condition holds on the target; None if that cannot be told."""
    match test:
        case UnaryOperation(operator="not", operand=operand):
            known = decided(operand, facts)
            return None if known is None else not known
        case BooleanOperation(operator=operator, operands=operands):
            stop = operator == "or"
            found = [decided(each, facts) for each in operands]
            return stop if stop in found else None if None in found else not stop
        case _:
            told = _told(test, facts)
            return None if told is UNKNOWN else bool(told)


def _told(node: Node, facts: Facts) -> object:
    match node:
        case Constant(value=constant):
            return constant
        case Name(id=path):
            return facts.constant(path)
        case Call(function=function, arguments=arguments):
            return _returned(function, _all_told(arguments, facts), facts)
        case Subscript(owner=owner, item=item):
            return _item(_told(owner, facts), item, facts)
        case Collection(items=items):
            told = _all_told(items, facts)
            return UNKNOWN if told is None else told
        case Comparison(left=left, operators=operators, rights=rights):
            compared = _all_told((left, *rights), facts)
            return UNKNOWN if compared is None else _compared(compared, operators)
    return UNKNOWN


def _all_told(nodes: Sequence[Node], facts: Facts) -> tuple[object, ...] | None:
    told = tuple(_told(each, facts) for each in nodes)
    return None if any(each is UNKNOWN for each in told) else told


def _returned(function: Node, arguments: tuple[object, ...] | None, facts: Facts) -> object:
    match function:
        case Name(id=path) if arguments == () and (told := facts.returned(path)) is not UNKNOWN:
            return told
        case Name(id=path):
            front, _, method = path.rpartition(".")
            owner = facts.constant(front) if method in _METHODS else UNKNOWN
        case Attribute(owner=inner, name=method):
            owner = _told(inner, facts) if method in _METHODS else UNKNOWN
        case _:
            return UNKNOWN
    if arguments is None or not isinstance(owner, str):
        return UNKNOWN
    try:
        told = getattr(owner, method)(*arguments)
    except TypeError:
        return UNKNOWN
    return told


def _item(owner: object, item: Node, facts: Facts) -> object:
    if not isinstance(owner, (str, tuple)):
        return UNKNOWN
    match item:
        case Slice(lower=lower, upper=upper, step=None):
            start, end = (None if each is None else _told(each, facts) for each in (lower, upper))
            if isinstance(start, (int, type(None))) and isinstance(end, (int, type(None))):
                return owner[start:end]
            return UNKNOWN
    index = _told(item, facts)
    return owner[index] if isinstance(index, int) and -len(owner) <= index < len(owner) else UNKNOWN


def _compared(operands: tuple[object, ...], operators: Sequence[str]) -> object:
    try:
        return all(compare(left, by, right) for left, by, right in zip(operands, operators, operands[1:], strict=False))
    except Unfoldable:
        return UNKNOWN
