"""What CPython's tree does not tell of how code is spelled: parentheses and commas, from the source around nodes."""

from __future__ import annotations

import ast
import re
from typing import Any

from importspy_static.extract.text import SourceText

_COMMENT = re.compile(r"#[^\n]*")
_COMMA = re.compile(r"(?:[\s)\\]|#[^\n]*\n)*,")
_SPACE = " \t\f\n\\"


def between(text: SourceText, start: int, end: int) -> str:
    """The source between two neighbours: brackets, commas and operators, comments left out."""
    return _COMMENT.sub("", text.text[start:end])


def is_bare(node: ast.Tuple, text: SourceText) -> bool:
    """Whether a tuple has no parentheses of its own: `a, b`, `(a), b`."""
    if not node.elts:
        return False
    start, first = text.start(node), node.elts[0]
    opened = between(text, start, text.start(first)).count("(")
    if not opened:
        return True
    second = text.start(node.elts[1]) if len(node.elts) > 1 else text.end(node)
    return between(text, text.end(first), second).partition(",")[0].count(")") == opened


def is_dotted(node: ast.expr, text: SourceText) -> bool:
    """Whether a decorator is a dotted name or a call of one, as it had to be before PEP 614."""
    called = node.func if isinstance(node, ast.Call) else node
    inner = called
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    if not isinstance(inner, ast.Name):
        return False
    before = text.start(called) - 1
    while before > 0 and text.text[before] in _SPACE:
        before -= 1
    return text.text[before] == "@" and "(" not in text.slice(called)


def is_enclosed(node: ast.With | ast.AsyncWith, text: SourceText) -> bool:
    """Whether the items of a `with` statement, of which one has `as`, stand in parentheses: `with (a, b as c):`."""
    if not any(item.optional_vars for item in node.items):
        return False
    first, *others = node.items
    opened = between(text, text.start(node), text.start(first.context_expr)).count("(")
    if not opened:
        return False
    behind: Any = first.optional_vars or others[0].context_expr
    return between(text, text.end(first.context_expr), text.start(behind)).count(")") < opened


def has_comma(text: SourceText, end: int, limit: int | None = None) -> bool:
    """Whether a comma, and nothing before it but closing parentheses, follows on what ends here."""
    return _COMMA.match(text.text, end, len(text.text) if limit is None else limit) is not None
