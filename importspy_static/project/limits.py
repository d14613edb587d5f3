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

RECORD_SIZE = 2**22
"""Bytes of a RECORD, which has a line for each file."""

METADATA_SIZE = 2**22
"""Bytes of the METADATA of a distribution, which hold its description."""

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

# --- of archives: over these one is refused ---------------------------------------------------------------------------

ARCHIVE_SIZE = 2**30
"""Bytes of an archive as it lies on disk."""

ENTRIES = 100_000
"""Files and folders in an archive. The largest wheels of the index have some 25,000."""

DIRECTORY_SIZE = 2**26
"""Bytes of the directory of a zip archive."""

ENTRY_SIZE = 2**30
"""Bytes of one file, expanded."""

EXPANDED_SIZE = 2**32
"""Bytes of all files of a zip archive, expanded, as it says."""

VERIFIED_SIZE = 2**28
"""Bytes of a zip archive that are expanded and counted though nobody looks at them; source always is."""

STREAMED_SIZE = 2**30
"""Bytes that a compressed tar archive may expand to: all of it must be expanded to find what is in it."""

KEPT_SIZE = 2**27
"""Bytes of all the source in an archive, which is kept in memory."""

RATIO = 100
"""Expanded bytes for each byte of the archive, once there are more than `RATIO_FLOOR`. Source comes to some 5."""

RATIO_FLOOR = 2**25
"""Expanded bytes below which the ratio does not matter."""

NAME_LENGTH = 1_000
"""Characters of the name of a file in an archive, its folders included."""

NAME_DEPTH = 60
"""Parts of the name of a file in an archive."""

PAX_SIZE = 2**18
"""Bytes of an extended header of a tar archive."""

STREAMS = 10_000
"""Compressed streams, one behind the other, in one file."""

XZ_MEMORY = 100 * 2**20
"""Bytes of memory that a decoder of xz may take. The highest level of compression needs 65 MiB."""

ARCHIVE_PROBLEMS = 20
"""Problems told of one archive."""
