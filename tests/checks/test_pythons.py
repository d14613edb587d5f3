from __future__ import annotations

import pytest

from importspy_static.checks.pythons import distance, fits_python
from tests.checks.hosts import version


@pytest.mark.parametrize(
    ("asked", "python", "fits"),
    [
        # A number takes all that begins with it, compared as numbers.
        ("3.11", "3.11.7", True),
        ("3.11", "3.11.0", True),
        ("3.10", "3.10.13", True),
        ("3.10", "3.1.0", False),
        ("3.1", "3.10.13", False),
        ("3.11", "3.12.0", False),
        ("3.12.9", "3.12.9", True),
        ("3.12.9", "3.12.8", False),
        ("3.12.9", "3.12.90", False),
        ("3", "3.14.1", True),
        ("3", "2.7.18", False),
        ("2.7", "2.7.18", True),
        ("v3.11", "3.11.7", True),
        ("3.12.0+", "3.12.0", True),
        # Sets of specifiers.
        (">=3.10,<3.13", "3.10.0", True),
        (">=3.10,<3.13", "3.12.99", True),
        (">=3.10,<3.13", "3.13.0", False),
        (">=3.10,<3.13", "3.9.20", False),
        ("~=3.11", "3.14.0", True),
        ("~=3.11.2", "3.11.9", True),
        ("~=3.11.2", "3.12.0", False),
        ("==3.11.*", "3.11.7", True),
        ("!=3.11.3", "3.11.3", False),
        (">3.11", "3.11.1", True),
        ("===3.11.7", "3.11.7", True),
        # Release candidates.
        ("3.13", "3.13.0rc1", True),
        ("3.13.0", "3.13.0rc1", False),
        ("3.13.0rc1", "3.13.0rc1", True),
        ("3.13.0rc1", "3.13.0", False),
        ("3.13.0rc1", "3.13.0rc2", False),
        (">=3.13", "3.13.0rc1", True),
        ("<3.13", "3.13.0rc1", False),
        (">=3.13.0rc2", "3.13.0rc1", False),
        (">=3.13.0rc1", "3.13.0rc1", True),
    ],
)
def test_a_version_is_taken_as_people_mean_it(asked: str, python: str, fits: bool) -> None:
    assert fits_python(version(python), asked) is fits


def test_the_nearest_version_is_the_one_with_fewest_releases_between() -> None:
    asked = ["3.13", "3.12", "3.9.1", ">=3.12,<3.14"]
    nearest_first = sorted(asked, key=lambda each: distance(version("3.10.13"), each))
    assert nearest_first == ["3.9.1", "3.12", ">=3.12,<3.14", "3.13"]
    assert distance(version("3.12.1"), ">=3.12") == 0


@pytest.mark.parametrize(
    ("asked", "away"),
    [
        ("3.11", 0),
        ("3.11.5", 0),
        ("3.11.2", 3),
        ("3.12", 95),
        ("3.12.1", 96),
        ("3.10.9", 96),
        ("==3.10.*", 105),
        (">=3.13,<4", 195),
        ("4", 8895),
        ("no version", 10**9),
    ],
)
def test_a_minor_version_is_a_hundred_patches_and_a_major_one_a_hundred_minor_ones(asked: str, away: int) -> None:
    assert distance((3, 11, 5, "final", 0), asked) == away
