"""How a report is to look, as far as the reader decides it."""

from __future__ import annotations

from importspy_static.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """`columns` is the width of the terminal, None off a terminal: then nothing is fitted to a width."""

    color: bool = False
    columns: int | None = None


PLAIN = Look()
