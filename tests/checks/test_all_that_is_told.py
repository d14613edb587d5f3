"""All that a violation tells: its places, both of them, what was asked for, what was found, and the call that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from importspy_static.model.place import ContractPlace, Place
from importspy_static.model.violation import Violation
from tests.checks.judging import judge

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

F = "functions: [{name: f, arguments: [%s]}]"
M = "classes: [{name: A, methods: [{name: f, %s}]}]"
A = "classes: [{name: A, %s}]"
SOMETIMES = "import nowhere\nif nowhere.told:\n    "

CASES = {
    "argument missing": ("def f(x): pass", F % "{name: x}, {name: y}"),
    "argument by keyword only": ("def f(x, *, y): pass", F % "{name: x}, {name: y}"),
    "argument by position only": ("def f(x, y, /): pass", F % "{name: x}, {name: y}"),
    "arguments in another order": ("def f(y, x): pass", F % "{name: x}, {name: y}"),
    "argument that nobody passes": ("def f(x, y): pass", F % "{name: x}"),
    "annotation of an argument": ("def f(x: str): pass", F % "{name: x, annotation: int}"),
    "no annotation of an argument": ("def f(x): pass", F % "{name: x, annotation: int}"),
    "default": ("def f(x=1): pass", F % "{name: x, value: 2}"),
    "no default": ("def f(x): pass", F % "{name: x, value: 2}"),
    "default that nobody knows": ("def f(x=nowhere()): pass", F % "{name: x, value: 2}"),
    "default as an expression": ("def f(x=a.b): pass", F % "{name: x, expression: a.c}"),
    "return annotation": ("def f() -> str: pass", "functions: [{name: f, return_annotation: int}]"),
    "no return annotation": ("def f(): pass", "functions: [{name: f, return_annotation: int}]"),
    "no function": ("", "functions: [{name: f}]"),
    "a value in place of a function": ("f = 1", "functions: [{name: f}]"),
    "a type in place of a function": ("f = list[int]", "functions: [{name: f}]"),
    "an unknown import in place of a function": ("from nowhere import f", "functions: [{name: f, arguments: []}]"),
    "an unknown decorator": ("@nowhere\ndef f(): pass", "functions: [{name: f, arguments: []}]"),
    "a function sometimes": (SOMETIMES + "def f(): pass", "functions: [{name: f}]"),
    "a plain function": ("def f(): pass", "functions: [{name: f, async: true}]"),
    "an asynchronous function": ("async def f(): pass", "functions: [{name: f, async: false}]"),
    "a method that is static": ("class A:\n    @staticmethod\n    def f(): pass", M % "kind: instance"),
    "a method that is of the class": ("class A:\n    @classmethod\n    def f(cls): pass", M % "kind: static"),
    "a method that is of instances": ("class A:\n    def f(self): pass", M % "kind: class"),
    "a property in place of a method": (
        "class A:\n    @property\n    def f(self): pass",
        M % "arguments: [{name: self}]",
    ),
    "no method": ("class A: pass", M % "kind: instance"),
    "no class": ("", A % "methods: []"),
    "a function in place of a class": ("def A(): pass", A % "methods: []"),
    "a type in place of a class": ("A = list[int]", A % "methods: []"),
    "an unknown import in place of a class": ("from nowhere import A", A % "superclasses: [B]"),
    "no superclass": ("class A: pass", A % "superclasses: [B]"),
    "another superclass": ("class C: pass\nclass A(C): pass", A % "superclasses: [B]"),
    "an unknown superclass": ("from nowhere import C\nclass A(C): pass", A % "superclasses: [B]"),
    "a computed superclass": ("from nowhere import f\nclass A(f()): pass", A % "superclasses: [B]"),
    "an unknown metaclass": ("from nowhere import M\nclass A(metaclass=M): pass", A % "superclasses: [B]"),
    "no attribute": ("class A: pass", A % "attributes: [{type: class, name: x}]"),
    "an attribute of instances": (
        "class A:\n    def __init__(self): self.x = 1",
        A % "attributes: [{type: class, name: x}]",
    ),
    "type of an attribute": ("class A:\n    x: str = ''", A % "attributes: [{type: class, name: x, annotation: int}]"),
    "value of an attribute": ("class A:\n    x = 1", A % "attributes: [{type: class, name: x, value: 2}]"),
    "a descriptor": (
        "class D:\n    def __get__(self, instance, owner): return 1\nclass A:\n    x = D()",
        A % "attributes: [{type: instance, name: x, value: 1}]",
    ),
    "no variable": ("", "variables: [{name: x}]"),
    "type of a variable": ("x: str = ''", "variables: [{name: x, annotation: int}]"),
    "value of a variable": ("x = 1", "variables: [{name: x, value: 2}]"),
    "a computed variable": ("x = nowhere()", "variables: [{name: x, value: 2}]"),
    "a variable sometimes": (SOMETIMES + "x = 2", "variables: [{name: x, value: 2}]"),
    "a variable that is deleted": ("x = 2\ndel x", "variables: [{name: x, value: 2}]"),
    "version": ("__version__ = '1.0'", "version: '>=2'"),
    "no version": ("", "version: '>=2'"),
    "an unknown version": ("from nowhere import __version__", "version: '>=2'"),
    "a computed version": ("__version__ = nowhere()", "version: '>=2'"),
    "filename": ("", "filename: other.py"),
    "an import that is denied": ("import os\nimport socket.x", "imports: {deny: [socket]}"),
    "an import that is not allowed": ("import os\nimport socket", "imports: {allow: [os]}"),
    "an import that is missing": ("import os", "imports: {require: [socket]}"),
    "what may happen to all names": ("exec(input())", "variables: [{name: x}]"),
    "names of an unknown module": ("from nowhere import *", "variables: [{name: x}]"),
    "an extra name": ("x = 1", "extra: forbid"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_violation_tells_where_and_what(name: str, snapshot: SnapshotAssertion) -> None:
    module, contract = CASES[name]
    assert "\n".join(map(shown, judge(module, contract + "\n"))) == snapshot


def shown(violation: Violation) -> str:
    """One violation, all of it."""
    rows = [
        f"{violation.code} {violation.symbol!r} {violation.severity}",
        violation.message,
        f"in the module: {_span(violation.place)}",
        f"in the contract: {_key(violation.contract_place)}",
        f"expected: {violation.expected}",
        f"actual: {violation.actual}",
        f"call: {violation.call}",
    ]
    return "\n  ".join(rows)


def _span(place: Place | None) -> str:
    if place is None:
        return "nowhere"
    span = place.span
    return f"{place.path} {span.line}:{span.column}-{span.end_line}:{span.end_column}"


def _key(place: ContractPlace | None) -> str:
    return "nowhere" if place is None else f"{place.line}:{place.column} {place.key}"
