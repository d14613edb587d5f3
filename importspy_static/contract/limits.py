"""How much a contract may ask of its reader. Past a limit a contract is refused, never read in part."""

from __future__ import annotations

MAX_BYTES = 5 * 2**20
"""Size of the file."""

MAX_DEPTH = 50
"""Lists and mappings inside each other, aliases followed."""

MAX_NODES = 200_000
"""Scalars, lists and mappings, each counted as often as aliases repeat it. The scanner takes some 20 µs for one."""

MAX_CHAIN = 20
"""Files that extend one another. The limits above are those of a contract with all that it extends."""

MAX_FILES = 100
"""Files of one contract."""

MAX_ALTERNATIVES = 30
"""Requirements on one thing, under different conditions: each is held against each."""

MAX_TAG = 1_000
"""Characters of a tag: the scanner's time grows with the square of it."""

MAX_PROBLEMS = 1_000
"""Problems told of one file; the search for the nearest known key makes each of them dear."""

MAX_TEXT = 4_000
"""Characters of any text but a literal. CPython's parser is safe with every expression of that length."""

MAX_DIGITS = 4_300
"""Decimal digits of a number, as CPython limits them."""
