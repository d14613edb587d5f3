"""Configurations for tests, and what the reader is told."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from importspy_static._version import VERSION
from importspy_static.catalogue import all_violations
from importspy_static.configuration import ConfigurationError, read_configuration
from importspy_static.configuration.settings import Configuration, Known
from importspy_static.model.policy import fit
from importspy_static.report.formats import FORMATS


def is_code(text: str) -> bool:
    return any(fit(text, kind) for kind in all_violations())


def codes() -> list[str]:
    return [name for kind in all_violations() for name in (kind.code, kind.name)]


KNOWN = Known(version=VERSION, is_code=is_code, codes=codes, formats=tuple(FORMATS))


def write(folder: Path, text: str, name: str = "importspy-static.toml") -> Path:
    """A file of this text, with two contracts beside it that entries may name."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    for contract in ("a.yml", "b.yml"):
        (file.parent / contract).touch()
    return file


def read(folder: Path, text: str, name: str = "importspy-static.toml") -> Configuration:
    return read_configuration(str(write(folder, text, name)), KNOWN)


def refused(file: Path | str) -> list[str]:
    """What is wrong with a file, one line each, without the folder that it is in."""
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(str(file), KNOWN)
    assert all(problem.remedy for problem in caught.value.problems)
    folder = str(Path(file).parent)
    return [line.replace(f"{folder}/", "") for line in str(caught.value).splitlines()]


def problems(folder: Path, text: str, name: str = "importspy-static.toml") -> list[str]:
    """What is wrong with a text, one line each, without the file."""
    return [line.removeprefix(f"{name}:") for line in refused(write(folder, text, name))]
