from __future__ import annotations

import pytest

from importspy_static import limits
from importspy_static.model.expression import (
    TEXT_LIMIT,
    Attribute,
    BinaryOperation,
    BooleanOperation,
    Call,
    Collection,
    Comparison,
    Conditional,
    Constant,
    Dictionary,
    DictionaryItem,
    FormattedField,
    FormattedText,
    Keyword,
    Lambda,
    Name,
    NamedExpression,
    Node,
    Opaque,
    Slice,
    Starred,
    Subscript,
    UnaryOperation,
)
from importspy_static.model.program import Assign
from tests.extract.sources import expression, node, only

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", Constant(1)),
        ("0x_ff", Constant(255)),
        ("1_0.5e1", Constant(105.0)),
        ("2j", Constant(2j)),
        ("'t'", Constant("t")),
        ("b't'", Constant(b"t")),
        ("'a' \"b\" r'\\c'", Constant("ab\\c")),
        ("'''a\nb'''", Constant("a\nb")),
        ("u'a'", Constant("a")),
        ("True", Constant(True)),
        ("False", Constant(False)),
        ("None", Constant(None)),
        ("...", Constant(...)),
        ("a", A),
        ("ﬁ", Name("fi")),
        ("(a)", A),
        ("a.b.c", Attribute(Attribute(A, "b"), "c")),
        ("a . ﬁ", Attribute(A, "fi")),
        ("a[b]", Subscript(A, B)),
        ("a[b, c]", Subscript(A, Collection("tuple", (B, C)))),
        ("a[b,]", Subscript(A, Collection("tuple", (B,)))),
        ("a[(b, c)]", Subscript(A, Collection("tuple", (B, C)))),
        ("a[()]", Subscript(A, Collection("tuple", ()))),
        ("a[1:b]", Subscript(A, Slice(Constant(1), B, None))),
        ("a[::c, ...]", Subscript(A, Collection("tuple", (Slice(None, None, C), Constant(...))))),
        ("a()", Call(A)),
        ("a(b, *c, k=1, **b)", Call(A, (B, Starred(C)), (Keyword("k", Constant(1)), Keyword(None, B)))),
        ("a(k=1, *b)", Call(A, (Starred(B),), (Keyword("k", Constant(1)),))),
        ("a(**b, k=c)", Call(A, (), (Keyword(None, B), Keyword("k", C)))),
        ("not a", UnaryOperation("not", A)),
        ("-a", UnaryOperation("-", A)),
        ("+a", UnaryOperation("+", A)),
        ("~a", UnaryOperation("~", A)),
        ("a and b and c", BooleanOperation("and", (A, B, C))),
        ("a or b and c", BooleanOperation("or", (A, BooleanOperation("and", (B, C))))),
        ("(a or b) or c", BooleanOperation("or", (BooleanOperation("or", (A, B)), C))),
        ("a or (b or c)", BooleanOperation("or", (A, BooleanOperation("or", (B, C))))),
        ("a < b <= c", Comparison(A, ("<", "<="), (B, C))),
        ("a is not b not in c", Comparison(A, ("is not", "not in"), (B, C))),
        ("a == b != c", Comparison(A, ("==", "!="), (B, C))),
        ("a is b in c", Comparison(A, ("is", "in"), (B, C))),
        ("a > b >= c", Comparison(A, (">", ">="), (B, C))),
        ("a if b else c", Conditional(B, A, C)),
        ("()", Collection("tuple", ())),
        ("a, b", Collection("tuple", (A, B))),
        ("(a,)", Collection("tuple", (A,))),
        ("*a, b", Collection("tuple", (Starred(A), B))),
        ("[a, *b]", Collection("list", (A, Starred(B)))),
        ("{a, *b}", Collection("set", (A, Starred(B)))),
        ("{}", Dictionary(())),
        ("{a: b, **c}", Dictionary((DictionaryItem(A, B), DictionaryItem(None, C)))),
        ("(a := b)", NamedExpression("a", B)),
        ("f'{a}'", FormattedText((FormattedField(A, "", None),))),
        ("'a' f'{b()}' 'c'", FormattedText((Constant("a"), FormattedField(Call(B), "", None), Constant("c")))),
        (
            "f'{{{a!r:>{b}}'",
            FormattedText(
                (
                    Constant("{"),
                    FormattedField(A, "r", FormattedText((Constant(">"), FormattedField(B, "", None)))),
                )
            ),
        ),
        ("f'{[a() for b in c]}'", Opaque("f-string", "str", (Call(A),))),
        ("f'{(a := b)}'", Opaque("f-string", "str", (NamedExpression("a", Opaque("assigned expression")),))),
        ("[a(b) for b in c()]", Opaque("list comprehension", "list", (Call(A, (B,)), Call(C)), True)),
        ("{a for a in b}", Opaque("set comprehension", "set", lazy=True)),
        (
            "{a: b for a in b if (c := b)}",
            Opaque("dictionary comprehension", "dict", (NamedExpression("c", Opaque("assigned expression")),), True),
        ),
        ("[a() for b in (1, 2)]", Opaque("list comprehension", "list", (Call(A),), reads=("a",))),
        ("(a for a in b)", Opaque("generator expression", lazy=True)),
    ],
)
def test_every_expression_has_its_node(text: str, expected: Node) -> None:
    assert node(text) == expected


OPERATORS = ["+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "|", "&", "^"]


@pytest.mark.parametrize("operator", OPERATORS)
def test_operators_are_told_as_written(operator: str) -> None:
    assert node(f"a {operator} b") == BinaryOperation(A, operator, B)


def test_operators_bind_as_in_python() -> None:
    assert node("a + b * c") == BinaryOperation(A, "+", BinaryOperation(B, "*", C))
    assert node("(a + b) * c") == BinaryOperation(BinaryOperation(A, "+", B), "*", C)
    assert node("a - b - c") == BinaryOperation(BinaryOperation(A, "-", B), "-", C)
    assert node("-a ** -b") == UnaryOperation("-", BinaryOperation(A, "**", UnaryOperation("-", B)))


def test_a_lone_generator_expression_shares_its_parentheses_with_the_call() -> None:
    assert node("a(b for b in c)") == Call(A, (Opaque("generator expression", lazy=True),))
    assert node("a ((b for b in c))") == Call(A, (Opaque("generator expression", lazy=True),))
    assert node("a(k=(b for b in c))") == Call(A, (), (Keyword("k", Opaque("generator expression", lazy=True)),))
    assert node("a[0](f() for b in c)") == Call(
        Subscript(A, Constant(0)), (Opaque("generator expression", None, (Call(Name("f")),), True),)
    )
    assert node("a and(b for b in c)") == BooleanOperation("and", (A, Opaque("generator expression", lazy=True)))


def test_a_lambda_keeps_its_parameters_and_loses_its_body() -> None:
    found = node("lambda a, /, b=c, *d, e, f=1, **g: h(i)")
    assert isinstance(found, Lambda)
    assert [(each.name, each.kind) for each in found.parameters] == [
        ("a", "positional_only"),
        ("b", "positional_or_keyword"),
        ("d", "var_positional"),
        ("e", "keyword_only"),
        ("f", "keyword_only"),
        ("g", "var_keyword"),
    ]
    assert [each.default and each.default.node for each in found.parameters] == [None, C, None, None, Constant(1), None]


def test_calls_in_a_lambda_body_are_not_evaluated() -> None:
    assert node("[lambda: a() for b in c]") == Opaque("list comprehension", "list", lazy=True)
    assert node("f'{(lambda b=a(): b())}'") == Opaque("f-string", "str", (Call(A),))


def test_a_lambda_whose_whole_body_is_one_acting_call_is_read() -> None:
    found = node("lambda key: globals().get(key)")
    assert isinstance(found, Lambda)
    got = Call(Attribute(Call(Name("globals")), "get"), (Name("key"),))
    assert found.body == Opaque("lambda body", None, (got,))


def test_text_is_as_written() -> None:
    assert expression("a  [ 1,\n 2 ]").text == "a  [ 1,\n 2 ]"
    assert expression("( a )").text == "a"
    assert expression("( a, )").text == "( a, )"


def test_long_text_is_cut_but_not_that_of_an_annotation() -> None:
    long = "'" + "y" * TEXT_LIMIT + "'"
    cut = expression(long).text
    assert len(cut) == TEXT_LIMIT
    assert cut == long[: TEXT_LIMIT - 1] + "…"
    annotation = only(f"x: {long} = 1\n", Assign).annotation
    assert annotation is not None
    assert annotation.text == long


def test_a_large_literal_is_followed_to_the_end() -> None:
    names = [f"name{i}" for i in range(5000)]
    assert node(repr(names)) == Collection("list", tuple(map(Constant, names)))
    table = {i: (-i, [None, b"x"]) for i in range(200)}
    found = node(repr(table))
    assert isinstance(found, Dictionary)
    minus = UnaryOperation("-", Constant(7))
    assert found.items[7].value == Collection("tuple", (minus, Collection("list", (Constant(None), Constant(b"x")))))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[" + "a(), " * 1000 + "]", "list"),
        ("(" + "a(), " * 1000 + ")", "tuple"),
        ("{" + "a(), " * 1000 + "}", "set"),
        ("{" + "a(): 1, " * 1000 + "}", "dict"),
        ("{" + "'a': 1, " * 1000 + "**b}", "dict"),
        ("[" + "1, " * limits.LITERAL_NODES + "]", "list"),
    ],
)
def test_a_large_display_keeps_its_type(text: str, kind: str) -> None:
    found = node(text)
    assert isinstance(found, Opaque)
    assert found.type == kind
    assert kind[:4] in found.form


def test_a_large_display_of_constants_and_names_is_kept() -> None:
    found = node("{" + "'a': (b.c, 'd'), " * 1000 + "}")
    assert isinstance(found, Dictionary)
    assert found.items[999] == DictionaryItem(
        Constant("a"), Collection("tuple", (Attribute(Name("b"), "c"), Constant("d")))
    )


@pytest.mark.parametrize("text", ["a and " * 20_000 + "b", "a < " * 20_000 + "b", "-" * 60 + "a", "a" + ".b" * 60])
def test_a_long_chain_is_opaque(text: str) -> None:
    assert isinstance(node(text), Opaque)


def test_20000_joined_strings_are_one_text() -> None:
    assert node("'a' " * 20_000) == Constant("a" * 20_000)
    assert node("f'{a}' " * 2_000) == Opaque("f-string", "str")


def test_what_is_left_out_tells_its_calls_once() -> None:
    found = node("[" + "a(1), a(2), b.c(*a), " * 300 + "(c := 1)]")
    assert isinstance(found, Opaque)
    assert found.parts == (
        Call(A, (Constant(1),)),
        Call(A, (Constant(2),)),
        Call(Attribute(B, "c"), (Starred(A),)),
        NamedExpression("c", Opaque("assigned expression")),
    )


def test_of_a_large_call_the_function_stays() -> None:
    found = node("a.b(" + "c + " * 100 + "c, 1, k=[" + "c(), " * 1000 + "])")
    assert isinstance(found, Call)
    assert found.function == Attribute(A, "b")
    assert found.arguments[1] == Constant(1)
    assert isinstance(found.arguments[0], Opaque)
    (keyword,) = found.keywords
    assert keyword.name == "k"
    assert isinstance(keyword.value, Opaque)
    assert keyword.value.type == "list"


def test_dynamic_calls_keep_their_arguments_wherever_they_are() -> None:
    found = node("[setattr(a, 'name', b) for a in c]")
    assert isinstance(found, Opaque)
    assert found.parts == (Call(Name("setattr"), (A, Constant("name"), B)),)


def test_calls_of_calls_are_told_by_their_first_function() -> None:
    found = node("a" + "()" * 60)
    assert isinstance(found, Call)
    assert isinstance(found.function, Opaque)
    assert A in [innermost(part) for part in found.function.parts]


def innermost(found: Node) -> Node:
    while isinstance(found, Call):
        found = found.function
    return found
