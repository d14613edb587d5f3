"""The repository around a folder is found by `.git`, and by nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from importspy_static.model.repository import Repository
from importspy_static.project.repository import repository_around


@pytest.fixture
def below(tmp_path: Path) -> Path:
    folder = tmp_path / "services" / "billing"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("mark", ["folder", "file"])
def test_the_way_leads_from_the_root_to_the_folder(tmp_path: Path, below: Path, mark: str) -> None:
    if mark == "folder":
        (tmp_path / ".git").mkdir()
    else:
        (tmp_path / ".git").write_text("gitdir: ../elsewhere/.git/worktrees/acme\n")
    root = os.path.realpath(tmp_path)
    assert repository_around(str(below)) == Repository(root, "services/billing")
    assert repository_around(str(tmp_path)) == Repository(root, "")


def test_the_innermost_repository_counts(tmp_path: Path, below: Path) -> None:
    (tmp_path / ".git").mkdir()
    (below / ".git").write_text("gitdir: ../../.git/modules/billing\n")
    assert repository_around(str(below)) == Repository(os.path.realpath(below), "")


def test_it_is_that_of_the_current_folder_if_none_is_named(
    tmp_path: Path, below: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(below)
    assert repository_around() == Repository(os.path.realpath(tmp_path), "services/billing")


def test_without_a_repository_the_folder_stands_for_it(below: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def is_nowhere(path: str) -> bool:
        seen.append(path)
        return False

    monkeypatch.setattr(os.path, "exists", is_nowhere)
    assert repository_around(str(below)) == Repository(os.path.realpath(below), "")
    assert seen[-1] == os.path.join(os.path.abspath(os.sep), ".git"), "all the way up"


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed")
def test_a_current_folder_that_is_gone_is_no_crash(below: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(below)
    below.rmdir()
    assert repository_around() == Repository()
