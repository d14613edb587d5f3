"""Which pieces of grammar a source uses that not every Python has.

The whole tree is walked, as a syntax error in a function that nobody calls breaks an import too. It is walked scope by
scope, for some grammar depends on the scope, and without recursion. Fields of f-strings are parsed again, each by
itself: before Python 3.12 the tree does not tell their places.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeAlias

from importspy_static.extract import features
from importspy_static.extract.features import Feature
from importspy_static.extract.fields import fields
from importspy_static.extract.names import Names
from importspy_static.extract.spelling import is_bare
from importspy_static.extract.text import SourceText, declares_encoding
from importspy_static.extract.trees import children, children_of, walk
from importspy_static.extract.usage import USES, Shown
from importspy_static.extract.watch import Watch
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Span
from importspy_static.model.program import Construct

Use: TypeAlias = tuple[Feature, int, int]
"""A feature and the extent of a use of it, by offset."""

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_VALUES = (ast.Constant, ast.FormattedValue, getattr(ast, "Interpolation", ast.FormattedValue))
"""What a string is of in CPython's tree."""

_BY_KIND = {
    "Nonlocal": features.NONLOCAL,
    "YieldFrom": features.YIELD_FROM,
    "AsyncFunctionDef": features.ASYNC_FUNCTION,
    "AsyncFor": features.ASYNC_FOR,
    "AsyncWith": features.ASYNC_WITH,
    "Await": features.AWAIT,
    "JoinedStr": features.F_STRING,
    "AnnAssign": features.VARIABLE_ANNOTATION,
    "NamedExpr": features.WALRUS,
    "Match": features.MATCH,
    "TypeAlias": features.TYPE_STATEMENT,
    "TypeVar": features.TYPE_PARAMETER,
    "TypeVarTuple": features.TYPE_PARAMETER,
    "ParamSpec": features.TYPE_PARAMETER,
    "TemplateStr": features.T_STRING,
}
"""What the kind of a node tells by itself."""

_LEAVES = {"Name", "Constant", "Global", "Nonlocal", "Pass", "Break", "Continue", "JoinedStr", "TemplateStr"}
"""Kinds without children, or whose children stand elsewhere."""
_Plan: TypeAlias = "tuple[tuple[Callable[[Any], None], ...], Callable[[Any], list[ast.AST]] | None]"
_ODD_CONSTANT = re.compile(r"[uU]['\"]|[rR][bB]['\"]|[0-9]_[0-9a-fA-F]|0[xXoObB]_|\.\.\.")
_NOT_ASCII = re.compile(r"[^\0-\x7f]")
_IN_FIELDS = re.compile(r":=|[*/]|\b(?:await|async|yield)\b")
"""What all grammar that is newer than f-strings needs, so that few of their fields must be parsed."""


def constructs(
    tree: ast.Module, text: SourceText, more: Iterable[Use] = (), watch: Watch | None = None
) -> tuple[Construct, ...]:
    """The constructs of a module that not every Python from 2.7 on has.

    Each once, at its first use, in the order of the source. `tree` is CPython's, and CPython has compiled it; `more`
    is what is known of the source besides. `watch` is shown all that is walked over.
    """
    first: dict[Feature, tuple[int, int]] = {}
    for feature, start, end in (*more, *_Walk(tree, text, watch).run()):
        if feature not in first or start < first[feature][0]:
            first[feature] = start, end
    found = [(start, feature, _first_line(text, start, end)) for feature, (start, end) in first.items()]
    return tuple(Construct(each.name, each.since, span, each.in_python_2) for _, each, span in sorted(found))


def show(tree: ast.Module, text: SourceText, watch: Watch) -> None:
    """Show a watch the tree, as `constructs` does it, which takes nearly twice as long."""
    _Walk(tree, text, watch, is_judged=False).run()


def _first_line(text: SourceText, start: int, end: int) -> Span:
    line = text.text.find("\n", start, end)
    return text.span_between(start, end if line < 0 else line)


def undeclared(source: bytes, text: SourceText) -> list[Use]:
    """The first character that Python 2 does not take without a declared encoding (PEP 263), if there is one."""
    if text.text.isascii() or declares_encoding(source):
        return []
    found = _NOT_ASCII.search(text.text)
    assert found is not None
    return [(features.NON_ASCII_SOURCE, *found.span())]


@dataclass(slots=True)
class _Scope:
    """A module, class, function, lambda or comprehension."""

    node: ast.AST
    outer: _Scope | None
    awaits: bool = False
    """It is an `async def`, or a comprehension that awaits something by itself."""
    yields: bool = False
    returned: ast.Return | None = None
    """The first `return` of a value."""


@dataclass(slots=True)
class _Part:
    """Nodes of one scope, and the text that they were parsed from: the module's, or that of a field of an f-string."""

    scope: _Scope
    nodes: list[ast.AST]
    text: SourceText
    offset: int = 0
    """Of that text in the module's."""
    in_string: bool = False


class _Walk:
    """One walk over a module, a part at a time. `is_judged`: whether its grammar matters, and not only the watch."""

    def __init__(
        self, tree: ast.Module, text: SourceText, watch: Watch | None = None, *, is_judged: bool = True
    ) -> None:
        self._is_judged = is_judged
        futures = {
            alias.name
            for each in tree.body
            if isinstance(each, ast.ImportFrom) and each.module == "__future__" and not each.level
            for alias in each.names
        }
        self._names = Names(text.text, futures)
        self._postponed = "annotations" in futures
        self._has_constants = is_judged and _ODD_CONSTANT.search(text.text) is not None
        self._found: list[Use] = []
        self._lines: dict[Feature, int] = {}
        self._plans: dict[type[ast.AST], _Plan] = {}
        self._plans_of_fields: dict[type[ast.AST], _Plan] = {}
        self._watch = watch
        self._text = text
        self._part = _Part(_Scope(tree, None), [*tree.body], text)
        self._parts = [self._part]
        self._comprehensions: list[tuple[_Scope, _Part]] = []
        self._annotated: list[ast.AnnAssign] = []
        self._declared: dict[str, int] = {}

    def run(self) -> list[Use]:
        with warnings.catch_warnings():  # that the parser has of fields, which it has had already
            warnings.simplefilter("ignore")
            while self._parts:
                self._part = self._parts.pop()
                self._read_part(self._part)
                self._generator(self._part.scope)
        for scope, part in self._comprehensions:
            self._part = part
            self._asynchronous(scope)
        for node in self._annotated:
            if isinstance(node.target, ast.Name) and self._declared.get(node.target.id, node.lineno) < node.lineno:
                self._found.append((features.GLOBAL_ANNOTATION, self._text.start(node), self._text.end(node)))
        for plans in (self._plans, self._plans_of_fields):
            plans.clear()  # they refer to this: the tree would stay until the garbage collector looks, which is off
        return self._found

    def _read_part(self, part: _Part) -> None:
        """Fields of strings that are parsed again are not shown to the watch: it has seen them in the tree."""
        if self._watch is None or part.text is not self._text:
            self._read(part.nodes, self._plans_of_fields, None)
        else:
            outer = part.scope.outer
            self._watch.enter(part.scope.node, None if outer is None else outer.node)
            self._read(part.nodes, self._plans, self._watch)

    def _read(self, pending: list[ast.AST], plans: dict[type[ast.AST], _Plan], watch: Watch | None) -> None:
        wanted = None if self._is_judged or watch is None else watch.wanted
        while pending:
            node = pending.pop()
            if wanted is not None and type(node) is ast.Name and node.id not in wanted:
                continue  # as a third of all nodes, of which the watch would say the same
            plan = plans.get(type(node))
            if plan is None:
                plan = plans[type(node)] = self._plan(type(node), watch)
            judges, inner = plan
            for judge in judges:
                judge(node)
            if inner is not None:
                pending += inner(node)

    def _plan(self, of: type[ast.AST], watch: Watch | None) -> _Plan:
        """What to do with nodes of one kind: they are many, and most of them tell nothing."""
        kind = of.__name__
        judges = (*(watch.judges(kind) if watch is not None else ()), *(self._judges(kind) if self._is_judged else ()))
        if kind in _LEAVES:
            return judges, None
        return judges, partial(_INNER[kind], self) if kind in _INNER else children_of(of)

    def _judges(self, kind: str) -> Iterator[Callable[[Any], None]]:
        if kind in _BY_KIND:
            yield partial(self._use, _BY_KIND[kind])
        if kind in USES and (kind != "Constant" or self._has_constants):
            yield partial(self._show, USES[kind])
        if kind in _IN_SCOPE:
            yield partial(_IN_SCOPE[kind], self)
        if self._names.fields(kind):
            yield self._spelled

    def _use(self, feature: Feature, node: Any) -> None:
        part = self._part
        if not part.in_string:
            if node.lineno > self._lines.get(feature, node.lineno):
                return
            self._lines[feature] = node.lineno
        self._use_at(feature, part.text.start(node), part.text.end(node))

    def _use_at(self, feature: Feature, start: int, end: int) -> None:
        part = self._part
        if not part.in_string or feature.since > features.F_STRING.since:
            self._found.append((feature, part.offset + start, part.offset + end))

    def _show(self, shown: Callable[[Any, SourceText], Shown], node: Any) -> None:
        for feature, at in shown(node, self._part.text):
            self._use(feature, at)

    # --- scopes: the children of a node in its own; what is in another one becomes a part of its own -----------------

    def _definition(self, node: Any) -> list[ast.AST]:
        self._enter(_Scope(node, self._part.scope, isinstance(node, ast.AsyncFunctionDef)), [*node.body])
        types = getattr(node, "type_params", ())
        if type(node) is ast.ClassDef:
            return [*node.bases, *node.keywords, *node.decorator_list, *types]
        return [node.args, *node.decorator_list, *([node.returns] if node.returns is not None else ()), *types]

    def _lambda(self, node: ast.Lambda) -> list[ast.AST]:
        self._enter(_Scope(node, self._part.scope), [node.body])
        return [node.args]

    def _comprehension(self, node: Any) -> list[ast.AST]:
        first = node.generators[0]
        scope = _Scope(node, self._part.scope, any(each.is_async for each in node.generators))
        self._enter(scope, [*(each for each in children(node) if each is not first), first.target, *first.ifs])
        self._comprehensions.append((scope, self._part))
        return [first.iter]

    def _subscript(self, node: ast.Subscript) -> list[ast.AST]:
        return [node.value, *_items(node.slice, self._part.text)]

    def _enter(self, scope: _Scope, nodes: list[ast.AST]) -> None:
        part = self._part
        self._parts.append(_Part(scope, nodes, part.text, part.offset, part.in_string))

    def _yield(self, node: ast.AST) -> None:
        scope = self._part.scope
        scope.yields = True
        if isinstance(scope.node, ast.AsyncFunctionDef):
            self._use(features.ASYNC_GENERATOR, node)

    def _return(self, node: ast.Return) -> None:
        scope = self._part.scope
        if node.value is not None and (scope.returned is None or node.lineno < scope.returned.lineno):
            scope.returned = node

    def _generator(self, scope: _Scope) -> None:
        if scope.yields and scope.returned is not None:
            self._use(features.GENERATOR_RETURN, scope.returned)

    def _await(self, node: ast.AST) -> None:
        self._part.scope.awaits = True
        if self._part.in_string:
            self._use(features.STRING_AWAIT, node)

    def _asynchronous(self, scope: _Scope) -> None:
        """What an asynchronous comprehension needs: that depends on what is around it."""
        if not scope.awaits or scope.outer is None:
            return
        self._use(features.ASYNC_COMPREHENSION, scope.node)
        if self._part.in_string:
            self._use(features.STRING_AWAIT, scope.node)
        if not scope.outer.awaits:
            is_generator = isinstance(scope.node, ast.GeneratorExp)
            alone = features.ASYNC_GENERATOR_EXPRESSION if is_generator else features.NESTED_ASYNC_COMPREHENSION
            self._use(alone, scope.node)

    def _annotation(self, node: ast.AnnAssign) -> None:
        if node.simple and self._part.scope.outer is None:
            self._annotated.append(node)

    def _global(self, node: ast.Global) -> None:
        """Whatever scope it is in, it is about names of the module."""
        for name in node.names:
            self._declared[name] = min(node.lineno, self._declared.get(name, node.lineno))

    def _generic(self, node: Any) -> None:
        """Before Python 3.13, scopes in the types of what a class has were not allowed (PEP 695)."""
        if not isinstance(self._part.scope.node, ast.ClassDef):
            return
        for inner in _types_of(node, self._postponed):
            for each in walk(inner):
                if isinstance(each, (ast.Lambda, *_COMPREHENSIONS)):
                    self._use(features.CLASS_TYPE_SCOPE, each)

    # --- strings --------------------------------------------------------------------------------------------------

    def _string(self, node: Any) -> None:
        part = self._part
        if not all(isinstance(each, _VALUES) for each in node.values):  # `newer` made it, and its parts have places
            self._parts.append(_Part(part.scope, [*node.values], part.text, part.offset, True))
        if part.in_string:  # the fields of an outer string are those of its inner ones too
            return
        text = part.text.text
        found = fields(text, part.text.start(node), part.text.end(node))
        for feature, start, end in found.uses:
            self._use_at(feature, start, end)
        for start, end in found.expressions:
            if _IN_FIELDS.search(text, start, end) and (parsed := _parsed(f"({text[start:end]}\n)")):
                inner, expression = parsed
                self._parts.append(_Part(part.scope, [expression], inner, start - 1, True))

    # --- names ----------------------------------------------------------------------------------------------------

    def _statement(self, node: ast.Expr) -> None:
        self._names.enter(node)

    def _spelled(self, node: ast.AST) -> None:
        for feature in self._names.spelled(node):
            self._use(feature, node)

    def _called(self, node: ast.Call) -> None:
        for feature in self._names.called(node):
            self._use(feature, node)


_IN_SCOPE: dict[str, Callable[[_Walk, Any], None]] = {
    "AnnAssign": _Walk._annotation,
    "AsyncFunctionDef": _Walk._generic,
    "Await": _Walk._await,
    "Call": _Walk._called,
    "ClassDef": _Walk._generic,
    "Expr": _Walk._statement,
    "FunctionDef": _Walk._generic,
    "Global": _Walk._global,
    "JoinedStr": _Walk._string,
    "Return": _Walk._return,
    "TemplateStr": _Walk._string,
    "TypeAlias": _Walk._generic,
    "Yield": _Walk._yield,
    "YieldFrom": _Walk._yield,
}
"""By the kind of a node: what it shows in its scope."""

_INNER: dict[str, Callable[[_Walk, Any], list[ast.AST]]] = {
    "AsyncFunctionDef": _Walk._definition,
    "ClassDef": _Walk._definition,
    "DictComp": _Walk._comprehension,
    "FunctionDef": _Walk._definition,
    "GeneratorExp": _Walk._comprehension,
    "Lambda": _Walk._lambda,
    "ListComp": _Walk._comprehension,
    "SetComp": _Walk._comprehension,
    "Subscript": _Walk._subscript,
}
"""By the kind of a node: its children, if some of them are in other scopes."""


def _items(item: ast.expr, text: SourceText) -> list[ast.expr]:
    """What a subscript holds but for `...`, which Python 2 has there.

    Not the tuple that several items are: nobody wrote one, and stars among them are no display's.
    """
    several = [item]
    if isinstance(item, ast.Tuple) and any(isinstance(each, (ast.Constant, ast.Starred)) for each in item.elts):
        several = item.elts if is_bare(item, text) else [item]
    return [each for each in several if not (isinstance(each, ast.Constant) and each.value is ...)]


def _types_of(node: Any, postponed: bool) -> Iterator[ast.AST]:
    """The expressions of a generic definition that are evaluated in a scope of types."""
    parameters = getattr(node, "type_params", [])
    yield from parameters
    match node:
        case ast.ClassDef(bases=bases, keywords=keywords) if parameters:
            yield from (*bases, *keywords)
        case ast.FunctionDef(args=args, returns=returns) | ast.AsyncFunctionDef(args=args, returns=returns):
            if parameters and not postponed:
                each: ast.arg
                for each in (*args.posonlyargs, *args.args, *args.kwonlyargs):
                    yield from [each.annotation] if each.annotation else []
                several = [args.vararg, args.kwarg]
                yield from (each.annotation for each in several if each and each.annotation)
                yield from [returns] if returns else []
        case _ if type(node).__name__ == "TypeAlias":
            yield node.value


def _parsed(source: str) -> tuple[SourceText, ast.expr] | None:
    """An expression by itself, or None for one in a newer grammar than the running Python's."""
    try:
        return SourceText(source), ast.parse(source, "", mode="eval").body
    except (SyntaxError, ValueError):
        return None
