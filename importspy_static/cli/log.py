"""The log: the standard library's, on standard error."""

from __future__ import annotations

import logging

from importspy_static.cli.terminal import tell
from importspy_static.report.visible import visible

LEVELS = ("debug", "info", "warning", "error", "critical")
LOG = logging.getLogger("importspy_static")
"""What every module's own logger belongs to."""


class VisibleFormatter(logging.Formatter):
    """Writes records so that no text of checked code reaches the terminal as a control sequence."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, line by line made visible, its level in the form of the program's other messages."""
        record.levelname = record.levelname.lower()
        return "\n".join(visible(line) for line in super().format(record).split("\n"))


class _Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            tell(f"{self.format(record)}\n")
        except Exception:  # noqa: BLE001 - what cannot be logged must not end the run
            self.handleError(record)


def configure(level: str) -> None:
    """Log at this level (one of `LEVELS`) and over to standard error, and nowhere else."""
    handler = _Told()
    handler.setFormatter(VisibleFormatter("%(levelname)s: %(message)s"))
    LOG.handlers = [handler]
    LOG.setLevel(level.upper())
    LOG.propagate = False


def is_debug() -> bool:
    """Traces are wanted."""
    return LOG.isEnabledFor(logging.DEBUG)
