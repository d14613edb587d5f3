"""Expressions: CPython's tree as the nodes of `model/expression.py`, where it is followed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, TypeAlias

from importspy_static.extract.gaps import Gap, Gaps
from importspy_static.extract.selection import TooComplex
from importspy_static.extract.sums import total
from importspy_static.extract.text import Located, SourceText
from importspy_static.extract.unrolling import unrolled
from importspy_static.model.expression import (
    TEXT_LIMIT,
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
    Expression,
    Keyword,
    Lambda,
    Name,
    NamedExpression,
    Node,
    Opaque,
    Parameter,
    ParameterKind,
    Slice,
    Starred,
    Subscript,
    UnaryOperation,
)

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
}
UNARY: dict[type[ast.unaryop], Literal["not", "-", "+", "~"]] = {
    ast.Not: "not",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Invert: "~",
}
BOOLEAN: dict[type[ast.boolop], Literal["and", "or"]] = {ast.And: "and", ast.Or: "or"}
COMPARISON: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
Arguments: TypeAlias = "tuple[ParameterKind, Sequence[ast.arg], Sequence[ast.expr | None]]"


class Expressions:
    """Reads the expressions of one source. What is not followed in them is a gap, which is decided before."""

    def __init__(self, text: SourceText, gaps: Gaps) -> None:
        self._text = text
        self._gaps = gaps

    def expression(self, known: ast.expr) -> Expression:
        """An expression with its place and text."""
        return Expression(self.node(known), self._text.span(known), span_text(self._text, known))

    def annotation(self, known: ast.expr) -> Expression:
        """The same with its text in full."""
        return Expression(self.node(known), self._text.span(known), self._text.slice(known))

    def node(self, known: ast.expr) -> Node:
        """What an expression is.

        Raises:
            TooComplex: it is of a kind that no Python had when this was written.
        """
        gap = self._gaps.at(known)
        return self._followed(known) if gap is None else self._gap(gap)

    def _followed(self, known: ast.expr) -> Node:
        read = _READERS.get(type(known))
        if read is None:
            raise TooComplex(known, f"an expression of an unknown kind, {type(known).__name__}")
        return read(self, known)

    def parameters(self, known: ast.arguments) -> tuple[Parameter, ...]:
        """Parameters in the order of `inspect`."""
        return tuple(
            self._parameter(kind, each, default)
            for kind, arguments, defaults in groups_of(known)
            for each, default in zip(arguments, defaults, strict=True)
        )

    def _parameter(self, kind: ParameterKind, known: ast.arg, default: ast.expr | None) -> Parameter:
        annotation = None if known.annotation is None else self.annotation(known.annotation)
        value = None if default is None else self.expression(default)
        return Parameter(known.arg, kind, self._text.span(known), annotation, value)

    def _gap(self, gap: Gap) -> Node:
        if gap.literal:
            return literal(unrolled(gap.node) or gap.node)
        if gap.formatted is not None:
            return gap.formatted
        parts = tuple(self._followed(each) if each is gap.node else self.node(each) for each in gap.parts)
        return Opaque(gap.form, gap.type, parts, gap.lazy, gap.reads)

    def _nodes(self, known: Sequence[ast.expr]) -> tuple[Node, ...]:
        return tuple(map(self.node, known))

    def _optional(self, known: ast.expr | None) -> Node | None:
        return None if known is None else self.node(known)

    # --- by kind -------------------------------------------------------------------------------------------------

    def _name(self, known: ast.Name) -> Node:
        return Name(known.id)

    def _constant(self, known: ast.Constant) -> Node:
        return Constant(known.value)

    def _attribute(self, known: ast.Attribute) -> Node:
        return Attribute(self.node(known.value), known.attr)

    def _subscript(self, known: ast.Subscript) -> Node:
        return Subscript(self.node(known.value), self.node(known.slice))

    def _slice(self, known: ast.Slice) -> Node:
        return Slice(self._optional(known.lower), self._optional(known.upper), self._optional(known.step))

    def _call(self, known: ast.Call) -> Node:
        keywords = tuple(Keyword(each.arg, self.node(each.value)) for each in known.keywords)
        return Call(self.node(known.func), self._nodes(known.args), keywords)

    def _unary(self, known: ast.UnaryOp) -> Node:
        return UnaryOperation(UNARY[type(known.op)], self.node(known.operand))

    def _binary(self, known: ast.BinOp) -> Node:
        return BinaryOperation(self.node(known.left), BINARY[type(known.op)], self.node(known.right))

    def _boolean(self, known: ast.BoolOp) -> Node:
        return BooleanOperation(BOOLEAN[type(known.op)], self._nodes(known.values))

    def _comparison(self, known: ast.Compare) -> Node:
        operators = tuple(COMPARISON[type(each)] for each in known.ops)
        return Comparison(self.node(known.left), operators, self._nodes(known.comparators))

    def _conditional(self, known: ast.IfExp) -> Node:
        return Conditional(self.node(known.test), self.node(known.body), self.node(known.orelse))

    def _named(self, known: ast.NamedExpr) -> Node:
        return NamedExpression(known.target.id, self.node(known.value))

    def _starred(self, known: ast.Starred) -> Node:
        return Starred(self.node(known.value))

    def _tuple(self, known: ast.Tuple) -> Node:
        return Collection("tuple", self._nodes(known.elts))

    def _list(self, known: ast.List) -> Node:
        return Collection("list", self._nodes(known.elts))

    def _set(self, known: ast.Set) -> Node:
        return Collection("set", self._nodes(known.elts))

    def _dictionary(self, known: ast.Dict) -> Node:
        pairs = zip(known.keys, known.values, strict=True)
        return Dictionary(tuple(DictionaryItem(self._optional(key), self.node(value)) for key, value in pairs))

    def _lambda(self, known: ast.Lambda) -> Node:
        parameters = self.parameters(known.args)
        if (gap := self._gaps.at(known.body)) is not None and not gap.parts:
            return Lambda(parameters, None)
        return Lambda(parameters, self.node(known.body))


_READERS: Final[dict[type[ast.expr], Callable[[Expressions, Any], Node]]] = {
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Constant: Expressions._constant,
    ast.Call: Expressions._call,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.UnaryOp: Expressions._unary,
    ast.BinOp: Expressions._binary,
    ast.BoolOp: Expressions._boolean,
    ast.Compare: Expressions._comparison,
    ast.IfExp: Expressions._conditional,
    ast.Tuple: Expressions._tuple,
    ast.List: Expressions._list,
    ast.Set: Expressions._set,
    ast.Dict: Expressions._dictionary,
    ast.NamedExpr: Expressions._named,
    ast.Lambda: Expressions._lambda,
    ast.Starred: Expressions._starred,
}


def span_text(text: SourceText, known: Located) -> str:
    """The text of a node, cut off where no message would quote more."""
    written = text.slice(known)
    return written if len(written) <= TEXT_LIMIT else written[: TEXT_LIMIT - 1] + "…"


def groups_of(known: ast.arguments) -> tuple[Arguments, ...]:
    """The parameters with their defaults, by kind, in the order of `inspect`."""
    missing: list[ast.expr | None] = [None] * (len(known.posonlyargs) + len(known.args) - len(known.defaults))
    defaults = [*missing, *known.defaults]
    only = len(known.posonlyargs)
    return (
        ("positional_only", known.posonlyargs, defaults[:only]),
        ("positional_or_keyword", known.args, defaults[only:]),
        ("var_positional", [known.vararg] if known.vararg else [], [None] if known.vararg else []),
        ("keyword_only", known.kwonlyargs, known.kw_defaults),
        ("var_keyword", [known.kwarg] if known.kwarg else [], [None] if known.kwarg else []),
    )


def literal(node: ast.expr) -> Node:
    """The node of an expression that is made of constants and names only, from CPython's tree."""
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=owner, attr=name):
            return Attribute(literal(owner), name)
        case ast.Constant(value=constant):
            return Constant(constant)
        case ast.Tuple(elts=items):
            return Collection("tuple", tuple(map(literal, items)))
        case ast.List(elts=items):
            return Collection("list", tuple(map(literal, items)))
        case ast.Set(elts=items):
            return Collection("set", tuple(map(literal, items)))
        case ast.UnaryOp(op=sign, operand=operand):
            return UnaryOperation("-" if isinstance(sign, ast.USub) else "+", literal(operand))
        case ast.BinOp() if (constant := total(node)) is not None:
            return Constant(constant)
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return Dictionary(
                tuple(DictionaryItem(literal(key), literal(item)) for key, item in pairs if key is not None)
            )
    raise TooComplex(node, f"an expression of an unknown kind, {type(node).__name__}")
