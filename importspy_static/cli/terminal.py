"""The standard streams: what a terminal takes, and how writing to it cannot fail badly."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO, cast

from importspy_static.cli.status import RefusalError
from importspy_static.report.look import Look

COLOR_CHOICES = ("auto", "always", "never")


def secure_streams() -> None:
    """Open what is closed, and let no character fail.

    A closed descriptor 0, 1 or 2 would be given to the next file that is opened, and then be written to. A character
    that the encoding of a stream lacks is written as its escape.

    On Windows a pipe or a file gets what the code page of old programs can say, `cp1252` say. A contract that
    `generate` writes there could not be read again, and the runner of GitHub Actions would misread annotations: they
    get UTF-8, as all files do that are written here. PYTHONIOENCODING still decides where it is set.
    """
    for descriptor in (0, 1, 2):
        if not _is_open(descriptor):
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, hence this one
    sys.stdout, sys.stderr = _whole(sys.stdout), _whole(sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if _is_code_page(stream) else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _whole(stream: TextIO) -> TextIO:
    """A stream that writes all of a text, or fails.

    With PYTHONUNBUFFERED there is nothing between it and the system, which may take a part of a text, when the disk
    fills up say; Python then forgets the rest without a word.
    """
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(cast("object", stream.buffer), io.FileIO):
        return stream
    raw = io.FileIO(stream.fileno(), "w", closefd=False)  # whoever holds the other stream may go on using it
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=True)


def _is_code_page(stream: TextIO) -> bool:
    return sys.platform == "win32" and not stream.isatty() and not os.environ.get("PYTHONIOENCODING")


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


_listeners: list[list[tuple[str, str]]] = []


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """What is said (`out`) and told (`err`) while this lasts, in its order."""
    said: list[tuple[str, str]] = []
    _listeners.append(said)
    try:
        yield said
    finally:
        _listeners.pop()


def _listen(stream: str, text: str) -> None:
    for said in _listeners:
        said.append((stream, text))


def appearance() -> tuple[object, ...]:
    """All that may decide how things are told: whether the streams are terminals, how wide, and their encodings."""
    streams = [(_is_terminal(each), getattr(each, "encoding", None)) for each in (sys.stdout, sys.stderr)]
    return (*streams, shutil.get_terminal_size() if any(is_terminal for is_terminal, _ in streams) else None)


def say(text: str) -> None:
    """Write a result to standard output.

    A reader that has gone (`| head`) is no error: nobody wants the rest.

    Raises:
        RefusalError: it cannot be written, on a full disk say.
    """
    _listen("out", text)
    stream: TextIO | None = sys.stdout
    if stream is None or stream.closed:  # closed by whoever started us, who then does not want it
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except OSError as error:
        silence(stream)
        raise RefusalError(f"cannot write to standard output: {error.strerror}") from error


def tell(text: str, *, is_passing: bool = False) -> None:
    """Write to standard error: problems, the closing summary. Never fails: there is nobody to tell it to.

    `is_passing`: it is written over later, as progress is.
    """
    if not is_passing:
        _listen("err", text)
    stream: TextIO | None = sys.stderr
    if stream is None or stream.closed:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Send what is still in the buffer nowhere, or the interpreter would fail on it as it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # not a real file: nothing will be flushed
        return


def look(choice: str, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Look:
    """How to write to a stream: `choice` is one of `COLOR_CHOICES` and beats the environment.

    NO_COLOR (no-color.org) beats FORCE_COLOR (force-color.org); either counts when it is not empty. Continuous
    integration (CI) and TERM=dumb are no terminals, even where there is a pseudo-terminal.
    """
    terminal = _is_terminal(stream) and not environment.get("CI") and environment.get("TERM") != "dumb"
    columns = shutil.get_terminal_size().columns if terminal else None
    return Look(color=_color(choice, terminal, environment), columns=columns)


def _color(choice: str, terminal: bool, environment: Mapping[str, str]) -> bool:
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if forced := environment.get("FORCE_COLOR"):
        return forced != "0"
    return terminal


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
