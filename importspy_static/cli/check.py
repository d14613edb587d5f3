"""The command `check`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import configured, options, terminal
from importspy_static.cli.annotations import RefusalAnnotations
from importspy_static.cli.baselines import Baselines
from importspy_static.cli.changes import left_of, nothing_differs
from importspy_static.cli.contracts import ContractsOfPaths
from importspy_static.cli.extraction import extractors
from importspy_static.cli.planned import inputs, planned
from importspy_static.cli.progress import Progress
from importspy_static.cli.reports import wanted_reports, write_reports
from importspy_static.cli.shown import show
from importspy_static.cli.status import Status
from importspy_static.cli.writing import deliver, look_of, refuse_input
from importspy_static.report.formats import FORMATS, render
from importspy_static.report.look import Look
from importspy_static.report.summary import summary, verdicts
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.planning import Plan
    from importspy_static.cli.settings import Settings
    from importspy_static.model.report import Report


def check(
    paths: options.Paths = None,
    spymodel: options.Spymodel = None,
    dist: options.Distributions = None,
    stdin_filename: options.StandardInputName = None,
    environment: options.EnvironmentOption = None,
    python: options.PythonOption = None,
    every_deployment: options.EveryDeploymentOption = None,
    show_values: options.ShowValues = None,
    deep: options.Deep = None,
    dry_run: options.DryRun = None,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--output-format",
            "-f",
            metavar="FORMAT",
            help=f"The form of the report: {', '.join(FORMATS)} (default: full).",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = None,
    output_file: options.OutputFile = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FORMAT=FILE",
            help="Write a report into this file, too, whole or not at all; repeatable.",
            autocompletion=lambda: [f"{form}=" for form in FORMATS],
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: options.SeverityOption = None,
    fail_on: options.FailOn = None,
    baseline: options.Baseline = None,
    write_baseline: options.WriteBaseline = None,
    changed: options.Changed = None,
    config: options.Config = None,
    isolated: options.Isolated = None,
    root: options.Roots = None,
    exclude: options.Exclude = None,
    extend_exclude: options.ExtendExclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.RespectGitignore = None,
    no_progress: options.NoProgress = None,
    color: options.Color = None,
    quiet: options.Quiet = None,
    verbose: options.Verbose = None,
    log_level: options.LogLevel = None,
    jobs: options.Jobs = None,
    cache_dir: options.CacheFolder = None,
    no_cache: options.NoCache = None,
    show_settings: options.ShowSettings = False,
    show_files: options.ShowFiles = False,
) -> None:
    """Check modules against contracts, and installed distributions against what was installed.

    The report goes to standard output, everything else to standard error. Exit status: 0 compliant, 1 at least one
    violation at or over --fail-on, 2 the question could not be asked, 3 a bug in this program.
    """
    given = locals()
    with RefusalAnnotations(output_format) as annotations:
        settings = configured.settings(given)
        annotations.form = settings.word("output-format")
        asked = configured.Asked(
            paths=paths or (), distributions=dist or (), standard_input=stdin_filename, settings=settings
        )
        if show_settings or show_files:
            show(asked, settings=show_settings, files=show_files)
            _answered(again=True)
            raise typer.Exit(Status.COMPLIANT)
        found, again = _reported(asked, settings, write_baseline)
    _answered(again=again)
    raise typer.Exit(Status.COMPLIANT if found.ok or settings.boolean("dry-run") else Status.VIOLATIONS)


def _reported(asked: configured.Asked, settings: Settings, write_baseline: str | None) -> tuple[Report, bool]:
    """Check, and tell and write what came of it; and whether the same would come of it again."""
    wishes, output = configured.policy(settings), settings.text("output-file")
    reports = wanted_reports(settings.texts("report"), output)
    where = configured.where(settings, show_values=settings.boolean("show-values"))
    wanted = asked.wanted(is_mapped=settings.text("spymodel") is None)
    aside = terminal.look(settings.color, sys.stderr)
    contracts = ContractsOfPaths(settings.text("spymodel"), settings.found)
    known = Baselines(settings.text("baseline"), write_baseline, wishes)
    written = [each for each in (*(each.path for each in reports), output, write_baseline) if each is not None]
    processes = extractors(settings, wanted)  # they load what they need while this one does
    from importspy_static.checking.run import Run

    base = settings.text("changed")
    with Run(where, wishes, processes) as run:
        begins = contracts.named is not None and base is None
        plan = planned(run, wanted, contracts, settings.found, aside, compares_installed=True, begins=begins)
        if base is not None:
            plan = left_of(plan, base, configured.files(settings))
        _refuse_inputs(written, [*inputs(plan), *configured.files(settings), *known.files])
        if not plan.tasks and settings.boolean("force-exclude"):
            terminal.tell("nothing to check: no file is under contract\n")
        elif not plan.tasks and base is not None and not plan.installed:
            terminal.tell(nothing_differs(base))
        with Progress(aside if not settings.boolean("no-progress") else Look()) as progress:
            report = run.report(plan, progress.step, deep=settings.boolean("deep"), compares_installed=True)
            _refuse_inputs(written, run.read)
    report = known.settle(report, quiet=settings.boolean("quiet"))
    write_reports(report, reports, settings.color)
    deliver(render(report, settings.word("output-format"), look_of(settings.color, output)), output)
    _close(report, plan, aside, settings)
    is_kept = not any(map(settings.boolean, ("no-cache", "show-values")))  # no text of a variable gets into the cache
    return report, is_kept and not run.gave_up


def _refuse_inputs(written: Iterable[str], inputs: Collection[str]) -> None:
    for path in written:
        refuse_input(path, inputs)


def _close(report: Report, plan: Plan, aside: Look, settings: Settings) -> None:
    if settings.boolean("verbose"):
        terminal.tell(verdicts(report, aside))
        for path in plan.uncovered:
            terminal.tell(f"{visible(path)}: under no contract\n")
        for path in plan.gathered.skipped:
            terminal.tell(f"{visible(path)}: left out\n")
    if settings.boolean("quiet"):
        return
    for each in plan.known_by_stub:
        terminal.tell(f"{visible(each.path)}: {each.reason}: its stub was looked at\n")
    if report.modules:
        terminal.tell(summary(report, aside))
    if plan.uncovered:
        count = len(plan.uncovered)
        terminal.tell(f"{count} {'file is' if count == 1 else 'files are'} under no contract\n")
    if settings.boolean("dry-run") and not report.ok:
        terminal.tell("dry run: the exit status would be 1\n")


def _answered(*, again: bool) -> None:
    from importspy_static.cli.repeated import answered

    answered(again=again)
