"""Which contract a module is checked against when none is named."""

from __future__ import annotations

import os
from collections.abc import Iterator

from importspy_static.cli.status import RefusalError
from importspy_static.report.visible import visible

IN_FOLDER = "spymodel.yml"


def contract_of(path: str) -> str:
    """The contract of a module: beside it under its own name, else `spymodel.yml` in the current folder.

    Raises:
        RefusalError: there is none.
    """
    for candidate in _candidates(path):
        if os.path.lexists(candidate):
            return candidate
    beside = next(_candidates(path))
    raise RefusalError(
        f"no contract for {visible(path)}",
        f"give one with -s FILE, or write {visible(beside)} or {IN_FOLDER} in the current folder",
    )


def _candidates(path: str) -> Iterator[str]:
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0] or name
    yield os.path.join(folder, f"{stem}.spymodel.yml")
    yield os.path.join(folder, f"{stem}.importspy.yml")
    yield IN_FOLDER
