"""What `when:` means, without any target: whether two conditions are the same, or exclude each other."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import TypeAlias

from importspy_static.contract.syntax import OPERATORS
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Condition
from importspy_static.model.place import Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS, canonical

Point: TypeAlias = "tuple[int, int, int, int, int]"
"""A place between versions: major, minor, patch, level, serial. Level -1 is before all pre-releases."""

FIRST: Point = (0, 0, 0, -1, 0)
LAST: Point = (10**9, 0, 0, -1, 0)
LEVELS = {"a": 0, "b": 1, "rc": 2}


def same(one: Condition | None, other: Condition | None) -> bool:
    """Whether two conditions say the same, however they spell names, and in whatever order."""
    return meaning_of(one) == meaning_of(other)


def meaning_of(condition: Condition | None) -> Hashable:
    """What a condition says, wherever and however it says so."""
    if condition is None:
        return None
    python = condition.python.value if condition.python else None
    # What is one in all of its parts but the spelling of the version is taken for two.
    return (None if python is None else "".join(python.split()), *_names(condition))


def exclude_each_other(one: Condition | None, other: Condition | None) -> bool:
    """Whether surely no target meets both. Without condition all targets do."""
    if one is None or other is None:
        return False
    if one.python and other.python and not _meet(one.python.value, other.python.value):
        return True
    pairs = zip(_names(one), _names(other), strict=True)
    return any(mine is not None and theirs is not None and not mine & theirs for mine, theirs in pairs)


def _names(condition: Condition) -> tuple[frozenset[str] | None, ...]:
    return (
        _canonical(condition.os, SYSTEMS),
        _canonical(condition.arch, ARCHITECTURES),
        _canonical(condition.interpreter, INTERPRETERS),
    )


def _canonical(stated: Stated[tuple[str, ...]] | None, names: dict[str, tuple[str, ...]]) -> frozenset[str] | None:
    return None if stated is None else frozenset(canonical(each, names) or each for each in stated.value)


@dataclass(frozen=True, slots=True)
class _Versions:
    """From `first` on and before `end`, without what is in `holes`."""

    first: Point = FIRST
    end: Point = LAST
    holes: tuple[tuple[Point, Point], ...] = ()


@lru_cache(maxsize=16_384)
def _meet(one: str, other: str) -> bool:
    """Whether some version is in both. What two holes leave out together is not noticed."""
    mine, theirs = _versions(one), _versions(other)
    first, end = max(mine.first, theirs.first), min(mine.end, theirs.end)
    return first < end and not any(hole[0] <= first and end <= hole[1] for hole in (*mine.holes, *theirs.holes))


@lru_cache(maxsize=4_096)
def _versions(text: str) -> _Versions:
    """What `3.11`, `3.12.9` or a specifier set takes, as `checks.pythons.fits_python` has it."""
    if not text.startswith(OPERATORS):
        first, end = _taken(text.removeprefix("v").removesuffix("+"), is_prefix=True)
        return _Versions(first, end)
    first, end, holes = FIRST, LAST, []
    for clause in text.split(","):
        found = re.fullmatch(r"\s*(===|~=|[<>=!]=|[<>])\s*(.*?)\s*", clause)
        if found is None:
            continue
        operator, version = found[1], found[2]
        start, behind = _taken(version.removesuffix(".*"), is_prefix=version.endswith(".*"))
        if operator == "!=":
            holes.append((start, behind))
            continue
        if operator in (">=", "==", "===", "~="):
            first = max(first, start)
        if operator == ">":
            first = max(first, behind)
        if operator == "<":
            end = min(end, start)
        if operator in ("<=", "==", "==="):
            end = min(end, behind)
        if operator == "~=":
            end = min(end, _taken(".".join(version.split(".")[:-1]), is_prefix=True)[1])
    return _Versions(first, end, tuple(holes))


def _taken(version: str, *, is_prefix: bool) -> tuple[Point, Point]:
    """The first version of this name, and what comes behind the last. A release has its pre-releases, as a host with
    one is taken for it.
    """
    found = re.match(r"v?(\d+(?:\.\d+)*)(?:\.?(a|b|rc)\.?(\d+))?", version)
    if found is None:
        return FIRST, LAST
    release = [min(int(each), 10**8) for each in found[1].split(".")[:3]]
    major, minor, patch = (*release, 0, 0)[:3]
    if found[2]:
        level, serial = LEVELS[found[2]], int(found[3])
        return (major, minor, patch, level, serial), (major, minor, patch, level, serial + 1)
    parts = len(release) if is_prefix else 3
    behind = {1: (major + 1, 0, 0), 2: (major, minor + 1, 0), 3: (major, minor, patch + 1)}[parts]
    return (major, minor, patch, -1, 0), (*behind, -1, 0)
