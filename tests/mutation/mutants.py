"""Changes to a module that a test should see: those of mutmut, made in the functions of the module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

AROUND = 40
"""Characters that are shown on both sides of a change."""


@dataclass(frozen=True)
class Mutant:
    """One change of one node."""

    path: Path
    lines: tuple[int, int]
    """The first and the last that the node is on."""
    before: str
    after: str
    tree: cst.Module
    node: cst.CSTNode
    change: cst.CSTNode

    def source(self) -> str:
        """The whole module with the change in it."""
        changed = self.tree.deep_replace(self.node, self.change)
        assert isinstance(changed, cst.Module)
        return changed.code

    def __str__(self) -> str:
        before, after = _trimmed(self.before, self.after)
        return f"{self.path.as_posix()}:{self.lines[0]}: {before} -> {after}"


def mutants(path: Path) -> Iterator[Mutant]:
    """All of a module, in the order of its source. What is not in a function is left as it is, and so are docstrings
    and annotations, which no test could see."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    places = wrapper.resolve(PositionProvider)
    operators = import_module("mutmut.mutation.mutators").mutation_operators
    for node in _in_functions(wrapper.module):
        place = places.get(node)
        if not isinstance(place, CodeRange):
            continue
        before = _text(wrapper.module, node)
        for kind, changes in operators:
            for change in changes(node) if isinstance(node, kind) else ():
                after = _text(wrapper.module, change)
                lines = place.start.line, place.end.line
                yield Mutant(path, lines, before, after, wrapper.module, node, change)


def _in_functions(node: cst.CSTNode, is_inside: bool = False) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.Annotation | cst.Decorator):
        return
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString):
        return
    if is_inside:
        yield node
    for each in node.children:
        yield from _in_functions(each, is_inside or (isinstance(node, cst.FunctionDef) and each is node.body))


def _text(module: cst.Module, node: Any) -> str:
    return " ".join(module.code_for_node(node).split())


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """Two texts without the most of what they begin and end with alike."""
    front = max(0, _alike(one, other) - AROUND)
    back = max(0, _alike(one[front:][::-1], other[front:][::-1]) - AROUND)
    return one[front : len(one) - back], other[front : len(other) - back]


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
