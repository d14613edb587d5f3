"""Statements: the outline as libcst reads it and what was kept of CPython's tree, side by side, as a `Program`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeAlias

import libcst as cst

from importspy_static.extract.concrete.expressions import (
    BINARY,
    Disagreement,
    Expressions,
    disagree,
    expect,
    operator,
    paired,
    same,
)
from importspy_static.extract.expressions import span_text
from importspy_static.extract.gaps import Gaps
from importspy_static.extract.headers import capture_span, case_span, handler_span, header_of, irrefutable
from importspy_static.extract.patterns import pattern_of
from importspy_static.extract.selection import Kept
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import captures
from importspy_static.model.expression import Constant, Expression, Name
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    Block,
    Case,
    ClassDef,
    Delete,
    Evaluate,
    FunctionDef,
    Global,
    Handler,
    If,
    Import,
    ImportedModule,
    ImportedName,
    ImportFrom,
    Leave,
    Loop,
    Match,
    Statement,
    Try,
    TypeStatement,
    With,
)

Read: TypeAlias = "cst.BaseCompoundStatement | cst.BaseSmallStatement"

_AUGMENTED = {getattr(cst, f"{kind.__name__}Assign"): (text, known) for kind, (text, known) in BINARY.items()}


_READERS: dict[type[cst.CSTNode], str] = {
    cst.Assign: "_assign",
    cst.AnnAssign: "_annotated",
    cst.AugAssign: "_augmented",
    cst.Del: "_delete",
    cst.Return: "_leave",
    cst.Raise: "_leave",
    cst.Break: "_leave",
    cst.Continue: "_leave",
    cst.Global: "_global",
    cst.Import: "_import",
    cst.ImportFrom: "_import_from",
    cst.TypeAlias: "_type",
    cst.If: "_if",
    cst.For: "_loop",
    cst.While: "_loop",
    cst.With: "_with",
    cst.Try: "_try",
    cst.TryStar: "_try",
    cst.Match: "_match",
    cst.FunctionDef: "_function",
    cst.ClassDef: "_class",
}
"""The method that reads a kind of node, by name: bound ones kept a tree alive until somebody looked for cycles."""
for _kind, _method in (("LazyImport", "_import"), ("LazyImportFrom", "_import_from")):
    if hasattr(cst, _kind):  # PEP 810, in newer versions of libcst
        _READERS[getattr(cst, _kind)] = _method


class Statements:
    """Reads the statements of one source."""

    def __init__(self, text: SourceText, gaps: Gaps) -> None:
        self._text = text
        self._expressions = Expressions(text, gaps)

    def block(self, read: Sequence[cst.CSTNode], kept: list[Kept], at: ast.AST) -> Block:
        """The statements of one block. The outline has `pass` for an empty one."""
        flat = flattened(read)
        if len(flat) == 1 and isinstance(flat[0], cst.Pass):
            flat = []
        following = iter(flat)
        found = tuple(self._next(following, each) for each in kept)
        return found if next(following, None) is None else disagree(at)

    def _next(self, following: Iterator[Read], kept: Kept) -> Statement:
        """A statement, from as many of what libcst read as the outline wrote for it."""
        if kept.plain:
            return self._plain(expect(kept.node, ast.Assign))
        needed = len(kept.chain) + 1 if kept.chain else 1
        read = [*islice(following, needed)]
        if len(read) < needed:
            raise Disagreement(kept.node)
        return self._long_if(read, kept) if kept.chain else self.statement(read[0], kept)

    def _plain(self, known: ast.Assign) -> Assign:
        target, assigned = expect(known.targets[0], ast.Name), expect(known.value, ast.Constant)
        place, text = self._text.span, self._text
        return Assign(
            (Expression(Name(target.id), place(target), span_text(text, target)),),
            Expression(Constant(assigned.value), place(assigned), span_text(text, assigned)),
            None,
            place(known),
        )

    def statement(self, read: Read, kept: Kept) -> Statement:
        if kept.evaluate:
            is_asserted = isinstance(kept.node, ast.Assert) and kept.expression is kept.node.test
            return Evaluate(self._evaluated(read, kept), is_asserted)
        reader = _READERS.get(type(read))
        if reader is None:
            raise Disagreement(kept.node)
        found: Statement = getattr(self, reader)(read, kept)
        return found

    def _evaluated(self, read: Read, kept: Kept) -> Expression:
        if not isinstance(read, cst.Expr) or kept.expression is None:
            raise Disagreement(kept.node)
        return self._expressions.expression(read.value, kept.expression)

    def _optional(self, read: cst.CSTNode | None, known: ast.expr | None, at: ast.AST) -> Expression | None:
        if read is None or known is None:
            return None if read is None and known is None else disagree(at)
        return self._expressions.expression(read, known)

    # --- simple statements ---------------------------------------------------------------------------------------

    def _assign(self, read: cst.Assign, kept: Kept) -> Assign:
        known = expect(kept.node, ast.Assign)
        of = self._expressions.expression
        targets = tuple(of(r.target, k) for r, k in paired(read.targets, known.targets, known))
        return Assign(targets, of(read.value, known.value), None, self._text.span(known))

    def _annotated(self, read: cst.AnnAssign, kept: Kept) -> Statement:
        known = expect(kept.node, ast.AnnAssign)
        of = self._expressions
        target = of.expression(read.target, known.target)
        value = self._optional(read.value, known.value, known)
        annotation = of.annotation(read.annotation.annotation, known.annotation)
        if not known.simple and isinstance(known.target, ast.Name):  # `(x): int = 1` annotates nothing, PEP 526
            return Evaluate(annotation) if value is None else Assign((target,), value, None, self._text.span(known))
        return Assign((target,), value, annotation, self._text.span(known))

    def _augmented(self, read: cst.AugAssign, kept: Kept) -> AugmentedAssign:
        known = expect(kept.node, ast.AugAssign)
        of = self._expressions.expression
        text = operator(read.operator, known.op, _AUGMENTED, known)
        return AugmentedAssign(of(read.target, known.target), text, of(read.value, known.value), self._text.span(known))

    def _delete(self, read: cst.Del, kept: Kept) -> Delete:
        known = expect(kept.node, ast.Delete)
        of = self._expressions.expression
        span = self._text.span(known)
        if len(known.targets) == 1:
            return Delete((of(read.target, known.targets[0]),), span)
        elements = read.target.elements if isinstance(read.target, cst.Tuple) else disagree(known)
        return Delete(tuple(of(r.value, k) for r, k in paired(elements, known.targets, known)), span)

    def _leave(self, read: cst.Return | cst.Raise | cst.Break | cst.Continue, kept: Kept) -> Leave:
        span = self._text.span(kept.node)
        match read, kept.node:
            case cst.Return(value=value), ast.Return():
                return Leave("return", self._optional(value, kept.expression, kept.node), span)
            case cst.Raise(exc=value), ast.Raise(cause=cause):
                is_chained = cause is not None and not (isinstance(cause, ast.Constant) and cause.value is None)
                return Leave("raise", self._optional(value, kept.expression, kept.node), span, is_chained)
            case cst.Break(), ast.Break():
                return Leave("break", None, span)
            case cst.Continue(), ast.Continue():
                return Leave("continue", None, span)
        return disagree(kept.node)

    def _import(self, read: cst.Import, kept: Kept) -> Import:
        known = expect(kept.node, ast.Import)
        modules = []
        for alias, name in paired(read.names, known.names, known):
            if (written := dotted(alias.name)) != "_":  # a name too long for libcst is cut off in the outline
                same(written, name.name, known)
            modules.append(ImportedModule(name.name, self._alias(alias, name), self._text.span(name)))
        return Import(tuple(modules), self._text.span(known))

    def _import_from(self, read: cst.ImportFrom, kept: Kept) -> ImportFrom:
        known = expect(kept.node, ast.ImportFrom)
        span = self._text.span(known)
        if len(read.relative) != known.level:
            raise Disagreement(known)
        same("" if read.module is None else dotted(read.module), known.module or "", known)
        if isinstance(read.names, cst.ImportStar):
            if known.names[0].name != "*":
                raise Disagreement(known)
            return ImportFrom(known.module or "", known.level, None, span)
        names = []
        for alias, name in paired(read.names, known.names, known):
            same(dotted(alias.name), name.name, known)
            names.append(ImportedName(name.name, self._alias(alias, name), self._text.span(name)))
        return ImportFrom(known.module or "", known.level, tuple(names), span)

    def _alias(self, read: cst.ImportAlias, known: ast.alias) -> str | None:
        if read.asname is None or known.asname is None:
            return None if (read.asname is None) == (known.asname is None) else disagree(known)
        return same(dotted(read.asname.name), known.asname, known)

    def _global(self, read: cst.Global, kept: Kept) -> Global:
        known = expect(kept.node, ast.Global)
        names = tuple(same(r.name.value, name, known) for r, name in paired(read.names, known.names, known))
        return Global(names, self._text.span(known))

    def _type(self, read: cst.TypeAlias, kept: Kept) -> TypeStatement:
        match kept.node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="type"), attr=name) as at], value=aliased):
                end = self._text.end(at)  # lowered for an older grammar: `type.X = …`
                span = self._text.span_between(end - len(read.name.value), end)
            case node if node.__class__.__name__ == "TypeAlias":
                name, aliased = node.name.id, node.value  # type: ignore[attr-defined]
                span = self._text.span(node.name)  # type: ignore[attr-defined]
            case _:
                raise Disagreement(kept.node)
        alias = same(read.name.value, name, kept.node)
        return TypeStatement(alias, self._expressions.annotation(read.value, aliased), span)

    # --- compound statements -------------------------------------------------------------------------------------

    def _body(self, suite: cst.BaseSuite, kept: list[Kept], at: ast.AST) -> Block:
        return self.block(suite.body, kept, at)

    def _else(self, read: cst.Else | cst.Finally | None, kept: list[Kept], at: ast.AST) -> Block:
        if read is None:
            return () if not kept else disagree(at)
        return self._body(read.body, kept, at)

    def _if(self, read: cst.If, kept: Kept) -> If:
        node = expect(kept.node, ast.If)
        test = self._expressions.expression(read.test, node.test)
        if isinstance(read.orelse, cst.If):
            raise Disagreement(node)
        body, orelse = kept.blocks
        return If(test, self._body(read.body, body, node), self._else(read.orelse, orelse, node), self._text.span(node))

    def _long_if(self, read: list[Read], kept: Kept) -> Match:
        """A long `elif` chain, flat: each test is the guard of a case that matches anything."""
        cases = []
        for each, known, block in zip(read[:-1], kept.chain, kept.blocks[:-1], strict=True):
            if not isinstance(each, cst.If):
                raise Disagreement(known)
            guard = self._expressions.expression(each.test, known.test)
            cases.append(Case((), True, guard, self._body(each.body, block, known), self._text.span(known.test)))
        last, span = read[-1], self._text.span(kept.node)
        if not isinstance(last, cst.If):
            raise Disagreement(kept.node)
        cases.append(Case((), True, None, self._body(last.body, kept.blocks[-1], kept.node), span))
        return Match(Expression(Constant(None), cases[0].span, ""), tuple(cases), span)

    def _loop(self, read: cst.For | cst.While, kept: Kept) -> Loop:
        node = kept.node
        of = self._expressions.expression
        target = iterable = test = None
        match read, node:
            case cst.For(), ast.For() | ast.AsyncFor():
                if (read.asynchronous is not None) != isinstance(node, ast.AsyncFor):
                    raise Disagreement(node)
                target, iterable = of(read.target, node.target), of(read.iter, node.iter)
            case cst.While(), ast.While():
                test = of(read.test, node.test)
            case _:
                raise Disagreement(node)
        body, orelse = kept.blocks
        blocks = self._body(read.body, body, node), self._else(read.orelse, orelse, node)
        return Loop(target, iterable, test, *blocks, self._text.span(node))

    def _with(self, read: cst.With, kept: Kept) -> With:
        node = kept.node
        if not isinstance(node, (ast.With, ast.AsyncWith)):
            raise Disagreement(node)
        items = []
        for each, item in paired(read.items, node.items, node):
            if not isinstance(each.item, cst.List) or len(each.item.elements) != 1:
                raise Disagreement(node)
            value = self._expressions.expression(each.item.elements[0].value, item.context_expr)
            name = each.asname.name if each.asname else None
            items.append((value, self._optional(name, item.optional_vars, node)))
        return With(tuple(items), self._body(read.body, kept.blocks[0], node), self._text.span(node))

    def _try(self, read: cst.Try | cst.TryStar, kept: Kept) -> Try:
        node: ast.Try = kept.node  # type: ignore[assignment]
        if not hasattr(node, "handlers"):
            raise Disagreement(kept.node)
        body, orelse, final, *handled = kept.blocks
        handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler] = read.handlers
        told = zip(node.handlers, handled, strict=True)
        found = tuple(self._handler(each, *known) for each, known in paired(handlers, told, node))
        return Try(
            self._body(read.body, body, node),
            found,
            self._else(read.orelse, orelse, node),
            self._else(read.finalbody, final, node),
            self._text.span(node),
            node.__class__.__name__ == "TryStar",
        )

    def _handler(
        self, read: cst.ExceptHandler | cst.ExceptStarHandler, known: ast.ExceptHandler, kept: list[Kept]
    ) -> Handler:
        name = None
        if read.name is not None:
            written = read.name.name if isinstance(read.name.name, cst.Name) else disagree(known)
            name = same(written.value, known.name or "", known)
        elif known.name is not None:
            raise Disagreement(known)
        body = self._body(read.body, kept, known)
        return Handler(self._optional(read.type, known.type, known), name, body, handler_span(self._text, known))

    def _match(self, read: cst.Match, kept: Kept) -> Match:
        node = expect(kept.node, ast.Match)
        subject = self._expressions.expression(read.subject, node.subject)
        told = zip(node.cases, kept.blocks, strict=True)
        cases = tuple(self._case(case, *each) for case, each in paired(read.cases, told, node))
        return Match(subject, cases, self._text.span(node))

    def _case(self, read: cst.MatchCase, known: ast.match_case, kept: list[Kept]) -> Case:
        pattern = known.pattern
        bound = captures(pattern)
        if not isinstance(read.pattern, cst.MatchList):
            raise Disagreement(pattern)
        for each, (name, _) in paired(read.pattern.patterns, bound, pattern):
            match each:
                case cst.MatchSequenceElement(value=cst.MatchAs(pattern=None, name=cst.Name(value=written))):
                    same(written, name, pattern)
                case _:
                    raise Disagreement(pattern)
        places = tuple((name, capture_span(self._text, name, at)) for name, at in bound)
        guard = self._optional(read.guard, known.guard, pattern)
        body = self._body(read.body, kept, pattern)
        return Case(places, irrefutable(pattern), guard, body, case_span(self._text, known), pattern_of(pattern))

    # --- definitions ---------------------------------------------------------------------------------------------

    def _decorators(self, read: Sequence[cst.Decorator], known: list[ast.expr], at: ast.AST) -> tuple[Expression, ...]:
        return tuple(self._expressions.expression(r.decorator, k) for r, k in paired(read, known, at))

    def _function(self, read: cst.FunctionDef, kept: Kept) -> FunctionDef:
        node = kept.node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or kept.function is None:
            raise Disagreement(node)
        is_async = isinstance(node, ast.AsyncFunctionDef)
        if (read.asynchronous is not None) != is_async or (read.returns is None) != (node.returns is None):
            raise Disagreement(node)
        returns = None
        if read.returns is not None and node.returns is not None:
            returns = self._expressions.annotation(read.returns.annotation, node.returns)
        span, header = header_of(self._text, node)
        return FunctionDef(
            name=same(read.name.value, node.name, node),
            span=span,
            header=header,
            is_async=is_async,
            is_generator=kept.function.is_generator,
            is_whole=kept.function.is_whole,
            returns_nothing=kept.function.returns_nothing,
            lets_pass=kept.function.lets_pass,
            decorators=self._decorators(read.decorators, node.decorator_list, node),
            type_parameters=type_parameters(read.type_parameters, node),
            parameters=self._expressions.parameters(read.params, node.args, node),
            returns=returns,
            body=None if kept.function.is_unread else self._body(read.body, kept.blocks[0], node),
            globals=kept.function.globals,
            locals=kept.function.locals,
            mentions=kept.function.mentions,
            changes_others=kept.function.changes_others,
            passes_on=kept.function.passes_on,
        )

    def _class(self, read: cst.ClassDef, kept: Kept) -> ClassDef:
        node = expect(kept.node, ast.ClassDef)
        span, header = header_of(self._text, node)
        written = sorted([*read.bases, *read.keywords], key=lambda each: each.keyword is not None or each.star == "**")
        bases, keywords = self._expressions.arguments(written, node.bases, node.keywords, node)
        place, text = self._text.span, self._text
        return ClassDef(
            name=same(read.name.value, node.name, node),
            span=span,
            header=header,
            decorators=self._decorators(read.decorators, node.decorator_list, node),
            type_parameters=type_parameters(read.type_parameters, node),
            bases=tuple(Expression(base, place(known), span_text(text, known)) for base, known in bases),
            keywords=tuple(
                (k.name, Expression(k.value, place(known), span_text(text, known))) for k, known in keywords
            ),
            body=self._body(read.body, kept.blocks[0], node),
        )


def flattened(read: Sequence[cst.CSTNode]) -> list[Read]:
    """The statements of a block, those that share a line one by one."""
    flat: list[Read] = []
    for each in read:
        match each:
            case cst.SimpleStatementLine(body=small):
                flat += small
            case cst.BaseSmallStatement() | cst.BaseCompoundStatement():
                flat.append(each)
    return flat


def dotted(name: cst.CSTNode) -> str:
    """`a.b.c` without white space."""
    parts = []
    while isinstance(name, cst.Attribute):
        parts.append(name.attr.value)
        name = name.value
    return ".".join(reversed([*parts, name.value if isinstance(name, cst.Name) else ""]))


def type_parameters(read: cst.TypeParameters | None, known: ast.stmt) -> tuple[str, ...]:
    """The names between the brackets of a generic definition (PEP 695)."""
    names = tuple(each.param.name.value for each in read.params) if read is not None else ()
    told = getattr(known, "type_params", None)
    if told is None:
        return names
    return tuple(same(name, each.name, known) for name, each in paired(names, told, known))
