"""Which statements can matter to a contract: CPython's tree without the rest.

At the level of the module and of classes nearly everything is kept; of function bodies only what the docstring
of `model/program.py` tells.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from importspy_static import limits
from importspy_static.extract.acts import CHANGING, changes_others
from importspy_static.extract.effects import Effects, is_short, is_small
from importspy_static.extract.generators import guards_yield
from importspy_static.extract.handing import changes_items, passed_on
from importspy_static.extract.other_names import displays_of, has_helpers, is_name, works_elsewhere
from importspy_static.extract.trees import SCOPES, bound_names, captures, children, own_scope, targets_of, walk
from importspy_static.lazy_dataclasses import dataclass

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_WHOLE = ("__new__", "__prepare__", "__getattr__", "__mro_entries__", "__class_getitem__", "__get__", "__setattr__")
"""Functions of which all matters: what they return, or do with names that nobody spells."""


class TooComplex(Exception):
    """A stated limit is hit at this node."""

    def __init__(self, node: ast.AST, reason: str) -> None:
        super().__init__(reason)
        self.node = node
        self.reason = reason


@dataclass(slots=True)
class Kept:
    """A statement that is kept.

    `evaluate`: only `expression` of it is, as an expression statement. `expression` is also what is kept of the
    value of `return` and `raise`. `blocks` are what is kept of its blocks, in the order of the source.
    """

    node: ast.stmt
    blocks: tuple[list[Kept], ...] = ()
    evaluate: bool = False
    expression: ast.expr | None = None
    function: FunctionFacts | None = None
    chain: tuple[ast.If, ...] = ()
    """The tests of a long `elif` chain, whose blocks are `blocks`, the last one that of `else`."""
    matters: bool = False
    """Its own header or expression binds something or is dynamic, whatever is in its blocks."""
    plain: bool = False
    """`NAME = constant`: libcst does not read it where it reads the others."""


@dataclass(slots=True)
class FunctionFacts:
    """What the whole body says of a function."""

    globals: tuple[str, ...]
    locals: tuple[str, ...]
    mentions: tuple[str, ...]
    is_generator: bool
    lets_pass: bool
    returns_nothing: bool
    is_whole: bool = False
    is_unread: bool = False
    """The body says something, and is left out."""
    changes_others: bool = False
    passes_on: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Body:
    """The function whose body is being reduced."""

    first: str | None
    globals: frozenset[str]
    parameters: frozenset[str]
    locals: frozenset[str]
    returned: frozenset[str]
    displays: frozenset[str]
    """Attributes of the first parameter that it makes lists, dicts or sets: who is given one may fill it."""
    growing: frozenset[str]
    """Parameters whose defaults can be changed in place, if the function may be called on import."""
    imports: bool
    """Whether what it imports may be what it gives to the module."""
    deep: bool
    runs: bool
    """Whether it may be called while the module is imported."""


class Selection:
    """Reduces one module's tree.

    `bodies`: whether bodies of functions are kept, or just whether they say something.
    """

    def __init__(self, tree: ast.Module, effects: Effects, bodies: bool = True) -> None:
        self._tree = tree
        self._effects = effects
        self._bodies = bodies
        self._making = False
        """Whether it is in a function that makes functions."""

    def module(self) -> list[Kept]:
        return self._outer(self._tree.body, 0)

    # --- module and class level -------------------------------------------------------------------------------

    def _outer(self, statements: Iterable[ast.stmt], depth: int) -> list[Kept]:
        return [kept for each in statements for kept in self._outer_statement(each, depth)]

    def _outer_statement(self, node: ast.stmt, depth: int) -> Iterator[Kept]:
        match node:
            case ast.Pass() | ast.Nonlocal():
                pass
            case ast.Expr():
                # Even a bare name counts: one that is not bound ends the module, or the body of a `try`.
                if not isinstance(node.value, ast.Constant):
                    yield Kept(node, evaluate=True, expression=node.value)
            case ast.Assert():
                # In a `try` a failing assertion leads to a handler.
                # A constant says something only where it is false.
                if not (isinstance(node.test, ast.Constant) and node.test.value):
                    yield Kept(node, evaluate=True, expression=node.test)
                if node.msg is not None and not isinstance(node.msg, ast.Constant):
                    yield Kept(node, evaluate=True, expression=node.msg)
            case ast.Raise():
                yield Kept(node, expression=node.exc)
            case ast.Return():  # in a function whose whole body is kept
                yield Kept(node, expression=node.value)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield self._function(node, depth)
            case ast.ClassDef():
                yield Kept(node, (self._outer(node.body, _deeper(node, depth)),))
            case ast.If():
                yield self._outer_if(node, depth)
            case ast.Assign(targets=[ast.Name()], value=ast.Constant()):
                yield Kept(node, plain=True)
            case _:
                yield Kept(node, tuple(self._outer(block, _deeper(node, depth)) for block in blocks_of(node)))

    def _outer_if(self, node: ast.If, depth: int) -> Kept:
        chain, otherwise = elif_chain(node)
        if len(chain) > limits.ELIF_CHAIN:
            bodies = (*(each.body for each in chain), otherwise)
            return Kept(node, tuple(self._outer(block, _deeper(node, depth)) for block in bodies), chain=chain)
        return Kept(node, tuple(self._outer(block, _deeper(node, depth)) for block in blocks_of(node)))

    # --- functions --------------------------------------------------------------------------------------------

    def _function(self, node: Function, depth: int, header_only: bool = False) -> Kept:
        kept = self._reduced(node, depth, header_only)
        if not self._bodies and kept.function is not None and kept.blocks[0]:
            kept.function.is_unread = True
            kept.blocks = ([],)
        return kept

    def _reduced(self, node: Function, depth: int, header_only: bool) -> Kept:
        deep = self._effects.reaches(node)
        scope = [*own_scope(node.body)]
        is_generator = self._effects.is_generator(node)
        facts = FunctionFacts(
            globals=_globals(scope),
            locals=(),
            mentions=self._effects.mentions(node),
            is_generator=is_generator,
            lets_pass=is_generator and bool(node.decorator_list) and not guards_yield(scope),
            returns_nothing=all(_is_none(each.value) for each in scope if isinstance(each, ast.Return)),
        )
        if header_only and not deep:
            return Kept(node, ([],), function=facts)
        positional = [*node.args.posonlyargs, *node.args.args]
        first = _first_of(node)
        changes = changes_others(scope, first)
        facts.changes_others = changes or (deep and any(map(self._effects.is_dynamic, node.body)))
        is_whole = self._is_kept_whole(node, scope, first, changes)
        if self._effects.gives_namespaces or changes_items(scope, first):
            facts.passes_on = passed_on(node, scope, None if is_whole else first)
        if is_whole:
            facts.is_whole = True
            return Kept(node, (self._whole(node, scope, depth),), function=facts)
        body = _Body(
            first=first,
            globals=frozenset(facts.globals),
            parameters=frozenset(each.arg for each in [*positional[1:], *node.args.kwonlyargs]),
            locals=frozenset(_nested_names(scope)),
            returned=frozenset(_returned_names(scope)),
            displays=frozenset(displays_of(scope, first)),
            growing=frozenset(_growing(node.args)) if self._effects.is_called(node.name) else frozenset(),
            imports=bool(facts.globals) and self._effects.is_called(node.name),
            deep=deep,
            runs=self._runs_at_import(node),
        )
        kept = self._inner(node.body, body, _deeper(node, depth))
        # What only leaves is dropped, unless leaving is what counts: a function that always raises, called on import.
        kept = kept if _says_something(kept) or body.runs else []
        left_out = [each for each in scope if not (body.imports and isinstance(each, (ast.Import, ast.ImportFrom)))]
        facts.locals = self._locals(node, scope, left_out, kept) if kept else ()
        return Kept(node, (kept,), function=facts)

    def _is_kept_whole(self, node: Function, scope: list[ast.stmt], first: str | None, changes: bool) -> bool:
        """Whether what a call does, or returns, depends on local variables."""
        if _renames(scope, first) or works_elsewhere(scope, first) or (changes and self._runs_at_import(node)):
            return True
        if not (self._making or node.name in _WHOLE or any(map(_returns_type, scope))):
            return _makes_functions(node, scope)
        return not _has_nonlocals(node)

    def _whole(self, node: Function, scope: list[ast.stmt], depth: int) -> list[Kept]:
        """All of a body. What a decorator makes is told by the functions in it: they are kept whole, too."""
        making = _makes_functions(node, scope) or has_helpers(scope, _first_of(node))
        outer, self._making = self._making, self._making or making
        kept = self._outer(node.body, _deeper(node, depth))
        self._making = outer
        return kept

    def _runs_at_import(self, node: Function) -> bool:
        """Whether this function may be called while the module is imported, or to make an instance."""
        return node.name in ("__new__", "__init_subclass__", "__set_name__") or self._effects.is_called(node.name)

    def _locals(
        self, node: Function, scope: list[ast.stmt], left_out: list[ast.stmt], kept: list[Kept]
    ) -> tuple[str, ...]:
        """The names that the body binds for itself, among those that what is left of it reads."""
        read = {each.id for inner in _expressions_of(kept) for each in walk(inner) if isinstance(each, ast.Name)}
        if not read:
            return ()
        walrus = self._effects.has_walrus(node)
        elsewhere = {name for each in scope for name in _declared(each)}
        # A parameter that the body binds anew is not what was passed, as that statement is not kept.
        return tuple(sorted(read.intersection(bound_names(left_out, True, walrus)) - elsewhere))

    def _inner(self, statements: Iterable[ast.stmt], body: _Body, depth: int) -> list[Kept]:
        return [kept for each in statements for kept in self._inner_statement(each, body, depth)]

    def _inner_statement(self, node: ast.stmt, body: _Body, depth: int) -> Iterator[Kept]:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if node.name in body.globals or node.name in body.returned:
                    yield self._function(node, depth)
                elif body.deep and self._effects.reaches(node):
                    yield self._function(node, depth, header_only=True)
            case ast.ClassDef():
                if node.name in body.globals or (body.deep and self._effects.reaches(node)):
                    yield Kept(node, (self._outer(node.body, _deeper(node, depth)),))
            case ast.Return():
                small = node.value if node.value is not None and self._returnable(node.value, body) else None
                yield Kept(node, expression=small)
            case ast.Raise():
                dynamic = node.exc is not None and self._is_dynamic(node.exc, body)
                keep = dynamic or (node.exc is not None and is_small(node.exc))
                yield Kept(node, expression=node.exc if keep else None, matters=dynamic)
            case ast.Break() | ast.Continue():
                yield Kept(node)
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.With() | ast.AsyncWith():
                yield from self._inner_block(node, body, depth)
            case ast.Try() | ast.Match():
                yield from self._inner_block(node, body, depth)
            case _ if node.__class__.__name__ == "TryStar":
                yield from self._inner_block(node, body, depth)
            case _:
                yield from self._inner_simple(node, body)

    def _inner_block(self, node: ast.stmt, body: _Body, depth: int) -> Iterator[Kept]:
        chain: tuple[ast.If, ...] = ()
        parts = blocks_of(node)
        if isinstance(node, ast.If):
            chain, otherwise = elif_chain(node)
            if len(chain) > limits.ELIF_CHAIN:
                parts = (*(each.body for each in chain), otherwise)
            else:
                chain = ()
        blocks = tuple(self._inner(block, body, _deeper(node, depth)) for block in parts)
        binds = self._binds(node, body)
        if any(blocks) or binds:
            headers = headers_of(node)
            matters = binds or any(self._calls(each, body) or self._is_dynamic(each, body) for each in headers)
            yield Kept(node, blocks, chain=chain, matters=matters)
            return
        for header in headers_of(node):
            if self._calls(header, body) or self._is_dynamic(header, body):
                yield Kept(node, evaluate=True, expression=header)

    def _binds(self, node: ast.stmt, body: _Body) -> bool:
        """Whether the header of a compound statement binds something that matters."""
        match node:
            case ast.For() | ast.AsyncFor():
                return self._matters(node.target, body)
            case ast.With() | ast.AsyncWith() if any(is_name(each.context_expr, body.first) for each in node.items):
                return True  # what its own `__exit__` does
            case ast.With() | ast.AsyncWith():
                targets = (item.optional_vars for item in node.items)
                return any(target is not None and self._matters(target, body) for target in targets)
            case ast.Match():
                return bool(body.globals) and any(
                    name in body.globals for c in node.cases for name, _ in captures(c.pattern)
                )
            case _ if handlers := getattr(node, "handlers", ()):
                return any(handler.name in body.globals for handler in handlers)
        return False

    def _inner_simple(self, node: ast.stmt, body: _Body) -> Iterator[Kept]:
        match node:
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Delete():
                value: ast.expr | None = getattr(node, "value", None)
                if self._is_dynamic(node, body) or any(self._matters(target, body) for target in targets_of(node)):
                    yield Kept(node)
                elif value is not None and (self._calls(value, body) or self._walrus(value, body)):
                    yield Kept(node, evaluate=True, expression=value)
            case ast.Expr():
                if self._calls(node.value, body) or self._is_dynamic(node, body) or self._walrus(node.value, body):
                    yield Kept(node, evaluate=True, expression=node.value)
            case ast.Assert():
                if self._is_dynamic(node, body):
                    yield from (Kept(node, evaluate=True, expression=e) for e in (node.test, node.msg) if e)
                elif body.runs and is_short(node.test):
                    yield Kept(node, evaluate=True, expression=node.test)
            case ast.Import() | ast.ImportFrom():
                is_given = any(_bound_by(alias) in body.globals for alias in node.names)
                if is_given or body.imports or self._is_dynamic(node, body):
                    yield Kept(node)

    def _matters(self, target: ast.expr, body: _Body) -> bool:
        """Whether this target binds an attribute or a global name."""
        pending = [target]
        while pending:
            match pending.pop():
                case ast.Tuple(elts=items) | ast.List(elts=items):
                    pending += items
                case ast.Starred(value=inner):
                    pending.append(inner)
                case ast.Name(id=name):
                    if name in body.globals:
                        return True
                case ast.Subscript(value=owner):
                    if (root := _root(owner)) and (root == body.first or self._effects.is_outer(root)):
                        return True
                case ast.Attribute(value=ast.Name(id=name)):
                    if name == body.first or name in body.parameters or self._effects.is_outer(name):
                        return True
                case ast.Attribute(value=owner):
                    if (root := _root(owner)) and root != body.first and self._effects.is_outer(root):
                        return True
                    if not isinstance(owner, ast.Attribute) and isinstance(owner, ast.Call):
                        return True
        return False

    def _calls(self, node: ast.expr, body: _Body) -> bool:
        """Whether this is a call that can bind attributes or names of this module."""
        if isinstance(node, ast.Await):
            node = node.value
        if not isinstance(node, ast.Call):
            return False
        match node.func:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name)):
                if name == body.first or name in body.locals or name in body.globals or self._effects.is_outer(name):
                    return True
                if name in body.growing and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                    return True
                if body.deep:  # the name may be another one of a dynamic construct
                    return True
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
                return True
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=name), *_]):
                if name == body.first:
                    return True
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name)), attr=method):
                if name == body.first and method in CHANGING:
                    return True
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        return body.first is not None and any(_is_handed_on(each, body) for each in arguments)

    def _walrus(self, node: ast.expr, body: _Body) -> bool:
        return bool(body.globals) and any(
            isinstance(each, ast.NamedExpr) and each.target.id in body.globals for each in walk(node)
        )

    def _is_dynamic(self, node: ast.AST, body: _Body) -> bool:
        return body.deep and self._effects.is_dynamic(node)

    def _returnable(self, node: ast.expr, body: _Body) -> bool:
        plain = isinstance(node, ast.Lambda) and isinstance(node.body, ast.Name)
        return plain or is_small(node) or self._calls(node, body) or self._is_dynamic(node, body)


def _returns_type(statement: ast.stmt) -> bool:
    """`return type(name, bases, namespace)`: the function may stand as a metaclass."""
    match statement:
        case ast.Return(value=ast.Call(func=ast.Name(id="type"), args=[_, _, _])):
            return True
        case _:
            return False


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _is_handed_on(node: ast.expr, body: _Body) -> bool:
    match node:
        case ast.Name(id=name):
            return name == body.first
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name == body.first and attribute in body.displays
        case _:
            return False


def _renames(scope: list[ast.stmt], first: str | None) -> bool:
    """Whether a body gives its first parameter another name, or another thing its name."""
    for statement in scope:
        match statement:
            case ast.Assign(value=ast.Name(id=name)) if name == first:
                return True
            case ast.Assign(targets=[ast.Name(id=name)]) if name == first:
                return True
            case ast.AugAssign(target=ast.Name(id=name)) if name == first:
                return True
    return False


def _first_of(node: Function) -> str | None:
    positional = [*node.args.posonlyargs, *node.args.args]
    return positional[0].arg if positional else None


def _makes_functions(node: Function, scope: list[ast.stmt]) -> bool:
    """Whether a function returns what it made of a function in it, as decorators do."""
    made = {each.name for each in scope if isinstance(each, SCOPES)}
    if not made:
        return False
    returned: set[str] = set()
    for each in scope:
        match each:
            case ast.Assign(value=value) if not made.isdisjoint(_names_in(value)):
                made.update(name for target in each.targets for name in _names_in(target))
            case ast.Return(value=ast.expr() as value):
                returned.update(_names_in(value))
    return not made.isdisjoint(returned) and not _has_nonlocals(node)


def _names_in(node: ast.expr) -> Iterator[str]:
    return (each.id for each in walk(node) if isinstance(each, ast.Name))


def _has_nonlocals(node: Function) -> bool:
    """Whether a function in it binds its variables: what they are then is not followed."""
    return any(isinstance(each, ast.Nonlocal) for each in walk(node))


def _says_something(kept: list[Kept]) -> bool:
    """Whether a reduced body holds more than ways to leave it without a value."""
    for each in kept:
        if each.matters or each.evaluate:
            return True
        match each.node:
            case ast.Return():
                if each.expression is not None:
                    return True
            case ast.Raise() | ast.Break() | ast.Continue():
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return True
            case _:
                if not each.blocks or any(_says_something(block) for block in each.blocks):
                    return True
    return False


def _deeper(node: ast.stmt, depth: int) -> int:
    if depth >= limits.STATEMENT_DEPTH:
        raise TooComplex(node, f"statements nested more than {limits.STATEMENT_DEPTH} deep, the limit")
    return depth + 1


def blocks_of(node: ast.stmt) -> tuple[list[ast.stmt], ...]:
    """The blocks of a compound statement in the order in which `Kept.blocks` has them."""
    match node:
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return node.body, node.orelse
        case ast.With() | ast.AsyncWith() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return (node.body,)
        case ast.Match():
            return tuple(case.body for case in node.cases)
        case ast.Try():
            return (node.body, node.orelse, node.finalbody, *(handler.body for handler in node.handlers))
        case _ if node.__class__.__name__ == "TryStar":
            star: ast.Try = node  # type: ignore[assignment]
            return (star.body, star.orelse, star.finalbody, *(handler.body for handler in star.handlers))
    return ()


def headers_of(node: ast.stmt) -> list[ast.expr]:
    """The expressions that a compound statement evaluates whatever its blocks do."""
    match node:
        case ast.If() | ast.While():
            return [node.test]
        case ast.For() | ast.AsyncFor():
            return [node.iter]
        case ast.With() | ast.AsyncWith():
            return [item.context_expr for item in node.items]
        case ast.Match():
            return [node.subject]
    return []


def elif_chain(node: ast.If) -> tuple[tuple[ast.If, ...], list[ast.stmt]]:
    """An `if` with all that follows as its `elif`, and the block of the last `else`.

    CPython's tree does not tell `elif` from an `if` alone in an `else`, and neither does their meaning.
    """
    chain = [node]
    while len(node.orelse) == 1 and isinstance(inner := node.orelse[0], ast.If):
        chain.append(inner)
        node = inner
    return tuple(chain), node.orelse


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _globals(scope: list[ast.stmt]) -> tuple[str, ...]:
    names = [name for each in scope if isinstance(each, ast.Global) for name in each.names]
    return tuple(dict.fromkeys(names))


def _returned_names(scope: list[ast.stmt]) -> Iterator[str]:
    for each in scope:
        match each:
            case ast.Return(value=ast.Name(id=name)):
                yield name


def _nested_names(scope: list[ast.stmt]) -> Iterator[str]:
    for each in scope:
        if isinstance(each, SCOPES):
            yield each.name


def _growing(arguments: ast.arguments) -> Iterator[str]:
    """The parameters whose default is a list, dict or set that is made once."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = arguments.defaults
    pairs = [*zip(positional[len(positional) - len(defaults) :], defaults, strict=True)]
    for parameter, default in (*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)):
        if isinstance(default, (ast.List, ast.Dict, ast.Set, ast.Call)):
            yield parameter.arg


def _declared(node: ast.stmt) -> list[str]:
    return node.names if isinstance(node, (ast.Global, ast.Nonlocal)) else []


def _expressions_of(kept: list[Kept]) -> Iterator[ast.AST]:
    """What the kept statements evaluate, those in nested functions left out."""
    pending = [*kept]
    while pending:
        each = pending.pop()
        node = each.node
        if each.evaluate or isinstance(node, (ast.Return, ast.Raise)):
            yield from [each.expression] if each.expression is not None else []
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield from node.decorator_list
        elif each.blocks:
            yield from (expression for known in each.chain or [node] for expression in headers_of(known))
            yield from targets_of(node)
            pending += [inner for block in each.blocks for inner in block]
        else:
            yield from children(node)
