"""Globs of the command line, expanded here so that they mean the same in every shell."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TypeAlias

from importspy_static import limits
from importspy_static.project.folders import DiskFolder
from importspy_static.project.ignored import Rules
from importspy_static.project.patterns import Part, glob_part, has_magic, match_parts
from importspy_static.project.places import absolute, inside
from importspy_static.project.walk import Walk

Match: TypeAlias = tuple[DiskFolder, str | None, Rules]
"""A file of a folder by its name, or the folder itself, with the rules for what is in it."""
_SEPARATOR = re.compile(r"[/\\]" if os.sep == "\\" else "/")


def matches(pattern: str, walk: Walk) -> Iterator[Match]:
    """What a glob matches, but for what the walk leaves out.

    `*`, `?` and `[…]` stay within a part of the path and do not match a dot at its beginning; `**` as a whole part is
    any number of folders, hidden ones left out. With a separator at its end it matches folders only.
    """
    texts = [text for text in _SEPARATOR.split(pattern) if text]
    if len(pattern) > limits.PATTERN_CHARACTERS or len(texts) > limits.GLOB_PARTS:
        return
    fixed = next(count for count, text in enumerate(texts) if has_magic(text))
    start, parts = _start(pattern, texts[:fixed]), _parts(texts[fixed:])
    if os.path.isdir(start):
        for_folders = _SEPARATOR.match(pattern[-1]) is not None
        yield from _Expansion(walk, parts, for_folders=for_folders).matches(*walk.start(start), 0)


def would_match(pattern: str, path: str) -> bool:
    """Whether a glob would match a path, or a folder above it, if there were such a file."""
    if not has_magic(pattern) or os.path.lexists(pattern):
        return False
    texts = [text for text in _SEPARATOR.split(pattern) if text]
    if len(pattern) > limits.PATTERN_CHARACTERS or len(texts) > limits.GLOB_PARTS:
        return False
    fixed = next(count for count, text in enumerate(texts) if has_magic(text))
    way = inside(absolute(path), absolute(_start(pattern, texts[:fixed])))
    names = way.split(os.sep) if way else []
    parts = [glob_part(text) for text in texts[fixed:]]
    return any(match_parts(parts, names[:count]) for count in range(1, len(names) + 1))


class _Expansion:
    """One glob, part by part. What was looked at for some part is not looked at for it again."""

    def __init__(self, walk: Walk, parts: list[tuple[str, Part]], *, for_folders: bool) -> None:
        self._walk = walk
        self._for_folders = for_folders
        self._parts = parts
        self._seen: set[tuple[str, int]] = set()

    def matches(self, folder: DiskFolder, kept: Rules, position: int) -> Iterator[Match]:
        if (folder.place, position) in self._seen:
            return
        self._seen.add((folder.place, position))
        if folder.problem is not None:
            self._walk.closed[folder.shown] = folder.problem
            return
        if position == len(self._parts):
            yield folder, None, kept
            return
        text, part = self._parts[position]
        if part is not None:
            yield from self._named(folder, kept, position, text, part)
            return
        for each, inner in self._unhidden(folder, kept):
            yield from self.matches(each, inner, position + 1)

    def _named(
        self, folder: DiskFolder, kept: Rules, position: int, text: str, part: re.Pattern[str]
    ) -> Iterator[Match]:
        takes_files = position + 1 == len(self._parts) and not self._for_folders
        for name in sorted(folder.files if takes_files else ()):
            if _fits(name, text, part):
                yield folder, name, kept
        for name in sorted(folder.folders):
            if _fits(name, text, part) and (entered := self._walk.entered(folder, name, kept)):
                yield from self.matches(*entered, position + 1)

    def _unhidden(self, folder: DiskFolder, kept: Rules) -> Iterator[tuple[DiskFolder, Rules]]:
        for each, inner in self._walk.below(folder, kept):
            way = each.place[len(folder.place) :]
            if f"{os.sep}." not in way:
                yield each, inner


def _start(pattern: str, fixed: list[str]) -> str:
    """The folder that a glob starts in: what comes before the first part that is one."""
    drive, rest = os.path.splitdrive(pattern)
    top = drive + (os.sep if _SEPARATOR.match(rest) else "")
    return os.path.join(top, *(part for part in fixed if part != drive)) or os.curdir


def _parts(texts: list[str]) -> list[tuple[str, Part]]:
    parts: list[tuple[str, Part]] = []
    for text in texts:
        if text != "**" or not parts or parts[-1][0] != "**":
            parts.append((text, glob_part(text)))
    return parts


def _fits(name: str, text: str, part: re.Pattern[str]) -> bool:
    if name.startswith(".") and not text.startswith("."):
        return False
    return part.fullmatch(name) is not None
