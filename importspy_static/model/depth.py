"""How much of a source is read."""

from __future__ import annotations

from enum import IntEnum


class Depth(IntEnum):
    """Each has what those before it have."""

    IMPORTS = 1
    """What it imports; no statement. Which grammar it needs only if that is newer than the running Python's."""
    GRAMMAR = 2
    """Which grammar it needs."""
    OUTLINE = 3
    """What it does to names. Bodies of functions that say something are None."""
    WHOLE = 4
