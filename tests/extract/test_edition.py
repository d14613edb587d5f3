"""Facts are kept under a digest of the code that extracts them: of all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from importspy_static.extract import edition as module

if TYPE_CHECKING:
    import pytest


def test_every_file_that_extracts_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    plain = Path.read_bytes

    def noting(path: Path) -> bytes:
        read.append(path)
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", noting)
    module.edition.__wrapped__()
    package = Path(module.__file__).parents[1]
    for folder in ("extract", "integrity"):
        assert {*(package / folder).rglob("*.py")} <= {*read}
