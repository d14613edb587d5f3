"""Fields that a class body declares, as dataclasses, attrs and named tuples collect them, and their constructor."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.displays import texts
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import (
    Annotation,
    Cause,
    ClassValue,
    Computed,
    Default,
    External,
    Field,
    FunctionValue,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import Attribute, Constant, Expression, Name, Node, ParameterKind, Subscript
from importspy_static.model.place import TOP, Span

Options = Mapping["str | None", Values]


def option(values: Values | None, default: bool) -> bool | None:
    """The truth of an option of a decorator; None if it is not a constant."""
    match values:
        case None:
            return default
        case (Literal(value=bool() | None as flag),):
            return bool(flag)
        case _:
            return None


DefaultOf = Callable[[Machine, ClassValue, str, "Annotation | None", bool], Field]
"""How a kind of class reads a field: its machine, class, name, annotation, and whether it is keyword-only."""


class PossibleField(Exception):
    """A field that is declared on some branches only."""

    def __init__(self, cause: Cause | None) -> None:
        super().__init__()
        self.cause = cause


def declared_fields(machine: Machine, of: ClassValue, keyword_only: bool, default_of: DefaultOf) -> list[Field]:
    """The annotated names of a class body, in their order, as fields."""
    fields: list[Field] = []
    for name in tuple(machine.names.get(of.object, ())):
        if not name.startswith(DECLARED):
            continue
        declared = machine.state.get((of.object, name))
        annotation = next((each.annotation for each in declared if each.annotation), None)
        if annotation is None:
            continue
        if any(each.annotation is None for each in declared):
            raise PossibleField(next((each.branch for each in declared if each.branch), None))
        match _marker(machine, annotation):
            case "ClassVar":
                continue
            case "KW_ONLY":
                keyword_only = True
                continue
            case marker:
                field = default_of(machine, of, name.removeprefix(DECLARED), annotation, keyword_only)
                fields.append(replace(field, stored=marker != "InitVar"))
    return fields


MARKERS = {"typing.ClassVar": "ClassVar", "dataclasses.InitVar": "InitVar", "dataclasses.KW_ONLY": "KW_ONLY"}


def _marker(machine: Machine, annotation: Annotation) -> str | None:
    """`ClassVar`, `InitVar` or `KW_ONLY` if that is what the annotation is, whatever its name here."""
    from importspy_static.interpret.annotations import Meaning
    from importspy_static.interpret.forms import Named, Parametrised

    form = Meaning(machine).of(annotation)
    origin = form.origin if isinstance(form, Parametrised) else form
    if isinstance(origin, Named):
        if origin.path in MARKERS:
            return MARKERS[origin.path]
        if _CLASS_OF_MODULE.search(origin.path):
            return None
    match annotation.expression.node:
        case Constant(value=str() as text):
            last = text.partition("[")[0].strip().rpartition(".")[2]
        case Subscript(owner=owner):
            last = _last_name(owner)
        case node:
            last = _last_name(node)
    return last if last in MARKERS.values() else None


_CLASS_OF_MODULE = re.compile(r"#\d+$")


def _last_name(node: Node) -> str:
    match node:
        case Name(id=name) | Attribute(name=name):
            return name
        case _:
            return ""


def field_default(given: dict[str | None, Values], factory: str, span: Span) -> Default | None:
    """The default that arguments of `field()` give; `factory` is the name of the one that makes it anew."""
    if "default" in given:
        return Default(given["default"], None, span)
    if factory in given:
        return Default((Computed(Cause("SPY804", span, factory)),), None, span)
    return None


def declared_span(machine: Machine, of: ClassValue, name: str) -> Span:
    """Where a field is bound or annotated first."""
    for key in (name, DECLARED + name):
        for outcome in machine.state.get((of.object, key)):
            if outcome.span is not None:
                return outcome.span
    return of.header


def bound_values(machine: Machine, of: ClassValue, name: str) -> Values:
    """What the class body bound the name of a field to."""
    return tuple(each.value for each in machine.state.get((of.object, name)) if each.value is not None)


def merged(machine: Machine, of: ClassValue, own: list[Field], form: str) -> list[Field]:
    """Inherited fields first, from the far end of the MRO; a field of the same name keeps its place."""
    merged: dict[str, Field] = {}
    for entry in reversed((lookup.mro(of) or (of,))[1:]):
        # What inherits from one of the kind, and is none itself, hands on the fields of that.
        maker = next((each for each in _line(entry) if isinstance(each, ClassValue) and each.form == form), None)
        if maker is not None:
            current = machine.classes.get(maker.object, maker)
            merged.update({field.name: field for field in current.fields})
    merged.update({field.name: field for field in own})
    return list(merged.values())


def _line(entry: Value) -> tuple[Value, ...]:
    return lookup.mro(entry) or (entry,) if isinstance(entry, ClassValue) else ()


def inherited_values(machine: Machine, of: ClassValue, name: str) -> Values:
    """What a class has under the name of a field that its own body gives no value: `getattr` finds those of bases.

    Raises:
        PossibleField: it has it on some branches only, or a stub says so, which tells nothing of what `getattr` finds.
    """
    for entry in (lookup.mro(of) or (of,))[1:]:
        if not isinstance(entry, ClassValue):
            return ()
        if entry.builtin is not None:
            found = vars(entry.builtin).get(name, _NOTHING)
            if found is _NOTHING:
                continue
            is_slot = isinstance(found, types.MemberDescriptorType)
            return () if is_slot else (Computed(Cause("SPY804", of.header, f"{entry.name}.{name}")),)
        if entry.path is not None:
            continue
        if _has_slot(machine, entry, name):
            return ()
        binding = machine.state.get((entry.object, name))
        values = tuple(each.value for each in binding if each.value is not None)
        if values and (len(values) < len(binding) or lookup.is_from_stub(machine, entry)):
            raise PossibleField(next((each.branch for each in binding if each.branch), None))
        if values:
            return values
    return ()


_NOTHING = object()


def _has_slot(machine: Machine, of: ClassValue, name: str) -> bool:
    found = [each.value for each in machine.state.get((of.object, "__slots__"))]
    return any(isinstance(each, Literal) and name in texts(each) for each in found)


def has_unknown_base(of: ClassValue) -> bool:
    """Whether a base, and so the fields that it hands down, is not known."""
    return any(not isinstance(entry, ClassValue) for entry in lookup.mro(of) or ())


_RETURNS_NONE = Annotation(Expression(Constant(None), TOP, "None"))


def constructor(of: ClassValue, fields: list[Field], name: str = "__init__", first: str = "self") -> FunctionValue:
    """The function that takes the fields; keyword-only ones come last."""
    receiver = SignatureParameter(first, "positional_or_keyword", of.span)
    positional = [
        _as_parameter(field, "positional_or_keyword") for field in fields if field.in_init and not field.keyword_only
    ]
    keywords = [_as_parameter(field, "keyword_only") for field in fields if field.in_init and field.keyword_only]
    return FunctionValue(
        object=of.object,
        name=name,
        span=of.span,
        signature=Signature((receiver, *positional, *keywords), _RETURNS_NONE if name == "__init__" else None),
        is_async=False,
        kind="static" if name == "__new__" else "instance",
    )


def _as_parameter(field: Field, kind: ParameterKind) -> SignatureParameter:
    return SignatureParameter(field.parameter, kind, field.span, field.annotation, field.default)


def put(machine: Machine, of: ClassValue, name: str, value: Value) -> None:
    """Put a member that nobody wrote into a class."""
    machine.put((of.object, name), (Outcome(value, of.span),))


def put_slots(machine: Machine, of: ClassValue) -> None:
    """Put the `__slots__` into a class that reserve a place for each field."""
    names = tuple(field.name for field in of.fields if field.stored)
    put(machine, of, "__slots__", constants.literal(names, of.span))


def put_unknown_constructor(machine: Machine, of: ClassValue) -> None:
    """Put a constructor into a class whose parameters a base or an option keeps unknown."""
    cause = next(
        (Cause("SPY806", each.span, f"base class '{each.path}'") for each in of.bases if isinstance(each, External)),
        Cause("SPY804", of.header, f"options of the decorator of {of.name}"),
    )
    if not defines(machine, of, "__init__"):
        put(machine, of, "__init__", FunctionValue(of.object, "__init__", of.span, cause, False))


def with_unknown_constructor(machine: Machine, of: ClassValue, possible: PossibleField) -> ClassValue:
    """The class with a constructor of unknown parameters, as one of its fields may not be there."""
    cause = possible.cause or Cause("SPY805", of.header, "a field under a condition")
    put(machine, of, "__init__", FunctionValue(of.object, "__init__", of.span, cause, False))
    return of


def defines(machine: Machine, of: ClassValue, name: str) -> bool:
    """Whether the class itself, bases aside, has a member of this name."""
    return any(outcome.value is not None for outcome in machine.state.get((of.object, name)))
