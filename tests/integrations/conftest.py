"""The repositories that tools are run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integrations.repositories import SHOP, commit, lay, working_tree


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return working_tree(tmp_path_factory.mktemp("source"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository in which each hook has something to tell; its name holds a space and a letter that is not ASCII."""
    folder = lay(tmp_path / "a shöp", SHOP)
    commit(folder)
    return folder
