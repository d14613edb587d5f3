"""Fields of f-strings, told from their source."""

from __future__ import annotations

import ast

import pytest

from importspy_static.extract.fields import fields


def expressions(source: str) -> list[str]:
    """As they are written, outer ones and inner ones, in order."""
    return [source[start:end] for start, end in sorted(fields(source, 0, len(source)).expressions)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f''", []),
        ("f'a{{b}}c'", []),
        ("f'{a}{ b }'", ["a", " b "]),
        ("f'{{{a}}}'", ["a"]),
        ("'{a}' f'{b}' '{c}'", ["b"]),
        ("b'{a}' rb'{b}' u'{c}' r'{d}'", []),
        ("t'{a}' rt'{b}' Fr'{c}'", ["a", "b", "c"]),
        ("f'{a}' # {b}\n \\\n f'{c}'", ["a", "c"]),
        ("f'{a!r}{b!s:>{c}}{d:e}'", ["a", "b", "c", "d"]),
        ("f'{a=}{b = !r}{c == d = :e}'", ["a", "b ", "c == d "]),
        ("f'{a != b}{c <= d}{e >= f}{g(h=i)}'", ["a != b", "c <= d", "e >= f", "g(h=i)"]),
        ("f'{a:=5}{(b:=5)}'", ["a", "(b:=5)"]),
        ("f'{a[b:c]:d}{ {1: 2}[1] }'", ["a[b:c]", " {1: 2}[1] "]),
        ("f'{(lambda a=1: a)}'", ["(lambda a=1: a)"]),
        ('f\'{"}"}{"{"!r}{":"}{"="=}\'', ['"}"', '"{"', '":"', '"="']),
        ('f\'{"\\"}"}\'', ['"\\"}"']),
        ("f'{a[\"b\"]}'", ['a["b"]']),
        ("f'{a['b']}'", ["a['b']"]),
        ("f'{'}'}{'a' if'b'else r'}'}'", ["'}'", "'a' if'b'else r'}'"]),
        ("f'''{a['b']}'{'''c'''}'''", ["a['b']", "'''c'''"]),
        ("f'{f'{f'{a}{b}'}'}'", ["f'{f'{a}{b}'}'", "f'{a}{b}'", "a", "b"]),
        ("f'{a:{b:{c}}}{d}'", ["a", "b", "c", "d"]),
        ("f'{a:{f\"{b}\"}}'", ["a", 'f"{b}"', "b"]),
        ("f'{a # }\n}{b}'", ["a # }\n", "b"]),
        ("f'\\N{DIGIT ONE}{a:\\N{DIGIT TWO}}'", ["a"]),
        ("rf'\\N{a}\\{b}\\'{c}'", ["a", "b", "c"]),
        ("f'\\{a}\\\\{b}\\'{c}'", ["a", "b", "c"]),
        ("f'{a:\\'{b}}'", ["a", "b"]),
        ("f'{a!r }{b}'", ["a", "b"]),
        ("f'{a:}}}{b}'", ["a", "b"]),
        ("f'{a:{{}}}'", ["a", "{}"]),
    ],
)
def test_the_expressions_of_fields(source: str, expected: list[str]) -> None:
    assert expressions(source) == expected


def test_only_the_extent_is_read() -> None:
    source = "f'{a}'; f'{b}'"
    assert [source[start:end] for start, end in fields(source, 8, len(source)).expressions] == ["b"]


@pytest.mark.parametrize(
    "source",
    [
        "f'",
        "f'{",
        "f'{a",
        "f'{a:",
        "f'{a!",
        "f'{a=",
        "f'{a # ",
        "f'{'",
        "f'{\"",
        "f'''{a}''",
        "f'{(}'",
        "'",
        "f",
        "",
        "f'}'",
    ],
)
def test_what_is_no_string_ends(source: str) -> None:
    fields(source, 0, len(source))


def test_each_field_is_an_expression_of_the_tree() -> None:
    source = "f'{a.b!r:>{c(d)}} {e[\"f\"]} {[g for g in h]=}' 'i' f'''{\nj + k}'''"
    tree = ast.parse(source)
    told = [each.value for each in ast.walk(tree) if isinstance(each, ast.FormattedValue)]
    parsed = [ast.parse(f"({each})", mode="eval").body for each in expressions(source)]
    assert {ast.dump(each) for each in parsed} == {ast.dump(each) for each in told}
