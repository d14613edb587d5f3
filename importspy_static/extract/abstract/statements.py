"""Statements, and so a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from importspy_static.extract.abstract.expressions import (
    annotation,
    arguments,
    expression,
    maybe,
    parameters,
    type_parameters,
)
from importspy_static.extract.abstract.nodes import dotted, identifier, node, operator, unknown
from importspy_static.extract.abstract.patterns import pattern

if TYPE_CHECKING:
    from libcst.metadata import CodeRange


def module(found: cst.Module, places: Mapping[cst.CSTNode, CodeRange]) -> Any:
    """A module. `places` are those of its definitions at least.

    Raises:
        NoFormError: it has no fingerprint.
    """
    return node("Module", body=_Statements(places).block(found.body), type_ignores=[])


class _Statements:
    def __init__(self, places: Mapping[cst.CSTNode, CodeRange]) -> None:
        self._places = places

    def block(self, statements: Sequence[cst.CSTNode]) -> list[Any]:
        found: list[Any] = []
        for each in statements:
            if isinstance(each, cst.SimpleStatementLine):
                found += map(_simple, each.body)
            else:
                found.append(self._compound(each))
        return found

    def _suite(self, found: Any) -> list[Any]:
        """What is behind a colon, or in an `else` or `finally`; nothing where there is none."""
        match found:
            case None:
                return []
            case cst.Else(body=body) | cst.Finally(body=body):
                return self._suite(body)
            case cst.If():
                return [self._compound(found)]
            case cst.SimpleStatementSuite(body=body):
                return [_simple(each) for each in body]
            case cst.IndentedBlock(body=body):
                return self.block(body)
        raise unknown(found)

    def _compound(self, found: Any) -> Any:
        suite = self._suite
        match found:
            case cst.FunctionDef() | cst.ClassDef():
                return self._definition(found)
            case cst.If(test=test) | cst.While(test=test):
                kind, body, orelse = type(found).__name__, suite(found.body), suite(found.orelse)
                return node(kind, test=expression(test), body=body, orelse=orelse)
            case cst.For(target=target, iter=iterated):
                return node(
                    _kind("For", found),
                    target=expression(target),
                    iter=expression(iterated),
                    body=suite(found.body),
                    orelse=suite(found.orelse),
                )
            case cst.With(items=items):
                return node(_kind("With", found), items=[_with_item(each) for each in items], body=suite(found.body))
            case cst.Try() | cst.TryStar():
                return node(
                    type(found).__name__,
                    body=suite(found.body),
                    handlers=[self._handler(each) for each in found.handlers],
                    orelse=suite(found.orelse),
                    finalbody=suite(found.finalbody),
                )
            case cst.Match(subject=subject, cases=cases):
                return node("Match", subject=expression(subject), cases=[self._case(each) for each in cases])
        raise unknown(found)

    def _definition(self, found: Any) -> Any:
        place = self._places[found].start
        common = {
            "name": identifier(found.name.value),
            "body": self._suite(found.body),
            "decorator_list": [expression(each.decorator) for each in found.decorators],
            "type_params": type_parameters(found.type_parameters),
            "lineno": place.line,
            "col_offset": place.column,
        }
        if isinstance(found, cst.ClassDef):
            said = arguments([*found.bases, *found.keywords])
            return node("ClassDef", bases=said["args"], keywords=said["keywords"], **common)
        returns = annotation(found.returns)
        return node(_kind("FunctionDef", found), args=parameters(found.params), returns=returns, **common)

    def _handler(self, found: Any) -> Any:
        name = None if found.name is None else identifier(found.name.name.value)
        return node("ExceptHandler", type=maybe(found.type), name=name, body=self._suite(found.body))

    def _case(self, found: cst.MatchCase) -> Any:
        matched = pattern(found.pattern, expression)
        return node("match_case", pattern=matched, guard=maybe(found.guard), body=self._suite(found.body))


def _kind(kind: str, found: Any) -> str:
    return kind if found.asynchronous is None else f"Async{kind}"


def _with_item(found: cst.WithItem) -> Any:
    variables = None if found.asname is None else expression(found.asname.name)
    return node("withitem", context_expr=expression(found.item), optional_vars=variables)


def _simple(found: Any) -> Any:
    match found:
        case cst.Expr(value=value):
            return node("Expr", value=expression(value))
        case cst.Assign(targets=targets, value=value):
            return node("Assign", targets=[expression(each.target) for each in targets], value=expression(value))
        case cst.AnnAssign(target=target, annotation=said, value=value):
            simple = int(isinstance(target, cst.Name) and not target.lpar)
            return node(
                "AnnAssign", target=expression(target), annotation=annotation(said), value=maybe(value), simple=simple
            )
        case cst.AugAssign(target=target, operator=op, value=value):
            return node("AugAssign", target=expression(target), op=operator(op), value=expression(value))
        case cst.Del(target=target):
            return node("Delete", targets=[expression(target)])
        case cst.Return(value=value):
            return node("Return", value=maybe(value))
        case cst.Raise(exc=raised, cause=cause):
            return node("Raise", exc=maybe(raised), cause=None if cause is None else expression(cause.item))
        case cst.Assert(test=test, msg=message):
            return node("Assert", test=expression(test), msg=maybe(message))
        case cst.Global(names=names) | cst.Nonlocal(names=names):
            return node(type(found).__name__, names=[identifier(each.name.value) for each in names])
        case cst.Pass() | cst.Break() | cst.Continue():
            return node(type(found).__name__)
        case cst.TypeAlias(name=name, value=value, type_parameters=parameters_of):
            type_params = type_parameters(parameters_of)
            return node("TypeAlias", name=expression(name), type_params=type_params, value=expression(value))
        case _:
            return _import(found)


def _import(found: Any) -> Any:
    match found:
        case cst.Import(names=names):
            return node("Import", names=[_alias(each) for each in names])
        case cst.ImportFrom(module=of, names=names, relative=dots):
            star = [node("alias", name="*", asname=None)]
            return node(
                "ImportFrom",
                module=None if of is None else dotted(of),
                names=star if isinstance(names, cst.ImportStar) else [_alias(each) for each in names],
                level=len(dots),
            )
    raise unknown(found)


def _alias(found: cst.ImportAlias) -> Any:
    name = None if found.asname is None else found.asname.name
    return node("alias", name=dotted(found.name), asname=identifier(name.value) if isinstance(name, cst.Name) else None)
