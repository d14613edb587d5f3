"""What makes a violation the same from run to run. Lines and columns are no part of it: they move.

Read by whoever knows a violation again: the fingerprints of formats, and the baseline.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from importspy_static.model.repository import Repository
from importspy_static.model.violation import Violation


class Identity(NamedTuple):
    """Several violations may have one identity: the same requirement broken twice by the same thing."""

    path: str
    """Of the file it is told in, from the root of the repository, with slashes; empty if it has no place at all."""
    code: str
    symbol: str
    key: str
    """The path of the key in the contract; empty if no line of a contract asked."""


def identity(violation: Violation, repository: Repository) -> Identity:
    """The identity of a violation, wherever the repository lies and whichever of its folders paths are told from."""
    place = violation.place or violation.contract_place
    return Identity(
        path="" if place is None else repository.way_to(place.path),
        code=violation.code,
        symbol=violation.symbol,
        key="" if violation.contract_place is None else violation.contract_place.key,
    )


def fingerprints(identities: Iterable[Identity]) -> Iterator[str]:
    """64 hexadecimal digits for each, no two alike: those of one identity are told apart by their number in order."""
    seen: Counter[Identity] = Counter()
    for each in identities:
        seen[each] += 1
        # As JSON, which keeps the parts apart whatever they hold, in ASCII, as names may hold lone surrogates.
        yield sha256(json.dumps([*each, seen[each]]).encode("ascii")).hexdigest()
