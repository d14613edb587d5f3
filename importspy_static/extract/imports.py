"""What a module imports, and what it does with it: the facts of `model/imports.py`.

Import statements are found by the word, which nothing else can stand for. What they bind are the names that one walk
over the tree then watches for (`watch`); scopes tell what each of these means where it is read (`scopes`, `reads`).
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from importspy_static.extract.conditions import Conditions
from importspy_static.extract.embedded import EmbeddedReader
from importspy_static.extract.ranges import Ranges
from importspy_static.extract.reads import BUILTINS, OWN, ImportCall, Reads
from importspy_static.extract.scopes import Scopes
from importspy_static.extract.surroundings import Around, attempted, circumstances, in_order, statements_at
from importspy_static.extract.text import SourceText
from importspy_static.extract.watch import Watch
from importspy_static.model.embedded import EmbeddedContract
from importspy_static.model.imports import Attempt, Circumstance, Guarded, ImportFact, UnknownImport, Use
from importspy_static.model.place import Span

_ALWAYS = BUILTINS | OWN
_IMPORTING = ("__import__", "__builtins__", "__loader__", "__spec__")
"""What needs no import to import something."""


class Imports(NamedTuple):
    """The facts, as `Program` has them."""

    imports: tuple[ImportFact, ...] = ()
    unknown_imports: tuple[UnknownImport, ...] = ()
    uses: tuple[Use, ...] = ()
    guarded: tuple[Guarded, ...] = ()
    embedded: tuple[EmbeddedContract, ...] = ()


class ImportReader:
    """Reads the imports of one module, in two steps: between them somebody shows the watch its whole tree."""

    def __init__(self, tree: ast.Module, text: SourceText) -> None:
        self._tree, self._text = tree, text
        lines = [number for number, line in enumerate(text.lines, 1) if "import" in line]
        self._statements: list[tuple[ast.Import | ast.ImportFrom, Around | None]] = [
            (node, around)
            for node, around in statements_at(tree, lines)
            if isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        names = {_bound_name(alias) for node, _ in self._statements for alias in node.names}
        self._embedded = EmbeddedReader(tree, text, (node for node, _ in self._statements))
        names |= self._embedded.names
        self.watch: Watch | None = None
        if names or not text.text.isascii() or any(name in text.text for name in _IMPORTING):
            self.watch = Watch(frozenset({*names, *_ALWAYS, *_named_conditions(tree)}))

    def facts(self) -> Imports:
        """The facts, once the watch has seen the whole tree."""
        if self.watch is None:
            return Imports()
        scopes = Scopes(self._tree, self.watch)
        reads = Reads(self._text, scopes, self.watch)
        has_star = any(alias.name == "*" for node, _ in self._statements for alias in node.names)
        conditions = Conditions(scopes, reads.changed(), has_star=has_star)
        ranges = Ranges(self._text, self.watch.conditions, conditions)
        scopes.forget({node for node, _ in self._statements if ranges.is_never(self._text.start(node))})
        stated = [
            each
            for node, around in self._statements
            for each in self._stated(node, circumstances(around, ranges.verdict), self._attempt(around))
        ]
        called = [*self._called(reads.read(ranges), scopes, ranges)]
        imports = [*stated, *called]
        imports.sort(key=lambda each: each.span)
        unknown, uses = reads.unknown_imports(), reads.uses()
        offsets = [self._offset(each.span) for each in imports]
        offsets += [self._offset(each.span) for each in unknown]
        offsets += [self._offset(span) for each in uses for span in each.spans]
        embedded = self._embedded.read(self.watch, scopes, ranges)
        return Imports(tuple(imports), unknown, uses, tuple(ranges.guarded(sorted(offsets))), embedded)

    def _offset(self, span: Span) -> int:
        return self._text.starts[span.line - 1] + span.column - 1

    def _attempt(self, around: Around | None) -> Attempt | None:
        found = attempted(around)
        if found is None:
            return None
        body, failed = found
        return Attempt(self._text.span_between(self._text.start(body[0]), self._text.end(body[-1])), failed)

    def _stated(
        self, node: ast.Import | ast.ImportFrom, under: tuple[Circumstance, ...], attempt: Attempt | None
    ) -> Iterator[ImportFact]:
        """What a statement imports."""
        for alias in node.names:
            match node:
                case ast.Import():
                    span = self._text.span(alias)
                    yield ImportFact(alias.name, 0, None, alias.asname, span, under, attempt=attempt)
                case ast.ImportFrom(module=module, level=level):
                    span = self._text.span(node if alias.name == "*" else alias)
                    yield ImportFact(module or "", level, alias.name, alias.asname, span, under, attempt=attempt)

    def _called(self, calls: Sequence[ImportCall], scopes: Scopes, ranges: Ranges) -> Iterator[ImportFact]:
        """What calls import, with what stands around them."""
        lines = sorted({each.read.place.lineno for each in calls})
        around: dict[int, Around | None] = {}
        surely: set[int] = set()
        for statement, outer in statements_at(self._tree, lines) if lines else ():
            first, last = bisect_left(lines, statement.lineno), bisect_right(lines, statement.end_lineno or 0)
            around.update((line, outer) for line in lines[first:last])
            surely.add(id(getattr(statement, "value", None)))
        for each in calls:
            found = {*circumstances(around.get(each.read.place.lineno), ranges.verdict)}
            if id(each.read.whole) not in surely:  # it is in an expression, which may not evaluate it
                found.add("conditional")
            if scopes.is_in_lambda(each.read.scope):
                found.add("lazy")
            span = self._text.span(each.read.place)
            attempt = self._attempt(around.get(each.read.place.lineno))
            yield ImportFact(each.module, each.level, each.name, None, span, in_order(found), each.text, attempt)


def _bound_name(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _named_conditions(tree: ast.Module) -> Iterator[str]:
    """Names of the module that may stand for conditions: `WINDOWS = sys.platform == "win32"`."""
    for each in tree.body:
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=assigned)
                | ast.AnnAssign(target=ast.Name(id=name), value=assigned)
            ):
                match assigned:
                    case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Attribute():
                        yield name
                    case ast.Call(func=ast.Attribute()) | ast.Constant(value=bool() | 0 | 1):
                        yield name
