"""Patterns of `match`, as far as they are followed (PEP 634)."""

from __future__ import annotations

from typing import TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.expression import Node


@dataclass(frozen=True, slots=True)
class ValuePattern:
    """A literal or dotted name: what equals it matches. True, False and None are `SamePattern`."""

    value: Node


@dataclass(frozen=True, slots=True)
class SamePattern:
    """True, False or None: the object itself matches."""

    value: object


@dataclass(frozen=True, slots=True)
class CapturePattern:
    """`name`, or `_` (then `name` is None): anything matches."""

    name: str | None


@dataclass(frozen=True, slots=True)
class AsPattern:
    """`pattern as name`."""

    pattern: Pattern
    name: str


@dataclass(frozen=True, slots=True)
class OrPattern:
    """`one | other`."""

    alternatives: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class StarPattern:
    """`*name` in a sequence; `name` is None for `*_`."""

    name: str | None


@dataclass(frozen=True, slots=True)
class SequencePattern:
    """`[one, two]` or `(one, *rest)`: no text, no bytes."""

    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class MappingPattern:
    """`{key: pattern, **rest}`."""

    keys: tuple[Node, ...]
    patterns: tuple[Pattern, ...]
    rest: str | None


@dataclass(frozen=True, slots=True)
class ClassPattern:
    """`str()`, `Point(x, y=0)`."""

    of: Node
    patterns: tuple[Pattern, ...]
    has_keywords: bool


@dataclass(frozen=True, slots=True)
class OtherPattern:
    """One that is not followed: too large, or of a number that is written as a sum."""

    reason: str


Pattern: TypeAlias = (
    ValuePattern
    | SamePattern
    | CapturePattern
    | AsPattern
    | OrPattern
    | StarPattern
    | SequencePattern
    | MappingPattern
    | ClassPattern
    | OtherPattern
)

ANYTHING = CapturePattern(None)
"""`_`"""
