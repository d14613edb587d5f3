"""Which bump two versions are, and which one differences ask for (semver.org, version 2.0.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importspy_static.model.difference import BUMPS, Bump

_RELEASE = re.compile(r"\s*v?(?:\d+!)?(\d+(?:\.\d+)*)(.*)", re.IGNORECASE | re.DOTALL)
_PREVIEW = re.compile(r"[-_.]?(a|b|c|rc|alpha|beta|pre|preview|dev)", re.IGNORECASE)
_BELOW_ONE: dict[Bump, Bump] = {"none": "none", "patch": "patch", "minor": "patch", "major": "minor"}


def highest(bumps: Iterable[Bump]) -> Bump:
    """The largest of several; none if there are none."""
    return max(bumps, key=BUMPS.index, default="none")


def asked_bump(bump: Bump, old: str | None) -> Bump:
    """What a bump comes to for a version: below 1.0 what breaks is minor, all else is a patch."""
    release = _release(old)
    return _BELOW_ONE[bump] if release is not None and release[0] == 0 else bump


def bump_between(old: str | None, new: str | None) -> Bump | None:
    """The bump from one version to another; None if either is not known, or none that can be ordered.

    A preview may still become anything: the step from one to another version of the same release is as large as wanted.
    """
    before, after = _release(old), _release(new)
    if before is None or after is None or old is None:
        return None
    if before == after and old != new and _is_preview(old):
        return "major"
    names: tuple[Bump, ...] = ("major", "minor", "patch")
    for name, one, other in zip(names, before, after, strict=True):
        if one != other:
            return name if other > one else "none"
    return "none" if old == new else "patch"


def _release(version: str | None) -> tuple[int, int, int] | None:
    found = _RELEASE.fullmatch(version or "")
    if found is None:
        return None
    parts = [int(each[:18]) for each in found[1].split(".")]
    major, minor, patch, *_ = [*parts, 0, 0, 0]
    return major, minor, patch


def _is_preview(version: str) -> bool:
    found = _RELEASE.fullmatch(version)
    return found is not None and _PREVIEW.match(found[2]) is not None
