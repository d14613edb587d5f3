"""The command `probe`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import choices, hosts, log, terminal
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import refuse_input, write_whole
from importspy_static.report.look import Look

if TYPE_CHECKING:
    from importspy_static.model.contract import Contract
    from importspy_static.model.environment import Environment

FORMATS = ("full", "json")


def probe(
    spymodel: Annotated[
        str | None,
        typer.Option("--spymodel", "-s", metavar="FILE", help="Judge the deployments of this contract, too."),
    ] = None,
    python: Annotated[str | None, typer.Option(metavar="EXE", help="This interpreter in place of our own.")] = None,
    environment: Annotated[
        str, typer.Option(metavar="host|FILE", help="This host, or a snapshot that probe wrote.")
    ] = hosts.HERE,
    script: Annotated[
        bool,
        typer.Option(
            "--script",
            help="Print a probe for another host: `docker run --rm -i IMAGE python - < probe.py > image.json`.",
        ),
    ] = False,
    distributions: Annotated[
        bool, typer.Option("--distributions/--no-distributions", help="Look for installed distributions.")
    ] = True,
    show_values: Annotated[
        bool,
        typer.Option(
            "--show-values", help="Tell the texts of variables that the contract names, though never of secrets."
        ),
    ] = False,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(FORMATS),
            help="A table, or a snapshot for check --environment.",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = "full",
    output_file: Annotated[
        str | None, typer.Option("--output-file", "-o", metavar="FILE", help="Write it here, whole or not at all.")
    ] = None,
    color: Annotated[
        str,
        typer.Option(metavar="auto|always|never", help="Colours.", autocompletion=lambda: list(terminal.COLOR_CHOICES)),
    ] = "auto",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="All platform tags, variable names and the search path.")
    ] = False,
    log_level: Annotated[
        str,
        typer.Option(
            "--log-level", "-l", metavar="LEVEL", help=", ".join(log.LEVELS), autocompletion=lambda: list(log.LEVELS)
        ),
    ] = "warning",
) -> None:
    """Tell the facts of a host: architecture, system, interpreter, version, distributions.

    Of the environment only the names of variables are told. Exit status: 0; with a contract 1 if the host is none of
    its deployments; 2 the question could not be asked, 3 a bug in this program.
    """
    log.configure(choices.one_of(log_level, log.LEVELS, "--log-level"))
    color = choices.one_of(color, terminal.COLOR_CHOICES, "--color")
    form = choices.one_of(output_format, FORMATS, "--output-format")
    hosts.refuse_two(environment, python)
    if environment == hosts.NOWHERE:
        raise RefusalError("--environment none names no host", "leave it out for this host, or name a snapshot")
    contract = None if spymodel is None else _contract(spymodel, color)
    if output_file is not None:
        refuse_input(output_file, [name for name in (spymodel, environment) if name is not None])
    look = terminal.look(color, sys.stdout) if output_file is None else Look(color=color == "always")
    status = Status.COMPLIANT
    if script:
        text = _script(contract, show_values=show_values)
    else:
        found = hosts.described(environment, python, distributions=distributions)
        text, status = _told(found, contract, form, look, verbose=verbose, show_values=show_values)
    if output_file is None:
        terminal.say(text)
    else:
        write_whole(output_file, text)
    raise typer.Exit(status)


def _contract(path: str, color: str) -> Contract:
    from importspy_static.checking import read_terms
    from importspy_static.cli.check import refused_contracts
    from importspy_static.contract.problems import ContractError

    try:
        contract = read_terms(path)
    except ContractError as error:
        raise refused_contracts({path: error}, terminal.look(color, sys.stderr)) from error
    if not contract.deployments and contract.runtime is None:
        terminal.tell(f"warning: {path} declares neither 'deployments' nor 'runtime', so every host will do\n")
    return contract


def _script(contract: Contract | None, *, show_values: bool) -> str:
    from importspy_static.probe import script_text
    from importspy_static.probing import names_to_show

    return script_text(names_to_show(contract) if contract is not None and show_values else ())


def _told(
    found: Environment, contract: Contract | None, form: str, look: Look, *, verbose: bool, show_values: bool
) -> tuple[str, Status]:
    from importspy_static.report.environment import as_json, table

    deployments, shown = None, {}
    if contract is not None:
        from importspy_static.probing import held_against, texts_to_show

        deployments = held_against(contract, found, show_values=show_values)
        shown = texts_to_show(contract, found) if show_values else {}
    status = Status.COMPLIANT
    if deployments is not None and deployments.verdict != "compliant":
        status = Status.VIOLATIONS
    if form == "json":
        return as_json(found, deployments, shown), status
    return table(found, deployments, look, everything=verbose), status
