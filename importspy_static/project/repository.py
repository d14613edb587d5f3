"""The repository around a folder. Found by its `.git`: no git is run, and none need be installed."""

from __future__ import annotations

import os

from importspy_static.model.repository import Repository, with_slashes

_MARK = ".git"
"""A folder; or a file, in a submodule and in a work tree of another clone."""


def repository_around(folder: str = os.curdir) -> Repository:
    """The innermost repository that a folder lies in; the folder itself stands for one where there is none."""
    try:
        start = os.path.realpath(folder) if folder != os.curdir else os.getcwd()
    except (OSError, ValueError):  # the current folder may be gone
        return Repository()
    here = start
    while not os.path.exists(os.path.join(here, _MARK)):
        here, before = os.path.dirname(here), here
        if here == before:
            return Repository(start)
    way = os.path.relpath(start, here)
    return Repository(here, "" if way == os.curdir else with_slashes(way))
