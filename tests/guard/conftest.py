"""A host with ten plugins, and a guard that knows nothing yet."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static import guard
from importspy_static.guard import verdicts
from importspy_static.guard.verdicts import Verdicts


@pytest.fixture
def host(tmp_path: Path, fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the host's folder, from which `plugins.*` can be imported; all is forgotten behind the test."""
    folder = tmp_path / "host"
    shutil.copytree(fixtures / "host", folder)
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    importlib.invalidate_caches()
    yield folder
    guard.uninstall()
    for name in set(sys.modules) - before:
        module = sys.modules[name]
        if str(getattr(module, "__file__", None) or getattr(module, "__path__", "")).find(str(tmp_path)) >= 0:
            del sys.modules[name]


@pytest.fixture
def contract(host: Path) -> str:
    return str(host / "spymodel.yml")


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a cache of its own; what is known so far is not."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    before = list(verdicts._shared)
    verdicts._shared[:] = [Verdicts()]
    yield tmp_path / "caches"
    verdicts.shared().close()
    verdicts._shared[:] = before


@pytest.fixture(scope="session", autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    verdicts.shared().close()
