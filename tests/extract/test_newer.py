"""Files in the grammar of a newer Python than the running one: read all the same, or said to need it."""

from __future__ import annotations

import sys
import time
from textwrap import dedent

import libcst as cst
import pytest

from importspy_static.extract.extraction import extract
from importspy_static.model.expression import (
    Attribute,
    Call,
    Collection,
    Constant,
    FormattedField,
    FormattedText,
    Name,
    Opaque,
    Starred,
    Subscript,
)
from importspy_static.model.program import (
    Assign,
    ClassDef,
    Evaluate,
    Failure,
    FunctionDef,
    Import,
    ImportFrom,
    Program,
    Statement,
    Try,
    TypeStatement,
)
from tests.extract.sources import inside, text_at

with_its_grammar = pytest.mark.skipif(
    not hasattr(cst, "CSTLogicError"), reason="the oldest libcst that is allowed reads no grammar of 3.14"
)


def read(source: str) -> tuple[Statement, ...]:
    facts = extract(dedent(source).encode(), newer=True)
    assert isinstance(facts, Program), facts
    return facts.body


def refused(source: str) -> Failure:
    facts = extract(source.encode(), newer=True)
    assert isinstance(facts, Failure), facts
    return facts


def test_type_parameters() -> None:
    source = "def f[T: (int, 'a:b'), *Ts = *tuple[int], **P = [int]](x: T, é: 'ü') -> list[T]: return x # :\n"
    (found,) = read(source)
    assert isinstance(found, FunctionDef)
    assert found.type_parameters == ("T", "Ts", "P")
    assert [text_at(source, each.span) for each in found.parameters] == ["x: T", "é: 'ü'"]
    assert found.returns is not None
    assert found.returns.text == "list[T]"
    assert text_at(source, found.header).endswith("list[T]:")
    assert text_at(source, found.span) == "f"


def test_type_parameters_of_classes_and_over_lines() -> None:
    (found,) = read("class A[T,\n   U]: \n  x: T = 1\n")
    assert isinstance(found, ClassDef)
    assert found.type_parameters == ("T", "U")
    assert found.bases == ()
    (found,) = read("@d\nclass A[É](B[É], metaclass=M): pass\n")
    assert isinstance(found, ClassDef)
    assert [each.text for each in found.bases] == ["B[É]"]


def test_type_statements() -> None:
    source = "é = 1; type X[T] = list[T]\n"
    _, found = read(source)
    assert isinstance(found, TypeStatement)
    assert found.name == "X"
    assert text_at(source, found.span) == "X"
    assert found.value.text == "list[T]"
    assert found.value.node == Subscript(Name("list"), Name("T"))


def test_exception_groups() -> None:
    (found,) = read("try: a = 1\nexcept* (B, C) as d: e = 1\nexcept *F: pass\n")
    assert isinstance(found, Try)
    assert [(each.type and each.type.text, each.name) for each in found.handlers] == [("(B, C)", "d"), ("F", None)]


@with_its_grammar
def test_exceptions_without_parentheses() -> None:
    (found,) = read("try: a = 1\nexcept A, b.C, D: e = 1\n")
    assert isinstance(found, Try)
    (handler,) = found.handlers
    assert handler.type is not None
    assert handler.type.text == "A, b.C, D"
    assert isinstance(handler.type.node, Collection)
    assert handler.type.node.kind == "tuple"
    assert handler.type.node.items[::2] == (Name("A"), Name("D"))


X = FormattedField(Subscript(Name("a"), Constant("b")), "", None)
F = FormattedField(Call(Name("f")), "", None)
W = FormattedText((Constant(">"), FormattedField(Call(Name("w")), "", None)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("f'{a['b']}'", (X,)),
        ("f'{f('x')}'", (FormattedField(Call(Name("f"), (Constant("x"),)), "", None),)),
        (
            "f'x{'\\n'.join(f())!r:>{w()}}y{{\\t{(f())}'",
            (
                Constant("x"),
                FormattedField(Call(Attribute(Constant("\n"), "join"), (Call(Name("f")),)), "r", W),
                Constant("y{\t"),
                F,
            ),
        ),
        ("'a' f'{a['b']}' \"c\"", (Constant("a"), X, Constant("c"))),
        (
            "f'{f'{f'{f()}'}'}'",
            (FormattedField(FormattedText((FormattedField(FormattedText((F,)), "", None),)), "", None),),
        ),
        ("f'{\n  f() # comment }\n}'", (F,)),
        ("f'''{a['''b''']}'''", (X,)),
    ],
)
def test_strings_of_newer_grammar(text: str, parts: tuple[Constant | FormattedField, ...]) -> None:
    source = f"x = {text}; y = é\n"
    first, second = read(source)
    assert isinstance(first, Assign)
    assert first.value is not None
    assert first.value.text == text
    assert first.value.node == FormattedText(parts)
    assert isinstance(second, Assign)
    assert text_at(source, second.span) == "y = é"


@pytest.mark.parametrize("text", ["f'{a['b']=}'", "f'{[a() for b in f('c')]}{'d'}'", "f'{a['b']}' f'{c['d']}'"])
def test_strings_of_newer_grammar_that_are_not_simple_are_text(text: str) -> None:
    (found,) = read(f"x = {text}\n")
    assert isinstance(found, Assign)
    assert found.value is not None
    if sys.version_info < (3, 12):
        assert isinstance(found.value.node, Opaque)
        assert found.value.node.type == "str"
    else:
        assert isinstance(found.value.node, (Opaque, FormattedText))


@with_its_grammar
def test_template_strings() -> None:
    (found,) = read("x = t'{f()!r:>{w}}'\n")
    assert isinstance(found, Assign)
    assert found.value is not None
    assert found.value.node == Opaque("t-string", None, (Call(Name("f")),))


def test_stars_in_subscripts_and_annotations() -> None:
    (found,) = read("x = a[*b]\n")
    assert isinstance(found, Assign)
    assert found.value is not None
    assert found.value.node == Subscript(Name("a"), Collection("tuple", (Starred(Name("b")),)))
    (found,) = read("x: a[int, *b] = 1\n")
    assert isinstance(found, Assign)
    assert found.annotation is not None
    assert found.annotation.node == Subscript(Name("a"), Collection("tuple", (Name("int"), Starred(Name("b")))))
    (function,) = read("def f(*args: *Ts) -> None: pass\n")
    assert isinstance(function, FunctionDef)
    annotation = function.parameters[0].annotation
    assert annotation is not None
    assert annotation.node == Starred(Name("Ts"))


@with_its_grammar
def test_lazy_imports() -> None:
    source = "lazy import a.b as c; lazy  from d import e\n"
    first, second = read(source)
    assert isinstance(first, Import)
    assert [(each.module, each.alias) for each in first.modules] == [("a.b", "c")]
    assert isinstance(second, ImportFrom)
    assert second.names is not None
    assert second.names[0].name == "e"
    assert text_at(source, second.names[0].span) == "e"


@with_its_grammar
def test_all_of_it_at_once() -> None:
    source = """
    from __future__ import annotations
    class Stack[T](Base[*Ts]):
        type Item = T
        def push[U](self, item: U, /) -> None:
            self.items = f"{self.items["x"]}"
            try:
                setattr(self, "x", 1)
            except A, B:
                return
    """
    _, found = read(source)
    assert isinstance(found, ClassDef)
    alias, push = found.body
    assert isinstance(alias, TypeStatement)
    assert isinstance(push, FunctionDef)
    assert [type(each) for each in inside(push)] == [Assign, Try]
    inner = inside(push)[1]
    assert isinstance(inner, Try)
    assert isinstance(inner.body[0], Evaluate)


@pytest.mark.parametrize(
    "source",
    [
        "def f[T](x: return",
        "class A[T]: return 1\n",
        "def f[T](a, a): pass\n",
        "type X = 1\nreturn\n",
        "x = f'{a['b']}'\ndef f(: pass\n",
        "print 'x'\n",
        "def f[T]():\n nonlocal x\n",
        "x = f'{a!z}'\n",
        "x = f'{}'\n",
    ],
)
def test_what_no_python_accepts_stays_a_syntax_error(source: str) -> None:
    assert refused(source).kind == "syntax"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python judges it by itself")
def test_what_libcst_trips_over_stays_a_syntax_error() -> None:
    assert refused("x = 'a' t'{b}'\n").kind == "syntax"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python judges it by itself")
def test_the_version_that_could_check_it_is_told() -> None:
    assert "Python 3.12" in refused("class A[T]: return 1\n").reason
    assert "3.12" not in refused("x = f'{a}'\nreturn\n").reason


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python judges it by itself")
def test_without_leave_nothing_but_cpython_reads_the_whole_file() -> None:
    assert isinstance(extract(b"type X = int\n"), Failure)


@pytest.mark.parametrize(
    "hostile",
    [
        "match x:\n case " + "[" * 40 + "y" + "]" * 40 + ": pass\n",
        "match x:\n case " + "{1:" * 40 + "\n",
        "x = " + "(" * 150 + ")" * 150 + "\n",
        "x = " + "not " * 150 + "y\n",
        "x = " + "a + " * 10_000 + "y\n",
        "if x: pass\n" + "elif x: pass\n" * 2000,
        "x = 1\n" * 200_000,
        "x = '''" * 3000,
    ],
)
def test_libcst_is_not_given_what_it_dies_of(hostile: str) -> None:
    started = time.monotonic()
    assert refused(hostile + "lazy import type X[T] = return\n").kind in ("syntax", "complex")
    assert time.monotonic() - started < 20
