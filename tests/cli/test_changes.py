"""`--changed [BASE]`: what is a revision and what a path, and what is checked then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from importspy_static.cli.changes import base_of, spelled_out
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, write
from tests.revisions.repositories import git, repository_of


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["check", "--changed"], ["check", "--changed="]),
        (["check", "--changed", "main"], ["check", "--changed=main"]),
        (["check", "--changed", "origin/main", "src"], ["check", "--changed=origin/main", "src"]),
        (["check", "--changed", "src"], ["check", "--changed=", "src"]),
        (["check", "--changed", "-q"], ["check", "--changed=", "-q"]),
        (["check", "--changed=src", "src"], ["check", "--changed=src", "src"]),
        (["check", "--changed", "--", "main"], ["check", "--changed=", "--", "main"]),
        (["check", "--", "--changed", "main"], ["check", "--", "--changed", "main"]),
        (["generate", "--changed", "main"], ["generate", "--changed", "main"]),
        ([], []),
    ],
)
def test_the_word_behind_is_a_revision_unless_there_is_such_a_file(
    given: list[str], meant: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path)
    assert spelled_out(given) == meant


def test_in_ci_the_base_is_what_is_merged_into() -> None:
    assert base_of("v1", {"GITHUB_BASE_REF": "main"}) == "v1"
    assert base_of("", {"GITHUB_BASE_REF": "main"}) == "origin/main"
    assert base_of("", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc"}) == "abc"
    assert base_of("", {"GITHUB_BASE_REF": ""}) == "HEAD", "GitHub sets it to nothing where nothing is merged"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for variable in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(variable, raising=False)
    write(tmp_path, {"c.yml": RUN, "p/a.py": BREAKS, "p/b.py": BREAKS, "p/c.py": KEEPS})
    repository_of(tmp_path)
    return checker(tmp_path, monkeypatch, capsys)


def test_only_what_changed_is_checked(check: Check, tmp_path: Path) -> None:
    assert found(check("p", "-s", "c.yml")) == ["p/a.py SPY302", "p/b.py SPY302"]
    done = check("p", "-s", "c.yml", "--changed")
    assert (done.status, done.out) == (0, "")
    assert "nothing to check: nothing differs from HEAD" in done.err
    (tmp_path / "p" / "b.py").write_text(f"{BREAKS}\n")
    assert found(check("--changed", "p", "-s", "c.yml")) == ["p/b.py SPY302"]
    git(tmp_path, "checkout", "-qb", "topic")
    git(tmp_path, "commit", "-qam", "two")
    assert check("p", "-s", "c.yml", "--changed").status == 0
    assert found(check("p", "-s", "c.yml", "--changed", "main")) == ["p/b.py SPY302"]
    (tmp_path / "c.yml").write_text(f"{RUN}# more\n")
    assert len(found(check("p", "-s", "c.yml", "--changed"))) == 2


def test_the_variable_says_it_too(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTSPY_STATIC_CHANGED", "main")
    assert check("p", "-s", "c.yml").status == 0


@pytest.mark.parametrize(
    ("base", "message"),
    [("nix", "error: --changed: there is no revision 'nix'"), ("--help", "error: --changed: '--help' is no revision")],
)
def test_what_is_no_revision_is_refused(check: Check, base: str, message: str) -> None:
    done = check("p", "-s", "c.yml", f"--changed={base}")
    assert (done.status, done.out) == (2, "")
    assert message in done.err


def test_where_is_no_repository_it_is_refused(check: Check, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / ".git")
    done = check("p", "-s", "c.yml", "--changed")
    assert done.status == 2
    assert "leave --changed out to check all" in done.err
