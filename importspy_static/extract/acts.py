"""Whether a function changes things that are neither its own nor its first parameter's."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from importspy_static.extract.trees import targets_of, walk

CHANGING = frozenset("append extend insert remove pop clear add discard update setdefault sort reverse".split())
"""Methods that change a list, dict or set in place."""
_MAKERS = frozenset("list dict set tuple frozenset sorted bytearray str int float bool".split())
"""Builtins whose result nobody else has."""
_DISPLAYS = (
    *(ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant, ast.JoinedStr),
    *(ast.BinOp, ast.Compare, ast.BoolOp, ast.UnaryOp),
)


def changes_others(scope: list[ast.stmt], first: str | None) -> bool:
    """Whether a body binds or deletes an attribute or item, or calls what changes a list, dict or set, of something
    that it did not make itself and that is no attribute of its first parameter.

    `scope`: all statements of the body, those of nested blocks too.
    """
    found = [*_changed(scope, first)]
    return bool(found) and not set(found) <= set(_made(scope))


def _changed(scope: Iterable[ast.stmt], first: str | None) -> Iterator[str | None]:
    """The names through which something is changed; None for what has no name."""
    for statement in scope:
        for target in targets_of(statement):
            for each in walk(target):
                match each:
                    case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name == first:
                        pass
                    case ast.Attribute(value=owner, ctx=ast.Store() | ast.Del()):
                        yield _root(owner)
                    case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()) if _root(owner) != first:
                        yield _root(owner)
        match statement:
            case ast.Expr(value=value) | ast.Assign(value=value) | ast.Return(value=value):
                match value:
                    case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in CHANGING:
                        if first is None or _root(owner) != first:
                            yield _root(owner)


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _made(scope: Iterable[ast.stmt]) -> set[str]:
    """The local names that are bound to nothing but what the body makes itself."""
    made: dict[str, bool] = {}
    for statement in scope:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                made[name] = made.get(name, True) and _is_new(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                made[name] = made.get(name, True) and _is_new(value)
            case _:
                names = (each for target in targets_of(statement) for each in walk(target))
                made.update((each.id, False) for each in names if isinstance(each, ast.Name) and _binds(each))
    return {name for name, is_new in made.items() if is_new}


def _is_new(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return name in _MAKERS
        case _:
            return isinstance(value, _DISPLAYS)


def _binds(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
