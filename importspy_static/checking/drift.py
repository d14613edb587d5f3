"""Whether distributions are as they were installed: each is compared once in a run. See docs/decisions/0029."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from importspy_static.checking.ahead import Ahead, singly
from importspy_static.checking.extractors import Extractors
from importspy_static.extract.codec import decode_form
from importspy_static.extract.isolation import Extractor
from importspy_static.extract.reading import read_source
from importspy_static.limits import FILES_AHEAD
from importspy_static.model.bytecode import Code, CodeForm
from importspy_static.model.drift import Deviation, Drift, Gap
from importspy_static.model.program import Failure
from importspy_static.model.target import Target
from importspy_static.project.distributions import InstalledDistribution
from importspy_static.project.installed_files import Bytecode, compared
from importspy_static.project.records import Record, read_record

if TYPE_CHECKING:
    from importspy_static.project.metadata import Metadata

HEADER_BYTES = 16
"""Of a `.pyc`: the magic number, flags, then a time stamp and a size, or a hash of the source (PEP 552)."""
_HASHED, _HASH_IS_CHECKED = 0b01, 0b10
_FORMS = (Code.SOURCE, Code.SOURCE_O, Code.SOURCE_OO)
_OTHER_BYTECODE = "bytecode of another Python than the one that runs this program is not compared with its source"


class Drifts:
    """What has become of distributions since they were installed.

    Args:
        extractors: the processes that make forms of code.
        target: the Python that would import them.
    """

    def __init__(self, extractors: Extractors, target: Target) -> None:
        self._extractors, self._target = extractors, target
        self._known: dict[tuple[str, str], Drift] = {}

    def of(self, distribution: InstalledDistribution) -> Drift:
        """How a distribution differs from its RECORD."""
        metadata = distribution.metadata
        key = metadata.installed.shown, "" if metadata.folder is None else metadata.folder.shown
        if key not in self._known:
            self._known[key] = self._drift(distribution, metadata)
        return self._known[key]

    def _drift(self, distribution: InstalledDistribution, metadata: Metadata) -> Drift:
        name = " ".join(filter(None, (distribution.name, distribution.version)))
        record = read_record(metadata)
        if not isinstance(record, Record):
            return Drift(name, metadata.path, refusal=record)
        found = compared(metadata, record, _tag(self._target))
        deviations, gaps = [*found.deviations], [*found.gaps]
        for wrong in self._of_bytecode(found.bytecode):
            if isinstance(wrong, Deviation):
                deviations.append(wrong)
            else:
                gaps.append(wrong)
        told = {*(each.line for each in deviations), *(each.line for each in gaps)}
        return Drift(
            name,
            record.path,
            found.files,
            tuple(sorted(deviations, key=lambda each: (each.name.split("/"), each.kind))),
            tuple(gaps),
            _elsewhere(distribution),
            {each.line: each.text for each in record.entries if each.line in told},
        )

    # --- bytecode ---------------------------------------------------------------------------------------------------

    def _of_bytecode(self, several: Iterable[Bytecode]) -> Iterator[Deviation | Gap]:
        if not _is_ours(self._target):
            yield from (Gap(_OTHER_BYTECODE, each.name, each.line, is_usual=True) for each in several)
            return
        heads = {each: _head(each.place) for each in several}
        wanted = [each for each, head in heads.items() if isinstance(head, bytes) and _may_be_run(head)]
        yield from (Gap(head, each.name, each.line) for each, head in heads.items() if isinstance(head, str))
        if not wanted:
            return
        keys = [key for each in wanted for key in _keys(each)]
        ahead = Ahead([singly(partial(self._form, each)) for each in self._extractors.all], keys, FILES_AHEAD)
        try:
            for each in wanted:
                source, compiled = map(ahead.take, _keys(each))
                if (wrong := self._judged(each, source, compiled)) is not None:
                    yield wrong
        finally:
            ahead.close()

    def _form(self, extractor: Extractor, key: tuple[str, Code]) -> CodeForm | Failure:
        place, asked = key
        content = read_source(place)
        if isinstance(content, Failure):
            return content
        if asked is Code.COMPILED:
            content = content[HEADER_BYTES:]
        found = self._extractors.encoded(extractor, content, asked)
        if isinstance(found, Failure):
            return found
        try:
            return decode_form(found)
        except ValueError:  # not what this program put into the cache
            again = extractor.encoded(content, asked)
            return again if isinstance(again, Failure) else decode_form(again)

    def _judged(
        self, each: Bytecode, source: CodeForm | Failure, compiled: CodeForm | Failure
    ) -> Deviation | Gap | None:
        if isinstance(compiled, CodeForm) and compiled == source:
            return None
        for found in (source, compiled):
            if isinstance(found, Failure) and found.kind in ("complex", "unreadable"):
                return Gap(f"bytecode cannot be compared with its source: {found.reason}", each.name, each.line)
        self._extractors.gave_up = True  # whether it would be run depends on times, which nobody asks again
        if not _is_taken(each):
            return None
        return Deviation("bytecode", each.name, each.path, each.line, expected=each.source_name)


def _keys(each: Bytecode) -> tuple[tuple[str, Code], tuple[str, Code]]:
    return (each.source, _FORMS[each.optimization]), (each.place, Code.COMPILED)


def _head(place: str) -> bytes | str:
    """The header of a `.pyc`, empty if it is gone; else why it cannot be read."""
    try:
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", buffering=0) as file:
            return file.read(HEADER_BYTES) or b""
    except FileNotFoundError:
        return b""
    except OSError as error:
        return f"bytecode cannot be read: {(error.strerror or type(error).__name__).lower()}"


def _may_be_run(head: bytes) -> bool:
    """Whether this Python would look at the source for it; else it writes it anew."""
    is_whole = len(head) == HEADER_BYTES and head.startswith(importlib.util.MAGIC_NUMBER)
    return is_whole and not int.from_bytes(head[4:8], "little") & ~(_HASHED | _HASH_IS_CHECKED)


def _is_taken(each: Bytecode) -> bool:
    """Whether Python would run it in place of its source, as `SourceLoader.get_code` decides."""
    head, source = _head(each.place), read_source(each.source)
    if isinstance(head, str) or not _may_be_run(head) or isinstance(source, Failure):
        return not isinstance(head, bytes)
    flags = int.from_bytes(head[4:8], "little")
    if flags & _HASHED:
        return not flags & _HASH_IS_CHECKED or head[8:] == importlib.util.source_hash(source)
    try:
        status = os.stat(each.source)
    except OSError:
        return False
    told = int.from_bytes(head[8:12], "little"), int.from_bytes(head[12:], "little")
    return told == (int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)


def _is_ours(target: Target) -> bool:
    """Whether bytecode of a target is that of the Python that runs this: releases of one version share it."""
    here = sys.version_info
    is_same = (target.implementation, target.version[:2]) == (sys.implementation.name, tuple(here[:2]))
    return is_same and (target.version[3], here.releaselevel) == ("final", "final")


def _tag(target: Target) -> str:
    """`sys.implementation.cache_tag`, which is in the names of bytecode."""
    if _is_ours(target) and sys.implementation.cache_tag:
        return sys.implementation.cache_tag
    version = "{}{}".format(*target.version[:2])
    return f"pypy{version}" if target.implementation == "pypy" else f"{target.implementation}-{version}"


def _elsewhere(distribution: InstalledDistribution) -> str | None:
    """Why the code of a distribution is not among the files that its RECORD lists."""
    if distribution.is_editable:
        return "it is installed in place (editable), so that its files are those of a project and have no hashes"
    return None
