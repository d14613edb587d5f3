"""The command `check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import choices, configured, log, options, terminal
from importspy_static.cli.contracts import ContractsOfPaths
from importspy_static.cli.planned import inputs, planned
from importspy_static.cli.progress import Progress
from importspy_static.cli.status import Status
from importspy_static.cli.writing import deliver, look_of, refuse_input
from importspy_static.report.formats import FORMATS, renderer
from importspy_static.report.look import Look
from importspy_static.report.summary import summary, verdicts
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.planning import Plan
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
    wanted = asked.wanted(found, is_mapped=spymodel is None)
    aside = terminal.look(color, sys.stderr)
    contracts = ContractsOfPaths(spymodel, found)
    from importspy_static.checking.run import Run

    with Run(where, wishes) as run:
        plan = planned(run, wanted, contracts, found, aside)
        if output_file is not None:
            refuse_input(output_file, [*inputs(plan), *configured.files(found, environment, python)])
        if not plan.tasks and asked.is_forced(found):
            terminal.tell("nothing to check: no file is under contract\n")
        with Progress(aside if not no_progress else Look()) as progress:
            report = run.report(plan, progress.step, deep=deep)
            if output_file is not None:
                refuse_input(output_file, run.read)
    deliver(render(report, look_of(color, output_file)), output_file)
    _close(report, plan, aside, quiet=quiet, verbose=verbose, dry_run=dry_run)
    raise typer.Exit(Status.COMPLIANT if report.ok or dry_run else Status.VIOLATIONS)


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
    if report.modules:
        terminal.tell(summary(report, aside))
    if plan.uncovered:
        count = len(plan.uncovered)
        terminal.tell(f"{count} {'file is' if count == 1 else 'files are'} under no contract\n")
    if dry_run and not report.ok:
        terminal.tell("dry run: the exit status would be 1\n")
