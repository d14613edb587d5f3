"""What stands around a statement: the blocks that it is in, and what they say about whether it runs."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeAlias

from importspy_static.extract.trees import SCOPES
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.imports import Circumstance

BlockName: TypeAlias = Literal["body", "orelse", "finalbody", "handlers", "cases"]
_BLOCKS: tuple[BlockName, ...] = ("body", "orelse", "finalbody", "handlers", "cases")
_ORDER: tuple[Circumstance, ...] = ("conditional", "targeted", "optional", "lazy", "type_checking")
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
_ABSENT = _IMPORT_ERRORS | {"Exception", "BaseException"}
"""What handlers catch when a module is not there."""

Verdict: TypeAlias = Literal["always", "never", "targeted", "unknown"]
"""When control reaches a block of an `if`."""


@dataclass(eq=False, slots=True)
class Around:
    """A block of a compound statement, and what is around that."""

    node: ast.stmt
    block: BlockName
    outer: Around | None
    found: frozenset[Circumstance] | None = None
    """What it says of what is in it, once that was asked."""


def statements_at(tree: ast.Module, lines: Sequence[int]) -> Iterator[tuple[ast.stmt, Around | None]]:
    """The statements that some of these lines, in order, are of; outer ones first, in the order of the source."""
    pending: list[tuple[ast.stmt, Around | None]] = [(each, None) for each in reversed(tree.body)]
    while pending:
        node, around = pending.pop()
        if not _has_one(lines, node):
            continue
        yield node, around
        for block in reversed(_BLOCKS):
            inner = getattr(node, block, None)
            if inner:
                within = Around(node, block, around)
                pending += [(each, within) for each in reversed(_statements(inner))]


def _statements(block: list[ast.AST]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for each in block:
        match each:
            case ast.ExceptHandler(body=body) | ast.match_case(body=body):
                found += body
            case ast.stmt():
                found.append(each)
    return found


def _has_one(lines: Sequence[int], node: ast.stmt) -> bool:
    first = node.lineno
    if isinstance(node, SCOPES) and node.decorator_list:
        first = node.decorator_list[0].lineno
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= (node.end_lineno or node.lineno)


def circumstances(around: Around | None, verdict: Callable[[ast.If, BlockName], Verdict]) -> tuple[Circumstance, ...]:
    """What the blocks around a statement say. `verdict` tells of those of an `if`."""
    unasked: list[Around] = []
    while around is not None and around.found is None:
        unasked.append(around)
        around = around.outer
    found: frozenset[Circumstance] = frozenset() if around is None or around.found is None else around.found
    for each in reversed(unasked):
        found = each.found = _within(each, found, verdict)
    return in_order(found)


def in_order(found: Collection[Circumstance]) -> tuple[Circumstance, ...]:
    """Circumstances in the order in which facts have them."""
    return tuple(each for each in _ORDER if each in found)


def attempted(around: Around | None) -> tuple[Sequence[ast.stmt], bool] | None:
    """The body of a `try` that decides by its imports alone whether control comes here, and whether it has to fail."""
    while around is not None:
        handlers: list[ast.ExceptHandler] = getattr(around.node, "handlers", [])
        is_behind = around.block in ("handlers", "orelse")
        if is_behind and handlers and all(_catches(each.type, _IMPORT_ERRORS, only=True) for each in handlers):
            body: list[ast.stmt] = getattr(around.node, "body", [])
            return body, around.block == "handlers"
        around = around.outer
    return None


def _within(
    around: Around, found: frozenset[Circumstance], verdict: Callable[[ast.If, BlockName], Verdict]
) -> frozenset[Circumstance]:
    match around.node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            # It is called where it is called: handlers around the definition do not count.
            return (found - {"optional"}) | {"lazy"}
        case ast.ClassDef():
            return found
        case ast.If() as node:
            return found | _OF_VERDICT[verdict(node, around.block)]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return found | {"optional"} if any(_suppresses(each.context_expr) for each in items) else found
        case ast.While(test=ast.Constant(value=test)) if test and around.block == "body":
            return found
        case node if (handlers := getattr(node, "handlers", None)) is not None:
            return found | _of_try(around.block, handlers)
    return found | {"conditional"}


_OF_VERDICT: dict[Verdict, frozenset[Circumstance]] = {
    "always": frozenset(),
    "never": frozenset({"type_checking"}),
    "targeted": frozenset({"targeted"}),
    "unknown": frozenset({"conditional"}),
}


def _of_try(block: BlockName, handlers: list[ast.ExceptHandler]) -> frozenset[Circumstance]:
    if block == "finalbody":
        return frozenset()
    if block != "body":
        return frozenset({"conditional"})
    going_on = [each for each in handlers if not isinstance(each.body[-1], ast.Raise)]
    if any(each.type is None or _catches(each.type) for each in going_on):
        return frozenset({"optional"})
    return frozenset({"conditional"} if going_on else ())


def _catches(kind: ast.expr | None, names: Collection[str] = _ABSENT, *, only: bool = False) -> bool:
    """Whether an exception of this kind, or one of these kinds, says that a module is not there; `only`: each does."""
    match kind:
        case ast.Tuple(elts=kinds):
            return (all if only else any)(_catches(each, names, only=only) for each in kinds)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in names
    return False


def _suppresses(manager: ast.expr) -> bool:
    match manager:
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=kinds):
            return any(_catches(each) for each in kinds)
    return False
