"""Which modules a pattern is about: by their dotted names, or by their files.

A dotted name stands for itself: `*` for one part of a name, `**` for one or more. A path is as in a configuration: a
file, a folder with all that is in it, or a glob.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from importspy_static.guard.problems import GuardError

if TYPE_CHECKING:
    from importspy_static.configuration.settings import MappedContract, PathPattern

ENTRY_POINTS = "entry-points:"
ONE, MANY = "*", "**"

Said = TypeVar("Said")


def is_path(pattern: str) -> bool:
    """Whether a pattern is about files: it has a separator, or the ending of a source file."""
    return "/" in pattern or os.sep in pattern or pattern.endswith((".py", ".pyw"))


def refuse_name(pattern: str) -> None:
    """See that a pattern is one of dotted names.

    Raises:
        GuardError: it is not.
    """
    parts = pattern.split(".")
    if not all(each in (ONE, MANY) or each.isidentifier() for each in parts):
        raise GuardError(
            f"{pattern!r}: not a dotted name such as 'acme.plugins.*'; a path has a slash: './{pattern or 'plugins'}'"
        )


class Names(Generic[Said]):
    """What is said of modules by their dotted names."""

    def __init__(self, said: Iterable[tuple[str, Said]]) -> None:
        self._exact: dict[str, list[Said]] = {}
        self._wild: list[tuple[str, list[str], Said]] = []
        for pattern, each in said:
            parts = pattern.split(".")
            count = next((at for at, part in enumerate(parts) if part in (ONE, MANY)), len(parts))
            if count == len(parts):
                self._exact.setdefault(pattern, []).append(each)
            else:
                self._wild.append(("".join(f"{part}." for part in parts[:count]), parts, each))
        self._starts = tuple(start for start, _, _ in self._wild)

    def __bool__(self) -> bool:
        return bool(self._exact or self._wild)

    def may_have(self, name: str) -> bool:
        """Whether anything could be said of a module."""
        return name in self._exact or name.startswith(self._starts)

    def of(self, name: str) -> list[Said]:
        """What is said of a module, in the order in which it was said; exact names first."""
        if not self.may_have(name):
            return []
        parts = name.split(".")
        wild = (each for start, pattern, each in self._wild if name.startswith(start) and _fits(pattern, parts))
        return [*self._exact.get(name, ()), *wild]


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if MANY not in pattern:
        return len(pattern) == len(parts) and all(map(_is_same, pattern, parts))
    first, rest = pattern[0], pattern[1:]
    if first == MANY:
        return any(_fits(rest, parts[count:]) for count in range(1, len(parts) + 1))
    return bool(parts) and first in (ONE, parts[0]) and _fits(rest, parts[1:])


def _is_same(pattern: str, part: str) -> bool:
    return pattern in (ONE, part)


class Files(Generic[Said]):
    """What is said of modules by their files."""

    def __init__(self, said: Sequence[tuple[PathPattern | MappedContract, Said]]) -> None:
        self._said = said
        anchors = {anchor for pattern, _ in said for anchor in pattern.anchors}
        self._anchors = tuple(anchors)

    def __bool__(self) -> bool:
        return bool(self._said)

    def of(self, path: str) -> list[Said]:
        """What is said of a file, in the order in which it was said."""
        if not self._said:
            return []
        ways = self._ways(path)
        if not any(way.startswith(self._anchors) for way in ways):
            return []
        from importspy_static.configuration.mapping import leads_to

        return [each for pattern, each in self._said if leads_to(pattern, ways)]

    def _ways(self, path: str) -> set[str]:
        """The absolute paths that a file is known by."""
        ways = {os.path.normcase(path if os.path.isabs(path) else os.path.abspath(path)), unlinked(path)}
        try:
            if os.path.islink(path):
                ways.add(os.path.normcase(os.path.realpath(path)))
        except (OSError, ValueError):
            pass
        return ways


_folders: dict[str, str] = {}


def unlinked(path: str) -> str:
    """The absolute path of a file, without links in the path of its folder.

    What a folder is called is asked once: whoever can turn such a link can put any code into its place.
    """
    folder, name = os.path.split(path)
    real = _folders.get(folder)
    if real is None:
        try:
            real = os.path.normcase(os.path.realpath(folder))
        except (OSError, ValueError):
            real = folder
        if os.path.isabs(folder):
            _folders[folder] = real
    return os.path.join(real, os.path.normcase(name))
