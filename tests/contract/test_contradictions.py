"""Requirements that exclude each other, and such as only seem to."""

# ruff: noqa: E501 (a line of a table is a case)

from __future__ import annotations

import pytest

from tests.contract.reading import problems, read


def arguments(*written: str) -> str:
    return f"functions: [{{name: f, arguments: [{', '.join(f'{{{each}}}' for each in written)}]}}]"


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (arguments("name: a, value: 1, expression: X"), "functions[0].arguments[0].expression",
         "'value' and 'expression' are both given; an argument has one default"),
        (arguments("name: a, value: null, expression: X"), "functions[0].arguments[0].expression",
         "'value' and 'expression' are both given; an argument has one default"),
        (arguments("name: a, optional: false, value: 0"), "functions[0].arguments[0].optional",
         "'optional: false' means no default, but 'value' gives one"),
        (arguments("name: a, optional: false, expression: X"), "functions[0].arguments[0].optional",
         "'optional: false' means no default, but 'expression' gives one"),
        (arguments("name: a, annotation: int, value: x"), "functions[0].arguments[0].value",
         "the value is text, but the annotation is 'int'"),
        (arguments("name: a, annotation: str, value: 1"), "functions[0].arguments[0].value",
         "the value is a number, but the annotation is 'str'"),
        (arguments("name: a, annotation: str, value: true"), "functions[0].arguments[0].value",
         "the value is a truth value, but the annotation is 'str'"),
        (arguments("name: a, annotation: dict, value: []"), "functions[0].arguments[0].value",
         "the value is a list, but the annotation is 'dict'"),
        ("variables: [{name: a, annotation: bool, value: 'true'}]", "variables[0].value",
         "the value is text, but the annotation is 'bool'"),
        ("classes: [{name: A, attributes: [{name: a, annotation: float, value: [1.0]}]}]", "classes[0].attributes[0].value",
         "the value is a list, but the annotation is 'float'"),
        (arguments("name: '*a', optional: true"), "functions[0].arguments[0].optional", "'*a' cannot have a default"),
        (arguments("name: a, kind: var_keyword, value: 1"), "functions[0].arguments[0].value",
         "'**a' cannot have a default"),
        (arguments("name: '*a', kind: keyword_only"), "functions[0].arguments[0].kind",
         "kind 'keyword_only', but '*a' is 'var_positional'"),
        (arguments("name: '*a'", "name: '*b'"), "functions[0].arguments[1].name",
         "a function has one '*' argument, 'a' is the first"),
        (arguments("name: '**a'", "name: b, kind: var_keyword"), "functions[0].arguments[1].name",
         "a function has one '**' argument, 'a' is the first"),
        (arguments("name: a, value: 1", "name: b, optional: false"), "functions[0].arguments[1].optional",
         "'b' must have no default, but 'a' before it has one"),
        ("classes: [{name: A, methods: [{name: p, kind: property, arguments: [{name: self}, {name: x}]}]}]",
         "classes[0].methods[0].arguments[1].name", "a property takes no argument but 'self', found 'x'"),
        ("version: '>=2,<1'", "version", "no version is in '>=2,<1'"),
        ("version: '==1.0,>1.0'", "version", "no version is in '==1.0,>1.0'"),
        ("version: '>=1.0,<1.0'", "version", "no version is in '>=1.0,<1.0'"),
        ("version: '==1.0,==2.0'", "version", "no version is in '==1.0,==2.0'"),
        ("version: '~=3.0,<2'", "version", "no version is in '~=3.0,<2'"),
        ("imports: {require: [json], deny: [json]}", "imports.require[0]",
         "'json' is required here and denied on line 1"),
        ("imports: {require: [os.path], deny: [os]}", "imports.require[0]",
         "'os.path' is required here and denied on line 1"),
        ("imports: {require: [json], allow: [jsonlib]}", "imports.require[0]", "'json' is required, but not in 'allow'"),
    ],
)  # fmt: skip
def test_what_no_module_can_keep_is_spy013(text: str, key: str, reason: str) -> None:
    assert [(code, message) for code, _, _, message in problems(text)] == [("SPY013", f"{key}: {reason}")]


@pytest.mark.parametrize(
    "text",
    [
        arguments("name: a, value: 1, optional: true"),
        arguments("name: a, expression: X, optional: true"),
        arguments("name: a, optional: false"),
        arguments("name: a, annotation: int, value: null"),
        arguments("name: a, annotation: float, value: 1"),
        arguments("name: a, annotation: int, value: 1.0"),
        arguments("name: a, annotation: int, value: true"),
        arguments("name: a, annotation: bool, value: 0"),
        arguments("name: a, annotation: 'Optional[int]', value: null"),
        arguments("name: a, annotation: int | str, value: x"),
        arguments("name: a, annotation: Color, value: red"),
        arguments("name: a, annotation: object, value: x"),
        arguments("name: a, annotation: list, value: [1]"),
        arguments("name: a, annotation: tuple, value: [1]"),
        arguments("name: '*a', optional: false"),
        arguments("name: '*a', annotation: str", "name: '**b'"),
        arguments("name: a, value: 1", "name: b"),
        arguments("name: a, kind: keyword_only, value: 1", "name: b, kind: keyword_only, optional: false"),
        arguments("name: a, value: 1", "name: '*b'", "name: c, kind: keyword_only, optional: false"),
        arguments("name: a, value: 1, when: {os: [linux]}", "name: b, optional: false"),
        arguments("name: '*a', when: {os: [linux]}", "name: '*b', when: {os: [windows]}"),
        "classes: [{name: A, methods: [{name: p, kind: property, arguments: [{name: self}]}]}]",
        "classes: [{name: A, methods: [{name: p, kind: property, arguments: []}]}]",
        "classes: [{name: A, superclasses: [A]}]",
        "version: '>=1,<=1'",
        "version: '>=1,!=1.5,<2'",
        "version: '>1.0,<1.0.post2'",
        "version: '==1.*,>=1.5'",
        "version: '===1,===2'",
        "imports: {require: [json], deny: [json.tool]}",
        "imports: {require: [acme], allow: [acme.api]}",
        "imports: {require: [acme.api], allow: [acme]}",
        "imports: {require: [json], allow: [stdlib]}",
        "imports: {require: [jsonlib], deny: [json]}",
    ],
)
def test_what_some_module_can_keep_is_no_contradiction(text: str) -> None:
    read(text)
