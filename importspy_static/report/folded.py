"""Text fitted to the width of a terminal: broken at blanks, never within a word, nothing left out."""

from __future__ import annotations

from importspy_static.report.visible import width

NARROWEST = 24
"""Cells that a column of text needs at least: in fewer it is hardly read, and the terminal may break it itself."""


def folded(text: str, indent: int, columns: int | None) -> list[str]:
    """The text, which begins behind `indent` cells, in lines of a terminal; whole off a terminal (`columns` None)."""
    room = (columns or 0) - indent
    if columns is None or room < NARROWEST or width(text) <= room:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and width(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
