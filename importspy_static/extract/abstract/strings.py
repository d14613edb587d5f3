"""Strings: what they are, and what is in the fields of formatted ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

import libcst as cst

from importspy_static.extract.abstract.nodes import Make, constant, node, unknown
from importspy_static.extract.concrete.templates import joined_strings

_CODE = cst.Module([])


def string(found: cst.BaseString, expression: Make) -> Any:
    """A string, with all that is joined with it."""
    parts = [*joined_strings(found)]
    if all(isinstance(each, cst.SimpleString) for each in parts):
        first, *others = [each.evaluated_value for each in parts]  # type: ignore[attr-defined]
        for each in others:
            first += each
        return constant(first)
    values: list[Any] = []
    for part in parts:
        match part:
            case cst.SimpleString():
                values.append(constant(part.evaluated_value))
            case cst.FormattedString(parts=inner):
                values += _values(inner, "r" in part.prefix.lower(), part.quote, expression)
            case _:  # what a t-string tells of the text of its fields depends on their layout
                raise unknown(part)
    return node("JoinedStr", values=values)


def _values(
    parts: Sequence[cst.BaseFormattedStringContent], is_raw: bool, quote: str, expression: Make
) -> Iterator[Any]:
    for each in parts:
        match each:
            case cst.FormattedStringText(value=text):
                yield constant(_text(text.replace("{{", "{").replace("}}", "}"), is_raw, quote))
            case cst.FormattedStringExpression():
                yield from _field(each, is_raw, quote, expression)
            case _:
                raise unknown(each)


def _text(text: str, is_raw: bool, quote: str) -> str:
    if is_raw or "\\" not in text:
        return text
    if (len(text) - len(text.rstrip("\\"))) % 2:  # `\{x}`: the backslash is one
        text += "\\"
    evaluated: str = ast.literal_eval(f"{quote}{text}{quote}")
    return evaluated


def _field(field: cst.FormattedStringExpression, is_raw: bool, quote: str, expression: Make) -> Iterator[Any]:
    conversion, spec = field.conversion, field.format_spec
    if field.equal is not None:  # `{x = }` is its text, and then its value
        shown = (
            *(field.whitespace_before_expression, field.expression, field.equal.whitespace_before),
            *(field.equal, field.whitespace_after_expression),
        )
        yield constant(_source(*shown))
        if conversion is None and spec is None:
            conversion = "r"
    yield node(
        "FormattedValue",
        value=expression(field.expression),
        conversion=-1 if conversion is None else ord(conversion),
        format_spec=None if spec is None else node("JoinedStr", values=[*_values(spec, is_raw, quote, expression)]),
    )


def _source(
    before: cst.BaseParenthesizableWhitespace,
    expression: cst.BaseExpression,
    between: cst.BaseParenthesizableWhitespace,
    equal: cst.AssignEqual,
    behind: cst.BaseParenthesizableWhitespace,
) -> str:
    code = _CODE.code_for_node
    return f"{code(before)}{code(expression)}{code(between)}={code(equal.whitespace_after)}{code(behind)}"
