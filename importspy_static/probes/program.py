"""The text of the script, for another interpreter to run."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path


def script_text(shown: Collection[str] = (), *, distributions: bool = True) -> str:
    """The probe as one file of ASCII, which every Python from 2.7 on runs.

    Args:
        shown: the names of environment variables whose values it is to tell, too.
        distributions: whether it is to look for what is installed.
    """
    text = Path(__file__).with_name("script.py").read_text(encoding="ascii")
    text = _filled(text, "SHOWN = ()", f"SHOWN = {_literal(shown)}")
    return _filled(text, "DISTRIBUTIONS = True", f"DISTRIBUTIONS = {distributions}")


def _filled(text: str, line: str, instead: str) -> str:
    before, found, behind = text.partition(f"\n{line}  # ")
    if not found:
        raise ValueError(f"the script has no line '{line}'")
    return f"{before}\n{instead}  # {behind}"


def _literal(names: Collection[str]) -> str:
    """A tuple that Python 2 reads as text, too. Names come from contracts: whatever they hold, they stay texts."""
    return "(" + "".join(f"u{name!a}, " for name in sorted(set(names))) + ")"
