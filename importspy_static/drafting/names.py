"""Which names a contract can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from keyword import iskeyword
from unicodedata import normalize


def is_special(name: str) -> bool:
    """`__init__` and the like."""
    return name.startswith("__") and name.endswith("__")


def can_be_said(name: str) -> bool:
    """Whether a contract can ask for it. Keywords and other texts are no names, though `setattr` takes them.

    Python reads a name in its normal form (language reference, "Names"), and so does who reads a contract.
    """
    return name.isidentifier() and not iskeyword(name) and normalize("NFKC", name) == name


def keywords_left_out(names: Iterable[str], prefix: str = "") -> Iterator[str]:
    """A remark for each keyword among some names: somebody may miss it."""
    for name in filter(iskeyword, names):
        yield f"left out: {prefix}{name}: it is a keyword, which no contract can name"
