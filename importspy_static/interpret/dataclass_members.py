"""Members that `dataclasses.dataclass` puts into a class, and the comparisons of `functools.total_ordering`."""

from __future__ import annotations

from dataclasses import replace

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.fields import (
    Options,
    PossibleField,
    bound_values,
    constructor,
    declared_fields,
    declared_span,
    defines,
    field_default,
    has_unknown_base,
    merged,
    option,
    put,
    put_slots,
    put_unknown_constructor,
    with_unknown_constructor,
)
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Annotation,
    Cause,
    ClassValue,
    Computed,
    Configured,
    Default,
    External,
    Field,
    FunctionValue,
    Literal,
    Outcome,
    Signature,
    SignatureParameter,
)

FROZEN = "!frozen"
"""Under a class: nobody can assign attributes of its instances."""


def dataclass(machine: Machine, target: ClassValue, options: Options) -> ClassValue:
    """What `dataclasses.dataclass(**options)` makes of a class (its `_process_class`)."""
    keyword_only = option(options.get("kw_only"), False)
    with_init = option(options.get("init"), True)
    try:
        own = declared_fields(machine, target, bool(keyword_only), dataclass_default)
    except PossibleField as possible:
        return with_unknown_constructor(machine, replace(target, form="dataclass"), possible)
    fields = merged(machine, target, own, "dataclass")
    made = replace(target, form="dataclass", fields=tuple(fields))
    if keyword_only is None or with_init is None or None in options or has_unknown_base(target):
        put_unknown_constructor(machine, made)
    elif with_init and not defines(machine, made, "__init__"):
        put(machine, made, "__init__", constructor(made, fields))
    slots = bool(option(options.get("slots"), False))
    _drop_class_defaults(machine, made, own, slots)
    if slots:
        put_slots(machine, made)
    _put_comparisons(machine, made, options)
    if option(options.get("frozen"), False):
        machine.put((made.object, FROZEN), (Outcome(None, machine.current.span),))
    return made


def is_refused(of: ClassValue, with_init: bool) -> bool:
    """Whether `dataclass` raises: a default that is a list, dict or set, or, where it makes the constructor, a field
    without default behind one with.
    """
    optional = False
    for field in of.fields:
        values = field.default.values if field.default is not None and field.default.expression is None else ()
        if any(isinstance(each, Literal) and each.type in ("list", "dict", "set") for each in values):
            return True
        if not field.in_init or field.keyword_only:
            continue
        if with_init and optional and field.default is None:
            return True
        optional = optional or field.default is not None
    return False


def dataclass_default(
    machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
) -> Field:
    """A field as `dataclasses.dataclass` reads it from the class body."""
    span = declared_span(machine, of, name)
    values = bound_values(machine, of, name)
    default: Default | None = None
    in_init = True
    match values:
        case ():
            pass
        case (Configured(path="dataclasses.field", keywords=keywords),):
            given = dict(keywords)
            in_init = option(given.get("init"), True) is not False
            keyword_only = bool(option(given.get("kw_only"), keyword_only))
            default = field_default(given, "default_factory", span)
        case _:
            default = Default(values, None, span)
    return Field(name, name, span, annotation, default, keyword_only, in_init)


def _drop_class_defaults(machine: Machine, of: ClassValue, own: list[Field], slots: bool) -> None:
    """A field's default stays as class attribute; a `field()` without one, and any with slots, does not."""
    for field in own:
        values = bound_values(machine, of, field.name)
        if not values:
            continue
        configured = isinstance(values[0], Configured)
        if slots or (configured and field.default is None) or (configured and _is_factory(field)):
            machine.put((of.object, field.name), (Outcome(None, field.span),))
        elif configured and field.default is not None:
            machine.put((of.object, field.name), tuple(Outcome(value, field.span) for value in field.default.values))


def _is_factory(field: Field) -> bool:
    match field.default:
        case Default(values=(Computed(cause=Cause(construct="default_factory" | "factory")),)):
            return True
        case _:
            return False


def _put_comparisons(machine: Machine, of: ClassValue, options: Options) -> None:
    wanted: list[str] = []
    if option(options.get("repr"), True) is not False:
        wanted.append("__repr__")
    if option(options.get("eq"), True) is not False:
        wanted.append("__eq__")
    if option(options.get("order"), False):
        wanted += ["__lt__", "__le__", "__gt__", "__ge__"]
    for name in wanted:
        if defines(machine, of, name):
            continue
        if name == "__repr__":
            receiver = SignatureParameter("self", "positional_or_keyword", of.span)
            put(machine, of, name, FunctionValue(of.object, name, of.span, Signature((receiver,), None), False))
        else:
            put(machine, of, name, _comparison(of, name))
    if "__eq__" in wanted and not defines(machine, of, "__hash__"):
        # A frozen dataclass is hashed by its fields, another one not at all (documentation of `dataclasses`).
        frozen = option(options.get("frozen"), False) or option(options.get("unsafe_hash"), False)
        receiver = SignatureParameter("self", "positional_or_keyword", of.span)
        hashed = FunctionValue(of.object, "__hash__", of.span, Signature((receiver,), None), False)
        put(machine, of, "__hash__", hashed if frozen else constants.literal(None, of.span))
    known = not has_unknown_base(of)
    if known and option(options.get("match_args"), True) is not False and not defines(machine, of, "__match_args__"):
        names = tuple(field.name for field in of.fields if field.in_init and not field.keyword_only)
        put(machine, of, "__match_args__", constants.literal(names, of.span))


def total_ordering(machine: Machine, target: ClassValue) -> ClassValue:
    """`functools.total_ordering` adds the comparisons that the class and its bases, `object` aside, lack."""
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        found = lookup.class_member(machine, target, name)
        if any(isinstance(each.value, FunctionValue) and each.value.object == lookup.BUILTIN for each in found):
            put(machine, target, name, _comparison(target, name, with_sentinel=machine.facts.minor_version < (3, 11)))
    return target


def _comparison(of: ClassValue, name: str, with_sentinel: bool = False) -> FunctionValue:
    """A comparison; those of `total_ordering` had a third parameter up to Python 3.10."""
    parameters = tuple(SignatureParameter(each, "positional_or_keyword", of.span) for each in ("self", "other"))
    if with_sentinel:
        default = Default((External("builtins.NotImplemented", of.span),), None, of.span)
        parameters += (SignatureParameter("NotImplemented", "positional_or_keyword", of.span, None, default),)
    return FunctionValue(of.object, name, of.span, Signature(parameters, None), False)
