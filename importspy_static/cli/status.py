"""Exit status, and the exception that ends a run which cannot go on."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The same for every command and output format."""

    COMPLIANT = 0
    VIOLATIONS = 1
    REFUSED = 2
    BUG = 3
    INTERRUPTED = 130
    """128 + SIGINT, as shells have it."""


class RefusalError(Exception):
    """The question could not be asked: usage, configuration, contract, no such path, nowhere to write.

    `message` is for people, one line or several; `hint` says what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
