"""A check whose parts run wherever an executor runs them: other processes, or the machines of a cluster.

Each part plans the whole check, as who imports whom is a question about all files, and judges its share of the tasks.
So the report is the one that a check in one process gives, in the same order.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import NamedTuple, TypeAlias

from importspy_static.model.report import ModuleReport

TASKS = 100
"""Tasks of a part: enough for what planning costs, few enough to be spread."""

Part: TypeAlias = Callable[[range], Sequence[ModuleReport]]
"""Judges the tasks with these numbers. It goes to another process, so it can be pickled."""


class OtherThereError(Exception):
    """Who judges a part sees other files, or runs another Python, so that the parts would not make a whole."""


class Here(NamedTuple):
    """What has to be the same wherever parts run."""

    tasks: int
    python: str = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    """Whose grammar is the judge of what is Python."""

    def refuse_other(self, there: Here) -> None:
        """See that it is.

        Raises:
            OtherThereError: it is not.
        """
        if there.python != self.python:
            raise OtherThereError(
                f"the check is asked for with {self.python}, and a part of it ran with {there.python}"
            )
        if there.tasks != self.tasks:
            raise OtherThereError(
                f"the check has {self.tasks} modules here and {there.tasks} where a part of it ran: every machine has "
                "to see the same files under the same paths"
            )


def judged_elsewhere(executor: Executor, part: Part, tasks: int) -> list[ModuleReport]:
    """The reports of all tasks, in their order.

    Raises:
        OtherThereError: the machines are not alike.
        Exception: what a part raised; the others are cancelled.
    """
    pending: list[Future[Sequence[ModuleReport]]] = [executor.submit(part, numbers) for numbers in _parts(tasks)]
    try:
        return [report for each in pending for report in each.result()]
    finally:
        _cancel(pending)


def _parts(tasks: int) -> Iterator[range]:
    return (range(start, min(start + TASKS, tasks)) for start in range(0, tasks, TASKS))


def _cancel(pending: Sequence[Future[Sequence[ModuleReport]]]) -> None:
    for each in pending:
        each.cancel()
