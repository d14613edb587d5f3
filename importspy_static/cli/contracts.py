"""Which contracts a file is checked against."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from importspy_static.cli.locks import lock_of
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration

IN_FOLDER = "spymodel.yml"
BESIDE = (".spymodel.yml", ".importspy.yml")
"""How the names of contracts end that lie beside the module of their name, the first before the second."""


class ContractsOfPaths:
    """The contract that is named; else those that a configuration maps to a path; else the one beside the file under
    its own name; else `spymodel.yml` in the current folder. With those that are not named goes the lock of the
    project, which is about the files that it has.
    """

    def __init__(self, named: str | None, configuration: Configuration | None) -> None:
        self.named, self._configuration = named, configuration
        self._lock = lock_of(configuration)

    def __call__(self, path: str, is_foreign: bool) -> Sequence[str]:
        """The paths of the contracts, none if there are none.

        Beside what is in an archive or installed there are no contracts: who is checked does not write them.
        """
        if self.named is not None:
            return (self.named,)
        own = [*self._own(path, is_foreign)]
        return own if is_foreign or not os.path.lexists(self._lock) else [*own, self._lock]

    def _own(self, path: str, is_foreign: bool) -> Sequence[str]:
        if self._configuration is not None and self._configuration.contracts:
            from importspy_static.configuration import contracts_for

            if mapped := contracts_for(self._configuration, path):
                return [each.contract for each in mapped]
        candidates = (IN_FOLDER,) if is_foreign else (*beside(path), IN_FOLDER)
        return [*filter(os.path.lexists, candidates)][:1]

    def of_entry_points(self) -> dict[str, list[str]]:
        """The contracts of what is registered under groups."""
        found: dict[str, list[str]] = {}
        for each in () if self._configuration is None else self._configuration.contracts:
            if each.shape == "entry-points":
                found.setdefault(each.path, []).append(self.named or each.contract)
        return found


def beside(path: str) -> Iterator[str]:
    """The contracts that a module may have beside it."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0] or name
    for ending in BESIDE:
        yield os.path.join(folder, f"{stem}{ending}")


def remedy(path: str | None) -> str:
    """What to do where a module has none; None if it is not ours, and none is taken that is beside it."""
    names = IN_FOLDER if path is None else f"{visible(next(beside(path)))} or {IN_FOLDER}"
    return f"give one with -s FILE, or write {names} in the current folder"
