"""Expressions: libcst's tree of the outline and CPython's tree of the source, read side by side.

What an expression is comes from libcst, where it stands from CPython. Where the two disagree nothing is guessed.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NoReturn, TypeVar

import libcst as cst

from importspy_static.extract.expressions import groups_of, literal, span_text
from importspy_static.extract.gaps import Gap, Gaps
from importspy_static.extract.text import SourceText
from importspy_static.extract.unrolling import unrolled
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

K = TypeVar("K", bound=ast.AST)
R = TypeVar("R")
S = TypeVar("S")

BINARY: dict[type[cst.BaseBinaryOp], tuple[str, type[ast.operator]]] = {
    cst.Add: ("+", ast.Add),
    cst.Subtract: ("-", ast.Sub),
    cst.Multiply: ("*", ast.Mult),
    cst.MatrixMultiply: ("@", ast.MatMult),
    cst.Divide: ("/", ast.Div),
    cst.FloorDivide: ("//", ast.FloorDiv),
    cst.Modulo: ("%", ast.Mod),
    cst.Power: ("**", ast.Pow),
    cst.LeftShift: ("<<", ast.LShift),
    cst.RightShift: (">>", ast.RShift),
    cst.BitOr: ("|", ast.BitOr),
    cst.BitAnd: ("&", ast.BitAnd),
    cst.BitXor: ("^", ast.BitXor),
}
_UNARY: dict[type[cst.BaseUnaryOp], tuple[Literal["not", "-", "+", "~"], type[ast.unaryop]]] = {
    cst.Not: ("not", ast.Not),
    cst.Minus: ("-", ast.USub),
    cst.Plus: ("+", ast.UAdd),
    cst.BitInvert: ("~", ast.Invert),
}
_BOOLEAN: dict[type[cst.BaseBooleanOp], tuple[Literal["and", "or"], type[ast.boolop]]] = {
    cst.And: ("and", ast.And),
    cst.Or: ("or", ast.Or),
}
_COMPARISON: dict[type[cst.BaseCompOp], tuple[str, type[ast.cmpop]]] = {
    cst.Equal: ("==", ast.Eq),
    cst.NotEqual: ("!=", ast.NotEq),
    cst.LessThan: ("<", ast.Lt),
    cst.LessThanEqual: ("<=", ast.LtE),
    cst.GreaterThan: (">", ast.Gt),
    cst.GreaterThanEqual: (">=", ast.GtE),
    cst.Is: ("is", ast.Is),
    cst.IsNot: ("is not", ast.IsNot),
    cst.In: ("in", ast.In),
    cst.NotIn: ("not in", ast.NotIn),
}
_WORDS = {"True": True, "False": False, "None": None}


class Disagreement(Exception):
    """libcst and CPython read this place differently."""

    def __init__(self, node: ast.AST) -> None:
        super().__init__(f"line {getattr(node, 'lineno', 1)}")
        self.line: int = getattr(node, "lineno", 1)


def disagree(known: ast.AST) -> NoReturn:
    raise Disagreement(known)


def expect(known: ast.AST, kind: type[K]) -> K:
    """CPython's node, which must be of this kind."""
    if not isinstance(known, kind):
        raise Disagreement(known)
    return known


def paired(read: Iterable[R], known: Iterable[S], at: ast.AST) -> Iterator[tuple[R, S]]:
    """What both read, one by one: as many of the one as of the other."""
    try:
        yield from zip(read, known, strict=True)
    except ValueError:
        raise Disagreement(at) from None


def same(read: str, known: str, node: ast.AST) -> str:
    """A name that both read. CPython tells its normal form (PEP 3131), libcst what is written."""
    if read != known and (read.isascii() or unicodedata.normalize("NFKC", read) != known):
        raise Disagreement(node)
    return known


def operator(read: cst.CSTNode, known: ast.AST, table: Any, node: ast.AST) -> Any:
    """The text of an operator that both read."""
    text, kind = table.get(type(read), (None, None))
    if kind is None or not isinstance(known, kind):
        raise Disagreement(node)
    return text


_READERS: dict[type[cst.CSTNode], str] = {
    cst.Name: "_name",
    cst.Attribute: "_attribute",
    cst.Integer: "_constant",
    cst.Float: "_constant",
    cst.Imaginary: "_constant",
    cst.SimpleString: "_constant",
    cst.ConcatenatedString: "_constant",
    cst.Ellipsis: "_constant",
    cst.Call: "_call",
    cst.Subscript: "_subscript",
    cst.UnaryOperation: "_unary",
    cst.BinaryOperation: "_binary",
    cst.BooleanOperation: "_boolean",
    cst.Comparison: "_comparison",
    cst.IfExp: "_conditional",
    cst.Tuple: "_tuple",
    cst.List: "_list",
    cst.Set: "_set",
    cst.Dict: "_dictionary",
    cst.NamedExpr: "_named",
    cst.Lambda: "_lambda",
    cst.StarredElement: "_starred",
}
"""The method that reads a kind of node, by name: bound ones kept a tree alive until somebody looked for cycles."""


class Expressions:
    """Reads the expressions of one source."""

    def __init__(self, text: SourceText, gaps: Gaps) -> None:
        self._text = text
        self._gaps = gaps

    def expression(self, read: cst.CSTNode, known: ast.expr) -> Expression:
        """An expression with its place and text."""
        return Expression(self.node(read, known), self._text.span(known), span_text(self._text, known))

    def annotation(self, read: cst.CSTNode, known: ast.expr) -> Expression:
        """The same with its text in full."""
        return Expression(self.node(read, known), self._text.span(known), self._text.slice(known))

    def node(self, read: cst.CSTNode, known: ast.AST) -> Node:
        gap = self._gaps.at(known)
        return self._followed(read, known) if gap is None else self._gap(read, gap)

    def _followed(self, read: cst.CSTNode, known: ast.AST) -> Node:
        reader = _READERS.get(type(read))
        if reader is None:
            raise Disagreement(known)
        found: Node = getattr(self, reader)(read, known)
        return found

    def _gap(self, read: cst.CSTNode, gap: Gap) -> Node:
        if gap.literal:
            return literal(unrolled(gap.node) or gap.node)
        elements = read.elements if isinstance(read, cst.Tuple) else disagree(gap.node)
        if gap.formatted is not None:
            return gap.formatted if not elements else disagree(gap.node)
        parts = tuple(
            self._followed(element.value, part) if part is gap.node else self.node(element.value, part)
            for element, part in paired(elements, gap.parts, gap.node)
        )
        return Opaque(gap.form, gap.type, parts, gap.lazy, gap.reads)

    # --- atoms ---------------------------------------------------------------------------------------------------

    def _name(self, read: cst.Name, known: ast.AST) -> Node:
        if isinstance(known, ast.Name):
            return Name(same(read.value, known.id, known))
        constant = expect(known, ast.Constant)
        if read.value not in _WORDS or constant.value is not _WORDS[read.value]:
            raise Disagreement(known)
        return Constant(constant.value)

    def _constant(self, read: cst.BaseExpression, known: ast.AST) -> Node:
        constant = expect(known, ast.Constant)
        kinds: tuple[type[cst.CSTNode], ...]
        match constant.value:
            case str() | bytes():
                kinds = (cst.SimpleString, cst.ConcatenatedString)
            case complex():
                kinds = (cst.Imaginary,)
            case float():
                kinds = (cst.Float,)
            case int():
                kinds = (cst.Integer,)
            case _:
                kinds = (cst.Ellipsis,)
        return Constant(constant.value) if isinstance(read, kinds) else disagree(known)

    # --- operations ----------------------------------------------------------------------------------------------

    def _attribute(self, read: cst.Attribute, known: ast.AST) -> Node:
        attribute = expect(known, ast.Attribute)
        return Attribute(self.node(read.value, attribute.value), same(read.attr.value, attribute.attr, known))

    def _unary(self, read: cst.UnaryOperation, known: ast.AST) -> Node:
        unary = expect(known, ast.UnaryOp)
        return UnaryOperation(
            operator(read.operator, unary.op, _UNARY, known), self.node(read.expression, unary.operand)
        )

    def _binary(self, read: cst.BinaryOperation, known: ast.AST) -> Node:
        binary = expect(known, ast.BinOp)
        text = operator(read.operator, binary.op, BINARY, known)
        return BinaryOperation(self.node(read.left, binary.left), text, self.node(read.right, binary.right))

    def _boolean(self, read: cst.BooleanOperation, known: ast.AST) -> Node:
        boolean = expect(known, ast.BoolOp)
        word = operator(read.operator, boolean.op, _BOOLEAN, known)
        operands = []
        chain: cst.BaseExpression = read
        for value in reversed(boolean.values[1:]):  # libcst nests to the left what CPython keeps flat
            if not isinstance(chain, cst.BooleanOperation):
                raise Disagreement(known)
            operator(chain.operator, boolean.op, _BOOLEAN, known)
            operands.append(self.node(chain.right, value))
            chain = chain.left
        operands.append(self.node(chain, boolean.values[0]))
        return BooleanOperation(word, tuple(reversed(operands)))

    def _comparison(self, read: cst.Comparison, known: ast.AST) -> Node:
        comparison = expect(known, ast.Compare)
        targets = read.comparisons
        return Comparison(
            self.node(read.left, comparison.left),
            tuple(operator(r.operator, k, _COMPARISON, known) for r, k in paired(targets, comparison.ops, known)),
            tuple(self.node(r.comparator, k) for r, k in paired(targets, comparison.comparators, known)),
        )

    def _conditional(self, read: cst.IfExp, known: ast.AST) -> Node:
        choice = expect(known, ast.IfExp)
        return Conditional(
            self.node(read.test, choice.test), self.node(read.body, choice.body), self.node(read.orelse, choice.orelse)
        )

    def _named(self, read: cst.NamedExpr, known: ast.AST) -> Node:
        named = expect(known, ast.NamedExpr)
        if not isinstance(read.target, cst.Name):
            raise Disagreement(known)
        return NamedExpression(same(read.target.value, named.target.id, known), self.node(read.value, named.value))

    # --- displays ------------------------------------------------------------------------------------------------

    def _starred(self, read: cst.StarredElement, known: ast.AST) -> Node:
        return Starred(self.node(read.value, expect(known, ast.Starred).value))

    def _items(self, read: Sequence[cst.BaseElement], known: Sequence[ast.expr], at: ast.AST) -> tuple[Node, ...]:
        return tuple(
            self._starred(r, k) if isinstance(r, cst.StarredElement) else self.node(r.value, k)
            for r, k in paired(read, known, at)
        )

    def _tuple(self, read: cst.Tuple, known: ast.AST) -> Node:
        return Collection("tuple", self._items(read.elements, expect(known, ast.Tuple).elts, known))

    def _list(self, read: cst.List, known: ast.AST) -> Node:
        return Collection("list", self._items(read.elements, expect(known, ast.List).elts, known))

    def _set(self, read: cst.Set, known: ast.AST) -> Node:
        return Collection("set", self._items(read.elements, expect(known, ast.Set).elts, known))

    def _dictionary(self, read: cst.Dict, known: ast.AST) -> Node:
        dictionary = expect(known, ast.Dict)
        items = []
        pairs = zip(dictionary.keys, dictionary.values, strict=True)
        for element, (key, value) in paired(read.elements, pairs, known):
            match element:
                case cst.DictElement() if key is not None:
                    items.append(DictionaryItem(self.node(element.key, key), self.node(element.value, value)))
                case cst.StarredDictElement() if key is None:
                    items.append(DictionaryItem(None, self.node(element.value, value)))
                case _:
                    raise Disagreement(known)
        return Dictionary(tuple(items))

    # --- subscripts, calls, lambdas ------------------------------------------------------------------------------

    def _subscript(self, read: cst.Subscript, known: ast.AST) -> Node:
        subscript = expect(known, ast.Subscript)
        owner = self.node(read.value, subscript.value)
        first = read.slice[0]
        starred = isinstance(first.slice, cst.Index) and bool(first.slice.star)
        if len(read.slice) == 1 and not isinstance(first.comma, cst.Comma) and not starred:
            return Subscript(owner, self._item(first, subscript.slice))
        if gap := self._gaps.at(subscript.slice):
            return Subscript(owner, self._gap(cst.Tuple([]), gap))
        items = expect(subscript.slice, ast.Tuple).elts
        read_items = tuple(self._item(r, k) for r, k in paired(read.slice, items, known))
        return Subscript(owner, Collection("tuple", read_items))

    def _item(self, read: cst.SubscriptElement, known: ast.expr) -> Node:
        match read.slice:
            case cst.Slice(lower=lower, upper=upper, step=step):
                cut = expect(known, ast.Slice)
                return Slice(
                    self._optional(lower, cut.lower, known),
                    self._optional(upper, cut.upper, known),
                    self._optional(step, cut.step, known),
                )
            case cst.Index(value=value, star=star):
                return Starred(self.node(value, expect(known, ast.Starred).value)) if star else self.node(value, known)
        return disagree(known)

    def _optional(self, read: cst.CSTNode | None, known: ast.expr | None, at: ast.AST) -> Node | None:
        if read is None or known is None:
            return None if read is None and known is None else disagree(at)
        return self.node(read, known)

    def _call(self, read: cst.Call, known: ast.AST) -> Node:
        call = expect(known, ast.Call)
        function = self.node(read.func, call.func)
        arguments, keywords = self.arguments(read.args, call.args, call.keywords, known)
        return Call(function, tuple(node for node, _ in arguments), tuple(keyword for keyword, _ in keywords))

    def arguments(
        self, read: Sequence[cst.Arg], known: list[ast.expr], named: list[ast.keyword], at: ast.AST
    ) -> tuple[list[tuple[Node, ast.expr]], list[tuple[Keyword, ast.expr]]]:
        """Positional and keyword arguments of a call or of the bases of a class, which may be mixed as written."""
        if len(read) != len(known) + len(named):
            raise Disagreement(at)
        arguments: list[tuple[Node, ast.expr]] = []
        keywords: list[tuple[Keyword, ast.expr]] = []
        positional, by_name = iter(known), iter(named)
        for argument in read:
            if argument.keyword is None and argument.star != "**":
                value = next(positional, None) or disagree(at)
                if argument.star:
                    arguments.append((Starred(self.node(argument.value, expect(value, ast.Starred).value)), value))
                else:
                    arguments.append((self.node(argument.value, value), value))
                continue
            keyword = next(by_name, None) or disagree(at)
            if (argument.keyword is None) != (keyword.arg is None):
                raise Disagreement(at)
            if argument.keyword is not None:
                same(argument.keyword.value, keyword.arg or "", at)
            keywords.append((Keyword(keyword.arg, self.node(argument.value, keyword.value)), keyword.value))
        return arguments, keywords

    def _lambda(self, read: cst.Lambda, known: ast.AST) -> Node:
        function = expect(known, ast.Lambda)
        parameters = self.parameters(read.params, function.args, known)
        if (gap := self._gaps.at(function.body)) is not None:
            return Lambda(parameters, self._gap(read.body, gap) if gap.parts else None)
        return Lambda(parameters, self.node(read.body, function.body))

    def parameters(self, read: cst.Parameters, known: ast.arguments, at: ast.AST) -> tuple[Parameter, ...]:
        """Parameters in the order of `inspect`."""
        star = [read.star_arg] if isinstance(read.star_arg, cst.Param) else []
        double = [read.star_kwarg] if read.star_kwarg is not None else []
        groups: tuple[Sequence[cst.Param], ...] = read.posonly_params, read.params, star, read.kwonly_params, double
        found = []
        for params, (kind, args, values) in zip(groups, groups_of(known), strict=True):
            told = zip(args, values, strict=True)
            found += [self._parameter(kind, param, *each) for param, each in paired(params, told, at)]
        return tuple(found)

    def _parameter(self, kind: ParameterKind, read: cst.Param, known: ast.arg, default: ast.expr | None) -> Parameter:
        name = same(read.name.value, known.arg, known)
        annotation = None
        if read.annotation is not None and known.annotation is not None:
            annotation = self._parameter_annotation(read.annotation.annotation, known.annotation)
        elif (read.annotation is None) != (known.annotation is None):
            raise Disagreement(known)
        if (read.default is None) != (default is None):
            raise Disagreement(known)
        value = None if read.default is None or default is None else self.expression(read.default, default)
        return Parameter(name, kind, self._text.span(known), annotation, value)

    def _parameter_annotation(self, read: cst.CSTNode, known: ast.expr) -> Expression:
        """`*args: *Ts` is the one starred annotation (PEP 646)."""
        if isinstance(known, ast.Starred) and isinstance(read, cst.StarredElement):
            return Expression(self._starred(read, known), self._text.span(known), self._text.slice(known))
        return self.annotation(read, known)
