"""What code says, whichever way it is written down: digests to compare a `.pyc` with its source."""

from __future__ import annotations

from enum import IntEnum

from importspy_static.lazy_dataclasses import dataclass


class Code(IntEnum):
    """Which form of code is asked for. The numbers stand beside those of `Depth` and `Print` in requests."""

    SOURCE = 21
    """Of a source, as it is compiled."""
    SOURCE_O = 22
    """The same with `-O`: without assertions."""
    SOURCE_OO = 23
    """The same with `-OO`: without docstrings, too."""
    COMPILED = 24
    """Of what stands behind the header of a `.pyc`."""


@dataclass(frozen=True, slots=True)
class CodeForm:
    """A digest of what code does; empty where bytes are no code. Where it came from, and its lines, do not count."""

    digest: str
