"""Walks over CPython's tree that need no recursion."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_NO_NODES = frozenset(
    "ctx op ops id attr arg asname module level kind type_comment conversion simple is_async tag kwd_attrs".split()
)
_BLOCKS: dict[type[ast.stmt], tuple[str, ...]] = {
    ast.If: ("body", "orelse"),
    ast.For: ("body", "orelse"),
    ast.AsyncFor: ("body", "orelse"),
    ast.While: ("body", "orelse"),
    ast.With: ("body",),
    ast.AsyncWith: ("body",),
    ast.Try: ("body", "handlers", "orelse", "finalbody"),
    getattr(ast, "TryStar", ast.Try): ("body", "handlers", "orelse", "finalbody"),
    ast.Match: ("cases",),
}
_MIXED = frozenset({"keys", "kw_defaults", "names"})
_CHILDREN: dict[type[ast.AST], Callable[[Any], list[ast.AST]]] = {
    ast.Name: lambda _: [],
    ast.Constant: lambda _: [],
    ast.Attribute: lambda node: [node.value],
    ast.Call: lambda node: [node.func, *node.args, *node.keywords],
    ast.keyword: lambda node: [node.value],
    ast.Expr: lambda node: [node.value],
    ast.Assign: lambda node: [*node.targets, node.value],
    ast.Subscript: lambda node: [node.value, node.slice],
    ast.Tuple: lambda node: [*node.elts],
    ast.BinOp: lambda node: [node.left, node.right],
    ast.Compare: lambda node: [node.left, *node.comparators],
    ast.arg: lambda node: [] if node.annotation is None else [node.annotation],
    ast.arguments: lambda node: [
        *node.posonlyargs,
        *node.args,
        *([node.vararg] if node.vararg is not None else ()),
        *node.kwonlyargs,
        *([each for each in node.kw_defaults if each is not None] if node.kw_defaults else ()),
        *([node.kwarg] if node.kwarg is not None else ()),
        *node.defaults,
    ],
    ast.alias: lambda _: [],
    ast.If: lambda node: [node.test, *node.body, *node.orelse],
    ast.Return: lambda node: [] if node.value is None else [node.value],
}
"""The kinds that nine of ten nodes are of, written out: that is twice as fast. Of the others see `_general`."""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes inside a node, operators and contexts left out. `ast.iter_child_nodes` takes ten times as long."""
    kind = type(node)
    return (_CHILDREN.get(kind) or children_of(kind))(node)


def children_of(kind: type[ast.AST]) -> Callable[[Any], list[ast.AST]]:
    """What gives the children of nodes of one kind, for who walks over many."""
    if kind not in _CHILDREN:
        _CHILDREN[kind] = _general(kind)
    return _CHILDREN[kind]


def _general(kind: type[ast.AST]) -> Callable[[ast.AST], list[ast.AST]]:
    """What reads the children of a kind of node, by its fields."""
    leaf = issubclass(kind, _LEAVES)
    names = () if leaf else tuple(name for name in kind._fields if name not in _NO_NODES)

    def read(node: ast.AST) -> list[ast.AST]:
        found: list[ast.AST] = []
        for name in names:
            inner = getattr(node, name, None)
            if type(inner) is list:
                found += [each for each in inner if isinstance(each, ast.AST)] if name in _MIXED else inner
            elif isinstance(inner, ast.AST):
                found.append(inner)
        return found

    return read


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all inside it."""
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        pending += children(each)


def evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an expression, the bodies of lambdas left out."""
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        pending += [each.args] if isinstance(each, ast.Lambda) else children(each)


def own_scope(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, those of nested blocks too, those of nested functions and classes not."""
    pending = [*body][::-1]
    while pending:
        node = pending.pop()
        yield node
        for name in _BLOCKS.get(type(node), ()):
            for inner in getattr(node, name):
                pending += inner.body if isinstance(inner, (ast.ExceptHandler, ast.match_case)) else [inner]


def targets_of(node: ast.stmt) -> list[ast.expr]:
    """What a statement assigns to, or deletes."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [item.optional_vars for item in items if item.optional_vars is not None]
    return []


def bound_names(scope: Iterable[ast.stmt], imports: bool, walrus: bool) -> Iterator[str]:
    """The names that the statements of `own_scope` bind; those bound in expressions only if asked for."""
    for each in scope:
        match each:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases) if imports:
                yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
            case ast.Match(cases=cases):
                yield from (name for case in cases for name, _ in captures(case.pattern))
            case _ if handlers := getattr(each, "handlers", ()):
                yield from (handler.name for handler in handlers if handler.name)
            case _:
                for target in targets_of(each):
                    yield from (node.id for node in walk(target) if isinstance(node, ast.Name) and _binds(node))
        if walrus and not isinstance(each, SCOPES):
            yield from (node.target.id for node in _expressions(each) if isinstance(node, ast.NamedExpr))


def _expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement holds but for the statements in it."""
    pending = children(statement)
    while pending:
        each = pending.pop()
        if not isinstance(each, ast.stmt):
            yield each
            pending += children(each)


def _binds(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def captures(pattern: ast.pattern) -> list[tuple[str, ast.pattern]]:
    """The names that a pattern binds, in the order of the source, each with the pattern that ends in it."""
    found: list[tuple[str, ast.pattern]] = []
    pending: list[ast.pattern | tuple[str, ast.pattern]] = [pattern]
    while pending:
        match pending.pop():
            case (str() as name, ast.pattern() as at):
                found.append((name, at))
            case ast.MatchAs(pattern=inner, name=name) as at:
                pending += [(name, at)] if name else []
                pending += [inner] if inner else []
            case ast.MatchStar(name=name) as at:
                found += [(name, at)] if name else []
            case ast.MatchMapping(patterns=inner, rest=name) as at:
                pending += [(name, at)] if name else []
                pending += reversed(inner)
            case ast.MatchSequence(patterns=inner) | ast.MatchOr(patterns=inner):
                pending += reversed(inner)
            case ast.MatchClass(patterns=inner, kwd_patterns=keywords):
                pending += reversed([*inner, *keywords])
    first: dict[str, tuple[str, ast.pattern]] = {}  # each alternative of `a | b` binds the same names
    for name, at in found:
        first.setdefault(name, (name, at))
    return [*first.values()]
