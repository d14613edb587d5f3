from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importspy_static.report.frame import LONGEST, excerpt, frame, yaml_end
from importspy_static.report.marked import plain
from importspy_static.report.visible import visible, width


def marked(line: str, column: int, end_column: int, room: int = LONGEST) -> str:
    """What stands above the marks."""
    shown = excerpt(line, column, end_column, room)
    assert shown.text.isascii(), "cells are characters only in ASCII"
    return shown.text[shown.begin : shown.end]


def test_the_range_is_underlined() -> None:
    assert plain(frame(18, excerpt("def f(msg: int): ...", 7, 15), 3, "error")) == (
        " 18 | def f(msg: int): ...\n    |       ^^^^^^^^\n"
    )


def test_tabs_are_expanded_so_that_the_marks_stay_below_the_range() -> None:
    assert marked("\tx\t= a\t\t+ b", 4, 5) == "="
    assert "\t" not in excerpt("\tx\t= a", 4, 5).text


def test_wide_characters_take_two_cells() -> None:
    shown = excerpt("名前 = x", 6, 7)
    assert (shown.begin, shown.end) == (7, 8)


def test_hidden_characters_are_shown_and_counted() -> None:
    assert marked("a\u202eb\x1b = x", 3, 4) == "b"
    assert marked("a\u202eb", 2, 3) == "\\u202e"


@pytest.mark.parametrize(("column", "end_column"), [(1, 1), (4, 4), (9, 9), (9, 12), (3, 99), (2, 1)])
def test_an_empty_range_and_one_beyond_the_line_still_get_a_mark(column: int, end_column: int) -> None:
    shown = excerpt("abc", column, end_column)
    assert shown.text == "abc"
    assert shown.end > shown.begin <= len("abc")
    assert shown.end <= len("abc") + 1


def test_an_empty_line_gets_a_mark() -> None:
    assert plain(frame(1, excerpt("", 1, 1), 1, "error")) == "1 |\n  | ^\n"


def test_a_line_that_fits_is_never_cut() -> None:
    line = "x" * LONGEST
    assert excerpt(line, 500, 501).text == line


def test_a_very_long_line_is_cut_around_the_range() -> None:
    line = "a, " * 1_700_000 + "name: bytes" + ", b" * 1_000
    start = line.index("name") + 1
    shown = excerpt(line, start, start + len("name: bytes"))
    assert shown.text[shown.begin : shown.end] == "name: bytes"
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) <= LONGEST + 2


def test_a_range_longer_than_the_room_is_marked_as_far_as_it_is_shown() -> None:
    shown = excerpt("x" * 5_000_000, 1, 5_000_001, room=60)
    assert shown.text == "x" * 60 + "…"
    assert (shown.begin, shown.end) == (0, 60)


@given(
    line=st.text(st.sampled_from("ab \t名\u202e\x1b,e\u0301"), max_size=300),
    column=st.integers(1, 320),
    length=st.integers(0, 320),
    room=st.integers(1, 120),
)
def test_whatever_the_line_the_marks_lie_below_its_text(line: str, column: int, length: int, room: int) -> None:
    shown = excerpt(line, column, column + length, room)
    assert visible(shown.text) == shown.text
    assert 0 <= shown.begin < shown.end <= width(shown.text) + 1
    assert width(shown.text) <= max(room, len("\\u202e")) + 2


@pytest.mark.parametrize(
    ("line", "column", "scalar"),
    [
        ("    annotation: str", 17, "str"),
        ("    annotation: dict[str, int]  # why", 17, "dict[str, int]"),
        ("  - {name: msg, annotation: str}", 12, "msg"),
        ("  - {name: msg, annotation: str}", 29, "str"),
        ("  - {name: 'a, b', annotation: str}", 12, "'a, b'"),
        ('value: "x # y" # z', 8, '"x # y"'),
        ("- name: Extension", 3, "name"),
        ("superclasses: [Plugin, Base]", 16, "Plugin"),
        ("url: a:b#c", 6, "a:b#c"),
        ("classes:", 1, "classes"),
        ("value: {a: [1, '}']} # x", 8, "{a: [1, '}']}"),
        ("value: {a: [1,", 8, "{"),
        ("", 1, ""),
        ("x", 5, ""),
    ],
)
def test_the_scalar_that_asked_is_found_in_its_line(line: str, column: int, scalar: str) -> None:
    end = yaml_end(line, column)
    assert line[column - 1 : end - 1] == scalar
    assert end > column
