"""The command `contract lint`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static._version import VERSION
from importspy_static.cli import choices, configured, options, terminal
from importspy_static.cli.contracts import BESIDE, IN_FOLDER
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.settings import OF_A_PROJECT
from importspy_static.cli.status import RefusalError, Status
from importspy_static.model.violation import SEVERITIES
from importspy_static.report.look import Look

if TYPE_CHECKING:
    from importspy_static.checking.linting import Linted
    from importspy_static.cli.settings import Settings
    from importspy_static.configuration.settings import Configuration, MappedContract, PathPattern, SettingPlace
    from importspy_static.model.violation import Violation

FORMS = ("full", "concise", "json")


def lint(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Contracts (default: all that check would use, and what the configuration maps)."
        ),
    ] = None,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(FORMS),
            help="The form of the report.",
            autocompletion=lambda: list(FORMS),
        ),
    ] = "full",
    fail_on: Annotated[
        str,
        typer.Option(metavar="|".join(reversed(SEVERITIES)), help="The least severity for exit status 1."),
    ] = "warning",
    config: options.Config = None,
    isolated: options.Isolated = None,
    color: options.Color = None,
    quiet: options.Quiet = None,
    log_level: options.LogLevel = None,
) -> None:
    """Tell all that is wrong with contracts, and what is legal but idle: no module is looked at.

    Errors are what keeps `check` from using a contract; warnings (SPY014) are parts on which nothing depends. Exit
    status: 0 nothing is wrong, 1 something is, 2 a file cannot be opened or there is none, 3 a bug in this program.
    """
    settings = configured.settings(locals(), OF_A_PROJECT, reads_configuration=not files)
    form = choices.one_of(output_format, FORMS, "--output-format")
    least = choices.one_of(fail_on, SEVERITIES, "--fail-on")
    from importspy_static.checking.linting import lint as lint_file
    from importspy_static.checking.linting import lint_configuration, once

    found = settings.found
    linted = [lint_file(path, configured.is_code) for path in _named(files, settings)]
    if found is not None:
        mapped = tuple(_mapped_to_nothing(found, settings))
        files_of = [lint_configuration(path, (each for each in mapped if _path(each) == path)) for path in found.files]
        linted = [*files_of, *linted]
    linted = list(once(linted)) if form != "json" else linted
    _tell(linted, form, terminal.look(settings.color, sys.stdout))
    unread = [each.path for each in linted if not each.is_read]
    for path in unread:
        if not os.path.lexists(path) and (meant := nearest_path(path)):
            terminal.tell(f"{did_you_mean(meant)}\n")
    if not settings.boolean("quiet"):
        from importspy_static.report.linted import summary

        terminal.tell(summary(_by_path(linted)))
    if unread:
        raise typer.Exit(Status.REFUSED)
    severe = [each for file in linted for each in file.problems if _is_severe(each, least)]
    raise typer.Exit(Status.VIOLATIONS if severe else Status.COMPLIANT)


def _named(files: Sequence[str] | None, settings: Settings) -> list[str]:
    """The contracts to look at, each once: those that are named, else all that `check` would use.

    Raises:
        RefusalError: there are none.
    """
    if files:
        return list(dict.fromkeys(files))
    from importspy_static.checking.linting import below

    found = settings.found
    mapped = () if found is None else (each.contract for each in found.contracts)
    in_folder = [IN_FOLDER] if os.path.lexists(IN_FOLDER) else []
    by_file: dict[str, str] = {}
    for path in (*mapped, *in_folder, *below(configured.exclusion(settings), BESIDE)):
        by_file.setdefault(os.path.realpath(path), path)
    if not by_file:
        raise RefusalError(
            f"no FILE is given, no configuration names contracts, and none lies here as {IN_FOLDER} or beside a module",
            f"give a contract, or write {IN_FOLDER} here",
        )
    return list(by_file.values())


def _mapped_to_nothing(found: Configuration, settings: Settings) -> Iterator[Violation]:
    """The paths of `contracts` and `overrides` in the configuration that lead to no file."""
    from importspy_static.checking.linting import lost, mapped_to_nothing
    from importspy_static.model.place import ContractPlace

    entries: dict[SettingPlace, MappedContract | PathPattern] = {
        **{each.pattern_place: each for each in found.contracts if each.shape != "entry-points"},
        **{path.place: path for each in found.overrides for path in each.paths},
    }
    reasons = lost([each.path for each in entries.values()], configured.exclusion(settings))
    for place, each in entries.items():
        if each.path in reasons:
            where = ContractPlace(place.path, place.line, place.column, place.key)
            yield mapped_to_nothing(where, each.pattern, reasons[each.path])


def _tell(linted: Sequence[Linted], form: str, look: Look) -> None:
    problems = [problem for each in linted for problem in each.problems]
    match form:
        case "json":
            from importspy_static.report.linted import as_json

            terminal.say(as_json(_by_path(linted), VERSION))
        case "concise":
            from importspy_static.report import concise

            terminal.say(concise.render_problems(problems, look))
        case _:
            from importspy_static.report import full

            lines = {
                path: dict(enumerate(text, start=1)) for each in linted for path, text in (each.lines or {}).items()
            }
            terminal.say(full.render_problems(problems, lines, look))


def _by_path(linted: Sequence[Linted]) -> Mapping[str, Sequence[Violation]]:
    return {each.path: each.problems for each in linted}


def _path(problem: Violation) -> str | None:
    return problem.contract_place.path if problem.contract_place else None


def _is_severe(problem: Violation, least: str) -> bool:
    return SEVERITIES.index(problem.severity) >= [str(each) for each in SEVERITIES].index(least)
