"""Configuration: `importspy-static.toml`, or a table of `pyproject.toml`. See `docs/decisions/0010-*.md`.

`configuration_for` finds and reads it, `contracts_for` says which contracts it maps to a file. A run without a
configuration imports neither a TOML reader nor what takes its tables apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from importspy_static.configuration.problems import ConfigurationError, ConfigurationProblem
from importspy_static.configuration.search import configuration_for, find_configuration

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration, Known, MappedContract

__all__ = [
    "ConfigurationError",
    "ConfigurationProblem",
    "configuration_for",
    "contracts_for",
    "find_configuration",
    "read_configuration",
]


def read_configuration(path: str, known: Known) -> Configuration:
    """The settings of a file, joined with those of the files that it extends; see `reading.read_configuration`."""
    from importspy_static.configuration import reading

    return reading.read_configuration(path, known)


def contracts_for(configuration: Configuration, path: str) -> tuple[MappedContract, ...]:
    """The contracts that are mapped to a file; see `mapping.contracts_for`."""
    from importspy_static.configuration import mapping

    return mapping.contracts_for(configuration, path)
