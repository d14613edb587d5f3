"""What single nodes of CPython's tree, with their spelling, tell of the grammar that they need."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from importspy_static.extract import features
from importspy_static.extract.features import Feature
from importspy_static.extract.fields import OPENING, behind_gap, plain_end
from importspy_static.extract.spelling import between, has_comma, is_bare, is_dotted, is_enclosed
from importspy_static.extract.text import Located, SourceText
from importspy_static.extract.trees import SCOPES, bound_names, children, own_scope

Shown: TypeAlias = "Iterator[tuple[Feature, Located]]"
"""Features, each with the node that shows it."""

_OLD_LIMIT = 255
"""Arguments of a call and parameters of a function, before Python 3.7."""
_ODD_ITEMS = (ast.Starred, ast.NamedExpr)
_OTHER_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_RB = re.compile(r"\brb['\"]", re.IGNORECASE)


def _parenthesised(text: SourceText, start: int, node: Located) -> bool:
    """Whether a parenthesis opens between this offset, or a neighbour's end, and a node."""
    return "(" in between(text, start, text.start(node))


def _unpacks(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Tuple) and any(isinstance(each, ast.Starred) for each in node.elts)


def _unpacks_barely(node: ast.expr | None, text: SourceText) -> bool:
    return isinstance(node, ast.Tuple) and _unpacks(node) and is_bare(node, text)


# --- calls and definitions -----------------------------------------------------------------------------------------


def _call(node: ast.Call, text: SourceText) -> Shown:
    yield from _arguments(node.args, node.keywords, text, text.end(node))
    if len(node.args) + len(node.keywords) > _OLD_LIMIT:
        plain = [each for each in node.args if not isinstance(each, ast.Starred)]
        named = [each for each in node.keywords if each.arg is not None]
        yield features.MANY_ARGUMENTS if len(plain) + len(named) > _OLD_LIMIT else features.MANY_UNPACKED, node
    match node.args:
        case [ast.GeneratorExp(elt=ast.NamedExpr() as first) as only]:
            if not _parenthesised(text, text.end(node.func), only):  # they share the call's
                inner = between(text, text.start(only), text.start(first))
                if inner.count("(") == 1:
                    yield features.SET_WALRUS, first


def _arguments(args: list[ast.expr], keywords: list[ast.keyword], text: SourceText, end: int | None) -> Shown:
    """PEP 448: before it, one `*` came behind all positional arguments, and one `**` at the very end."""
    stars = [index for index, each in enumerate(args) if isinstance(each, ast.Starred)]
    doubles = [each for each in keywords if each.arg is None]
    if not stars and not doubles:
        return
    if stars and stars[0] < len(args) - 1:
        yield features.CALL_UNPACKING, args[stars[0] + 1]
    if doubles and doubles[0] is not keywords[-1]:
        yield features.CALL_UNPACKING, doubles[0]
    ends: list[Located] = [*args[-1:], *keywords[-1:]]
    last = max(ends, key=text.end)
    if has_comma(text, text.end(last), end):
        yield features.CALL_COMMA, last


def _class(node: ast.ClassDef, text: SourceText) -> Shown:
    yield from _decorators(node.decorator_list, text)
    if not node.bases and not node.keywords:
        return
    yield from _arguments(node.bases, node.keywords, text, None)
    yield from ((features.CLASS_KEYWORD, each) for each in node.keywords)
    yield from ((features.CLASS_KEYWORD, each) for each in node.bases if isinstance(each, ast.Starred))
    if len(node.bases) + len(node.keywords) > _OLD_LIMIT:
        yield features.MANY_BASES, node


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, text: SourceText) -> Shown:
    yield from _decorators(node.decorator_list, text)
    yield from _parameters(node.args, text)
    if node.returns is not None:
        yield features.FUNCTION_ANNOTATION, node.returns


def _lambda(node: ast.Lambda, text: SourceText) -> Shown:
    yield from _parameters(node.args, text)


def _decorators(decorators: list[ast.expr], text: SourceText) -> Shown:
    yield from ((features.DECORATOR, each) for each in decorators if not is_dotted(each, text))


def _parameters(args: ast.arguments, text: SourceText) -> Shown:
    if args.posonlyargs:
        yield features.POSITIONAL_ONLY, args.posonlyargs[0]
    if args.kwonlyargs:
        yield features.KEYWORD_ONLY, args.kwonlyargs[0]
    several = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    if len(several) > _OLD_LIMIT:
        yield features.MANY_PARAMETERS, several[_OLD_LIMIT]
    last: ast.expr | ast.arg | None = args.kwarg or (args.kwonlyargs[-1] if args.kwonlyargs else args.vararg)
    if last is not None:
        if args.kwonlyargs and not args.kwarg:
            last = args.kw_defaults[-1] or last
        if has_comma(text, text.end(last)):
            yield features.PARAMETER_COMMA, last


def _parameter(node: ast.arg, text: SourceText) -> Shown:
    if node.annotation is not None:
        yield features.FUNCTION_ANNOTATION, node
        if isinstance(node.annotation, ast.Starred):
            yield features.STARRED_ANNOTATION, node.annotation


def _type_parameter(node: Any, text: SourceText) -> Shown:
    if getattr(node, "default_value", None) is not None:
        yield features.TYPE_DEFAULT, node


# --- expressions ---------------------------------------------------------------------------------------------------


def _display(node: ast.List | ast.Tuple | ast.Set, text: SourceText) -> Shown:
    if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        yield from ((features.UNPACKING, each) for each in node.elts if isinstance(each, ast.Starred))
    elif not node.elts and isinstance(node, ast.Tuple):
        yield features.EMPTY_TARGET, node
    if isinstance(node, ast.Set):
        yield from ((features.SET_WALRUS, each) for each in _bare_walruses(text.start(node), node.elts, text))


def _bare_walruses(start: int, elements: list[ast.expr], text: SourceText) -> Iterator[ast.expr]:
    """The `:=` without parentheses among elements, the first of which comes behind this offset."""
    for each in elements:
        if isinstance(each, ast.NamedExpr) and not _parenthesised(text, start, each):
            yield each
        start = text.end(each)


def _dictionary(node: ast.Dict, text: SourceText) -> Shown:
    if None in node.keys:
        yield from (
            (features.UNPACKING, inner) for key, inner in zip(node.keys, node.values, strict=True) if key is None
        )


def _comprehension(node: Any, text: SourceText) -> Shown:
    first = node.key if isinstance(node, ast.DictComp) else node.elt
    if isinstance(first, ast.Starred) or (isinstance(node, ast.DictComp) and node.value is None):
        yield features.COMPREHENSION_UNPACKING, first
    if isinstance(node, ast.SetComp):
        yield from ((features.SET_WALRUS, each) for each in _bare_walruses(text.start(node), [node.elt], text))


def _subscript(node: ast.Subscript, text: SourceText) -> Shown:
    match node.slice:
        case ast.NamedExpr() as item:
            items: list[ast.expr] = [item]
        case ast.Tuple(elts=items) as several if any(isinstance(each, _ODD_ITEMS) for each in items):
            if not is_bare(several, text):
                return
        case _:
            return
    yield from ((features.SUBSCRIPT_UNPACKING, each) for each in items if isinstance(each, ast.Starred))
    yield from ((features.SUBSCRIPT_WALRUS, each) for each in _bare_walruses(text.end(node.value), items, text))


def _starred(node: ast.Starred, text: SourceText) -> Shown:
    if isinstance(node.ctx, ast.Store):
        yield features.STARRED_TARGET, node


def _operation(node: ast.BinOp | ast.AugAssign, text: SourceText) -> Shown:
    if isinstance(node.op, ast.MatMult):
        yield features.MATRIX, node
    if isinstance(node, ast.AugAssign) and _unpacks_barely(node.value, text):
        yield features.AUGMENTED_UNPACKING, node.value


def _constant(node: ast.Constant, text: SourceText) -> Shown:
    match node.value:
        case str():
            if text.text[text.start(node)] in "uU":  # `kind` tells of "u" only
                yield features.U_STRING, node
        case bytes():
            if _RB.search(text.slice(node)) and _has_rb(text.slice(node)):
                yield features.RB_STRING, node
        case int() | float() | complex() if not isinstance(node.value, bool):
            if "_" in text.slice(node):
                yield features.UNDERSCORE, node
        case _ if node.value is ...:
            yield features.ELLIPSIS, node


def _has_rb(literals: str) -> bool:
    at = 0
    while opening := OPENING.match(literals, at):
        if (opening[1] or "").lower() == "rb":
            return True
        at = behind_gap(literals, plain_end(literals, opening))
    return False


# --- statements ----------------------------------------------------------------------------------------------------


def _returned(node: ast.Return | ast.Yield, text: SourceText) -> Shown:
    if node.value is not None and _unpacks_barely(node.value, text):
        yield features.RETURN_UNPACKING, node.value


def _annotated(node: ast.AnnAssign, text: SourceText) -> Shown:
    match node.value:
        case ast.Tuple() as several if is_bare(several, text):
            yield features.ANNOTATED_TUPLE, several
        case ast.Yield() | ast.YieldFrom() as given if not _parenthesised(text, text.end(node.annotation), given):
            yield features.ANNOTATED_TUPLE, given


def _for(node: ast.For | ast.AsyncFor, text: SourceText) -> Shown:
    if _unpacks_barely(node.iter, text):
        yield features.FOR_UNPACKING, node.iter


def _with(node: ast.With | ast.AsyncWith, text: SourceText) -> Shown:
    if is_enclosed(node, text):
        yield features.WITH_PARENTHESES, node


def _raise(node: ast.Raise, text: SourceText) -> Shown:
    if node.cause is not None:
        yield features.RAISE_FROM, node


def _import(node: ast.Import | ast.ImportFrom, text: SourceText) -> Shown:
    if getattr(node, "is_lazy", False):
        yield features.LAZY_IMPORT, node
    if isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level:
        yield from ((features.FUTURES[each.name], node) for each in node.names if each.name in features.FUTURES)


def _try_star(node: Any, text: SourceText) -> Shown:
    yield features.EXCEPT_STAR, node.handlers[0]
    yield from _try(node, text)


def _try(node: ast.Try, text: SourceText) -> Shown:
    yield from ((features.FINALLY_CONTINUE, each) for each in _continued(node.finalbody))
    if node.orelse:
        declarations = [
            each
            for handler in node.handlers
            for each in own_scope(handler.body)
            if isinstance(each, (ast.Global, ast.Nonlocal))
        ]
        used = _used(node.orelse) if declarations else frozenset()
        yield from ((features.HANDLER_GLOBAL, each) for each in declarations if not used.isdisjoint(each.names))


def _continued(body: Iterable[ast.stmt]) -> Iterator[ast.Continue]:
    """Each `continue` of a block that is about a loop around it."""
    pending: list[ast.AST] = [*body]
    while pending:
        match pending.pop():
            case ast.Continue() as found:
                yield found
            case ast.For(orelse=last) | ast.AsyncFor(orelse=last) | ast.While(orelse=last):
                pending += last
            case other if not isinstance(other, (*SCOPES, ast.expr)):
                pending += children(other)


def _used(body: list[ast.stmt]) -> frozenset[str]:
    """The names that a block binds or loads by itself."""
    found = {*bound_names(own_scope(body), imports=True, walrus=True)}
    pending: list[ast.AST] = [*body]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif not isinstance(each, (*SCOPES, *_OTHER_SCOPES)):
            pending += children(each)
    return frozenset(found)


def _handler(node: ast.ExceptHandler, text: SourceText) -> Shown:
    match node.type:
        case ast.Tuple(elts=types) as several if is_bare(several, text):
            # In Python 2 `except A, b:` meant what `except A as b:` means.
            is_pair = len(types) == 2 and isinstance(types[1], (ast.Name, ast.Attribute, ast.Subscript))
            yield features.EXCEPT_PAIR if is_pair else features.EXCEPT_LIST, several


USES: dict[str, Callable[[Any, SourceText], Shown]] = {
    "AnnAssign": _annotated,
    "AsyncFor": _for,
    "AsyncFunctionDef": _function,
    "AsyncWith": _with,
    "AugAssign": _operation,
    "BinOp": _operation,
    "Call": _call,
    "ClassDef": _class,
    "Constant": _constant,
    "Dict": _dictionary,
    "DictComp": _comprehension,
    "ExceptHandler": _handler,
    "For": _for,
    "FunctionDef": _function,
    "GeneratorExp": _comprehension,
    "Import": _import,
    "ImportFrom": _import,
    "Lambda": _lambda,
    "List": _display,
    "ListComp": _comprehension,
    "ParamSpec": _type_parameter,
    "Raise": _raise,
    "Return": _returned,
    "Set": _display,
    "SetComp": _comprehension,
    "Starred": _starred,
    "Subscript": _subscript,
    "Try": _try,
    "TryStar": _try_star,
    "Tuple": _display,
    "TypeVar": _type_parameter,
    "TypeVarTuple": _type_parameter,
    "With": _with,
    "Yield": _returned,
    "arg": _parameter,
}
"""By the kind of a node: the features that it shows."""
