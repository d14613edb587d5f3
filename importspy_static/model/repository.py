"""Paths as they are told from the root of a repository. Only text: nothing is looked up."""

from __future__ import annotations

import os
import posixpath
import re

from importspy_static.lazy_dataclasses import dataclass

_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Repository:
    """Where paths are told from, and where the repository around that begins."""

    root: str = ""
    """The absolute path of the root, as the system writes it; where there is no repository, of the current folder.
    Empty if it is not known."""
    prefix: str = ""
    """The way from the root to the current folder, with slashes: `services/billing`; empty for the root itself."""

    def way_to(self, path: str, separator: str = os.sep) -> str:
        """The way from the root to a file, with slashes: `src/acme/plugin.py`.

        What is outside of the repository stays as it is given: `../other/plugin.py`, told from the root, or absolute.
        """
        told = with_slashes(path, separator)
        if not is_absolute(told):
            return posixpath.normpath(posixpath.join(self.prefix, told))
        told, root = posixpath.normpath(told), with_slashes(self.root, separator)
        start = root if root.endswith("/") else f"{root}/"
        begins = told.startswith(start) if separator == "/" else told.casefold().startswith(start.casefold())
        return told[len(start) :] if root and begins else told

    def outside(self, way: str, separator: str = os.sep) -> str | None:
        """The absolute path, with slashes, of what a way from the root leads to outside of the repository.

        None for what is in the repository, and where the root is not known.
        """
        if is_absolute(way):
            return way
        root = with_slashes(self.root, separator)
        return posixpath.normpath(posixpath.join(root, way)) if root and is_above(way) else None


def with_slashes(path: str, separator: str = os.sep) -> str:
    """A path whose parts are separated by slashes. A backslash is part of a name where the system says so."""
    return path if separator == "/" else path.replace(separator, "/")


def is_absolute(path: str) -> bool:
    """Whether a path with slashes is absolute, on any system."""
    return path.startswith("/") or _DRIVE.match(path) is not None


def is_above(path: str) -> bool:
    """Whether a path with slashes leads out of the folder that it is told from."""
    return path == ".." or path.startswith("../")
