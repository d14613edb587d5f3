"""What Python says where it refuses something, whatever comes."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """A builtin exception, by its name, and what it says."""

    kind: str
    reason: str
