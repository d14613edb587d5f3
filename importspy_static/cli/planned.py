"""What is judged against what, or why nothing can be: what `check` and `graph` have in common."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from importspy_static.cli import terminal
from importspy_static.cli.contracts import ContractsOfPaths, remedy
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.status import RefusalError
from importspy_static.lazy_dataclasses import replace
from importspy_static.report.full import render_problems
from importspy_static.report.look import Look
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import Wanted
    from importspy_static.checking.planning import Plan
    from importspy_static.checking.run import Run
    from importspy_static.configuration.settings import Configuration
    from importspy_static.contract.problems import ContractError


def planned(
    run: Run,
    wanted: Wanted,
    contracts: ContractsOfPaths,
    found: Configuration | None,
    aside: Look,
    *,
    needs_contract: bool = True,
    compares_installed: bool = False,
    begins: bool = False,
) -> Plan:
    """What is judged against what; `needs_contract`: there has to be something to judge. With `compares_installed`,
    a distribution that is named is something, if no contract is. `begins`: as that of the run.

    Raises:
        RefusalError: there is nothing to judge, or a contract cannot be used; every reason has been told.
    """
    from importspy_static.checking.contracts import RefusedContractsError, Terms

    groups = contracts.of_entry_points()
    try:
        if wanted.is_project and not wanted.paths and not groups:
            wanted = _of_bundle(run, wanted, contracts)
        plan = run.plan(wanted, Terms(contracts, groups), begins=begins)
    except RefusedContractsError as refusal:
        raise refused_contracts(refusal.refused, aside) from refusal
    is_mapped = found is not None and bool(found.contracts)
    is_forced = wanted.exclusion is not None and wanted.exclusion.force_exclude
    _refuse_missing(plan)
    if not needs_contract:
        return plan
    if plan.uncovered_by_name and not is_mapped and not is_forced:
        path = plan.uncovered_by_name[0]
        raise RefusalError(f"no contract for {visible(path)}", _remedy(plan, path))
    if compares_installed and plan.installed and contracts.named is None:
        return plan
    if not plan.tasks and not plan.unknown_contracts and not is_forced:
        raise _nothing(plan, is_mapped)
    return plan


def _of_bundle(run: Run, wanted: Wanted, contracts: ContractsOfPaths) -> Wanted:
    """The files that a named contract is about, where no path is given."""
    from importspy_static.checking.planning import bundled_files

    named = contracts.named
    if named is None:
        raise RefusalError(
            "no PATH is given, and no configuration maps contracts to paths",
            "give files or folders, or write `contracts` into [tool.importspy-static] of pyproject.toml",
        )
    held = run.contracts.held(named)
    run.contracts.raise_refused()
    files = () if held is None else bundled_files(held.contract, wanted.roots, run.where)
    if not files:
        raise RefusalError(
            f"no PATH is given, and {visible(named)} names no files itself", "give the files that it is about"
        )
    return replace(wanted, paths=files)


def inputs(plan: Plan) -> Iterable[str]:
    """The files that a run reads as they are named."""
    yield from (task.path for task in plan.tasks)
    for task in plan.tasks:
        yield from (task.held.contract.path, *task.held.contract.lines)
    yield from (source.file for home in plan.gathered.neighbourhoods for source in home.sources)


def _nothing(plan: Plan, is_mapped: bool) -> RefusalError:
    """Why there is nothing to judge."""
    files = plan.uncovered
    if not files:
        left_out = len(plan.gathered.skipped)
        return (
            RefusalError("nothing to check: every file is excluded", "see --exclude and --respect-gitignore")
            if left_out
            else RefusalError("nothing to check: there is no Python file")
        )
    first = files[0]
    if len(files) == 1:
        message = f"no contract for {visible(first)}"
    else:
        message = f"no contract for any of {len(files)} files, such as {visible(first)}"
    if is_mapped:
        return RefusalError(
            message, "no path of `contracts` in the configuration leads to it; or give one with -s FILE"
        )
    return RefusalError(message, _remedy(plan, first))


def _remedy(plan: Plan, path: str) -> str:
    """What to do about a file that has no contract: nothing is taken that comes with what is checked."""
    foreign = (source for home in plan.gathered.neighbourhoods if home.is_foreign for source in home.sources)
    return remedy(None if any(source.path == path for source in foreign) else path)


def _refuse_missing(plan: Plan) -> None:
    """Tell the paths that lead to nothing. The report has each that is under contract as SPY001, unless there is
    nothing else.
    """
    gathered = plan.gathered
    refusals = [_missing(each.path, each.reason, each.kind) for each in gathered.unmatched]
    for name, nearest in gathered.missing_distributions:
        refusals.append(
            RefusalError(
                f"no distribution is installed that is called {visible(name) or repr('')}", did_you_mean(nearest)
            )
        )
    is_end = bool(refusals) and (
        bool(gathered.missing_distributions)
        or not any(home.sources or home.unreadable for home in gathered.neighbourhoods)
        or any(each.path in plan.uncovered for each in gathered.unmatched)
    )
    for refusal in refusals[: len(refusals) - is_end]:
        terminal.tell(_told(refusal))
    if is_end:
        raise refusals[-1]


def _missing(path: str, reason: str, kind: str) -> RefusalError:
    shown = visible(path) or repr("")
    if kind != "file":
        return RefusalError(f"{shown}: {reason}", did_you_mean(_nearest_start(path)) if kind == "glob" else "")
    return RefusalError(f"no such path: {shown}", did_you_mean(nearest_path(path)))


def _nearest_start(glob: str) -> str | None:
    """What was probably meant by the folders that a glob begins with, if these are not there."""
    parts = glob.split(os.sep)
    start = os.sep.join(takewhile(lambda part: not set(part) & set("*?["), parts))
    return nearest_path(start) if start and not os.path.lexists(start) else None


def _told(refusal: RefusalError) -> str:
    return f"error: {refusal.message}\n" + (f"  {refusal.hint}\n" if refusal.hint else "")


def refused_contracts(refused: Mapping[str, ContractError], aside: Look, done: str = "checked") -> RefusalError:
    """Tell all that is wrong with contracts, and give the error that ends the run."""
    return RefusalError(f"{tell_problems(refused, aside)} in the contract: nothing was {done}")


def tell_problems(refused: Mapping[str, ContractError], aside: Look) -> str:
    """Tell all that is wrong with contracts; how many problems that are."""
    for contract, error in refused.items():
        lines = {path: dict(enumerate(told, start=1)) for path, told in error.lines.items()}
        terminal.tell(render_problems(error.problems, lines, aside))
        if not os.path.lexists(contract) and (meant := nearest_path(contract)):
            terminal.tell(f"{did_you_mean(meant)}\n")
    count = sum(len(error.problems) for error in refused.values())
    return f"{count} {'problem' if count == 1 else 'problems'}"
