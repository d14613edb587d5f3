"""`--baseline` and `--write-baseline`: what is known before a run, and after it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from importspy_static.cli import terminal
from importspy_static.cli.status import RefusalError
from importspy_static.cli.writing import write_whole
from importspy_static.model.violation import REGISTER
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.baseline import Baseline
    from importspy_static.model.identity import Identity
    from importspy_static.model.policy import Policy
    from importspy_static.model.report import Report

MOST_STALE = 20
"""Entries that are named."""


class Baselines:
    """What is known of a run.

    Args:
        path: the file that says what is known; None if there is none.
        written: the file that is to say it from now on.
        policy: what counts in this run.

    Raises:
        RefusalError: the file cannot be used.
    """

    def __init__(self, path: str | None, written: str | None, policy: Policy) -> None:
        self.path, self.written, self._policy = path, written, policy
        self._known = None if path is None else _read(path)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are read."""
        return tuple(each for each in (self.path,) if each is not None and each != self.written)

    def settle(self, report: Report, *, quiet: bool) -> Report:
        """Set apart what is known, tell what of it is stale, and write what is known from now on.

        Raises:
            RefusalError: the file cannot be written.
        """
        if self._known is None and self.written is None:
            return report
        from importspy_static.model.baseline import Baseline, baseline_of, compared, joined

        is_looked_at = _looked_at(report, self._policy)
        result = compared(report, self._known or Baseline({}), is_looked_at)
        if self.written is None:
            if not quiet:
                _tell_stale(result.stale, visible(self.path or ""))
            return result.report
        from importspy_static.report.baseline import baseline_text

        before = _read_if_usable(self.written)
        known = joined(baseline_of(result.report), before, is_looked_at)
        write_whole(self.written, baseline_text(known))
        if not quiet:
            count = sum(known.counts.values())
            terminal.tell(
                f"{visible(self.written)}: {count} {'violation is' if count == 1 else 'violations are'} known\n"
            )
        return compared(result.report, known, is_looked_at).report


def _read(path: str) -> Baseline:
    from importspy_static.configuration.baseline import read_baseline
    from importspy_static.configuration.problems import ConfigurationError

    try:
        return read_baseline(path)
    except ConfigurationError as error:
        (problem,) = error.problems
        raise RefusalError(f"{visible(str(problem))}", visible(problem.remedy)) from error


def _read_if_usable(path: str) -> Baseline:
    """What a file says that is about to be replaced; it may be missing or damaged."""
    from importspy_static.model.baseline import Baseline

    try:
        return _read(path)
    except RefusalError:
        return Baseline({})


def _looked_at(report: Report, policy: Policy) -> Callable[[Identity], bool]:
    """Whether this run would have told the violation of an entry, or nothing ever will."""
    repository = report.repository
    modules = {repository.way_to(module.path): module.path for module in report.modules}
    contracts = {repository.way_to(module.contract) for module in report.modules}

    def is_looked_at(key: Identity) -> bool:
        path = modules.get(key.path)
        if path is None and key.path not in contracts:
            return _is_gone(os.path.join(repository.root, key.path))
        kind = REGISTER.get(key.code)
        return kind is None or policy.of(path or key.path).may_tell(kind)

    return is_looked_at


def _is_gone(path: str) -> bool:
    """Whether there is no such file; what is in an archive may be there."""
    while not os.path.lexists(path):
        folder = os.path.dirname(path)
        if folder == path or not folder:
            return True
        path = folder
    return os.path.isdir(path)


def _tell_stale(stale: Baseline, path: str) -> None:
    """What nothing matches any more. That is good news: it is told, and fails nothing."""
    if not stale.counts:
        return
    count = sum(stale.counts.values())
    entries = "entry is" if count == 1 else "entries are"
    lines = [f"{path}: {count} {entries} stale; --write-baseline drops them"]
    named = sorted(stale.counts.items())
    for key, times in named[:MOST_STALE]:
        times_told = f" ({times} times)" if times > 1 else ""
        symbol = f" {visible(key.symbol)}" if key.symbol else ""
        lines.append(f"  {visible(key.path)}: {visible(key.code)}{symbol}{times_told}")
    if len(named) > MOST_STALE:
        lines.append(f"  and {len(named) - MOST_STALE} more")
    terminal.tell("".join(f"{line}\n" for line in lines))
