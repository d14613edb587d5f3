"""The problems of one contract, gathered while it is read."""

from __future__ import annotations

from difflib import get_close_matches

from importspy_static.contract.nodes import Mark, quoted
from importspy_static.contract.problems import (
    ContractContradiction,
    ContractInvalid,
    ContractUnknownKey,
)
from importspy_static.limits import CONTRACT_PROBLEMS
from importspy_static.model.place import ContractPlace
from importspy_static.model.violation import Violation

SYNONYMS = {
    "args": "arguments",
    "params": "arguments",
    "parameters": "arguments",
    "returns": "return_annotation",
    "return": "return_annotation",
    "return_type": "return_annotation",
    "type": "annotation",
    "annotations": "annotation",
    "default": "value",
    "bases": "superclasses",
    "base": "superclasses",
    "extends": "superclasses",
    "inherits": "superclasses",
    "is_async": "async",
    "attrs": "attributes",
    "properties": "attributes",
    "fields": "attributes",
    "file": "filename",
    "path": "filename",
    "module": "filename",
    "python": "pythons",
    "system": "systems",
    "architecture": "arch",
    "env": "environment",
    "implementation": "interpreter",
    "runtimes": "deployments",
    "scope": "type",
    "keyword": "keyword_only",
    "kwonly": "keyword_only",
    "positional": "positional_or_keyword",
    "mac": "macos",
    "osx": "macos",
}
"""What people write for words of the language, where likeness of letters would find none, or the wrong one."""


class Enough(Exception):
    """More problems than anybody reads."""


class Problems:
    """All problems found so far. An alias makes one text be read several times; its problems are told once.

    Raises `Enough` with the last problem that is told.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[tuple[object, ...], Violation] = {}

    def __len__(self) -> int:
        return len(self._found)

    @property
    def found(self) -> tuple[Violation, ...]:
        return tuple(self._found.values())

    def place(self, mark: Mark, key: str) -> ContractPlace:
        return ContractPlace(self.path, mark.line, mark.column, key)

    def add(self, problem: Violation, said: str) -> None:
        """Add a problem. `said` is what it says, without the path of the key."""
        place = problem.contract_place
        at = (place.path, place.line, place.column) if place else ("", 0, 0)
        self._found.setdefault((*at, problem.code, said), problem)
        if len(self._found) >= CONTRACT_PROBLEMS:
            raise Enough

    def invalid(self, place: ContractPlace, reason: str) -> None:
        self.add(ContractInvalid(contract_place=place, reason=reason), reason)

    def unexpected(self, place: ContractPlace, expected: str, actual: str) -> None:
        self.add(ContractInvalid(contract_place=place, expected=expected, actual=actual), expected)

    def contradiction(self, place: ContractPlace, reason: str) -> None:
        self.add(ContractContradiction(contract_place=place, reason=reason), reason)

    def unknown_key(self, place: ContractPlace, section: str, unknown: str, known: tuple[str, ...]) -> None:
        problem = ContractUnknownKey(
            contract_place=place,
            section=section,
            unknown=quoted(unknown),
            nearest=nearest(unknown, known),
            known=known,
        )
        self.add(problem, unknown)


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that is most likely meant, if there is a likely one."""
    if len(word) > 50:
        return None
    folded = {each.lower(): each for each in known}
    lower = word.lower().replace("-", "_").replace(" ", "_")
    if lower in folded:
        return folded[lower]
    if SYNONYMS.get(lower) in known:
        return SYNONYMS[lower]
    close = get_close_matches(lower, folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None
