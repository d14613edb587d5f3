"""The form of a source that is digested: what it says, without how it is laid out. Specified in docs/fingerprints.md.

Forms are made with a stack, not by recursion: expressions may be nested as deeply as CPython's parser bears. Only
definitions are entered by recursion, and CPython bounds how deeply code is indented.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any, TypeAlias

from importspy_static.integrity.constants import constant, folded, text
from importspy_static.integrity.kinds import KINDS, OPERATORS, SIGNATURES, WITHOUT_MEANING
from importspy_static.lazy_dataclasses import dataclass

Parts: TypeAlias = "list[Any]"
"""Of a form: bytes, which stand in it as they are, and what is still to be written."""


class NoFormError(ValueError):
    """Syntax that this version of the fingerprint knows nothing of."""

    def __init__(self, what: str, line: int) -> None:
        self.what, self.line = what, line
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Suite:
    """What stands in a module, a class or a function. A member's form is a part of its own."""

    parts: tuple[bytes | Definition, ...]
    members: tuple[Definition, ...] = ()
    """The definitions in it, those in blocks too. A function has none: what it defines is its own business."""

    @property
    def form(self) -> bytes:
        return b"".join([each.form if isinstance(each, Definition) else each for each in self.parts])

    @property
    def own_form(self) -> bytes:
        """The same without the members."""
        return b"".join([each for each in self.parts if not isinstance(each, Definition)])


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    signature: bytes
    """Its form."""
    body: Suite
    structure: bytes
    """The digest of all of it."""

    @property
    def form(self) -> bytes:
        """How it stands in the form of what is around it."""
        return b"(Definition s64:%s)" % self.structure


def digest(depth: str, form: bytes) -> bytes:
    """SHA-256, as hexadecimal digits, of a form at one of the depths `signature`, `body`, `structure`."""
    return sha256(b"s1 %s\n%s" % (depth.encode("ascii"), form)).hexdigest().encode("ascii")


def suite_of(module: ast.Module, *, docstrings: bool = False) -> Suite:
    """The form of a module; `docstrings`: whether they count.

    Raises:
        NoFormError: it has syntax that is newer than this version of the fingerprint.
    """
    return _suite(module, docstrings, has_members=True)


def _suite(node: Any, docstrings: bool, *, has_members: bool) -> Suite:
    members: list[Definition] = []
    parts = _written([node.body], docstrings, members if has_members else None)
    return Suite(tuple(parts), tuple(members))


def _definition(node: Any, docstrings: bool) -> Definition:
    kind: Any = type(node)
    taken_apart = _fields(kind.__name__, kind, SIGNATURES[kind.__name__])
    signature = b"".join(_written(taken_apart(node), docstrings, None))
    body = _suite(node, docstrings, has_members=isinstance(node, ast.ClassDef))
    return Definition(node, signature, body, digest("structure", signature + body.form))


def _written(first: Parts, docstrings: bool, members: list[Definition] | None) -> Parts:
    """The form of these parts, in bytes and, if members are gathered, in definitions, which are added to these."""
    found: Parts = []
    pending = first[::-1]
    while pending:
        part = pending.pop()
        kind: Any = type(part)
        if kind is bytes:
            found.append(part)
        elif kind is ast.Name:
            name = part.id.encode("utf-8")
            found.append(b"(Name s%d:%s)" % (len(name), name))
        elif kind is list:
            pending.append(b"]")
            pending += part[::-1]
            found.append(b"[")
        elif part is None:
            found.append(b"-")
        elif kind is str:
            found.append(text(part))
        elif kind is ast.Constant:
            found.append(constant(part.value))
        elif kind is ast.Expr and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str):
            # A docstring, or a remark elsewhere: the compiler makes nothing of it.
            found.append(b"(Docstring %s)" % text(folded(part.value.value)) if docstrings else b"")
        elif kind.__name__ in SIGNATURES:
            definition = _definition(part, docstrings)
            if members is None:
                found.append(definition.form)
            else:
                members.append(definition)
                found.append(definition)
        elif kind is int or kind is bool:
            found.append(constant(int(part)))
        else:
            pending += _plan(kind)(part)[::-1]
    return found


@cache
def _plan(kind: Any) -> Callable[[Any], Parts]:
    """How nodes of a kind, which is a class, are taken apart."""
    name = kind.__name__
    if name in OPERATORS:
        word = [f"{name} ".encode("ascii")]
        return lambda _: word
    if name in _ODD:
        return _ODD[name]
    if name not in KINDS:
        return _unknown
    return _fields(name, kind, KINDS[name])


@cache
def _fields(name: str, kind: Any, fields: tuple[str, ...]) -> Callable[[Any], Parts]:
    start = f"({name} ".encode("ascii")
    # A newer Python may have fields of which this version knows nothing. What they say must not be lost.
    others = tuple(set(kind._fields) - {*fields, "body", *WITHOUT_MEANING})

    def taken_apart(node: Any) -> Parts:
        for each in others:
            if getattr(node, each, None):
                raise NoFormError(f"'{each}' of {name}", getattr(node, "lineno", 1))
        return [start, *[getattr(node, each, [] if each == "type_params" else None) for each in fields], b")"]

    return taken_apart


def _unknown(node: Any) -> Parts:
    raise NoFormError(type(node).__name__, getattr(node, "lineno", 1))


def _bool_op(node: ast.BoolOp) -> Parts:
    """`a and (b and c)` does what `a and b and c` does."""
    values: Parts = []
    pending: list[ast.expr] = [*node.values][::-1]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.BoolOp) and type(each.op) is type(node.op):
            pending += each.values[::-1]
        else:
            values.append(each)
    return [b"(BoolOp ", node.op, values, b")"]


def _delete(node: ast.Delete) -> Parts:
    """`del (a, b)` does what `del a, b` does."""
    targets: Parts = []
    pending: list[ast.expr] = [*node.targets][::-1]
    while pending:
        each = pending.pop()
        if isinstance(each, (ast.Tuple, ast.List)):
            pending += each.elts[::-1]
        else:
            targets.append(each)
    return [b"(Delete ", targets, b")"]


def _joined(node: Any) -> Parts:
    """Text of f-strings and t-strings that stands side by side is one, and none where it is empty."""
    values: Parts = []
    for each in node.values:
        content = each.value if isinstance(each, ast.Constant) else None
        if not isinstance(content, str):
            values.append(each)
        elif values and isinstance(values[-1], str):
            values[-1] += content
        elif content:
            values.append(content)
    return [f"({type(node).__name__} ".encode("ascii"), values, b")"]


def _field(node: Any) -> Parts:
    """A field of an f-string or t-string. An empty format is none: both call `format` with no text."""
    conversion = None if node.conversion < 0 else chr(node.conversion)
    spec = node.format_spec
    if spec is not None and not any(not isinstance(each, ast.Constant) or each.value for each in spec.values):
        spec = None
    if isinstance(node, ast.FormattedValue):
        return [b"(FormattedValue ", node.value, conversion, spec, b")"]
    source = node.str
    return [b"(Interpolation ", node.value, source, conversion, spec, b")"]


_ODD: dict[str, Callable[[Any], Parts]] = {
    "BoolOp": _bool_op,
    "Delete": _delete,
    "JoinedStr": _joined,
    "TemplateStr": _joined,
    "FormattedValue": _field,
    "Interpolation": _field,
}
"""Kinds whose trees differ where nothing else does."""
