"""The fields of f-strings and t-strings, read from the source.

CPython's tree tells neither `f'{x=}'` from `f'x={x!r}'` nor how a field is spelled, and before Python 3.12 not always
where it stands. Strings are taken to be such that CPython has accepted them; the rules are those of PEP 498, 701 and
750.
"""

from __future__ import annotations

import re

from importspy_static.extract.features import (
    STRING_BACKSLASH,
    STRING_COMMENT,
    STRING_DEPTH,
    STRING_EQUALS,
    STRING_LINES,
    STRING_QUOTE,
    STRING_SPACE,
    Feature,
)
from importspy_static.lazy_dataclasses import dataclass, field

_GAP = re.compile(r"(?:[\s\\]|#[^\n]*)*")
"""What may stand between two adjacent strings."""

_PREFIX = r"(\b(?:[ft]r?|r[ftb]?|br?|u))?"
_QUOTE = r"('''|\"\"\"|'|\")"
OPENING = re.compile(_PREFIX + _QUOTE, re.IGNORECASE)
_ENDS = {quote: re.compile(r"(?:[^\\]|\\.)*?" + quote, re.DOTALL) for quote in ("'", '"', "'''", '"""')}
_NAMED = {False: r"\\N\{[^}]*\}|", True: ""}
"""A character by its name, whose braces are no field; not in raw strings."""
_LITERAL = {
    (quote, raw): re.compile(_NAMED[raw] + r"\\[^{}]|\{\{|(\{)|(" + quote + ")", re.DOTALL)
    for quote in _ENDS
    for raw in _NAMED
}
_FORMAT = {raw: re.compile(_NAMED[raw] + r"\\[^{}]|([{}\n])", re.DOTALL) for raw in _NAMED}
_EXPRESSION = re.compile(_PREFIX + _QUOTE + r"|#|[!<>=]=|([()\[\]{}:!=])", re.IGNORECASE)
_EQUALS = re.compile(r"=\s*(?=[!:}])")
_CONVERSION = re.compile(r"!\s*\w+")


@dataclass(slots=True)
class _String:
    """One string token; `level` counts the fields of it that are open."""

    quote: str
    is_raw: bool
    level: int = 0


@dataclass(slots=True)
class _Field:
    """A field: its expression, then perhaps the format behind it, which may have fields of its own."""

    of: _String
    start: int
    brackets: int = 0
    end: int = -1
    """Where the expression ends, once it has."""
    in_format: bool = False


@dataclass(slots=True)
class Fields:
    """What is in the f-strings and t-strings of a range of source, nested ones included."""

    expressions: list[tuple[int, int]] = field(default_factory=list)
    """The extent of each field's expression, by offset."""
    uses: list[tuple[Feature, int, int]] = field(default_factory=list)
    """Grammar that not all Pythons with f-strings have, and where."""


def fields(text: str, start: int, end: int) -> Fields:
    """The fields in a literal, or several adjacent ones, with this extent."""
    reader = _Reader(text)
    at = start
    while at < end and (opening := OPENING.match(text, at)):
        at = behind_gap(text, reader.string(opening))
    return reader.found


def behind_gap(text: str, at: int) -> int:
    """Where the next of several adjacent strings would begin."""
    found = _GAP.match(text, at)
    return found.end() if found else at


def plain_end(text: str, opening: re.Match[str]) -> int:
    """The offset behind a string without fields, of which this is the prefix with the quote."""
    found = _ENDS[opening[2]].match(text, opening.end())
    return found.end() if found else len(text)


class _Reader:
    """A pushdown automaton: what is open are strings and their fields, in turn."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_String | _Field] = []
        self.found = Fields()

    def string(self, opening: re.Match[str]) -> int:
        """The offset behind a string token."""
        at = self._opened(opening)
        while self._open:
            match self._open[-1]:
                case _String() as string:
                    at = self._literal(string, at)
                case _Field(in_format=True) as inner:
                    at = self._format(inner, at)
                case inner:
                    at = self._expression(inner, at)
        return at

    def _opened(self, opening: re.Match[str]) -> int:
        prefix = (opening[1] or "").lower()
        if not prefix.strip("rbu"):
            return plain_end(self._text, opening)
        self._open.append(_String(opening[2], "r" in prefix))
        return opening.end()

    def _literal(self, string: _String, at: int) -> int:
        found = _LITERAL[string.quote, string.is_raw].search(self._text, at)
        if found is None:
            return self._give_up()
        if found[1]:
            self._open.append(_Field(string, found.end()))
            self._deeper(string, found.end())
        elif found[2]:
            self._open.pop()
        return found.end()

    def _format(self, inner: _Field, at: int) -> int:
        found = _FORMAT[inner.of.is_raw].search(self._text, at)
        if found is None:
            return self._give_up()
        match found[1]:
            case "{":
                self._open.append(_Field(inner.of, found.end()))
                self._deeper(inner.of, found.end())
            case "}":
                self._close(inner)
            case "\n" if len(inner.of.quote) == 1:
                self._use(STRING_LINES, found.start(), found.start())
        return found.end()

    def _deeper(self, string: _String, at: int) -> None:
        string.level += 1
        if string.level > 2:
            self._use(STRING_DEPTH, at - 1, at)

    def _expression(self, inner: _Field, at: int) -> int:
        found = _EXPRESSION.search(self._text, at)
        if found is None:
            return self._give_up()
        if found[2]:
            return self._opened(found)
        if found[0] == "#":
            end = self._text.find("\n", found.start())
            self._use(STRING_COMMENT, found.start(), end)
            return end if end >= 0 else self._give_up()
        match found[3]:
            case "(" | "[" | "{":
                inner.brackets += 1
            case ")" | "]" | "}" if inner.brackets:
                inner.brackets -= 1
            case "}" | ":" | "!" | "=" if not inner.brackets:
                return self._behind(inner, found)
        return found.end()

    def _behind(self, inner: _Field, found: re.Match[str]) -> int:
        """What follows on an expression: `=`, a conversion, a format, the end of the field."""
        at = found.start()
        if inner.end < 0:
            inner.end = at
        match found[0]:
            case "=":
                if equals := _EQUALS.match(self._text, at):
                    self._use(STRING_EQUALS, at, at + 1)
                    return equals.end()
            case "!":
                if conversion := _CONVERSION.match(self._text, at):
                    if self._text[conversion.end() : conversion.end() + 1] not in ":}":
                        self._use(STRING_SPACE, conversion.end(), conversion.end() + 1)
                    return conversion.end()
            case ":":
                self._judge(inner, at)
                inner.in_format = True
            case _:
                self._judge(inner, at)
                self._close(inner)
        return found.end()

    def _judge(self, inner: _Field, end: int) -> None:
        """Before Python 3.12 a string ended at its first quote, and the rest of a field was as restricted."""
        quote = inner.of.quote
        signs = [(STRING_QUOTE, quote), (STRING_BACKSLASH, "\\")]
        if len(quote) == 1:
            signs.append((STRING_LINES, "\n"))
        for feature, sign in signs:
            if (at := self._text.find(sign, inner.start, end)) >= 0:
                self._use(feature, at, at + len(sign))

    def _close(self, inner: _Field) -> None:
        self._open.pop()
        inner.of.level -= 1
        self.found.expressions.append((inner.start, inner.end))

    def _use(self, feature: Feature, start: int, end: int) -> None:
        self.found.uses.append((feature, start, end))

    def _give_up(self) -> int:
        """No string that CPython accepts."""
        self._open.clear()
        return len(self._text)
