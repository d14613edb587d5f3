"""Which modules a pattern is about: by their dotted names, or by their files.

A dotted name stands for itself: `*` for one part of a name, `**` for one or more. A path is as in a configuration: a
file, a folder with all that is in it, or a glob.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from re import Pattern
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
        self._wild: list[tuple[str, Pattern[str], Said]] = []
        for pattern, each in said:
            parts = pattern.split(".")
            count = next((at for at, part in enumerate(parts) if part in (ONE, MANY)), len(parts))
            if count == len(parts):
                self._exact.setdefault(pattern, []).append(each)
            else:
                start = "".join(f"{part}." for part in parts[:count])
                self._wild.append((start, re.compile(r"\.".join(map(_of_part, parts))), each))
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
        found = [*self._exact.get(name, ())]
        for start, pattern, each in self._wild:
            if name.startswith(start) and pattern.fullmatch(name):
                found.append(each)
        return found


def _of_part(part: str) -> str:
    """The regular expression of one part of a pattern."""
    return {ONE: r"[^.]+", MANY: r"[^.]+(?:\.[^.]+)*"}.get(part) or re.escape(part)


class Files(Generic[Said]):
    """What is said of modules by their files."""

    def __init__(self, said: Sequence[tuple[PathPattern | MappedContract, Said]]) -> None:
        self._said = said

    def __bool__(self) -> bool:
        return bool(self._said)

    def of(self, path: str) -> list[Said]:
        """What is said of a file, in the order in which it was said."""
        found: list[Said] = []
        ways: list[str] = []
        for pattern, each in self._said:
            ways = ways or _ways(path)
            for way in ways:
                if way.startswith(pattern.anchors) and _fits(pattern, way):
                    found.append(each)
                    break
        return found


def _fits(pattern: PathPattern | MappedContract, way: str) -> bool:
    from importspy_static.configuration.mapping import leads_to

    return leads_to(pattern, (way,))


_folders: dict[str, str] = {}
"""What folders are called without links, by absolute paths.

It is asked once: whoever can turn such a link can put any code into its place.
"""


def _real(folder: str) -> str:
    real = _folders.get(folder)
    if real is None:
        try:
            real = os.path.normcase(os.path.realpath(folder))
        except (OSError, ValueError):
            real = os.path.normcase(folder)
        if os.path.isabs(folder):
            _folders[folder] = real
    return real


def _ways(path: str) -> list[str]:
    """The absolute paths that a file is known by."""
    if not os.path.isabs(path):
        path = os.path.abspath(path)
    folder, name = os.path.split(path)
    ways = [os.path.normcase(path)]
    if (real := _real(folder)) != folder:
        ways.append(os.path.join(real, os.path.normcase(name)))
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            ways.append(os.path.normcase(os.path.realpath(path)))
    except (OSError, ValueError):
        pass
    return ways


def unlinked(path: str) -> str:
    """The absolute path of a file, without links in the path of its folder."""
    folder, name = os.path.split(path)
    return os.path.join(_real(folder), os.path.normcase(name))
