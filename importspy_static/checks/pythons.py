"""Whether a Python is of the version that a contract asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from importspy_static.model.target import PythonVersion, Target

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_EXACT = re.compile(r"v?(?P<release>\d+(?:\.\d+)*)(?:(?P<level>a|b|rc)(?P<serial>\d+))?\+?")
LEVELS = {"a": "alpha", "b": "beta", "rc": "candidate"}


def is_specifier_set(asked: str) -> bool:
    """Whether a version is asked for by a PEP 440 specifier set, and not by its number."""
    return asked.lstrip().startswith(("<", ">", "=", "!", "~"))


def fits_python(version: PythonVersion, asked: str) -> bool:
    """Whether `3.11`, `3.12.9` or a PEP 440 specifier set takes this Python.

    A number takes every version that begins with it: `3.11` is every 3.11.x. Components are compared as numbers, so
    `3.1` does not take 3.10. A specifier set takes a pre-release for the release that it comes before, as pip does with
    `Requires-Python`, unless the set itself names a pre-release.
    """
    if is_specifier_set(asked):
        from packaging.specifiers import SpecifierSet

        return in_set(version, SpecifierSet(asked))
    found = _EXACT.fullmatch(asked.strip())
    if found is None:
        return False
    release = tuple(int(part) for part in found["release"].split("."))
    if version[: min(len(release), 3)] != release[:3]:
        return False
    if found["level"]:
        return version[3:] == (LEVELS[found["level"]], int(found["serial"]))
    return len(release) < 3 or version[3] == "final"


def in_set(version: PythonVersion, specifiers: SpecifierSet) -> bool:
    """Whether a specifier set takes this Python."""
    from packaging.version import Version

    named = any(_is_prerelease(each.version) for each in specifiers)
    text = _full(version) if named else "{}.{}.{}".format(*version[:3])
    return specifiers.contains(Version(text), prereleases=True)


def distance(version: PythonVersion, asked: str) -> int:
    """How far a Python is from what is asked for, in patches, minor versions counting a hundred; 0 where it fits."""
    if fits_python(version, asked):
        return 0
    here = _weight(version[:3])
    return min((abs(here - _weight(each)) for each in _named(asked)), default=10**9)


def _named(asked: str) -> list[tuple[int, ...]]:
    """The versions that a requirement names."""
    return [tuple(int(part) for part in each.split(".")) for each in re.findall(r"\d+(?:\.\d+)*", asked)]


def _weight(release: tuple[int, ...]) -> int:
    major, minor, micro = (*release, 0, 0, 0)[:3]
    return (major * 100 + minor) * 100 + micro


def _is_prerelease(version: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version.removesuffix(".*")).is_prerelease
    except InvalidVersion:  # `===` compares any text
        return True


def _full(version: PythonVersion) -> str:
    return Target(version, "", "", "", "", "", "").python_version
