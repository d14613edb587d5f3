"""A process that is given a text and whose answer is kept, within limits of time and size."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.limits import ENVIRONMENT_BYTES, INTERPRETER_ERROR_BYTES

_GRACE = 0.5
"""Seconds for what was already written to arrive, when the process has ended but something else holds its pipe."""

_PAUSE = 0.05

Limit: TypeAlias = Literal["time", "size"]


@dataclass(frozen=True, slots=True, repr=False)
class Ending:
    """What is left of a process. What it wrote is in no `repr`."""

    status: int
    """As `subprocess` has it: negative is a signal."""
    limit: Limit | None
    """The limit at which it was ended."""
    answer: bytes
    errors: bytes
    """The last of its standard error."""


def run(command: Sequence[str], given: bytes, until: float) -> Ending:
    """Run a command, with our environment, in the current folder.

    It is a group of its own, and all of that is killed at a limit. Nothing is left of it, no zombie and no open pipe,
    unless something that it started leaves the group and keeps the pipes.

    Args:
        command: a full path, and arguments.
        given: what it reads on standard input.
        until: when its time is over, by `time.monotonic`.

    Raises:
        OSError: it cannot be started.
    """
    with _interrupts_later() as let_interrupts:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # a thread that waits in a buffered pipe would hold up the end of the program
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return _followed(process, given, until, let_interrupts)


@contextmanager
def _interrupts_later() -> Iterator[Callable[[], None]]:
    """Hold ctrl-C back until the function that is given is called, or the end.

    Between the start of a process and the `try` that ends it, it would leave the process behind.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield lambda: None  # interrupts come to the main thread only
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def let() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    try:
        yield let
    finally:
        let()


def _followed(
    process: subprocess.Popen[bytes], given: bytes, until: float, let_interrupts: Callable[[], None]
) -> Ending:
    """What comes of a process, which is ended whatever happens."""
    pipes: list[_Pipe] = []
    try:
        let_interrupts()
        assert process.stdin
        assert process.stdout
        assert process.stderr
        answer, errors = _Reader(process.stdout, ENVIRONMENT_BYTES), _Tail(process.stderr, INTERPRETER_ERROR_BYTES)
        pipes += [answer, errors, _Writer(process.stdin, given)]
        limit = _wait(process, answer, until)
    finally:
        _end(process, pipes)
    return Ending(process.returncode, limit, bytes(answer.kept), bytes(errors.kept))


def _wait(process: subprocess.Popen[bytes], answer: _Reader, until: float) -> Limit | None:
    """Wait for the end; the limit that was reached before it."""
    while answer.is_alive() and process.poll() is None and time.monotonic() < until:
        answer.join(min(_PAUSE, max(0.0, until - time.monotonic())))
    answer.join(min(_GRACE, max(0.0, until - time.monotonic())) if process.poll() is not None else 0)
    if answer.is_over:
        return "size"
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "time"
    return None


def _end(process: subprocess.Popen[bytes], pipes: Sequence[_Pipe]) -> None:
    if process.poll() is None or any(pipe.is_alive() for pipe in pipes):
        _kill(process)
    process.wait()
    for pipe in pipes:
        pipe.join(_GRACE)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):  # none of the group is left
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


class _Pipe(threading.Thread):
    """One end of a pipe, which is closed when nothing more comes through it."""

    def __init__(self, pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self.start()

    def run(self) -> None:
        with suppress(OSError), self._pipe:
            self.move()

    def move(self) -> None:
        raise NotImplementedError


class _Reader(_Pipe):
    """Keeps what comes, and stops when it is more than it may be."""

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        self.kept = bytearray()
        self.is_over = False
        self._most = most
        super().__init__(pipe)

    def move(self) -> None:
        while not self.is_over and (piece := self._pipe.read(2**16)):
            self.kept += piece
            self.is_over = len(self.kept) > self._most


class _Tail(_Pipe):
    """Keeps the last of what comes."""

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        self.kept = bytearray()
        self._most = most
        super().__init__(pipe)

    def move(self) -> None:
        while piece := self._pipe.read(2**16):
            self.kept += piece
            del self.kept[: -self._most]


class _Writer(_Pipe):
    """Writes a text; who does not read it misses it."""

    def __init__(self, pipe: IO[bytes], given: bytes) -> None:
        self._given = memoryview(given)
        super().__init__(pipe)

    def move(self) -> None:
        while self._given:
            self._given = self._given[self._pipe.write(self._given) :]


__all__ = ["Ending", "run"]
