"""How an installed distribution differs from what was installed, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field

DeviationKind: TypeAlias = Literal["size", "content", "missing", "not a file", "extra", "bytecode"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A file that is not as RECORD says."""

    kind: DeviationKind
    name: str
    """Its path as RECORD writes it: with slashes, from the folder of installation."""
    path: str
    """As told to people."""
    line: int | None = None
    """The line of RECORD that asks for it; None if there is none."""
    expected: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What cannot be told of a file. `reason` is a clause in lower case, the same for all such files."""

    reason: str
    name: str
    line: int | None = None
    is_usual: bool = False
    """Whether it is so in sound environments, too: nobody can do anything about it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One distribution."""

    distribution: str
    """Its name and version."""
    record: str
    """The path of its RECORD; of its metadata if it has none."""
    files: int = 0
    """How many were compared."""
    deviations: tuple[Deviation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    refusal: str | None = None
    """Why nothing that is installed can be compared, as a clause; None if it can."""
    lines: Mapping[int, str] = field(default_factory=dict)
    """The lines of RECORD that deviations and gaps are about."""
