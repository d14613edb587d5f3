"""Every limit of a resource, in one place: bytes, characters, levels, entries, seconds, memory.

Each tells its unit, what it holds for, and behind "Over it:" what somebody sees who gets there: a code, an exit status,
or what is not looked at. `docs/limits.md` is written from this file. What only shortens a text for the eye, or decides
how something is drawn, is no limit of a resource and stays where it is used.
"""

from __future__ import annotations

KIB = 2**10
MIB = 2**20
GIB = 2**30

# --- A source file ---
# Of what hostile source may cost; a verdict is never guessed from a part of a file.

SOURCE_BYTES = 4 * MIB
"""Bytes of a source file. The largest module of the standard library has 0.5 MiB. Over it: SPY003."""

SOURCE_SECONDS = 8.0
"""Seconds that the worker may take for one file. Over it: SPY003."""

IMPORT_PARTS = 2_000
"""Parts of a dotted name. CPython's own parser takes quadratic time and memory for them in an import: 100,000 parts
cost 20 seconds and 10 GB before anybody can look. Over it: SPY003."""

COMPREHENSION_CLAUSES = 1_000
"""`for` clauses of one comprehension. CPython's compiler dies of 100,000. Over it: SPY003."""

STATEMENT_DEPTH = 120
"""Levels of nested statements. CPython takes 100 levels of indentation; each short `elif` chain adds its length. Over
it: SPY003."""

DECORATORS = 1_000
"""Decorators of one function or class. Over it: SPY003."""

TARGET_NODES = 10_000
"""Nodes of one assignment target. Targets bind names, so none can be left out. Over it: SPY003."""

EFFECTS = 2_000
"""Named expressions, and called functions, that differ inside one expression that is not followed. Over it: SPY003."""

FACTS_DEPTH = 2 * STATEMENT_DEPTH
"""Levels of what the worker answers: those of statements and of the expressions in them. Over it: SPY003."""

# --- The worker, which reads source files ---

WORKERS = 8
"""Processes that are started where `--jobs` says nothing. More are faster than what reads their answers. Over it: no
more are started, however many processors there are."""

JOBS = 256
"""Processes that may be asked for with `--jobs`. Over it: exit status 2."""

WORKER_START_SECONDS = 20.0
"""Seconds that a worker may take to start: a cold disk, a busy machine. Over it: files are read in the program's own
process."""

WORKER_ADDRESS_SPACE = GIB
"""Bytes of address space of a worker, where the system can limit it (not on macOS and Windows). Over it: SPY003."""

WORKER_MEMORY = 256 * MIB
"""Bytes of memory of a worker. Over it: it is replaced by a new one behind the file, so that memory stays flat."""

WORKER_GRACE_SECONDS = 5.0
"""Seconds behind `SOURCE_SECONDS`. Over it: a worker ends itself, should nobody be there to end it."""

FILES_AHEAD = 4_096
"""Files that are read before they are judged. Over it: reading waits for judging, so that memory stays flat."""

# --- An expression in a source file ---
# Over one of these it is not followed: what depends on it is undecided, never compliant.

EXPRESSION_NODES = 500
"""Nodes of one expression at the level of the module or of a class. Over it: SPY804."""

FORMATTED_NODES = 150
"""Nodes of one f-string. Over it: SPY804."""

BODY_NODES = 150
"""Nodes of one expression in the body of a function. Over it: SPY804."""

EXPRESSION_DEPTH = 40
"""Levels of one expression. Where the grammar is newer than the running Python, libcst
reads it, which needs worse than quadratic time for chains, and dies of some. Over it: SPY804."""

LITERAL_NODES = 50_000
"""Nodes of a display that holds constants and names only. Over it: SPY804."""

# --- Imports and uses in a source file ---

TARGETED_CONDITIONS = 50
"""Conditions that targets answer, of those with imports or uses of them. Over it: further ones count as unknown."""

USE_PLACES = 100
"""Places of one use, for each condition that guards them. Over it: further places are not told."""

USE_CHAIN = 20
"""Attributes of one path that is used. Over it: those behind are not told."""

EMBEDDED_CONTRACTS = 100
"""Different contracts of embedded mode in one file. Over it: the rest count as one that cannot be told."""

EMBEDDED_PATH_NODES = 200
"""Nodes of the expression for the path of such a contract, names followed. Over it: the path cannot be told."""

EMBEDDED_PATH_CHARACTERS = 4_096
"""Characters of that path. Over it: it cannot be told."""

EMBEDDED_PATH_PARENTS = 50
"""The largest number that `parents` is asked for in that expression. Over it: the path cannot be told."""

# --- What is read closely ---
# Not limits of what may be checked: what is larger is read in another way, and means the same.

SMALL_LITERAL = 16
"""Nodes of a display of constants and names that libcst is given. Over it: the `ast` alone is read."""

SMALL_STRING = 80
"""Characters of a string token, or of adjacent ones, that libcst is given. Over it: the `ast` alone is read."""

SMALL_CALL = 30
"""Nodes of a call that is kept whole inside an expression that is not followed. Over it: its effects alone are kept."""

WHOLE_CALLS = 1_000
"""Different calls that are kept whole inside such an expression: a table of 3,000 entries is no reason to refuse a
file. Over it: of further ones the functions alone are kept."""

PATTERN_NODES = 500
"""Nodes of a `case` pattern that is followed. Over it: SPY804."""

PATTERN_DEPTH = 20
"""Levels of such a pattern. Over it: SPY804."""

ELIF_CHAIN = 20
"""Tests of an `if` with `elif` that are nested as written. Over it: the chain is read as one flat `match`."""

OUTLINE_CHUNK = 60_000
"""Characters of outline that libcst reads at once: its tree takes up to 850 bytes for each. Over it: it is read in
several pieces."""

# --- A file whose grammar is newer than the running Python ---
# libcst reads the whole of it, and dies of some source.

NEWER_CHARACTERS = 512 * KIB
"""Characters. Over it: SPY002, as the running Python says."""

NEWER_LINE = 20_000
"""Characters of one line. Over it: SPY002, as the running Python says."""

NEWER_BRACKETS = 60
"""Levels of brackets, and of words that nest. libcst dies of 1,200. Over it: SPY002, as the running Python says."""

NEWER_PATTERN_BRACKETS = 10
"""The same in a file with `case`: libcst takes exponential time for nested patterns, for ever from 12 to 24 levels.
Over it: SPY002, as the running Python says."""

NEWER_ELIF = 1_000
"""Lines that begin with `elif`. libcst dies of 8,200 in one chain. Over it: SPY002, as the running Python says."""

# --- What a module does ---
# Over one of these the interpreter of facts does not follow any further: undecided, never compliant.

MOST_STEPS = 100_000
"""Statements that are walked again, in calls and loops of one module. Over it: SPY801."""

DEEPEST_CALL = 12
"""Calls inside each other. Over it: SPY804."""

DEEPEST_CHAIN = 40
"""Re-exports of re-exports that are followed. Over it: SPY802."""

DEEPEST_IMPORT = 60
"""Modules that are looked at, each because another asks for its names. Over it: SPY802."""

MOST_ASKED = 50
"""Modules of the project that are asked at once whether they import another one. Over it: they may."""

MOST_FOLLOWED = 50
"""Modules of the project that are looked at, for one that is checked, just to see whether an import of them raises.
Over it: an import counts as one that may raise."""

MOST_OUTCOMES = 12
"""Outcomes of one name. Over it: SPY805."""

MOST_VALUES = 8
"""Values that one expression can have. Over it: SPY804."""

MOST_UNROLLED = 64
"""Items of a display over which a loop is run one by one. Over it: the loop is run as one over unknown items."""

MOST_LOOP_ROUNDS = 4
"""Rounds of another loop. Over it: what still changes is computed, SPY804."""

MOST_TOLD_APART = 50
"""Items of a tuple that are told apart. Over it: SPY804."""

MOST_HELD = 200
"""Items of a display that are followed at all. Over it: SPY804."""

MOST_YIELDED = 2_000
"""Items of `range` and its like, over constants. Over it: SPY804."""

MOST_TEXTS = 8
"""Ways that one formatted text can come out. Over it: SPY804."""

LONGEST_TEXT = 10_000
"""Characters or items of a constant that is computed. Over it: SPY804."""

MOST_BITS = 4_096
"""Bits of a number that is computed. Over it: SPY804."""

LONGEST_NUMBER = 100
"""Characters of a text that is read as a number, and said to be none. Over it: SPY804."""

LONGEST_EXPRESSION = 10_000
"""Characters of an annotation or of another expression in a text. Over it: it is compared as it is written."""

DEEPEST_EXPRESSION = 60
"""Levels of an expression in a text. Over it: what is further in is compared as unknown."""

DEEPEST_ALIAS = 20
"""Aliases of types that are followed one behind the other. Over it: the annotation is compared as it is written."""

LARGEST_CODE = 20_000
"""Characters of constant code for `exec`. Over it: SPY801."""

MOST_TRIED = 8
"""Positional arguments with which a constructor is tried. Over it: further ones are not tried."""

# --- Names that lead to other modules ---

NAME_WAYS = 8
"""Modules that one name may stand for, as `try` and `if` import one or the other. Over it: further ones are not
followed."""

NAME_STEPS = 50
"""Bindings that are followed from one module's name to a module. Over it: it is not followed."""

NAME_CHAIN = 20
"""Attributes of a path that is followed. Over it: it is not followed."""

# --- A contract ---
# Past a limit it is refused, never read in part; the limits are those of a contract with all that it extends.

LOCK_BYTES = 32 * MIB
"""Bytes of a lock (`spymodel.lock`). That of the standard library has 9 MiB. Over it: SPY010."""

CONTRACT_BYTES = 5 * MIB
"""Bytes of the file. Over it: SPY010."""

CONTRACT_DEPTH = 50
"""Lists and mappings inside each other, aliases followed. Over it: SPY010."""

CONTRACT_NODES = 200_000
"""Scalars, lists and mappings, each counted as often as aliases repeat it. The scanner takes some 20 µs for one. Over
it: SPY010."""

CONTRACT_TAG = 1_000
"""Characters of a tag: the scanner's time grows with the square of it. Over it: SPY010."""

CONTRACT_CHAIN = 20
"""Files that extend one another. Over it: SPY011."""

CONTRACT_FILES = 100
"""Files of one contract. Over it: SPY011."""

CONTRACT_ALTERNATIVES = 30
"""Requirements on one thing, under different conditions: each is held against each. Over it: SPY011."""

CONTRACT_MEMBERS = 1_000
"""Members of a class that is required under several conditions, which are held against each other. Over it: further
ones are not held against each other."""

CONTRACT_TEXT = 4_000
"""Characters of any text but a literal. CPython's parser is safe with every expression of that length. Over it:
SPY011."""

CONTRACT_DIGITS = 4_300
"""Decimal digits of a number, as CPython limits them. Over it: SPY011."""

CONTRACT_BITS = 14_000
"""Bits of a number, some 4,214 decimal digits. Over it: SPY011."""

CONTRACT_PROBLEMS = 1_000
"""Problems of one contract; the search for the nearest known key makes each of them dear. Over it: further ones are
not told."""

CONTRACT_NEIGHBOURS = 1_000
"""Files of a folder among which the one that was meant is looked for. Over it: nothing is suggested from the rest."""

DECLARED_HOSTS = 200
"""Architectures, systems and interpreters of deployments, each with each. Over it: names of different conditions are
looked at one by one."""

COMPARED_DEPLOYMENTS = 200
"""Deployments that are compared with each other: the work grows with the square. Over it: further ones are not."""

COMPARED_VERSIONS = 50_000
"""Times that a version is held against another in doing so. Over it: further ones are not."""

# --- A configuration ---
# Over a limit it is refused, never read in part.

CONFIGURATION_BYTES = 512 * KIB
"""Bytes of the file. The largest `pyproject.toml` files have some 100 KiB. Over it: exit status 2."""

CONFIGURATION_DEPTH = 50
"""Lists and inline tables inside each other: the TOML reader calls itself for each. Over it: exit status 2."""

CONFIGURATION_KEY_PARTS = 20
"""Parts of a dotted key: the TOML reader keeps each of its beginnings. Over it: exit status 2."""

CONFIGURATION_TEXT = 1_000
"""Characters of a text. Over it: exit status 2."""

CONFIGURATION_ITEMS = 1_000
"""Items of a list or a table. Over it: exit status 2."""

CONFIGURATION_MAPPED = 10_000
"""Pairs of a path and a contract. Over it: exit status 2."""

CONFIGURATION_FILES = 20
"""Files that extend each other. Over it: exit status 2."""

CONFIGURATION_PROBLEMS = 100
"""Problems; the search for the nearest known key makes each of them dear. Over it: further ones are not told."""

BASELINE_BYTES = 32 * MIB
"""Bytes of a baseline, room for some 150,000 entries. Over it: exit status 2."""

# --- What is asked for ---

READ_ATTEMPTS = 3
"""Times that a file is read that somebody writes to meanwhile: source, contract, configuration, snapshot. Over it:
SPY001, SPY010 or exit status 2."""

STANDARD_INPUT_BYTES = 16 * MIB
"""Bytes of standard input that are read, more than any limit of source. Over it: SPY003."""

FOLDERS = 200_000
"""Folders that one path of the command line may lead to. Over it: SPY001."""

FOLDER_ENTRIES = 500_000
"""Names in one folder. Over it: SPY001."""

PATTERN_CHARACTERS = 1_000
"""Characters of one exclude pattern or glob. Over it: it matches nothing."""

PATTERNS = 1_000
"""Patterns of one `.gitignore`, or of one option. Over it: those behind leave nothing out."""

PATTERNS_AT_ONCE = 2_000
"""Patterns of `.gitignore` files that hold for one folder. Over it: files further in leave nothing out."""

GLOB_PARTS = 100
"""Parts of one glob. Over it: it matches nothing."""

MODULE_PARTS = 100
"""Parts of a dotted name that is looked for. Over it: there is no such module."""

SUGGESTED_NAMES = 10_000
"""Names of a folder among which a misspelt path is looked for. Over it: nothing is suggested from the rest."""

# --- What stands beside source ---

SETTINGS_BYTES = 256 * KIB
"""Bytes of a `pyproject.toml`, `setup.cfg`, `.gitignore`, `.pth`, `entry_points.txt`: of what is written by hand. Over
it: it says nothing."""

LINE_DOTS = 100
"""Dots in a line of TOML: readers take quadratic memory for dotted keys. Over it: the file says nothing."""

CFG_LINE_BYTES = 4_000
"""Bytes of a line of `setup.cfg`: its reader takes quadratic time for blanks within one. Over it: the file says
nothing."""

RECORD_BYTES = 4 * MIB
"""Bytes of a RECORD, which has a line for each file. Over it: it says nothing, which SPY808 tells."""

METADATA_BYTES = 4 * MIB
"""Bytes of the METADATA of a distribution, which hold its description. Over it: they say nothing."""

BUILD_SETTINGS_BYTES = 256 * KIB
"""Bytes of a `pyproject.toml`, `setup.cfg` or `setup.py` that may say that a project compiles modules. Over it: it does
not."""

SPREADING_BYTES = 64 * KIB
"""Bytes of an `__init__.py` that may say that its package is spread over several folders. Over it: it does not."""

EDITABLE_CHARACTERS = 256 * KIB
"""Characters of a literal in the finder of an editable install. Over it: it leads nowhere."""

# --- An archive ---
# Over one of these it is refused.

ARCHIVE_BYTES = GIB
"""Bytes of an archive as it lies on disk. Over it: SPY001."""

ARCHIVE_ENTRIES = 100_000
"""Files and folders in an archive. The largest wheels of the index have some 25,000. Over it: SPY001."""

ARCHIVE_ENTRY_BYTES = GIB
"""Bytes of one file, expanded. Over it: SPY001."""

ARCHIVE_KEPT_BYTES = 128 * MIB
"""Bytes of all the source in an archive, which is kept in memory. Over it: SPY001."""

ARCHIVE_RATIO = 100
"""Expanded bytes for each byte of the archive, once there are more than `ARCHIVE_RATIO_FLOOR`. Source comes to some 5.
Over it: SPY001."""

ARCHIVE_RATIO_FLOOR = 32 * MIB
"""Expanded bytes below which the ratio does not matter. Over it: `ARCHIVE_RATIO` holds."""

ARCHIVE_NAME_CHARACTERS = 1_000
"""Characters of the name of a file in an archive, its folders included. Over it: SPY001."""

ARCHIVE_NAME_DEPTH = 60
"""Parts of the name of a file in an archive. Over it: SPY001."""

ARCHIVE_STREAMS = 10_000
"""Compressed streams, one behind the other, in one file. Over it: SPY001."""

ARCHIVE_PROBLEMS = 20
"""Problems of one archive. Over it: further ones are not told."""

ZIP_DIRECTORY_BYTES = 64 * MIB
"""Bytes of the directory of a zip archive. Over it: SPY001."""

ZIP_EXPANDED_BYTES = 4 * GIB
"""Bytes of all files of a zip archive, expanded, as it says. Over it: SPY001."""

ZIP_VERIFIED_BYTES = 256 * MIB
"""Bytes of a zip archive that are expanded and counted though nobody looks at them; source always is. Over it: what
the archive says of the rest is believed."""

TAR_EXPANDED_BYTES = GIB
"""Bytes that a compressed tar archive may expand to: all of it must be expanded to find what is in it. Over it:
SPY001."""

TAR_HEADER_BYTES = 256 * KIB
"""Bytes of an extended header of a tar archive. Over it: SPY001."""

XZ_MEMORY = 100 * MIB
"""Bytes of memory that a decoder of xz may take. The highest level of compression needs 65 MiB. Over it: SPY001."""

# --- The facts of a host ---

INTERPRETER_SECONDS = 10.0
"""Seconds that another interpreter may take to answer. Over it: exit status 2."""

INTERPRETER_ERROR_BYTES = 8 * KIB
"""Bytes of what it says on standard error. Over it: the end of it is told."""

ENVIRONMENT_BYTES = 16 * MIB
"""Bytes of its answer, and of a snapshot: 10,000 distributions have 2 MiB. Over it: exit status 2."""

ENVIRONMENT_DEPTH = 20
"""Levels of nesting in it. The facts of a host have 3. Over it: exit status 2."""

ENVIRONMENT_PARTS = 200_000
"""Commas outside of texts in it: the parts of all lists and objects. Over it: exit status 2."""

ENVIRONMENT_NUMBER = 2**31 - 1
"""The largest number in it. Over it: exit status 2."""

ENVIRONMENT_PROBLEMS = 50
"""Problems of it. Over it: of more the number is told."""

# --- Revisions of a repository ---

GIT_SECONDS = 60.0
"""Seconds for one answer of git. Over it: exit status 2."""

REVISION_FILES = 100_000
"""Files of a revision. Over it: exit status 2."""

REVISION_BYTES = 128 * MIB
"""Bytes of its contents that are read. Over it: exit status 2."""

# --- The cache ---

CACHE_BYTES = 256 * MIB
"""Bytes of the cache on disk. Over it: what was not used for the longest time goes."""

CACHE_PACK_BYTES = 2 * MIB
"""Bytes of entries of the cache that wait to be written in one file. Over it: they are written."""

CACHE_WRITTEN_BYTES = CACHE_BYTES // 8
"""Bytes that one run writes into the cache. Over it: the run looks itself how large the cache is."""

KEPT_ANSWER_BYTES = 32 * MIB
"""Bytes of an answer that is kept for when the same is asked again. Over it: it is not kept."""

ASKED_AGAIN_BYTES = 64 * MIB
"""Bytes of a file that is read once more to see that it is the same. Over it: the answer is not kept."""

# --- Guarded imports ---

GUARD_ANSWER_SECONDS = 1.0
"""Seconds for which an answer about the files around a module counts. Over it: it is asked again."""

GUARD_CHECK_SECONDS = 120.0
"""Seconds that a verdict on one module may take. Over it: the module is refused."""

GUARD_IDLE_SECONDS = 20.0
"""Seconds for which the process that judges waits for another module. Over it: it ends, and the next one starts."""

GUARD_MESSAGE_BYTES = 64 * MIB
"""Bytes of what is told to that process, or by it. Over it: the module is refused."""

# --- Installed files ---

INSTALLED_FILE_BYTES = 16 * GIB
"""Bytes of an installed file whose hash is compared; it is read in blocks. Over it: SPY808."""

BYTECODE_DEPTH = 100
"""Levels of constants and of code in a `.pyc`. Over it: SPY808."""

DRIFTED_FILES = 500
"""Files of a distribution that are told, as they are not as installed. Over it: SPY615 tells how many more."""

# --- Generated contracts ---

DRAFT_ROUNDS = 60
"""Times that a draft is checked, each of which takes something out of it. Few need more than three. Over it: what is
left is told, and the contract is not written."""

UPDATE_ROUNDS = 20
"""Times that a contract is checked while it is brought up to date. Over it: what is left is told."""

# --- What a report may hold ---
# As others limit it who read the report.

GITHUB_ANNOTATIONS = 10
"""Annotations of a severity that GitHub shows for a step. Over it: the last one tells of the rest."""

GITHUB_CHARACTERS = 4_000
"""Characters of the message that tells of the rest: the runner cuts at 4,096. Over it: further files are counted."""

SARIF_RESULTS = 25_000
"""Results of a run. GitHub refuses a file that has more. Over it: the least severe are left out, which is told."""

SARIF_CHARACTERS = 1_024
"""Characters of a description. Over it: it ends in `…`."""

MARKDOWN_BYTES = 1_000_000
"""Bytes of a summary: less than 1 MiB, as other lines of a step may be added to it. Over it: rows are left out, which
is told."""
