"""What an annotation means, whatever its spelling (PEP 484, 563, 585, 604, and the typing documentation).

Quotes, import aliases, `Optional[X]`, `Union[X, None]` and `X | None`, the order of a union, `List[int]` and
`list[int]`, `typing.` and `collections.abc.` come to one form.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TypeAlias

from importspy_static.interpret import lookup
from importspy_static.interpret.lookup import is_builtin
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.parsing import parse_expression
from importspy_static.interpret.spelling import TYPING_NAMES, canonical_path
from importspy_static.interpret.values import (
    Annotation,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Literal,
    TypeExpression,
    Value,
)
from importspy_static.interpret.world import absolute
from importspy_static.limits import DEEPEST_ALIAS
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    Call,
    Collection,
    Constant,
    Name,
    Node,
    Starred,
    Subscript,
)
from importspy_static.model.place import TOP

_TYPE_PARAMETER = re.compile(r"(\w+\.)*(TypeVar|TypeVarTuple|ParamSpec)\(")


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its dotted name. `loose`: only the last part of the name is known."""

    path: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Parametrised:
    """A type with arguments: `list[int]`."""

    origin: Form
    arguments: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Any of several types, in no order."""

    members: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The parameters of a `Callable`, or `Literal`'s values (then without order)."""

    items: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An expression with no meaning known here, compared as it is."""

    node: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of `Literal[…]`: 1 and True are two."""

    type: str
    value: object


Form: TypeAlias = Named | Parametrised | Union | Listed | Written | Choice
NONE = Named("None")


class Meaning:
    """Resolves annotations against what the names of a module are."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._captured: dict[str, tuple[Value, ...]] = {}

    def of(self, annotation: Annotation) -> Form:
        """What an annotation of the module means."""
        return self._annotated(annotation, False, 0)

    def _annotated(self, annotation: Annotation, asked: bool, depth: int) -> Form:
        outer, self._captured = self._captured, dict(annotation.captured)
        reader, self._machine = self._machine, self._home_of(annotation)
        try:
            return self._form(annotation.expression.node, annotation.scopes, asked, depth)
        finally:
            self._captured, self._machine = outer, reader

    def _home_of(self, annotation: Annotation) -> Machine:
        """The machine of the module that an annotation stands in: what it imports, and from where, is told there."""
        world = self._machine.world
        home = None if world is None else world.machine_of(annotation.expression.span)
        return self._machine if home is None else home

    def of_text(self, text: str) -> Form:
        """What an annotation of a contract means: builtins are builtins; other names are the module's, where it has
        them.
        """
        node = parse_expression(text)
        return Written(Constant(text)) if node is None else self._form(node, (self._machine.module,), True, 0)

    def of_value(self, value: Value) -> Form | None:
        """The type that a value is, where it is one."""
        return self._named(value, "", False, 0)

    def _form(self, node: Node, scopes: tuple[int, ...], asked: bool, depth: int) -> Form:
        if depth > DEEPEST_ALIAS:
            return Written(node)
        match node:
            case Constant(value=None):
                return NONE
            case Constant(value=str() as text):
                inner = parse_expression(text)
                return Written(node) if inner is None else self._form(inner, scopes, asked, depth + 1)
            case Name() | Attribute():
                return self._name(node, scopes, asked, depth)
            case BinaryOperation(operator="|", left=left, right=right):
                return _union([self._form(left, scopes, asked, depth + 1), self._form(right, scopes, asked, depth + 1)])
            case Subscript(owner=owner, item=item):
                return self._parametrised(owner, item, scopes, asked, depth)
            case Collection(kind="list", items=items):
                return Listed(tuple(self._form(each, scopes, asked, depth + 1) for each in items))
            case Starred(operand=operand):
                return Parametrised(Named("typing.Unpack"), (self._form(operand, scopes, asked, depth + 1),))
            case Call(function=Name(id="type"), arguments=(Constant(value=None),)):
                return NONE
            case _:
                return Written(node)

    def _parametrised(self, owner: Node, item: Node, scopes: tuple[int, ...], asked: bool, depth: int) -> Form:
        origin = self._form(owner, scopes, asked, depth + 1)
        items = item.items if isinstance(item, Collection) and item.kind == "tuple" else (item,)
        path = origin.path if isinstance(origin, Named) else ""
        if path.rpartition(".")[2] == "Literal" and _is_typing(origin):
            return Parametrised(origin, (Listed(_choices(items)),))
        if path.rpartition(".")[2] == "Annotated" and _is_typing(origin) and items:
            metadata = tuple(Written(each) for each in items[1:])
            return Parametrised(origin, (self._form(items[0], scopes, asked, depth + 1), *metadata))
        arguments = [self._form(each, scopes, asked, depth + 1) for each in items]
        if _is_typing(origin):
            match path.rpartition(".")[2]:
                case "Optional":
                    return _union([*arguments, NONE])
                case "Union":
                    return _union(arguments)
        return Parametrised(origin, tuple(arguments))

    def _name(self, node: Name | Attribute, scopes: tuple[int, ...], asked: bool, depth: int) -> Form:
        path = _dotted(node)
        if path is None:
            return Written(node)
        first, _, rest = path.partition(".")
        if asked and not rest and is_builtin(self._machine, first):
            return Named(first)
        found = self._values(first, scopes)
        if len(found) > 1:
            forms = {self._member(value, rest, path, depth) for value in found}
            return forms.pop() if len(forms) == 1 else Named(path, loose=True)
        if found:
            return self._member(found[0], rest, path, depth)
        if not rest and is_builtin(self._machine, first):
            return Named(first)
        if not rest and first in self._machine.type_parameters:
            return Named(f"{first}#parameter")
        if not rest and first in TYPING_NAMES:
            return Named(canonical_path(f"typing.{first}"))
        if rest and (named := self._elsewhere(path, depth)) is not None:
            return named
        return Named(canonical_path(path), loose=not rest)

    def _elsewhere(self, path: str, depth: int) -> Form | None:
        """A dotted name that nothing in the module begins with: that of another module."""
        if canonical_path(path).partition(".")[0] in sys.stdlib_module_names:
            return None
        value = External(path, TOP)
        others = self._machine.followed((value,))
        return self._named(others[0], path, False, depth + 1) if len(others) == 1 and others[0] != value else None

    def _values(self, name: str, scopes: tuple[int, ...]) -> tuple[Value, ...]:
        if name in self._captured:
            return self._captured[name]
        for scope in scopes:
            found = self._machine.state.get((scope, name))
            values = tuple(dict.fromkeys(each.value for each in found if each.value is not None))
            if values:
                return values
        imported = self._machine.type_checking_names.get(name)
        return () if imported is None else (imported,)

    def _member(self, value: Value, rest: str, path: str, depth: int) -> Form:
        for name in filter(None, rest.split(".")):
            match value:
                case External(path=front, span=span):
                    value = External(f"{front}.{name}", span)
                case ClassValue():
                    found = lookup.class_member(self._machine, value, name)
                    present = [each.value for each in found if each.value is not None]
                    if len(present) != 1:
                        return Named(path)
                    value = present[0]
                case _:
                    return Named(path)
        return self._named(value, path, False, depth) or Named(path)

    def _named(self, value: Value, path: str, asked: bool, depth: int) -> Form | None:
        match value:
            case ClassValue(path=str() as known):
                return Named(canonical_path(known))
            case ClassValue(name=name, object=object):
                return Named(f"{name}#{object}")
            case External(path=known):
                if canonical_path(known).partition(".")[0] in sys.stdlib_module_names:
                    return Named(canonical_path(known))  # their spellings are known by heart
                others = self._machine.followed((value,))
                if len(others) == 1 and others[0] != value and depth < DEEPEST_ALIAS:
                    return self._named(others[0], path, asked, depth + 1)
                return Named(canonical_path(absolute(known, self._machine.package) or known))
            case TypeExpression(annotation=annotation):
                return self._annotated(annotation, asked, depth + 1)
            case Literal(value=None):
                return NONE
            case Literal(value=str() as text):
                inner = parse_expression(text)
                return None if inner is None else self._form(inner, (self._machine.module,), asked, depth + 1)
            case Computed(cause=cause) if _TYPE_PARAMETER.match(cause.construct):
                return Named(f"{path or cause.construct}#parameter")
            case Computed() | FunctionValue():
                # Bound here to something that is no type: it is not the builtin of that name.
                return Named(f"{path}#bound") if path else None
            case _:
                return None


def _dotted(node: Node) -> str | None:
    match node:
        case Name(id=name):
            return name
        case Attribute(owner=owner, name=name):
            front = _dotted(owner)
            return None if front is None else f"{front}.{name}"
        case _:
            return None


def _is_typing(form: Form) -> bool:
    return isinstance(form, Named) and (form.path.startswith("typing.") or form.loose)


def _choices(items: tuple[Node, ...]) -> tuple[Form, ...]:
    found: list[Form] = []
    for item in items:
        match item:
            case Constant(value=constant):
                found.append(Choice(type(constant).__name__, constant))
            case _:
                found.append(Written(item))
    return tuple(found)


def is_loose(form: Form) -> bool:
    """Whether there is a name in it that the module does not know."""
    match form:
        case Named(loose=loose):
            return loose
        case Parametrised(origin, arguments):
            return is_loose(origin) or any(map(is_loose, arguments))
        case Union(members) | Listed(members):
            return any(map(is_loose, members))
        case _:
            return False


def has_parameter(form: Form) -> bool:
    """Whether a type variable is in it."""
    match form:
        case Named(path=path):
            return path.endswith("#parameter")
        case Parametrised(origin, arguments):
            return has_parameter(origin) or any(has_parameter(each) for each in arguments)
        case Union(items) | Listed(items):
            return any(has_parameter(each) for each in items)
        case _:
            return False


def _union(members: list[Form]) -> Form:
    flat: list[Form] = []
    for member in members:
        for each in member.members if isinstance(member, Union) else (member,):
            if each not in flat:
                flat.append(each)
    return flat[0] if len(flat) == 1 else Union(tuple(flat))


def same(one: Form, other: Form) -> bool:
    """Whether two annotations mean the same."""
    match one, other:
        case Named(), Named():
            if one.loose or other.loose:
                return one.path.partition("#")[0].rpartition(".")[2] == other.path.partition("#")[0].rpartition(".")[2]
            return one.path == other.path
        case Parametrised(origin, arguments), Parametrised(other_origin, other_arguments):
            return same(origin, other_origin) and _all_same(arguments, other_arguments)
        case Union(members), Union(other_members):
            return _same_set(members, other_members)
        case Listed(items), Listed(other_items):
            if items and all(isinstance(each, Choice) for each in (*items, *other_items)):
                return _same_set(items, other_items)
            return _all_same(items, other_items)
        case _:
            return one == other


def _all_same(ones: tuple[Form, ...], others: tuple[Form, ...]) -> bool:
    return len(ones) == len(others) and all(same(one, other) for one, other in zip(ones, others, strict=True))


def _same_set(ones: tuple[Form, ...], others: tuple[Form, ...]) -> bool:
    return (
        len(ones) == len(others)
        and all(any(same(one, other) for other in others) for one in ones)
        and all(any(same(one, other) for one in ones) for other in others)
    )
