"""What a generator does to exceptions that are thrown into it."""

from __future__ import annotations

import ast

from importspy_static.extract.trees import walk


def guards_yield(scope: list[ast.stmt]) -> bool:
    """Whether a `yield` may stand in what takes exceptions, or leaves by another way: `try`, `with`."""
    return any(
        isinstance(inner, (ast.Yield, ast.YieldFrom))
        for each in scope
        if isinstance(each, (ast.With, ast.AsyncWith)) or _takes_exceptions(each)
        for inner in walk(each)
    )


def _takes_exceptions(node: ast.stmt) -> bool:
    if not hasattr(node, "finalbody"):
        return False
    leaving = (ast.Return, ast.Break, ast.Continue)
    return bool(node.handlers) or any(  # type: ignore[attr-defined]
        isinstance(inner, leaving) for each in node.finalbody for inner in walk(each)
    )
