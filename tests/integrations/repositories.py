"""Repositories for tools that want one: the working tree, and the fixtures."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SHOP = ROOT / "fixtures" / "repositories" / "shop" / "repository"
"""One module breaks its contract, and a contract has an idle line."""
MENDED = ROOT / "fixtures" / "repositories" / "shop" / "mended"
"""What makes it keep all contracts."""
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis"}

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in (("NAME", "A"), ("EMAIL", "a@b"))
    },
}
"""No setting of whoever runs this, such as signed commits."""


def environment(**variables: str) -> dict[str, str]:
    """The variables of a process that knows nothing of a repository or of continuous integration around this one."""
    inherited = {
        key: text for key, text in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "PRE_COMMIT_"))
    }
    return {**inherited, **GIT, **variables}


def git(folder: Path, *arguments: str) -> str:
    """What git answers."""
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.autocrlf=false", *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def commit(folder: Path) -> None:
    """All files of a folder, as a commit of its repository, which is made if there is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "all")


def lay(folder: Path, *layers: Path) -> Path:
    """Copy the files of folders into one, later ones over earlier ones."""
    for each in layers:
        shutil.copytree(each, folder, dirs_exist_ok=True)
    return folder


def working_tree(folder: Path) -> Path:
    """This repository as it is on disk, committed; of a source distribution, all that is in it."""
    for name in _files():
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    commit(folder)
    return folder


def _files() -> Iterable[str]:
    if (ROOT / ".git").exists():
        listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        return [name for name in listed.split("\0") if name]
    return _below(ROOT)


def _below(folder: Path) -> Iterator[str]:
    """The files of a source distribution that is unpacked, without what tests and environments leave there."""
    for each in sorted(folder.iterdir()):
        if each.name in NOT_OURS or each.name.endswith((".egg-info", "_cache")):
            continue
        if each.is_dir():
            yield from _below(each)
        else:
            yield each.relative_to(ROOT).as_posix()
