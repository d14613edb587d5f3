"""How two interfaces differ, and whom that breaks."""

from __future__ import annotations

from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Place

Change: TypeAlias = Literal["added", "removed", "changed"]
Subject: TypeAlias = Literal[
    "module",
    "function",
    "class",
    "variable",
    "method",
    "attribute",
    "argument",
    "argument-name",
    "argument-order",
    "argument-kind",
    "default",
    "annotation",
    "return",
    "async",
    "kind",
    "base",
    "abstract",
    "value",
    "version",
    "extra",
]
"""What of a symbol differs."""
Broken: TypeAlias = Literal["callers", "implementers", "both", "nobody"]
Side: TypeAlias = Literal["old", "new"]
Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""From the least on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `message` is one line without a full stop that names what was and what is."""

    module: str
    symbol: str
    """`Extension.add(msg)`; empty for the module itself."""
    subject: Subject
    change: Change
    breaks: Broken
    bump: Bump
    message: str
    call: str | None = None
    """A call that worked with the old, and what happens with the new."""
    old: str | None = None
    """As it was written."""
    new: str | None = None
    old_place: Place | None = None
    new_place: Place | None = None


@dataclass(frozen=True, slots=True)
class NotCompared:
    """What could not be told of one side, and so is not compared. `reason` is a clause in lower case."""

    module: str
    symbol: str
    reason: str
    side: Side


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences of two sides, in the order of the modules and of what they hold."""

    old: str
    """The sides, as they were asked for."""
    new: str
    found: tuple[Difference, ...]
    not_compared: tuple[NotCompared, ...]
    old_version: str | None
    new_version: str | None
    asked: Bump
    """The highest bump that a difference asks for; before 1.0 what that comes to."""
    made: Bump | None
    """The bump between the versions, or the one that is planned; None if there is none to judge."""
    tool_version: str

    @property
    def ok(self) -> bool:
        """Whether the bump is large enough, as far as there is one."""
        return self.made is None or BUMPS.index(self.made) >= BUMPS.index(self.asked)
