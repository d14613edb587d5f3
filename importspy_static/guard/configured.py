"""The configuration of a guard: `importspy-static.toml`, or a table of `pyproject.toml`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from importspy_static._version import VERSION
from importspy_static.configuration import find_configuration, read_configuration

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration


def read(path: str) -> Configuration:
    """What a configuration says.

    Raises:
        ConfigurationError: it cannot be used.
    """
    from importspy_static.configuration.settings import Known
    from importspy_static.report.formats import FORMATS

    return read_configuration(path, Known(VERSION, _is_code, _codes, tuple(FORMATS)))


def nearest() -> str | None:
    """The path of the nearest configuration from the current folder upwards."""
    found = find_configuration()
    return None if found is None else os.path.abspath(found)


def _is_code(selector: str) -> bool:
    from importspy_static.catalogue import all_violations
    from importspy_static.model.policy import fit

    return any(fit(selector, kind) for kind in all_violations())


def _codes() -> Iterator[str]:
    from importspy_static.catalogue import all_violations

    for kind in all_violations():
        yield kind.code
        yield kind.name
