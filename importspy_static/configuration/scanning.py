"""Where each key of a TOML document stands.

The TOML reader of the standard library does not say. As it has accepted the document, nothing needs to be judged here:
what is not understood ends the scan, and what was noted by then is kept. For the grammar see TOML 1.0, toml.abnf; of
TOML 1.1, line ends in inline tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeAlias

from importspy_static.configuration.wording import Path
from importspy_static.limits import CONFIGURATION_DEPTH, CONFIGURATION_KEY_PARTS

_TOKEN = re.compile(
    r"""
    [ \t\r]+ | \#[^\n]*
    | (?P<long>   \"{3} (?: [^"\\] | \\[\s\S] | "{1,2}(?!") )* \"{3,5} | '{3} [\s\S]*? '{3,5} )
    | (?P<string> (?!"{3}|'{3}) (?: " (?: [^"\\\n] | \\[^\n] )* " | ' [^'\n]* ' ) )
    | (?P<open>   ["'] [\s\S]* )
    | (?P<bare>   [A-Za-z0-9_-]+ )
    | (?P<mark>   [][{}=.,\n] )
    | (?P<other>  . )
    """,
    re.VERBOSE,
)
_KEYS = ("bare", "string")
_VALUES = ("bare", "string", "long", "other")


Token: TypeAlias = tuple[str, int, int]
"""A piece of the text: its kind, where it begins and ends. The kind of a mark is the mark itself."""


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a document, blanks and comments left out. A string that is never closed takes all the rest."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind is not None:
            yield found[0] if kind == "mark" else kind, found.start(), found.end()


def excess(pieces: list[Token]) -> tuple[int, str] | None:
    """Where a document first goes over a limit of its reader, and which; None if it does not.

    Holds as far as the document is well-formed, which is as far as its reader goes.
    """
    depth = dots = 0
    for kind, start, _ in pieces:
        if kind == ".":
            dots += 1
            if dots >= CONFIGURATION_KEY_PARTS:
                return start, f"a key of over {CONFIGURATION_KEY_PARTS} parts"
            continue
        if kind in {"[", "{"}:
            depth += 1
            if depth > CONFIGURATION_DEPTH:
                return start, f"over {CONFIGURATION_DEPTH} lists and tables inside each other"
        elif kind in {"]", "}"}:
            depth -= depth > 0
        if kind not in _VALUES:
            dots = 0
    return None


class Scan:
    """Where keys and values are, as offsets, by their path in the document. The first place of a key counts."""

    def __init__(self) -> None:
        self.keys: dict[Path, int] = {}
        """Where the key begins; of a list item the item, of a table of `[[…]]` the last part of its header."""
        self.values: dict[Path, tuple[int, int]] = {}
        """Where the value begins and ends; of a table with a header, the header's last part."""
        self.twice: tuple[Path, int, int] | None = None
        """The first key that is given a second time, or a table that may not be added to, with both places."""

    def key(self, path: Path) -> int:
        """Where a key begins, else the table or list that it is in."""
        return next((self.keys[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.keys), 0)

    def value(self, path: Path) -> int:
        """Where a value begins, else its key."""
        return self.values[path][0] if path in self.values else self.key(path)


def scan(text: str, pieces: list[Token], within: Path, decode: Callable[[str], str]) -> Scan:
    """The places of the keys below a table, and of those that lead to it.

    Args:
        text: the document.
        pieces: its tokens.
        within: the path of the table.
        decode: what a string with escapes stands for.
    """
    scanner = _Scanner(text, pieces, within, decode)
    with suppress(_Lost):
        scanner.document()
    return scanner.found


class _Lost(Exception):
    """The document is not what was expected here."""


class _Scanner:
    def __init__(self, text: str, pieces: list[Token], within: Path, decode: Callable[[str], str]) -> None:
        self.found = Scan()
        self._text = text
        self._tokens = [*pieces, ("end", len(text), len(text))]
        self._next = 0
        self._within = within
        self._decode = decode
        self._valued: dict[Path, int] = {}
        """Keys with a value."""
        self._headed: dict[Path, int] = {}
        """Tables with a header, and lists of tables."""
        self._dotted: dict[Path, int] = {}
        """Tables that a dotted key adds to."""
        self._items: dict[Path, int] = {}
        """The number of the last table of each list that is written with `[[…]]`."""

    def document(self) -> None:
        table: Path = ()
        while (kind := self._peek()) != "end":
            if kind == "\n":
                self._next += 1
            elif kind == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        _, _, end = self._take("[")
        is_list = self._peek() == "[" and self._tokens[self._next][1] == end
        if is_list:
            self._take("[")
        parts = self._key()
        self._take("]")
        if is_list:
            self._take("]")
        path: Path = ()
        for name, start, end in parts[:-1]:
            self._refuse_more((*path, name), start, self._valued)
            path = self._latest((*path, name), start, end)
        name, start, end = parts[-1]
        path = (*path, name)
        if not is_list:
            self._give(path, start, self._headed)
            return self._latest(path, start, end)
        if path not in self._items:
            self._give(path, start, self._headed)
        self._items[path] = self._items.get(path, -1) + 1
        return self._latest(path, start, end)

    def _latest(self, path: Path, start: int, end: int) -> Path:
        """Note a table; if it is a list of them, its last one is meant."""
        self._note(path, start, (start, end))
        if path in self._items:
            path = (*path, self._items[path])
            self._note(path, start, (start, end))
        return path

    def _pair(self, table: Path) -> None:
        path = table
        parts = self._key()
        for name, start, end in parts[:-1]:
            path = (*path, name)
            self._refuse_more(path, start, self._valued, self._headed)
            self._dotted.setdefault(path, start)
            self._note(path, start, (start, end))
        name, start, _ = parts[-1]
        path = (*path, name)
        self._take("=")
        self._give(path, start, self._valued)
        self._note(path, start, self._value(path))

    def _key(self) -> list[tuple[str, int, int]]:
        """The parts of a dotted key, with their places."""
        parts = []
        while True:
            kind, start, end = token = self._tokens[self._next]
            if kind not in _KEYS:
                raise _Lost
            self._next += 1
            parts.append((self._name(token), start, end))
            if self._peek() != ".":
                return parts
            self._next += 1

    def _name(self, token: Token) -> str:
        kind, start, end = token
        text = self._text[start:end]
        if kind == "bare":
            return text
        return self._decode(text) if "\\" in text and text[0] == '"' else text[1:-1]

    def _value(self, path: Path) -> tuple[int, int]:
        start = self._tokens[self._next][1]
        match self._peek():
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case "string" | "long":
                self._next += 1
            case "bare" | "other":
                while self._peek() in {"bare", "other", "."}:  # a date has blanks and colons, a number a dot
                    self._next += 1
            case _:
                raise _Lost
        return start, self._tokens[self._next - 1][2]

    def _list(self, path: Path) -> None:
        self._take("[")
        number = 0
        while not self._closes("]"):
            item = (*path, number)
            span = self._value(item)
            self._note(item, span[0], span)
            number += 1
            self._separated("]")

    def _inline_table(self, path: Path) -> None:
        self._take("{")
        while not self._closes("}"):
            self._pair(path)
            self._separated("}")

    def _closes(self, mark: str) -> bool:
        while self._peek() == "\n":
            self._next += 1
        if self._peek() != mark:
            return False
        self._next += 1
        return True

    def _separated(self, end: str) -> None:
        while self._peek() == "\n":
            self._next += 1
        if self._peek() != end:
            self._take(",")

    def _peek(self) -> str:
        return self._tokens[self._next][0]

    def _take(self, mark: str) -> Token:
        token = self._tokens[self._next]
        if token[0] != mark:
            raise _Lost
        self._next += 1
        return token

    def _give(self, path: Path, start: int, kind: dict[Path, int]) -> None:
        """Note a key with its value, or a table with its header: neither may be there in any way."""
        self._refuse_more(path, start, self._valued, self._headed, self._dotted)
        kind.setdefault(path, start)

    def _refuse_more(self, path: Path, start: int, *taken: dict[Path, int]) -> None:
        if self.found.twice is None:
            self.found.twice = next(((path, each[path], start) for each in taken if path in each), None)

    def _note(self, path: Path, start: int, span: tuple[int, int]) -> None:
        within = self._within
        if path[: len(within)] == within[: len(path)]:
            self.found.keys.setdefault(path, start)
            self.found.values.setdefault(path, span)
