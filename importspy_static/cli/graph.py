"""The command `graph`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from importspy_static.cli import choices, configured, options, terminal
from importspy_static.cli.contracts import ContractsOfPaths
from importspy_static.cli.extraction import extractors
from importspy_static.cli.planned import inputs, planned
from importspy_static.cli.progress import Progress
from importspy_static.cli.settings import OF_VERDICTS
from importspy_static.cli.status import Status
from importspy_static.cli.writing import deliver, look_of, refuse_input
from importspy_static.report.graph.formats import GRAPH_FORMATS, render_graph
from importspy_static.report.look import Look


def graph(
    paths: options.Paths = None,
    spymodel: options.Spymodel = None,
    dist: options.Distributions = None,
    environment: options.EnvironmentOption = None,
    python: options.PythonOption = None,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(GRAPH_FORMATS),
            help="The form of the graph.",
            autocompletion=lambda: list(GRAPH_FORMATS),
        ),
    ] = "text",
    output_file: options.OutputFile = None,
    config: options.Config = None,
    isolated: options.Isolated = None,
    root: options.Roots = None,
    exclude: options.Exclude = None,
    extend_exclude: options.ExtendExclude = None,
    force_exclude: options.ForceExclude = None,
    respect_gitignore: options.RespectGitignore = None,
    no_progress: options.NoProgress = None,
    color: options.Color = None,
    log_level: options.LogLevel = None,
    jobs: options.Jobs = None,
    cache_dir: options.CacheFolder = None,
    no_cache: options.NoCache = None,
) -> None:
    """Show who imports whom, with the contracts and verdicts of each module; cycles are marked.

    Without PATH the paths of the configuration, else the current folder. Nothing is run. Exit status: 0 the graph is
    shown, whatever the verdicts are; 2 the question could not be asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), OF_VERDICTS)
    form = choices.one_of(output_format, tuple(GRAPH_FORMATS), "--output-format")
    found = settings.found
    asked = configured.Asked(
        paths=paths or (() if dist or (found is not None and found.contracts) else (".",)),
        distributions=dist or (),
        standard_input=None,
        settings=settings,
    )
    contracts = ContractsOfPaths(settings.text("spymodel"), found)
    aside = terminal.look(settings.color, sys.stderr)
    from importspy_static.checking.run import Run

    wanted = asked.wanted()
    with Run(configured.where(settings), configured.policy(settings), extractors(settings, wanted)) as run:
        plan = planned(run, wanted, contracts, found, aside, needs_contract=False)
        if output_file is not None:
            refuse_input(output_file, [*inputs(plan), *configured.files(settings)])
        with Progress(Look() if settings.boolean("no-progress") else aside) as progress:
            drawn = run.graph(plan, progress.step)
            if output_file is not None:
                refuse_input(output_file, run.read)
    deliver(render_graph(drawn, form, look_of(settings.color, output_file)), output_file)
    raise typer.Exit(Status.COMPLIANT)
