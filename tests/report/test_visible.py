from __future__ import annotations

import unicodedata

import pytest

from importspy_static.report.visible import visible, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x00\x07\x7f", r"\x00\x07\x7f"),
        ("\x85\x9b31m", r"\x85\x9b31m"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("a\u200bb\ufeff\u00ad", r"a\u200bb\ufeff\xad"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("x\u3164", r"x\u3164"),
    ],
)
def test_hidden_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["", "list[str]", "[bold]no markup[/bold]", "naïve 名前 ☃ 🐍", "a\\x1b"])
def test_what_has_ink_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_no_control_or_format_character_of_unicode_is_let_through() -> None:
    every = "".join(map(chr, range(0x11_0000)))
    left = {unicodedata.category(character) for character in visible(every)}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("名前", 4), ("e\u0301", 1), ("\uff46", 2), ("\uff8a", 1)])
def test_width_counts_the_cells_of_a_terminal(text: str, cells: int) -> None:
    assert width(text) == cells
