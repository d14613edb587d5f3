"""f-strings whose fields are simple enough to follow, from CPython's tree alone.

Before Python 3.12 that tree has no sure places for what is in the fields, so libcst cannot be asked for the same. A
string with anything that is not listed here stays `Opaque`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Literal

from importspy_static import limits
from importspy_static.extract.templates import values_of
from importspy_static.extract.trees import walk
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    BooleanOperation,
    Call,
    Collection,
    Conditional,
    Constant,
    FormattedField,
    FormattedText,
    Keyword,
    Name,
    Node,
    Subscript,
    UnaryOperation,
)

_CONVERSIONS: dict[int, Literal["", "s", "r", "a"]] = {-1: "", 115: "s", 114: "r", 97: "a"}
_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_UNARY: dict[type[ast.unaryop], Literal["not", "-", "+", "~"]] = {
    ast.Not: "not",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
}


class _Other(Exception):
    """Something that is not followed in a field."""


def formatted(node: ast.expr) -> FormattedText | None:
    """An f-string as its texts and fields; None if it is none, or not simple enough."""
    if not isinstance(node, ast.JoinedStr):
        return None
    for number, _ in enumerate(walk(node)):
        if number > limits.FORMATTED_NODES:
            return None
    try:
        return _text(node, 0)
    except _Other:
        return None


def _text(node: ast.JoinedStr, depth: int) -> FormattedText:
    values = values_of(node)
    if values is None:
        raise _Other
    return FormattedText(tuple(_part(each, depth + 1) for each in values))


def _part(node: ast.expr, depth: int) -> Constant | FormattedField:
    match node:
        case ast.Constant(value=str() as text):
            return Constant(text)
        case ast.FormattedValue(value=operand, conversion=conversion, format_spec=specification):
            spec = _text(specification, depth) if isinstance(specification, ast.JoinedStr) else None
            return FormattedField(_node(operand, depth + 1), _CONVERSIONS[conversion], spec)
    raise _Other


def _node(node: ast.expr, depth: int) -> Node:
    if depth > limits.EXPRESSION_DEPTH:
        raise _Other
    below = depth + 1
    match node:
        case ast.Constant(value=constant):
            return Constant(constant)
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=owner, attr=name):
            return Attribute(_node(owner, below), name)
        case ast.Subscript(value=owner, slice=item):
            return Subscript(_node(owner, below), _node(item, below))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
            return BinaryOperation(_node(left, below), _BINARY[type(operator)], _node(right, below))
        case ast.UnaryOp(op=sign, operand=operand):
            return UnaryOperation(_UNARY[type(sign)], _node(operand, below))
        case ast.BoolOp(op=word, values=operands):
            return BooleanOperation("and" if isinstance(word, ast.And) else "or", _nodes(operands, below))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return Conditional(_node(test, below), _node(body, below), _node(orelse, below))
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return Collection("list" if isinstance(node, ast.List) else "tuple", _nodes(items, below))
        case ast.Call(func=function, args=arguments, keywords=keywords):
            named = tuple(Keyword(each.arg, _node(each.value, below)) for each in keywords if each.arg is not None)
            if len(named) == len(keywords):
                return Call(_node(function, below), _nodes(arguments, below), named)
        case ast.JoinedStr():
            return _text(node, below)
    raise _Other


def _nodes(nodes: Sequence[ast.expr], depth: int) -> tuple[Node, ...]:
    return tuple(_node(each, depth) for each in nodes)
