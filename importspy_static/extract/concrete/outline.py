"""The outline: the source without what cannot matter, cut at the exact places that CPython's parser tells.

libcst reads the outline in place of the source. That is faster, and it is never given what it dies of.
Lines are not kept: places come from CPython's tree.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from importspy_static import limits
from importspy_static.extract.gaps import Gap, Gaps
from importspy_static.extract.headers import Definition, colon_of, parameters_of
from importspy_static.extract.selection import Kept, TooComplex
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import captures

_LINE_END = re.compile(r"[ \t\f]*\n[ \t\f]*")


class Outline:
    """Writes what libcst reads, a chunk of whole statements at a time.

    `bare`: with nothing left of expressions but names, constants, and the functions that are called.
    """

    def __init__(self, text: SourceText, gaps: Gaps, bare: bool = False) -> None:
        self._text = text
        self._gaps = gaps
        self._out: list[str] = []
        self._at_top, self._in_body = (1, 1) if bare else (limits.EXPRESSION_NODES, limits.BODY_NODES)
        self._most = self._at_top

    def chunks(self, kept: list[Kept]) -> Iterator[tuple[list[Kept], str]]:
        """Statements with their outline."""
        done: list[Kept] = []
        size = 0
        for each in kept:
            before = len(self._out)
            self._statement(each, 0)
            done.append(each)
            size += sum(map(len, self._out[before:]))
            if size > limits.OUTLINE_CHUNK or len(done) > limits.OUTLINE_CHUNK:
                yield done, "".join(self._out)
                done, self._out, size = [], [], 0
        if done:
            yield done, "".join(self._out)

    # --- text ---------------------------------------------------------------------------------------------------

    def _cut(self, start: int, end: int, gaps: Iterable[Gap]) -> str:
        """The source between two offsets, gaps filled."""
        pieces = []
        for gap in gaps:
            at = self._text.start(gap.node)
            pieces += [self._text.text[start:at], self._filled(gap, at)]
            start = self._text.end(gap.node)
        return folded("".join([*pieces, self._text.text[start:end]]))

    def _filled(self, gap: Gap, at: int) -> str:
        """The parentheses of a lone generator expression are those of the call."""
        written = self._gaps.written(gap)
        text = self._text.text
        if isinstance(gap.node, ast.GeneratorExp) and re.search(r"[\w)\]}'\"]\s*$", text[max(0, at - 80) : at]):
            return f"({written})"
        before = text[at - 1 : at]
        return f" {written}" if before.isalnum() or before == "_" else written

    def _expression(self, node: ast.expr, most: int | None = None) -> str:
        """An expression that stands by itself, in parentheses where those around it were left behind."""
        written = self._written(node, self._gaps.admit(node, most or self._most))
        return f"({written})" if "\n" in written or isinstance(node, (ast.NamedExpr, ast.Yield)) else written

    def _written(self, node: ast.expr, gaps: list[Gap]) -> str:
        return self._cut(self._text.start(node), self._text.end(node), gaps)

    def _target(self, node: ast.expr) -> str:
        written = self._written(node, self._gaps.admit_target(node, self._most))
        return f"({written})" if "\n" in written else written

    def _line(self, depth: int, text: str) -> None:
        self._out.append(" " * depth + text + "\n")

    def _header(self, node: Definition, gaps: list[Gap], depth: int) -> None:
        """A header as it is written, up to its colon."""
        gaps.sort(key=lambda gap: self._text.start(gap.node))
        self._line(depth, self._cut(self._text.start(node), colon_of(self._text, node), gaps))

    # --- statements ---------------------------------------------------------------------------------------------

    def _block(self, kept: list[Kept], depth: int) -> None:
        for each in kept:
            self._statement(each, depth)
        if all(each.plain for each in kept):
            self._line(depth, "pass")

    def _statement(self, kept: Kept, depth: int) -> None:
        node = kept.node
        if kept.plain:
            return
        if kept.evaluate:
            assert kept.expression is not None
            self._line(depth, self._expression(kept.expression))
            return
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, kept, depth)
            case ast.ClassDef():
                self._class(node, kept, depth)
            case ast.If():
                self._if(node, kept, depth)
            case ast.For() | ast.AsyncFor():
                prefix = "async for" if isinstance(node, ast.AsyncFor) else "for"
                self._line(depth, f"{prefix} {self._target(node.target)} in {self._expression(node.iter)}:")
                self._with_else(kept, depth)
            case ast.While():
                self._line(depth, f"while {self._expression(node.test)}:")
                self._with_else(kept, depth)
            case ast.With() | ast.AsyncWith():
                self._with(node, kept, depth)
            case ast.Match():
                self._match(node, kept, depth)
            case _ if hasattr(node, "handlers"):
                self._try(node, kept, depth)  # type: ignore[arg-type]
            case _:
                self._line(depth, self._simple(node, kept))

    def _simple(self, node: ast.stmt, kept: Kept) -> str:
        gaps: list[Gap] = []
        match node:
            case ast.Return() | ast.Raise():
                word = "return" if isinstance(node, ast.Return) else "raise"
                return word if kept.expression is None else f"{word} {self._expression(kept.expression)}"
            case ast.AnnAssign():
                value = "" if node.value is None else f" = {self._expression(node.value)}"
                return f"{self._target(node.target)}: {self._expression(node.annotation)}{value}"
            case ast.Import():
                return "import " + ", ".join(map(self._alias, node.names))
            case ast.Assign():
                gaps = [gap for target in node.targets for gap in self._gaps.admit_target(target, self._most)]
                gaps += self._gaps.admit(node.value, self._most)
            case ast.AugAssign():
                gaps = self._gaps.admit_target(node.target, self._most) + self._gaps.admit(node.value, self._most)
            case ast.Delete():
                gaps = [gap for target in node.targets for gap in self._gaps.admit_target(target, self._most)]
            case _ if node.__class__.__name__ == "TypeAlias":
                return f"type {self._text.slice(node.name)} = {self._expression(node.value)}"  # type: ignore[attr-defined]
        return self._cut(self._text.start(node), self._text.end(node), gaps)

    def _alias(self, alias: ast.alias) -> str:
        """A name of more parts than libcst can take is cut off: it comes from CPython's tree."""
        if alias.name.count(".") <= limits.EXPRESSION_DEPTH:
            return self._text.slice(alias).replace("\n", " ").replace("\\ ", " ")
        return "_" if alias.asname is None else f"_ as {alias.asname}"

    def _with_else(self, kept: Kept, depth: int) -> None:
        body, orelse = kept.blocks
        self._block(body, depth + 1)
        if orelse:
            self._line(depth, "else:")
            self._block(orelse, depth + 1)

    def _if(self, node: ast.If, kept: Kept, depth: int) -> None:
        if not kept.chain:
            self._line(depth, f"if {self._expression(node.test)}:")
            self._with_else(kept, depth)
            return
        for each, block in zip(kept.chain, kept.blocks[:-1], strict=True):
            self._line(depth, f"if {self._expression(each.test)}:")
            self._block(block, depth + 1)
        self._line(depth, "if ():")
        self._block(kept.blocks[-1], depth + 1)

    def _with(self, node: ast.With | ast.AsyncWith, kept: Kept, depth: int) -> None:
        prefix = "async with " if isinstance(node, ast.AsyncWith) else "with "
        items = []
        for item in node.items:
            target = "" if item.optional_vars is None else f" as {self._target(item.optional_vars)}"
            items.append(f"[{self._expression(item.context_expr)}]{target}")
        self._line(depth, prefix + ", ".join(items) + ":")
        self._block(kept.blocks[0], depth + 1)

    def _try(self, node: ast.Try, kept: Kept, depth: int) -> None:
        body, orelse, final, *handled = kept.blocks
        self._line(depth, "try:")
        self._block(body, depth + 1)
        star = "*" if node.__class__.__name__ == "TryStar" else ""
        for handler, block in zip(node.handlers, handled, strict=True):
            of = "" if handler.type is None else f" {self._expression(handler.type)}"
            named = "" if handler.name is None else f" as {handler.name}"
            self._line(depth, f"except{star}{of}{named}:")
            self._block(block, depth + 1)
        if orelse:
            self._line(depth, "else:")
            self._block(orelse, depth + 1)
        if final or not node.handlers:
            self._line(depth, "finally:")
            self._block(final, depth + 1)

    def _match(self, node: ast.Match, kept: Kept, depth: int) -> None:
        self._line(depth, f"match {self._expression(node.subject)}:")
        for case, block in zip(node.cases, kept.blocks, strict=True):
            guard = "" if case.guard is None else f" if {self._expression(case.guard)}"
            names = "".join(name + ", " for name, _ in captures(case.pattern))
            self._line(depth + 1, f"case [{names}]{guard}:")
            self._block(block, depth + 2)

    # --- definitions --------------------------------------------------------------------------------------------

    def _decorators(self, node: ast.stmt, decorators: list[ast.expr], depth: int) -> None:
        if len(decorators) > limits.DECORATORS:
            raise TooComplex(node, f"more than {limits.DECORATORS} decorators, the limit")
        for each in decorators:
            self._line(depth, f"@{self._expression(each)}")

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, kept: Kept, depth: int) -> None:
        self._decorators(node, node.decorator_list, depth)
        arguments = parameters_of(node.args)
        expressions = [each.annotation for each in arguments] + [*node.args.defaults, *node.args.kw_defaults]
        expressions.append(node.returns)
        present = [each for each in expressions if each is not None]
        gaps = [gap for each in present for gap in self._gaps.admit(each, self._most)]
        self._header(node, gaps + self._bounds(node), depth)
        outer, self._most = self._most, self._in_body
        self._block(kept.blocks[0], depth + 1)
        self._most = outer

    def _class(self, node: ast.ClassDef, kept: Kept, depth: int) -> None:
        self._decorators(node, node.decorator_list, depth)
        present = [*node.bases, *(keyword.value for keyword in node.keywords)]
        gaps = [gap for each in present for gap in self._gaps.admit(each, self._most)]
        if out_of_order(node):
            self._line(depth, self._in_order(node))
        else:
            self._header(node, gaps + self._bounds(node), depth)
        outer, self._most = self._most, self._at_top
        self._block(kept.blocks[0], depth + 1)
        self._most = outer

    def _in_order(self, node: ast.ClassDef) -> str:
        """A class header whose bases stand first: libcst refuses one behind a keyword, which Python allows."""
        names = [self._text.slice(each) for each in getattr(node, "type_params", ())]
        bases = [
            f"*{self._expression(base.value)}" if isinstance(base, ast.Starred) else self._expression(base)
            for base in node.bases
        ]
        keywords = [
            f"{each.arg}={self._expression(each.value)}" if each.arg else f"**{self._expression(each.value)}"
            for each in node.keywords
        ]
        generic = f"[{', '.join(names)}]" if names else ""
        return f"class {node.name}{generic}({', '.join([*bases, *keywords])}):"

    def _bounds(self, node: ast.stmt) -> list[Gap]:
        """Bounds and defaults of type parameters are evaluated when they are asked for, if ever (PEP 695, 696)."""
        found = []
        for each in getattr(node, "type_params", ()):
            for part in (getattr(each, "bound", None), getattr(each, "default_value", None)):
                if part is not None:
                    found += self._gaps.admit(part, self._most)
        return found


def folded(text: str) -> str:
    """Lines inside brackets as one, where there is no comment and no backslash: less for libcst to read.

    No string spans lines: such a one is a gap.
    """
    if "\n" not in text or "#" in text or "\\" in text:
        return text
    return _LINE_END.sub(" ", text)


def out_of_order(node: ast.ClassDef) -> bool:
    """Whether a base stands behind a keyword: `class A(key=1, *bases)`."""
    first = min(((each.lineno, each.col_offset) for each in node.keywords), default=None)
    return first is not None and any((each.lineno, each.col_offset) > first for each in node.bases)
