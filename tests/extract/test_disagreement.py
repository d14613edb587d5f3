"""Where libcst reads something else than CPython's compiler, a file is given up, and nothing of it is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from importspy_static.extract.concrete import reading
from importspy_static.model.expression import Call, Name, Opaque
from importspy_static.model.program import Assign, Failure
from tests.extract.sources import by_libcst

if TYPE_CHECKING:
    import libcst as cst

LONG = "if a:\n x = b\n" + "".join(f"elif a{number}:\n x = b\n" for number in range(60))

READ_OTHERWISE = [
    ("x = name", "name", "other"),
    ("x = name", "name", "True"),
    ("x = name", "name", "name()"),
    ("x = name", "x = name", "x"),
    ("x = name", "x = name", "x += name"),
    ("x = name", "x = name", "x: name"),
    ("x = name", "x = name", "x = y = name"),
    ("x = name", "x = name", "pass"),
    ("x = name", "x = name", "def x(): pass"),
    ("x = name", "x = name", "class x: pass"),
    ("x = name", "x = name", "for x in name: pass"),
    ("x = name", "x = name", "with name as x: pass"),
    ("x = name", "x = name", "try: pass\nexcept name: pass"),
    ("x = name", "x = name", "if x: name"),
    ("x = name", "x = name", "match x:\n case []: pass"),
    ("x = name", "x = name", "import x"),
    ("x = name", "x = name", "from x import name"),
    ("x = name", "x = name", "type x = name"),
    ("x = name", "x = name", "global x"),
    ("x = name", "x = name", "assert x"),
    ("x = name", "x = name\n", ""),
    ("x: a", ": a", ": b"),
    ("x: a = b", " = b", ""),
    ("x: a", "x: a", "x: a = b"),
    ("x += a", "+=", "-="),
    ("x = a.b", ".b", ".c"),
    ("x = a[b]", "[b]", "[b, c]"),
    ("x = a[b]", "[b]", "[b:c]"),
    ("x = a[b:c]", "[b:c]", "[b]"),
    ("x = a[b:c]", "[b:c]", "[b:]"),
    ("x = a[:c]", "[:c]", "[b:c]"),
    ("x = a[b, c]", "[b, c]", "[b, c, d]"),
    ("x = a[b, c]", "[b, c]", "[b]"),
    ("x = a and b", "and", "or"),
    ("x = a and b and c", "a and b and c", "a and b"),
    ("x = a < b", "<", ">"),
    ("x = a < b < c", "a < b < c", "a < b"),
    ("x = a + b", "+", "-"),
    ("x = not a", "not", "-"),
    ("x = -a", "-", "+"),
    ("x = a if b else c", "a if b else c", "a and c"),
    ("x = (y := a)", "y", "z"),
    ("x = {a: b}", "a: b", "**b"),
    ("x = {**b}", "**b", "a: b"),
    ("x = {a: b}", "a: b", "a: b, c: d"),
    ("x = {a, b}", "{a, b}", "{a, c}"),
    ("x = {a, b}", "{a, b}", "[a, b]"),
    ("x = [a, *b]", "*b", "b"),
    ("x = [a, b]", " b", " *b"),
    ("x = a, b", "a, b", "a, b, c"),
    ("x = f(a)", "(a)", "(a, b)"),
    ("x = f(a)", "(a)", "(a=a)"),
    ("x = f(a)", "(a)", "(*a)"),
    ("x = f(a=b)", "(a=b)", "(b)"),
    ("x = f(a=b)", "(a=b)", "(c=b)"),
    ("x = f(a=b)", "(a=b)", "(**b)"),
    ("x = f(**b)", "(**b)", "(a=b)"),
    ("x = f(*a)", "(*a)", "(a)"),
    ("x = lambda a: b", "lambda a", "lambda c"),
    ("x = lambda a: b", ": b", ": c"),
    ("x = lambda a: b", ": b", ": c()"),
    ("x = lambda a: b", "lambda a", "lambda a=b"),
    ("x = lambda a=b: b", "lambda a=b", "lambda a"),
    ("x = lambda a: b", "lambda a", "lambda *a"),
    ("x = lambda a, b: b", "lambda a, b", "lambda a, *, b"),
    ("del a", "del a", "del b"),
    ("del a", "del a", "del a, b"),
    ("for x in y: a = b", "for x", "for z"),
    ("for x in y: a = b", "for x in y", "while x"),
    ("for x in y: a = b", "for x in y", "if x"),
    ("while x: a = b", "while x", "for x in y"),
    ("while x: a = b", "while x", "if x"),
    ("with a as b: x = c", " as b", ""),
    ("with a: x = c", "[a]", "[a] as b"),
    ("with a: x = c", "[a]", "a"),
    ("with a: x = c", "[a]", "[a], [b]"),
    ("with a: x = c", "with [a]", "if a"),
    ("if a: x = b", "a:", "c:"),
    ("if a: x = b", "x = b\n", "x = b\nelse:\n x = c\n"),
    ("if a: x = b\nelse: x = c", "else", "elif d"),
    ("if a: x = b\nelse: x = c", "else:\n x = c\n", ""),
    ("if a: x = b", "if a", "while a"),
    ("try: x = a\nexcept B as c: x = d", " as c", ""),
    ("try: x = a\nexcept B as c: x = d", " as c", " as e"),
    ("try: x = a\nexcept B: x = d", "B:", "B as c:"),
    ("try: x = a\nexcept B: x = d", "B:", "C:"),
    ("try: x = a\nexcept B: x = d", "except B", "except"),
    ("try: x = a\nexcept B: x = d", "except B:\n x = d\n", "finally:\n x = d\n"),
    ("match a:\n case b: x = c", "[b, ]", "[c, ]"),
    ("match a:\n case b: x = c", "[b, ]", "[[b], ]"),
    ("match a:\n case b: x = c", "[b, ]", "b"),
    ("match a:\n case b: x = c", "[b, ]", "[b, c]"),
    ("match a:\n case b if d: x = c", " if d", ""),
    ("match a:\n case b: x = c", "match a", "match b"),
    ("import a", "import a", "import b"),
    ("import a", "import a", "import a as b"),
    ("import a as b", " as b", ""),
    ("import a as b", " as b", " as c"),
    ("import a", "import a", "import a, b"),
    ("from a import b", "from a", "from c"),
    ("from a import b", "from a", "from .a"),
    ("from a import b", "import b", "import c"),
    ("from a import b", "import b", "import *"),
    ("from a import *", "import *", "import b"),
    ("from . import b", "from .", "from .a"),
    ("def f(a): pass", "def f", "def g"),
    ("def f(a): pass", "(a)", "(b)"),
    ("def f(a): pass", "(a)", "(a, b)"),
    ("def f(a): pass", "(a)", "(a: b)"),
    ("def f(a: b): pass", "a: b", "a"),
    ("def f(a): pass", "(a)", "(a=b)"),
    ("def f(a): pass", "(a)", "(a, /)"),
    ("def f(a): pass", "(a)", "(a) -> b"),
    ("def f(a) -> b: pass", " -> b", ""),
    ("def f(a) -> b: pass", " -> b", " -> c"),
    ("def f(a): pass", "def f", "async def f"),
    ("async def f(a): pass", "async def", "def"),
    ("def f(a): pass", "def f(a)", "class f"),
    ("@d\ndef f(a): pass", "@d\n", ""),
    ("@d\ndef f(a): pass", "@d\n", "@e\n"),
    ("def f(*a: b): pass", "*a: b", "*a: c"),
    ("class A(B): x = c", "class A", "class B"),
    ("class A(B): x = c", "(B)", "(C)"),
    ("class A(B): x = c", "(B)", ""),
    ("class A(B): x = c", "(B)", "(B, metaclass=M)"),
    ("class A(B): x = c", "class A(B)", "def A(B)"),
    ("class A(B): x = c", "x = c", "y = c"),
    ("class A(B): x = c", "x = c", "x = c; y = c"),
    ("def f(self): self.x = a", "self.x", "self.y"),
    ("def f():\n return a", "return a", "return b"),
    ("def f():\n return a", "return a", "return"),
    ("def f():\n return None", "return None", "return a"),
    ("def f():\n return a", "return a", "raise a"),
    ("raise a", "raise a", "raise b"),
    ("raise a", "raise a", "raise"),
    ("raise a", "raise a", "pass"),
    ("f(a)", "f(a)", "g(a)"),
    ("f(a)", "f(a)", "pass"),
    ("f(a)", "f(a)", "x = f(a)"),
    (LONG, "a3:", "b3:"),
    (LONG, "if a3:", "while a3:"),
]


@pytest.mark.parametrize(("source", "written", "instead"), READ_OTHERWISE)
def test_what_libcst_reads_otherwise_is_given_up(
    source: str, written: str, instead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = reading._parsed
    outlines: list[str] = []

    def otherwise(outline: str) -> Sequence[cst.CSTNode] | None:
        outlines.append(outline)
        return parsed(outline.replace(written, instead, 1))

    assert isinstance(by_libcst(source.encode()), tuple)
    monkeypatch.setattr(reading, "_parsed", otherwise)
    found = by_libcst(source.encode())
    assert written in outlines[0]
    assert isinstance(found, Failure), outlines
    assert (found.kind, found.reason.partition(" at line ")[0]) == ("complex", "the two parsers disagree")


def refusing(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Have libcst refuse whatever has this word in it."""
    parsed = reading._parsed
    monkeypatch.setattr(reading, "_parsed", lambda outline: None if word in outline else parsed(outline))


def test_a_statement_that_libcst_refuses_however_little_is_left_of_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusing(monkeypatch, "refused")
    found = by_libcst(b"x = name\ny = f(refused)\nz = other\n")
    assert isinstance(found, Failure)
    assert found.reason == "the two parsers disagree at line 2"


def test_an_expression_that_libcst_refuses_does_not_spoil_the_other_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, "refused")
    found = by_libcst(b"x = name\ny = f(not(refused))\nz = other\n")
    assert isinstance(found, tuple)
    values = [each.value for each in found if isinstance(each, Assign)]
    assert [each and each.text for each in values] == ["name", "f(not(refused))", "other"]
    assert values[1] is not None
    assert values[1].node == Call(Name("f"), (Opaque("long expression", None, (), False),), ())
