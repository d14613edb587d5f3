"""Members that `dataclasses.dataclass` puts into a class, and the comparisons of `functools.total_ordering`."""

from __future__ import annotations

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.dataclass_refusals import ORDERINGS, refuse_dataclass, says_hash
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
    inherited_values,
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
    Instance,
    Outcome,
    Signature,
    SignatureParameter,
    Values,
)
from importspy_static.lazy_dataclasses import replace


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
    refuse_dataclass(machine, made, own, options)
    if keyword_only is None or with_init is None or None in options or has_unknown_base(target):
        put_unknown_constructor(machine, made)
    elif with_init and not defines(machine, made, "__init__"):
        put(machine, made, "__init__", constructor(made, fields))
    slots = bool(option(options.get("slots"), False))
    _drop_class_defaults(machine, made, own, slots)
    if slots:
        put_slots(machine, made)
    _put_comparisons(machine, made, options)
    return made


def dataclass_default(
    machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
) -> Field:
    """A field as `dataclasses.dataclass` reads it from the class body."""
    span = declared_span(machine, of, name)
    values = bound_values(machine, of, name) or inherited_values(machine, of, name)
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
            given_out = _asked_of_class(machine, of, values)
            default = Default(given_out, None, span) if given_out else None
    return Field(name, name, span, annotation, default, keyword_only, in_init)


def _asked_of_class(machine: Machine, of: ClassValue, values: Values) -> Values:
    """The default that `getattr` finds: of a descriptor it is what that answers for the class, if it answers."""
    from importspy_static.interpret.functions import call_method

    match values:
        case (Instance() as descriptor,):
            nobody: Values = (constants.literal(None, of.span),)
            answer = call_method(machine, descriptor, "__get__", [nobody, (of,)])
            return values if answer is None else answer
        case _:
            return values


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
        wanted += ORDERINGS
    for name in wanted:
        if defines(machine, of, name):
            continue
        if name == "__repr__":
            receiver = SignatureParameter("self", "positional_or_keyword", of.span)
            put(machine, of, name, FunctionValue(of.object, name, of.span, Signature((receiver,), None), False))
        else:
            put(machine, of, name, _comparison(of, name))
    unsafe = option(options.get("unsafe_hash"), False)
    if ("__eq__" in wanted or unsafe) and not says_hash(machine, of):
        # A frozen dataclass is hashed by its fields, another one not at all (documentation of `dataclasses`).
        frozen = option(options.get("frozen"), False) or unsafe
        receiver = SignatureParameter("self", "positional_or_keyword", of.span)
        hashed = FunctionValue(of.object, "__hash__", of.span, Signature((receiver,), None), False)
        put(machine, of, "__hash__", hashed if frozen else constants.literal(None, of.span))
    known = not has_unknown_base(of)
    if known and option(options.get("match_args"), True) is not False and not defines(machine, of, "__match_args__"):
        names = tuple(field.name for field in of.fields if field.in_init and not field.keyword_only)
        put(machine, of, "__match_args__", constants.literal(names, of.span))


def total_ordering(machine: Machine, target: ClassValue) -> ClassValue:
    """`functools.total_ordering` adds the comparisons that the class and its bases, `object` aside, lack."""
    if _has_no_ordering(machine, target):
        machine.raises("ValueError", "must define at least one ordering operation: < > <= >=")
    for name in ORDERINGS:
        found = lookup.class_member(machine, target, name)
        if any(isinstance(each.value, FunctionValue) and each.value.object == lookup.BUILTIN for each in found):
            put(machine, target, name, _comparison(target, name, with_sentinel=machine.facts.minor_version < (3, 11)))
    return target


def _has_no_ordering(machine: Machine, of: ClassValue) -> bool:
    """Whether all that it and its bases have of orderings surely is that of `object`."""
    line = lookup.mro(of)
    if line is None or any(isinstance(each, ClassValue) and _may_order_unseen(machine, each) for each in line):
        return False
    return all(
        isinstance(entry, ClassValue)
        and all(each.value is None and each.branch is None for each in lookup.own_member(machine, entry, name))
        for entry in line
        if not (isinstance(entry, ClassValue) and entry.builtin is object)
        for name in ORDERINGS
    )


def _may_order_unseen(machine: Machine, of: ClassValue) -> bool:
    """Whether a class may have orderings that are not told here: `attrs` makes some, a stub may leave them out."""
    is_known = of.builtin is not None or of.path is not None
    return not is_known and (of.opaque is not None or of.form == "attrs" or lookup.is_from_stub(machine, of))


def _comparison(of: ClassValue, name: str, with_sentinel: bool = False) -> FunctionValue:
    """A comparison; those of `total_ordering` had a third parameter up to Python 3.10."""
    parameters = tuple(SignatureParameter(each, "positional_or_keyword", of.span) for each in ("self", "other"))
    if with_sentinel:
        default = Default((External("builtins.NotImplemented", of.span),), None, of.span)
        parameters += (SignatureParameter("NotImplemented", "positional_or_keyword", of.span, None, default),)
    return FunctionValue(of.object, name, of.span, Signature(parameters, None), False)
