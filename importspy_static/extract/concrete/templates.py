"""What is around the fields of an f-string, as libcst reads it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence

import libcst as cst

from importspy_static.extract.templates import Field, Template


class _Other(Exception):
    """A string that is not simple."""


def whole_template(node: cst.CSTNode) -> Template | None:
    """The template of an f-string, with the plain texts that it is joined with.

    None if there are two f-strings, or if something in it is not as simple: `{name=}`, an escape that nobody knows.
    """
    strings = list(joined_strings(node))
    if sum(isinstance(each, cst.FormattedString) for each in strings) != 1:
        return None
    parts: list[str | Field] = []
    try:
        for each in strings:
            match each:
                case cst.FormattedString(parts=inner):
                    parts += _parts(inner, each)
                case cst.SimpleString() if isinstance(text := each.evaluated_value, str):
                    parts.append(text)
                case _:
                    return None
    except _Other:
        return None
    return Template(tuple(parts))


def joined_strings(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The strings that stand side by side in one, in the order of the source."""
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, cst.ConcatenatedString):
            pending += [each.right, each.left]
        else:
            yield each


def _parts(parts: Sequence[cst.BaseFormattedStringContent], string: cst.FormattedString) -> Iterator[str | Field]:
    for each in parts:
        match each:
            case cst.FormattedStringText(value=text):
                yield _read(text, string)
            case cst.FormattedStringExpression(equal=None, conversion=conversion, format_spec=specification):
                inner = None if specification is None else Template(tuple(_parts(specification, string)))
                yield Field(-1 if conversion is None else ord(conversion), inner)
            case _:
                raise _Other


def _read(text: str, string: cst.FormattedString) -> str:
    """A text as it is written, with braces and escapes read."""
    single = text.replace("{{", "{").replace("}}", "}")
    if "\\" not in single or "r" in string.prefix.lower():
        return single
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ast.literal_eval(f"{string.quote}{single}{string.quote}")
    except (SyntaxError, ValueError):
        raise _Other from None
    return found if isinstance(found, str) else ""
