"""Typed getters for the fields of untrusted JSON. They note what is wrong, with the path of the key, and go on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from importspy_static.limits import ENVIRONMENT_NUMBER

MOST_HINTS = 100
"""Problems up to which it is worth the time to look for what was meant."""

Choice = TypeVar("Choice")


class Fields:
    """One object, taken apart key by key. For what is wrong, something of the right type is given.

    No message has the text of a field but for the names of keys and the words of a choice: it may be a secret.
    """

    def __init__(self, record: dict[str, object], path: str, problems: list[str], known: Sequence[str] | None) -> None:
        """Take an object.

        Args:
            record: the object.
            path: of its key, empty at the top.
            problems: where they are noted.
            known: the keys that it may have, None for any.
        """
        self._record = record
        self._path = path
        self._problems = problems
        self._faulty: set[str] = set()
        for key in record:
            if known is not None and key not in known:
                self._note_unknown(key, known)

    def __iter__(self) -> Iterator[str]:
        return iter(self._record)

    def wrong(self, key: str, what: str) -> None:
        """Note that something is wrong with a field, or with an item of it: `key[3]`."""
        self._faulty.add(key.partition("[")[0])
        self._problems.append(f"{self._at(short(key))}: {what}")

    def sound(self, *keys: str) -> bool:
        """Whether nothing was noted on any of these."""
        return self._faulty.isdisjoint(keys)

    def text(self, key: str, *, empty: bool = True) -> str:
        """A text, which may be empty."""
        if not self._given(key):
            return ""
        text = self._record[key]
        if wrong := wrong_text(text, empty=empty):
            self.wrong(key, wrong)
            return ""
        return text if isinstance(text, str) else ""

    def text_or_null(self, key: str) -> str | None:
        return None if self.is_null(key) else self.text(key)

    def number(self, key: str) -> int:
        """A whole number from 0 on."""
        if not self._given(key):
            return 0
        number = self._record[key]
        if not isinstance(number, int) or isinstance(number, bool):
            self.wrong(key, f"expected a whole number, found {kind(number)}")
        elif not 0 <= number <= ENVIRONMENT_NUMBER:
            self.wrong(key, f"expected a number from 0 to {ENVIRONMENT_NUMBER}")
        else:
            return number
        return 0

    def boolean(self, key: str) -> bool:
        if self._given(key) and not isinstance(self._record[key], bool):
            self.wrong(key, f"expected true or false, found {kind(self._record[key])}")
        return self._record.get(key) is True

    def choice(self, key: str, allowed: Sequence[Choice]) -> Choice:
        """One of these words or numbers."""
        given = self._record.get(key)
        for each in allowed:
            if type(given) is type(each) and given == each:
                return each
        if self._given(key):
            self.wrong(key, f"expected {_one_of(allowed)}, found {_quoted_or_kind(given)}")
        return allowed[0]

    def texts(self, key: str, what: str, wrong: Callable[[object], str | None]) -> tuple[str, ...]:
        """A list of texts; `wrong` says what is wrong with one."""
        items = self._items(key, what)
        for i, item in enumerate(items):
            if told := wrong(item):
                self.wrong(f"{key}[{i}]", told)
        return tuple(item for item in items if isinstance(item, str))

    def nested(self, key: str, known: Sequence[str] | None) -> Fields | None:
        """An object within this one; None where there is none."""
        return self._object(key, self._record[key], known) if self._given(key) else None

    def objects(self, key: str, known: Sequence[str]) -> list[Fields]:
        """A list of objects."""
        objects = (self._object(f"{key}[{i}]", item, known) for i, item in enumerate(self._items(key, "objects")))
        return [each for each in objects if each is not None]

    def is_null(self, key: str) -> bool:
        """Whether the field is there, and is null."""
        return key in self._record and self._record[key] is None

    def _items(self, key: str, what: str) -> list[object]:
        if not self._given(key):
            return []
        items = self._record[key]
        if not isinstance(items, list):
            self.wrong(key, f"expected a list of {what}, found {kind(items)}")
            return []
        return items

    def _object(self, key: str, record: object, known: Sequence[str] | None) -> Fields | None:
        if not isinstance(record, dict):
            self.wrong(key, f"expected an object, found {kind(record)}")
            return None
        return Fields(record, self._at(key), self._problems, known)

    def _given(self, key: str) -> bool:
        if key not in self._record:
            self.wrong(key, "is missing")
        return key in self._record

    def _note_unknown(self, key: str, known: Sequence[str]) -> None:
        near = _nearest(key, known) if len(self._problems) < MOST_HINTS else None
        hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
        self._problems.append(f"{self._at(short(key))}: unknown key; {hint}")

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def _nearest(key: str, known: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(key[:100], known, n=1)), None)


def wrong_text(text: object, *, empty: bool = True) -> str | None:
    """What is wrong with a text, if anything."""
    if not isinstance(text, str):
        return f"expected text, found {kind(text)}"
    if not text and not empty:
        return "is empty"
    return "holds half of a surrogate pair" if any("\ud800" <= each <= "\udfff" for each in text) else None


def kind(found: object) -> str:
    """What JSON calls it."""
    match found:
        case None:
            return "null"
        case bool():
            return "true" if found else "false"
        case float() if math.isnan(found):
            return "NaN"
        case float() if math.isinf(found):
            return "a number that is too large"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
    return "an object"


def short(text: str) -> str:
    """A name of at most 60 characters."""
    return text if len(text) <= 60 else text[:59] + "…"


def _one_of(allowed: Sequence[object]) -> str:
    *rest, last = map(_quoted_or_kind, allowed)
    return f"{', '.join(rest)} or {last}" if rest else last


def _quoted_or_kind(found: object) -> str:
    match found:
        case str():
            return f"'{short(found)}'"
        case int() if not isinstance(found, bool):
            return str(found)
    return kind(found)
