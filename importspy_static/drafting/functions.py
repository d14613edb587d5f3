"""Functions and methods as a contract states them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from importspy_static.drafting.literals import is_short, node_of
from importspy_static.interpret.values import Default, FunctionValue, Literal, Signature, SignatureParameter
from importspy_static.model.document import Mapping, Node, Sequence

if TYPE_CHECKING:
    from importspy_static.drafting.draft import Detail


def function_of(function: FunctionValue | None, name: str, detail: Detail, *, is_method: bool = False) -> Mapping:
    """A function under the name that it is bound to."""
    stated = Mapping({"name": name})
    if function is None or detail == "names":
        return stated
    entries = stated.entries
    if is_method and isinstance(function.kind, str) and function.kind != "instance":
        entries["kind"] = function.kind
    if function.is_async is True:
        entries["async"] = True
    signature = function.signature
    if not isinstance(signature, Signature):
        if function.kind == "property":
            return stated  # nobody calls it
        entries["arguments"] = Sequence([Mapping({"name": "_"})])  # a check says why it cannot be told
        return stated
    if function.kind != "property":
        entries["arguments"] = Sequence([_argument(each) for each in signature.parameters])
    if signature.returns is not None:
        entries["return_annotation"] = signature.returns.expression.text
    return stated


def _argument(parameter: SignatureParameter) -> Mapping:
    stated: dict[str | int | float | bool | None, Node] = {"name": parameter.name}
    if parameter.kind != "positional_or_keyword":
        stated["kind"] = parameter.kind
    if parameter.annotation is not None:
        stated["annotation"] = parameter.annotation.expression.text
    if parameter.default is not None:
        stated.update(_default(parameter.default))
    return Mapping(stated)


def _default(default: Default) -> dict[str, Node]:
    match default.values:
        case (Literal() as literal,) if is_short(literal):
            return {"value": node_of(literal.type, literal.value)}
    if default.expression is not None and "\n" not in default.expression.text:
        return {"expression": _alone(default.expression.text)}
    return {"optional": True}


def _alone(expression: str) -> str:
    """An expression as it can stand by itself: `name := value` needs the parentheses that stood around it."""
    try:
        ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return f"({expression})"
    return expression
