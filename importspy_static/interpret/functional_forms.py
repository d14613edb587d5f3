"""Classes made by a call: `namedtuple(…)`, `NamedTuple(…)`, `TypedDict(…)`, `Enum(…)`."""

from __future__ import annotations

from keyword import iskeyword
from typing import Literal as OneOf

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.dataclass_members import dataclass
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.fields import option
from importspy_static.interpret.inherited_forms import put_named_tuple_members
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import (
    Annotation,
    ClassValue,
    Computed,
    Default,
    Display,
    Field,
    Keywords,
    Literal,
    Outcome,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import Call, Collection, Constant, Dictionary, Expression, Node
from importspy_static.model.place import Span


def functional(machine: Machine, path: str, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`namedtuple(…)`, `NamedTuple(…)`, `TypedDict(…)`, `Enum(…)`."""
    span = machine.current.span
    name = literal_text(arguments[0]) if arguments else None
    owner = machine.object_at("functional", span)
    form: OneOf["namedtuple", "enum", "typeddict"] = (
        "enum" if path.startswith("enum.") else "typeddict" if path == "typing.TypedDict" else "namedtuple"
    )
    base = lookup.known_class(path, machine.facts) if form != "namedtuple" else lookup.builtin_class(tuple)
    made = ClassValue(owner, name or "?", span, span, tuple(each for each in [base] if each is not None), form=form)
    machine.classes[owner] = made
    fields = _functional_fields(machine, path, arguments, dict(keywords), node)
    if fields is None:
        return (replace(made, opaque=machine.cause("SPY804")),)
    made = replace(made, fields=tuple(fields))
    machine.classes[owner] = made
    match form:
        case "namedtuple":
            put_named_tuple_members(machine, made)
        case "enum":
            for field in fields:
                values = field.default.values if field.default else (Computed(machine.cause("SPY804")),)
                machine.put((owner, field.name), tuple(Outcome(value, span) for value in values))
        case "typeddict":
            for field in fields:
                if field.annotation is not None:
                    machine.put((owner, DECLARED + field.name), (Outcome(None, span, None, field.annotation),))
    return (made,)


def _functional_fields(
    machine: Machine, path: str, arguments: list[Values], keywords: dict[str | None, Values], node: Call
) -> list[Field] | None:
    if len(arguments) < 2 or {"start", "type", None} & keywords.keys():
        return None
    if path in ("typing.NamedTuple", "typing.TypedDict"):
        return _typed_fields(machine, node)
    if path.startswith("enum.") and (members := _members_with_values(path, arguments[1], machine.current.span)):
        return members
    names = _field_names(arguments[1])
    if names is not None and path == "collections.namedtuple":
        rename = option(keywords.get("rename"), False)
        if rename is None:
            return None
        names = _named_tuple_names(machine, names, rename=rename)
    pairs = any(isinstance(each, Literal) and each.type == "dict" for each in arguments[1])
    if names is None or (pairs and path.startswith("enum.")):
        return None
    span = machine.current.span
    if path.startswith("enum."):
        numbers = [Default((constants.literal(index, span),), None, span) for index in range(1, len(names) + 1)]
        plain = path in ("enum.Enum", "enum.IntEnum")
        return [
            Field(name, name, span, None, number if plain else None, False, True)
            for name, number in zip(names, numbers, strict=True)
        ]
    defaults = _named_tuple_defaults(keywords.get("defaults"))
    if defaults is None:
        return None
    without = len(names) - len(defaults)
    if without < 0:
        machine.raises("TypeError", "Got more default values than field names")
    return [
        Field(
            name,
            name,
            span,
            None,
            None if index < without else Default((defaults[index - without],), None, span),
            False,
            True,
        )
        for index, name in enumerate(names)
    ]


def _members_with_values(path: str, values: Values, span: Span) -> list[Field] | None:
    """The members that a dict, or a display of pairs, gives their values."""
    match values:
        case (Literal(value=Display(kind="dict", items=items)),):
            pairs = [*zip(items[::2], items[1::2], strict=True)]
        case (Literal(value=Display(kind="list" | "tuple", items=items)),):
            pairs = []
            for _, item in items:
                match item:
                    case Display(kind="list" | "tuple", items=(first, second)):
                        pairs.append((first, second))
                    case _:
                        return None
        case _:
            return None
    fields: list[Field] = []
    for (_, name), (kind, value) in pairs:
        if not isinstance(name, str):
            return None
        # Other enums make something of the value.
        is_kept = path == "enum.Enum" or (path == "enum.IntEnum" and kind == "int")
        default = Default((Literal(value, kind, span),), None, span) if is_kept else None
        fields.append(Field(name, name, span, None, default, False, True))
    return fields


def _named_tuple_names(machine: Machine, names: list[str], *, rename: bool) -> list[str]:
    """The names of fields; those that cannot be some are refused, or named by their places."""
    kept: list[str] = []
    for index, name in enumerate(names):
        if name.isidentifier() and not iskeyword(name) and not name.startswith("_") and name not in kept:
            kept.append(name)
        elif rename:
            kept.append(f"_{index}")
        else:
            machine.raises("ValueError", f"'{name}' cannot be the name of a field")
    return kept


def make_dataclass(machine: Machine, arguments: list[Values], keywords: Keywords, node: Call) -> Values:
    """`make_dataclass(name, fields)`: what the decorator makes of a class with these fields."""
    span = machine.current.span
    name = literal_text(arguments[0]) if arguments else None
    options = dict(keywords)
    owner = machine.object_at("functional", span, machine.frame.scopes[0])
    made = ClassValue(owner, name or "?", span, span, (lookup.builtin_class(object),))
    items = node.arguments[1] if len(node.arguments) == 2 else None
    if name is None or not isinstance(items, Collection) or {"bases", "namespace", "decorator", None} & options.keys():
        return (replace(made, opaque=machine.cause("SPY804")),)
    for old in machine.names.get(owner, {}):
        machine.put((owner, old), (Outcome(None),))
    for item in items.items:
        parts = item.items if isinstance(item, Collection) else (item, Constant("typing.Any"))
        key = literal_text(evaluate_node(machine, parts[0])) if parts else None
        if key is None or len(parts) not in (2, 3):
            return (replace(made, opaque=machine.cause("SPY804")),)
        declared = Annotation(Expression(parts[1], span, machine.current.text), machine.frame.scopes)
        machine.put((owner, DECLARED + key), (Outcome(None, span, None, declared),))
        if len(parts) == 3:
            machine.put((owner, key), tuple(Outcome(value, span) for value in evaluate_node(machine, parts[2])))
    machine.classes[owner] = made
    machine.classes[owner] = made = dataclass(machine, made, {key: options[key] for key in options if key != "module"})
    return (made,)


def _field_names(values: Values) -> list[str] | None:
    match values:
        case (Literal(value=str() as text),):
            return text.replace(",", " ").split()
        case (Literal(value=Display(kind="list" | "tuple" | "iterator", items=items)),):
            names = [content for _, content in items]
            return (
                [name for name in names if isinstance(name, str)]
                if all(isinstance(name, str) for name in names)
                else None
            )
        case (Literal(value=Display(kind="dict", items=items)),):
            return [content for _, content in items[::2] if isinstance(content, str)]
        case _:
            return None


def _named_tuple_defaults(values: Values | None) -> list[Literal] | None:
    match values:
        case None:
            return []
        case (Literal(value=Display(kind="list" | "tuple", items=items), span=span),):
            return [Literal(content, kind, span) for kind, content in items]
        case _:
            return None


def _typed_fields(machine: Machine, node: Call) -> list[Field] | None:
    """The fields of `NamedTuple("N", [("x", int)])` and `TypedDict("D", {"x": int})`."""
    current = machine.current
    pairs: list[tuple[Node, Node]] = []
    match node.arguments:
        case [_, Collection(items=items)]:
            for item in items:
                match item:
                    case Collection(items=(key, annotation)):
                        pairs.append((key, annotation))
                    case _:
                        return None
        case [_, Dictionary(items=entries)]:
            for entry in entries:
                if entry.key is None:
                    return None
                pairs.append((entry.key, entry.value))
        case _:
            return None
    fields: list[Field] = []
    for key, annotation in pairs:
        name = literal_text(evaluate_node(machine, key))
        if name is None:
            return None
        declared = Annotation(Expression(annotation, current.span, current.text), machine.frame.scopes)
        fields.append(Field(name, name, current.span, declared, None, False, True))
    return fields
