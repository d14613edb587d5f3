"""The nearest configuration, upwards from a folder."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from importspy_static.configuration.paths import joined, upwards
from importspy_static.configuration.problems import ConfigurationError

if TYPE_CHECKING:
    from importspy_static.configuration.document import Document
    from importspy_static.configuration.settings import Configuration, Known

ALONE = "importspy-static.toml"
PYPROJECT = "pyproject.toml"
_MAY_HAVE_TABLE = re.compile(rb"importspy[-_]static[\"']?[ \t]*[].=]|\\[uUx]", re.IGNORECASE)
"""Found in any `pyproject.toml` with the table; an escape may stand for a character of its name."""


def configuration_for(
    start: str, known: Known, *, config: str | None = None, isolated: bool = False
) -> Configuration | None:
    """The configuration of a run, None if there is none.

    Args:
        start: the folder to search from, upwards: the current one, not that of what is checked.
        known: what the reader must be told.
        config: a file to read in place of a search.
        isolated: no configuration, whatever else is asked.

    Raises:
        ConfigurationError: it cannot be used.
    """
    if isolated:
        return None
    found = nearest_document(start) if config is None else None
    if config is None and found is None:
        return None
    from importspy_static.configuration import reading

    if config is not None:
        return reading.read_configuration(config, known)
    return None if found is None else reading.configuration_of(found, known)


def find_configuration(start: str = os.curdir) -> str | None:
    """The path of the nearest configuration file from a folder upwards; told relative if the folder is.

    In one folder `importspy-static.toml` comes before `pyproject.toml`, which counts if it has the table. A file that
    cannot be read, and may be one, is found: to read it says what is wrong.
    """
    try:
        found = nearest_document(start)
    except ConfigurationError as error:
        return error.problems[0].path
    return None if found is None else found.path


def nearest_document(start: str) -> Document | None:
    """The same, read.

    Raises:
        ConfigurationError: a file may be the configuration and cannot be read.
    """
    for path in _candidates(start):
        if (found := _document(path)) is not None:
            return found
    return None


def _candidates(start: str) -> Iterator[str]:
    """The files that there are, from the innermost."""
    try:
        here = os.path.realpath(start)
    except (OSError, ValueError):  # the current folder is gone
        return
    for folder in upwards(here):
        for name in (ALONE, PYPROJECT):
            if _may_be(os.path.join(folder, name), name):
                yield joined(_shown(folder, start), name)


def _may_be(path: str, name: str) -> bool:
    """Whether there is a file, or something that cannot be looked at. What is no file is one only by our own name."""
    try:
        if name == ALONE:
            return bool(os.lstat(path))
        return stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _shown(folder: str, start: str) -> str:
    return folder if os.path.isabs(start) else os.path.relpath(folder)


def _document(path: str) -> Document | None:
    """A candidate, read; None if it is a `pyproject.toml` without the table."""
    from importspy_static.configuration.files import read_bytes

    content = read_bytes(path)
    # Whoever has no configuration should not wait for what reads one.
    if os.path.basename(path) == PYPROJECT and not _MAY_HAVE_TABLE.search(content):
        return None
    from importspy_static.configuration import document

    if os.path.basename(path) == PYPROJECT:
        return document.document_with_table(content, path)
    return document.document(content, path)
