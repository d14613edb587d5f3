"""Expressions from text: annotations of contracts, and those that modules write in quotes.

CPython's own parser reads them; nothing is run. Text over a limit, or that is no expression, is None.
"""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from importspy_static.limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    BooleanOperation,
    Call,
    Collection,
    Comparison,
    Conditional,
    Constant,
    Dictionary,
    DictionaryItem,
    Keyword,
    Name,
    Node,
    Opaque,
    Slice,
    Starred,
    Subscript,
    UnaryOperation,
)


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Node | None:
    """The expression that `text` is, or None."""
    if len(text) > LONGEST_EXPRESSION:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"(\n{text.strip()}\n)", mode="eval")
        return _node(tree.body, 0)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def respelled(text: str) -> str | None:
    """An expression without what formatters change: white space, comments, quotes, the comma behind the last item.

    None if it is no expression, or over a limit.
    """
    if len(text) > LONGEST_EXPRESSION:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.unparse(ast.parse(f"(\n{text.strip()}\n)", mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def node_of(tree: ast.expr) -> Node:
    """The expression that CPython's parser has read; what is over the limit of depth is not known."""
    return _node(tree, 0)


def _node(tree: ast.expr, depth: int) -> Node:
    if depth > DEEPEST_EXPRESSION:
        return Opaque(type(tree).__name__)
    below = depth + 1
    match tree:
        case ast.Constant(value=constant):
            return Constant(constant)
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=owner, attr=name):
            return Attribute(_node(owner, below), name)
        case ast.Subscript(value=owner, slice=item):
            return Subscript(_node(owner, below), _node(item, below))
        case ast.Slice(lower=lower, upper=upper, step=step):
            return Slice(*(None if each is None else _node(each, below) for each in (lower, upper, step)))
        case ast.Starred(value=operand):
            return Starred(_node(operand, below))
        case ast.Tuple(elts=items):
            return Collection("tuple", tuple(_node(item, below) for item in items))
        case ast.List(elts=items):
            return Collection("list", tuple(_node(item, below) for item in items))
        case ast.Set(elts=items):
            return Collection("set", tuple(_node(item, below) for item in items))
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return Dictionary(
                tuple(
                    DictionaryItem(None if key is None else _node(key, below), _node(each, below))
                    for key, each in pairs
                )
            )
        case ast.Call(func=function, args=arguments, keywords=keywords):
            return Call(
                _node(function, below),
                tuple(_node(each, below) for each in arguments),
                tuple(Keyword(each.arg, _node(each.value, below)) for each in keywords),
            )
        case _:
            return _operation(tree, below)


_BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&", ast.MatMult: "@",
}  # fmt: skip
_UNARY = {ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
_COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def _operation(tree: ast.expr, depth: int) -> Node:
    match tree:
        case ast.BinOp(left=left, op=operator, right=right):
            return BinaryOperation(_node(left, depth), _BINARY[type(operator)], _node(right, depth))
        case ast.UnaryOp(op=operator, operand=operand):
            return UnaryOperation(_UNARY[type(operator)], _node(operand, depth))  # type: ignore[arg-type]
        case ast.BoolOp(op=operator, values=operands):
            joined = tuple(_node(each, depth) for each in operands)
            return BooleanOperation("and" if isinstance(operator, ast.And) else "or", joined)
        case ast.Compare(left=left, ops=operators, comparators=rights):
            symbols = tuple(_COMPARE[type(each)] for each in operators)
            return Comparison(_node(left, depth), symbols, tuple(_node(each, depth) for each in rights))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return Conditional(_node(test, depth), _node(body, depth), _node(orelse, depth))
        case _:
            return Opaque(ast.unparse(tree))
