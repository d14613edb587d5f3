"""Keys, texts and kinds of values in messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where something is in a document: keys of tables, numbers of list items."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_SHOWN = 60


def spelled(path: Path) -> str:
    """A path as people write it: `contracts[1].path`, `severity."a b"`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            shown = part if _BARE.fullmatch(part) and len(part) <= _LONGEST_SHOWN else quoted(part, '"')
            text += f".{shown}" if text else shown
    return text


def quoted(text: str, mark: str = "'") -> str:
    """A text in quotes, on one line, of at most 60 characters, with everything that is no ink written as an escape."""
    cut = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return f"{mark}{printable(cut)}{mark}"


def printable(text: str) -> str:
    """The text with everything that is no ink written as an escape."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode("ascii")
        for each in text
    )


def described(found: object) -> str:
    """What something is, in the words of TOML."""
    match found:
        case bool():
            return "true" if found else "false"
        case str():
            return f"the text {quoted(found)}"
        case int() if found.bit_length() <= 64:
            return f"the number {found}"
        case int() | float():
            return "a number"
        case []:
            return "an empty list"
        case list():
            return "a list"
        case dict():
            return "a table"
    return "a date or a time"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; None if none is."""
    from difflib import get_close_matches

    by_fold = {each.casefold().replace("_", "-"): each for each in known}
    matches = get_close_matches(word[:100].casefold().replace("_", "-"), by_fold, n=1)
    return by_fold[matches[0]] if matches else None


def meant(word: str, known: Sequence[str]) -> str:
    """A question with the nearest known word, else all of them."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
