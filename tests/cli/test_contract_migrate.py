"""`contract migrate` on real files: what it writes, what it tells, and that it writes all or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from importspy_static.cli.main import main

OLD = "# mine\nfilename: a.py\n"
NEW = "# mine\nschema_version: 1\nfilename: a.py\n"
Migrate = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def migrate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Migrate:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["contract", "migrate", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def test_in_place(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    status, out, err = migrate("a.yml")
    assert status == 0
    assert out.startswith("a.yml:2: 'schema_version: 1' is added: ")
    assert err == "1 file: 1 changed, 0 as of version 1\n"
    assert Path("a.yml").read_text() == NEW
    assert migrate("a.yml") == (0, "", "1 file: 0 changed, 1 as of version 1\n")


def test_check_writes_nothing(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    status, out, err = migrate("--check", "a.yml")
    assert status == 1
    assert out
    assert err == "1 file: 1 would be changed, 0 as of version 1\n"
    assert Path("a.yml").read_text() == OLD
    Path("a.yml").write_text(NEW)
    assert migrate("--check", "a.yml")[0] == 0


def test_to_another_file(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    assert migrate("a.yml", "-o", "b.yml")[0] == 0
    assert (Path("a.yml").read_text(), Path("b.yml").read_text()) == (OLD, NEW)
    assert migrate("b.yml", "-o", "c.yml")[0] == 0
    assert Path("c.yml").read_text() == NEW


def test_what_is_as_it_should_be_is_not_written(migrate: Migrate) -> None:
    Path("a.yml").write_text(NEW)
    os.utime("a.yml", (1, 1))
    migrate("a.yml")
    assert Path("a.yml").stat().st_mtime == 1


def test_if_one_cannot_be_used_none_is_written(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    Path("b.yml").write_text("functions: [{nme: f}]\n")
    status, out, err = migrate("a.yml", "b.yml", "c.yml")
    assert (status, out) == (2, "")
    assert "unknown key 'nme'" in err
    assert "no such file" in err
    assert "nothing was written" in err
    assert Path("a.yml").read_text() == OLD


@pytest.mark.parametrize("name", ["missing.yml", ".", os.devnull, "a\x1bb"])
def test_what_is_no_file(migrate: Migrate, name: str) -> None:
    status, out, err = migrate(name)
    assert (status, out) == (2, "")
    assert "SPY010" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("content", [b"", b"\0\1", "é: 1".encode("latin-1"), b"x" * (5 * 2**20 + 1)])
def test_what_is_no_contract(migrate: Migrate, content: bytes) -> None:
    Path("a.yml").write_bytes(content)
    assert migrate("a.yml")[:2] == (2, "")
    assert Path("a.yml").read_bytes() == content


def test_a_read_only_file_stays_as_it_is(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    os.chmod("a.yml", 0o444)
    if os.access("a.yml", os.W_OK):
        pytest.skip("whoever runs this may write anything")
    status, _, err = migrate("a.yml")
    assert status == 2
    assert "read-only" in err
    assert Path("a.yml").read_text() == OLD


def test_a_link_is_followed_and_a_file_of_two_names_is_one(migrate: Migrate) -> None:
    Path("a.yml").write_text(OLD)
    Path("b.yml").symlink_to("a.yml")
    status, out, _ = migrate("b.yml", "a.yml")
    assert status == 0
    assert len(out.splitlines()) == 1
    assert Path("b.yml").is_symlink()
    assert Path("a.yml").read_text() == NEW


@pytest.mark.parametrize("wrong", [[], ["a.yml", "--check", "-o", "b.yml"], ["a.yml", "c.yml", "-o", "b.yml"]])
def test_wrong_use(migrate: Migrate, wrong: list[str]) -> None:
    for name in ("a.yml", "c.yml"):
        Path(name).write_text(OLD)
    assert migrate(*wrong)[:2] == (2, "")
    assert not Path("b.yml").exists()


def test_the_bases_are_looked_at_where_they_are(migrate: Migrate) -> None:
    Path("base.yml").write_text("functions: [{name: f}]\n")
    Path("a.yml").write_text("extends: base.yml\n")
    assert migrate("a.yml")[0] == 0
    assert Path("a.yml").read_text() == "schema_version: 1\nextends: base.yml\n"
    assert Path("base.yml").read_text() == "functions: [{name: f}]\n"
