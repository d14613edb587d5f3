"""The fixture for tests of hosts."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from importspy_static import ContractViolation
from importspy_static.guard import guarding
from importspy_static.guard.pytest_plugin import ImportGuard, import_guard  # noqa: F401


def test_a_guard_for_one_test(import_guard: ImportGuard, host: Path, contract: str) -> None:  # noqa: F811
    import_guard.install({"plugins.*": contract})
    with pytest.raises(ContractViolation):
        importlib.import_module("plugins.hollow")


def test_it_is_gone_behind_it() -> None:
    assert guarding.guards == ()
