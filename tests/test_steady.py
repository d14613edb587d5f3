"""A file that somebody writes while it is read: all of it as it was at one time, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import read_contract
from importspy_static.extract.reading import read_source
from importspy_static.limits import READ_ATTEMPTS
from importspy_static.model.program import Failure
from importspy_static.steady import read_steady

Meanwhile = Callable[[Callable[[int], None]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Have something done behind each part that is read, which is told how often that was."""

    def arrange(happens: Callable[[int], None]) -> None:
        read, count = os.read, 0

        def interrupted(handle: int, size: int) -> bytes:
            nonlocal count
            found = read(handle, size)
            count += 1
            happens(count)
            return found

        monkeypatch.setattr(os, "read", interrupted)

    return arrange


def test_what_rests_is_read_to_its_end_or_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1000)
    handle = os.open(path, os.O_RDONLY)
    assert read_steady(handle, 2000) == b"x" * 1000
    assert read_steady(handle, 10) == b"x" * 10
    os.close(handle)


def test_a_file_that_is_written_while_it_is_read_is_read_again(tmp_path: Path, meanwhile: Meanwhile) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"x = 1\n")

    def grow(count: int) -> None:
        if count == 1:
            path.write_bytes(b"x = 1\ny = 2\n")

    meanwhile(grow)
    assert read_source(path) == b"x = 1\ny = 2\n"


def test_a_file_that_is_cut_short_while_it_is_read_is_read_again(tmp_path: Path, meanwhile: Meanwhile) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"x = 1\ny = 2\n")
    meanwhile(lambda count: os.truncate(path, 6) if count == 1 else None)
    assert read_source(path) == b"x = 1\n"


def test_a_file_that_another_takes_the_place_of_is_read_as_it_was(tmp_path: Path, meanwhile: Meanwhile) -> None:
    path, other = tmp_path / "module.py", tmp_path / "other.py"
    path.write_bytes(b"x = 1\n")
    other.write_bytes(b"y = 2\n")
    meanwhile(lambda count: os.replace(other, path) if count == 1 else None)
    assert read_source(path) == b"x = 1\n"


def test_a_file_that_goes_on_changing_is_not_judged(tmp_path: Path, meanwhile: Meanwhile) -> None:
    module, contract = tmp_path / "module.py", tmp_path / "c.yml"
    module.write_bytes(b"x = 1\n")
    contract.write_bytes(b"functions: []\n")

    def grow(count: int) -> None:
        for each in (module, contract):
            with each.open("ab") as file:
                file.write(b"# more\n")

    meanwhile(grow)
    found = read_source(module)
    assert isinstance(found, Failure)
    assert (found.kind, found.reason) == ("unreadable", "it changes while it is read")
    with pytest.raises(ContractError, match="it changes while it is read"):
        read_contract(str(contract))
    assert READ_ATTEMPTS > 1
