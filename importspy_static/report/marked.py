"""Lines of text whose parts have a role. What a role looks like is for the console to say; plain text has no looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass

Role: TypeAlias = Literal["text", "strong", "error", "warning", "note", "good", "place", "gutter", "faint"]


@dataclass(frozen=True, slots=True)
class Part:
    """Visible text of one line (see `visible`). It is never read as markup."""

    text: str
    role: Role = "text"


Line: TypeAlias = tuple[Part, ...]


def plain(lines: Iterable[Line]) -> str:
    """The text alone, each line ended, no blanks at line ends."""
    return "".join("".join(part.text for part in line).rstrip() + "\n" for line in lines)
