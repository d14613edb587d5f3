"""A report as text, from one process to another: any of our dataclasses, and what they hold.

Nothing is pickled: a text can name no class but the dataclasses and enumerations of this package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from typing import Any

from importspy_static.lazy_dataclasses import fields, is_dataclass

PACKAGE = "importspy_static"


def encoded(thing: object) -> str:
    """The text of a report."""
    return json.dumps(_plain(thing), separators=(",", ":"))


def decoded(text: str) -> Any:
    """What a text was made of.

    Raises:
        ValueError: it is not what `encoded` writes.
    """
    try:
        return _thing(json.loads(text))
    except (ImportError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"not a report: {error}") from error


def _plain(thing: Any) -> Any:
    match thing:
        case Enum():
            return ["enum", _named(type(thing)), thing.name]
        case None | bool() | int() | float() | str():
            return thing
        case tuple() | list():
            return ["tuple", *map(_plain, thing)]
        case frozenset() | set():
            return ["set", *sorted(map(_plain, thing), key=repr)]
        case Mapping():
            return ["mapping", *([_plain(key), _plain(each)] for key, each in thing.items())]
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            values = [[each.name, _plain(getattr(thing, each.name))] for each in fields(thing)]
            return ["object", _named(type(thing)), *values]
    return str(thing)


def _named(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _thing(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    match kind:
        case "tuple":
            return tuple(map(_thing, parts))
        case "set":
            return frozenset(map(_thing, parts))
        case "mapping":
            return {_thing(key): _thing(each) for key, each in parts}
        case "enum":
            return _class(parts[0])[parts[1]]
        case "object":
            made = object.__new__(_class(parts[0]))
            for name, each in parts[1:]:  # as they were: what `__post_init__` does was done
                object.__setattr__(made, name, _thing(each))
            return made
    raise ValueError(f"not a report: {kind!r}")


def _class(name: str) -> Any:
    module, _, qualname = name.partition(":")
    if module.partition(".")[0] != PACKAGE:
        raise ValueError(f"not a report: {name}")
    found: Any = import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    if not isinstance(found, type) or not (is_dataclass(found) or issubclass(found, Enum)):
        raise ValueError(f"not a report: {name}")
    return found
