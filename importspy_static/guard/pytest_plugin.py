"""For pytest: `-p importspy_static.guard.pytest_plugin`, or `pytest_plugins` in a `conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from importspy_static.guard.guarding import Guard, install


class ImportGuard:
    """Guards for one test: they are taken away behind it."""

    def __init__(self) -> None:
        self._guards: list[Guard] = []

    def install(self, *arguments: Any, **named: Any) -> Guard:
        """As `guard.install`."""
        guard = install(*arguments, **named)
        self._guards.append(guard)
        return guard

    def uninstall(self) -> None:
        """Take away all that was put in place."""
        while self._guards:
            self._guards.pop().uninstall()


@pytest.fixture
def import_guard() -> Iterator[ImportGuard]:
    """Holds what a test imports to contracts: `import_guard.install({"acme.plugins.*": "plugin.yml"})`."""
    placed = ImportGuard()
    yield placed
    placed.uninstall()
