"""Conditions that targets answer: `sys.platform == "win32"`, `sys.version_info >= (3, 11)`, `not TYPE_CHECKING`."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from importspy_static.extract.scopes import Imported, Scopes, chain, joined
from importspy_static.model.expression import (
    Attribute,
    BooleanOperation,
    Call,
    Collection,
    Comparison,
    Constant,
    Name,
    Node,
    Opaque,
    Slice,
    Subscript,
    UnaryOperation,
)

MOST_OPERANDS, DEEPEST = 20, 10
UNKNOWN = Opaque("condition")
_NEVER = frozenset({"typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"})
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class Conditions:
    """Reads the conditions of one module. Names of it that are bound to one condition throughout stand for that."""

    def __init__(self, scopes: Scopes, changed: Iterable[str], *, has_star: bool) -> None:
        self._scopes = scopes
        self._has_star = has_star
        """Whether `from … import *` may have bound any name."""
        self._changed = frozenset(changed)
        """Paths that the module assigns to: what they say is not what the target says."""

    def read(self, node: ast.expr, scope: ast.AST, depth: int = 0) -> Node:
        """A condition; what is not known in it is `UNKNOWN`, and so is a whole that targets do not answer."""
        if depth > DEEPEST:
            return UNKNOWN
        match node:
            case ast.Constant(value=None | bool() | int() | str() as constant):
                return Constant(constant)
            case ast.Name(id=name):
                return self._name(name, scope, depth)
            case ast.Attribute():
                return self._attribute(node, scope, depth)
            case ast.BoolOp(op=operator, values=values) if len(values) <= MOST_OPERANDS:
                operands = [self.read(each, scope, depth + 1) for each in values]
                return _junction("and" if isinstance(operator, ast.And) else "or", operands)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _negation(self.read(operand, scope, depth + 1))
            case ast.Compare(left=left, ops=operators, comparators=rights) if len(rights) <= MOST_OPERANDS:
                operands = [self.read(each, scope, depth + 1) for each in (left, *rights)]
                if UNKNOWN in operands:
                    return UNKNOWN
                return Comparison(operands[0], tuple(_OPERATORS[type(each)] for each in operators), tuple(operands[1:]))
            case ast.Subscript(value=owner, slice=item):
                return _whole(Subscript, self.read(owner, scope, depth + 1), self._item(item, scope, depth + 1))
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items) if len(items) <= MOST_OPERANDS:
                read = tuple(self.read(each, scope, depth + 1) for each in items)
                return UNKNOWN if UNKNOWN in read else Collection("tuple", read)
            case ast.Call(func=function, args=arguments, keywords=[]) if len(arguments) <= 1:
                called = self.read(function, scope, depth + 1)
                read = tuple(self.read(each, scope, depth + 1) for each in arguments)
                return UNKNOWN if UNKNOWN in (called, *read) else Call(called, read)
        return UNKNOWN

    def _name(self, name: str, scope: ast.AST, depth: int) -> Node:
        """The condition that a name stands for, if all that it may be bound to is the same."""
        found: set[Node] = set()
        for bound in self._scopes.bound(scope, name) or (None,):
            match bound:
                case Imported(path=path):
                    found.add(self._path(path))
                case ast.expr() as assigned if not self._has_star:
                    found.add(self.read(assigned, self._scopes.home[assigned], depth + 1))
                case _:
                    return UNKNOWN
        return found.pop() if len(found) == 1 else UNKNOWN

    def _attribute(self, node: ast.Attribute, scope: ast.AST, depth: int) -> Node:
        root, names = chain(node)
        if isinstance(root, ast.Name):
            bound = self._scopes.bound(scope, root.id) or ()
            paths = {each.path if isinstance(each, Imported) else None for each in bound}
            path = paths.pop() if len(paths) == 1 else None
            return UNKNOWN if path is None else self._path(joined(path, ".".join(names)))
        owner = self.read(node.value, scope, depth + 1)
        return UNKNOWN if owner == UNKNOWN else Attribute(owner, node.attr)

    def _path(self, path: str) -> Node:
        fronts = {path[:at] for at, character in enumerate(path) if character == "."} | {path}
        if not self._changed.isdisjoint(fronts):
            return UNKNOWN
        if path in _NEVER:
            return Constant(False)
        return Name(path) if path.startswith(("sys.", "platform.")) or path == "os.name" else UNKNOWN

    def _item(self, node: ast.expr, scope: ast.AST, depth: int) -> Node:
        match node:
            case ast.Slice(lower=lower, upper=upper, step=None):
                ends = [None if each is None else self.read(each, scope, depth + 1) for each in (lower, upper)]
                return UNKNOWN if UNKNOWN in ends else Slice(ends[0], ends[1], None)
        return self.read(node, scope, depth + 1)


def truth(test: Node) -> bool | None:
    """Whether a condition is true on every target, or false on every one."""
    return bool(test.value) if isinstance(test, Constant) else None


def _junction(operator: str, operands: list[Node]) -> Node:
    stop = operator == "or"
    if any(truth(each) is stop for each in operands):
        return Constant(stop)
    rest = tuple(each for each in operands if truth(each) is None)
    if not rest:
        return Constant(not stop)
    if all(each == UNKNOWN for each in rest):
        return UNKNOWN
    return rest[0] if len(rest) == 1 else BooleanOperation("or" if stop else "and", rest)


def _negation(operand: Node) -> Node:
    if operand == UNKNOWN:
        return UNKNOWN
    known = truth(operand)
    return UnaryOperation("not", operand) if known is None else Constant(not known)


def _whole(kind: type[Subscript], owner: Node, item: Node) -> Node:
    return UNKNOWN if UNKNOWN in (owner, item) else kind(owner, item)
