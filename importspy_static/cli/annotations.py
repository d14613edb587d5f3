"""Annotations for runs that end without a report: with `-f github` whoever looks at a pull request sees why, too.

They go to standard error, as all that is no result does; the runner of GitHub Actions reads both streams.
"""

from __future__ import annotations

import os
from types import TracebackType
from typing import TYPE_CHECKING

from importspy_static.cli import terminal
from importspy_static.cli.settings import BY_NAME
from importspy_static.cli.status import RefusalError
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from importspy_static.report.github import Reason

ANNOTATED = "github"


class RefusalAnnotations:
    """Within it, a refusal is annotated before it goes on its way. `form` is the output format, once it is known."""

    def __init__(self, form: str | None) -> None:
        self.form = form or os.environ.get(BY_NAME["output-format"].variable, "")

    def __enter__(self) -> RefusalAnnotations:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, RefusalError) and self.form.strip().casefold() == ANNOTATED:
            from importspy_static.report.github import render_refusal

            terminal.tell(render_refusal(_reasons(error)))


def _reasons(refusal: RefusalError) -> Sequence[Reason]:
    """What is wrong with contracts or the configuration, each at its line; else what the refusal says."""
    from importspy_static.checking.contracts import RefusedContractsError
    from importspy_static.configuration import ConfigurationError
    from importspy_static.project.repository import repository_around
    from importspy_static.report.github import Reason, reason
    from importspy_static.report.located import Location

    repository = repository_around()
    match refusal.__cause__:
        case RefusedContractsError(refused=refused):
            return [reason(problem, repository) for error in refused.values() for problem in error.problems]
        case ConfigurationError(problems=problems):
            return [
                Reason(
                    visible(f"{each.key}: {each.message}" if each.key else each.message),
                    Location(repository.way_to(each.path), each.line, each.column, None),
                )
                for each in problems
            ]
    return [Reason("\n".join(filter(None, [refusal.message, refusal.hint])))]
