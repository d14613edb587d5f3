"""What an annotation means, whatever its spelling (PEP 484, 563, 585, 604, and the typing documentation).

Quotes, import aliases, `Optional[X]`, `Union[X, None]` and `X | None`, the order of a union, `List[int]` and
`list[int]`, `typing.` and `collections.abc.` come to one form.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
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

DEEPEST_ALIAS = 20
_NEW_TYPE = re.compile(r"(\w+\.)*NewType\(")
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
            case BinaryOperation(operator="|"):
                return _union([self._form(each, scopes, asked, depth + 1) for each in _joined(node)])
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
            return Parametrised(origin, (Listed(tuple(self._choice(each, scopes, asked, depth) for each in items)),))
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
        parameters = [] if isinstance(origin, Named) else _parameters(origin)
        if parameters and len(parameters) == len(arguments):
            return _filled(origin, dict(zip(parameters, arguments, strict=True)))
        return Parametrised(origin, tuple(arguments))

    def _choice(self, node: Node, scopes: tuple[int, ...], asked: bool, depth: int) -> Form:
        """A value of `Literal[…]`: a constant, or a member of an enum."""
        match node:
            case Constant(value=constant):
                return Choice(type(constant).__name__, constant)
            case Attribute(owner=owner, name=name):
                of = self._form(owner, scopes, asked, depth + 1)
                return Named(f"{of.path}.{name}", of.loose) if isinstance(of, Named) else Written(node)
            case _:
                return Written(node)

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
            return forms.pop() if len(forms) == 1 else _one_of(path, forms)
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
        found: Form | None = None
        for beyond in (None, 1, 2):  # a package may bind the name of one of its modules to something else
            value = External(path, TOP, beyond)
            named = self._leads_to(value, path, False, depth)
            if named is not None and not is_unknown(named):
                return named
            found = found or named
        return found

    def _leads_to(self, value: External, path: str, asked: bool, depth: int) -> Form | None:
        """What a name from another module is there; one that may be several things is known by its last part."""
        others = self._machine.followed((value,))
        if not others or value in others or depth >= DEEPEST_ALIAS:
            return None
        forms = dict.fromkeys(self._named(each, path, asked, depth + 1) for each in others)
        return next(iter(forms)) if len(forms) == 1 else _one_of(canonical_path(value.path), forms)

    def origin(self, form: Form) -> Form:
        """A form in which the classes of the standard library are told by where they are made.

        `io.BytesIO` is `_io.BytesIO`, `email.policy.Policy` is from `email._policybase`. Nobody needs to read these
        modules where two annotations are written alike.
        """
        match form:
            case Named(path=path, loose=False) if path.partition(".")[0] in sys.stdlib_module_names and "#" not in path:
                found = self._machine.followed((External(path, TOP),)) if "." in path else ()
                origins = {_origin(each) for each in found}
                return origins.pop() or form if len(origins) == 1 else form
            case Parametrised(origin, arguments):
                return Parametrised(self.origin(origin), tuple(self.origin(each) for each in arguments))
            case Union(members):
                return _union([self.origin(each) for each in members])
            case Listed(items):
                return Listed(tuple(self.origin(each) for each in items))
            case _:
                return form

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
                named = self._leads_to(value, path, asked, depth)
                return named or Named(canonical_path(absolute(known, self._machine.package) or known))
            case TypeExpression(annotation=annotation):
                return self._annotated(annotation, asked, depth + 1)
            case Literal(value=None):
                return NONE
            case Literal(value=str() as text):
                inner = parse_expression(text)
                return None if inner is None else self._form(inner, (self._machine.module,), asked, depth + 1)
            case Computed(cause=cause) if _TYPE_PARAMETER.match(cause.construct):
                return Named(f"{path.rpartition('.')[2] or cause.construct}#parameter")
            case Computed(cause=cause):
                # Bound to something that is no type: not the builtin of that name, nor what is bound to it elsewhere.
                at = cause.span
                kind = "bound" if _NEW_TYPE.match(cause.construct) else "computed"
                return Named(f"{path.rpartition('.')[2]}#{at.file}:{at.line}:{at.column}#{kind}") if path else None
            case FunctionValue(object=object):
                return Named(f"{path.rpartition('.')[2]}#{object}#bound") if path else None
            case _:
                return None


def _one_of(path: str, forms: Iterable[Form | None]) -> Form:
    """A name that may mean several things: of types the last part of the name is known, of an alias nothing."""
    is_alias = any(isinstance(each, Parametrised | Union) for each in forms)
    return Named(f"{path}#computed" if is_alias else path, loose=True)


def _origin(value: Value) -> Form | None:
    match value:
        case ClassValue(path=str() as known) | External(path=known):
            return Named(canonical_path(known))
        case ClassValue(name=name, object=object):
            return Named(f"{name}#{object}")
        case _:
            return None


def _joined(node: Node) -> list[Node]:
    """The operands of `A | B | C`, of which there may be many: it nests to the left."""
    found: list[Node] = []
    while isinstance(node, BinaryOperation) and node.operator == "|":
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


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


def _parameters(form: Form) -> list[Named]:
    """The type variables of an alias, in the order in which `Alias[int, str]` fills them."""
    match form:
        case Named(path=path):
            return [form] if path.endswith("#parameter") else []
        case Parametrised(_, inner) | Union(inner) | Listed(inner):
            return list(dict.fromkeys(found for each in inner for found in _parameters(each)))
        case _:
            return []


def _filled(form: Form, values: dict[Named, Form]) -> Form:
    """An alias with its type variables replaced."""
    match form:
        case Named():
            return values.get(form, form)
        case Parametrised(origin, arguments):
            return Parametrised(origin, tuple(_filled(each, values) for each in arguments))
        case Union(items):
            return _union([_filled(each, values) for each in items])
        case Listed(items):
            return Listed(tuple(_filled(each, values) for each in items))
        case _:
            return form


def is_unknown(form: Form) -> bool:
    """Whether this is a name for something computed, of which nobody knows what type it is."""
    return isinstance(form, Named) and form.path.endswith("#computed")


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
