"""Patterns for paths, as `.gitignore` writes them (gitignore(5)), and globs, matched in linear time.

A regular expression for a whole pattern would take for ever for some of them, and a `.gitignore` may be anybody's. So
each part of a path is matched by itself, and a star never gives back what it took.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass

_ANY_FOLDERS: Final = None
"""What `**` as a whole part stands for."""
_STAR: Final = ""
_MAGIC = re.compile(r"[*?[]")
_SPECIAL = re.compile(r"[*?[\\]")
_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~", "space": "\\s", "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}  # fmt: skip
_CLASS = re.compile(r"\[:(\w*):\]")

Part = re.Pattern[str] | None


class _Never(Exception):
    """A pattern that matches nothing, whatever the path."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a `.gitignore`."""

    parts: tuple[Part, ...]
    is_anchored: bool
    """Whether it is matched from the folder of its file on; else against the last part of a path only."""
    for_folders: bool
    """Whether it is for folders alone."""
    includes: bool
    """Whether it begins with an exclamation mark: what it matches is not excluded after all."""
    literal: str | None = None
    """The one name that it matches, if there is no more to it."""

    def matches(self, path: Sequence[str], *, is_folder: bool) -> bool:
        """Whether it matches a path, told in parts from the folder of its file."""
        if self.for_folders and not is_folder:
            return False
        return match_parts(self.parts, path if self.is_anchored else path[-1:])


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lines of one file, or of one option. The last that matches decides."""

    patterns: tuple[Pattern, ...] = ()
    literals: frozenset[str] = frozenset()
    """The names that patterns match which match nothing else, as most do: a name that is none of them is not for these
    patterns."""
    others: tuple[Pattern, ...] = ()
    """The rest of the patterns."""

    def may_match(self, name: str) -> bool:
        """Whether something of this name may be matched, wherever it is."""
        return bool(self.others) or name in self.literals

    def verdict(self, path: Sequence[str], *, is_folder: bool) -> bool | None:
        """True for excluded, False for included again, None if nothing is said of it."""
        for pattern in reversed(self.patterns if path[-1] in self.literals else self.others):
            if pattern.matches(path, is_folder=is_folder):
                return not pattern.includes
        return None


def patterns(lines: Iterable[str]) -> Patterns:
    """The patterns of some lines. What can never match, and what is over a limit, is left out."""
    found = [pattern for line in lines if (pattern := _pattern(line)) is not None][: limits.PATTERNS]
    literals = frozenset(each.literal for each in found if each.literal is not None)
    return Patterns(tuple(found), literals, tuple(each for each in found if each.literal is None))


def has_magic(text: str) -> bool:
    """Whether a text is a glob."""
    return _MAGIC.search(text) is not None


def glob_part(text: str) -> Part:
    """A part of a glob of the command line, where a backslash stands for itself and so does a bracket left open."""
    if text == "**":
        return _ANY_FOLDERS
    return _expression(_tokens(text, escapes=False))


def match_parts(parts: Sequence[Part], path: Sequence[str]) -> bool:
    """Whether parts of a pattern match parts of a path. `**` matches any number of them, at the end at least one."""
    if parts and parts[-1] is _ANY_FOLDERS:
        return bool(path) and _match_parts((*parts[:-1], _ANYTHING, _ANY_FOLDERS), path)
    return _match_parts(parts, path)


def _match_parts(parts: Sequence[Part], path: Sequence[str]) -> bool:
    here = there = 0
    resume = resume_path = -1
    while there < len(path):
        part = parts[here] if here < len(parts) else _NOTHING
        if part is _ANY_FOLDERS:
            resume, resume_path = here, there
            here += 1
        elif part.fullmatch(path[there]):
            here, there = here + 1, there + 1
        elif resume >= 0:
            resume_path += 1
            here, there = resume + 1, resume_path
        else:
            return False
    return all(part is _ANY_FOLDERS for part in parts[here:])


_ANYTHING = re.compile("(?s:.*)")
_NOTHING = re.compile("(?!)")


def _pattern(line: str) -> Pattern | None:
    text = _trimmed(line.removesuffix("\n").removesuffix("\r"))
    if not text or text.startswith("#") or len(text) > limits.PATTERN_CHARACTERS:
        return None
    includes = text.startswith("!")
    text = text.removeprefix("!")
    for_folders = text.endswith("/")
    text = text.removesuffix("/")
    is_anchored = "/" in text
    try:
        parts = [_part(part, is_anchored) for part in _split(text.removeprefix("/"))]
    except _Never:
        return None
    literal = None if is_anchored or _SPECIAL.search(text) else text
    return Pattern(tuple(parts), is_anchored, for_folders, includes, literal) if text else None


def _trimmed(text: str) -> str:
    """Without blanks at its end, but for one behind a backslash."""
    bare = text.rstrip(" ")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and len(bare) < len(text) else bare


def _split(text: str) -> Iterator[str]:
    """The parts between slashes, those in brackets left out.

    Raises:
        _Never: a bracket is left open.
    """
    start = position = 0
    while position < len(text):
        if text[position] == "[":
            if not (position := _bracket_end(text, position)):
                raise _Never
            continue
        if text[position] == "/":
            yield text[start:position].removesuffix("\\") if _is_escaped(text, position) else text[start:position]
            start = position + 1
        position += 1 + (text[position] == "\\" and text[position + 1 : position + 2] != "/")
    yield text[start:]


def _is_escaped(text: str, position: int) -> bool:
    before = text[:position]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _bracket_end(text: str, start: int) -> int:
    """The index behind a bracket expression; 0 if it is not closed."""
    position = start + 1 + (text[start + 1 : start + 2] in {"!", "^"})
    first = position
    while position < len(text):
        if text[position] == "]" and position > first:
            return position + 1
        if found := _CLASS.match(text, position):
            position = found.end()
        else:
            position += 1 + (text[position] == "\\")
    return 0


def _part(text: str, is_anchored: bool) -> Part:
    if text == "**" and is_anchored:
        return _ANY_FOLDERS
    return _expression(_tokens(text, escapes=True))


def _expression(tokens: Iterable[str]) -> re.Pattern[str]:
    """Tokens as an expression that does not go back behind a star: the first match of what follows will do."""
    chunks = [""]
    for token in tokens:
        if token is _STAR:
            if chunks[-1] or len(chunks) == 1:
                chunks.append("")
        else:
            chunks[-1] += token
    first, *rest = chunks
    if not rest:
        return re.compile(f"(?s:{first})")
    *middle, last = rest
    inner = "".join(f"(?=(?P<g{number}>.*?{chunk}))(?P=g{number})" for number, chunk in enumerate(middle))
    return re.compile(f"(?s:{first}{inner}.*{last})")


def _tokens(text: str, *, escapes: bool) -> Iterator[str]:
    """An expression for each character of a path, `_STAR` for any number of them.

    Raises:
        _Never: nothing can match it.
    """
    position = 0
    while position < len(text):
        character = text[position]
        position += 1
        match character:
            case "*":
                yield _STAR
            case "?":
                yield "."
            case "\\" if escapes:
                if position == len(text):
                    raise _Never
                yield re.escape(text[position])
                position += 1
            case "[":
                end = _bracket_end(text, position - 1)
                if not end and escapes:
                    raise _Never
                yield _bracket(text[position : end - 1], escapes=escapes) if end else r"\["
                position = end or position
            case _:
                yield re.escape(character)


def _bracket(text: str, *, escapes: bool) -> str:
    """What stands between brackets, as an expression for one character.

    Raises:
        _Never: it names a class that there is not.
    """
    is_negated = text[:1] in {"!", "^"}
    text = text[is_negated:]
    ranges = "".join(_ranges(text, escapes=escapes))
    if not ranges:
        return "." if is_negated else "(?!)"
    return f"[{'^' if is_negated else ''}{ranges}]"


def _ranges(text: str, *, escapes: bool) -> Iterator[str]:
    characters: list[str | None] = []
    """The characters, None for a hyphen that may stand between two."""
    position = 0
    while position < len(text):
        if found := _CLASS.match(text, position) if escapes else None:
            if found[1] not in _CLASSES:
                raise _Never
            yield _CLASSES[found[1]]
            position = found.end()
            continue
        if escapes and text[position] == "\\":
            position += 1
        is_hyphen = text[position] == "-" and (position == 0 or text[position - 1] != "\\" or not escapes)
        characters.append(None if is_hyphen else text[position])
        position += 1
    index = 0
    while index < len(characters):
        low = characters[index] or "-"
        if index + 2 < len(characters) and characters[index + 1] is None:
            high = characters[index + 2] or "-"
            yield f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low)
            index += 3
        else:
            yield re.escape(low)
            index += 1
