"""What a text that is run binds, as far as its statements are known to do nothing but to bind names."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def are_known(statements: list[ast.stmt]) -> bool:
    """Whether all that these statements do is to bind, or delete, the names of `names_of`."""
    return _binds_just(statements, {})


def names_of(statements: Iterable[ast.stmt]) -> list[str]:
    """The names that statements bind or delete."""
    names: dict[str, None] = {}
    _binds_just([*statements], names)
    return list(names)


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is made of constants alone, none of which can be changed in place."""
    return all(isinstance(each, _CONSTANT) for each in ast.walk(node))


def is_read(node: ast.expr) -> bool:
    """Whether an expression only reads names, which in a class are the same as in a text: none is private to it."""
    named = (getattr(each, "id", getattr(each, "attr", "")) for each in ast.walk(node))
    return all(isinstance(each, _READ) for each in ast.walk(node)) and not any(each.startswith("__") for each in named)


_CONSTANT = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.operator, ast.unaryop, ast.expr_context)
_READ = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop, ast.expr_context)
_EXPRESSIONS = (
    *(
        ast.Constant,
        ast.Name,
        ast.Tuple,
        ast.List,
        ast.Set,
        ast.Dict,
        ast.Starred,
        ast.Attribute,
        ast.Subscript,
        ast.Slice,
    ),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.JoinedStr, ast.FormattedValue),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context),
)
"""What changes nothing but what it is assigned to."""


def _binds_just(statements: list[ast.stmt], names: dict[str, None]) -> bool:
    """Whether statements do nothing but bind names, which are noted.

    A list of what is known to be so: of what is not on it, a handler, a pattern, a decorator, each has its own way to
    bind or to undo something.
    """
    return all(_binds_known(each, names) for each in statements)


def _binds_known(statement: ast.stmt, names: dict[str, None]) -> bool:
    match statement:
        case ast.Pass():
            return True
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return all(_binds_target(each, names) for each in targets) and _is_plain(
                getattr(statement, "value", None), names
            )
        case ast.AnnAssign(target=target, value=value, annotation=annotation):
            return _binds_target(target, names) and _is_plain(value, names) and _is_plain(annotation, names)
        case ast.AugAssign(target=target, value=value):
            return _binds_target(target, names) and _is_plain(value, names)
        case ast.Expr(value=value):
            return _is_plain(value, names)
        case ast.For(target=target, iter=items, body=body, orelse=orelse):
            return _binds_target(target, names) and _is_plain(items, names) and _binds_just([*body, *orelse], names)
        case ast.If(test=test, body=body, orelse=orelse):
            return _is_plain(test, names) and _binds_just(body, names) and _binds_just(orelse, names)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            names[name] = None
            return not statement.decorator_list and not any(
                isinstance(each, (ast.Call, ast.Global)) for each in ast.walk(statement)
            )
        case ast.ClassDef(name=name, bases=[], keywords=[], decorator_list=[], body=body):
            names[name] = None
            return _binds_just(body, {})
        case ast.Import(names=imported) | ast.ImportFrom(names=imported):
            names.update((each.asname or each.name.split(".")[0], None) for each in imported)
            return all(each.name != "*" for each in imported)
        case _:
            return False


def _binds_target(target: ast.expr, names: dict[str, None]) -> bool:
    match target:
        case ast.Name(id=name):
            names[name] = None
            return True
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(_binds_target(each, names) for each in items)
        case _:
            return False


def _is_plain(node: ast.expr | None, names: dict[str, None]) -> bool:
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.NamedExpr):
            names[each.target.id] = None
        elif not isinstance(each, _EXPRESSIONS):
            return False
    return True
