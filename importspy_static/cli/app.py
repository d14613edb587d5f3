"""The program as typer sees it: the commands, and the options of the program itself."""

from __future__ import annotations

from typing import Annotated

import typer

from importspy_static._version import VERSION
from importspy_static.cli.check import check
from importspy_static.cli.contract import contracts
from importspy_static.cli.diff import diff
from importspy_static.cli.explain import explain
from importspy_static.cli.generate import generate
from importspy_static.cli.graph import graph
from importspy_static.cli.grouped import EPILOG, Grouped
from importspy_static.cli.lock import lock
from importspy_static.cli.probe import probe
from importspy_static.cli.run import OF_PROGRAM, run
from importspy_static.cli.status import Status
from importspy_static.cli.terminal import say, tell

PROGRAM = "importspy-static"

# Plain help: rich would double the time of `--help`, and cut what does not fit a box.
app = typer.Typer(
    name=PROGRAM,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("check", cls=Grouped, epilog=EPILOG)(check)
app.command("generate", cls=Grouped)(generate)
app.command("graph", cls=Grouped)(graph)
app.command("lock", cls=Grouped)(lock)
app.command("diff")(diff)
app.command("probe")(probe)
app.command("explain")(explain)
app.command("run", context_settings=OF_PROGRAM)(run)
app.add_typer(contracts)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"{PROGRAM} {VERSION}\n")
        raise typer.Exit(Status.COMPLIANT)


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    version: Annotated[  # its callback does it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Check Python modules against ImportSpy contracts by reading them, never by running them.

    Exit status: 0 compliant, 1 violations, 2 the question could not be asked, 3 a bug in this program.
    """
    if context.invoked_subcommand is None:
        tell(context.get_help() + "\n")
        raise typer.Exit(Status.REFUSED)
