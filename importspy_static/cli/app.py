"""The program as typer sees it: the commands, and the options of the program itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Annotated

import typer

from importspy_static._version import VERSION
from importspy_static.cli.status import Status
from importspy_static.cli.terminal import say, tell

PROGRAM = "importspy-static"


def app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The program for a command line that begins with these words: with all commands, unless the first is one of them.

    typer looks at each parameter of each command, and each command imports what it works with: 50 ms for all.
    """
    # Plain help: rich would double the time of `--help`, and cut what does not fit a box.
    made = typer.Typer(
        name=PROGRAM,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    made.callback(invoke_without_command=True)(program)
    asked = arguments[0] if arguments else ""
    for add in [_COMMANDS[asked]] if asked in _COMMANDS else _COMMANDS.values():
        add(made)
    return made


def _check(made: typer.Typer) -> None:
    from importspy_static.cli.check import check
    from importspy_static.cli.grouped import EPILOG, Grouped

    made.command("check", cls=Grouped, epilog=EPILOG)(check)


def _generate(made: typer.Typer) -> None:
    from importspy_static.cli.generate import generate
    from importspy_static.cli.grouped import Grouped

    made.command("generate", cls=Grouped)(generate)


def _graph(made: typer.Typer) -> None:
    from importspy_static.cli.graph import graph
    from importspy_static.cli.grouped import Grouped

    made.command("graph", cls=Grouped)(graph)


def _lock(made: typer.Typer) -> None:
    from importspy_static.cli.grouped import Grouped
    from importspy_static.cli.lock import lock

    made.command("lock", cls=Grouped)(lock)


def _diff(made: typer.Typer) -> None:
    from importspy_static.cli.diff import diff

    made.command("diff")(diff)


def _probe(made: typer.Typer) -> None:
    from importspy_static.cli.probe import probe

    made.command("probe")(probe)


def _explain(made: typer.Typer) -> None:
    from importspy_static.cli.explain import explain

    made.command("explain")(explain)


def _run(made: typer.Typer) -> None:
    from importspy_static.cli.run import OF_PROGRAM, run

    made.command("run", context_settings=OF_PROGRAM)(run)


def _contract(made: typer.Typer) -> None:
    from importspy_static.cli.contract import contracts

    made.add_typer(contracts)


_COMMANDS: MappingProxyType[str, Callable[[typer.Typer], None]] = MappingProxyType(
    {
        "check": _check,
        "generate": _generate,
        "graph": _graph,
        "lock": _lock,
        "diff": _diff,
        "probe": _probe,
        "explain": _explain,
        "run": _run,
        "contract": _contract,
    }
)
"""What adds a command, by its name, in the order of `--help`."""


def _version(wanted: bool) -> None:
    if wanted:
        say(f"{PROGRAM} {VERSION}\n")
        raise typer.Exit(Status.COMPLIANT)


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
