"""Where results go: to standard output, or into a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress

from importspy_static.cli import terminal
from importspy_static.cli.status import RefusalError
from importspy_static.report.look import Look
from importspy_static.report.visible import visible


def look_of(color: str, path: str | None) -> Look:
    """How a result is to look in a file, or on standard output where no path is given."""
    return terminal.look(color, sys.stdout) if path is None else Look(color=color == "always")


def deliver(text: str, path: str | None) -> None:
    """Write a result into a file, or to standard output where no path is given.

    Raises:
        RefusalError: it cannot be written.
    """
    if path is None:
        terminal.say(text)
    else:
        write_whole(path, text)


def write_whole(path: str, text: str) -> None:
    """Replace the file by this text (UTF-8) in one step; a link is followed, the mode of an old file kept.

    A device or a pipe cannot be replaced and is written to as it is.

    Raises:
        RefusalError: it cannot be written. An old file is then as it was, and nothing new is left behind.
    """
    encoded = text.encode("utf-8", errors="backslashreplace")
    target = os.path.realpath(path)
    try:
        mode = _mode(target)
        if mode is not None and stat.S_ISDIR(mode):
            raise RefusalError(f"cannot write {visible(path)}: it is a folder")
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as stream:
                stream.write(encoded)
        else:
            _replace(target, encoded, mode)
    except OSError as error:
        raise RefusalError(f"cannot write {visible(path)}: {error.strerror}") from error


def refuse_input(path: str, inputs: Iterable[str]) -> None:
    """See that a report does not overwrite what it is about.

    Raises:
        RefusalError: it would.
    """
    for each in inputs:
        with suppress(OSError):
            if os.path.samefile(path, each):
                raise RefusalError(f"the report would overwrite {visible(each)}, which is being checked")


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _replace(target: str, encoded: bytes, mode: int | None) -> None:
    """Write beside the target, so that the last step is a rename within one file system."""
    folder, name = os.path.split(target)
    # Bounded in length: a name may take 255 bytes, and the target's own may be as long.
    beside = os.path.join(folder, f".{name[:40]}.{os.getpid()}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(encoded)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        with suppress(OSError):
            os.unlink(beside)
        raise
