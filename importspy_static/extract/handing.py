"""What a function does with the objects that it is given, where that is not followed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from importspy_static.extract.trees import children, targets_of, walk

_Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
_HOLDING = (
    *(ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.List, ast.Tuple, ast.Set, ast.Dict),
    *(ast.Yield, ast.YieldFrom, ast.NamedExpr),
)
"""Expressions in which what becomes of an object is not followed."""


def changes_items(scope: Iterable[ast.stmt], first: str | None) -> bool:
    """Whether a body binds or deletes items of its first parameter."""
    return first is not None and any(
        isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == first
        for statement in scope
        for target in targets_of(statement)
    )


def passed_on(node: _Function, scope: Iterable[ast.stmt], first: str | None) -> tuple[str, ...]:
    """The parameters of which a body may change more than what is kept of it says.

    Args:
        node: the function.
        scope: all statements of the body, those of nested blocks too.
        first: the first parameter of a body that is reduced, which keeps what is done to that one directly; None of one
            that is kept whole, in which functions are followed.
    """
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    parameters = {each.arg for each in given if each is not None}
    if first is None:
        held = (each for outer in walk(node) if isinstance(outer, _HOLDING) for each in walk(outer))
        found = {each.id for each in held if isinstance(each, ast.Name)}
    else:
        statements = [*scope]
        kept = {id(each) for statement in statements for each in _kept(statement) if each.id == first}
        kept |= {id(each) for statement in statements for each in _looked_at(statement)}
        inside = (each for statement in node.body for each in walk(statement))
        found = {each.id for each in inside if isinstance(each, ast.Name) and id(each) not in kept}
    return tuple(sorted(found & parameters))


def _kept(statement: ast.stmt) -> Iterator[ast.Name]:
    """Where a statement uses a name so that what is kept of it tells all that becomes of the object."""
    for target in targets_of(statement):
        match target:
            case ast.Subscript(value=ast.Name() as owner):
                yield owner
    match statement:
        case (
            ast.Expr(value=ast.Call() as call)
            | ast.Assign(value=ast.Call() as call)
            | ast.Return(value=ast.Call() as call)
        ):
            given = [*call.args, *(each.value for each in call.keywords), getattr(call.func, "value", None)]
            yield from (each for each in given if isinstance(each, ast.Name))


def _looked_at(statement: ast.stmt) -> Iterator[ast.Name]:
    """Where a statement uses a name so that nothing becomes of the object."""
    match statement:
        case ast.Return(value=ast.Name() as name) | ast.Return(value=ast.Subscript(value=ast.Name() as name)):
            yield name
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.Return(value=value):
            yield from _read(value)
        case ast.If(test=test) | ast.While(test=test):
            yield from _read(test)


def _read(node: ast.AST | None) -> Iterator[ast.Name]:
    """What is only looked at: `name in namespace`, `len(namespace)`."""
    pending = [node] if node is not None else []
    while pending:
        match each := pending.pop():
            case ast.Compare(comparators=[ast.Name() as looked_into], ops=[ast.In() | ast.NotIn()]):
                yield looked_into
                pending.append(each.left)
            case ast.Call(func=ast.Name(id="len" | "sorted" | "list" | "set"), args=[ast.Name() as looked_into]):
                yield looked_into
            case _ if isinstance(each, _HOLDING):
                pass
            case _:
                pending += children(each)
