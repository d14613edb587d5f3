"""Questions about the file system that never raise, whatever the path: loops, NUL, a current folder that is gone."""

from __future__ import annotations

import os

from importspy_static import limits
from importspy_static.extract.reading import read_source
from importspy_static.model.program import Failure


def absolute(path: str) -> str:
    """The absolute path, symbolic links kept."""
    try:
        return os.path.abspath(path)
    except (OSError, ValueError):
        return path


def real(path: str) -> str:
    """The absolute path, symbolic links resolved as far as they lead anywhere."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def as_given(path: str, model: str) -> str:
    """An absolute path, told relative to the current folder if `model` is told so."""
    if os.path.isabs(model):
        return path
    try:
        return os.path.relpath(path)
    except (OSError, ValueError):
        return path


def joined(folder: str, name: str) -> str:
    """A name in a folder, as people write it: without `./`."""
    return name if folder in {"", os.curdir} else os.path.join(folder, name)


def plainly(folder: str) -> str:
    """A folder as people write it: no `./` before it, no slash behind it. What `..` means is left to the system."""
    return folder if os.pardir in folder.split(os.sep) else os.path.normpath(folder)


def inside(path: str, folder: str) -> str | None:
    """The way from a folder to a path in it, "" for itself; None if it is not in it. Both absolute."""
    if path == folder:
        return ""
    start = folder if folder.endswith(os.sep) else folder + os.sep
    return path[len(start) :] if path.startswith(start) else None


def is_file(folder: str, *names: str) -> bool:
    """Whether any of the names is a file in the folder."""
    return any(os.path.isfile(os.path.join(folder, name)) for name in names)


ARE_LINKS_TOLD = os.name != "nt"
"""Whether all that leads elsewhere is a symbolic link: junctions of Windows are none."""


def is_link(path: str) -> bool:
    """Whether it is a symbolic link."""
    try:
        return os.path.islink(path)
    except ValueError:  # a NUL, before Python 3.12 tells
        return False


def settings(path: str, size: int = limits.SETTINGS_BYTES) -> bytes | None:
    """The bytes of a small file; None if there is none that can be read."""
    content = read_source(path)
    return None if isinstance(content, Failure) or len(content) > size else content


def settings_text(path: str, size: int = limits.SETTINGS_BYTES) -> str | None:
    """The same as text; what is not UTF-8 stands as replacement characters."""
    content = settings(path, size)
    return None if content is None else content.decode("utf-8-sig", "replace")
