"""The scanner is held to the TOML reader of the standard library: the same keys, and each value where it stands."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importspy_static.configuration.document import loads
from importspy_static.configuration.scanning import Scan, excess, scan, tokens
from importspy_static.configuration.wording import Path as KeyPath
from importspy_static.limits import CONFIGURATION_DEPTH, CONFIGURATION_KEY_PARTS

TRICKY = ['"', "'", "\\", "#", "=", "[", "]", "{", "}", ",", ".", " ", "\t", "a", "é", "\\n", '""', "''", "]]"]
NAMES = st.one_of(
    st.sampled_from(["a", "b", "1", "-", "tool", "true", "1979-05-27"]),
    st.lists(st.sampled_from(TRICKY), max_size=4).map("".join),
)


def decoded(text: str) -> str:
    meaning = loads(f"x = {text}")["x"]
    assert isinstance(meaning, str)
    return meaning


def scanned(text: str) -> Scan:
    return scan(text, list(tokens(text)), (), decoded)


@st.composite
def strings(draw: st.DrawFn, of_lines: bool = True) -> str:
    """A text as TOML writes it, in one of its four ways."""
    pieces = draw(st.lists(st.sampled_from([*TRICKY, "\n"] if of_lines else TRICKY), max_size=6))
    text = "".join(pieces)
    ways = [json.dumps(text, ensure_ascii=draw(st.booleans()))]
    if "'" not in text and "\n" not in text:
        ways.append(f"'{text}'")
    if of_lines:
        escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
        ways.append(f'"""{escaped.rstrip(chr(34))}"""')
        ways.append(f'"""\n{escaped.rstrip(chr(34))}\\"""""')
        ways.append('"""a \\\n   ""b"""""')
        if "'''" not in text:
            ways.append(f"'''{text.rstrip(chr(39))}'''")
            ways.append(f"'''\n{text.rstrip(chr(39))}''''")
    return draw(st.sampled_from(ways))


SCALARS = st.one_of(
    strings(),
    st.sampled_from("1 -17 +1_000 0xDEAD_beef 1.5 -0.1e+3 inf +nan true false 07:32:00 1979-05-27".split()),
    st.sampled_from(["1979-05-27 07:32:00.5-07:00", "1979-05-27T07:32:00Z", "0b1", "6.02e2"]),
)
GAPS = st.sampled_from(["", " ", "\t "])
LINES = st.sampled_from(["", "\n", " # a = [\n", "\n  \n\t", "# ''' \"\n"])


def spelt(draw: st.DrawFn, name: str) -> str:
    """A key as TOML writes it."""
    ways = [json.dumps(name), json.dumps(name, ensure_ascii=False)]
    if "'" not in name:
        ways.append(f"'{name}'")
    if name and all(each.isascii() and (each.isalnum() or each in "-_") for each in name):
        ways += [name, f'"\\u{ord(name[0]):04x}{name[1:]}"']
    return draw(st.sampled_from(ways))


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> str:
    """A value on the right of `=`."""
    kind = draw(st.integers(0, 5 if depth < 3 else 3))
    if kind == 4:
        items = [f"{draw(LINES)}{draw(values(depth + 1))}{draw(LINES)}" for _ in range(draw(st.integers(0, 3)))]
        comma = draw(st.sampled_from(["", ","])) if items else ""
        return f"[{','.join(items)}{comma}{draw(LINES)}]"
    if kind == 5:
        names = draw(st.lists(NAMES, max_size=3, unique=True))
        pairs = [f"{draw(GAPS)}{spelt(draw, name)}{draw(GAPS)}={draw(values(depth + 1))}{draw(GAPS)}" for name in names]
        return f"{{{','.join(pairs)}{draw(GAPS)}}}"
    return draw(SCALARS)


@st.composite
def tables(draw: st.DrawFn, header: tuple[str, ...] = (), depth: int = 0) -> str:
    """The statements of a table with those of the tables in it."""
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    plain, inner = [], []
    for name in names:
        key = spelt(draw, name)
        match draw(st.integers(0, 4 if depth < 3 else 1)):
            case 0 | 1:
                plain.append(f"{draw(GAPS)}{key}{draw(GAPS)}={draw(GAPS)}{draw(values())}{draw(GAPS)}# x\n")
            case 2:
                dotted = f"{key}{draw(GAPS)}.{draw(GAPS)}"
                parts = draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
                plain += [f"{dotted}{spelt(draw, part)} = {draw(values())}\n" for part in parts]
            case 3:
                path = (*header, key)
                inner.append(f"{draw(LINES)}\n[{'.'.join(path)}]\n{draw(tables(path, depth + 1))}")
            case _:
                path = (*header, key)
                entries = [draw(tables(path, depth + 1)) for _ in range(draw(st.integers(1, 3)))]
                inner += [f"[[ {' . '.join(path)} ]] # x\n{entry}" for entry in entries]
    return "".join(plain) + "".join(inner)


def paths(found: object, at: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Every key and every item of a document."""
    if at:
        yield at, found
    if isinstance(found, dict):
        for key, inner in found.items():
            yield from paths(inner, (*at, key))
    elif isinstance(found, list):
        for number, inner in enumerate(found):
            yield from paths(inner, (*at, number))


def same(one: object, other: object) -> bool:
    """Equal, of one type, where not-a-number is itself."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def key_at(text: str, offset: int) -> str:
    """The part of a key that stands somewhere."""
    kind, _, end = next(tokens(text[offset:]))
    spelling = text[offset : offset + end]
    assert kind in {"bare", "string"}
    return spelling if kind == "bare" else decoded(spelling)


def agrees(text: str) -> None:
    meaning = dict(paths(loads(text)))
    found = scanned(text)
    assert set(found.keys) == set(found.values) == set(meaning)
    assert found.twice is None
    for path, value in meaning.items():
        start, end = found.values[path]
        if isinstance(path[-1], str):
            assert key_at(text, found.keys[path]) == path[-1]
        else:
            assert found.keys[path] == start
        if start > found.keys[path] or isinstance(path[-1], int):
            is_header = isinstance(value, dict) and text[start] != "{"
            assert is_header or same(loads(f"x = {text[start:end]}")["x"], value)


@settings(max_examples=150, deadline=None)
@given(tables(), st.booleans())
def test_every_key_and_every_value_is_found_where_it_stands(text: str, windows: bool) -> None:
    try:
        loads(text)
    except ValueError:  # `a.b` and `[a]`, and other tables that TOML does not join
        return
    agrees(text.replace("\n", "\r\n") if windows else text)


def test_the_documents_that_are_made_are_mostly_toml() -> None:
    outcomes = []

    @settings(max_examples=50, deadline=None, database=None, derandomize=True)
    @given(tables())
    def count(text: str) -> None:
        try:
            outcomes.append(bool(loads(text)))
        except ValueError:
            outcomes.append(False)

    count()
    assert sum(outcomes) > len(outcomes) / 2


def standards() -> list[Path]:
    """The documents that CPython tests its reader with."""
    tomllib = pytest.importorskip("tomllib")
    return sorted((Path(tomllib.__file__).parents[1] / "test/test_tomllib/data/valid").rglob("*.toml"))


def test_documents_of_the_standard_library() -> None:
    documents = standards()
    if not documents:
        pytest.skip("this Python has no tests of its own")
    for document in documents:
        agrees(document.read_text(encoding="utf-8"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*TRICKY, "\n", "\r", '"""', "'''", "x = ", "[x]\n", "[[x]]\n", "1"])).map("".join))
def test_nothing_that_is_no_toml_stops_the_scanner(text: str) -> None:
    scan(text, list(tokens(text)), (), str)


def test_only_what_belongs_to_the_table_is_kept() -> None:
    text = "[a]\nx = 1\n[tool.other]\ny = {z = 1}\n[tool.mine]\nx = 1\n[tool.mine.more]\n"
    found = scan(text, list(tokens(text)), ("tool", "mine"), decoded)
    mine = ("tool", "mine")
    assert set(found.keys) == {("tool",), mine, (*mine, "x"), (*mine, "more")}


@pytest.mark.parametrize(
    ("text", "path", "lines"),
    [
        ("a = 1\nb = 1\na = 2\n", ("a",), (1, 3)),
        ("a = 1\n'a' = 2\n", ("a",), (1, 2)),
        ("[a]\n[b]\n[a]\n", ("a",), (1, 3)),
        ("[[a]]\nx = 1\n[[a]]\nx = 1\nx = 2\n", ("a", 1, "x"), (4, 5)),
        ("[[a]]\n[a]\n", ("a",), (1, 2)),
        ("a = []\n[[a]]\n", ("a",), (1, 2)),
        ("[a.b]\n[a]\nb = 1\n", ("a", "b"), (1, 3)),
        ("a = {b = 1, b = 2}\n", ("a", "b"), (1, 1)),
        ("a = {b = 1}\na.c = 2\n", ("a",), (1, 2)),
        ("a.b = 1\n[a]\n", ("a",), (1, 2)),
        ("a.b = 1\na = 1\n", ("a",), (1, 2)),
        ("a = 1\n[a.b]\n", ("a",), (1, 2)),
        ("[t.a]\n[t]\na.b = 1\n", ("t", "a"), (1, 3)),
    ],
)
def test_a_key_that_is_given_twice_is_found_with_both_places(text: str, path: KeyPath, lines: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"Cannot|Duplicate"):
        loads(text)
    assert (twice := scanned(text).twice) is not None
    assert (twice[0], *(text.count("\n", 0, offset) + 1 for offset in twice[1:])) == (path, *lines)


def test_limits_are_found_where_they_are_passed() -> None:
    deep = "x = " + "[" * CONFIGURATION_DEPTH
    assert excess(list(tokens(deep))) is None
    assert (found := excess(list(tokens(deep + "{")))) is not None
    assert found[0] == len(deep)
    long = ".".join("a" * CONFIGURATION_KEY_PARTS)
    assert excess(list(tokens(f"{long} = 1"))) is None
    assert excess(list(tokens(f"[{long}.a]"))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1.5, " * 500 + "]",
        "x = [" + "'a.b.c', " * 500 + "]",
        "\n".join(f"a.b{number} = 1" for number in range(500)),
        "# " + "[" * 500,
        f"x = '''{'[' * 500}'''",
        "x = [" + "[1], {a = 1}, " * 500 + "]",
    ],
)
def test_what_is_many_but_not_deep_passes(text: str) -> None:
    assert excess(list(tokens(text))) is None
    agrees(text)
