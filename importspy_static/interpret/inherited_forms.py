"""What a class body becomes by its bases: a named tuple, an enum, a typed dictionary."""

from __future__ import annotations

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.dataclass_members import dataclass_default
from importspy_static.interpret.enum_members import drop_ignored, note_members
from importspy_static.interpret.fields import constructor, declared_fields, put
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    FunctionValue,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
)
from importspy_static.lazy_dataclasses import replace


def by_bases(machine: Machine, made: ClassValue) -> ClassValue:
    """The class with what its bases generate in it."""
    paths = _known_paths(made)
    if any(isinstance(base, ClassValue) and base.path == "typing.NamedTuple" for base in made.bases):
        return _named_tuple_class(machine, made)
    if any(path.startswith("enum.") for path in paths):
        drop_ignored(machine, made)
        _convert_members(machine, made)
        return replace(made, form="enum")
    if "typing.TypedDict" in paths:
        return replace(made, form="typeddict")
    return made


def _convert_members(machine: Machine, made: ClassValue) -> None:
    """The values of members go through `__new__` of the enum or of the type mixed in, and may come out as others."""
    line = lookup.mro(made) or ()
    mixed = {each.name for each in line if isinstance(each, ClassValue) and each.builtin and each.name != "object"}
    own = any(
        outcome.value is not None
        for entry in line
        if isinstance(entry, ClassValue) and entry.path is None
        for outcome in machine.state.get((entry.object, "__new__"))
    )
    note_members(machine, made, mixed, is_sure=not own)
    for name in tuple(machine.names.get(made.object, ())):
        if not name[0].isalpha():
            continue
        found = machine.state.get((made.object, name))
        if any(isinstance(each.value, Literal) and (own or (mixed and each.value.type not in mixed)) for each in found):
            cause = Cause("SPY804", found[0].span or made.header, f"{made.name}.__new__")
            machine.put((made.object, name), (Outcome(Computed(cause), found[0].span),))


def _known_paths(of: ClassValue) -> set[str]:
    return {entry.path for entry in lookup.mro(of) or () if isinstance(entry, ClassValue) and entry.path is not None}


def _named_tuple_class(machine: Machine, made: ClassValue) -> ClassValue:
    own = declared_fields(machine, made, False, dataclass_default)
    bases = tuple(
        base for base in made.bases if not (isinstance(base, ClassValue) and base.path == "typing.NamedTuple")
    )
    whole = replace(made, bases=(lookup.builtin_class(tuple), *bases), form="namedtuple", fields=tuple(own))
    put_named_tuple_members(machine, whole)
    return whole


def put_named_tuple_members(machine: Machine, of: ClassValue) -> None:
    """Put what a named tuple has besides its fields: its constructor, `_replace`, `_asdict`, `_make`, …"""
    fields = list(of.fields)
    put(machine, of, "__new__", constructor(of, fields, "__new__", "_cls"))
    self = SignatureParameter("self", "positional_or_keyword", of.span)
    receiver = replace(self, kind="positional_only")
    anything = SignatureParameter("kwds", "var_keyword", of.span)
    iterable = SignatureParameter("iterable", "positional_or_keyword", of.span)
    for name, parameters, kind in (
        ("_asdict", (self,), "instance"),
        ("_replace", (receiver, anything), "instance"),
        ("_make", (replace(self, name="cls"), iterable), "class"),
    ):
        put(machine, of, name, FunctionValue(of.object, name, of.span, Signature(parameters, None), False, kind))  # type: ignore[arg-type]
    names = constants.literal(tuple(field.name for field in fields), of.span)
    for name in ("_fields", "__match_args__"):
        put(machine, of, name, names)
    for name in ("__repr__", "__getnewargs__"):
        put(machine, of, name, FunctionValue(of.object, name, of.span, Signature((self,), None), False))
    put(machine, of, "__slots__", constants.literal((), of.span))
    put(machine, of, "_field_defaults", Computed(Cause("SPY804", of.span, "_field_defaults"), "dict"))
    for field in fields:
        machine.put(
            (of.object, field.name), (Outcome(Computed(Cause("SPY804", field.span, "named tuple field")), field.span),)
        )
