"""Statements: what was kept of CPython's tree, as a `Program`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, Final

from importspy_static import limits
from importspy_static.extract.expressions import BINARY, Expressions, span_text
from importspy_static.extract.gaps import Gaps
from importspy_static.extract.headers import (
    capture_span,
    case_span,
    handler_span,
    header_of,
    irrefutable,
    parameters_of,
)
from importspy_static.extract.patterns import pattern_of
from importspy_static.extract.selection import Kept, TooComplex
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


class Statements:
    """Reads the statements of one source."""

    def __init__(self, text: SourceText) -> None:
        self._text = text
        self._gaps = Gaps(text)
        self._expressions = Expressions(text, self._gaps)
        self._most = limits.EXPRESSION_NODES

    def block(self, kept: Iterable[Kept]) -> Block:
        """The statements of one block."""
        return tuple(map(self._statement, kept))

    def _statement(self, kept: Kept) -> Statement:
        if kept.plain:
            return self._plain(kept.node)  # type: ignore[arg-type]
        if kept.evaluate:
            assert kept.expression is not None
            is_asserted = isinstance(kept.node, ast.Assert) and kept.expression is kept.node.test
            return Evaluate(self._of(kept.expression), is_asserted)
        if kept.chain:
            return self._long_if(kept)
        read = _READERS.get(type(kept.node).__name__)
        if read is None:
            raise TooComplex(kept.node, f"a statement of an unknown kind, {type(kept.node).__name__}")
        return read(self, kept.node, kept)

    # --- the expressions in them ---------------------------------------------------------------------------------

    def _of(self, known: ast.expr) -> Expression:
        self._gaps.admit(known, self._most)
        return self._expressions.expression(known)

    def _annotation(self, known: ast.expr) -> Expression:
        self._gaps.admit(known, self._most)
        return self._expressions.annotation(known)

    def _optional(self, known: ast.expr | None) -> Expression | None:
        return None if known is None else self._of(known)

    def _target(self, known: ast.expr) -> Expression:
        self._gaps.admit_target(known, self._most)
        return self._expressions.expression(known)

    # --- simple statements ---------------------------------------------------------------------------------------

    def _plain(self, known: ast.Assign) -> Assign:
        """`NAME = constant`, however long."""
        target: ast.Name = known.targets[0]  # type: ignore[assignment]
        assigned: ast.Constant = known.value  # type: ignore[assignment]
        text = self._text
        return Assign(
            (Expression(Name(target.id), text.span(target), span_text(text, target)),),
            Expression(Constant(assigned.value), text.span(assigned), span_text(text, assigned)),
            None,
            text.span(known),
        )

    def _assign(self, known: ast.Assign, _: Kept) -> Assign:
        targets = tuple(map(self._target, known.targets))
        return Assign(targets, self._of(known.value), None, self._text.span(known))

    def _annotated(self, known: ast.AnnAssign, _: Kept) -> Statement:
        target, value = self._target(known.target), self._optional(known.value)
        annotation = self._annotation(known.annotation)
        if not known.simple and isinstance(known.target, ast.Name):  # `(x): int = 1` annotates nothing, PEP 526
            return Evaluate(annotation) if value is None else Assign((target,), value, None, self._text.span(known))
        return Assign((target,), value, annotation, self._text.span(known))

    def _augmented(self, known: ast.AugAssign, _: Kept) -> AugmentedAssign:
        target, value = self._target(known.target), self._of(known.value)
        return AugmentedAssign(target, BINARY[type(known.op)], value, self._text.span(known))

    def _delete(self, known: ast.Delete, _: Kept) -> Delete:
        return Delete(tuple(map(self._target, known.targets)), self._text.span(known))

    def _return(self, known: ast.Return, kept: Kept) -> Leave:
        return Leave("return", self._optional(kept.expression), self._text.span(known))

    def _raise(self, known: ast.Raise, kept: Kept) -> Leave:
        cause = known.cause
        is_chained = cause is not None and not (isinstance(cause, ast.Constant) and cause.value is None)
        return Leave("raise", self._optional(kept.expression), self._text.span(known), is_chained)

    def _break(self, known: ast.Break, _: Kept) -> Leave:
        return Leave("break", None, self._text.span(known))

    def _continue(self, known: ast.Continue, _: Kept) -> Leave:
        return Leave("continue", None, self._text.span(known))

    def _import(self, known: ast.Import, _: Kept) -> Import:
        span = self._text.span
        return Import(tuple(ImportedModule(each.name, each.asname, span(each)) for each in known.names), span(known))

    def _import_from(self, known: ast.ImportFrom, _: Kept) -> ImportFrom:
        span = self._text.span
        names = None
        if known.names[0].name != "*":
            names = tuple(ImportedName(each.name, each.asname, span(each)) for each in known.names)
        return ImportFrom(known.module or "", known.level, names, span(known))

    def _global(self, known: ast.Global, _: Kept) -> Global:
        return Global(tuple(known.names), self._text.span(known))

    def _type(self, known: Any, _: Kept) -> TypeStatement:
        return TypeStatement(known.name.id, self._annotation(known.value), self._text.span(known.name))

    # --- compound statements -------------------------------------------------------------------------------------

    def _if(self, known: ast.If, kept: Kept) -> If:
        body, orelse = kept.blocks
        return If(self._of(known.test), self.block(body), self.block(orelse), self._text.span(known))

    def _long_if(self, kept: Kept) -> Match:
        """A long `elif` chain, flat: each test is the guard of a case that matches anything."""
        span = self._text.span(kept.node)
        cases = [
            Case((), True, self._of(each.test), self.block(block), self._text.span(each.test))
            for each, block in zip(kept.chain, kept.blocks[:-1], strict=True)
        ]
        cases.append(Case((), True, None, self.block(kept.blocks[-1]), span))
        return Match(Expression(Constant(None), cases[0].span, ""), tuple(cases), span)

    def _for(self, known: ast.For | ast.AsyncFor, kept: Kept) -> Loop:
        body, orelse = kept.blocks
        target, iterable = self._target(known.target), self._of(known.iter)
        return Loop(target, iterable, None, self.block(body), self.block(orelse), self._text.span(known))

    def _while(self, known: ast.While, kept: Kept) -> Loop:
        body, orelse = kept.blocks
        test = self._of(known.test)
        return Loop(None, None, test, self.block(body), self.block(orelse), self._text.span(known))

    def _with(self, known: ast.With | ast.AsyncWith, kept: Kept) -> With:
        items = tuple(
            (self._of(item.context_expr), None if item.optional_vars is None else self._target(item.optional_vars))
            for item in known.items
        )
        return With(items, self.block(kept.blocks[0]), self._text.span(known))

    def _try(self, known: ast.Try, kept: Kept) -> Try:
        body, orelse, final, *handled = kept.blocks
        return Try(
            self.block(body),
            tuple(self._handler(each, block) for each, block in zip(known.handlers, handled, strict=True)),
            self.block(orelse),
            self.block(final),
            self._text.span(known),
            type(known).__name__ == "TryStar",
        )

    def _handler(self, known: ast.ExceptHandler, kept: list[Kept]) -> Handler:
        return Handler(self._optional(known.type), known.name, self.block(kept), handler_span(self._text, known))

    def _match(self, known: ast.Match, kept: Kept) -> Match:
        subject = self._of(known.subject)
        cases = tuple(self._case(each, block) for each, block in zip(known.cases, kept.blocks, strict=True))
        return Match(subject, cases, self._text.span(known))

    def _case(self, known: ast.match_case, kept: list[Kept]) -> Case:
        pattern = known.pattern
        places = tuple((name, capture_span(self._text, name, at)) for name, at in captures(pattern))
        guard = self._optional(known.guard)
        span = case_span(self._text, known)
        return Case(places, irrefutable(pattern), guard, self.block(kept), span, pattern_of(pattern))

    # --- definitions ---------------------------------------------------------------------------------------------

    def _decorators(self, known: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> tuple[Expression, ...]:
        if len(known.decorator_list) > limits.DECORATORS:
            raise TooComplex(known, f"more than {limits.DECORATORS} decorators, the limit")
        return tuple(map(self._of, known.decorator_list))

    def _inside(self, kept: Kept, most: int) -> Block:
        outer, self._most = self._most, most
        body = self.block(kept.blocks[0])
        self._most = outer
        return body

    def _function(self, known: ast.FunctionDef | ast.AsyncFunctionDef, kept: Kept) -> FunctionDef:
        facts = kept.function
        assert facts is not None
        decorators = self._decorators(known)
        annotations = [each.annotation for each in parameters_of(known.args)]
        for each in [*annotations, *known.args.defaults, *known.args.kw_defaults]:
            if each is not None:
                self._gaps.admit(each, self._most)
        span, header = header_of(self._text, known)
        return FunctionDef(
            name=known.name,
            span=span,
            header=header,
            is_async=isinstance(known, ast.AsyncFunctionDef),
            is_generator=facts.is_generator,
            is_whole=facts.is_whole,
            returns_nothing=facts.returns_nothing,
            lets_pass=facts.lets_pass,
            decorators=decorators,
            type_parameters=_type_parameters(known),
            parameters=self._expressions.parameters(known.args),
            returns=None if known.returns is None else self._annotation(known.returns),
            body=None if facts.is_unread else self._inside(kept, limits.BODY_NODES),
            globals=facts.globals,
            locals=facts.locals,
            mentions=facts.mentions,
            changes_others=facts.changes_others,
            passes_on=facts.passes_on,
        )

    def _class(self, known: ast.ClassDef, kept: Kept) -> ClassDef:
        span, header = header_of(self._text, known)
        return ClassDef(
            name=known.name,
            span=span,
            header=header,
            decorators=self._decorators(known),
            type_parameters=_type_parameters(known),
            bases=tuple(map(self._of, known.bases)),
            keywords=tuple((each.arg, self._of(each.value)) for each in known.keywords),
            body=self._inside(kept, limits.EXPRESSION_NODES),
        )


_READERS: Final[dict[str, Callable[[Statements, Any, Kept], Statement]]] = {
    "Assign": Statements._assign,
    "AnnAssign": Statements._annotated,
    "AugAssign": Statements._augmented,
    "Delete": Statements._delete,
    "Return": Statements._return,
    "Raise": Statements._raise,
    "Break": Statements._break,
    "Continue": Statements._continue,
    "Global": Statements._global,
    "Import": Statements._import,
    "ImportFrom": Statements._import_from,
    "TypeAlias": Statements._type,
    "If": Statements._if,
    "For": Statements._for,
    "AsyncFor": Statements._for,
    "While": Statements._while,
    "With": Statements._with,
    "AsyncWith": Statements._with,
    "Try": Statements._try,
    "TryStar": Statements._try,
    "Match": Statements._match,
    "FunctionDef": Statements._function,
    "AsyncFunctionDef": Statements._function,
    "ClassDef": Statements._class,
}
"""By the names of kinds, as not every Python has all of them."""


def _type_parameters(known: ast.stmt) -> tuple[str, ...]:
    """The names between the brackets of a generic definition (PEP 695)."""
    return tuple(each.name for each in getattr(known, "type_params", ()))
