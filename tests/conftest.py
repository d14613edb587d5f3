"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_cache() -> Iterator[None]:
    """Nothing of a test depends on earlier runs, and nothing of it is left in the cache of who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", os.devnull)  # a folder that nobody can make
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures(root: Path) -> Path:
    """Modules and contracts to check, see `fixtures/README.md`."""
    return root / "fixtures"
