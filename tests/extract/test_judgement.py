"""What is Python is CPython's to say; what is wrong with the rest is told with its place."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.extract.judgement import running_version
from importspy_static.model.place import Span
from importspy_static.model.program import Failure, Program
from tests.extract.sources import body, failure, text_at


@pytest.mark.parametrize(
    "source",
    [
        "x = (",
        "def f(:\n pass",
        "print 'python 2'",
        "except x, y: pass",
        "return 1",
        "def f(a, a): pass",
        "nonlocal x",
        "yield 1",
        "await x",
        "break",
        "continue",
        "from __future__ import braces",
        "x = 1\nfrom __future__ import annotations",
        "def f():\n x = 1\n global x",
        "def f():\n from a import *",
        "class A:\n x = [y := 1 for z in a]",
        "f(a=1, a=2)",
        "f(**a, *b)",
        "1 = x",
        "None = 1",
        "del f()",
        "if 1:\n\tx = 1\n        y = 2",
        "  x = 1",
        "if 1:\npass",
        "'abc",
        "'''abc",
        "f'{'",
        "x = 08",
        "x = 1_",
        "\\",
        "x = $",
        "x = \u20ac",
        "match x:\n case a: pass\n case b: pass",
        "match x:\n case [a, a]: pass",
        "match x:\n case {**a, 'b': 1}: pass",
        "try: pass",
        "try: pass\nexcept: pass\nexcept A: pass",
        "lambda: (yield)\nreturn",
        "def f(): return {x async for x in y}",
        "class A: return",
        "x: int = 1 = 2",
        "a, b: int",
        "__debug__ = 1",
        "assert (yield)",
        "x = " + "1" * 5000,
        "def f():\n nonlocal x",
        "with open(a) as 1: pass",
        "import a.b as c.d",
        "from . import *, a",
        "*a",
        "a = *b",
        "del *a",
        'code = f"""d:\n  {t\narget} = x\n  """\n',
        "\x00",
        "x = 1\n\x1a",
        "b'\u00e9'",
    ],
)
def test_what_cpython_refuses_is_a_syntax_error_with_its_place(source: str) -> None:
    found = failure(source)
    assert found.kind == "syntax"
    assert f"({running_version()})" in found.reason
    assert not found.reason.endswith(".")
    lines = source.split("\n")
    span = found.span
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)


def test_the_place_of_a_syntax_error_is_that_of_cpython() -> None:
    source = "x = 1\ndef f(a, a): pass\n"
    assert failure(source).span.line == 2
    for source, wrong in (("x = 1 2\n", "2"), ("é = 1; x = y z\n", "z"), ("def f(é, é): pass\n", "é")):
        found = failure(source).span
        assert text_at(source, found)[-1] == wrong
        assert found.end_column - 1 == source.rindex(wrong) + 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"x = '\xff'\n", 1),
        (b"x = 1\r\n\r\ny = '\xe9'\n", 3),
        (b"# coding: ascii\nx = '\xe9'\n", 2),
        (b"# coding: utf-8\n\ny = '\xed\xa0\x80'\n", 3),
        ("x = 1".encode("utf-16"), 1),
        (b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe", 1),
        (b"# coding: no-such-encoding\nx = 1\n", 1),
        (b"#!/usr/bin/python\n# coding: rot13\nk = 1\n", 1),
        (b"# coding: hex\n78\n", 1),
        (b"# coding: undefined\nx = 1\n", 1),
        (b"# coding: zlib\nx = 1\n", 1),
        (b"# coding: utf-16\nx = 1\n", 2),
        (b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", 1),
    ],
)
def test_bytes_that_are_not_their_encoding_are_unreadable(source: bytes, line: int) -> None:
    found = failure(source)
    assert found.kind == "encoding"
    assert found.span.line == line
    assert found.span.column == 1


@pytest.mark.parametrize(
    "source",
    [
        b"x = 1 # \xff\n",
        b"# coding: utf-8\n# \xff\xfe\nx = 1\n",
        b"\xef\xbb\xbfx = 1",
        b"# coding: utf-7\nx = 1\n",
        b"# coding: idna\nx = 1\n",
        b"# vim: set fileencoding=latin-1 :\nx = '\xe9'\n",
        b"#!/bin/sh\n# coding: latin-1\nx = '\xe9'\n",
        b"x = 1\r\n\r\n",
        b"x = 1\rdel y\r",
        b"x = 1\n\x0c\n",
        b"\x0cx = 1\n",
        b"if x:\n\tx = 1\n",
        b"x = 1",
        "é = 'ü'\n".encode(),
    ],
)
def test_what_cpython_decodes_is_read(source: bytes) -> None:
    compile(source, "<test>", "exec", dont_inherit=True)
    assert body(source)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one(end: str) -> None:
    source = end.join(["x = '''", "'''", "class A: \\", "  pass", "def f(): pass"]).encode()
    *_, last = body(source)
    assert last.span == Span(5, 5, 5, 6)  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
@pytest.mark.parametrize("name", ["<unknown>", "<module>", "<string>"])
def test_no_file_of_the_current_folder_is_opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / name)  # CPython would open it to quote the line, and wait
    monkeypatch.chdir(tmp_path)
    assert failure("x = (\n").kind == "syntax"


def test_a_null_byte_is_told_where_it_is() -> None:
    found = failure(b"x = 1\ny = \0\n")
    assert found.kind == "syntax"
    assert "null" in found.reason
    assert (found.span.line, found.span.column) in {(2, 5), (2, 4)}


def test_what_is_too_deep_for_cpython_is_too_complex() -> None:
    for source in ("x = " + "not " * 100_000 + "1", "x = " + "1 + " * 100_000 + "1"):
        assert failure(source).kind == "complex"


def test_warnings_do_not_matter() -> None:
    source = b"x = '\\d' is 1\nassert (x, 1)\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(extract(source), Program)
    script = f"from importspy_static.extract.extraction import extract; print(extract({source!r}))"
    ran = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Program(")
    assert ran.stderr == ""


def test_our_own_future_statements_do_not_change_the_verdict() -> None:
    assert isinstance(extract(b"x: (yield) = 1\n"), Failure)
    with_future = extract(b"from __future__ import annotations\ndef f(x: 1 + 'a'): pass\n")
    assert isinstance(with_future, Program)
    assert with_future.future_annotations


@pytest.mark.parametrize("size", [1, 2, 3, 4, 64, 300])
def test_any_bytes_are_borne(size: int) -> None:
    import random

    chosen = random.Random(size)
    for _ in range(150):
        facts = extract(bytes(chosen.choices(b"\x00\xff\xef\xbb\xbf\r\n\t\x0c ()[]{}:=\\'\"#fabx1,.*@", k=size)))
        assert isinstance(facts, (Program, Failure))
