"""The command `contract show`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import choices, configured, hosts, options, terminal
from importspy_static.cli.planned import tell_problems
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver, refuse_input
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.contract import Contract
    from importspy_static.model.target import Target

FORMS = ("yaml", "json")


def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The contract.", show_default=False)],
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(FORMS),
            help="YAML with the origins as comments, or JSON with the origins by key.",
            autocompletion=lambda: list(FORMS),
        ),
    ] = "yaml",
    environment: Annotated[
        str | None,
        typer.Option(
            metavar="host|FILE|none",
            help="Only what holds on this host, or on that of a snapshot; else all, with its conditions.",
            autocompletion=lambda: list(hosts.WORDS),
        ),
    ] = None,
    python: Annotated[
        str | None, typer.Option(metavar="EXE", help="Only what holds for this interpreter.", show_default=False)
    ] = None,
    output_file: Annotated[
        str | None, typer.Option("--output-file", "-o", metavar="FILE", help="Write it here, whole or not at all.")
    ] = None,
    color: options.Color = None,
    log_level: options.LogLevel = None,
) -> None:
    """Show what a contract means with all that it extends, and the file and line that each requirement comes from.

    What is shown is a contract itself, and means the same. Exit status: 0 it is shown, 2 the question could not be
    asked, 3 a bug in this program.
    """
    settings = configured.settings(locals(), ("color", "log-level"), reads_configuration=False)
    form = choices.one_of(output_format, FORMS, "--output-format")
    hosts.refuse_two(environment if environment is not None else hosts.HERE, python)
    contract = _contract(file, settings.color)
    target = _target(environment, python)
    from importspy_static.checking.showing import shown_json, shown_yaml

    text = shown_json(contract, target) if form == "json" else shown_yaml(contract, target)
    if output_file is not None:
        refuse_input(output_file, [*contract.lines, *hosts.files(environment or hosts.HERE, python)])
    deliver(text, output_file)
    raise typer.Exit(Status.COMPLIANT)


def _target(environment: str | None, python: str | None) -> Target | None:
    if python is None and environment in (None, hosts.NOWHERE):
        return None
    return hosts.described(environment if environment is not None else hosts.HERE, python).target


def _contract(path: str, color: str) -> Contract:
    from importspy_static.checking import read_terms
    from importspy_static.contract.problems import ContractError

    try:
        return read_terms(path)
    except ContractError as error:
        count = tell_problems({path: error}, terminal.look(color, sys.stderr))
        raise RefusalError(f"{count} in {visible(path) or repr('')}: nothing is shown") from error
