"""Types as they are compared, whatever their spelling: what annotations come to (see `annotations`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.expression import Node


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its dotted name. `loose`: only the last part of the name is known."""

    path: str
    loose: bool = False
    nested: bool = field(default=False, compare=False)
    """It was found in a class: as it is written there, its last part alone is no name of the module."""


@dataclass(frozen=True, slots=True)
class Parametrised:
    """A type with arguments: `list[int]`."""

    origin: Form
    arguments: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Any of several types, in no order."""

    members: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The parameters of a `Callable`, or `Literal`'s values (then without order)."""

    items: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An expression with no meaning known here, compared as it is, but for constants that names stand for."""

    node: Node
    loose: bool = False
    """There is a name in it that the module does not know."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of `Literal[…]`: 1 and True are two."""

    type: str
    value: object


Form: TypeAlias = Named | Parametrised | Union | Listed | Written | Choice
NONE = Named("None")


def is_loose(form: Form) -> bool:
    """Whether there is a name in it that the module does not know."""
    match form:
        case Named(loose=loose) | Written(loose=loose):
            return loose
        case Parametrised(origin, arguments):
            return is_loose(origin) or any(map(is_loose, arguments))
        case Union(members) | Listed(members):
            return any(map(is_loose, members))
        case _:
            return False


def has_parameter(form: Form) -> bool:
    """Whether a type variable is in it."""
    match form:
        case Named(path=path):
            return path.endswith("#parameter")
        case Parametrised(origin, arguments):
            return has_parameter(origin) or any(has_parameter(each) for each in arguments)
        case Union(items) | Listed(items):
            return any(has_parameter(each) for each in items)
        case _:
            return False


def union(members: Sequence[Form]) -> Form:
    flat: list[Form] = []
    for member in members:
        for each in member.members if isinstance(member, Union) else (member,):
            if each not in flat:
                flat.append(each)
    return flat[0] if len(flat) == 1 else Union(tuple(flat))


def is_unknown(form: Form) -> bool:
    """Whether this is a name for something computed, of which nobody knows what type it is."""
    return isinstance(form, Named) and form.path.endswith("#computed")


def parameters_of(form: Form) -> Iterator[Named]:
    """The type variables in a form, in their order, each as often as it is there."""
    match form:
        case Named(path=path) if path.endswith("#parameter"):
            yield form
        case Parametrised(_, items) | Union(items) | Listed(items):
            for each in items:
                yield from parameters_of(each)


def substituted(form: Form, given: Mapping[Form, Form]) -> Form:
    """A form with its type variables replaced."""
    match form:
        case Named():
            return given.get(form, form)
        case Parametrised(origin, arguments):
            return Parametrised(origin, tuple(substituted(each, given) for each in arguments))
        case Union(members):
            return union([substituted(each, given) for each in members])
        case Listed(items):
            return Listed(tuple(substituted(each, given) for each in items))
        case _:
            return form
