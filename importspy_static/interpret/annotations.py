"""What an annotation means, whatever its spelling (PEP 484, 563, 585, 604, and the typing documentation).

Quotes, import aliases, `Optional[X]`, `Union[X, None]` and `X | None`, the order of a union, `List[int]` and
`list[int]`, `typing.` and `collections.abc.` come to one form.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from importspy_static.interpret import lookup
from importspy_static.interpret.forms import (
    NONE,
    Choice,
    Form,
    Listed,
    Named,
    Parametrised,
    Union,
    Written,
    is_unknown,
    parameters_of,
    substituted,
    union,
)
from importspy_static.interpret.lookup import is_builtin
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.parsing import parse_expression
from importspy_static.interpret.relative import absolute
from importspy_static.interpret.spelling import TYPING_NAMES, canonical_path
from importspy_static.interpret.type_variables import VARIABLE, identity, with_constants
from importspy_static.interpret.values import (
    Annotation,
    ClassValue,
    Computed,
    Display,
    External,
    FunctionValue,
    Literal,
    TypeExpression,
    Value,
)
from importspy_static.lazy_dataclasses import replace
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
    UnaryOperation,
)
from importspy_static.model.place import TOP


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
                return union([self._form(each, scopes, asked, depth + 1) for each in _joined(node)])
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
            choices = dict.fromkeys(each for item in items for each in self._choices(item, scopes, asked, depth))
            return Parametrised(origin, (Listed(tuple(choices)),))
        if path.rpartition(".")[2] == "Annotated" and _is_typing(origin) and items:
            metadata = tuple(self._metadata(each, scopes, asked) for each in items[1:])
            inner = self._form(items[0], scopes, asked, depth + 1)
            if isinstance(inner, Parametrised) and inner.origin == origin:
                return Parametrised(origin, (*inner.arguments, *metadata))
            return Parametrised(origin, (inner, *metadata))
        arguments = [self._form(each, scopes, asked, depth + 1) for each in items]
        if _is_typing(origin):
            match path.rpartition(".")[2]:
                case "Optional":
                    return union([*arguments, NONE])
                case "Union":
                    return union(arguments)
        if isinstance(origin, (Union, Parametrised)):
            variables = list(dict.fromkeys(parameters_of(origin)))
            if len(variables) == len(arguments) and all(VARIABLE in each.path for each in variables):
                return substituted(origin, dict(zip(variables, arguments, strict=True)))
        return Parametrised(origin, tuple(arguments))

    def _choices(self, item: Node, scopes: tuple[int, ...], asked: bool, depth: int) -> tuple[Form, ...]:
        """What one item of `Literal[…]` stands for: a value, or the values of another `Literal[…]`."""
        match item:
            case Constant(value=constant):
                return (Choice(type(constant).__name__, constant),)
            case UnaryOperation(operator="-", operand=Constant(value=int() as number)) if type(number) is int:
                return (Choice("int", -number),)
            case Name() | Attribute() | Subscript():
                form = self._form(item, scopes, asked, depth + 1)
                if isinstance(form, Parametrised) and form.origin == Named("typing.Literal"):
                    return tuple(each for held in form.arguments if isinstance(held, Listed) for each in held.items)
                of = self._form(item.owner, scopes, asked, depth + 1) if isinstance(item, Attribute) else None
                if isinstance(item, Attribute) and isinstance(of, Named):  # a member of an enum
                    return (Named(f"{of.path}.{item.name}", of.loose),)
        return (Written(item),)

    def _metadata(self, node: Node, scopes: tuple[int, ...], asked: bool) -> Form:
        """What `Annotated[…]` adds: with the constants that its names stood for when it was evaluated."""
        unknown: list[str] = []

        def constant(name: str) -> Constant | None:
            match self._values(name, scopes):
                case (Literal(value=value, mutable=None),) if not isinstance(value, Display):
                    return Constant(value)
                case ():
                    unknown.append(name)
            return None

        meant = with_constants(node, constant)
        return (
            Written(node, loose=True)
            if asked and any(not self._is_builtin(each) for each in unknown)
            else Written(meant)
        )

    def _is_builtin(self, name: str) -> bool:
        return is_builtin(self._machine, name)

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
                return union([self.origin(each) for each in members])
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
        nested = False
        for name in filter(None, rest.split(".")):
            match value:
                case External(path=front, span=span):
                    value = External(f"{front}.{name}", span)
                case ClassValue():
                    found = lookup.class_member(self._machine, value, name)
                    present = [each.value for each in found if each.value is not None]
                    if len(present) != 1:
                        return Named(path)
                    value, nested = present[0], True
                case _:
                    return Named(path)
        form = self._named(value, path, False, depth) or Named(path)
        return replace(form, nested=True) if nested and isinstance(form, Named) else form

    def _named(self, value: Value, path: str, asked: bool, depth: int) -> Form | None:
        match value:
            case ClassValue(path=str() as known):
                return Named(canonical_path(known))
            case ClassValue(name=name, object=object):
                return Named(f"{name}#{object}")
            case External(path=known):
                if known == "types.NoneType" or canonical_path(known).partition(".")[0] in sys.stdlib_module_names:
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
            case Computed(cause=cause) if (made := identity(cause, path)) is not None:
                return Named(made)
            case Computed(cause=cause):
                # Bound to something that is no type: not the builtin of that name, nor what is bound to it elsewhere.
                at = cause.span
                return Named(f"{path.rpartition('.')[2]}#{at.file}:{at.line}:{at.column}#computed") if path else None
            case FunctionValue(object=object):
                return Named(f"{path.rpartition('.')[2]}#{object}#bound") if path else None
            case _:
                return None


def _one_of(path: str, forms: Iterable[Form | None]) -> Form:
    """A name that may mean several things: of types the last part of it is known, of an alias nothing; of type
    variables it is one, whichever that is.
    """
    meant = list(forms)
    named = [each.path for each in meant if isinstance(each, Named)]
    if named and len(named) == len(meant) and all(each.endswith("#parameter") for each in named):
        names = {each.partition("#")[0] for each in named}
        return Named(f"{names.pop() if len(names) == 1 else path}#parameter", loose=True)
    is_alias = any(isinstance(each, Parametrised | Union) for each in meant)
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
