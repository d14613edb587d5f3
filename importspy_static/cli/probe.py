"""The command `probe`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from importspy_static.cli import choices, configured, hosts, options, terminal
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver, look_of, refuse_input
from importspy_static.report.look import Look
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.model.contract import Contract
    from importspy_static.model.environment import Environment
    from importspy_static.report.alternatives import Judged

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
        bool | None,
        typer.Option(
            "--distributions/--no-distributions",
            help="List the installed distributions, or do not look for them. With -s they are only counted.",
            show_default=False,
        ),
    ] = None,
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
    color: options.Color = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="All platform tags, variable names and the search path.")
    ] = False,
    log_level: options.LogLevel = None,
) -> None:
    """Tell the facts of a host: architecture, system, interpreter, version, distributions.

    Of the environment only the names of variables are told. Exit status: 0; with a contract 1 if the host is none of
    its deployments; 2 the question could not be asked, 3 a bug in this program.
    """
    color = configured.settings(locals(), ("color", "log-level"), reads_configuration=False).color
    form = choices.one_of(output_format, FORMATS, "--output-format")
    _refuse_nonsense(environment, python, spymodel, script=script, show_values=show_values)
    contract = None if spymodel is None else _contract(spymodel, color)
    if output_file is not None:
        refuse_input(output_file, [*hosts.files(environment, python), *([spymodel] if spymodel else [])])
    status = Status.COMPLIANT
    if script:
        text = _script(contract, distributions=distributions is not False)
    else:
        found = hosts.described(environment, python, distributions=distributions is not False)
        judged = None if contract is None else _judged(contract, found, show_values=show_values)
        look = look_of(color, output_file)
        listed = verbose or (contract is None if distributions is None else distributions)
        text = _json(found, judged) if form == "json" else _table(found, judged, look, verbose, listed)
        status = Status.VIOLATIONS if _fails(contract, judged) else Status.COMPLIANT
    deliver(text, output_file)
    raise typer.Exit(status)


def _refuse_nonsense(
    environment: str, python: str | None, spymodel: str | None, *, script: bool, show_values: bool
) -> None:
    """See that the options fit each other.

    Raises:
        RefusalError: they do not.
    """
    hosts.refuse_two(environment, python, script=script)
    if environment == hosts.NOWHERE:
        raise RefusalError("--environment none names no host", "leave it out for this host, or name a snapshot")
    if show_values and spymodel is None:
        raise RefusalError("--show-values needs a contract", "-s FILE names the variables whose texts are told")
    if script and spymodel is not None and not show_values:
        raise RefusalError(
            "--script takes -s only with --show-values",
            "for the names of the variables whose texts the script tells; what it finds is judged by "
            "`probe --environment FILE -s CONTRACT`",
        )


def _contract(path: str, color: str) -> Contract:
    from importspy_static.checking import read_terms
    from importspy_static.cli.planned import refused_contracts
    from importspy_static.contract.problems import ContractError

    try:
        contract = read_terms(path)
    except ContractError as error:
        raise refused_contracts({path: error}, terminal.look(color, sys.stderr)) from error
    if not contract.deployments and contract.runtime is None:
        terminal.tell(f"warning: {visible(path)} declares neither 'deployments' nor 'runtime', so every host will do\n")
    return contract


def _script(contract: Contract | None, *, distributions: bool) -> str:
    from importspy_static.probing import names_to_show, script

    return script(() if contract is None else names_to_show(contract), distributions=distributions)


def _judged(contract: Contract, found: Environment, *, show_values: bool) -> Judged:
    from importspy_static.probing import declared_variables, held_against, texts_to_show, without_host
    from importspy_static.report.alternatives import DeclaredVariable, Judged

    texts = texts_to_show(contract, found) if show_values else {}
    variables = (
        DeclaredVariable(name, is_secret, found.has(name), texts.get(name))
        for name, is_secret in declared_variables(contract).items()
    )
    deployments = without_host(held_against(contract, found, show_values=show_values))
    return Judged(contract.path, found.source, deployments, contract.runtime is not None, tuple(variables))


def _fails(contract: Contract | None, judged: Judged | None) -> bool:
    from importspy_static.probing import fails

    return contract is not None and judged is not None and fails(contract, judged.deployments)


def _json(found: Environment, judged: Judged | None) -> str:
    from importspy_static.report.environment import as_json

    return as_json(found, judged)


def _table(found: Environment, judged: Judged | None, look: Look, everything: bool, distributions: bool) -> str:
    from importspy_static.report.environment import table

    return table(found, judged, look, everything=everything, distributions=distributions)
