"""Every limit of extraction, in one place.

Over one of these a file is refused as too complex (SPY003), or an expression is not followed (it becomes `Opaque`,
which leads to "undecided", never to a pass).
"""

from __future__ import annotations

# --- of a file: over these it is refused ---------------------------------------------------------------------------

FILE_SIZE = 4 * 1024 * 1024
"""Bytes of a source file. The largest module of the standard library has 0.5 MiB."""

SECONDS = 8.0
"""Wall-clock seconds that the worker may take for one file."""

START_SECONDS = 20.0
"""Wall-clock seconds that a worker may take to start: a cold disk, a busy machine."""

ADDRESS_SPACE = 1024 * 1024 * 1024
"""Bytes of address space of the worker, where the system can limit it."""

WORKER_MEMORY = 256 * 1024 * 1024
"""Bytes after which a worker is replaced by a new one, so that memory stays flat."""

GRACE_SECONDS = 5.0
"""Seconds behind `SECONDS` after which a worker ends itself, should nobody be there to end it."""

IMPORT_PARTS = 2_000
"""Parts of a dotted name. In an import, CPython's own parser takes quadratic time and memory for them:
100,000 parts cost 20 seconds and 10 GB before anybody can look."""

COMPREHENSION_CLAUSES = 1_000
"""`for` clauses of one comprehension. `compile` dies (SIGSEGV) of 100,000."""

STATEMENT_DEPTH = 120
"""Levels of nested statements. CPython takes 100 levels of indentation; each short `elif` chain adds its length."""

DECORATORS = 1_000
"""Decorators of one function or class."""

TARGET_NODES = 10_000
"""Nodes of one assignment target. Targets bind names, so none can be left out."""

EFFECTS = 2_000
"""Different calls and named expressions inside one expression that is not followed."""

# --- of an expression: over these it becomes Opaque -----------------------------------------------------------------

EXPRESSION_NODES = 500
"""Nodes of one expression at the level of the module or of a class."""

FORMATTED_NODES = 150
"""Nodes of one f-string."""

BODY_NODES = 150
"""Nodes of one expression in the body of a function."""

PATTERN_NODES = 500
"""Nodes of one pattern."""

PATTERN_DEPTH = 20
"""Levels of one pattern."""

EXPRESSION_DEPTH = 40
"""Levels of one expression. libcst needs worse than quadratic time for chains, and dies of some."""

LITERAL_NODES = 50_000
"""Nodes of a display that holds constants and names only."""

FACTS_DEPTH = 2 * STATEMENT_DEPTH
"""Levels of encoded facts: those of statements and of the expressions in them."""

# --- of imports ----------------------------------------------------------------------------------------------------

TARGETED_CONDITIONS = 50
"""Conditions that targets answer, of those with imports or uses of them; further ones count as unknown."""

PLACES = 100
"""Places of one use that are told, for each condition that guards them."""

CHAIN = 20
"""Attributes of one path that are told."""

EMBEDDED = 100
"""Different contracts of embedded mode in one file; what is over that is one that cannot be told."""

PATH_NODES = 200
"""Nodes of the expression for the path of such a contract, names followed."""

PATH_LENGTH = 4_096
"""Characters of that path."""

# --- of what libcst is given ---------------------------------------------------------------------------------------

SMALL_LITERAL = 16
"""Nodes of a display of constants and names that libcst still reads; a larger one is taken from the `ast` alone."""

SMALL_STRING = 80
"""Characters of a string token, or of adjacent ones, that libcst still reads."""

SMALL_CALL = 30
"""Nodes of a call that is kept whole inside an expression that is not followed."""

ELIF_CHAIN = 20
"""Tests of an `if` with `elif` that are nested as written; a longer chain becomes one flat `Match`."""

CHUNK = 60_000
"""Characters of outline that libcst reads at once: its tree takes up to 850 bytes for each."""

# --- of a whole file that libcst reads because its grammar is newer than the running Python ---------------------------

NEWER_SIZE = 512 * 1024
"""Characters."""

NEWER_LINE = 20_000
"""Characters of one line."""

NEWER_BRACKETS = 60
"""Levels of brackets, and of words that nest. libcst dies of 1,200."""

NEWER_PATTERN_BRACKETS = 10
"""The same in a file with `case`: libcst takes exponential time for nested patterns, for ever from 12 to 24 levels."""

NEWER_ELIF = 1_000
"""Lines that begin with `elif`. libcst dies of 8,200 in one chain."""
