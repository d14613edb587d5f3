"""The tree of a YAML file: raw text with positions, nothing constructed."""

from __future__ import annotations

from typing import TypeAlias

from importspy_static.lazy_dataclasses import dataclass

NULL = ("", "~", "null", "Null", "NULL")
"""Plain scalars that say nothing: YAML 1.2.2, section 10.3.2."""

SHOWN = 200
"""Characters of a text that a message quotes: no honest name or annotation is cut."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Line and column in characters, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """`text` as written, escapes resolved. `plain`: neither quoted nor a block scalar nor tagged as text.

    `tag`, here and below, is an explicit tag that the language does not know.
    """

    mark: Mark
    text: str
    plain: bool
    tag: str | None = None
    size: int = 1
    height: int = 0

    @property
    def null(self) -> bool:
        return self.plain and self.text in NULL

    @property
    def blank(self) -> bool:
        """Nothing at all is written."""
        return self.plain and not self.text


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """`size` counts the nodes below and itself, `height` the collections; both with aliases followed."""

    mark: Mark
    items: tuple[Node, ...]
    tag: str | None = None
    size: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class MappingNode:
    """`fields` by key in the order written, each with the key's node; merged ones (`<<`) behind.

    `repeated` are keys given a second time, with the line of the first; `odd` are keys that are not text,
    and merges of what is not a mapping.
    """

    mark: Mark
    fields: dict[str, tuple[ScalarNode, Node]]
    repeated: tuple[tuple[ScalarNode, int], ...] = ()
    odd: tuple[Node, ...] = ()
    tag: str | None = None
    size: int = 1
    height: int = 1


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def quoted(text: str) -> str:
    """The text as a message quotes it: one line, no control characters, not too long."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"'{printable(cut)}'"


def printable(text: str) -> str:
    """The text on one line, control characters written as escapes."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def described(node: Node) -> str:
    """What a node is, in the words of a message."""
    match node:
        case ScalarNode(null=True):
            return f"'{node.text}'" if node.text else "nothing"
        case ScalarNode():
            return quoted(node.text) if node.plain else f"the text {quoted(node.text)}"
        case SequenceNode(items=()):
            return "an empty list"
        case SequenceNode():
            return "a list"
        case MappingNode():
            return "a mapping"
