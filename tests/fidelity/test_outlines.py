"""What is read of an outline is what libcst reads of the whole file: `outlines`, of which this runs a part."""

from __future__ import annotations

import os

import pytest

from tests.fidelity.outlines import compared, files, folders

EVERY = 1 if os.environ.get("ALL_OUTLINES") == "1" else 60
"""One file of so many: all of them take ten minutes."""


@pytest.mark.slow
def test_outlines_of_the_standard_library_and_of_packages_are_read_alike() -> None:
    sources = [*files(folders())][::EVERY]
    found = {path: compared(path.read_bytes()) for path in sources}
    assert len(found) > 1000 // EVERY
    assert {str(path): outcome for path, outcome in found.items() if outcome.startswith("not alike")} == {}
    assert sum(outcome == "alike" for outcome in found.values()) > 0.9 * len(found)
