"""`--changed [BASE]`: only what may have changed since a revision."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from importspy_static.cli.status import RefusalError
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.planning import Plan

OPTION = "--changed"
COMMAND = "check"


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """Arguments in which `--changed` has its value behind `=`, which is empty if none is given.

    The word behind it is a revision unless it is an option or there is a file of that name, which is then to be
    checked. Whoever means a branch that is called like a folder writes `--changed=docs`.
    """
    told = [*arguments]
    end = told.index("--") if "--" in told else len(told)
    if COMMAND not in told[:end]:
        return told
    for at in range(end - 1, -1, -1):
        if told[at] == OPTION:
            word = told[at + 1] if at + 1 < end else "-"
            is_base = not word.startswith("-") and not os.path.lexists(word)
            told[at : at + 2 if is_base else at + 1] = [f"{OPTION}={word if is_base else ''}"]
    return told


def base_of(asked: str, environment: Mapping[str, str]) -> str:
    """The revision that is meant: in CI the branch that is to be merged into, else what is checked out.

    Sources: GitHub, "Default environment variables" (GITHUB_BASE_REF); GitLab, "Predefined CI/CD variables"
    (CI_MERGE_REQUEST_DIFF_BASE_SHA).
    """
    if asked:
        return asked
    if branch := environment.get("GITHUB_BASE_REF"):
        return f"origin/{branch}"
    return environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or "HEAD"


def left_of(plan: Plan, asked: str, configured: Iterable[str]) -> Plan:
    """The tasks of a plan whose outcome may have changed.

    Raises:
        RefusalError: git does not know the revision, or there is no repository.
    """
    from importspy_static.checking.changed import GitError, changes_since, only_changed

    try:
        return only_changed(plan, changes_since(os.curdir, base_of(asked, os.environ)), configured)
    except GitError as error:
        raise RefusalError(f"{OPTION}: {visible(str(error))}", visible(error.hint)) from error


def nothing_differs(asked: str) -> str:
    """What is told where no task is left."""
    return f"nothing to check: nothing differs from {visible(base_of(asked, os.environ))}\n"
