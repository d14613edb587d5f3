"""What was probably meant."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from importspy_static.limits import SUGGESTED_NAMES
from importspy_static.report.visible import visible


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, in any case; None if none is."""
    by_fold = {each.casefold(): each for each in known}
    matches = get_close_matches(word.casefold(), by_fold, n=1)
    return by_fold[matches[0]] if matches else None


def nearest_path(path: str) -> str | None:
    """An existing path that differs from this one in one name; None if nothing is near."""
    folder, name = os.path.split(path.rstrip(os.sep) or path)
    if not name:
        return None
    if folder and not os.path.isdir(folder):
        meant = nearest_path(folder)
        candidate = meant and os.path.join(meant, name)
        return candidate if candidate and os.path.lexists(candidate) else None
    meant = nearest(name, _names(folder or os.curdir))
    return meant and os.path.join(folder, meant)


def did_you_mean(meant: str | None) -> str:
    """The question, or nothing."""
    return f"did you mean {visible(meant)}?" if meant else ""


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in islice(entries, SUGGESTED_NAMES))
    except OSError:
        return []
