"""The bytes of a contract: it is read, or refused with reasons; what is read can be written, and means the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache, partial

from importspy_static.contract.describing import document_of
from importspy_static.contract.migrating import meaning_of, migrated
from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from importspy_static.contract.writing import yaml_text
from tests.contract.test_hostile import CONTRACT, PIECES
from tests.fixture_contracts import contracts
from tests.fuzz.changing import changed
from tests.fuzz.target import Fault, Target


def judge(content: bytes) -> None:
    """Read it, write it, read it again; bring it to the language of today."""
    try:
        contract = parse_contract(content, "spymodel.yml")
    except ContractError as refused:
        _look_at(refused)
        return
    written = yaml_text(document_of(contract), with_origins=False)
    if meaning_of(parse_contract(written, "spymodel.yml")) != meaning_of(contract):
        raise Fault(f"written it means something else:\n{written}")
    try:
        migrated(content, "spymodel.yml")
    except ContractError as refused:
        _look_at(refused)


def _look_at(refused: ContractError) -> None:
    if not refused.problems:
        raise Fault("refused without a reason")
    if len(str(refused).splitlines()) != len(refused.problems):
        raise Fault("a problem is not one line")


@cache
def _seeds() -> tuple[bytes, ...]:
    found = {CONTRACT, *(path.read_bytes() for path in contracts())}
    return tuple(sorted(each for each in found if len(each) < 8_000))


def seeds() -> Sequence[bytes]:
    """The contracts of the fixtures, and one that says everything."""
    return _seeds()


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    if chance.randrange(4) == 0:  # a part of another one
        other = chance.choice(_seeds()).splitlines(keepends=True)
        lines = content.splitlines(keepends=True)
        at, start = chance.randrange(len(lines) + 1), chance.randrange(len(other))
        lines[at:at] = other[start : start + chance.randint(1, 6)]
        content = b"".join(lines)
    return changed(content, chance, PIECES)


CONTRACTS: Callable[[], Target] = partial(Target, "contracts", judge, seeds=seeds, changed=_spoilt, guided=True)
