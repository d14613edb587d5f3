"""How far a long run is, for whoever waits at a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from importspy_static.cli import terminal
from importspy_static.report.look import Look
from importspy_static.report.visible import visible, width

PATIENCE = 0.7
"""Seconds before the first line: what is done by then needs none."""
PACE = 0.1
"""Seconds between two lines."""


class Progress:
    """One line of standard error that is written over, and gone at the end. Off a terminal there is none."""

    def __init__(self, look: Look) -> None:
        self._columns = look.columns
        self._next = time.monotonic() + PATIENCE
        self._is_shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_shown:
            terminal.tell("\r\x1b[K", is_passing=True)

    def step(self, done: int, count: int, path: str) -> None:
        """Tell that so many of so many are done, and which is next."""
        now = time.monotonic()
        if self._columns is None or now < self._next or sys.stderr is None:
            return
        self._next, self._is_shown = now + PACE, True
        text = f"{done} of {count}: "
        room = max(self._columns - len(text) - 1, 0)
        shown = visible(path)
        while width(shown) > room:
            shown = shown[1:]
        terminal.tell(f"\r\x1b[K{text}{shown}", is_passing=True)
