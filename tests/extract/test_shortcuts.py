"""Comprehensions that are written out and sums that are made are what Python makes of the same text."""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pytest

from importspy_static import limits
from importspy_static.extract.comprehensions import is_lazy, read_by_rounds
from importspy_static.extract.sums import total
from importspy_static.extract.unrolling import unrolled

NAMES = {"a": SimpleNamespace(name="A", inner=SimpleNamespace(name="AA")), "b": SimpleNamespace(name="B")}


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def evaluated(node: ast.expr) -> object:
    whole = ast.fix_missing_locations(ast.Expression(node))
    return eval(compile(whole, "<test>", "eval"), {"__builtins__": {}}, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "[each for each in (1, 2)]",
        "[each.name for each in [a, b]]",
        "{each.name for each in (a.inner, b)}",
        "{each.name: each.name for each in (a, b)}",
        "{each.name: 1 for each in (a, b)}",
        "[(each.name, 'text') for each in (a, b)]",
        "[((each.name,), 1) for each in (a, b)]",
        "[each.name for each in ()]",
    ],
)
def test_a_comprehension_that_takes_items_as_they_are_is_written_out(text: str) -> None:
    display = unrolled(parsed(text))
    assert display is not None
    assert not any(isinstance(each, ast.comprehension) for each in ast.walk(display))
    assert evaluated(display) == evaluated(parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        "(each for each in (1, 2))",  # evaluated later
        "[each for each in (1, 2) if each]",
        "[each for each in (1, 2) for other in (1, 2)]",
        "[each for each, other in ((1, 2),)]",
        "[each for each in several]",
        "[each for each in {1, 2}]",  # in which order
        "[each for each in (*several,)]",
        "[each for each in (call(),)]",
        "[other for each in (1, 2)]",
        "[other.name for each in (1, 2)]",
        "[(each, other) for each in (1, 2)]",
        "[1 for each in (1, 2)]",  # the items are read all the same
        "[each() for each in (a, b)]",
        "{each: other for each in (1, 2)}",
        "[each" + ".name" * limits.EXPRESSION_DEPTH + " for each in (a, b)]",
        "[each for each in (a" + ".name" * limits.EXPRESSION_DEPTH + ",)]",
        "[" + "(" * 60 + "each" + ",)" * 60 + " for each in (a, b)]",
        f"[each for each in ({'1, ' * limits.SMALL_CALL * limits.SMALL_LITERAL}1)]",
        "several",
    ],
)
def test_no_other_is(text: str) -> None:
    assert unrolled(parsed(text)) is None


def test_an_asynchronous_one_is_not() -> None:
    (function,) = ast.parse("async def f():\n    return [each async for each in (1, 2)]").body
    assert isinstance(function, ast.AsyncFunctionDef)
    (statement,) = function.body
    assert isinstance(statement, ast.Return)
    assert statement.value is not None
    assert unrolled(statement.value) is None


@pytest.mark.parametrize("text", ["1 + 2", "1 - 2 + 3", "'a' + 'b' + 'c'", "+".join(["1"] * 500), "'' + ''"])
def test_a_sum_of_constants_is_what_python_adds(text: str) -> None:
    expected = evaluated(parsed(text))
    found = total(parsed(text))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "text",
    ["1", "True + 1", "1 + True", "1 + a", "a + 1", "'a' - 'b'", "1 + 'a'", "'a' + 1", "1 * 2", "1 + 2.0"],
)
def test_no_other_is_added(text: str) -> None:
    assert total(parsed(text)) is None


def test_a_text_that_grows_too_long_is_not_added() -> None:
    half = "x" * (limits.LONGEST_TEXT // 2 + 1)
    assert total(parsed(f"'{half}' + '{half}'")) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[f(x) for x in (1,)]", ("f",)),
        ("{f(x): g for x in (1,)}", ("f", "g")),
        ("[x for y in (1,) for x in z]", ("z",)),
        ("[f if x else g for x in (1,)]", ()),
        ("[x if f else g for x in (1,)]", ("f",)),
        ("[f and g for x in (1,)]", ("f",)),
        ("[f < g < h for x in (1,)]", ("f",)),
        ("[lambda y=f: g for x in (1,)]", ("f",)),
        ("[[h for z in f] for x in (1,)]", ("f",)),
        ("[(y := f) and y for x in (1,)]", ("f",)),
        ("(f for x in (1,))", ()),
    ],
)
def test_names_that_are_read_in_each_round(text: str, names: tuple[str, ...]) -> None:
    node = parsed(text)
    assert tuple(sorted(read_by_rounds(node))) == names
    for name in names:  # Python reads each of them
        others = {"__builtins__": {}, **{each: print for each in names if each != name}}
        with pytest.raises(NameError):
            eval(text, others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x for x in (1,)]", False),
        ("[x for x in (*a,)]", True),
        ("[x for x in a]", True),
        ("{x for x in [1] if x}", True),
        ("(x for x in (1,))", True),
        ("[x for x in ()]", True),
        ("call()", False),
    ],
)
def test_what_may_have_no_round(text: str, expected: bool) -> None:
    assert is_lazy(parsed(text)) is expected
