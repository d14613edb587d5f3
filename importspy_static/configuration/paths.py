"""Paths as a configuration writes them, and the ways to know a file by its path. Nothing here raises."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

_MAGIC = re.compile(r"[*?[]")


def has_magic(text: str) -> bool:
    """Whether a text is a glob."""
    return _MAGIC.search(text) is not None


def literal(text: str) -> str:
    """A glob that matches this text only."""
    return _MAGIC.sub(r"[\g<0>]", text)


def portable(text: str) -> str:
    r"""A path with the separators of this system, whether it was written with `/` or `\`."""
    return text.replace("\\", "/").replace("/", os.sep)


def joined(folder: str, text: str) -> str:
    """A path relative to a folder, as people write it: no `./` before it. What `..` means is left to the system."""
    parts = text.split(os.sep)
    kept = [part for part in parts if part != os.curdir]
    if kept and parts[-1] == os.curdir:
        kept.append("")  # it asks for a folder
    plain = os.sep.join(kept) or os.curdir
    if folder in {"", os.curdir} or os.path.isabs(plain):
        return plain
    return folder if plain == os.curdir else os.path.join(folder, plain)


def straight(path: str) -> str:
    """The absolute path with its links kept. A `..` behind a link leads out of the folder that the link leads to."""
    try:
        if os.pardir not in path.split(os.sep):
            return os.path.abspath(path)
        drive, rest = os.path.splitdrive(os.path.join(os.getcwd(), path))
        here = drive + os.sep
        for part in rest.split(os.sep):
            if part == os.pardir:
                here = os.path.dirname(os.path.realpath(here) if os.path.islink(here) else here)
            elif part not in {"", os.curdir}:
                here = os.path.join(here, part)
    except (OSError, ValueError):
        return path
    return here


def real(path: str) -> str:
    """The absolute path with its links resolved, as far as they lead anywhere."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def is_within(folder: str, text: str) -> bool:
    """Whether a relative path leads to something in a folder, or below it: neither upwards, nor through a link."""
    written = portable(text)
    drive, rest = os.path.splitdrive(written)
    if drive or os.path.isabs(rest) or os.pardir in rest.split(os.sep):
        return False
    above = real(folder)
    start = above if above.endswith(os.sep) else above + os.sep
    return real(os.path.join(folder, written)).startswith(start)


def upwards(folder: str) -> Iterator[str]:
    """A folder and those above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above
