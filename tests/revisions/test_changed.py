"""What differs from a revision: committed since the branch left it, staged, not staged, new."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from importspy_static.revisions.changed import GitError, changes_since
from tests.revisions.repositories import git, repository_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "src").mkdir(parents=True)
    for name in ("a.py", "b.py", "src/c.py", "gone.py"):
        (folder / name).write_text("x = 1\n")
    (folder / ".gitignore").write_text("ignored.py\n")
    repository_of(folder)
    return folder


def told(folder: Path, revision: str = "HEAD") -> list[str]:
    found = changes_since(str(folder), revision)
    there = {str(path) for path in Path(found.top).rglob("*.py")}
    return sorted(os.path.relpath(path, found.top) for path in {*there, *found.objects} if found.has(path))


def test_nothing_differs_from_what_is_checked_out(repository: Path) -> None:
    assert told(repository) == []
    assert told(repository / "src") == []


def test_staged_changed_new_and_removed_files_differ(repository: Path) -> None:
    (repository / "a.py").write_text("x = 2\n")
    git(repository, "add", "a.py")
    (repository / "src" / "c.py").write_text("x = 2\n")
    (repository / "né w.py").write_text("")
    (repository / "ignored.py").write_text("")
    (repository / "gone.py").unlink()
    assert told(repository / "src") == ["a.py", "gone.py", "ignored.py", "né w.py", "src/c.py"]
    found = changes_since(str(repository / "src"), "HEAD")
    assert found.removed
    assert found.has(str(repository / "src" / ".." / "a.py"))
    assert not found.has(str(repository / "b.py"))


def test_what_the_base_got_since_is_none_of_ours(repository: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    (repository / "a.py").write_text("x = 2\n")
    git(repository, "commit", "-qam", "ours")
    git(repository, "checkout", "-q", "main")
    (repository / "b.py").write_text("x = 2\n")
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "topic")
    assert told(repository, "main") == ["a.py"]


def test_a_renamed_file_is_a_removed_and_a_new_one(repository: Path) -> None:
    git(repository, "mv", "a.py", "z.py")
    assert told(repository) == ["a.py", "z.py"]


def test_files_behind_links_are_known_by_where_they_are(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository)
    (repository / "a.py").write_text("x = 2\n")
    found = changes_since(str(tmp_path / "link"), "HEAD")
    assert found.has(str(tmp_path / "link" / "a.py"))
    assert found.is_within(str(tmp_path / "link" / "b.py"))
    assert not found.is_within(str(tmp_path / "elsewhere.py"))


def test_no_filter_of_the_configuration_is_started(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    (repository / ".gitattributes").write_text("*.py filter=trap diff=trap\n")
    for key in ("filter.trap.clean", "filter.trap.process", "diff.trap.textconv", "diff.external", "core.fsmonitor"):
        git(repository, "config", key, f"touch {trap}; cat")
    (repository / "a.py").write_text("x = 2\n")
    os.utime(repository / "b.py", (1, 1))
    assert told(repository) == ["a.py"]
    assert not trap.exists()


def test_line_ends_make_no_difference_nor_does_the_time(repository: Path) -> None:
    (repository / "a.py").write_bytes(b"x = 1\r\n")
    os.utime(repository / "b.py", (1, 1))
    assert told(repository) == []


def test_a_repository_with_longer_names_of_objects(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    (tmp_path / "a.py").write_text("x = 2\n")
    assert told(tmp_path) == ["a.py"]


def test_a_file_that_cannot_be_read_differs(repository: Path) -> None:
    (repository / "a.py").unlink()
    (repository / "a.py").mkdir()
    assert told(repository) == ["a.py"]


@pytest.mark.parametrize(
    ("revision", "message"),
    [("nix", "there is no revision 'nix'"), ("--output=x", "'--output=x' is no revision"), ("", "'' is no revision")],
)
def test_what_is_no_revision_is_told(repository: Path, revision: str, message: str) -> None:
    with pytest.raises(GitError, match=message):
        changes_since(str(repository), revision)
    assert not (repository / "x").exists()


def test_a_folder_without_a_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="in no git repository"):
        changes_since(str(tmp_path), "HEAD")


def test_a_repository_without_a_commit_has_no_revision(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(GitError, match="there is no revision 'HEAD'"):
        changes_since(str(tmp_path), "HEAD")


def test_branches_that_have_nothing_in_common_are_told(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "other")
    git(repository, "commit", "-qm", "root")
    with pytest.raises(GitError, match="have no commit in common"):
        changes_since(str(repository), "main")


def test_a_shallow_clone_is_told_to_fetch(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "-qb", "topic")
    for number in range(3):
        (repository / "a.py").write_text(f"x = {number}\n")
        git(repository, "commit", "-qam", "more", "--allow-empty")
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "-qm", "theirs", "--allow-empty")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{repository}", "shallow")
    git(tmp_path / "shallow", "checkout", "-q", "topic")
    with pytest.raises(GitError, match="shallow") as caught:
        changes_since(str(tmp_path / "shallow"), "origin/main")
    assert "fetch-depth: 0" in caught.value.hint
