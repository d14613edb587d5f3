"""Facts of a host: the only reader of `platform`, and of the environment. See `docs/decisions/0007-*.md`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from importspy_static.limits import INTERPRETER_SECONDS
from importspy_static.probes.host import host_environment, host_target
from importspy_static.probes.problems import ProbeError

if TYPE_CHECKING:
    from os import PathLike

    from importspy_static.model.environment import Environment

__all__ = [
    "ProbeError",
    "host_environment",
    "host_target",
    "interpreter_environment",
    "read_snapshot",
    "script_text",
]


def interpreter_environment(
    executable: str, *, seconds: float = INTERPRETER_SECONDS, distributions: bool = False, names: Collection[str] = ()
) -> Environment:
    """The facts of another interpreter, which is run isolated; see `interpreter.interpreter_environment`."""
    from importspy_static.probes import interpreter

    return interpreter.interpreter_environment(executable, seconds=seconds, distributions=distributions, names=names)


def read_snapshot(path: str | PathLike[str]) -> Environment:
    """The facts that a snapshot file tells; see `snapshot.read_snapshot`."""
    from importspy_static.probes import snapshot

    return snapshot.read_snapshot(path)


def script_text(shown: Collection[str] = (), *, distributions: bool = True) -> str:
    """The program that tells the facts of the Python that runs it; see `program.script_text`."""
    from importspy_static.probes import program

    return program.script_text(shown, distributions=distributions)
