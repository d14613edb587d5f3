"""What is around the fields of an f-string in newer grammar, which CPython's tree does not tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from importspy_static.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field without its expression."""

    conversion: int
    """As CPython's tree has it: a character's number, or -1."""
    specification: Template | None


@dataclass(frozen=True, slots=True)
class Template:
    """The texts and fields of an f-string, or of a specification in one."""

    parts: tuple[str | Field, ...]


class _Other(Exception):
    """A string that is not simple."""


def values_of(node: ast.JoinedStr) -> list[ast.expr] | None:
    """The parts of an f-string as CPython's tree has them; those of one in newer grammar are made of its template.

    None if that is not known.
    """
    if not hasattr(node, "template"):
        return node.values
    if node.template is None:
        return None
    expressions = iter(node.values)
    try:
        made = _filled(node.template, expressions, node)
    except _Other:
        return None
    return made if next(expressions, None) is None else None


def _filled(template: Template, expressions: Iterator[ast.expr], at: ast.expr) -> list[ast.expr]:
    made: list[ast.expr] = []
    for each in template.parts:
        if isinstance(each, str):
            made.append(ast.copy_location(ast.Constant(each), at))
            continue
        operand = next(expressions, None)
        if operand is None:
            raise _Other
        specification = None
        if each.specification is not None:
            inner = _filled(each.specification, expressions, at)
            specification = ast.copy_location(ast.JoinedStr(inner), at)
        made.append(ast.copy_location(ast.FormattedValue(operand, each.conversion, specification), operand))
    return made
