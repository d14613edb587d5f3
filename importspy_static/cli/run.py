"""The command `run`: a program whose imports are guarded."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Annotated

import typer

from importspy_static.cli import choices, terminal
from importspy_static.cli.status import RefusalError, Status
from importspy_static.configuration import ConfigurationError
from importspy_static.report.visible import visible

COMMAND = "run"
OF_PROGRAM = {"allow_extra_args": True, "allow_interspersed_args": False}
MODES = ("enforce", "warn")


def with_program(arguments: Sequence[str]) -> list[str]:
    """Arguments in which all behind `-m MODULE` is for the program, as Python has it."""
    told = [*arguments]
    if told[:1] == [COMMAND] and "-m" in told:
        at = told.index("-m") + 2
        if "--" not in told[:at]:
            told.insert(at, "--")
    return told


def run(
    context: typer.Context,
    program: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCRIPT] [ARGUMENTS]…", help="A file of source, and what it is given."),
    ] = None,
    module: Annotated[
        str | None, typer.Option("-m", metavar="MODULE", help="Run this module, as python -m does.")
    ] = None,
    mode: Annotated[
        str,
        typer.Option(
            metavar="enforce|warn",
            help="Refuse modules that break their contracts, or warn of them.",
            autocompletion=lambda: list(MODES),
        ),
    ] = "enforce",
    contract: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN=FILE",
            help="A contract for modules by dotted name (acme.plugins.*) or path; in place of the configuration's.",
        ),
    ] = None,
    config: Annotated[
        str | None, typer.Option(metavar="FILE", help="This configuration in place of the nearest one.")
    ] = None,
    exempt: Annotated[list[str] | None, typer.Option(metavar="PATTERN", help="Do not check these.")] = None,
    allow_compiled: Annotated[
        bool, typer.Option("--allow-compiled", help="Let run what has no source to be checked.")
    ] = False,
) -> None:
    """Run a program and check the modules under contract before their code runs.

    Everything else runs unchecked, with your rights. Exit status: that of the program; 1 if a module is refused and the
    program does not handle it, 2 the question could not be asked.
    """
    from importspy_static.guard.guarding import install
    from importspy_static.guard.problems import GuardError

    given = [*(program or ()), *context.args]
    chosen = choices.one_of(mode, MODES, "--mode")
    start = _start(module, given)
    try:
        install(
            _pairs(contract) if contract else None,
            config=config,
            mode="warn" if chosen == "warn" else "enforce",
            exempt=exempt or (),
            allow_compiled=allow_compiled,
        )
    except GuardError as error:
        raise RefusalError(visible(str(error))) from error
    except ConfigurationError as error:
        raise RefusalError("\n".join(visible(str(each)) for each in error.problems)) from error
    raise typer.Exit(_ran(start))


def _start(module: str | None, given: Sequence[str]) -> Callable[[], None]:
    from importspy_static.guard.running import run_module, run_script

    if module is not None:
        if not module:
            raise RefusalError("-m: the name of a module is wanted")
        return partial(run_module, module, given)
    if not given:
        raise RefusalError("there is no program to run", "give a script, or -m MODULE")
    return partial(run_script, given[0], given[1:])


def _pairs(contracts: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in contracts:
        pattern, separator, path = each.partition("=")
        if not pattern or not separator or not path:
            raise RefusalError(f"--contract: PATTERN=FILE is wanted, found {visible(each) or repr('')}")
        found.setdefault(pattern, []).append(path)
    return found


def _ran(start: Callable[[], None]) -> int:
    """The exit status of a program. What it raises is told as Python tells it."""
    from importspy_static.guard.problems import ContractViolation, GuardError

    _leave_alone()
    try:
        start()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return int(end.code or 0)
        terminal.tell(f"{end.code}\n")
        return Status.VIOLATIONS
    except ContractViolation as violation:
        terminal.tell("".join(f"{visible(line)}\n" for line in f"error: {violation}".split("\n")))
        return Status.VIOLATIONS
    except GuardError as error:
        raise RefusalError(visible(str(error))) from error
    except Exception as error:  # noqa: BLE001 - it is the program's own
        own = _own(error)
        sys.excepthook(type(error), error.with_traceback(own), own)
        return Status.VIOLATIONS
    return Status.COMPLIANT


def _leave_alone() -> None:
    """Take the folder of our own command from where the program looks for modules."""
    own = os.path.dirname(sys.argv[0])
    if own and sys.path and sys.path[0] == own:
        del sys.path[0]


def _own(error: BaseException) -> TracebackType | None:
    """The trace of the program alone, without what started it."""
    from importspy_static.guard import running

    trace, ours = error.__traceback__, (__file__, running.__file__)
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path not in ours and not path.startswith("<frozen runpy") and not path.endswith("runpy.py"):
            return trace
        trace = trace.tb_next
    return error.__traceback__
