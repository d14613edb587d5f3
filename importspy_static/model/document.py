"""A contract as plain data: what is written as YAML, before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, Union

Scalar: TypeAlias = "str | int | float | bool | None"
Node: TypeAlias = Union["Mapping", "Sequence", "Scalar"]

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass
class Mapping:
    """Keys and what is behind them. `remarks` are comments at its end, a line each."""

    entries: dict[Scalar, Node] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass
class Sequence:
    """Items. `remarks` are comments behind them, a line each."""

    items: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def steps(key: str) -> list[str | int]:
    """The parts of a key's path: `classes[0].name` is classes, 0, name."""
    return [int(index) if index else name for name, index in _STEP.findall(key)]


def at(document: Node, path: list[str | int]) -> Iterator[Node]:
    """What is on the way along a path, the document first; ends where the path does, or leads to nothing."""
    here = document
    yield here
    for step in path:
        match here, step:
            case Mapping(entries=entries), _ if step in entries:
                here = entries[step]
            case Sequence(items=items), int() if step < len(items):
                here = items[step]
            case _:
                return
        yield here


def plain(node: Node) -> object:
    """The data alone, as dictionaries and lists."""
    match node:
        case Mapping(entries=entries):
            return {key: plain(value) for key, value in entries.items()}
        case Sequence(items=items):
            return [plain(each) for each in items]
        case scalar:
            return scalar
