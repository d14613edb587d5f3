"""The contracts of a run: each is read once, and all that is wrong with any of them is told together."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from importspy_static.checking.judges import EveryDeployment, Judge, OneHost
from importspy_static.checking.where import Where
from importspy_static.contract.lockfile import is_lock
from importspy_static.contract.problems import ContractError, ContractInvalid
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import Contract
from importspy_static.model.policy import Policy

ContractReference: TypeAlias = "Contract | str | os.PathLike[str]"
"""A contract, or the path of its file."""


@dataclass(frozen=True)
class Terms:
    """Which contracts hold for what."""

    of: Callable[[str, bool], Sequence[ContractReference]]
    """The contracts of a path; told whether it is of an archive or an installed distribution. None: not under
    contract."""
    of_entry_points: Mapping[str, Sequence[ContractReference]] = field(default_factory=lambda: MappingProxyType({}))
    """The contracts of what is registered under a group."""


class RefusedContractsError(Exception):
    """Contracts that cannot be used, by their paths as given."""

    def __init__(self, refused: Mapping[str, ContractError]) -> None:
        self.refused = refused
        super().__init__("\n".join(map(str, refused.values())))


class Held(NamedTuple):
    """A contract, and what judges modules against it."""

    contract: Contract
    judge: Judge


class Contracts:
    """Reads contracts, and makes a judge for each."""

    def __init__(self, where: Where, policy: Policy) -> None:
        self._where, self._policy = where, policy
        self._held: dict[object, Held | ContractError] = {}
        self._real: dict[str, str] = {}
        self.refused: dict[str, ContractError] = {}

    def held(self, reference: ContractReference) -> Held | None:
        """The contract and its judge; None if it cannot be used, which `refused` has then."""
        found = self.tried(reference)
        if isinstance(found, Held):
            return found
        self.refused[reference.path if isinstance(reference, Contract) else os.fspath(reference)] = found
        return None

    def tried(self, reference: ContractReference) -> Held | ContractError:
        """The contract and its judge, or why it cannot be used, which is for the caller to tell."""
        key: object = id(reference) if isinstance(reference, Contract) else self._realpath(os.fspath(reference))
        if key not in self._held:
            try:
                contract = read_terms(reference)
                self._held[key] = Held(contract, self._judge(contract))
            except ContractError as error:
                self._held[key] = error
        return self._held[key]

    def _realpath(self, path: str) -> str:
        """Each file of a run asks for its contract, and most of them for the same."""
        if path not in self._real:
            self._real[path] = os.path.realpath(path)
        return self._real[path]

    def _judge(self, contract: Contract) -> Judge:
        if self._where.every_deployment and not is_lock(contract.path):  # fingerprints are those of any host
            return EveryDeployment(contract, self._policy)
        return OneHost(contract, self._policy, self._where)

    @property
    def usable(self) -> tuple[Held, ...]:
        """Those that were asked for and can be used."""
        return tuple(each for each in self._held.values() if isinstance(each, Held))

    def raise_refused(self) -> None:
        """Give up if any contract cannot be used.

        Raises:
            RefusedContractsError: with all of them.
        """
        if self.refused:
            raise RefusedContractsError(self.refused)


def read_terms(contract: ContractReference | None) -> Contract:
    """The contract itself, read if it is a path.

    Raises:
        ContractError: it cannot be used, or there is none.
    """
    if isinstance(contract, Contract):
        return contract
    if contract is None:
        raise ContractError([ContractInvalid(reason="no contract is given, so every module would keep it")])
    from importspy_static.contract.reader import read_contract

    return read_contract(contract)
