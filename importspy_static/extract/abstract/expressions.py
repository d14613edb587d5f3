"""Expressions, parameters and arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import libcst as cst

from importspy_static.extract.abstract.nodes import constant, identifier, node, operator, unknown
from importspy_static.extract.abstract.patterns import CONSTANTS
from importspy_static.extract.abstract.strings import string


def expression(found: Any) -> Any:
    """An expression.

    Raises:
        NoFormError: it has no fingerprint.
    """
    match found:
        case cst.Name(value=name):
            return constant(CONSTANTS[name]) if name in CONSTANTS else node("Name", id=identifier(name))
        case cst.Attribute(value=value, attr=attr):
            return node("Attribute", value=expression(value), attr=identifier(attr.value))
        case cst.Call(func=func, args=args):
            return node("Call", func=expression(func), **arguments(args))
        case cst.BaseString():
            return string(found, expression)
        case cst.Integer() | cst.Float() | cst.Imaginary():
            return constant(_number(found))
        case cst.Ellipsis():
            return constant(...)
        case cst.Subscript(value=value, slice=items):
            return node("Subscript", value=expression(value), slice=_items(items))
        case cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Set(elements=elements):
            return node(type(found).__name__, elts=[_element(each) for each in elements])
        case cst.StarredElement(value=value):
            return node("Starred", value=expression(value))
        case cst.Dict(elements=elements):
            return _dict(elements)
        case _:
            return _operation(found)


def _operation(found: Any) -> Any:
    match found:
        case cst.BinaryOperation(left=left, operator=op, right=right):
            return node("BinOp", left=expression(left), op=operator(op), right=expression(right))
        case cst.BooleanOperation(left=left, operator=op, right=right):
            return node("BoolOp", op=operator(op), values=[expression(left), expression(right)])
        case cst.UnaryOperation(operator=op, expression=operand):
            return node("UnaryOp", op=operator(op), operand=expression(operand))
        case cst.Comparison(left=left, comparisons=several):
            return node(
                "Compare",
                left=expression(left),
                ops=[operator(each.operator) for each in several],
                comparators=[expression(each.comparator) for each in several],
            )
        case cst.IfExp(test=test, body=body, orelse=orelse):
            return node("IfExp", test=expression(test), body=expression(body), orelse=expression(orelse))
        case cst.NamedExpr(target=target, value=value):
            return node("NamedExpr", target=expression(target), value=expression(value))
        case cst.Await(expression=value):
            return node("Await", value=expression(value))
        case cst.Yield(value=cst.From(item=value)):
            return node("YieldFrom", value=expression(value))
        case cst.Yield(value=value):
            return node("Yield", value=maybe(value))
        case cst.Lambda(params=params, body=body):
            return node("Lambda", args=parameters(params), body=expression(body))
        case cst.DictComp(key=key, value=value, for_in=for_in):
            return node("DictComp", key=expression(key), value=expression(value), generators=[*_generators(for_in)])
        case (
            cst.ListComp(elt=elt, for_in=for_in)
            | cst.SetComp(elt=elt, for_in=for_in)
            | cst.GeneratorExp(elt=elt, for_in=for_in)
        ):
            return node(type(found).__name__, elt=expression(elt), generators=[*_generators(for_in)])
    raise unknown(found)


def maybe(found: Any) -> Any:
    """An expression that may be absent."""
    return None if found is None else expression(found)


def arguments(args: Sequence[cst.Arg]) -> dict[str, list[Any]]:
    """The arguments of a call: `args` and `keywords`."""
    positional: list[Any] = []
    keywords: list[Any] = []
    for each in args:
        value = expression(each.value)
        if each.keyword is not None:
            keywords.append(node("keyword", arg=identifier(each.keyword.value), value=value))
        elif each.star == "**":
            keywords.append(node("keyword", arg=None, value=value))
        else:
            positional.append(node("Starred", value=value) if each.star else value)
    return {"args": positional, "keywords": keywords}


def parameters(found: cst.Parameters) -> Any:
    """The parameters of a function."""
    positional = [*found.posonly_params, *found.params]
    return node(
        "arguments",
        posonlyargs=[_parameter(each) for each in found.posonly_params],
        args=[_parameter(each) for each in found.params],
        vararg=_parameter(found.star_arg) if isinstance(found.star_arg, cst.Param) else None,
        kwonlyargs=[_parameter(each) for each in found.kwonly_params],
        kw_defaults=[maybe(each.default) for each in found.kwonly_params],
        kwarg=None if found.star_kwarg is None else _parameter(found.star_kwarg),
        defaults=[expression(each.default) for each in positional if each.default is not None],
    )


def _parameter(found: cst.Param) -> Any:
    return node("arg", arg=identifier(found.name.value), annotation=annotation(found.annotation))


def annotation(found: cst.Annotation | None) -> Any:
    """An annotation, or the absence of one."""
    return None if found is None else expression(found.annotation)


def type_parameters(found: cst.TypeParameters | None) -> list[Any]:
    """PEP 695, and the defaults of PEP 696."""
    return [] if found is None else [_type_parameter(each) for each in found.params]


def _type_parameter(found: cst.TypeParam) -> Any:
    default = maybe(found.default)
    if default is not None and found.star:
        default = node("Starred", value=default)
    name = identifier(found.param.name.value)
    match found.param:
        case cst.TypeVar(bound=bound):
            return node("TypeVar", name=name, bound=maybe(bound), default_value=default)
        case cst.ParamSpec() | cst.TypeVarTuple():
            return node(type(found.param).__name__, name=name, default_value=default)
    raise unknown(found.param)


def _number(found: cst.BaseNumber) -> complex:
    match found:
        case cst.Integer(value=digits):
            return int(digits.replace("_", ""), 0)
        case cst.Float(value=digits):
            return float(digits.replace("_", ""))
        case cst.Imaginary(value=digits):
            return complex(0, float(digits.replace("_", "")[:-1]))
    raise unknown(found)


def _element(found: cst.BaseElement) -> Any:
    return expression(found if isinstance(found, cst.StarredElement) else found.value)


def _dict(elements: Sequence[cst.BaseDictElement]) -> Any:
    keys = [expression(each.key) if isinstance(each, cst.DictElement) else None for each in elements]
    return node("Dict", keys=keys, values=[expression(each.value) for each in elements])


def _items(items: Sequence[cst.SubscriptElement]) -> Any:
    found = [_item(each.slice) for each in items]
    first = items[0]
    is_starred = isinstance(first.slice, cst.Index) and first.slice.star is not None
    if len(items) == 1 and not is_starred and not isinstance(first.comma, cst.Comma):
        return found[0]
    return node("Tuple", elts=found)


def _item(found: cst.BaseSlice) -> Any:
    match found:
        case cst.Index(value=value, star=star):
            return expression(value) if star is None else node("Starred", value=expression(value))
        case cst.Slice(lower=lower, upper=upper, step=step):
            return node("Slice", lower=maybe(lower), upper=maybe(upper), step=maybe(step))
    raise unknown(found)


def _generators(found: cst.CompFor | None) -> Iterator[Any]:
    while found is not None:
        yield node(
            "comprehension",
            target=expression(found.target),
            iter=expression(found.iter),
            ifs=[expression(each.test) for each in found.ifs],
            is_async=int(found.asynchronous is not None),
        )
        found = found.inner_for_in
