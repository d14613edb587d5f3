"""What a plain scalar behind `value:` means, and that no other key's text is ever interpreted."""

from __future__ import annotations

import math

import pytest

from importspy_static.model.contract import LiteralValue
from tests.contract.reading import problems, read, the_function


def literal(written: str) -> LiteralValue:
    (variable,) = read(f"variables:\n- name: a\n  value: {written}\n").module.variables
    assert variable.value is not None
    return variable.value.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("null", None), ("~", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("tRUE", "tRUE"),
        ("0", 0), ("-1", -1), ("+12", 12), ("012", 12), ("0o14", 12), ("0x1F", 31), ("0b101", 5), ("1_000", 1000),
        ("-0x10", -16), ("0o8", "0o8"), ("0x", "0x"), ("_", "_"), ("-_", "-_"), ("1_", "1_"), ("1__0", "1__0"),
        ("1.5", 1.5), ("3.10", 3.1), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-1.5E-3", -0.0015), ("1_0.5", 10.5),
        (".inf", math.inf), ("-.INF", -math.inf), ("1e999", math.inf),
        (".", "."), ("1.2.3", "1.2.3"), ("1e", "1e"), ("e3", "e3"), ("+", "+"), ("1:30", "1:30"),
        ("2024-01-31", "2024-01-31"), ("2024-13-45", "2024-13-45"), ("=", "="), ("<<", "<<"), ("None", "None"),
        ("'null'", "null"), ('"12"', "12"), ("'true'", "true"), ("''", ""), ('"\\x41\\n"', "A\n"),
        ("|\n    x\n    y", "x\ny\n"), (">-\n    x\n    y", "x y"), ("two words", "two words"), ("٣", "٣"),
        ("[1, '1', 1.0, null, [x]]", [1, "1", 1.0, None, ["x"]]), ("{a: 1, '1': {b: }}", {"a": 1, "1": {"b": None}}),
        ("[]", []), ("{}", {}),
    ],
)  # fmt: skip
def test_a_scalar_means_what_yaml_1_2_says(written: str, meant: LiteralValue) -> None:
    found = literal(written)
    assert (type(found), found) == (type(meant), meant)


def test_not_a_number_is_a_float() -> None:
    found = literal(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("written", ["9" * 5_000, "-" + "9" * 5_000, "0x" + "f" * 5_000, "0b" + "1" * 20_000])
def test_a_number_that_python_would_not_write_is_a_problem(written: str) -> None:
    assert problems(f"variables: [{{name: a, value: [1, {written}]}}]") == [
        ("SPY011", 1, 34, "variables[0].value[1]: a number of more digits than Python reads")
    ]


def test_text_of_many_digits_is_text() -> None:
    text = "1" + "a" * 6_000
    assert literal(text) == text
    assert literal(f"'{'9' * 5_000}'") == "9" * 5_000


def test_value_with_nothing_behind_it_requires_nothing_and_null_requires_none() -> None:
    empty, null, tilde, absent = read("""
        variables:
          - name: a
            value:
          - {name: b, value: null}
          - {name: c, value: ~}
          - name: d
    """).module.variables
    assert empty.value is None
    assert absent.value is None
    assert null.value is not None
    assert null.value.value is None
    assert tilde.value is not None
    assert tilde.value.value is None


@pytest.mark.parametrize("written", ["3.10", "3.11", "1_0", "012", "1e3", "0x10", "true", "2024-01-31", "1.0.0rc1"])
def test_a_version_is_the_text_as_written(written: str) -> None:
    for quote in ("", "'", '"'):
        contract = read(f"version: {quote}{written}{quote}")
        assert contract.module.version is not None
        assert contract.module.version.value == written


def test_the_annotation_none_is_not_an_absent_one() -> None:
    assert the_function("functions: [{name: f, return_annotation: }]").return_annotation is None
    assert the_function("functions: [{name: f, return_annotation: null}]").return_annotation is None
    assert the_function("functions: [{name: f, return_annotation: ~}]").return_annotation is None
    stated = the_function("functions: [{name: f, return_annotation: None}]").return_annotation
    assert stated is not None
    assert stated.value == "None"


def test_names_are_the_text_as_written() -> None:
    names = [each.name for each in read("variables: [{name: true}, {name: null}, {name: yes}]").module.variables]
    assert names == ["true", "null", "yes"]


def test_names_have_the_normal_form_that_python_compares() -> None:
    (variable,) = read("variables: [{name: ﬁeld}]").module.variables
    assert variable.name == "field"


@pytest.mark.parametrize(("key", "meant"), [("1", 1), ("1.5", 1.5), ("true", True), ("~", None), ("'1'", "1")])
def test_a_key_of_a_literal_keeps_its_type(key: str, meant: object) -> None:
    (variable,) = read(f"variables: [{{name: a, value: {{{key}: x}}}}]").module.variables
    assert variable.value is not None
    assert repr(variable.value.value) == repr({meant: "x"})
