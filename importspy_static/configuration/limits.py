"""How much a configuration may ask of its reader. Over a limit it is refused, never read in part."""

from __future__ import annotations

MAX_BYTES = 2**19
"""Size of the file. The largest `pyproject.toml` files have some 100 KiB."""

MAX_DEPTH = 50
"""Lists and inline tables inside each other: the TOML reader calls itself for each."""

MAX_KEY_PARTS = 20
"""Parts of a dotted key: the TOML reader keeps each of its beginnings."""

MAX_TEXT = 1_000
"""Characters of a text."""

MAX_ITEMS = 1_000
"""Items of a list or a table."""

MAX_MAPPED = 10_000
"""Pairs of a path and a contract."""

MAX_FILES = 20
"""Files that extend each other."""

MAX_PROBLEMS = 100
"""Problems that are told; the search for the nearest known key makes each of them dear."""
