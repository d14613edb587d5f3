"""Where the lock of a project is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration

LOCK = "spymodel.lock"


def lock_of(configuration: Configuration | None) -> str:
    """The path of a project's lock, there or not: beside its configuration, else in the current folder."""
    folder = "" if configuration is None else os.path.dirname(configuration.path)
    return os.path.join(folder, LOCK)
