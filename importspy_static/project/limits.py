"""How much may be asked of us by what we look at. Over it an archive is refused, or a file not read."""

from __future__ import annotations

MODULE_PARTS = 100
"""Parts of a dotted name that is looked for."""

SOURCE_SIZE = 4 * 2**20
"""Bytes of a source file, as extraction takes them."""

SETTINGS_SIZE = 2**18
"""Bytes of a `pyproject.toml`, `setup.cfg`, `.gitignore`, `.pth`, `entry_points.txt`: of what is written by hand."""

LINE_DOTS = 100
"""Dots in a line of TOML: readers take quadratic memory for dotted keys."""

CFG_LINE = 4_000
"""Bytes of a line of `setup.cfg`: its reader takes quadratic time for blanks within one."""

RECORD_SIZE = 64 * 2**20
"""Bytes of a RECORD, which has a line for each file."""

FOLDER_ENTRIES = 500_000
"""Names in one folder."""

FOLDERS = 200_000
"""Folders that one path of the command line may lead to."""

PATTERN_LENGTH = 1_000
"""Characters of one exclude pattern or glob."""

PATTERNS = 1_000
"""Patterns of one `.gitignore`, or of one option; those behind are not looked at."""

SPREADING_SIZE = 2**16
"""Bytes of an `__init__.py` that may say that its package is spread over several folders."""

LITERAL_SIZE = 2**18
"""Characters of a literal in the finder of an editable install."""

PATTERNS_AT_ONCE = 2_000
"""Patterns of `.gitignore` files that hold for one folder; files further in are not looked at."""

GLOB_PARTS = 100
"""Parts of one glob."""
