"""The command `diff`."""

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
from importspy_static.cli.settings import OF_TWO_SIDES
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver, look_of, refuse_input
from importspy_static.report.difference.formats import DIFFERENCE_FORMATS, render_differences
from importspy_static.report.look import Look
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.checking.differences import SideOf
    from importspy_static.model.difference import Bump, Differences

_PLANNED = ("none", "patch", "minor", "major")


def diff(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="OLD NEW | OLD..NEW [PATH]",
            help="Each side a contract, a module, a package or other folder, a wheel or source distribution, or "
            "REV:PATH; or two revisions of one path.",
            show_default=False,
        ),
    ],
    bump: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(_PLANNED),
            help="The bump that is planned, in place of that between the versions that both sides declare.",
            autocompletion=lambda: list(_PLANNED),
        ),
    ] = None,
    environment: options.EnvironmentOption = None,
    python: options.PythonOption = None,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(DIFFERENCE_FORMATS),
            help="The form of the differences.",
            autocompletion=lambda: list(DIFFERENCE_FORMATS),
        ),
    ] = "full",
    output_file: options.OutputFile = None,
    no_progress: options.NoProgress = None,
    color: options.Color = None,
    quiet: options.Quiet = None,
    log_level: options.LogLevel = None,
    jobs: options.Jobs = None,
    cache_dir: options.CacheFolder = None,
    no_cache: options.NoCache = None,
) -> None:
    """Say how two versions of an interface differ, whom each difference breaks, and which bump it asks for.

    Nothing is run, and of git only listings and contents are asked. The differences go to standard output, the verdict
    to standard error. Exit status: 0 the bump is large enough or there are no versions to judge it by, 1 it is too
    small, 2 the question could not be asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), OF_TWO_SIDES, reads_configuration=False)
    form = choices.one_of(output_format, tuple(DIFFERENCE_FORMATS), "--output-format")
    planned = cast("Bump | None", None if bump is None else choices.one_of(bump, _PLANNED, "--bump"))
    old, new = _sides(sides)
    if output_file is not None:
        refuse_input(output_file, [each for each in (old, new) if isinstance(each, str)])
    where = configured.where(settings)
    aside = terminal.look(settings.color, sys.stderr)
    shown = Look() if settings.boolean("no-progress") else aside
    from importspy_static.checking.differences import Comparison, UnaskableError
    from importspy_static.contract.problems import ContractError

    try:
        with (
            Comparison(where, extractors(settings)) as comparison,
            Progress(Look() if settings.boolean("no-progress") else aside) as progress,
        ):
            found = comparison.differences(old, new, planned=planned, progress=progress.step)
    except UnaskableError as error:
        hint = error.hint or _nearest(old, new)
        raise RefusalError(visible(str(error)), visible(hint)) from error
    except ContractError as error:
        path = error.problems[0].contract_place.path if error.problems[0].contract_place is not None else ""
        raise refused_contracts({path: error}, aside) from error
    deliver(render_differences(found, form, look_of(settings.color, output_file)), output_file)
    _close(found, quiet=settings.boolean("quiet"))
    raise typer.Exit(Status.COMPLIANT if found.ok else Status.VIOLATIONS)


def _close(found: Differences, *, quiet: bool) -> None:
    from importspy_static.report.difference.words import verdict

    if not quiet and (found.found or not found.ok):
        terminal.tell(f"{verdict(found)}\n")
    if not quiet and found.not_compared:
        count = len(found.not_compared)
        terminal.tell(f"{count} {'thing was' if count == 1 else 'things were'} not compared\n")


def _sides(words: list[str]) -> tuple[SideOf, SideOf]:
    """What the words on the command line mean."""
    from importspy_static.checking.revisions import Revision

    first, *others = words
    if ".." in first and not os.path.lexists(first) and not first.startswith((".", os.sep)):
        if "..." in first:
            raise RefusalError(f"{visible(first)}: three dots have no meaning here", "write OLD..NEW")
        if len(others) > 1:
            raise RefusalError("two revisions are compared at one path", "diff OLD..NEW PATH")
        old, _, new = first.partition("..")
        path = (others or ["."])[0].replace(os.sep, "/")
        return Revision(old, path), Revision(new or "HEAD", path)
    if len(words) != 2:
        raise RefusalError("diff takes two sides", "diff OLD NEW, or diff OLD..NEW PATH for two git revisions")
    return _side(first), _side(others[0])


def _side(word: str) -> SideOf:
    from importspy_static.checking.revisions import Revision

    revision, colon, path = word.partition(":")
    is_drive = os.name == "nt" and len(revision) == 1
    if not colon or os.path.lexists(word) or is_drive:
        return word
    return Revision(revision, path)


def _nearest(*sides: SideOf) -> str:
    for each in sides:
        if isinstance(each, str) and not os.path.lexists(each):
            return did_you_mean(nearest_path(each))
    return ""
