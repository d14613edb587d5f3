"""The bump between two versions, and what is asked for before 1.0."""

from __future__ import annotations

import pytest

from importspy_static.comparing.versions import asked_bump, bump_between, highest


@pytest.mark.parametrize(
    ("old", "new", "bump"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2", "1.2.0", "patch"),
        ("1.2.3", "1.2.3", "none"),
        ("2.0.0", "1.9.0", "none"),
        ("2.0.0a1", "2.0.0", "major"),
        ("2.0.0", "2.0.0.post1", "patch"),
        ("1!1.0", "1!1.1", "minor"),
        ("v1.0", "v2.0", "major"),
        ("1.0", "unknown", None),
        (None, "1.0", None),
    ],
)
def test_the_bump_between_versions(old: str | None, new: str | None, bump: str | None) -> None:
    assert bump_between(old, new) == bump


def test_before_one_what_breaks_is_minor_and_all_else_a_patch() -> None:
    assert [asked_bump(each, "0.4.1") for each in ("none", "patch", "minor", "major")] == [
        "none",
        "patch",
        "patch",
        "minor",
    ]
    assert asked_bump("major", "1.0") == "major"
    assert asked_bump("major", None) == "major"


def test_the_highest_of_none_is_none() -> None:
    assert highest([]) == "none"
    assert highest(["patch", "major", "minor"]) == "major"
