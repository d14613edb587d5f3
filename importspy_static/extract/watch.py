"""Where the names of interest stand, and in which scopes: what one walk over a tree notes for `imports`.

The walk is that of `grammar`, which goes scope by scope and hands each node to the judge of its kind here: a node
before what is in it, an attribute right before what it is one of.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import MethodType
from typing import Any, Generic, TypeVar

from importspy_static.extract.trees import walk
from importspy_static.lazy_dataclasses import dataclass, field

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_IMPORTING = frozenset({"import_module", "__import__", "resolve_name", "run_module", "locate", "getattr", "hasattr"})
"""The last names of functions whose calls are looked at."""
EMBEDDING = "importspy"
"""The method of ImportSpy's embedded mode."""
_FIELDS = (ast.FormattedValue, getattr(ast, "Interpolation", ast.FormattedValue))
"""CPython's fields of strings. `newer` makes strings without them, whose parts the walk sees."""
_READING = frozenset({"get", "pop", "setdefault"})
"""Methods by which `sys.modules` gives away a module."""


N = TypeVar("N", bound=ast.expr)


@dataclass(slots=True)
class Read(Generic[N]):
    """A place where something of interest is read. `whole` is the longest chain of attributes that begins with it."""

    scope: ast.AST
    node: N
    whole: ast.expr
    place: ast.expr
    """What stands where a message can point to: the chain, or the f-string that it is in."""


@dataclass(slots=True)
class Watch:
    """What is noted of one module. Scopes are told by the nodes that open them."""

    wanted: frozenset[str]
    outer: dict[ast.AST, ast.AST | None] = field(default_factory=dict)
    """Each scope with the one around it."""
    names: list[Read[ast.Name]] = field(default_factory=list)
    calls: list[Read[ast.Call]] = field(default_factory=list)
    items: list[Read[ast.Subscript]] = field(default_factory=list)
    """Subscripts of `sys.modules`, or of a wanted name."""
    bound: list[tuple[ast.AST, str, ast.expr | None]] = field(default_factory=list)
    """Names that are bound, other than by imports, with the value that is assigned, if it is one name alone."""
    declared: dict[tuple[ast.AST, str], type[ast.Global] | type[ast.Nonlocal]] = field(default_factory=dict)
    imports: list[tuple[ast.AST, ast.Import | ast.ImportFrom]] = field(default_factory=list)
    conditions: list[tuple[ast.AST, ast.If | ast.IfExp]] = field(default_factory=list)
    embedding: list[Read[ast.Attribute]] = field(default_factory=list)
    """Where something's attribute `importspy` is read: the method that makes a contract of embedded mode."""
    tested: set[int] = field(default_factory=set)
    """The identities of expressions that are only asked whether they hold something: `x in sys.modules`."""
    _scope: ast.AST | None = None
    _string: ast.expr | None = None
    _top: ast.expr | None = None
    """The chain that `_below` belongs to."""
    _below: ast.AST | None = None
    """What the last attribute is one of."""
    _values: dict[ast.AST, ast.expr] = field(default_factory=dict)
    _walruses: set[ast.AST] = field(default_factory=set)

    def enter(self, scope: ast.AST, outer: ast.AST | None) -> None:
        """What comes next stands in this scope."""
        self.outer.setdefault(scope, outer)
        self._scope = scope

    def judges(self, kind: str) -> list[Callable[[Any], None]]:
        """What is to be called with each node of a kind."""
        judge = _JUDGES.get(kind)
        return [MethodType(judge, self)] if judge is not None else []

    def _read(self, node: N) -> Read[N]:
        assert self._scope is not None
        whole: ast.expr = self._top if node is self._below and self._top is not None else node
        return Read(self._scope, node, whole, self._string or whole)

    # --- what is read ---------------------------------------------------------------------------------------------

    def attribute(self, node: ast.Attribute) -> None:
        """Note the chain that what comes next is the beginning of."""
        if node is not self._below:
            self._top = node
        self._below = node.value
        if node.attr == EMBEDDING:
            self.embedding.append(self._read(node))

    def name(self, node: ast.Name) -> None:
        if node.id not in self.wanted:
            return
        if type(node.ctx) is ast.Load:
            self.names.append(self._read(node))
        elif self._string is None or node in self._walruses:
            scope: ast.AST | None = self._scope
            while node in self._walruses and isinstance(scope, COMPREHENSIONS):
                scope = self.outer[scope]
            assert scope is not None
            self.bound.append((scope, node.id, self._values.get(node)))

    def call(self, node: ast.Call) -> None:
        function = node.func
        if type(function) is ast.Attribute:
            name = function.attr
            if name in _IMPORTING or (name in _READING and self._may_be_modules(function.value)):
                self.calls.append(self._read(node))
        elif type(function) is ast.Name and function.id in self.wanted:
            self.calls.append(self._read(node))

    def subscript(self, node: ast.Subscript) -> None:
        if self._may_be_modules(node.value):
            self.items.append(self._read(node))

    def compare(self, node: ast.Compare) -> None:
        if type(node.ops[0]) in (ast.In, ast.NotIn) and self._may_be_modules(node.comparators[0]):
            self.tested.add(id(node.comparators[0]))

    def _may_be_modules(self, node: ast.expr) -> bool:
        if type(node) is ast.Attribute:
            return node.attr in ("modules", "__dict__")
        return type(node) is ast.Name and node.id in self.wanted

    # --- what is bound --------------------------------------------------------------------------------------------

    def _bind(self, name: str | None, scope: ast.AST | None = None) -> None:
        if name in self.wanted and self._string is None:
            assert self._scope is not None
            self.bound.append((scope or self._scope, name, None))

    def assigned(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if type(target) is ast.Name and target.id in self.wanted and len(node.targets) == 1:
            self._values[target] = node.value

    def annotated(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id in self.wanted and node.value is not None:
            self._values[node.target] = node.value

    def walrus(self, node: ast.NamedExpr) -> None:
        if node.target.id in self.wanted:
            self._walruses.add(node.target)

    def definition(self, node: Any) -> None:
        self._bind(node.name)
        self.parameters(node)

    def parameters(self, node: Any) -> None:
        args: ast.arguments = node.args
        for each in (*args.posonlyargs, *args.args, *args.kwonlyargs):
            if each.arg in self.wanted:
                self._bind(each.arg, node)
        for several in (args.vararg, args.kwarg):
            if several is not None:
                self._bind(several.arg, node)

    def named(self, node: Any) -> None:
        self._bind(node.name)

    def rest(self, node: ast.MatchMapping) -> None:
        self._bind(node.rest)

    def declaration(self, node: ast.Global | ast.Nonlocal) -> None:
        assert self._scope is not None
        for name in node.names:
            if name in self.wanted:
                self.declared[self._scope, name] = type(node)

    def imported(self, node: ast.Import | ast.ImportFrom) -> None:
        assert self._scope is not None
        self.imports.append((self._scope, node))

    # --- the rest -------------------------------------------------------------------------------------------------

    def condition(self, node: ast.If | ast.IfExp) -> None:
        if self._string is None and self._may_be_answered(node.test):
            assert self._scope is not None
            self.conditions.append((self._scope, node))

    def _may_be_answered(self, test: ast.expr) -> bool:
        """Whether a condition has anything to do with a wanted name, or is a constant."""
        pending = [test]
        while pending:
            match pending.pop():
                case ast.Name(id=name):
                    if name in self.wanted:
                        return True
                case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                    pending.append(inner)
                case ast.UnaryOp(operand=inner):
                    pending.append(inner)
                case ast.Compare(left=left, comparators=rights):
                    pending += [left, *rights]
                case ast.BoolOp(values=values):
                    pending += values
                case ast.Constant() as constant if constant is test:
                    return True
        return False

    def string(self, node: Any) -> None:
        """What is in the fields of an f-string, which the walk passes over: before Python 3.12 it has no places."""
        if self._string is not None:
            return
        self._string = node
        for value in node.values:
            for each in walk(value) if isinstance(value, _FIELDS) else ():
                judge = _JUDGES.get(type(each).__name__)
                if judge is not None:
                    judge(self, each)
        self._string = None


_JUDGES: dict[str, Callable[[Watch, Any], None]] = {
    "AnnAssign": Watch.annotated,
    "Assign": Watch.assigned,
    "AsyncFunctionDef": Watch.definition,
    "Attribute": Watch.attribute,
    "Call": Watch.call,
    "ClassDef": Watch.named,
    "Compare": Watch.compare,
    "ExceptHandler": Watch.named,
    "FunctionDef": Watch.definition,
    "Global": Watch.declaration,
    "If": Watch.condition,
    "IfExp": Watch.condition,
    "Import": Watch.imported,
    "ImportFrom": Watch.imported,
    "JoinedStr": Watch.string,
    "Lambda": Watch.parameters,
    "MatchAs": Watch.named,
    "MatchMapping": Watch.rest,
    "MatchStar": Watch.named,
    "Name": Watch.name,
    "NamedExpr": Watch.walrus,
    "Nonlocal": Watch.declaration,
    "ParamSpec": Watch.named,
    "Subscript": Watch.subscript,
    "TemplateStr": Watch.string,
    "TypeVar": Watch.named,
    "TypeVarTuple": Watch.named,
}
