"""What of the installed distributions the answers of this program depend on."""

from __future__ import annotations

import os
from collections.abc import Iterable

_BEGINNINGS = (
    *("importspy_static", "libcst", "packaging", "pathspec", "rich", "ruamel", "tomli", "typeshed_client"),
    *("typer", "click"),
)
"""Of the names of their metadata's folders, in lower case."""
_ENDINGS = (".dist-info", ".egg-info")


def own_libraries(folders: Iterable[str]) -> list[str]:
    """The names of the metadata's folders, which tell the versions; nothing is imported or read."""
    found = []
    for folder in folders:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        found += [each for each in names if each.lower().startswith(_BEGINNINGS) and each.endswith(_ENDINGS)]
    return sorted(found)
