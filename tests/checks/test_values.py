"""Required values: equal, and of one type."""

from __future__ import annotations

import pytest

from tests.checks.judging import codes, judge

SAME = [
    ("1", "1"),
    ("-1", "-1"),
    ("0x10", "16"),
    ("1_000", "1000"),
    ("1.0", "1.0"),
    ("1e3", "1000.0"),
    ("True", "true"),
    ("None", "null"),
    ("'demo'", "demo"),
    ("'1'", '"1"'),
    ("''", '""'),
    ("'a' 'b'", "ab"),
    ("'a' + 'b'", "ab"),
    ("r'\\d'", "'\\d'"),
    ("60 * 60", "3600"),
    ("7 // 2", "3"),
    ("7 / 2", "3.5"),
    ("2 ** 10", "1024"),
    ("-(3)", "-3"),
    ("not 1", "false"),
    ("1 if True else 2", "1"),
    ("10 ** 30", "1000000000000000000000000000000"),
    ("[]", "[]"),
    ("[1, 'a', None]", "[1, a, null]"),
    ("[[1], [2, [3]]]", "[[1], [2, [3]]]"),
    ("{}", "{}"),
    ("{'a': 1, 'b': [True]}", "{a: 1, b: [true]}"),
    ("{'b': 1, 'a': 2}", "{b: 1, a: 2}"),
    ("'%s-%d' % ('a', 1)", "a-1"),
    ("'A'.lower()", "a"),
    ("float('inf')", ".inf"),
    ("1e999", ".inf"),
    ("LIMIT + 1", "6"),
]
DIFFERENT = [
    ("1", "2"),
    ("1", "true"),
    ("True", "1"),
    ("0", "false"),
    ("1", "1.0"),
    ("1.0", "1"),
    ("1", '"1"'),
    ("'1'", "1"),
    ("'True'", "true"),
    ("None", '"None"'),
    ("None", "false"),
    ("''", "null"),
    ("0", "null"),
    ("[]", "null"),
    ("b'demo'", "demo"),
    ("'Demo'", "demo"),
    ("'demo '", "demo"),
    ("[1]", "[true]"),
    ("[True]", "[1]"),
    ("[1]", "[1.0]"),
    ("[1, 2]", "[2, 1]"),
    ("[1]", "[1, 1]"),
    ("(1,)", "[1]"),
    ("{1}", "[1]"),
    ("[[1]]", "[1]"),
    ("{'a': 1}", "{a: 2}"),
    ("{'a': 1}", "{a: true}"),
    ("{1: 'a'}", '{"1": a}'),
    ("{'a': 1}", "{}"),
    ("...", "null"),
    ("2j", "2"),
    ("10 ** 30", "1e30"),
    ("-0.0", "1.0"),
    ("lambda: 1", "1"),
    ("object", "1"),
    ("0.1 + 0.2", "0.3"),
]
UNKNOWN = ["f()", "f", "f() + 1", "f.a", "f[0].a", "f and f()", "-f", "f() if f else f", "(f, f)[0]"]
UNKNOWN_OF_A_TYPE = [
    ("f'{f}'", "a"),
    ("[f()]", "[1]"),
    ("{'a': f()}", "{a: 1}"),
    ("2 ** 10 ** 9", "1"),
    ("'a' * 10 ** 9", "a"),
    ("str(f)", "a"),
    ("[each for each in f]", "[1]"),
    ("'%s' % f", "a"),
    ("'{}'.format(f)", "a"),
]
IMPORTED = "from elsewhere import f\nx = "


def of(value: str) -> str:
    return f"variables: [{{name: x, value: {value}}}]"


@pytest.mark.parametrize(("source", "value"), SAME)
def test_a_value_equals_itself_however_it_is_written(source: str, value: str) -> None:
    found = codes(f"LIMIT = 5\nx = {source}", of(value))
    assert found == [] or (found == ["SPY804"] and source.startswith("float("))


@pytest.mark.parametrize(("source", "value"), DIFFERENT)
def test_a_value_of_another_type_is_another_value(source: str, value: str) -> None:
    assert codes(f"x = {source}", of(value)) == ["SPY203"]


@pytest.mark.parametrize("value", ["1", "a", "null", "true", "[1]", "{a: 1}", ".nan"])
@pytest.mark.parametrize("source", UNKNOWN)
def test_a_value_that_is_not_known_is_undecided(source: str, value: str) -> None:
    found = judge(f"{IMPORTED}{source}", of(value))
    assert found
    assert all(each.undecided for each in found)


@pytest.mark.parametrize("value", ["1", "a", "null"])
def test_an_item_of_what_is_not_known_is_undecided(value: str) -> None:
    found = judge(f"{IMPORTED}f[0]", of(value))
    assert found
    assert all(each.undecided for each in found)


@pytest.mark.parametrize(("source", "value"), UNKNOWN_OF_A_TYPE)
def test_a_value_of_which_only_the_type_is_known_is_undecided(source: str, value: str) -> None:
    assert codes(f"{IMPORTED}{source}", of(value)) == ["SPY804"]


@pytest.mark.parametrize("source", [source for source, _ in UNKNOWN_OF_A_TYPE])
def test_a_value_that_is_not_known_is_not_none(source: str) -> None:
    assert codes(f"{IMPORTED}{source}", of("null")) in (["SPY203"], ["SPY804"])


@pytest.mark.parametrize("source", ["float('nan')", "1e999 - 1e999"])
def test_nan_keeps_a_contract_that_asks_for_it(source: str) -> None:
    assert codes(f"x = {source}", of(".nan")) in ([], ["SPY804"])


def test_a_zero_keeps_its_sign_out_of_it() -> None:
    assert codes("x = -0.0", of("0.0")) == []


def test_null_requires_none_and_an_absent_value_nothing() -> None:
    assert codes("x = 5", "variables: [{name: x, value: null}]") == ["SPY203"]
    assert codes("x = 5", "variables: [{name: x}]") == []
    assert codes("x = None", "variables: [{name: x, value: null}]") == []


@pytest.mark.parametrize(
    "change",
    [
        "x.append(2)",
        "x += [2]",
        "y = x\ny.append(2)",
        "y = x\ny += [2]",
        "x[0] = 2",
        "del x[0]",
        "x = x + [2]",
        "def f():\n    x.append(2)\nf()",
        "def f(a):\n    a.append(2)\nf(x)",
        "elsewhere.register(x)",
        "elsewhere.register(kept=[x])",
        "for i in (1, 2):\n    x.append(i)",
        "with elsewhere.lock:\n    x.append(i)",
        "class A:\n    x.append(2)",
        "[x.append(i) for i in (1, 2)]",
    ],
)
def test_a_list_that_is_changed_later_is_not_what_was_written(change: str) -> None:
    found = codes(f"import elsewhere\ni = 3\nx = [1]\n{change}\n", of("[1]"))
    assert found in (["SPY203"], ["SPY804"])


def test_a_list_that_is_only_read_is_what_was_written() -> None:
    module = "x = [1]\ny = len(x) + x[0]\nfor i in x:\n    print(i)\nif 1 in x:\n    z = x.index(1)\n"
    assert codes(module, of("[1]")) == []


DEFAULTS = [
    ("a=1", "value: 1", []),
    ("a=1", "value: true", ["SPY313"]),
    ("a=True", "value: 1", ["SPY313"]),
    ("a=None", "value: null", []),
    ("a", "value: null", ["SPY313"]),
    ("a=0", "value: null", ["SPY313"]),
    ("a=()", "value: []", ["SPY313"]),
    ("a=[1]", "value: [1]", []),
    ("a=LIMIT", "value: 5", []),
    ("a=LIMIT", "value: 6", ["SPY313"]),
    ("a=LIMIT * 2", "value: 10", []),
    ("a=LIMIT", "expression: LIMIT", []),
    ("a=5", "expression: LIMIT", ["SPY313"]),
    ("a=f( 1,2 )", "expression: 'f(1, 2)'", []),
    ("a=f()", "value: 1", ["SPY804"]),
    ("a=f()", "optional: true", []),
    ("a", "optional: true", ["SPY313"]),
    ("a=1", "optional: false", []),
]


@pytest.mark.parametrize(("parameter", "asked", "found"), DEFAULTS)
def test_defaults_are_values(parameter: str, asked: str, found: list[str]) -> None:
    module = f"def f(*args): return hash(args)\nLIMIT = 5\ndef g({parameter}): ...\nLIMIT = 6\n"
    assert codes(module, f"functions: [{{name: g, arguments: [{{name: a, {asked}}}]}}]") == found
