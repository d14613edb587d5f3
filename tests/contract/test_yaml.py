"""YAML that is not well-formed, and YAML that is more than a contract needs."""

# ruff: noqa: E501 (a line of a table is a case)

from __future__ import annotations

import pytest

from tests.contract.reading import problems, read


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: [1, 2\n", 2, 1, "expected ',' or ']' in what '[' opens on line 1, found the end of the file"),
        ("x:\n  {a: b, c", 2, 11, "expected ',' or '}' in what '{' opens on line 2, found the end of the file"),
        (
            *("{name: a, annotation: list[str]}", 1, 27),
            "expected ',' or '}' in what '{' opens on line 1, found '['; put text that holds '[' in quotes",
        ),
        ('a: "x\n', 2, 1, "the quote that opens on line 1 is never closed"),
        ("a: 'x\n", 2, 1, "the quote that opens on line 1 is never closed"),
        ("a:\n\tb: c\n", 2, 1, "a tab; YAML is indented with spaces"),
        ("annotation: a: b\n", 1, 14, ("a ': ' where no key can stand; put text that holds ': ' in quotes, or mend the "
         "indentation")),
        ("a: @app.route\n", 1, 4, "text cannot begin with '@'; put it in quotes"),
        ("a: `b`\n", 1, 4, "text cannot begin with '`'; put it in quotes"),
        ("a: - b\n", 1, 4, ("a '-' where no list item can stand; put a lone '-' in quotes, or begin the list on a line of "
         "its own")),
        ("a: *\n", 1, 5, "'*' begins an alias in YAML; put text that begins with '*' in quotes"),
        ("a: &\n", 1, 5, "'&' begins an anchor in YAML; put text that begins with '&' in quotes"),
        ("a: *args\n", 1, 4, "alias '*args' has no anchor '&…' before it; put text that begins with '*' in quotes"),
        ("a: **kw\n", 1, 4, "alias '**kw' has no anchor '&…' before it; put text that begins with '*' in quotes"),
        ("a: !e!x b\n", 1, 4, "a tag ('!…') that is not known; put text that begins with '!' in quotes"),
        ("a:\n  - b\n c: d\n", 3, 2, ("the indentation does not fit what begins on line 1: found the beginning of a "
         "mapping")),
        ("- a\nb: c\n", 2, 1, "the indentation does not fit what begins on line 1: found a key"),
        ("a: 'b' c\n", 1, 8, "the indentation does not fit what begins on line 1: found text"),
        ("a: 1\nb\nc: 2\n", 3, 1, "expected ':' behind the key on line 2"),
        ("%YAML 3.0\n---\na: b\n", 1, 1, "found incompatible YAML document (version 1.* is required)"),
        ("a: &x [*x]\n", 1, 8, "alias '*x' stands inside of the node that it names"),
        ("a: &x\n  b: {c: *x}\n", 2, 10, "alias '*x' stands inside of the node that it names"),
        ('a: "\\ud800"\n', 1, 4, "the text holds half of a surrogate pair, which is no character"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_told_in_plain_words(text: str, line: int, column: int, message: str) -> None:
    assert problems(text) == [("SPY010", line, column, message)]


@pytest.mark.parametrize(
    "text",
    [
        'a: "\\UFFFFFFFF"',
        "%YAML 1." + "9" * 5000 + "\n---\na: b",
        'a: "\\xZZ"',
        "!%C3%28 x",
        "%TAG !a! tag:%FF\n---\na",
    ],
)
def test_escapes_and_numbers_that_make_the_scanner_fall_over_are_spy010(text: str) -> None:
    (found,) = problems(text)
    assert found[0] == "SPY010"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty, so every module would keep it"),
        ("# only a comment\n", 1, 1, "the file is empty, so every module would keep it"),
        ("---\n", 1, 1, "the file is empty, so every module would keep it"),
        ("{}\n", 1, 1, "the contract requires nothing, so every module would keep it"),
        ("\n- a\n", 1, 1, "expected a mapping at the top, such as 'classes: …', found a list"),
        ("# first\nextension.py\n", 2, 1, "expected a mapping at the top, such as 'classes: …', found 'extension.py'"),
        ("filename: a\n---\nfilename: b\n", 2, 1, "a second document begins here; a contract is one document"),
        ("%YAML 1.1\n---\nfilename: a\n", 2, 1, ("'%YAML 1.1' is not supported; contracts are YAML 1.2: take the "
         "directive out")),
        ("filename: a\nfilename: b\n", 2, 1, "filename: key 'filename' is given twice, first on line 1"),
        ("filename: a\n'filename': b\n", 2, 1, "filename: key 'filename' is given twice, first on line 1"),
        ("? [a]\n: b\n", 1, 3, "a key must be text and '<<' must name a mapping, found a list"),
        ("<<: a\nfilename: a\n", 1, 5, "a key must be text and '<<' must name a mapping, found 'a'"),
    ],
)  # fmt: skip
def test_yaml_that_is_no_contract_is_spy011(text: str, line: int, column: int, message: str) -> None:
    assert problems(text) == [("SPY011", line, column, message)]


@pytest.mark.parametrize(
    ("tagged", "tag"),
    [
        ("!!python/object:os.system x", "!!python/object:os.system"),
        ("!!python/object/apply:os.system [x]", "!!python/object/apply:os.system"),
        ("!!int x", "!!int"),
        ("!!int ''", "!!int"),
        ("!!bool maybe", "!!bool"),
        ("!!binary aGk=", "!!binary"),
        ("!!map x", "!!map"),
        ("!!str {a: b}", "!!str"),
        ("!!set {a}", "!!set"),
        ("!!omap [a: b]", "!!omap"),
        ("!own x", "!own"),
        ("!<tag:example.org,2000:x> y", "tag:example.org,2000:x"),
    ],
)
def test_a_tag_is_refused_and_nothing_constructed(tagged: str, tag: str) -> None:
    for key in ("value", "annotation"):
        line = f"- {{name: a, {key}: {tagged}}}"
        assert problems(f"variables:\n{line}\n")[0] == (
            *("SPY011", 2, line.index("!") + 1),
            f"variables[0].{key}: tag '{tag}' is not supported; write it without a tag, text in quotes",
        )


def test_a_tag_at_the_top_is_refused() -> None:
    assert problems("!!python/object:os.system\nfilename: a\n")[0][:3] == ("SPY011", 1, 1)


@pytest.mark.parametrize("written", ["!!str 3", "! 3", "'3'", '"3"'])
def test_the_tag_of_text_makes_text(written: str) -> None:
    (variable,) = read(f"variables: [{{name: a, value: {written}}}]").module.variables
    assert variable.value is not None
    assert variable.value.value == "3"


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    contract = read("""
        functions:
          - name: add
            arguments: &pair [{name: a}, {name: b}]
          - name: sub
            arguments: *pair
    """)
    add, sub = contract.module.functions
    assert add.arguments is not None
    assert sub.arguments is not None
    assert [each.name for each in sub.arguments.value] == ["a", "b"]
    assert sub.arguments.value[1].place.line == add.arguments.value[1].place.line == 3
    assert sub.arguments.value[1].place.key == "functions[1].arguments[1].name"


def test_an_anchor_may_be_given_again() -> None:
    first, second, third = read("variables: [{name: &n a}, {name: &n b}, {name: *n, annotation: int, when: {os: [linux]}}]"
                                ).module.variables  # fmt: skip
    assert [first.name, second.name, third.name] == ["a", "b", "b"]


def test_what_is_wrong_in_an_anchor_is_told_once() -> None:
    found = problems("""
        functions:
          - {name: add, arguments: &a [{nam: x}]}
          - {name: sub, arguments: *a}
    """)
    assert [(each[0], each[1]) for each in found] == [("SPY011", 2), ("SPY012", 2)]


def test_merge_keys_add_what_is_not_there_yet() -> None:
    contract = read("""
        functions:
          - &base {name: first, async: true, return_annotation: int}
          - &more {name: second, async: false, arguments: []}
          - {name: third, <<: [*base, *more], return_annotation: str}
    """)
    third = contract.module.functions[2]
    assert third.name == "third"
    assert third.is_async is not None
    assert third.is_async.value is True, "of several, the first wins"
    assert third.return_annotation is not None
    assert third.return_annotation.value == "str", "what is written wins over what is merged"
    assert third.arguments is not None
    assert third.arguments.value == ()


def test_a_merged_key_that_is_unknown_is_told_where_it_stands() -> None:
    found = problems("functions:\n- &f {name: f, returns: int}\n- {<<: *f, name: g}\n")
    assert [each[:3] for each in found] == [("SPY012", 2, 16)]
