"""Members that `attrs` puts into a class."""

from __future__ import annotations

from importspy_static.interpret.constants import literal_text
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
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import (
    Annotation,
    ClassValue,
    Configured,
    Default,
    Field,
    FunctionValue,
    Outcome,
    Signature,
    SignatureParameter,
)
from importspy_static.lazy_dataclasses import replace


def attrs(machine: Machine, target: ClassValue, flavour: str, options: Options) -> ClassValue:
    """What `attrs` makes of a class; `flavour` is `attr.s`, `attr.dataclass` or `define` (attrs documentation, "API
    reference").
    """
    keyword_only = bool(option(options.get("kw_only"), False))
    auto = option(options.get("auto_attribs"), flavour != "attr.s")
    explicit = _explicit_attrs(machine, target)
    try:
        annotated = declared_fields(machine, target, keyword_only, _attrs_default)
    except PossibleField as possible:
        return with_unknown_constructor(machine, replace(target, form="attrs"), possible)
    if flavour == "define" and "auto_attribs" not in options:
        # define: collects annotated names unless a field lacks an annotation.
        auto = all(name in {field.name for field in annotated} for name in explicit)
    own = annotated if auto else _explicit_fields(machine, target, explicit, keyword_only)
    fields = merged(machine, target, own, "attrs")
    made = replace(target, form="attrs", fields=tuple(fields))
    with_init = option(options.get("init"), True)
    if auto is None or with_init is None or None in options or has_unknown_base(target):
        put_unknown_constructor(machine, made)
    elif with_init and not (flavour == "define" and defines(machine, made, "__init__")):
        put(machine, made, "__init__", constructor(made, fields))
    for field in own:
        if bound_values(machine, made, field.name):
            machine.put((made.object, field.name), (Outcome(None, field.span),))
    if defines(machine, made, "__eq__") and any(option(options.get(each), False) for each in _HASHED):
        receiver = SignatureParameter("self", "positional_or_keyword", made.span)
        put(
            machine,
            made,
            "__hash__",
            FunctionValue(made.object, "__hash__", made.span, Signature((receiver,), None), False),
        )
    if option(options.get("slots"), flavour == "define"):
        put_slots(machine, made)
    return made


_HASHED = ("hash", "unsafe_hash", "frozen")
"""Options with which a class gets a hash, though its body says `__eq__`."""
_FIELD_CALLS = frozenset({"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"})


def _explicit_attrs(machine: Machine, of: ClassValue) -> list[str]:
    return [
        name
        for name in machine.names.get(of.object, ())
        if any(
            isinstance(value, Configured) and value.path in _FIELD_CALLS for value in bound_values(machine, of, name)
        )
    ]


def _explicit_fields(machine: Machine, of: ClassValue, names: list[str], keyword_only: bool) -> list[Field]:
    fields: list[Field] = []
    for name in names:
        declared = machine.state.get((of.object, DECLARED + name))
        annotation = next((each.annotation for each in declared if each.annotation), None)
        fields.append(_attrs_default(machine, of, name, annotation, keyword_only))
    return fields


def _attrs_default(
    machine: Machine, of: ClassValue, name: str, annotation: Annotation | None, keyword_only: bool
) -> Field:
    span = declared_span(machine, of, name)
    values = bound_values(machine, of, name)
    parameter = name.lstrip("_")
    default: Default | None = None
    in_init = True
    match values:
        case ():
            pass
        case (Configured(path=path, keywords=keywords),) if path in _FIELD_CALLS:
            given = dict(keywords)
            in_init = option(given.get("init"), True) is not False
            keyword_only = bool(option(given.get("kw_only"), keyword_only))
            parameter = literal_text(given.get("alias", ())) or parameter
            default = field_default(given, "factory", span)
            if "converter" in given:
                annotation = None
        case _:
            default = Default(values, None, span)
    return Field(name, parameter, span, annotation, default, keyword_only, in_init)
