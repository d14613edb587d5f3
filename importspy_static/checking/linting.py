"""The use case of `contract lint`: all that is wrong with contracts, no module looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from importspy_static.checks.suspicions import ContractSuspicious, suspicions
from importspy_static.contract.files import decoded, lines_of, read_bytes
from importspy_static.contract.lockfile import is_lock, read_lock
from importspy_static.contract.problems import ContractError, ContractUnreadable
from importspy_static.contract.reader import parse_contract
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.place import ContractPlace
from importspy_static.model.policy import Policy
from importspy_static.model.violation import Violation
from importspy_static.project.ignored import Exclusion
from importspy_static.project.selection import select
from importspy_static.project.walk import Walk

POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Linted:
    """A contract, and what is wrong with it, in the order of its lines."""

    path: str
    problems: tuple[Violation, ...] = ()
    lines: Mapping[str, Sequence[str]] | None = None
    """Of its files, by path."""
    is_read: bool = True
    """Whether there was a file to read."""


def lint(path: str, is_code: Callable[[str], bool]) -> Linted:
    """All that is wrong with a contract and what it extends, or suspicious.

    Args:
        path: the file.
        is_code: whether a code, or the beginning of one, is that of a violation.
    """
    if is_lock(path):
        return _lint_lock(path)
    try:
        content = read_bytes(path)
    except ContractError as error:
        return Linted(path, error.problems, error.lines, is_read=False)
    try:
        contract = parse_contract(content, path)
    except ContractError as error:
        return Linted(path, error.problems, error.lines)
    # What is idle in a base may not be so in another contract that extends it: that is told of the base by itself.
    own = [each for each in suspicions(contract, is_code) if each.contract_place and each.contract_place.path == path]
    return Linted(path, tuple(sorted(POLICY.apply(own, contract.severity), key=_order)), contract.lines)


def _lint_lock(path: str) -> Linted:
    """All that is wrong with a lock, which has nothing that could be idle."""
    try:
        return Linted(path, lines=read_lock(path).lines)
    except ContractError as error:
        is_read = not any(isinstance(each, ContractUnreadable) for each in error.problems)
        return Linted(path, error.problems, error.lines, is_read=is_read)


def lint_configuration(path: str, problems: Iterable[Violation]) -> Linted:
    """What is wrong with a configuration that could be read, with its lines."""
    try:
        lines = {path: lines_of(decoded(read_bytes(path), path))}
    except ContractError:
        lines = {}
    return Linted(path, tuple(problems), lines)


def lost(paths: Sequence[str], exclusion: Exclusion | None) -> Mapping[str, str]:
    """Why paths that are under contract lead to no file, for those that do not."""
    return {each.path: each.reason for each in select(paths, exclusion).unmatched}


def below(exclusion: Exclusion, endings: tuple[str, ...]) -> Iterator[str]:
    """The files of the current folder and below whose names end like this, without those that are left out."""
    walk = Walk(exclusion)
    for folder, kept in walk.below(*walk.start(os.curdir)):
        for name in sorted(folder.files):
            if name.endswith(endings) and walk.takes(folder, name, kept):
                yield folder.path(name)


def mapped_to_nothing(place: ContractPlace, pattern: str, reason: str) -> Violation:
    """A path of the configuration that leads to no file."""
    return ContractSuspicious(contract_place=place, reason=f"'{pattern}' leads to no file: {reason}")


def once(linted: Iterable[Linted]) -> tuple[Linted, ...]:
    """The same, with what is wrong with a common base told at the first contract that extends it."""
    told: set[tuple[str, ContractPlace | None, str]] = set()
    found = []
    for each in linted:
        found.append(replace(each, problems=tuple(new for new in each.problems if _same(new) not in told)))
        told.update(map(_same, each.problems))
    return tuple(found)


def _same(problem: Violation) -> tuple[str, ContractPlace | None, str]:
    return problem.code, problem.contract_place, problem.message


def _order(problem: Violation) -> tuple[int, int, str]:
    place = problem.contract_place
    return (place.line, place.column, problem.message) if place else (0, 0, "")
