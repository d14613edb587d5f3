from __future__ import annotations

import sys

import pytest

from importspy_static import limits
from importspy_static.model.expression import Attribute, Call, Collection, Constant, Name, Opaque, Starred, Subscript
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    ClassDef,
    Delete,
    Evaluate,
    FunctionDef,
    Global,
    If,
    Import,
    ImportFrom,
    Leave,
    Loop,
    Match,
    Try,
    With,
)
from tests.extract.sources import body, failure, function, only, program, told


def names(found: Import | ImportFrom) -> list[tuple[str, str | None]]:
    if isinstance(found, Import):
        return [(each.module, each.alias) for each in found.modules]
    return [(each.name, each.alias) for each in found.names or ()]


def test_an_empty_source_binds_nothing() -> None:
    for source in (b"", b"\n", b"# only a comment", b'"""Only a docstring."""', b"\xef\xbb\xbf", b"pass", b"\x0c\n"):
        assert body(source) == ()


def test_assignments() -> None:
    found = only("a = b, *c = d\n", Assign)
    assert [each.node for each in found.targets] == [Name("a"), Collection("tuple", (Name("b"), Starred(Name("c"))))]
    assert found.value is not None
    assert found.value.node == Name("d")
    assert found.annotation is None


def test_targets_that_are_no_names() -> None:
    found = only("a.b[c], (d, [e]) = f\n", Assign)
    assert found.targets[0].text == "a.b[c], (d, [e])"


def test_constants_bound_to_a_name_come_out_like_any_other_value() -> None:
    found = only("a  =  'text'\n", Assign)
    assert (found.targets[0].text, found.targets[0].node) == ("a", Name("a"))
    assert found.value is not None
    assert (found.value.text, found.value.node) == ("'text'", Constant("text"))
    assert found.span.end_column == 13


def test_annotated_assignments() -> None:
    found = only("a: int = 1\n", Assign)
    assert found.annotation is not None
    assert found.annotation.node == Name("int")
    assert only("a: int\n", Assign).value is None
    assert only("a.b: int = 1\n", Assign).targets[0].node == Attribute(Name("a"), "b")
    assert only("a: tuple = 1, *b\n", Assign).value is not None


def test_a_name_in_parentheses_is_not_annotated() -> None:
    found = only("(a): f() = 1\n", Assign)
    assert found.annotation is None
    assert found.targets[0].node == Name("a")
    assert only("(a): f()\n", Evaluate).value.node == Call(Name("f"))
    assert only("(a.b): int = 1\n", Assign).annotation is not None


@pytest.mark.parametrize("operator", ["+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "|", "&", "^"])
def test_augmented_assignments(operator: str) -> None:
    found = only(f"a {operator}= b\n", AugmentedAssign)
    assert (found.target.node, found.operator, found.value.node) == (Name("a"), operator, Name("b"))


@pytest.mark.parametrize("source", ["del a, b.c, d[0]\n", "del (a, b.c, d[0])\n"])
def test_deletions(source: str) -> None:
    found = only(source, Delete)
    texts = [text for target in found.targets for text in target.text.strip("()").split(", ")]
    assert texts == ["a", "b.c", "d[0]"]


def test_imports() -> None:
    assert names(only("import a, b . c as d\n", Import)) == [("a", None), ("b.c", "d")]
    found = only("from .. a.b import (c, # comment\n  d as e,)\n", ImportFrom)
    assert (found.module, found.level, names(found)) == ("a.b", 2, [("c", None), ("d", "e")])
    found = only("from .... import a\n", ImportFrom)
    assert (found.module, found.level) == ("", 4)
    assert only("from a import *\n", ImportFrom).names is None
    assert names(only("import a.\\\nb as \\\n c\n", Import)) == [("a.b", "c")]


def test_an_import_of_many_parts_is_taken_up_to_the_limit() -> None:
    path = ".".join("a" * 500)
    assert names(only(f"import {path}, {path} as b, _\n", Import)) == [(path, None), (path, "b"), ("_", None)]
    assert failure(f"import {'.'.join('a' * (limits.IMPORT_PARTS + 2))}\n").kind == "complex"


def test_future_annotations_are_told() -> None:
    assert program("from __future__ import annotations\n").future_annotations
    assert program("'doc'\nfrom __future__ import generator_stop, annotations as a\n").future_annotations
    assert not program("from __future__ import generator_stop\n").future_annotations
    assert not program("from .__future__ import annotations\n").future_annotations


def test_expressions_are_kept_but_for_constants() -> None:
    """Even a bare name can end a module, or the body of a `try`: when it is not bound."""
    source = "'doc'\n1\na\na.b\nf()\n(a := 1)\n[b() for c in d]\nassert a\nassert f(), g()\n"
    assert [told(each) for each in body(source)] == ["a", "a.b", "f()", "a := 1", "[b() for c in d]", "a", "f()", "g()"]


def test_branches_keep_their_tests_and_both_sides() -> None:
    found = only("if a:\n b = 1\nelif c:\n d = 2\nelse:\n e = 3\n", If)
    assert found.test.node == Name("a")
    (inner,) = found.orelse
    assert isinstance(inner, If)
    assert inner.test.node == Name("c")
    assert [len(inner.body), len(inner.orelse)] == [1, 1]
    (inner,) = only("if a:\n b = 1\nelse:\n if c: d = 2\n else: e = 3\n", If).orelse
    assert isinstance(inner, If)
    assert inner.test.node == Name("c")


def test_a_long_elif_chain_is_one_match() -> None:
    source = "if a: b = 0\n" + "".join(f"elif c == {i}: b = {i}\n" for i in range(300)) + "else: b = None\n"
    found = only(source, Match)
    assert len(found.cases) == 302
    assert all(case.irrefutable for case in found.cases)
    assert found.cases[-1].guard is None
    assert [case.guard and case.guard.text for case in found.cases[:2]] == ["a", "c == 0"]
    assert all(isinstance(case.body[0], Assign) for case in found.cases)


def test_loops() -> None:
    found = only("for a, b in c:\n d = a\n break\nelse:\n e = 1\n", Loop)
    assert found.target is not None
    assert found.target.text == "a, b"
    assert found.iterable is not None
    assert found.test is None
    assert [told(each) for each in found.body] == ["Assign", "Leave"]
    assert len(found.orelse) == 1
    found = only("while a:\n continue\n", Loop)
    assert found.test is not None
    assert found.target is found.iterable is None
    assert only("for a in *b, c: pass\n", Loop).iterable.text == "*b, c"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "source",
    [
        "with a() as b, c as (d, e): f = 1\n",
        "with (a() as b, c as (d, e)): f = 1\n",
        "with (\n a() as b,\n c as (d, e),\n):\n f = 1\n",
    ],
)
def test_with_tells_values_and_targets(source: str) -> None:
    found = only(source, With)
    assert [(value.text, target and target.text) for value, target in found.items] == [("a()", "b"), ("c", "(d, e)")]
    assert len(found.body) == 1


def test_with_takes_parentheses_as_python_does() -> None:
    assert [value.text for value, _ in only("with (a, b): pass\n", With).items] == ["a", "b"]
    assert [value.text for value, _ in only("with (a, b) as c: pass\n", With).items] == ["(a, b)"]
    assert [value.text for value, _ in only("with (a\n  .b): pass\n", With).items] == ["a\n  .b"]


def test_try_tells_all_its_parts() -> None:
    found = only("try: a = 1\nexcept (b, c) as d: e = 1\nexcept: f = 1\nelse: g = 1\nfinally: h = 1\n", Try)
    assert [(each.type and each.type.text, each.name) for each in found.handlers] == [("(b, c)", "d"), (None, None)]
    assert [len(each) for each in (found.body, found.handlers[0].body, found.orelse, found.final)] == [1, 1, 1, 1]
    assert only("try: a = 1\nfinally: b = 1\n", Try).handlers == ()
    assert len(only("try: a = 1\nfinally: pass\n", Try).body) == 1


@pytest.mark.skipif(sys.version_info < (3, 11), reason="its own test is in test_newer.py")
def test_exception_groups_are_tried_alike() -> None:
    assert [each.name for each in only("try: a = 1\nexcept* b as c: d = 1\n", Try).handlers] == ["c"]


@pytest.mark.parametrize(
    ("pattern", "captures", "irrefutable"),
    [
        ("a", ["a"], True),
        ("_", [], True),
        ("(a)", ["a"], True),
        ("(1 | _) as a", ["a"], True),
        ("1", [], False),
        ("a.b", [], False),
        ("[a, *b, 1]", ["a", "b"], False),
        ("{'k': a, **b}", ["a", "b"], False),
        ("{'k': a, **b,   }", ["a", "b"], False),
        ("A(a, k=b) as c", ["a", "b", "c"], False),
        ("[a, 1] | [a, 2]", ["a"], False),
        ("(a, b)", ["a", "b"], False),
        ("a, b", ["a", "b"], False),
        ("-1 | 'x' | None", [], False),
    ],
)
def test_patterns_tell_what_they_capture(pattern: str, captures: list[str], irrefutable: bool) -> None:
    source = f"match x:\n case {pattern}: y = 1\n"
    (case,) = only(source, Match).cases
    assert [name for name, _ in case.captures] == captures
    assert case.irrefutable is irrefutable
    line = source.split("\n")[1]
    assert [line[span.column - 1 : span.end_column - 1] for _, span in case.captures] == captures


def test_cases_keep_guards_and_bodies() -> None:
    first, second = only("match f():\n case [a] if a > 1:\n  b = 1\n case _: pass\n", Match).cases
    assert first.guard is not None
    assert (first.guard.text, len(first.body), second.guard, second.body) == ("a > 1", 1, None, ())


@pytest.mark.parametrize("depth", [24, 40, 150])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{1:", "}"), ("A(", ")"), ("(0, ", ")")])
def test_deep_patterns_get_a_verdict(depth: int, opening: str, closing: str) -> None:
    source = f"match x:\n case {opening * depth}y{closing * depth}: z = 1\n"
    (case,) = only(source, Match).cases
    assert [name for name, _ in case.captures] == ["y"]


def test_raising_leaves_the_module() -> None:
    found = only("raise E(1) from f()\n", Leave)
    assert found.how == "raise"
    assert found.value is not None
    assert found.value.node == Call(Name("E"), (Constant(1),))


def test_global_at_the_level_of_the_module_and_of_a_class() -> None:
    assert only("global a, b\n", Global).names == ("a", "b")
    assert only("class A:\n global a\n", ClassDef).body[0].names == ("a",)  # type: ignore[union-attr]


def test_classes_tell_bases_keywords_and_decorators_in_order() -> None:
    found = only("@a\n@b.c(1)\nclass D(E, *f, metaclass=M, **g):\n 'doc'\n x: int\n def h(self): pass\n", ClassDef)
    assert [each.text for each in found.decorators] == ["a", "b.c(1)"]
    assert [each.node for each in found.bases] == [Name("E"), Starred(Name("f"))]
    assert [(name, value.text) for name, value in found.keywords] == [("metaclass", "M"), (None, "g")]
    assert [told(each) for each in found.body] == ["Assign", "FunctionDef"]
    assert only("class A(k=1, *b): pass\n", ClassDef).bases[0].text == "*b"


def test_a_function_tells_its_signature() -> None:
    found = only("async def f(a, /, b: int = 1, *c: str, d, e=2, **g: x.y) -> list[str]: pass\n", FunctionDef)
    assert found.is_async
    assert [(each.name, each.kind) for each in found.parameters] == [
        ("a", "positional_only"),
        ("b", "positional_or_keyword"),
        ("c", "var_positional"),
        ("d", "keyword_only"),
        ("e", "keyword_only"),
        ("g", "var_keyword"),
    ]
    annotations = [each.annotation and each.annotation.text for each in found.parameters]
    assert annotations == [None, "int", "str", None, None, "x.y"]
    assert [each.default and each.default.text for each in found.parameters] == [None, "1", None, None, "2", None]
    assert found.returns is not None
    assert found.returns.text == "list[str]"


@pytest.mark.parametrize(
    ("source", "generates"),
    [
        ("def f(): yield", True),
        ("def f():\n if a:\n  x = [(yield from b)]", True),
        ("async def f(): yield 1", True),
        ("def f(): return 'yield'", False),
        ("def f():\n def g(): yield", False),
        ("def f():\n class A:\n  def g(self): yield", False),
        ("def f(): return lambda: (yield)", False),
        ("def f():\n def g(a=(yield)): pass", True),
        ("def f():\n @(yield)\n def g(): pass", True),
        ("def f():\n return lambda a=(yield): 1", True),
    ],
)
def test_generators_are_those_that_yield_in_their_own_scope(source: str, generates: bool) -> None:
    assert function(source).is_generator is generates


def test_statements_on_one_line_are_statements() -> None:
    assert [told(each) for each in body("a = 1; b = f(); c: int = 3; import d\n")] == ["Assign"] * 3 + ["Import"]
    assert [told(each) for each in only("class A: a = 1; b = f()\n", ClassDef).body] == ["Assign", "Assign"]


def test_statements_nested_too_deeply_are_refused_with_the_limit() -> None:
    source = "b = 1\n"
    for _ in range(9):
        inside = "".join(f" {line}\n" for line in source.splitlines())
        source = "if a: b = 1\n" + "elif a: b = 2\n" * (limits.ELIF_CHAIN - 2) + "elif a:\n" + inside
    found = failure(source)
    assert found.kind == "complex"
    assert str(limits.STATEMENT_DEPTH) in found.reason


def test_100_levels_of_indentation_get_a_verdict() -> None:
    source = "".join(" " * i + "if a:\n" for i in range(99)) + " " * 99 + "b = 1\n"
    assert isinstance(only(source, If), If)


def test_decorators_have_a_limit() -> None:
    assert failure("@a\n" * (limits.DECORATORS + 1) + "def f(): pass\n").kind == "complex"


def test_targets_have_a_limit() -> None:
    assert failure("a, " * (limits.TARGET_NODES + 1) + "= b\n").kind == "complex"
    assert len(only("a, " * 2000 + "= b\n", Assign).targets) == 1


def test_what_is_inside_a_target_may_be_opaque() -> None:
    (target,) = only("a[" + "1 + " * 60 + "f()] = b\n", Assign).targets
    assert isinstance(target.node, Subscript)
    assert isinstance(target.node.item, Opaque)
    assert target.node.item.parts == (Call(Name("f")),)
