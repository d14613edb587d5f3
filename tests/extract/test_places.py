"""Where things stand: lines and columns from 1, in characters, as the eye counts them."""

from __future__ import annotations

import ast
import inspect
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static.model.expression import Expression
from importspy_static.model.place import Span
from importspy_static.model.program import Assign, ClassDef, FunctionDef, Import, ImportFrom, Match, Program, Try
from tests.extract.sources import body, function, only, program, text_at


@pytest.mark.parametrize(
    "header",
    [
        "def f(): pass",
        "async def f(): pass",
        "async  def  f ( ) : pass",
        "async \\\n  def \\\n f(): pass",
        "def\tf(a, # :\n  b): # :\n pass",
        "@d(':') # :\n@e\ndef f() -> 'x: y': pass",
        "def f(a: ':' = ':'): ':'; pass",
        "def f(a, b,): return",
        "def f(*, a={1: 2}): return {3: 4}",
        "def f(a=lambda: 1): return lambda: 2",
        "def f(a): # x: y\n # :\n @d\n def g(): pass\n return g",
        "ü = 'é'; ö = 1\ndef f(): 'ü'",
        "'''é\nü'''; # ß\ndef f(): pass",
        "def é(): pass",
    ],
)
def test_name_and_header_of_a_function(header: str) -> None:
    source = header + "\n"
    found = function(source)
    assert text_at(source, found.span) == found.name
    header_text = text_at(source, found.header)
    assert header_text.startswith(("def", "async"))
    assert header_text.endswith(":")
    stub = header_text + " pass"
    assert isinstance(ast.parse(stub).body[0], (ast.FunctionDef, ast.AsyncFunctionDef))


@pytest.mark.parametrize(
    "source",
    [
        "class A: pass\n",
        "class \\\n A ( B , # :\n k = ':' ) : # :\n pass\n",
        "@d\nclass A(B[1:2], ): x = {1: 2}\n",
        "class A(): ...\n",
    ],
)
def test_name_and_header_of_a_class(source: str) -> None:
    found = only(source, ClassDef)
    assert text_at(source, found.span) == "A"
    text = text_at(source, found.header)
    assert text.startswith("class")
    assert isinstance(ast.parse(text + " pass").body[0], ast.ClassDef)


def test_parameters_stand_where_ast_says() -> None:
    source = "def f(é, *ü: int, k : 'ß' = 1, **z): pass\n"
    assert [text_at(source, each.span) for each in function(source).parameters] == ["é", "ü: int", "k : 'ß'", "z"]


def test_columns_count_characters() -> None:
    source = "ä = 'ö'; 名 = ü.ß\n"
    first, second = body(source)
    assert isinstance(first, Assign)
    assert isinstance(second, Assign)
    assert second.value is not None
    assert text_at(source, second.span) == "名 = ü.ß"
    assert text_at(source, second.value.span) == second.value.text == "ü.ß"
    assert text_at("x = '\U0001f600' + y\n", only("x = '\U0001f600' + y\n", Assign).span) == "x = '\U0001f600' + y"


def test_a_byte_order_mark_takes_no_column() -> None:
    assert only(b"\xef\xbb\xbfx = y\n", Assign).span == Span(1, 1, 1, 6)


def test_tabs_and_form_feeds_are_one_column() -> None:
    found = only("\x0cclass A:\n\tx\t=\ty\n", ClassDef)
    assert found.span == Span(1, 8, 1, 9)
    assert found.body[0].span == Span(2, 2, 2, 7)  # type: ignore[union-attr]


def test_other_encodings_count_their_characters() -> None:
    source = "# coding: latin-1\né = 'ü'; x = y\n"
    *_, last = body(source.encode("latin-1"))
    assert isinstance(last, Assign)
    assert text_at(source, last.span) == "x = y"


def test_imports_handlers_and_captures_stand_where_they_are_written() -> None:
    source = "import a, b.c as d\n"
    assert [text_at(source, each.span) for each in only(source, Import).modules] == ["a", "b.c as d"]
    source = "from . import (a,\n  b as c)\n"
    assert [text_at(source, each.span) for each in only(source, ImportFrom).names or ()] == ["a", "b as c"]
    source = "try: pass\nexcept (A, B) as e: pass\nexcept: pass\n"
    assert [text_at(source, each.span) for each in only(source, Try).handlers] == ["except (A, B)", "except"]
    source = "match x:\n case {'é': ü, **rest} if ü: pass\n"
    (case,) = only(source, Match).cases
    assert [text_at(source, span) for _, span in case.captures] == ["ü", "rest"]
    assert text_at(source, case.span) == "{'é': ü, **rest} if ü"


STDLIB = Path(sysconfig.get_paths()["stdlib"])


@pytest.mark.parametrize("name", ["dataclasses", "typing", "argparse", "enum", "asyncio/tasks", "textwrap"])
def test_every_place_holds_the_text_that_it_tells(name: str) -> None:
    source = (STDLIB / f"{name}.py").read_text(encoding="utf-8")
    lines = source.split("\n")
    for found in walk(program(source.encode())):
        match found:
            case Expression(span=span, text=text) if not text.endswith("…"):
                assert text_at(source, span) == text
            case FunctionDef(span=span) | ClassDef(span=span):
                assert text_at(source, span) == found.name
                assert lines[found.header.end_line - 1][found.header.end_column - 2] == ":"


def test_functions_are_where_inspect_finds_them() -> None:
    source = inspect.getsource(inspect)
    found = {each.name: each for each in program(source.encode()).body if isinstance(each, FunctionDef)}
    for name, each in found.items():
        code = inspect.unwrap(getattr(inspect, name)).__code__
        first = each.decorators[0].span.line if each.decorators else each.header.line
        assert code.co_firstlineno == first
        assert each.is_generator == inspect.isgeneratorfunction(getattr(inspect, name))


def walk(found: object) -> Iterator[object]:
    from dataclasses import fields, is_dataclass

    pending = [found]
    while pending:
        each = pending.pop()
        yield each
        if isinstance(each, tuple):
            pending += each
        elif is_dataclass(each):
            pending += [getattr(each, field.name) for field in fields(each)]


def test_a_program_is_walked_whole() -> None:
    assert sum(isinstance(each, Program) for each in walk(program("x = 1\n"))) == 1
