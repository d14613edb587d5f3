"""The text of a source file, and where things stand in it, as CPython counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Protocol

from importspy_static.model.place import Span

_BOM = b"\xef\xbb\xbf"
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_NO_CODE = re.compile(rb"^[ \t\f]*(?:#.*)?$")


class Located(Protocol):
    """A node of CPython's `ast`: lines from 1, columns in bytes of UTF-8 from 0. Accepted code has all four."""

    @property
    def lineno(self) -> int: ...
    @property
    def col_offset(self) -> int: ...
    @property
    def end_lineno(self) -> int | None: ...
    @property
    def end_col_offset(self) -> int | None: ...


def encoding_of(source: bytes) -> str:
    """The encoding that a cookie in the first two lines declares (PEP 263), else "utf-8"."""
    cookie = _cookie(source)
    return "utf-8" if cookie is None else _normal(cookie.decode("ascii", "replace"))


def declares_encoding(source: bytes) -> bool:
    """Whether a cookie or a byte order mark tells the encoding, without which Python 2 takes ASCII only."""
    return source.startswith(_BOM) or _cookie(source) is not None


def _cookie(source: bytes) -> bytes | None:
    for line in re.split(rb"\r\n|\r|\n", source[:4096].removeprefix(_BOM), maxsplit=2)[:2]:
        if cookie := _COOKIE.match(line):
            return cookie[1]
        if not _NO_CODE.match(line):
            break
    return None


def _normal(name: str) -> str:
    """CPython's spelling of the two encodings that it knows by itself."""
    spelled = name[:12].lower().replace("_", "-")
    if spelled == "utf-8" or spelled.startswith("utf-8-"):
        return "utf-8"
    if re.match(r"(latin-1|iso-8859-1|iso-latin-1)(-|$)", spelled):
        return "iso-8859-1"
    return name


def decoded(source: bytes, errors: str = "strict") -> str:
    """The text behind the byte order mark, every line ended by a line feed.

    Line ends are translated before decoding, as CPython's tokenizer does it.

    Raises LookupError for an unknown encoding, ValueError for bytes that are none of it.
    """
    plain = source.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    encoding = encoding_of(source)
    if encoding == "utf-8" or source.startswith(_BOM):
        return plain.decode("utf-8", errors)
    return plain.decode(encoding, errors)


class SourceText:
    """Source text with the way from the places of `ast` nodes to offsets and spans.

    `parsed` is what CPython's parser was given, if not this: a text with the same characters in every line.
    """

    def __init__(self, text: str, parsed: str | None = None) -> None:
        self.text = text
        self.parsed = text if parsed is None else parsed
        self.lines = text.split("\n")
        self.starts = [0, *accumulate([len(line) + 1 for line in self.lines])]
        self._ascii = self.parsed.isascii()
        self._parsed_lines = self.lines if parsed is None else parsed.split("\n")

    def column(self, line: int, units: int) -> int:
        """Characters before byte `units` of this line."""
        if self._ascii:
            return units
        text = self._parsed_lines[line - 1]
        if text.isascii():
            return units
        return len(text.encode("utf-8", "surrogatepass")[:units].decode("utf-8", "ignore"))

    def start(self, node: Located) -> int:
        """The offset of a node's first character."""
        return self.starts[node.lineno - 1] + self.column(node.lineno, node.col_offset)

    def end(self, node: Located) -> int:
        """The offset behind a node's last character."""
        line, units = node.end_lineno or node.lineno, node.end_col_offset
        return self.starts[line - 1] + self.column(line, node.col_offset if units is None else units)

    def slice(self, node: Located) -> str:
        """The text of a node as it is written."""
        return self.text[self.start(node) : self.end(node)]

    def span(self, node: Located) -> Span:
        end_line = node.end_lineno or node.lineno
        units = node.col_offset if node.end_col_offset is None else node.end_col_offset
        return Span(
            node.lineno,
            self.column(node.lineno, node.col_offset) + 1,
            end_line,
            self.column(end_line, units) + 1,
        )

    def span_between(self, start: int, end: int) -> Span:
        """The span of two offsets."""
        first, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return Span(first, start - self.starts[first - 1] + 1, last, end - self.starts[last - 1] + 1)

    def clipped(self, line: int | None, column: int | None, end_line: int | None, end_column: int | None) -> Span:
        """A span as an error tells it, moved to where text is: errors tell of line 0, column -1 and worse."""
        line = min(max(line or 1, 1), len(self.lines))
        column = min(max(column or 1, 1), len(self.lines[line - 1]) + 1)
        if not end_line or not end_column or end_column < 1 or (end_line, end_column) < (line, column):
            end_line, end_column = line, column
        if end_line > len(self.lines):
            end_line, end_column = line, column
        return Span(line, column, end_line, min(end_column, len(self.lines[end_line - 1]) + 1))
