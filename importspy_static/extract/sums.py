"""Long sums of constants, which are values however many terms they have."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from importspy_static import limits


def total(node: ast.expr) -> int | str | None:
    """What a chain of `+` and `-` of whole numbers, or of `+` of strings, gives; None if it is anything else.

    Without parentheses such a chain nests to the left, so it is taken apart from its end.
    """
    terms: list[int | str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        term = _term(node.right)
        if isinstance(node.op, ast.Sub):
            term = -term if isinstance(term, int) else None
        if term is None:
            return None
        terms.append(term)
        node = node.left
    first = _term(node)
    return _added([first, *terms[::-1]]) if terms and first is not None else None


def _term(node: ast.expr) -> int | str | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | str() as constant):
            return constant
        case _:
            return None


def _added(terms: Sequence[int | str]) -> int | str | None:
    numbers = [each for each in terms if isinstance(each, int)]
    if len(numbers) == len(terms):
        return sum(numbers)
    texts = [each for each in terms if isinstance(each, str)]
    if len(texts) < len(terms) or sum(map(len, texts)) > limits.LONGEST_TEXT:
        return None
    return "".join(texts)
