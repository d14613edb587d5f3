"""From sources to the fingerprints that are locked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Gathered, Wanted, gather
from importspy_static.checking.reading_run import ReadingRun
from importspy_static.checking.where import Where
from importspy_static.contract.lockfile import Locked, lock_text, read_lock, way_to
from importspy_static.integrity.fingerprints import source_fingerprint
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.fingerprint import DefinitionFingerprint, Fingerprints, Print
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile

Progress: TypeAlias = Callable[[int, int, str], None]

NO_WAY = "no path leads to it from the folder of the lock that can be written there"
NOT_OURS = "only files are locked, not what is in an archive or installed"


@dataclass(frozen=True)
class Unlocked:
    """A file that no fingerprint could be made of. `reason` is a clause in lower case."""

    path: str
    reason: str


@dataclass(frozen=True)
class NewLock:
    """The text of a lock, and how it differs from the one before."""

    text: str
    changes: tuple[str, ...]
    """What was added, changed and dropped, by the paths in the lock."""
    unlocked: tuple[Unlocked, ...]
    files: int


@dataclass(frozen=True)
class OldLock:
    """What a lock holds."""

    files: Mapping[str, Locked]
    docstrings: bool = False
    sources: bool = False
    """Whether bytes are locked, too."""

    @classmethod
    def read(cls, path: str) -> OldLock:
        """The lock at a path; an empty one if there is none.

        Raises:
            ContractError: it cannot be used.
        """
        if not os.path.lexists(path):
            return cls({})
        contract = read_lock(path)
        files = {each.path: each for each in map(_locked, contract.modules)}
        return cls(files, _docstrings(contract), any(each.source for each in files.values()))


class Locking(ReadingRun):
    """A run that takes fingerprints.

    Args:
        where: whose search path has the distributions that are asked for.
        docstrings: whether they count.
        sources: whether the bytes of files are locked, too.
        extractors: the processes that read files, which are ended with the run.
    """

    def __init__(self, where: Where, extractors: Extractors, *, docstrings: bool, sources: bool) -> None:
        super().__init__(extractors)
        self._where = where
        self._docstrings, self._sources = docstrings, sources

    def gather(self, wanted: Wanted) -> Gathered:
        """What is to be looked at."""
        return gather(wanted, self._readings, self._where.search_path)

    def lock(
        self, gathered: Gathered, path: str, old: OldLock, gone: Iterable[str] = (), progress: Progress | None = None
    ) -> NewLock:
        """A lock at this path, of these files and of those that it had.

        Args:
            gathered: the files.
            path: where the lock will be.
            old: what it held.
            gone: paths in it that it shall no longer have, if they are not among the files.
            progress: told before each file.
        """
        unlocked = [Unlocked(each.path, each.reason) for home in gathered.neighbourhoods for each in home.unreadable]
        sources = [(home, each) for home in gathered.neighbourhoods for each in home.sources]
        asked = Print.DOCSTRINGS if self._docstrings else Print.MEANING
        self._readings.prepare((source, asked) for home, source in sources if not home.is_foreign)
        found: dict[str, Locked] = {}
        for done, (home, source) in enumerate(sources):
            if progress is not None:
                progress(done, len(sources), source.path)
            way = None if home.is_foreign else way_to(source.path, os.path.dirname(path))
            if way is None:
                unlocked.append(Unlocked(source.path, NOT_OURS if home.is_foreign else NO_WAY))
                continue
            match self._locked(source, way, asked):
                case Locked() as locked:
                    found[way] = locked
                case failure:
                    unlocked.append(Unlocked(source.path, failure.reason))
        kept = {way: each for way, each in old.files.items() if way not in set(gone)}
        files = {**kept, **found}
        changes = tuple(_changes(old.files, files))
        text = lock_text(files.values(), docstrings=self._docstrings)
        return NewLock(text, changes, tuple(unlocked), len(files))

    def _locked(self, file: SourceFile, way: str, asked: Print) -> Locked | Failure:
        number = self._readings.number(file)
        prints, source = self._readings.fingerprints(number, asked), self._readings.source(number)
        if isinstance(prints, Failure):
            return prints
        if isinstance(source, Failure):
            return source
        return Locked(way, prints, source_fingerprint(source) if self._sources else None)


def _changes(old: Mapping[str, Locked], new: Mapping[str, Locked]) -> Iterable[str]:
    for way in sorted(old.keys() | new.keys()):
        if way not in new:
            yield f"{way}: no longer locked"
        elif way not in old:
            yield f"{way}: locked"
        else:
            yield from (f"{way}: {what}" for what in _differences(old[way].fingerprints, new[way].fingerprints))


def _differences(old: Fingerprints, new: Fingerprints) -> list[str]:
    """What is locked otherwise than before."""
    before = {each.name: each for each in old.definitions}
    after = {each.name: each for each in new.definitions}
    found = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            found.append(f"{name} is gone")
        elif name not in before:
            found.append(f"{name} is new")
        else:
            parts = [
                part for part in ("signature", "body") if getattr(before[name], part) != getattr(after[name], part)
            ]
            found += [f"the {' and the '.join(parts)} of {name} changed"] if parts else []
    if old.body != new.body:
        found.append("what stands outside of functions and classes changed")
    return found or ([] if old.structure == new.structure else ["changed"])


def _locked(module: ModuleRequirement) -> Locked:
    """An entry of a lock as it was written."""
    integrity = module.integrity
    assert module.filename is not None
    assert integrity is not None
    definitions = tuple(
        DefinitionFingerprint(
            name=each.name,
            kind="function",  # a lock does not tell
            signature=each.integrity.signature.value if each.integrity.signature else "",
            body=each.integrity.body.value if each.integrity.body else "",
            structure="",
            span=TOP,
        )
        for each in integrity.definitions
    )
    structure = integrity.structure.value if integrity.structure else ""
    body = integrity.body.value if integrity.body else ""
    source = integrity.source.value if integrity.source else None
    return Locked(module.filename.value, Fingerprints(structure, body, definitions), source)


def _docstrings(contract: Contract) -> bool:
    stated = [each.integrity.docstrings for each in contract.modules if each.integrity is not None]
    return any(each is not None and each.value for each in stated)
