"""The JSON Schema of the contract language, and the line by which editors find it. See `docs/decisions/0015-*.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

SCHEMA = Path(__file__).with_name("contract.schema.json")
"""JSON Schema (draft 2020-12) of what a contract may say. It is shipped with the package."""
IN_PROJECT = "spymodel.schema.json"
"""A copy of it that a project keeps, so that the line is the same on every machine."""
LINE = "# yaml-language-server: $schema="
_MANGLED = re.compile(r"[\s#%?]")
"""What an editor would not take for a part of the path: it ends at white space, and a fragment begins at `#`."""


def schema_text() -> str:
    """The schema as it is shipped."""
    return SCHEMA.read_text(encoding="utf-8")


def schema_line(folder: str = os.curdir) -> str:
    """The first line of a contract in this folder, without line end: where editors find the schema.

    It names the nearest `spymodel.schema.json` upwards, relative to the folder, else the file that is shipped with
    this program. Both are there without a network.
    """
    try:
        here = os.path.realpath(folder)
    except (OSError, ValueError):  # the current folder is gone
        return LINE + SCHEMA.as_uri()
    for above in _upwards(here):
        if os.path.isfile(os.path.join(above, IN_PROJECT)):
            path = os.path.relpath(os.path.join(above, IN_PROJECT), here).replace(os.sep, "/")
            return LINE + path
    return LINE + (SCHEMA.as_uri() if _MANGLED.search(str(SCHEMA)) or os.sep != "/" else str(SCHEMA))


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        yield folder
