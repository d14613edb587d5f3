"""The command `generate`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from importspy_static.cli import choices, configured, options, terminal
from importspy_static.cli.extraction import extractors
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.planned import refused_contracts
from importspy_static.cli.progress import Progress
from importspy_static.cli.settings import OF_A_PROJECT, OF_EXTRACTION
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver, refuse_input, write_whole
from importspy_static.model.depth import Depth
from importspy_static.report.look import Look
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.gathering import Gathered
    from importspy_static.checking.generation import Detail, Generation

DETAILS: tuple[Detail, ...] = ("names", "signatures", "full")
FORMS = ("yaml", "json")


def generate(
    paths: options.Paths = None,
    dist: options.Distributions = None,
    output_file: Annotated[
        str | None,
        typer.Option("--output-file", "-o", metavar="FILE", help="Write the contract here, whole or not at all."),
    ] = None,
    detail: Annotated[
        str,
        typer.Option(
            metavar="|".join(DETAILS),
            help="names: what there is; signatures: how it is called; full: types, values and bases, too.",
            autocompletion=lambda: list(DETAILS),
        ),
    ] = "full",
    private: Annotated[bool, typer.Option("--private", help="Names that begin with an underscore, too.")] = False,
    dependencies: Annotated[
        bool, typer.Option("--dependencies", help="What of the installed distributions they stand on, too.")
    ] = False,
    integrity: Annotated[
        bool, typer.Option("--integrity", help="The fingerprints of what modules mean, too, as `lock` takes them.")
    ] = False,
    update: Annotated[
        bool,
        typer.Option(
            "--update", help="Change of the contract in -o what no longer holds, add what is new, keep all else."
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format", "-f", metavar="|".join(FORMS), help="The form.", autocompletion=lambda: list(FORMS)
        ),
    ] = "yaml",
    environment: options.EnvironmentOption = None,
    python: options.PythonOption = None,
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
    log_level: options.LogLevel = None,
    jobs: options.Jobs = None,
    cache_dir: options.CacheFolder = None,
    no_cache: options.NoCache = None,
) -> None:
    """Write a contract of what modules are. Nothing of them is run.

    Of several files it is one contract with a section for each. It passes `check` on what it was made of; what cannot
    be told from the source is left out, with a comment that says why. Exit status: 0 written, 1 something of a contract
    that is brought up to date has to be changed by hand, 2 the question could not be asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), (*OF_A_PROJECT, *OF_EXTRACTION))
    is_quiet = settings.boolean("quiet")
    form = choices.one_of(output_format, FORMS, "--output-format")
    level = cast("Detail", choices.one_of(detail, DETAILS, "--detail"))
    if not paths and not dist:
        raise RefusalError("no PATH is given", "give a file, a package or an archive, or --dist NAME")
    is_there = output_file is not None and os.path.lexists(output_file)
    if update and (output_file is None or form != "yaml"):
        raise RefusalError("--update needs a contract to update", "name it with -o FILE")
    if output_file is not None and is_there and not (force or update):
        raise RefusalError(
            f"{visible(output_file)} is there", "replace it with --force, or bring it up to date with --update"
        )
    where = configured.where(settings)
    asked = configured.Asked(
        paths=paths or (),
        distributions=dist or (),
        standard_input=None,
        settings=settings,
    )
    aside = terminal.look(settings.color, sys.stderr)
    from importspy_static.checking.generation import Generation

    wanted = asked.wanted()
    with Generation(
        where,
        level,
        private=private,
        dependencies=dependencies,
        integrity=integrity,
        extractors=extractors(settings, wanted, Depth.WHOLE),
    ) as generation:
        gathered = generation.gather(wanted)
        refuse_missing(gathered)
        if output_file is not None:
            refuse_input(output_file, [each.file for home in gathered.neighbourhoods for each in home.sources])
        with Progress(Look() if settings.boolean("no-progress") else aside) as progress:
            if update and is_there and output_file is not None:
                raise typer.Exit(_update(generation, gathered, output_file, progress, aside, quiet=is_quiet))
            written = generation.write(gathered, os.path.dirname(output_file or ""), progress.step)
    for each in written.unwritten:
        terminal.tell(f"{visible(each.path)}: left out, {visible(each.reason)}\n")
    if written.document is None:
        raise RefusalError("nothing to write a contract of: no source could be read")
    deliver(written.yaml if form == "yaml" else written.json, output_file)
    if output_file is not None and not is_quiet:
        count = written.modules
        terminal.tell(f"{visible(output_file)}: the contract of {count} {'module' if count == 1 else 'modules'}\n")
    raise typer.Exit(Status.COMPLIANT)


def _update(
    generation: Generation, gathered: Gathered, path: str, progress: Progress, aside: Look, *, quiet: bool
) -> Status:
    """Bring a contract up to date, and tell what was changed."""
    from importspy_static.contract.problems import ContractError

    try:
        found = generation.update(gathered, path, progress.step)
    except ContractError as error:
        raise refused_contracts({path: error}, aside) from error
    for each in found.unwritten:
        terminal.tell(f"{visible(each.path)}: left out, {visible(each.reason)}\n")
    if found.changes:
        write_whole(path, found.text)
    for change in () if quiet else found.changes:
        terminal.tell(f"{visible(path)}: {visible(change)}\n")
    if not quiet and not found.changes and not found.left and not found.unlocked:
        terminal.tell(f"{visible(path)} is up to date\n")
    for violation in found.left:
        place = violation.contract_place
        where = path if place is None else f"{place.path}:{place.line}"
        terminal.tell(f"{visible(where)}: to be changed by hand: {visible(violation.message)}\n")
    for each_unlocked in found.unlocked:
        terminal.tell(f"{visible(path)}: {visible(each_unlocked)}\n")
    return Status.VIOLATIONS if found.left or found.unlocked else Status.COMPLIANT


def refuse_missing(gathered: Gathered) -> None:
    """Raises `RefusalError` for the first path or name that leads to nothing."""
    for each in gathered.unmatched:
        shown = visible(each.path) or repr("")
        if each.kind == "file":
            raise RefusalError(f"no such path: {shown}", did_you_mean(nearest_path(each.path)))
        raise RefusalError(f"{shown}: {each.reason}")
    for name, nearest in gathered.missing_distributions:
        raise RefusalError(f"no distribution is installed that is called {visible(name)!r}", did_you_mean(nearest))
