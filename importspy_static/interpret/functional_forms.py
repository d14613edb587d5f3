"""Classes made by a call: `namedtuple(…)`, `NamedTuple(…)`, `TypedDict(…)`, `Enum(…)`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal as OneOf

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.constants import literal_text
from importspy_static.interpret.expressions import evaluate_node
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
from importspy_static.model.expression import Call, Collection, Dictionary, Expression, Node


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
    if len(arguments) < 2 or "rename" in keywords or "start" in keywords:
        return None
    if path in ("typing.NamedTuple", "typing.TypedDict"):
        return _typed_fields(machine, node)
    names = _field_names(arguments[1])
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
