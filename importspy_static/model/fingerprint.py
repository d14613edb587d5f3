"""Fingerprints of what a source means: digests as text, `s1:` and 64 hexadecimal digits. See docs/fingerprints.md."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Span

DefinitionKind: TypeAlias = Literal["function", "class"]


class Print(IntEnum):
    """Which fingerprints of a source are asked for. The numbers stand beside those of `Depth` in requests."""

    MEANING = 11
    DOCSTRINGS = 12
    """The same with docstrings counted."""


@dataclass(frozen=True, slots=True)
class DefinitionFingerprint:
    """A function or class at the top of a module, or within such a class; all definitions of one name together."""

    name: str
    """Dotted from the module: `Extension.run`."""
    kind: DefinitionKind
    """Of the last of them."""
    signature: str
    """Decorators, parameters, annotations, defaults; of a class its bases and keywords."""
    body: str
    """Of a class without the definitions in it."""
    structure: str
    """All of it."""
    span: Span
    """Where the last of them begins."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Of one module."""

    structure: str
    body: str
    """Of its statements without the definitions among them."""
    definitions: tuple[DefinitionFingerprint, ...]
    """In the order in which their names appear first."""
