"""A line of a file with a range underlined."""

from __future__ import annotations

import re

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.report.marked import Line, Part, Role
from importspy_static.report.visible import visible, width

TAB = 4
"""Cells between tab stops."""
LONGEST = 1_000
"""Cells of a line that are shown where no terminal sets a narrower bound. Lines of megabytes exist; nobody
reads them, and a continuous-integration log should not hold them. Messages, paths and annotations are never cut."""
BEFORE = 40
"""Characters kept before the range when a line is cut."""
CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as shown, with the cells (from 0) where the range begins and ends."""

    text: str
    begin: int
    end: int


def excerpt(line: str, column: int, end_column: int, room: int = LONGEST) -> Excerpt:
    """At most `room` cells of `line` around the range; tabs expanded, hidden characters made visible.

    Columns count from 1 in characters, the end exclusive. A range that leaves the line, or is empty, still gets a mark.
    """
    first = min(max(column - 1, 0), len(line))
    last = min(max(end_column - 1, first + 1), max(len(line), first + 1))
    start, stop = _window(len(line), first, last, room)
    head = CUT if start else ""
    tail = CUT if stop < len(line) else ""
    before = head + _expanded(line[start:first], len(head))
    within = before + _expanded(line[first : min(last, stop)], width(before))
    shown = within + _expanded(line[min(last, stop) : stop], width(within)) + tail
    taken = width(shown)
    if taken > room + len(head + tail) and room > 1:  # tabs, wide and escaped characters take several cells
        return excerpt(line, column, end_column, max(room * room // taken, 1))
    begin = width(before)
    return Excerpt(shown, begin, max(width(within), begin + 1))


def _window(length: int, first: int, last: int, room: int) -> tuple[int, int]:
    """The slice of a line to show: the whole line if it fits, else the range with some text before it."""
    if length <= room:
        return 0, length
    lead = min(BEFORE, max(room - (last - first), 0) // 2)
    start = max(min(first - lead, length - room), 0)
    return start, start + room


def _expanded(text: str, at: int) -> str:
    """Visible text, where `at` cells stand before it in the line."""
    parts = text.split("\t")
    shown = visible(parts[0])
    for part in parts[1:]:
        shown += " " * (TAB - (at + width(shown)) % TAB) + visible(part)
    return shown


def frame(number: int, shown: Excerpt, gutter: int, role: Role) -> list[Line]:
    """The line behind its number, and the underline. `gutter` is the width of the widest number."""
    mark = " " * shown.begin + "^" * (shown.end - shown.begin)
    return [
        (Part(f"{number:>{gutter}} | ", "gutter"), Part(shown.text)),
        (Part(f"{'':>{gutter}} | ", "gutter"), Part(mark, role)),
    ]


_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
_PLAIN_IN_FLOW = re.compile(r"(?:[^,\[\]{}:#\s]|(?<=\S)#|:(?=[^\s,\[\]{}])|\s(?=[^\s#,\]}]))+")
_PLAIN_IN_BLOCK = re.compile(r"(?:[^:#\s]|(?<=\S)#|:(?=\S)|\s(?=[^\s#]))+")


def yaml_end(line: str, column: int) -> int:
    """The column behind the YAML scalar or bracket that begins at `column`, as well as one line can tell."""
    start = min(max(column - 1, 0), len(line))
    near = line[: start + LONGEST]
    if start >= len(near):
        return column + 1
    return max(_scalar_end(near, start), start + 1) + 1


def _scalar_end(line: str, start: int) -> int:
    match line[start]:
        case "{" | "[":
            return _bracket_end(line, start)
        case "'" | '"':
            scalar = _QUOTED
        case _:
            scalar = _PLAIN_IN_FLOW if _depth(line[:start]) else _PLAIN_IN_BLOCK
    found = scalar.match(line, start)
    return found.end() if found else start


def _bracket_end(line: str, start: int) -> int:
    closings = (at for at in range(start + 1, len(line) + 1) if line[at - 1] in "]}" and not _depth(line[start:at]))
    return next(closings, start)


def _depth(text: str) -> int:
    """How many brackets are open at the end."""
    bare = _QUOTED.sub("", text)
    return sum(map(bare.count, "{[")) - sum(map(bare.count, "}]"))
