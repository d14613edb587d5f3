"""Types and values as a contract states them."""

from __future__ import annotations

from collections.abc import Sequence as Several

from importspy_static.interpret.values import Annotation, Computed, Display, Instance, Literal, Value
from importspy_static.model.document import Mapping, Node, Sequence

LONGEST = 100
"""Characters of a value that are written out."""
MOST_ITEMS = 12
LARGEST = 10**18


def described(entry: Mapping, declared: Several[Annotation], value: Value) -> None:
    """Add the annotation of a variable or an attribute, and its value where that is a short literal."""
    if len(declared) == 1:
        entry.entries["annotation"] = declared[0].expression.text
    elif (kind := type_of(value)) is not None:
        entry.entries["annotation"] = kind
    if isinstance(value, Literal) and is_short(value):
        entry.entries["value"] = node_of(value.type, value.value)


def type_of(value: Value) -> str | None:
    """What a check says the type of an unannotated value is."""
    match value:
        case Literal(type=kind) | Computed(type=str() as kind) if kind != "*":
            return kind
        case Instance(of=of):
            return of.name
        case _:
            return None


def is_short(literal: Literal) -> bool:
    """Whether YAML can say a constant, within a line."""
    return _is_sayable(literal.type, literal.value) and len(_written(literal.type, literal.value)) <= LONGEST


def _is_sayable(kind: str, content: object) -> bool:
    match content:
        case Display(kind="list", items=items):
            return len(items) <= MOST_ITEMS and all(_is_sayable(*each) for each in items)
        case Display(kind="dict", items=items):
            keys = [each for each, _ in zip(items[::2], items[1::2], strict=True)]
            simple = all(kind in {"str", "int"} for kind, _ in keys)
            return len(items) <= MOST_ITEMS * 2 and simple and all(_is_sayable(*each) for each in items)
        case str():
            return kind == "str" and all(not 0xD800 <= ord(each) <= 0xDFFF for each in content)
        case bool() | None:
            return True
        case int():
            return abs(content) < LARGEST
        case float():
            return True
        case _:
            return False


def _written(kind: str, content: object) -> str:
    match content:
        case Display(items=items):
            return ", ".join(_written(*each) for each in items) + "[]"
        case _:
            return repr(content)


def node_of(kind: str, content: object) -> Node:
    """A constant as plain data."""
    match content:
        case Display(kind="dict", items=items):
            pairs = zip(items[::2], items[1::2], strict=True)
            return Mapping({_key(key): node_of(*value) for (_, key), value in pairs})
        case Display(items=items):
            return Sequence([node_of(*each) for each in items])
        case str() | bool() | int() | float() | None:
            return content
        case _:
            raise TypeError(f"a {kind} is not said in a contract")


def _key(content: object) -> str | int:
    assert isinstance(content, (str, int))
    return content
