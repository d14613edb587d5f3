"""Comprehensions: whether they have a round, and what it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from importspy_static import limits
from importspy_static.extract.trees import children

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def is_lazy(node: ast.expr) -> bool:
    """Whether what is inside a comprehension may not be evaluated: nothing to iterate over, a filter, a generator."""
    if isinstance(node, ast.GeneratorExp):
        return True
    if not isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)):
        return False
    return not all(_has_items(each.iter) and not each.ifs for each in node.generators)


def _has_items(node: ast.expr) -> bool:
    if not isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return False
    return any(not isinstance(item, ast.Starred) for item in node.elts)


def read_by_rounds(node: ast.expr) -> tuple[str, ...]:
    """The names that a comprehension which is not lazy surely reads from outside of itself, in no scope of a class.

    The first iterable is left out: it is evaluated where the comprehension stands.
    """
    match node:
        case ast.ListComp(elt=item, generators=generators) | ast.SetComp(elt=item, generators=generators):
            rounds: list[ast.AST] = [item]
        case ast.DictComp(key=key, value=value, generators=generators):
            rounds = [key, value]
        case _:
            return ()
    rounds += [each.iter for each in generators[1:]]
    bound = {
        each.id
        for target in [*(each.target for each in generators), *rounds]
        for each in _names(target, whole=True)
        if not isinstance(each.ctx, ast.Load)
    }
    read = dict.fromkeys(each.id for inner in rounds for each in _names(inner) if isinstance(each.ctx, ast.Load))
    return tuple(name for name in read if name not in bound)[: limits.EFFECTS]


def _names(node: ast.AST, *, whole: bool = False) -> Iterator[ast.Name]:
    """The names in an expression; unless `whole`, only where they are surely evaluated, in the scope of it."""
    pending = [node]
    while pending:
        match each := pending.pop():
            case ast.Name():
                yield each
            case _ if whole:
                pending += children(each)
            case ast.IfExp(test=first) | ast.BoolOp(values=[first, *_]) | ast.Compare(left=first):
                pending.append(first)
            case ast.Lambda(args=arguments):
                pending.append(arguments)
            case _ if isinstance(each, _COMPREHENSIONS):
                pending.append(each.generators[0].iter)
            case _:
                pending += children(each)
