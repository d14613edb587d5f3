"""Text of others made safe to show: what a terminal would obey, reorder or hide is written out."""

from __future__ import annotations

import re
import unicodedata

_PRINTABLE_ASCII = re.compile(r"[\x20-\x7e]*")
_SUSPECTS = re.compile(r"[^\x20-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's general categories of what is not ink: controls (C0, DEL, C1), format characters (direction, zero width,
tags, the byte order mark), lone surrogates, line and paragraph separators."""
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks without ink; some are legal in Python names."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""One line of text in which every hidden character stands as its escape: `\x1b`, `\u202e`, `\n`.

    See Unicode TR 36 and 55 for what hidden characters do to source on a screen.
    """
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return _SUSPECTS.sub(lambda match: _shown(match[0]), text)


def _shown(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if unicodedata.category(character) not in _HIDDEN and character not in _BLANK_LETTERS:
        return character
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def width(text: str) -> int:
    """The cells that visible text takes: two for a wide character (Unicode TR 11), none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
