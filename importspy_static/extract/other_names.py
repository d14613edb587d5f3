"""Whether a function body changes its first parameter under a name of its own: such a body is kept whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from importspy_static.extract.acts import CHANGING
from importspy_static.extract.trees import SCOPES, children, targets_of, walk


def is_name(node: ast.AST, name: str | None) -> bool:
    """Whether this is just that name."""
    return isinstance(node, ast.Name) and node.id == name


def works_elsewhere(scope: list[ast.stmt], first: str | None) -> bool:
    """Whether a body changes its first parameter, or what that holds, under a local name.

    `prepare = self._prepare; prepare()`, `for step in (self._one, self._two): step()`, `self.tags = tags = []` with
    `tags.append(…)`, a function in it that is called.
    """
    if first is None:
        return False
    methods: set[str] = set()
    parts: set[str] = set()
    for statement in scope:
        match statement:
            case ast.Assign(targets=targets, value=value):
                names = {each.id for each in targets if isinstance(each, ast.Name)}
                kept = any(isinstance(each, ast.Attribute) and is_name(each.value, first) for each in targets)
                methods |= names if names and _hands_out(value, first) else set()
                parts |= names if kept else set()
                parts |= {value.id} if kept and isinstance(value, ast.Name) else set()
            case ast.For(target=ast.Name(id=name), iter=items) if _hands_out(items, first):
                methods.add(name)
    if not methods and not parts:
        return has_helpers(scope, first)
    used = (each for statement in scope for each in _own_expressions(statement))
    return any(_is_used(each, methods, parts) for each in used) or has_helpers(scope, first)


def _hands_out(node: ast.expr, first: str) -> bool:
    """Whether an expression may be a bound method of this: `self._prepare`, `getattr(self, name)`, several of them."""
    match node:
        case ast.Attribute(value=ast.Name(id=name)):
            return name == first
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=name), *_]):
            return name == first
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return any(_hands_out(each, first) for each in items)
        case ast.IfExp(body=body, orelse=orelse):
            return _hands_out(body, first) or _hands_out(orelse, first)
        case _:
            return False


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement itself evaluates, its blocks left out."""
    if isinstance(statement, SCOPES):
        return
    for child in children(statement):
        if not isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield from walk(child)


def _is_used(node: ast.AST, methods: set[str], parts: set[str]) -> bool:
    """Whether a local name of a method is called, or what a local name holds is changed."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in methods
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
            return name in parts and method in CHANGING
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            return name in parts
        case ast.AugAssign(target=ast.Name(id=name)):
            return name in parts
        case _:
            return False


def has_helpers(scope: list[ast.stmt], first: str | None) -> bool:
    """Whether a function in a body works on the first parameter, and is called there."""
    if first is None:
        return False
    helpers = {
        each.name
        for each in scope
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and _sets_attribute(each, first)
    }
    return bool(helpers) and any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in helpers
        for statement in scope
        for each in _own_expressions(statement)
    )


def _sets_attribute(node: ast.AST, name: str) -> bool:
    """Whether a function assigns to attributes of this name, or calls its methods."""
    for each in walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id=owner), ctx=ast.Store() | ast.Del()) if owner == name:
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))) if owner == name:
                return True
    return False


def displays_of(scope: list[ast.stmt], first: str | None) -> Iterator[str]:
    """The attributes of the first parameter that a body assigns a list, dict or set to."""
    for statement in scope if first is not None else ():
        match statement:
            case (
                ast.Assign(value=ast.List() | ast.Dict() | ast.Set())
                | ast.AnnAssign(value=ast.List() | ast.Dict() | ast.Set())
            ):
                for each in targets_of(statement):
                    if isinstance(each, ast.Attribute) and is_name(each.value, first):
                        yield each.attr
