"""The oracle of the statements: the same facts, but libcst reads the whole source, unchanged."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import libcst as cst

from importspy_static.extract.concrete.expressions import Disagreement, Expressions, disagree, paired, same
from importspy_static.extract.concrete.outline import Outline
from importspy_static.extract.concrete.statements import Read, Statements, flattened
from importspy_static.extract.effects import Effects
from importspy_static.extract.gaps import Gap, Gaps
from importspy_static.extract.headers import capture_span, case_span, irrefutable
from importspy_static.extract.judgement import lenient
from importspy_static.extract.patterns import pattern_of
from importspy_static.extract.selection import Kept, Selection
from importspy_static.extract.text import SourceText
from importspy_static.extract.trees import captures
from importspy_static.model.expression import Constant, Expression, Node
from importspy_static.model.program import Assign, Block, Case, If, Match, Statement, With

KINDS = {
    "JoinedStr": (cst.FormattedString, cst.ConcatenatedString),
    "TemplateStr": (cst.TemplatedString, cst.ConcatenatedString),
    "Constant": (cst.SimpleString, cst.ConcatenatedString),
    "Await": (cst.Await,),
    "Yield": (cst.Yield,),
    "YieldFrom": (cst.Yield,),
    "BoolOp": (cst.BooleanOperation,),
    "BinOp": (cst.BinaryOperation,),
    "Compare": (cst.Comparison,),
}


def whole(source: bytes) -> Block:
    """The statements of a source that both parsers can bear."""
    tree = ast.parse(source)
    text = SourceText(lenient(source))
    gaps = Gaps(text)
    kept = Selection(tree, Effects(text, tree)).module()
    for _ in Outline(text, gaps).chunks(kept):
        pass  # it decides where the gaps are
    return WholeStatements(text, gaps).of(cst.parse_module(text.text).body, kept, tree)


class WholeExpressions(Expressions):
    def _gap(self, read: cst.CSTNode, gap: Gap) -> Node:
        if gap.form != "lambda body" and not getattr(gap.node, "made", False):
            kinds = KINDS.get(type(gap.node).__name__, (getattr(cst, type(gap.node).__name__, cst.CSTNode),))
            assert isinstance(read, kinds), (type(read), gap)
        parts = [cst.Element(cst.parse_expression(f"({self._gaps._part(part)})")) for part in gap.parts]
        return super()._gap(cst.Tuple(parts), gap)


class WholeStatements(Statements):
    def __init__(self, text: SourceText, gaps: Gaps) -> None:
        super().__init__(text, gaps)
        self._expressions = WholeExpressions(text, gaps)

    def of(
        self, read: Sequence[cst.CSTNode], kept: list[Kept], at: ast.AST, known: list[ast.stmt] | None = None
    ) -> Block:
        statements: list[ast.stmt] = at.body if known is None else known  # type: ignore[attr-defined]
        pairs = {id(node): each for each, node in paired(flattened(read), statements, at)}
        return tuple(self._one(pairs[id(each.node)], each) for each in kept)

    def _one(self, read: Read, kept: Kept) -> Statement:
        if kept.plain:
            assert isinstance(read, cst.Assign)
            known = kept.node
            assert isinstance(known, ast.Assign)
            of = self._expressions.expression
            return Assign(
                (of(read.targets[0].target, known.targets[0]),),
                of(read.value, known.value),
                None,
                self._text.span(known),
            )
        if kept.chain:
            chain: list[Any] = []
            each: Any = read
            while isinstance(each, cst.If):
                chain.append(each)
                each = each.orelse
            return self._long_chain(chain, each, kept)
        return self.statement(read, kept)

    def _body(self, suite: cst.BaseSuite, kept: list[Kept], at: ast.AST) -> Block:
        known = next(block for block in _blocks(at) if _holds(block, kept, suite))
        return self.of(suite.body, kept, at, known)

    def _long_chain(self, read: list[cst.If], last: cst.Else | None, kept: Kept) -> Match:
        cases = []
        for each, known, block in zip(read, kept.chain, kept.blocks[:-1], strict=True):
            guard = self._expressions.expression(each.test, known.test)
            body = self.of(each.body.body, block, known)
            cases.append(Case((), True, guard, body, self._text.span(known.test)))
        body = self.of(last.body.body, kept.blocks[-1], kept.node, kept.chain[-1].orelse) if last else ()
        span = self._text.span(kept.node)
        cases.append(Case((), True, None, body, span))
        return Match(Expression(Constant(None), cases[0].span, ""), tuple(cases), span)

    def _evaluated(self, read: Any, kept: Kept) -> Expression:
        assert kept.expression is not None
        for candidate, known in _headers(read, kept.node):
            if known is kept.expression:
                return self._expressions.expression(candidate, known)
        raise Disagreement(kept.node)

    def _leave(self, read: Any, kept: Kept) -> Any:
        if kept.expression is None and isinstance(read, cst.Return):
            read = read.with_changes(value=None)
        elif kept.expression is None and isinstance(read, cst.Raise):
            read = cst.Raise()
        return super()._leave(read, kept)

    def _if(self, read: Any, kept: Kept) -> If:
        node = kept.node
        assert isinstance(node, ast.If)
        test = self._expressions.expression(read.test, node.test)
        body = self.of(read.body.body, kept.blocks[0], node)
        orelse: Block = ()
        if isinstance(read.orelse, cst.If):
            orelse = self.of([read.orelse], kept.blocks[1], node, node.orelse)
        elif read.orelse is not None:
            orelse = self.of(read.orelse.body.body, kept.blocks[1], node, node.orelse)
        return If(test, body, orelse, self._text.span(node))

    def _with(self, read: Any, kept: Kept) -> With:
        node: Any = kept.node
        items = []
        for each, item in paired(read.items, node.items, node):
            name = each.asname.name if each.asname else None
            value = self._expressions.expression(each.item, item.context_expr)
            items.append((value, self._optional(name, item.optional_vars, node)))
        return With(tuple(items), self.of(read.body.body, kept.blocks[0], node), self._text.span(node))

    def _case(self, read: cst.MatchCase, known: ast.match_case, kept: list[Kept]) -> Case:
        pattern = known.pattern
        names = list(dict.fromkeys(_bound(read.pattern)))
        places = tuple(
            (same(name, told, pattern), capture_span(self._text, told, at))
            for name, (told, at) in paired(names, captures(pattern), pattern)
        )
        guard = self._optional(read.guard, known.guard, pattern)
        body = self.of(read.body.body, kept, known)
        return Case(places, irrefutable(pattern), guard, body, case_span(self._text, known), pattern_of(pattern))


def _blocks(node: Any) -> list[list[ast.stmt]]:
    return [getattr(node, name) for name in ("body", "orelse", "finalbody") if getattr(node, name, None)]


def _holds(block: list[ast.stmt], kept: list[Kept], suite: cst.BaseSuite) -> bool:
    if not kept:
        return len(flattened(suite.body)) == len(block)
    return any(kept[0].node is each for each in block)


def _headers(read: Any, known: Any) -> list[tuple[cst.CSTNode, ast.expr]]:
    match known:
        case ast.If() | ast.While():
            return [(read.test, known.test)]
        case ast.For() | ast.AsyncFor():
            return [(read.iter, known.iter)]
        case ast.With() | ast.AsyncWith():
            return [(r.item, k.context_expr) for r, k in paired(read.items, known.items, known)]
        case ast.Match():
            return [(read.subject, known.subject)]
        case ast.Assert():
            return [(read.test, known.test), *([(read.msg, known.msg)] if known.msg else [])]
        case ast.AugAssign() | ast.AnnAssign() | ast.Assign() | ast.Expr() | ast.Return() if known.value is not None:
            return [(read.value, known.value)]
    return disagree(known)


def _bound(pattern: Any) -> list[str]:
    """The names of a pattern in the order of the source."""
    match pattern:
        case cst.MatchAs(pattern=inner, name=name):
            return [*(_bound(inner) if inner else []), *([name.value] if name else [])]
        case cst.MatchStar(name=name):
            return [name.value] if name else []
        case cst.MatchMapping(elements=elements, rest=rest):
            return [n for e in elements for n in _bound(e.pattern)] + ([rest.value] if rest else [])
        case cst.MatchClass(patterns=patterns, kwds=keywords):
            return [n for e in patterns for n in _bound(e.value)] + [n for e in keywords for n in _bound(e.pattern)]
        case cst.MatchList() | cst.MatchTuple():
            return [
                n for e in pattern.patterns for n in (_bound(e) if isinstance(e, cst.MatchStar) else _bound(e.value))
            ]
        case cst.MatchOr(patterns=patterns):
            return [n for e in patterns for n in _bound(e.pattern)]
    return []
