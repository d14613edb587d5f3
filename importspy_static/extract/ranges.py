"""Which parts of a source conditions keep targets from, or all of them."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from importspy_static import limits
from importspy_static.extract.conditions import UNKNOWN, Conditions, truth
from importspy_static.extract.surroundings import BlockName, Verdict
from importspy_static.extract.text import SourceText
from importspy_static.model.expression import Expression, Node
from importspy_static.model.imports import Guarded


class Ranges:
    """What the conditions of one module guard, by offset."""

    def __init__(
        self, text: SourceText, conditions: Sequence[tuple[ast.AST, ast.If | ast.IfExp]], read: Conditions
    ) -> None:
        self._tests: dict[ast.AST, Node] = {}
        self._targeted: list[tuple[int, int, ast.expr, bool]] = []
        never: list[tuple[int, int]] = []
        for scope, node in conditions:
            test = read.read(node.test, scope)
            known = truth(test)
            if test == UNKNOWN or (known is None and len(self._targeted) >= 2 * limits.TARGETED_CONDITIONS):
                continue
            self._tests[node] = test
            for holds, start, end in _branches(node, text):
                if known is None:
                    self._targeted.append((start, end, node.test, holds))
                elif known is not holds:
                    never.append((start, end))
        self._text = text
        self._never = [*_apart(never)]

    @property
    def are_any(self) -> bool:
        """Whether there is anything that conditions guard."""
        return bool(self._never or self._targeted)

    def verdict(self, node: ast.If, block: BlockName) -> Verdict:
        """When control reaches a block of an `if`."""
        test = self._tests.get(node, UNKNOWN)
        if test == UNKNOWN:
            return "unknown"
        known = truth(test)
        return "targeted" if known is None else "always" if known is (block == "body") else "never"

    def is_never(self, at: int) -> bool:
        """Whether control comes here on no target."""
        index = bisect_right(self._never, (at, at)) - 1
        return index >= 0 and self._never[index][0] <= at < self._never[index][1]

    def innermost(self, at: int) -> int:
        """Tells what is guarded by the same conditions from what is guarded by others."""
        inside = [index for index, (start, end, _, _) in enumerate(self._targeted) if start <= at < end]
        return max(inside, key=lambda index: self._targeted[index][0], default=-1)

    def guarded(self, offsets: Sequence[int]) -> Iterator[Guarded]:
        """The guarded ranges that one of these offsets, in order, is in."""
        tests = {id(node.test): test for node, test in self._tests.items() if isinstance(node, (ast.If, ast.IfExp))}
        for start, end, test, holds in sorted(self._targeted, key=lambda each: each[:2]):
            at = bisect_left(offsets, start)
            if at < len(offsets) and offsets[at] < end:
                written = " ".join(self._text.slice(test).split())
                expression = Expression(tests[id(test)], self._text.span(test), written)
                yield Guarded(expression, holds, self._text.span_between(start, end))


def _branches(node: ast.If | ast.IfExp, text: SourceText) -> Iterator[tuple[bool, int, int]]:
    """The extent of each branch: `if` has them behind the test, an expression on both of its sides."""
    if isinstance(node, ast.IfExp):
        yield True, text.start(node), text.start(node.test)
        yield False, text.end(node.test), text.end(node)
        return
    end = text.end(node.body[-1])
    yield True, text.end(node.test), end
    if node.orelse:
        yield False, end, text.end(node.orelse[-1])


def _apart(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges that are in no other, in order. None of them overlap otherwise."""
    last = 0
    for start, end in sorted(ranges, key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield start, end
            last = end
