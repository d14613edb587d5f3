"""The use case of `contract migrate`: a file, and what it should be."""

from __future__ import annotations

from importspy_static.contract.files import read_bytes
from importspy_static.contract.migrating import Migrated, migrated

__all__ = ["Migrated", "migrated_file"]


def migrated_file(path: str) -> Migrated:
    """A contract in the language of version 1, and what was changed for it. Nothing is written.

    Raises:
        ContractError: it cannot be read or used, or not be changed without a risk.
    """
    return migrated(read_bytes(path), path)
