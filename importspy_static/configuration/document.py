"""A TOML document with the places of its keys, and the table of it that is ours."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from importspy_static import limits
from importspy_static.configuration.files import decoded, line_and_column
from importspy_static.configuration.problems import ConfigurationError, ConfigurationProblem
from importspy_static.configuration.scanning import Scan, Token, excess, scan, tokens
from importspy_static.configuration.search import PYPROJECT
from importspy_static.configuration.settings import SettingPlace
from importspy_static.configuration.wording import Path, described, spelled

NAME = "importspy-static"
IN_PYPROJECT: Path = ("tool", NAME)

_POSITION = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_DIGITS = r"[\d_]{4301,}"
_LINE_END = re.compile("\n")


class Document(NamedTuple):
    """A file that is well-formed TOML, and its table."""

    path: str
    text: str
    at: Path
    """The path of the table: empty in a file that has its keys at its top."""
    table: Mapping[str, object]
    scan: Scan
    starts: tuple[int, ...]
    """The offset of each line."""

    def key_place(self, path: Path) -> SettingPlace:
        """Where a key is; the path is one of the document."""
        return self._place(self.scan.key(path), path)

    def value_place(self, path: Path) -> SettingPlace:
        """Where a value begins."""
        return self._place(self.scan.value(path), path)

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.text)

    def _place(self, offset: int, path: Path) -> SettingPlace:
        line = bisect_right(self.starts, offset)
        return SettingPlace(self.path, line, offset - self.starts[line - 1] + 1, spelled(path))


def is_pyproject(path: str) -> bool:
    """Whether a file has the settings in a table, by its name."""
    return path.replace("\\", "/").rpartition("/")[2] == PYPROJECT


def document(content: bytes, path: str) -> Document:
    """The table of a file.

    Raises:
        ConfigurationError: it is not TOML, or there is no such table in it.
    """
    whole = _whole(content, path)
    at = IN_PYPROJECT if is_pyproject(path) else ()
    return _document(whole, at)


def document_with_table(content: bytes, path: str) -> Document | None:
    """The table of a `pyproject.toml`; None if it has none, neither of another shape nor with its name misspelt.

    Raises:
        ConfigurationError: it may have one and cannot be read.
    """
    whole = _whole(content, path)
    tool = whole.tables.get("tool")
    if not isinstance(tool, dict) or not any(_is_name(key) for key in tool):
        return None
    return _document(whole, IN_PYPROJECT)


def parsed(text: str, pieces: list[Token], path: str) -> dict[str, object]:
    """What a document means.

    Raises:
        ConfigurationError: it is not TOML, or over a limit.
    """
    if (over := excess(pieces)) is not None:
        raise _malformed(text, over[0], path, over[1])
    try:
        return loads(text)
    except ValueError as error:
        raise _not_toml(error, text, pieces, path) from error


def loads(text: str) -> dict[str, object]:
    """What a document means, by the reader of the standard library.

    Raises:
        ValueError: it is not TOML.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    tables: dict[str, object] = tomllib.loads(text)
    return tables


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a document."""
    return tuple(text.replace("\r\n", "\n").split("\n"))


class _Whole(NamedTuple):
    """All of a file."""

    path: str
    text: str
    pieces: list[Token]
    tables: dict[str, object]


def _whole(content: bytes, path: str) -> _Whole:
    text = decoded(content, path)
    pieces = list(tokens(text))
    return _Whole(path, text, pieces, parsed(text, pieces, path))


def _document(whole: _Whole, at: Path) -> Document:
    starts = (0, *(found.end() for found in _LINE_END.finditer(whole.text)))
    return Document(whole.path, whole.text, at, _table(whole, at), _places(whole, at), starts)


def _places(whole: _Whole, within: Path) -> Scan:
    return scan(whole.text, whole.pieces, within, _string)


def _table(whole: _Whole, at: Path) -> Mapping[str, object]:
    """The table at a path.

    Raises:
        ConfigurationError: there is none.
    """
    tables: Mapping[str, object] = whole.tables
    for depth, name in enumerate(at, start=1):
        match tables.get(str(name)):
            case dict() as inner:
                tables = inner
            case None:
                raise _no_table(whole, tables, at, depth)
            case other:
                raise _wrong(whole, at[:depth], f"expected a table, found {described(other)}", f"write [{spelled(at)}]")
    return tables


def _no_table(whole: _Whole, tables: Mapping[str, object], at: Path, depth: int) -> ConfigurationError:
    misspelt = next((key for key in tables if _is_name(key)), None) if depth == len(at) else None
    if misspelt is not None:
        return _wrong(whole, (*at[:-1], misspelt), "unknown table", f"did you mean [{spelled(at)}]?")
    return _wrong(whole, (), f"there is no table [{spelled(at)}] in it", "add the table, or name another file")


def _wrong(whole: _Whole, path: Path, message: str, remedy: str) -> ConfigurationError:
    place = line_and_column(whole.text, _places(whole, ()).key(path))
    problem = ConfigurationProblem(whole.path, *place, spelled(path), message, remedy)
    return ConfigurationError([problem], {whole.path: lines_of(whole.text)})


def _is_name(key: str) -> bool:
    return key.lower().replace("_", "-") == NAME


def _string(text: str) -> str:
    """What a string of TOML stands for, itself if it is none."""
    try:
        meaning = loads(f"x = {text}")["x"]
    except ValueError:
        return text
    return meaning if isinstance(meaning, str) else text


def _not_toml(error: ValueError, text: str, pieces: list[Token], path: str) -> ConfigurationError:
    reason = str(error)
    position = re.search(_POSITION, reason)
    if position is None and (digits := re.search(_DIGITS, text)):
        return _malformed(text, digits.start(), path, "a number of too many digits")
    if reason.startswith(("Cannot ", "Duplicate ")) and (twice := scan(text, pieces, (), _string).twice):
        key, first, second = twice
        line, _ = line_and_column(text, first)
        return _malformed(text, second, path, f"given twice; the first is on line {line}", key)
    if position is None or position[1] is None:
        return _malformed(text, len(text.rstrip()), path, _clause(reason[: position.start()] if position else reason))
    before = text.split("\n", int(position[1]) - 1)
    offset = len(text) - len(before[-1]) + int(position[2]) - 1
    return _malformed(text, min(offset, len(text)), path, _clause(reason[: position.start()]))


def _clause(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:])[: limits.CONFIGURATION_TEXT]


def _malformed(text: str, offset: int, path: str, message: str, key: Path = ()) -> ConfigurationError:
    line, column = line_and_column(text, offset)
    message = message if key else f"not TOML as it can be read: {message}"
    remedy = "mend the file at this line, or leave configuration out with --isolated"
    problem = ConfigurationProblem(path, line, column, spelled(key), message, remedy)
    return ConfigurationError([problem], {path: lines_of(text)})
