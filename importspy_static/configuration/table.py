"""Typed getters for a table of a document. They note what is wrong, with its place, and go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from importspy_static.configuration.document import Document
from importspy_static.configuration.problems import ConfigurationProblem, Problems
from importspy_static.configuration.settings import SettingPlace
from importspy_static.configuration.wording import Path, described, meant, nearest, spelled
from importspy_static.limits import CONFIGURATION_ITEMS, CONFIGURATION_TEXT


class Text(NamedTuple):
    """A text of the document, which is not empty and has no NUL, with its path."""

    text: str
    path: Path


class Table:
    """A table of a document, taken apart key by key."""

    def __init__(self, document: Document, problems: Problems, path: Path, entries: Mapping[str, object]) -> None:
        self.document = document
        self.problems = problems
        self.path = path
        self.entries = entries

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def wrong(self, path: Path, message: str, remedy: str, *, at_key: bool = False) -> None:
        """Note that something is wrong, at a value or at its key."""
        place = self.document.key_place(path) if at_key else self.document.value_place(path)
        self.problems.add(ConfigurationProblem(place.path, place.line, place.column, spelled(path), message, remedy))

    def at(self, key: str) -> Path:
        """The path of a key."""
        return (*self.path, key)

    def place(self, key: str) -> SettingPlace:
        return self.document.key_place(self.at(key))

    def refuse_unknown(
        self,
        known: Sequence[str],
        refused: Mapping[str, str] = MappingProxyType({}),
        elsewhere: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Note keys that are not known.

        Args:
            known: those that are.
            refused: those that no file may set, each with what to do instead.
            elsewhere: words of other tools, each with what to write here.
        """
        for key in self.entries:
            if key in known:
                continue
            if key in refused:
                self.wrong(self.at(key), "cannot be set in a file", refused[key], at_key=True)
            else:
                remedy = elsewhere.get(key) or ("" if self.problems.are_enough else meant(key, known))
                self.wrong(self.at(key), "unknown key", remedy, at_key=True)

    def boolean(self, key: str) -> bool | None:
        match self.entries.get(key):
            case None:
                return None
            case bool() as given:
                return given
            case other:
                self._unexpected(self.at(key), "true or false", other, f"write `{key} = true` or `{key} = false`")
                return None

    def count(self, key: str, most: int) -> int | None:
        """A whole number from 1 to `most`."""
        match self.entries.get(key):
            case None:
                return None
            case int() as given if not isinstance(given, bool) and 1 <= given <= most:
                return given
            case other:
                self._unexpected(self.at(key), f"a whole number from 1 to {most}", other, f"write `{key} = 2`")
                return None

    def choice(self, key: str, words: Sequence[str]) -> str | None:
        """One of these words."""
        return self.word(self.at(key), self.entries[key], words) if key in self.entries else None

    def word(self, path: Path, given: object, words: Sequence[str]) -> str | None:
        """One of these words, wherever it is from."""
        if isinstance(given, str) and given in words:
            return given
        near = nearest(given, words) if isinstance(given, str) else None
        remedy = f"did you mean '{near}'?" if near else "write one of these, in quotes"
        self._unexpected(path, f"one of {', '.join(words)}", given, remedy)
        return None

    def text(self, key: str, example: str) -> Text | None:
        """One text."""
        if key not in self.entries:
            return None
        return self._text(self.at(key), self.entries[key], f"for example: {key} = {example}")

    def texts(self, key: str, example: str, *, may_be_empty: bool = False) -> list[Text] | None:
        """A list of texts."""
        if key not in self.entries:
            return None
        given = self.entries[key]
        if not isinstance(given, list):
            self._unexpected(self.at(key), "a list of texts", given, f"for example: {key} = [{example}]")
            return None
        return self._items(key, given, example, may_be_empty=may_be_empty)

    def text_or_texts(self, key: str, example: str) -> list[Text] | None:
        """A text, or a list of texts."""
        match self.entries.get(key):
            case None:
                return None
            case list() as given:
                return self._items(key, given, example)
            case str() as given:
                found = self._text(self.at(key), given, f"for example: {key} = {example}")
                return None if found is None else [found]
            case other:
                remedy = f"for example: {key} = {example}"
                self._unexpected(self.at(key), "a text or a list of texts", other, remedy)
                return None

    def pairs(self, key: str, example: str) -> Iterator[tuple[Path, str, object]]:
        """The entries of a table, with their paths."""
        given = self.entries.get(key, {})
        if not isinstance(given, dict):
            self._unexpected(self.at(key), "a table", given, f"for example: {key} = {example}")
        elif not self._has_too_many(self.at(key), given):
            for name, entry in given.items():
                yield (*self.at(key), name), name, entry

    def tables(self, key: str, example: str) -> Iterator[Table]:
        """A list of tables, which is not empty."""
        if key not in self.entries:
            return
        given, remedy = self.entries[key], f"for example: {key} = [{example}]"
        if not isinstance(given, list) or not given:
            self._unexpected(self.at(key), "a list of tables", given, remedy)
            return
        if self._has_too_many(self.at(key), given):
            return
        for number, entry in enumerate(given):
            path = (*self.at(key), number)
            if isinstance(entry, dict):
                yield Table(self.document, self.problems, path, entry)
            else:
                self._unexpected(path, "a table", entry, remedy)

    def missing(self, key: str, example: str) -> None:
        """Note that a key of this table is missing."""
        self.wrong(self.path, f"'{key}' is missing", f"for example: {key} = {example}")

    def _items(self, key: str, given: list[object], example: str, *, may_be_empty: bool = False) -> list[Text] | None:
        path, remedy = self.at(key), f"for example: {key} = [{example}]"
        if not given and not may_be_empty:
            self.wrong(path, "is an empty list", f"{remedy}; or leave the key out")
            return None
        if self._has_too_many(path, given):
            return None
        found = [self._text((*path, number), item, remedy) for number, item in enumerate(given)]
        return [each for each in found if each is not None]

    def _text(self, path: Path, given: object, remedy: str) -> Text | None:
        match given:
            case str() if not given.strip():
                self.wrong(path, "is an empty text", remedy)
            case str() if "\0" in given:
                self.wrong(path, "holds a NUL character", remedy)
            case str() if len(given) > CONFIGURATION_TEXT:
                self.wrong(path, f"is a text of over {CONFIGURATION_TEXT} characters", remedy)
            case str():
                return Text(given, path)
            case other:
                self._unexpected(path, "a text", other, remedy)
        return None

    def _has_too_many(self, path: Path, given: Sequence[object] | Mapping[str, object]) -> bool:
        if len(given) <= CONFIGURATION_ITEMS:
            return False
        self.wrong(path, f"has {len(given)} items, more than {CONFIGURATION_ITEMS}", "say it with fewer")
        return True

    def _unexpected(self, path: Path, expected: str, given: object, remedy: str) -> None:
        self.wrong(path, f"expected {expected}, found {described(given)}", remedy)
