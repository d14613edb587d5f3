"""Functions and methods: which code tells of which difference, where, and by which call."""

from __future__ import annotations

import pytest

from tests.checks.judging import codes, judge

ASKED = "functions: [{name: f, arguments: [%s]}]"
TWO = "{name: a}, {name: b, optional: true}"
FUNCTIONS = [
    # what is declared, the parameters of the def, the codes
    (TWO, "a, b=1", []),
    (TWO, "a, b=None, c=None, *d, e=1, **g", []),
    (TWO, "a, *, b=1", ["SPY311"]),
    (TWO, "*args, **kwargs", []),
    (TWO, "a, **kwargs", ["SPY310"]),
    (TWO, "a, *args", ["SPY310"]),
    (TWO, "a", ["SPY310"]),
    (TWO, "", ["SPY310", "SPY310"]),
    (TWO, "b=1, a=2", ["SPY311"]),
    (TWO, "a, b", ["SPY313"]),
    (TWO, "a, b=1, /", ["SPY311"]),
    (TWO, "a, c, b=1", ["SPY314"]),
    (TWO, "c, a, b=1", ["SPY314"]),
    (TWO, "a, b=1, *, c", ["SPY314"]),
    (TWO, "a, b=1, *, c, d", ["SPY314", "SPY314"]),
    (TWO, "a, c=0, b=1", ["SPY311"]),
    (TWO, "x, b=1", ["SPY310"]),
    ("", "", []),
    ("", "a=1", []),
    ("", "*a, **b", []),
    ("", "a", ["SPY314"]),
    ("", "*, a", ["SPY314"]),
    ("{name: a, kind: positional_only}", "b", []),
    ("{name: a, kind: positional_only}", "*b", []),
    ("{name: a, kind: positional_only}", "*, a", ["SPY311"]),
    ("{name: a, kind: keyword_only}", "a", []),
    ("{name: a, kind: keyword_only}", "a, /", ["SPY311"]),
    ("{name: a, kind: keyword_only}", "**b", []),
    ("{name: a, kind: keyword_only}", "*b", ["SPY310"]),
    ("{name: a}, {name: '*rest'}", "a, *others", []),
    ("{name: a}, {name: '*rest'}", "a", ["SPY310"]),
    ("{name: a}, {name: '**rest'}", "a, **others", []),
    ("{name: a}, {name: '**rest'}", "a, *others", ["SPY310"]),
    ("{name: '*rest'}, {name: key}", "*rest, key", []),
    ("{name: '*rest'}, {name: key}", "*rest, **all", []),
    ("{name: a, annotation: int}", "a: int", []),
    ("{name: a, annotation: int}", "a: 'int'", []),
    ("{name: a, annotation: int}", "a", ["SPY312"]),
    ("{name: a, annotation: int}", "a: str", ["SPY312"]),
    ("{name: a}", "a: str", []),
]


@pytest.mark.parametrize(("asked", "parameters", "found"), FUNCTIONS)
def test_each_difference_of_a_signature_has_its_code(asked: str, parameters: str, found: list[str]) -> None:
    assert codes(f"def f({parameters}): ...", ASKED % asked) == found


@pytest.mark.parametrize(("asked", "parameters", "found"), FUNCTIONS)
@pytest.mark.parametrize("before", ["", "self, ", "this, "])
def test_a_method_is_judged_as_a_function_without_its_receiver(
    before: str, asked: str, parameters: str, found: list[str]
) -> None:
    contract = f"classes: [{{name: A, methods: [{{name: f, arguments: [{asked}]}}]}}]"
    if before == "self, ":
        contract = contract.replace("arguments: [", "arguments: [{name: self}, ").replace(", ]", "]")
    receiver = "self" if before != "this, " else "this"
    assert codes(f"class A:\n    def f({receiver}, {parameters}): ...\n", contract) == found


CALLS = [
    ("{name: a}", "", "module.f(a)  # TypeError: takes 0 positional arguments, 1 given"),
    ("{name: a}", "a, b", "module.f(a)  # TypeError: missing 'b'"),
    ("{name: a}", "*, a", "module.f(a)  # TypeError: takes 0 positional arguments, 1 given"),
    ("{name: a}", "a, /", "module.f(a=a)  # TypeError: unexpected keyword argument 'a'"),
    ("{name: a}, {name: b}", "b, a", "module.f(a, b)  # 'a' is taken for 'b'"),
    ("{name: a, kind: keyword_only}", "b", "module.f(a=a)  # TypeError: unexpected keyword argument 'a'"),
    ("{name: a}, {name: '*rest'}", "a", "module.f(a, *rest)  # TypeError: too many positional arguments"),
]


@pytest.mark.parametrize(("asked", "parameters", "call"), CALLS)
def test_a_signature_that_differs_is_shown_by_a_call(asked: str, parameters: str, call: str) -> None:
    assert {each.call for each in judge(f"def f({parameters}): ...", ASKED % asked)} == {call}


ONE = "{name: f, arguments: [{name: a}]}"
KINDS = [
    ("def f(self, a): ...", "kind: instance", []),
    ("def f(self, a): ...", "kind: static", ["SPY303"]),
    ("@staticmethod\n    def f(a): ...", "kind: static", []),
    ("@staticmethod\n    def f(a): ...", "kind: class", ["SPY303"]),
    ("@classmethod\n    def f(cls, a): ...", "kind: class", []),
    ("@classmethod\n    def f(cls, a): ...", "arguments: [{name: a}]", []),
    ("@classmethod\n    def f(cls, a): ...", "arguments: [{name: cls}, {name: a}]", []),
    ("@staticmethod\n    def f(a): ...", "arguments: [{name: a}]", []),
    ("@staticmethod\n    def f(a): ...", "arguments: [{name: self}, {name: a}]", []),
    ("@property\n    def f(self): ...", "kind: property", []),
    ("@property\n    def f(self): ...", "kind: instance", ["SPY303"]),
    ("@property\n    def f(self): ...", "arguments: []", ["SPY303"]),
    ("def f(self): ...", "kind: property", ["SPY303"]),
    ("f = lambda self, a: a", "arguments: [{name: a}]", []),
    ("f = staticmethod(lambda a: a)", "arguments: [{name: a}]", []),
    ("def f(): ...", "arguments: []", ["SPY310"]),
    ("def f(*args): ...", "arguments: []", []),
    ("async def f(self): ...", "async: true", []),
    ("async def f(self): ...", "async: false", ["SPY303"]),
    ("def f(self): ...", "async: true", ["SPY303"]),
    ("async def f(self): ...", "arguments: []", ["SPY303"]),
    ("f = None", "kind: instance", ["SPY302"]),
    ("f = 5", "arguments: []", ["SPY302"]),
    ("class f: ...", "{}", ["SPY302"]),
]


@pytest.mark.parametrize(("body", "asked", "found"), KINDS)
def test_kinds_of_methods_are_told_apart(body: str, asked: str, found: list[str]) -> None:
    options = "" if asked == "{}" else f", {asked}"
    contract = f"classes: [{{name: A, methods: [{{name: f{options}}}]}}]"
    got = codes(f"class A:\n    {body}\n", contract)
    assert got == found


def test_the_place_is_that_of_the_parameter() -> None:
    (found,) = judge("def f(\n    a,\n    b,\n): ...\n", ASKED % "{name: a}")
    assert found.place is not None
    assert (found.code, found.place.span.line, found.place.span.column) == ("SPY314", 3, 5)


def test_the_signature_is_not_looked_at_where_no_arguments_are_declared() -> None:
    assert codes("def f(a, b, *, c): ...", "functions: [{name: f}]") == []


@pytest.mark.parametrize(
    ("returns", "asked", "found"),
    [
        (" -> str", "str", []),
        (" -> 'str'", "str", []),
        (" -> None", "None", []),
        ("", "None", ["SPY320"]),
        (" -> bytes", "str", ["SPY320"]),
        (" -> str | None", "str", ["SPY320"]),
    ],
)
def test_what_is_returned_is_told(returns: str, asked: str, found: list[str]) -> None:
    assert codes(f"def f(){returns}: ...", f"functions: [{{name: f, return_annotation: {asked}}}]") == found


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("f = lambda a: a", []),
        ("def g(a): ...\nf = g", []),
        ("class A:\n    def m(self, a): ...\nf = A().m", []),
        ("class A:\n    def __call__(self, a): ...\nf = A()", []),
        ("class A:\n    def __call__(self, b): ...\nf = A()", ["SPY310"]),
        ("class A:\n    def __init__(self, a): ...\nf = A", ["SPY301"]),
        ("class A:\n    @classmethod\n    def m(cls, b): ...\nf = A.m", ["SPY310"]),
        ("f = 'a'", ["SPY301"]),
        ("f = None", ["SPY301"]),
        ("f = [1]", ["SPY301"]),
        ("import os as f", ["SPY802"]),
        ("@unknown\ndef f(b): ...", ["SPY803"]),
        ("f = unknown()", ["SPY804"]),
        ("def g(a): ...\ng.__code__ = None\nf = g", ["SPY801"]),
    ],
)
def test_what_a_name_is_bound_to_counts_not_how(module: str, found: list[str]) -> None:
    assert codes(f"from elsewhere import unknown\n{module}", ASKED % "{name: a}") == found


COMPUTED = [
    # the annotation, what is asked for, the codes
    ("Made", "Made", []),
    ("Made", "int", ["SPY804"]),
    ("list[Made]", "list[int]", ["SPY804"]),
    ("list[Made]", "dict[str, int]", ["SPY312"]),
    ("Made | None", "int | None", ["SPY804"]),
    ("Made | None", "int | str", ["SPY312"]),
    ("Made | None", "int", ["SPY312"]),
    ("UserId", "UserId", []),
    ("UserId", "int", ["SPY312"]),
]


@pytest.mark.parametrize(("annotation", "asked", "expected"), COMPUTED)
def test_an_annotation_by_a_computed_name_is_undecided_where_it_may_be_what_is_asked_for(
    annotation: str, asked: str, expected: list[str]
) -> None:
    prelude = "from typing import NewType\nMade = make()\nUserId = NewType('UserId', int)\n"
    module = f"from __future__ import annotations\nfrom acme import make\n{prelude}def f(a: {annotation}): ...\n"
    assert codes(module, ASKED % f"{{name: a, annotation: '{asked}'}}") == expected
    returned = module.replace(f"a: {annotation})", f") -> {annotation}")
    contract = f"functions: [{{name: f, return_annotation: '{asked}'}}]"
    assert codes(returned, contract) == [each.replace("312", "320") for each in expected]
    variable = module.replace(f"def f(a: {annotation}): ...", f"f: {annotation}")
    contract = f"variables: [{{name: f, annotation: '{asked}'}}]"
    assert [code for code in codes(f"{variable.rstrip()} = acme()", contract) if code != "SPY802"] == [
        each.replace("312", "202") for each in expected
    ]
