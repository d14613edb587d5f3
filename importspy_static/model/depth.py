"""How much of a source is read."""

from __future__ import annotations

from enum import IntEnum


class Depth(IntEnum):
    """Each has what those before it have."""

    IMPORTS = 1
    """What it imports, and which grammar it needs; no statement."""
    OUTLINE = 2
    """What it does to names. Bodies of functions that say something are None."""
    WHOLE = 3
