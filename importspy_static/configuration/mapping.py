"""Which contracts a configuration maps to a file."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from importspy_static.configuration.paths import has_magic, joined, literal, portable, real, straight
from importspy_static.configuration.settings import Configuration, MappedContract, PathPattern, SettingPlace

ENTRY_POINTS = "entry-points:"
ANY_FOLDERS = "**"
_NO_PARTS = ("", os.curdir)
"""What stands for nothing in a path; at its end it asks for a folder."""
_GROUP = re.compile(r"\w+(?:\.\w+)*")


def contracts_for(configuration: Configuration, path: str) -> tuple[MappedContract, ...]:
    """The contracts that are mapped to a file, in the order of the configuration; each contract once.

    The path may be told in any way: relative to the current folder, absolute, through links. The file need not exist.
    An entry matches it if its path, taken as a PATH of the command line, would lead to it; those of `entry-points:` are
    for the caller.
    """
    ways = spellings(path)
    matching = [each for each in configuration.contracts if leads_to(each, ways)]
    once: dict[str, MappedContract] = {}
    for each in matching:
        once.setdefault(real(each.contract), each)
    return tuple(once.values())


def spellings(path: str) -> frozenset[str]:
    """The absolute paths that a file is known by: with links kept, and with links resolved."""
    return frozenset(os.path.normcase(each) for each in (straight(path), real(path)))


def leads_to(pattern: MappedContract | PathPattern, ways: Iterable[str]) -> bool:
    """Whether a pattern, taken as a PATH of the command line, would lead to a file of these `spellings`."""
    return any(_leads_to(pattern, spelling) for spelling in ways)


def mapped(
    folder: str, pattern: str, contract: str, *, place: SettingPlace, pattern_place: SettingPlace
) -> MappedContract:
    """A path of an entry of `contracts` with one contract.

    Args:
        folder: the folder of the configuration.
        pattern: the path as written; `wrong_pattern` has nothing against it.
        contract: the file, from the current folder.
        place: where the contract is named.
        pattern_place: where the path is.
    """
    read = path_pattern(folder, pattern, pattern_place)
    return MappedContract(pattern, contract, place, pattern_place, read.shape, read.path, read.anchors, read.parts)


def path_pattern(folder: str, pattern: str, place: SettingPlace) -> PathPattern:
    """A path as written in the configuration of a folder; `wrong_pattern` has nothing against it."""
    if pattern.startswith(ENTRY_POINTS):
        return PathPattern(pattern, place, "entry-points", pattern.removeprefix(ENTRY_POINTS), (), ())
    written = portable(pattern)
    is_glob = has_magic(written) and not _exists(joined(folder, written))
    parts = written.split(os.sep)
    fixed = next(count for count, part in enumerate(parts) if has_magic(part)) if is_glob else len(parts)
    start = joined(folder, "".join(part + os.sep for part in parts[:fixed]))
    return PathPattern(
        pattern=pattern,
        place=place,
        shape="glob" if is_glob else "path",
        path=joined(literal(folder), written) if is_glob else joined(folder, written),
        anchors=tuple(dict.fromkeys(os.path.normcase(each) for each in (straight(start), real(start)))),
        parts=tuple(_parts(parts[fixed:] if is_glob else [part for part in parts[-1:] if part in _NO_PARTS])),
    )


def wrong_pattern(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a path of `contracts`, and the remedy; None if nothing is."""
    if pattern.startswith(ENTRY_POINTS):
        if _GROUP.fullmatch(pattern.removeprefix(ENTRY_POINTS)):
            return None
        return "names no group of entry points", 'for example: path = "entry-points:acme.plugins"'
    parts = portable(pattern).split(os.sep)
    magic = next((count for count, part in enumerate(parts) if has_magic(part)), len(parts))
    if os.pardir in parts[magic:]:
        return "has '..' behind a wildcard", "write the folder out"
    return None


def _exists(path: str) -> bool:
    """Whether a path that looks like a glob is one of a file."""
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _parts(texts: Sequence[str]) -> list[str]:
    """The parts of a path from its first wildcard on; one for what is in it where a folder is asked for."""
    parts = [text for text in texts if text not in _NO_PARTS]
    if texts and texts[-1] in (*_NO_PARTS, ANY_FOLDERS):
        parts.append("*")
    return [os.path.normcase(each) for each in parts]


def _leads_to(entry: MappedContract | PathPattern, path: str) -> bool:
    return any(_matches(entry.parts, way) for anchor in entry.anchors if (way := _inside(path, anchor)) is not None)


def _inside(path: str, folder: str) -> list[str] | None:
    """The parts of the way from a folder to a path in it; None if it is not in it."""
    if path == folder:
        return []
    start = folder if folder.endswith(os.sep) else folder + os.sep
    return path[len(start) :].split(os.sep) if path.startswith(start) else None


def _matches(parts: Sequence[str], way: Sequence[str]) -> bool:
    """Whether a glob matches a path or a folder above it. Takes the time of one part by the other at most.

    `**` takes as few folders as it can; when the rest does not match, the last one takes one more.
    """
    here = there = 0
    resume = resume_way = -1
    while here < len(parts):
        if parts[here] == ANY_FOLDERS:
            resume, resume_way = here, there
            here += 1
        elif there < len(way) and _expression(parts[here]).fullmatch(way[there]):
            here, there = here + 1, there + 1
        elif resume >= 0 and resume_way < len(way):
            resume_way += 1
            here, there = resume + 1, resume_way
        else:
            return False
    return True


@lru_cache(maxsize=1024)
def _expression(part: str) -> re.Pattern[str]:
    """A part of a glob as an expression that does not go back behind a star."""
    return re.compile(fnmatch.translate(part))
