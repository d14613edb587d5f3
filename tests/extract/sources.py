"""Small sources as facts."""

from __future__ import annotations

from textwrap import dedent
from typing import TypeVar

from importspy_static.extract.extraction import extract, statements
from importspy_static.extract.judgement import judged, lenient
from importspy_static.extract.text import SourceText
from importspy_static.model.expression import Expression, Node
from importspy_static.model.place import Span
from importspy_static.model.program import Block, Evaluate, Failure, FunctionDef, Program, Statement

S = TypeVar("S", bound=Statement)


def program(source: str | bytes) -> Program:
    facts = extract(dedent(source).encode() if isinstance(source, str) else source)
    assert isinstance(facts, Program), facts
    return facts


def body(source: str | bytes) -> Block:
    return program(source).body


def only(source: str | bytes, kind: type[S]) -> S:
    """The one statement of a source."""
    (statement,) = body(source)
    assert isinstance(statement, kind), statement
    return statement


def expression(text: str) -> Expression:
    """The expression that this source text is."""
    from importspy_static.model.program import Assign

    assigned = only(f"x = {text}\n", Assign).value
    assert assigned is not None
    return assigned


def node(text: str) -> Node:
    return expression(text).node


def function(source: str) -> FunctionDef:
    """The last function of a source."""
    found = [each for each in body(source) if isinstance(each, FunctionDef)]
    return found[-1]


def inside(function: FunctionDef) -> Block:
    """The body of a function that was read whole."""
    assert function.body is not None
    return function.body


def left_of(source: str) -> list[str]:
    """What is left of the last function's body: kinds of statements, with text where they have one."""
    return [told(each) for each in inside(function(source))]


def told(statement: Statement) -> str:
    match statement:
        case Evaluate(value=Expression(text=text)):
            return text
    return type(statement).__name__


def failure(source: str | bytes) -> Failure:
    facts = extract(source.encode() if isinstance(source, str) else source)
    assert isinstance(facts, Failure), facts
    return facts


def text_at(source: str, span: Span) -> str:
    """The source text of a span."""
    lines = source.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *middle, last = lines[span.line - 1 : span.end_line]
    return "\n".join([first[span.column - 1 :], *middle, last[: span.end_column - 1]])


def by_libcst(source: bytes) -> Block | Failure:
    """The statements as libcst reads them of the outline, which is done where the grammar is newer than Python's."""
    tree = judged(source)
    return (
        tree if isinstance(tree, Failure) else statements(tree, SourceText(lenient(source)), bodies=True, is_newer=True)
    )
