"""What some of the points of a grid are called: the least that tells them from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, groupby
from typing import TypeAlias

from importspy_static.checks.grid import Point
from importspy_static.checks.hosts import same_name
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS

EVERYWHERE = "every deployment"
VERSION = 3
"""The side of a point's names that is the version; the others are architecture, system, interpreter."""
Names: TypeAlias = Mapping[Point, tuple[str, ...]]


class Labels:
    """What the points of a grid are called: "windows / 3.9" where that is all that the points have in common alone."""

    def __init__(self, every: Iterable[Point]) -> None:
        self._every = tuple(dict.fromkeys(every))
        self._by_minor = {point: _names(point, 2) for point in self._every}
        patches = Counter(version[:2] for version in {point.version for point in self._every})
        self._by_patch = {point: _names(point, 2 if patches[point.version[:2]] == 1 else 3) for point in self._every}

    def described(self, some: Iterable[Point]) -> str:
        """The points by name; `EVERYWHERE` if it is all of them."""
        some = frozenset(some)
        if len(some) == len(self._every):
            return EVERYWHERE
        for names in (self._by_minor, self._by_patch):
            for sides in _by_size():
                inside = {_seen(names[point], sides) for point in some}
                outside = {_seen(names[point], sides) for point in self._every if point not in some}
                if not inside & outside:
                    return self._written(some, names, sides)
        return self._written(some, self._by_patch, (0, 1, 2, 3))  # deployments that differ in their modules only

    def versions(self, some: Iterable[Point]) -> str:
        """The versions of some points: "3.10 to 3.12, 3.14"."""
        return ", ".join(self._runs([self._by_minor[point][VERSION] for point in some], self._by_minor))

    def _written(self, some: frozenset[Point], names: Names, sides: tuple[int, ...]) -> str:
        hosts = tuple(side for side in sides if side != VERSION)
        versions: dict[tuple[str, ...], list[str]] = {}
        for point in self._every:
            if point in some:
                found = versions.setdefault(_seen(names[point], hosts), [])
                found.append(names[point][VERSION] if VERSION in sides else "")
        same: dict[tuple[str, ...], list[str]] = {}
        for host, found in versions.items():
            same.setdefault(tuple(self._runs(found, names)), []).append(" / ".join(host))
        parts = [(", ".join(each for each in host if each), ", ".join(found)) for found, host in same.items()]
        return "; ".join(" / ".join(part for part in pair if part) for pair in parts)

    @staticmethod
    def _runs(found: Iterable[str], names: Names) -> list[str]:
        """Three and more versions that follow each other in the grid are written by the first and the last."""
        order = sorted({name[VERSION] for name in names.values()}, key=_parts)
        places = sorted({order.index(name) for name in found if name})
        written: list[str] = []
        for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
            those = [order[place] for _, place in run]
            written += [f"{those[0]} to {those[-1]}"] if len(those) > 2 else those
        return written


def _names(point: Point, parts: int) -> tuple[str, ...]:
    return (
        same_name(point.architecture, ARCHITECTURES),
        same_name(point.system, SYSTEMS),
        same_name(point.interpreter, INTERPRETERS),
        ".".join(str(part) for part in point.version[:parts]),
    )


def _seen(names: tuple[str, ...], sides: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(names[side] for side in sides)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _by_size() -> Iterator[tuple[int, ...]]:
    """Sets of sides, the smallest first; of equals, those that people ask for first: system, Python, architecture."""
    for size in range(1, 5):
        yield from (tuple(sorted(each)) for each in combinations((1, VERSION, 0, 2), size))
