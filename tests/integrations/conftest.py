"""When tools of others are run, and the repositories that they are run on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.integrations.repositories import SHOP, commit, lay, working_tree

ASKED_FOR = "REQUIRE_INTEGRATIONS"
NEEDS = "a package index and `pip install -r tests/integrations/requirements.txt`"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what installs things from a package index, and takes minutes, unless it is asked for."""
    if os.environ.get(ASKED_FOR) != "1":
        for item in items:
            if item.get_closest_marker("integration"):
                item.add_marker(pytest.mark.skip(reason=f"run by .ci/run, or with {ASKED_FOR}=1; needs {NEEDS}"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return working_tree(tmp_path_factory.mktemp("source"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository in which each hook has something to tell; its name holds a space and a letter that is not ASCII."""
    folder = lay(tmp_path / "a shöp", SHOP)
    commit(folder)
    return folder
