"""The least that tells some targets from the others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from importspy_static.checks.grid import Point
from importspy_static.checks.labels import EVERYWHERE, Labels
from tests.checks.hosts import version

GRID = [
    Point(arch, system, "CPython", version(python))
    for arch, system, python in product(("x86_64", "arm64"), ("linux", "windows"), ("3.8", "3.9", "3.10", "3.11"))
]


def linux(point: Point) -> bool:
    return point.system == "linux"


def minor(point: Point) -> int:
    return point.version[1]


@pytest.mark.parametrize(
    ("chosen", "label"),
    [
        (lambda _: True, EVERYWHERE),
        (linux, "linux"),
        (lambda point: point.architecture == "arm64", "arm64"),
        (lambda point: minor(point) == 9, "3.9"),
        (lambda point: minor(point) in (8, 11), "3.8, 3.11"),
        (lambda point: minor(point) in (8, 9), "3.8, 3.9"),
        (lambda point: minor(point) >= 9, "3.9 to 3.11"),
        (lambda point: minor(point) == 9 and not linux(point), "windows / 3.9"),
        (lambda point: point.architecture == "arm64" and linux(point), "arm64 / linux"),
        (lambda point: minor(point) == 9 or (linux(point) and minor(point) == 8), "linux / 3.8, 3.9; windows / 3.9"),
        (lambda point: point == GRID[0], "x86_64 / linux / 3.8"),
    ],
)
def test_only_what_tells_them_apart_is_named(chosen: Callable[[Point], bool], label: str) -> None:
    assert Labels(GRID).described(point for point in GRID if chosen(point)) == label


def test_patches_are_named_where_several_were_looked_at() -> None:
    points = [Point("x86_64", "linux", "CPython", version(each)) for each in ("3.11.0", "3.11.3", "3.11.4", "3.12.0")]
    labels = Labels(points)
    assert labels.described(points[:2]) == "3.11.0, 3.11.3"
    assert labels.described(points[2:]) == "3.11.4, 3.12"
    assert labels.versions(points) == "3.11, 3.12"
    assert labels.described(points[:3]) == "3.11"


def test_the_same_host_under_two_names_is_one() -> None:
    points = [Point("amd64", "macos", "cpython", version("3.9")), Point("x86_64", "darwin", "CPython", version("3.8"))]
    assert Labels(points).described(points[:1]) == "3.9"
