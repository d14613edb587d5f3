"""Git is asked for what a revision has; nothing of a repository is started or changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from importspy_static.checking.differences import Comparison, UnaskableError
from importspy_static.checking.revisions import Revision
from importspy_static.checking.where import Where
from importspy_static.revisions.process import GitError
from importspy_static.revisions.repository import read_tree
from tests.revisions.repositories import git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    package = folder / "src" / "acme"
    package.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (package / "__init__.py").write_text("from ._core import run\n")
    (package / "_core.py").write_text("def run(a): ...\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "tag", "v1.2")
    (package / "_core.py").write_text("def run(b): ...\n")
    git(folder, "commit", "-qam", "two")
    return folder


def test_two_revisions_of_a_path_are_compared_without_a_checkout(repository: Path) -> None:
    before = sorted(path.read_bytes() for path in repository.rglob("*") if path.is_file())
    with Comparison(Where()) as comparison:
        old, new = (Revision(each, "src/acme", str(repository)) for each in ("v1.2", "HEAD"))
        found = comparison.differences(old, new)
        assert comparison.differences(new, new).found == ()
    (only,) = found.found
    assert (only.module, only.symbol, only.breaks) == ("acme", "run(a)", "callers")
    assert only.old_place is not None
    assert only.old_place.path == "v1.2:src/acme/_core.py"
    assert sorted(path.read_bytes() for path in repository.rglob("*") if path.is_file()) == before


def test_a_path_is_told_from_the_folder_that_is_asked_from(repository: Path) -> None:
    with Comparison(Where()) as comparison:
        found = comparison.differences(*(Revision(each, "acme", str(repository / "src")) for each in ("v1.2", "HEAD")))
    assert len(found.found) == 1


def test_an_unknown_revision_is_told_with_the_nearest(repository: Path) -> None:
    with pytest.raises(GitError, match=r"no revision 'v1\.1'") as caught:
        read_tree(str(repository), "v1.1")
    assert "v1.2" in caught.value.hint


def test_a_shallow_clone_is_told_with_the_remedy(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    with pytest.raises(GitError, match="shallow") as caught:
        read_tree(str(tmp_path / "shallow"), "v1.2")
    assert "git fetch --unshallow" in caught.value.hint


def test_a_path_that_the_revision_lacks_is_told(repository: Path) -> None:
    with Comparison(Where()) as comparison, pytest.raises(UnaskableError, match="has no 'src/nothing'"):
        comparison.side(Revision("v1.2", "src/nothing", str(repository)))


def test_no_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "elsewhere")  # which does not count
    with pytest.raises(GitError, match="in no git repository"):
        read_tree(str(tmp_path), "HEAD")


def test_no_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(GitError, match="git is not installed"):
        read_tree(str(repository), "HEAD")


@pytest.mark.parametrize("revision", ["--output=x", "-h", "", "a\0b", "a\nb"])
def test_what_is_no_revision_is_never_an_option(repository: Path, revision: str) -> None:
    with pytest.raises(GitError, match="is no revision"):
        read_tree(str(repository), revision)


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
def test_no_program_of_the_repository_is_started(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(trap, hooks / name)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.trap.textconv",
        "diff.external",
        "core.editor",
    ):
        git(repository, "config", key, str(trap))
    git(repository, "config", "filter.trap.smudge", str(trap))
    (repository / ".git" / "info" / "attributes").write_text("*.py diff=trap filter=trap\n")
    (tmp_path / "sprung").unlink(missing_ok=True)  # setting the trap may spring it
    tree = read_tree(str(repository), "v1.2")
    assert tree.contents(tree.entries)
    assert not (tmp_path / "sprung").exists()


def test_links_and_submodules_are_no_files(repository: Path) -> None:
    os.symlink("/etc/passwd", repository / "src" / "acme" / "secret.py")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "link")
    assert not any("secret" in each.path for each in read_tree(str(repository), "HEAD").entries)
