"""What some of the points of a grid are called: the least that tells them from the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby

from importspy_static.checks.grid import Point
from importspy_static.checks.hosts import same_name
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS

EVERYWHERE = "every deployment"


class Labels:
    """What the points of a grid are called: "windows / 3.9" where that is all that the points have in common alone."""

    def __init__(self, every: Iterable[Point]) -> None:
        self._every = tuple(dict.fromkeys(every))
        patches: dict[tuple[int, int], set[int]] = {}
        for point in self._every:
            patches.setdefault(point.version[:2], set()).add(point.version[2])
        self._names = {point: self._of(point, patches) for point in self._every}

    @staticmethod
    def _of(point: Point, patches: Mapping[tuple[int, int], set[int]]) -> tuple[str, ...]:
        parts = point.version[: 2 if len(patches[point.version[:2]]) == 1 else 3]
        version = ".".join(str(part) for part in parts)
        return (
            same_name(point.architecture, ARCHITECTURES),
            same_name(point.system, SYSTEMS),
            same_name(point.interpreter, INTERPRETERS),
            version,
        )

    def described(self, some: Iterable[Point]) -> str:
        """The points by name; `EVERYWHERE` if it is all of them."""
        some = frozenset(some)
        if len(some) == len(self._every):
            return EVERYWHERE
        for sides in _by_size():
            inside = {self._seen(point, sides) for point in some}
            outside = {self._seen(point, sides) for point in self._every if point not in some}
            if not inside & outside:
                return self._written(some, sides)
        return self._written(some, (0, 1, 2, 3))  # two declared deployments that differ in their modules only

    def versions(self, some: Iterable[Point]) -> str:
        """The versions of some points: "3.10 to 3.12, 3.14"."""
        return ", ".join(self._runs(list(dict.fromkeys(self._names[point][3] for point in some))))

    def _seen(self, point: Point, sides: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self._names[point][side] for side in sides)

    def _written(self, some: frozenset[Point], sides: tuple[int, ...]) -> str:
        hosts = tuple(side for side in sides if side != 3)
        versions: dict[tuple[str, ...], list[str]] = {}
        for point in self._every:
            if point in some:
                found = versions.setdefault(self._seen(point, hosts), [])
                name = self._names[point][3] if 3 in sides else ""
                if name not in found:
                    found.append(name)
        same: dict[tuple[str, ...], list[str]] = {}
        for host, found in versions.items():
            same.setdefault(tuple(self._runs(found)), []).append(" / ".join(host))
        parts = [(", ".join(each for each in host if each), ", ".join(found)) for found, host in same.items()]
        return "; ".join(" / ".join(part for part in pair if part) for pair in parts)

    def _runs(self, found: Sequence[str]) -> list[str]:
        """Three and more versions that follow each other in the grid are written by the first and the last."""
        order = list(dict.fromkeys(name[3] for name in sorted(self._names.values(), key=lambda name: _key(name[3]))))
        places = sorted(order.index(name) for name in found if name)
        written: list[str] = []
        for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
            names = [order[place] for _, place in run]
            written += [f"{names[0]} to {names[-1]}"] if len(names) > 2 else names
        return written


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _by_size() -> Iterator[tuple[int, ...]]:
    """Sets of sides, the smallest first; of equals, those that people ask for first: system, Python, architecture."""
    for size in range(1, 5):
        yield from (tuple(sorted(each)) for each in combinations((1, 3, 0, 2), size))
