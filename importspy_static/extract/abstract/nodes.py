"""Nodes of the abstract grammar, of kinds too that the running Python does not have."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import libcst as cst

from importspy_static.integrity.forms import NoFormError
from importspy_static.integrity.kinds import KINDS

Make: TypeAlias = "Callable[[Any], Any]"

OPERATORS: dict[str, str] = {
    "Add": "Add",
    "Subtract": "Sub",
    "Multiply": "Mult",
    "MatrixMultiply": "MatMult",
    "Divide": "Div",
    "Modulo": "Mod",
    "Power": "Pow",
    "LeftShift": "LShift",
    "RightShift": "RShift",
    "BitOr": "BitOr",
    "BitXor": "BitXor",
    "BitAnd": "BitAnd",
    "FloorDivide": "FloorDiv",
    "And": "And",
    "Or": "Or",
    "BitInvert": "Invert",
    "Not": "Not",
    "Plus": "UAdd",
    "Minus": "USub",
    "Equal": "Eq",
    "NotEqual": "NotEq",
    "LessThan": "Lt",
    "LessThanEqual": "LtE",
    "GreaterThan": "Gt",
    "GreaterThanEqual": "GtE",
    "Is": "Is",
    "IsNot": "IsNot",
    "In": "In",
    "NotIn": "NotIn",
}
"""Kinds of the abstract grammar by libcst's; an augmented one has `Assign` behind it."""


@cache
def _kind(name: str) -> Any:
    known = getattr(ast, name, None)
    return known if known is not None else type(name, (ast.AST,), {"_fields": KINDS[name]})


def node(kind: str, **fields: object) -> Any:
    """A node with these fields."""
    of = _kind(kind)
    made = of.__new__(of)
    for name, content in fields.items():
        setattr(made, name, content)
    return made


def constant(content: object) -> Any:
    return node("Constant", value=content)


def operator(found: cst.CSTNode) -> Any:
    """An operator, augmented or not."""
    name = type(found).__name__.removesuffix("Assign")
    if name not in OPERATORS:
        raise unknown(found)
    return node(OPERATORS[name])


def identifier(name: str) -> str:
    """In the normal form that CPython's parser makes (language reference, 2.3)."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def dotted(found: cst.BaseExpression) -> str:
    """`a.b.c`, of an import."""
    match found:
        case cst.Attribute(value=value, attr=cst.Name(value=name)):
            return f"{dotted(value)}.{identifier(name)}"
        case cst.Name(value=name):
            return identifier(name)
    raise unknown(found)


def unknown(found: cst.CSTNode) -> NoFormError:
    """That nobody knows here what this is."""
    return NoFormError(type(found).__name__, 1)
