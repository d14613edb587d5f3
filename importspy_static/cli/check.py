"""The command `check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from importspy_static.cli import choices, hosts, log, terminal
from importspy_static.cli.contracts import contract_of
from importspy_static.cli.nearest import did_you_mean, nearest_path
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import refuse_input, write_whole
from importspy_static.model.policy import Policy
from importspy_static.model.report import SEVERITIES, Report
from importspy_static.report.formats import FORMATS, renderer
from importspy_static.report.full import render_problems
from importspy_static.report.look import Look
from importspy_static.report.summary import summary, verdicts
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.contract.problems import ContractError
    from importspy_static.model.environment import Environment, Host

FORMAT_VARIABLE = "IMPORTSPY_STATIC_OUTPUT_FORMAT"


def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Modules to check.", show_default=False)],
    spymodel: Annotated[
        str | None,
        typer.Option(
            "--spymodel",
            "-s",
            metavar="FILE",
            help="The contract. Else NAME.spymodel.yml or NAME.importspy.yml beside the module, "
            "else spymodel.yml in the current folder.",
        ),
    ] = None,
    environment: Annotated[
        str,
        typer.Option(
            metavar="host|FILE|none",
            help="Where the modules would run: this host, a snapshot that probe wrote, or leave it out.",
            autocompletion=lambda: list(hosts.WORDS),
        ),
    ] = hosts.HERE,
    python: Annotated[
        str | None, typer.Option(metavar="EXE", help="This interpreter in place of the one that runs the program.")
    ] = None,
    every_deployment: Annotated[
        bool, typer.Option("--every-deployment", help="No host: each deployment that the contract declares, in turn.")
    ] = False,
    show_values: Annotated[
        bool, typer.Option("--show-values", help="Tell the texts of environment variables, though never of secrets.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report as ever, but exit with 0.")] = False,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format",
            "-f",
            metavar="|".join(FORMATS),
            envvar=FORMAT_VARIABLE,
            help="The form of the report.",
            autocompletion=lambda: list(FORMATS),
        ),
    ] = "full",
    output_file: Annotated[
        str | None,
        typer.Option("--output-file", "-o", metavar="FILE", help="Write the report here, whole or not at all."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Only these codes, families (SPY3) or names; repeatable.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these; the closest fit wins.")] = None,
    severity: Annotated[
        list[str] | None, typer.Option(metavar="CODE=LEVEL", help="error, warning, note or off; repeatable.")
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="|".join(reversed(SEVERITIES)),
            help="The least severity that fails.",
            autocompletion=lambda: list(SEVERITIES),
        ),
    ] = "error",
    color: Annotated[
        str,
        typer.Option(metavar="auto|always|never", help="Colours.", autocompletion=lambda: list(terminal.COLOR_CHOICES)),
    ] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No closing summary.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell each module's verdict and contract.")] = False,
    log_level: Annotated[
        str,
        typer.Option(
            "--log-level", "-l", metavar="LEVEL", help=", ".join(log.LEVELS), autocompletion=lambda: list(log.LEVELS)
        ),
    ] = "warning",
) -> None:
    """Check modules against a contract.

    The report goes to standard output, everything else to standard error. Exit status: 0 compliant, 1 at least one
    violation at or over --fail-on, 2 the question could not be asked, 3 a bug in this program.
    """
    log.configure(choices.one_of(log_level, log.LEVELS, "--log-level"))
    color = choices.one_of(color, terminal.COLOR_CHOICES, "--color")
    render = renderer(choices.one_of(output_format, tuple(FORMATS), f"--output-format (or {FORMAT_VARIABLE})"))
    wishes = choices.policy(select or (), ignore or (), severity or (), fail_on)
    hosts.refuse_two(environment, python, every_deployment)
    _refuse_missing(paths)
    asked = [(path, spymodel if spymodel is not None else contract_of(path)) for path in paths]
    if output_file is not None:
        inputs = {name for pair in asked for name in pair}
        refuse_input(output_file, [*inputs, *hosts.files(environment, python)])

    aside = terminal.look(color, sys.stderr)
    where = Where(hosts.named(environment, python), every_deployment, show_values)
    report = _checked(asked, wishes, where, aside)
    if output_file is None:
        terminal.say(render(report, terminal.look(color, sys.stdout)))
    else:
        write_whole(output_file, render(report, Look(color=color == "always")))
    _close(report, aside, quiet=quiet, verbose=verbose, dry_run=dry_run)
    raise typer.Exit(Status.COMPLIANT if report.ok or dry_run else Status.VIOLATIONS)


def _refuse_missing(paths: Sequence[str]) -> None:
    """Refuse when none of the paths exists. One missing among others is told, and its report says SPY001."""
    missing = [path for path in paths if _is_missing(path)]
    for path in missing[: len(missing) - (len(missing) == len(paths))]:
        terminal.tell(_told(_missing(path)))
    if len(missing) == len(paths):
        raise _missing(missing[-1])


def _is_missing(path: str) -> bool:
    """There is nothing of that name. What may be there, but cannot be looked at, is for the check to tell (SPY001)."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _missing(path: str) -> RefusalError:
    return RefusalError(f"no such path: {visible(path) or repr('')}", did_you_mean(nearest_path(path)))


def _told(refusal: RefusalError) -> str:
    return f"error: {refusal.message}\n" + (f"  {refusal.hint}\n" if refusal.hint else "")


class Where(NamedTuple):
    """What the modules are judged for."""

    environment: Environment | Host | None
    every_deployment: bool
    show_values: bool


def _checked(asked: Sequence[tuple[str, str]], wishes: Policy, where: Where, aside: Look) -> Report:
    """One report of all modules, in the order given; every contract that cannot be used is told before giving up."""
    from importspy_static.checking import check as checked
    from importspy_static.contract.problems import ContractError

    reports: list[Report] = []
    refused: dict[str, ContractError] = {}
    for contract, group in groupby(asked, key=lambda pair: pair[1]):
        if contract in refused:
            continue
        try:
            reports.append(checked([path for path, _ in group], contract, policy=wishes, **where._asdict()))
        except ContractError as error:
            refused[contract] = error
    if refused:
        raise refused_contracts(refused, aside)
    return _joined(reports)


def refused_contracts(refused: dict[str, ContractError], aside: Look) -> RefusalError:
    """Tell all that is wrong with contracts, and give the error that ends the run."""
    for contract, error in refused.items():
        numbered = dict(enumerate(error.lines, start=1))
        lines = {place.path: numbered for problem in error.problems if (place := problem.contract_place)}
        terminal.tell(render_problems(error.problems, lines, aside))
        if not os.path.lexists(contract) and (meant := nearest_path(contract)):
            terminal.tell(f"{did_you_mean(meant)}\n")
    count = sum(len(error.problems) for error in refused.values())
    return RefusalError(f"{count} {'problem' if count == 1 else 'problems'} in the contract: nothing was checked")


def _joined(reports: Sequence[Report]) -> Report:
    first = reports[0]
    if len(reports) == 1:
        return first
    return Report(
        modules=tuple(module for report in reports for module in report.modules),
        tool_version=first.tool_version,
        fail_on=first.fail_on,
        contract_lines={path: lines for report in reports for path, lines in report.contract_lines.items()},
    )


def _close(report: Report, aside: Look, *, quiet: bool, verbose: bool, dry_run: bool) -> None:
    if verbose:
        terminal.tell(verdicts(report, aside))
    if not quiet:
        terminal.tell(summary(report, aside))
        if dry_run and not report.ok:
            terminal.tell("dry run: the exit status would be 1\n")
