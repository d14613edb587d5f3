"""The files that make up a contract: the one that is asked for, and those that it extends, each read once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from itertools import islice

from importspy_static.contract.files import read_bytes
from importspy_static.contract.nodes import printable, quoted
from importspy_static.contract.problems import ContractError, ContractInvalid, ContractUnreadable
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import (
    CONTRACT_BYTES,
    CONTRACT_CHAIN,
    CONTRACT_FILES,
    CONTRACT_NEIGHBOURS,
    CONTRACT_PROBLEMS,
)
from importspy_static.model.contract import Contract
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.violation import Violation


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file by itself. `contract` is what it says, None if that cannot be told.

    `extends` are the paths as they are written. `nodes` counts those of the files before, too.
    """

    contract: Contract | None
    extends: tuple[Stated[str], ...] = ()
    problems: tuple[Violation, ...] = ()
    lines: tuple[str, ...] = ()
    nodes: int = 0


Reader = Callable[["str | bytes", str, int], FileReading]
"""Reads a text under a path, told how many nodes have been read before. Raises nothing."""


@dataclass
class Family:
    """A contract with all that it extends. `contracts` has a base before what extends it."""

    contracts: list[Contract] = field(default_factory=list)
    problems: list[Violation] = field(default_factory=list)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By path, the contract itself first."""


def gather(text: str | bytes, path: str, read: Reader) -> Family:
    """Read a contract and its bases. Paths of bases begin in the folder of the file that says them."""
    gathering = _Gathering(read)
    gathering.take(text, path, ((_identity(path), path),))
    return gathering.family


class _Gathering:
    def __init__(self, read: Reader) -> None:
        self._read = read
        self._nodes = self._bytes = 0
        self._seen: set[str] = set()
        self.family = Family()

    def take(self, text: str | bytes, path: str, chain: tuple[tuple[str, str], ...]) -> None:
        """Read a file and what it extends. `chain`: who extends whom up to here, each with its path as it is told."""
        self._seen.add(chain[-1][0])
        self._bytes += len(text)
        reading = self._read(text, path, self._nodes)
        self._nodes = max(self._nodes, reading.nodes)
        family = self.family
        family.lines[path] = reading.lines
        family.problems += reading.problems
        for entry in reading.extends:
            if len(family.problems) < CONTRACT_PROBLEMS:
                self._take_base(entry, chain)
        if reading.contract is not None:
            family.contracts.append(reading.contract)

    def _take_base(self, entry: Stated[str], chain: tuple[tuple[str, str], ...]) -> None:
        path = _path_from(entry.place.path, entry.value)
        identity = _identity(path)
        known = [each for each, _ in chain]
        if identity in known:
            way = [told for _, told in chain[known.index(identity) :]]
            self._refuse(entry, f"the contract extends itself: {' -> '.join(map(printable, [*way, way[0]]))}")
        elif identity in self._seen:
            return
        elif len(chain) >= CONTRACT_CHAIN:
            self._refuse(entry, f"more than {CONTRACT_CHAIN} files extend one another")
        elif len(self._seen) >= CONTRACT_FILES:
            self._refuse(entry, f"the contract has more than {CONTRACT_FILES} files")
        else:
            self._take_file(entry, path, (*chain, (identity, path)))

    def _take_file(self, entry: Stated[str], path: str, chain: tuple[tuple[str, str], ...]) -> None:
        try:
            content = read_bytes(path)
        except ContractError as error:
            self._seen.add(chain[-1][0])
            reason = getattr(error.problems[0], "reason", "cannot be read")
            hint = _hint(entry.value, path)
            told = f"{quoted(entry.value)}: {reason}{hint}"
            self.family.problems.append(ContractUnreadable(contract_place=entry.place, reason=told))
            return
        if self._bytes + len(content) > CONTRACT_BYTES and len(content) <= CONTRACT_BYTES:
            reason = f"the contract is over {CONTRACT_BYTES // 2**20} MiB with all that it extends"
            self.family.problems.append(ContractUnreadable(contract_place=entry.place, reason=reason))
            return
        self.take(content, path, chain)

    def _refuse(self, entry: Stated[str], reason: str) -> None:
        self.family.problems.append(ContractInvalid(contract_place=entry.place, reason=reason))


def _path_from(asker: str, named: str) -> str:
    """The path of a base, without `..` where that leads to the same file."""
    path = os.path.join(os.path.dirname(asker), named)
    short = os.path.normpath(path)
    return short if _identity(short) == _identity(path) else path


def _identity(path: str) -> str:
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):  # a NUL character, or what the file system cannot encode
        return path


def _hint(named: str, path: str) -> str:
    """The file that was probably meant, if there is none of this name."""
    folder, name = os.path.split(path)
    try:
        if os.path.lexists(path):
            return ""
        with os.scandir(folder or os.curdir) as entries:
            names = [each.name for each in islice(entries, CONTRACT_NEIGHBOURS)]
    except (OSError, ValueError):
        return ""
    meant = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return f"; did you mean {quoted(os.path.join(os.path.dirname(named), meant[0]))}?" if meant else ""


def base_path(text: str) -> str | None:
    """What is wrong with the path of a base, or None."""
    if "://" in text:
        return f"expected the path of a file, found the address {quoted(text)}; nothing is fetched, so keep a copy"
    if "\\" in text:
        return f"expected a path with forward slashes, found {quoted(text)}"
    return f"expected the path of a file, found {quoted(text)}, a folder" if text.endswith("/") else None


def beginning(path: str) -> ContractPlace:
    """Where a contract as a whole is spoken of."""
    return ContractPlace(path, 1, 1, "")
