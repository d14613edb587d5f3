"""Patterns of `match`, from CPython's tree alone."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from importspy_static import limits
from importspy_static.extract.trees import children
from importspy_static.model.expression import Attribute, Constant, Name, Node, UnaryOperation
from importspy_static.model.pattern import (
    AsPattern,
    CapturePattern,
    ClassPattern,
    MappingPattern,
    OrPattern,
    OtherPattern,
    Pattern,
    SamePattern,
    SequencePattern,
    StarPattern,
    ValuePattern,
)


class _Other(Exception):
    """A part is not followed, so the whole is not either."""


def pattern_of(node: ast.pattern) -> Pattern:
    """What a pattern asks for; `OtherPattern` where it is over a limit."""
    pending: list[tuple[ast.AST, int]] = [(node, 0)]
    number = 0
    while pending:
        each, depth = pending.pop()
        number += 1
        if number > limits.PATTERN_NODES or depth > limits.PATTERN_DEPTH:
            return OtherPattern("large")
        pending += [(inner, depth + 1) for inner in children(each)]
    try:
        return _pattern(node)
    except _Other:
        return OtherPattern("number")


def _pattern(node: ast.pattern) -> Pattern:
    match node:
        case ast.MatchValue(value=value):
            return ValuePattern(_value(value))
        case ast.MatchSingleton(value=value):
            return SamePattern(value)
        case ast.MatchAs(pattern=None, name=name):
            return CapturePattern(name)
        case ast.MatchAs(pattern=ast.pattern() as inner, name=str() as name):
            return AsPattern(_pattern(inner), name)
        case ast.MatchOr(patterns=alternatives):
            return OrPattern(_all(alternatives))
        case ast.MatchStar(name=name):
            return StarPattern(name)
        case ast.MatchSequence(patterns=items):
            return SequencePattern(_all(items))
        case ast.MatchMapping(keys=keys, patterns=patterns, rest=rest):
            return MappingPattern(tuple(map(_value, keys)), _all(patterns), rest)
        case ast.MatchClass(cls=of, patterns=patterns, kwd_patterns=keywords):
            return ClassPattern(_value(of), _all(patterns), bool(keywords))
    raise _Other


def _all(patterns: Sequence[ast.pattern]) -> tuple[Pattern, ...]:
    return tuple(map(_pattern, patterns))


def _value(node: ast.expr) -> Node:
    match node:
        case ast.Constant(value=value):
            return Constant(value)
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=owner, attr=name):
            return Attribute(_value(owner), name)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return UnaryOperation("-", Constant(value))
    raise _Other
