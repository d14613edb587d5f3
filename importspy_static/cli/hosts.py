"""Options that name a host: `--environment` and `--python`."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.status import RefusalError
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.environment import Environment, Host
    from importspy_static.probes.problems import ProbeError

HERE, NOWHERE = "host", "none"
WORDS = (HERE, NOWHERE)


def refuse_two(environment: str, python: str | None, every_deployment: bool = False, script: bool = False) -> None:
    """See that one host is named at most.

    Raises:
        RefusalError: two are.
    """
    named = [f"--environment {visible(environment)}"] if environment != HERE else []
    named += ["--python"] if python is not None else []
    named += ["--every-deployment"] if every_deployment else []
    named += ["--script"] if script else []
    if len(named) > 1:
        raise RefusalError(f"{' and '.join(named)} exclude each other", "each names a host of its own")


def files(environment: str, python: str | None) -> list[str]:
    """The files that the options name: nothing may be written over them."""
    named = [] if environment in WORDS else [environment]
    return named if python is None else [*named, shutil.which(python) or python]


def named(environment: str, python: str | None, *, distributions: bool = False) -> Environment | Host | None:
    """The host that the options name; that this is this one is left for the check to look at.

    Raises:
        RefusalError: its facts cannot be had.
    """
    if python is None and environment == NOWHERE:
        return None
    if python is None and environment == HERE:
        from importspy_static.model.environment import HOST

        return HOST
    return described(environment, python, distributions=distributions)


def described(environment: str, python: str | None, *, distributions: bool = False) -> Environment:
    """The facts of the host that the options name.

    Raises:
        RefusalError: they cannot be had.
    """
    from importspy_static.probes.problems import ProbeError
    from importspy_static.probing import probe, snapshot

    try:
        if python is not None or environment == HERE:
            return probe(python, distributions=distributions)
        return snapshot(environment)
    except ProbeError as error:
        raise refusal(error, environment if python is None else None) from error


def refusal(error: ProbeError, snapshot: str | None = None) -> RefusalError:
    """The error for people, with every problem.

    Args:
        error: what the probe says.
        snapshot: the path that was given, if it is about a file.
    """
    head = visible(error.source) or repr("")
    first, *more = [visible(problem) for problem in error.problems]
    if more and snapshot is not None:
        first, more = f"{len(error.problems)} problems", [first, *more]
    message = "\n  ".join([f"{head}: {first}", *more])
    return RefusalError(message, _meant(snapshot) or visible(error.remedy))


def _meant(snapshot: str | None) -> str:
    """What was probably meant by the name of a snapshot that is not there."""
    if snapshot is None or os.path.lexists(snapshot):
        return ""
    word = snapshot.strip().casefold()
    return did_you_mean(word if word in WORDS else nearest_path(snapshot))
