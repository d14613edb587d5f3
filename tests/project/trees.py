"""Folders to look for modules in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest


def plant(folder: Path, *paths: str) -> Path:
    """Empty files; a path that ends with a slash is a folder."""
    return write(folder, dict.fromkeys(paths, ""))


def write(folder: Path, contents: Mapping[str, str | bytes]) -> Path:
    """Files by their paths; a path that ends with a slash is a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        place = folder / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def close(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Nobody may list this folder; not even root, whom modes do not stop."""
    scandir = os.scandir

    def refused(path: Any) -> Any:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
