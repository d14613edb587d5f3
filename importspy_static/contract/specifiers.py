"""Whether any version at all can meet a PEP 440 specifier set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importspy_static.contract.syntax import OPERATORS

if TYPE_CHECKING:
    from packaging.version import Version


def unsatisfiable(text: str) -> bool:
    """True only where the bounds of a specifier set exclude each other: `>=2,<1`.

    Text that is no specifier set is an exact version, which some version meets. Only `<`, `<=`, `>`, `>=`, `==` and
    `~=` are looked at, wild cards left out, so that False means nothing.
    """
    if not text.startswith(OPERATORS):
        return False
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    lowest: tuple[Version, bool] | None = None
    highest: tuple[Version, bool] | None = None
    try:
        bounds = [(each.operator, Version(each.version)) for each in SpecifierSet(text) if "*" not in each.version]
    except (InvalidSpecifier, InvalidVersion):
        return False
    for operator, bound in bounds:
        if operator in (">", ">=", "==", "~="):
            lowest = max(lowest or (bound, False), (bound, operator == ">"))
        if operator in ("<", "<=", "=="):
            highest = min(highest or (bound, True), (bound, operator != "<"))
    if lowest is None or highest is None:
        return False
    return lowest[0] > highest[0] or (lowest[0] == highest[0] and (lowest[1] or not highest[1]))


def versions_like(version: str) -> str:
    """The specifier set for this version and those behind it, up to the next major one; text that is none, as it is."""
    from packaging.version import InvalidVersion, Version

    try:
        found = Version(version)
    except InvalidVersion:
        return version
    epoch = f"{found.epoch}!" if found.epoch else ""
    return f">={found.public},<{epoch}{found.major + 1}"
