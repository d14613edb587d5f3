"""A contract as plain data: what is written as YAML, before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias, Union

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.place import ContractPlace

Scalar: TypeAlias = "str | int | float | bool | None"
Node: TypeAlias = Union["Mapping", "Sequence", "Scalar"]

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass
class Mapping:
    """Keys and what is behind them. `remarks` are comments at its end, a line each.

    `origins` tell where the entries come from, which is written behind them.
    """

    entries: dict[Scalar, Node] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    origins: dict[Scalar, ContractPlace] = field(default_factory=dict)


@dataclass
class Sequence:
    """Items. `remarks` are comments behind them, a line each; `origins` as those of a mapping, by index."""

    items: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    origins: dict[int, ContractPlace] = field(default_factory=dict)


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


def origins(node: Node, key: str = "") -> Iterator[tuple[str, ContractPlace]]:
    """Where all of a document comes from, by the paths of its keys."""
    match node:
        case Mapping(entries=entries, origins=known):
            for name, value in entries.items():
                path = f'{key}["{name}"]' if not str(name).isidentifier() else f"{key}.{name}" if key else str(name)
                if name in known:
                    yield path, known[name]
                yield from origins(value, path)
        case Sequence(items=items, origins=numbered):
            for index, item in enumerate(items):
                path = f"{key}[{index}]"
                if index in numbered:
                    yield path, numbered[index]
                yield from origins(item, path)


def without_origins(node: Mapping) -> Mapping:
    """The document without the places that it comes from."""

    def bare(node: Node) -> Node:
        match node:
            case Mapping(entries=entries, remarks=remarks):
                return Mapping({key: bare(value) for key, value in entries.items()}, remarks)
            case Sequence(items=items, remarks=remarks):
                return Sequence([bare(each) for each in items], remarks)
            case scalar:
                return scalar

    found = bare(node)
    return found if isinstance(found, Mapping) else node


def plain(node: Node) -> object:
    """The data alone, as dictionaries and lists."""
    match node:
        case Mapping(entries=entries):
            return {key: plain(value) for key, value in entries.items()}
        case Sequence(items=items):
            return [plain(each) for each in items]
        case scalar:
            return scalar
