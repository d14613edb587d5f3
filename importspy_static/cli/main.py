"""The way in and the way out: whatever happens, a status and at most a few lines."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, cast

from importspy_static._version import VERSION
from importspy_static.cli.nearest import did_you_mean, nearest
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.terminal import say, secure_streams, silence, tell
from importspy_static.report.visible import visible

PROGRAM = "importspy-static"
REPEATED = "check"
"""The command whose answers are kept."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What keeps a disk from taking what is written."""
_LESS_OFTEN = 50_000
"""Objects that are made before the garbage collector looks for cycles: modules stay, and facts and values have none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. `arguments` are those of the process by default."""
    secure_streams()
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        if given == ["--version"]:
            say(f"{PROGRAM} {VERSION}\n")  # before typer, which costs 60 ms
            return Status.COMPLIANT
        if given[:1] != [REPEATED]:
            return _run(given)
        from importspy_static.cli.repeated import once

        return once(given, lambda: _run(given))
    except RefusalError as refusal:
        _refuse(refusal.message, refusal.hint)
        return Status.REFUSED
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: a bug is told as one, never as a traceback
        return _report_bug(error)


def _run(arguments: Sequence[str]) -> int:
    gc.set_threshold(_LESS_OFTEN, 50, 50)
    import typer

    from importspy_static.cli.app import app
    from importspy_static.cli.changes import spelled_out
    from importspy_static.cli.run import with_program

    # click's UsageError, which some releases of typer carry inside themselves
    usage_error = cast("type[Exception]", typer.BadParameter.__mro__[1])
    try:
        told = with_program(spelled_out(arguments))
        status: Any = app(told)(args=told, prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        return Status.INTERRUPTED
    except usage_error as error:
        raise _usage(error) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        silence(sys.stdout)
        raise RefusalError(f"cannot write: {error.strerror}") from error
    return int(status or 0)


def _usage(error: Any) -> RefusalError:
    """A usage error in one line, with the nearest that would do. typer's own boxes cut and wrap at 80 columns."""
    message = _sentence(visible(error.format_message()))
    context = error.ctx
    if context is None:
        return RefusalError(message)
    meant = None
    match type(error).__name__:
        case "NoSuchOption":
            message = f"no such option: {visible(error.option_name)}"
            known = [name for parameter in context.command.get_params(context) for name in parameter.opts]
            meant = _meant_option(error.option_name, known)
        case "UsageError" if hasattr(context.command, "commands"):
            word = _command_word(message)
            message = f"no such command: {word}" if word else message
            meant = _meant_command(word, list(context.command.commands)) if word else None
    return RefusalError(message, did_you_mean(meant) or f"see {context.command_path} --help")


def _sentence(message: str) -> str:
    """As our own messages are: small first letter, no full stop."""
    return message[:1].lower() + message[1:].removesuffix(".")


def _meant_option(word: str, known: list[str]) -> str | None:
    """The dashes are left out: they are alike in all."""
    by_name = {name.lstrip("-"): name for name in known if name.startswith("--")}
    meant = nearest(word.lstrip("-"), by_name)
    return by_name[meant] if meant else None


def _command_word(message: str) -> str | None:
    parts = message.split("'")
    return parts[1] if message.startswith("no such command") and len(parts) >= 3 else None


def _meant_command(word: str, commands: list[str]) -> str | None:
    meant = nearest(word, commands)
    if meant is None and os.path.lexists(word):
        return f"{PROGRAM} check {word}"
    return meant


def _refuse(message: str, hint: str) -> None:
    tell(f"error: {message}\n" + (f"  {hint}\n" if hint else ""))


def _report_bug(error: Exception) -> Status:
    """Say that it is our fault, and how to tell us; the trace on request."""
    import traceback

    from importspy_static.cli.log import is_debug

    if is_debug():
        trace = "".join(traceback.format_exception(error)).split("\n")
        tell("\n".join(visible(line) for line in trace))
    python = sys.version.split()[0]
    said = traceback.format_exception_only(error)[-1].strip()
    tell(
        f"internal error: {visible(said)}\n"
        f"  This is a bug in {PROGRAM} {VERSION}, not in the module (Python {python}, {sys.platform}).\n"
        f"  Please report it{_tracker()} with the command you ran and the output of --log-level debug.\n"
    )
    return Status.BUG


def _tracker() -> str:
    """Where, if the installed distribution says so."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        urls = metadata(PROGRAM).get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(entry.split(", ", 1) for entry in urls if ", " in entry)
    return f" at {named['Issues']}" if "Issues" in named else ""
