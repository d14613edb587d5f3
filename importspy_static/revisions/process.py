"""Git, asked for what it has. Nothing is checked out or written, and no program of a configuration is started."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from importspy_static.limits import GIT_SECONDS

_HARMLESS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "protocol.allow=never",
)
"""A repository's configuration can name programs: to watch files, as hooks, to fetch what a partial clone lacks."""


class GitError(Exception):
    """What was asked of git is not to be had. Its text is a clause in lower case; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def environment() -> dict[str, str]:
    """Ours without what would lead git elsewhere, and with messages that can be told apart."""
    kept = {name: each for name, each in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}


def _program() -> str:
    """Where git is: never in the folder that is looked at, which Windows would ask first.

    Raises:
        GitError: it is nowhere.
    """
    folders = [each for each in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(each)]
    found = shutil.which("git", path=os.pathsep.join(folders)) if folders else None
    if found is None or not os.path.isabs(found):
        raise GitError("git is not installed", "give files or folders instead of revisions")
    return found


def git(folder: str, arguments: Sequence[str], given: bytes = b"") -> tuple[int, bytes, str]:
    """The exit status, the answer and the complaints of git in a folder.

    Raises:
        GitError: git cannot be started, or does not answer in time.
    """
    try:
        done = subprocess.run(
            [_program(), *_HARMLESS, *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            env=environment(),
            timeout=GIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {GIT_SECONDS:.0f} seconds") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {(error.strerror or type(error).__name__).lower()}") from None
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")
