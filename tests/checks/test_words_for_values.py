"""How a message names what a value is, whatever kind of value it is; and what no text of a contract can equal."""

from __future__ import annotations

import pytest

from tests.checks.judging import judge


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("'a'", "'a'"),
        ("b'a'", "b'a'"),
        ("1j", "1j"),
        ("...", "..."),
        ("[1, 'a']", "[1, 'a']"),
        ("(1,)", "(1,)"),
        ("(1, 2)", "(1, 2)"),
        ("{1, 2}", "{1, 2}"),
        ("frozenset({1})", "frozenset(1)"),
        ("{'a': 1}", "{'a': 1}"),
        ("len", "a function"),
        ("Thing", "a class"),
        ("Thing()", "an instance of Thing"),
        ("[each for each in range(2)]", "a computed list"),
        ("{**{}}", "a computed dict"),
    ],
)
def test_a_value_that_differs_is_named(value: str, words: str) -> None:
    (violation,) = judge(f"class Thing: pass\nx = {value}", "variables: [{name: x, value: 3}]\n")
    assert (violation.code, violation.message) == ("SPY203", f"x: should be 3, found {words}")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("nowhere.limit", "SPY802"),
        ("re.compile('a')", "SPY804"),
        ("list[int]", "SPY804"),
    ],
)
def test_a_value_that_nobody_knows_is_undecided(value: str, code: str) -> None:
    (violation,) = judge(f"import re, nowhere\nx = {value}", "variables: [{name: x, value: 3}]\n")
    assert (violation.code, violation.undecided) == (code, True)


TYPED = [
    ("Thing()", "Thing", []),
    ("Thing()", "int", ["SPY202"]),
    ("Thing", "type", []),
    ("Thing", "int", ["SPY202"]),
    ("len", "int", ["SPY202"]),
    ("3", "typing.Final", []),
    ("3", "typing.Final[int]", []),
    ("3", "typing.Final[str]", ["SPY202"]),
    ("3", "typing.ClassVar[int]", []),
    ("None", "None", []),
    ("None", "int", ["SPY202"]),
    ("[1]", "list[int]", []),
    ("[1]", "list[int, int]", ["SPY202"]),
    ("{1: 'a'}", "dict[int, str]", []),
    ("{1: 'a'}", "dict[int, int]", ["SPY202"]),
    ("(1, 'a')", "tuple[int, str]", []),
    ("(1, 'a')", "tuple[int, int]", ["SPY202"]),
    ("(1, 2, 3)", "tuple[int, int]", ["SPY202"]),
    ("(1, 2, 3)", "tuple[int, ...]", []),
    ("(1, 'a')", "tuple[int, ...]", ["SPY202"]),
    ("[each for each in range(2)]", "list", []),
    ("[each for each in range(2)]", "set", ["SPY202"]),
    ("[each for each in range(2)]", "list[int]", ["SPY804"]),
    ("[each for each in range(2)]", "set[int]", ["SPY202"]),
]


@pytest.mark.parametrize(("value", "annotation", "expected"), TYPED)
def test_a_variable_without_annotation_has_the_type_of_its_value(
    value: str, annotation: str, expected: list[str]
) -> None:
    found = judge(f"class Thing: pass\nx = {value}", f"variables: [{{name: x, annotation: '{annotation}'}}]\n")
    assert [each.code for each in found] == expected


@pytest.mark.parametrize(("mode", "expected"), [("exact", ["SPY202"]), ("ignore", []), ("equivalent", ["SPY202"])])
def test_how_annotations_are_compared_holds_for_values_too(mode: str, expected: list[str]) -> None:
    found = judge("x = 3", f"variables: [{{name: x, annotation: str}}]\noptions: {{annotations: {mode}}}\n")
    assert [each.code for each in found] == expected


CLASSES = [
    ("A = list[int]", "", ["SPY804"]),
    ("import threading\nclass A(threading.Thread): pass", "superclasses: [Thread]", []),
    ("import threading\nclass A(threading.Thread): pass", "superclasses: [threading.Thread]", []),
    ("import threading\nclass A(threading.Thread): pass", "superclasses: [Other]", ["SPY806"]),
    ("from nowhere import M\nclass A(metaclass=M): pass", "superclasses: [B]", ["SPY801"]),
    ("from nowhere import f\nclass A(f()): pass", "superclasses: [B]", ["SPY806"]),
    ("from nowhere import *\nclass A(Base): pass", "superclasses: [B]", ["SPY806"]),
    ("class A(list[int]): pass", "superclasses: [B]", ["SPY405"]),
    (
        "class D:\n    def __get__(self, instance, owner): return 1\nclass A:\n    x = D()",
        "attributes: [{type: instance, name: x, value: 1}]",
        ["SPY804"],
    ),
]


@pytest.mark.parametrize(("module", "asked", "expected"), CLASSES)
def test_a_class_whose_bases_or_attributes_nobody_knows_is_undecided(
    module: str, asked: str, expected: list[str]
) -> None:
    found = judge(module, f"classes: [{{name: A, {asked}}}]\n".replace(", }", "}"))
    assert [each.code for each in found] == expected
