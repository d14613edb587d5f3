"""Members of classes that are known by heart are as `inspect` tells them, with the defaults of this Python only."""

from __future__ import annotations

import inspect
import sys
from typing import Protocol

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.constants import plain
from importspy_static.interpret.namespace import interpret
from importspy_static.interpret.values import (
    ClassValue,
    Computed,
    FunctionValue,
    Literal,
    Signature,
    SignatureParameter,
    Value,
)
from importspy_static.model.program import Program
from tests.interpret.made import python

HERE = sys.version_info[1]
METHODS = [(str, "split"), (str, "encode"), (list, "pop"), (int, "to_bytes"), (dict, "fromkeys")]


def inherited(of: type, method: str, minor: int) -> tuple[SignatureParameter, ...]:
    """The parameters of a method that a class has from a builtin one."""
    return parameters(f"class A({of.__name__}): ...\n", method, minor)


def parameters(source: str, method: str, minor: int) -> tuple[SignatureParameter, ...]:
    """The parameters of a method of the class `A`."""
    program = extract(source.encode())
    assert isinstance(program, Program)
    namespace = interpret(program, python(minor))
    [found] = namespace.name("A")
    assert isinstance(found.value, ClassValue)
    [member] = namespace.member(found.value, method)
    assert isinstance(member.value, FunctionValue)
    assert isinstance(member.value.signature, Signature)
    return member.value.signature.parameters


def default(parameter: SignatureParameter) -> Value:
    assert parameter.default is not None
    [only] = parameter.default.values
    return only


@pytest.mark.parametrize(("of", "method"), METHODS)
def test_defaults_are_those_of_this_python_where_it_is_the_target(of: type, method: str) -> None:
    theirs = inspect.signature(of.__dict__[method] if method == "fromkeys" else getattr(of, method)).parameters
    ours = inherited(of, method, HERE)
    assert [each.name for each in ours] == [*theirs]
    optional = [each for each in ours if each.default is not None]
    assert optional
    for each in optional:
        found = default(each)
        assert isinstance(found, Literal)
        assert plain(found) == theirs[each.name].default


@pytest.mark.parametrize(("of", "method"), METHODS)
def test_another_python_may_have_other_defaults(of: type, method: str) -> None:
    optional = [each for each in inherited(of, method, HERE + 1) if each.default is not None]
    assert optional
    assert all(isinstance(default(each), Computed) for each in optional)


def test_a_protocol_has_a_constructor_that_takes_anything() -> None:
    class P(Protocol):
        def run(self) -> None: ...

    class A(P):
        def run(self) -> None: ...

    source = "from typing import Protocol\nclass P(Protocol):\n    def run(self): ...\nclass A(P): ...\n"
    theirs = inspect.signature(A.__init__).parameters.values()
    assert [(each.name, each.kind) for each in parameters(source, "__init__", HERE)] == [
        (each.name, each.kind.name.lower()) for each in theirs
    ]
