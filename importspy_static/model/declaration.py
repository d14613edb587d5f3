"""What a project declares that it depends on."""

from __future__ import annotations

from importspy_static.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """One requirement (PEP 508), as it is written, and where: `dependencies`, an extra, a group."""

    requirement: str
    where: str


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that a project declares, as far as it is known."""

    source: str
    """The file that declares it, as messages name it."""
    stated: tuple[Declared, ...] = ()
    unknown: str = ""
    """Why there may be more; empty if there is not. A clause."""
