"""The command `check`."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import choices, configured, log, options, terminal
from importspy_static.cli.contracts import ContractsOfPaths, remedy
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.progress import Progress
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import refuse_input, write_whole
from importspy_static.report.formats import FORMATS, renderer
from importspy_static.report.full import render_problems
from importspy_static.report.look import Look
from importspy_static.report.summary import summary, verdicts
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import Gathered, Wanted
    from importspy_static.checking.planning import Plan
    from importspy_static.checking.run import Run
    from importspy_static.configuration.settings import Configuration
    from importspy_static.contract.problems import ContractError
    from importspy_static.model.report import Report

FORMAT_VARIABLE = "IMPORTSPY_STATIC_OUTPUT_FORMAT"
DEFAULT_FORMAT = "full"


def check(
    paths: options.Paths = None,
    spymodel: options.Spymodel = None,
    dist: options.Distributions = None,
    stdin_filename: options.StandardInputName = None,
    environment: options.EnvironmentOption = None,
    python: options.PythonOption = None,
    every_deployment: options.EveryDeploymentOption = None,
    show_values: options.ShowValues = False,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="A module is compliant only if the modules under contract that it imports are."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report as ever, but exit with 0.")] = False,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(FORMATS),
            envvar=FORMAT_VARIABLE,
            help=f"The form of the report (default: {DEFAULT_FORMAT}).",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = None,
    output_file: options.OutputFile = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: options.SeverityOption = None,
    fail_on: options.FailOn = None,
    config: options.Config = None,
    isolated: options.Isolated = False,
    root: options.Roots = None,
    exclude: options.Exclude = None,
    extend_exclude: options.ExtendExclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.RespectGitignore = None,
    no_progress: options.NoProgress = False,
    color: options.Color = "auto",
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    log_level: options.LogLevel = "warning",
) -> None:
    """Check modules against contracts.

    The report goes to standard output, everything else to standard error. Exit status: 0 compliant, 1 at least one
    violation at or over --fail-on, 2 the question could not be asked, 3 a bug in this program.
    """
    log.configure(choices.one_of(log_level, log.LEVELS, "--log-level"))
    color = choices.one_of(color, terminal.COLOR_CHOICES, "--color")
    if output_format is not None:
        output_format = choices.one_of(output_format, tuple(FORMATS), f"--output-format (or {FORMAT_VARIABLE})")
    configured.policy(None, select, ignore, severity, fail_on)  # wrong use is told before the configuration's problems
    found = configured.configuration(config, isolated=isolated)
    wishes = configured.policy(found, select, ignore, severity, fail_on)
    render = renderer(output_format or (found.output_format if found is not None else None) or DEFAULT_FORMAT)
    where = configured.where(found, environment, python, every_deployment, show_values)
    asked = configured.Asked(
        paths=paths or (),
        distributions=dist or (),
        standard_input=stdin_filename,
        roots=root or (),
        exclude=exclude,
        extend_exclude=extend_exclude or (),
        force_exclude=force_exclude,
        respect_gitignore=respect_gitignore,
    )
    wanted = asked.wanted(found)
    aside = terminal.look(color, sys.stderr)
    contracts = ContractsOfPaths(spymodel, found)
    from importspy_static.checking.run import Run

    with Run(where, wishes) as run:
        plan = planned(run, wanted, contracts, found, aside)
        if output_file is not None:
            named = [each for each in (environment, python) if each is not None]
            refuse_input(output_file, [*inputs(plan), *(found.files if found is not None else ()), *named])
        if not plan.tasks and asked.is_forced(found):
            terminal.tell("nothing to check: no file is under contract\n")
        with Progress(aside if not no_progress else Look()) as progress:
            report = run.report(plan, progress.step, deep=deep)
    if output_file is None:
        terminal.say(render(report, terminal.look(color, sys.stdout)))
    else:
        write_whole(output_file, render(report, Look(color=color == "always")))
    _close(report, plan, aside, quiet=quiet, verbose=verbose, dry_run=dry_run)
    raise typer.Exit(Status.COMPLIANT if report.ok or dry_run else Status.VIOLATIONS)


def planned(run: Run, wanted: Wanted, contracts: ContractsOfPaths, found: Configuration | None, aside: Look) -> Plan:
    """What is judged against what.

    Raises:
        RefusalError: there is nothing to judge, or a contract cannot be used; every reason has been told.
    """
    from importspy_static.checking.contracts import RefusedContractsError, Terms

    groups = contracts.of_entry_points()
    try:
        if wanted.is_project and not wanted.paths and not groups:
            wanted = _of_bundle(run, wanted, contracts)
        plan = run.plan(wanted, Terms(contracts, groups))
    except RefusedContractsError as refusal:
        raise refused_contracts(refusal.refused, aside) from refusal
    is_mapped = found is not None and bool(found.contracts)
    is_forced = wanted.exclusion is not None and wanted.exclusion.force_exclude
    _refuse_missing(plan.gathered)
    if plan.uncovered_by_name and not is_mapped:
        path = plan.uncovered_by_name[0]
        raise RefusalError(f"no contract for {visible(path)}", remedy(path))
    if not plan.tasks and not is_forced:
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
    files = () if held is None else bundled_files(held.contract, wanted.roots)
    if not files:
        raise RefusalError(
            f"no PATH is given, and {visible(named)} names no files itself", "give the files that it is about"
        )
    return dataclasses.replace(wanted, paths=files)


def inputs(plan: Plan) -> Iterable[str]:
    """The files that a run reads as they are named."""
    yield from (task.path for task in plan.tasks)
    yield from (task.held.contract.path for task in plan.tasks)
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
    return RefusalError(message, remedy(first))


def _refuse_missing(gathered: Gathered) -> None:
    """Tell the paths that lead to nothing. The report has each as SPY001, unless there is nothing else."""
    refusals = [_missing(each.path, each.reason, each.kind) for each in gathered.unmatched]
    for name, nearest in gathered.missing_distributions:
        refusals.append(
            RefusalError(
                f"no distribution is installed that is called {visible(name) or repr('')}", did_you_mean(nearest)
            )
        )
    is_end = bool(gathered.missing_distributions) or (
        bool(refusals) and not any(home.sources or home.unreadable for home in gathered.neighbourhoods)
    )
    for refusal in refusals[: len(refusals) - is_end]:
        terminal.tell(_told(refusal))
    if is_end:
        raise refusals[-1]


def _missing(path: str, reason: str, kind: str) -> RefusalError:
    shown = visible(path) or repr("")
    if kind != "file":
        return RefusalError(f"{shown}: {reason}")
    return RefusalError(f"no such path: {shown}", did_you_mean(nearest_path(path)))


def _told(refusal: RefusalError) -> str:
    return f"error: {refusal.message}\n" + (f"  {refusal.hint}\n" if refusal.hint else "")


def refused_contracts(refused: Mapping[str, ContractError], aside: Look) -> RefusalError:
    """Tell all that is wrong with contracts, and give the error that ends the run."""
    for contract, error in refused.items():
        numbered = dict(enumerate(error.lines, start=1))
        lines = {place.path: numbered for problem in error.problems if (place := problem.contract_place)}
        terminal.tell(render_problems(error.problems, lines, aside))
        if not os.path.lexists(contract) and (meant := nearest_path(contract)):
            terminal.tell(f"{did_you_mean(meant)}\n")
    count = sum(len(error.problems) for error in refused.values())
    return RefusalError(f"{count} {'problem' if count == 1 else 'problems'} in the contract: nothing was checked")


def _close(report: Report, plan: Plan, aside: Look, *, quiet: bool, verbose: bool, dry_run: bool) -> None:
    if verbose:
        terminal.tell(verdicts(report, aside))
        for path in plan.uncovered:
            terminal.tell(f"{visible(path)}: under no contract\n")
        for path in plan.gathered.skipped:
            terminal.tell(f"{visible(path)}: left out\n")
    if quiet:
        return
    for each in plan.known_by_stub:
        terminal.tell(f"{visible(each.path)}: {each.reason}: its stub was looked at\n")
    if plan.tasks:
        terminal.tell(summary(report, aside))
    if plan.uncovered:
        count = len(plan.uncovered)
        terminal.tell(f"{count} {'file is' if count == 1 else 'files are'} under no contract\n")
    if dry_run and not report.ok:
        terminal.tell("dry run: the exit status would be 1\n")
