"""What runs in the worker process of `isolation`: source comes in, facts go out, until the pipe ends.

Frames: a header of eight bytes of length and one of state, then as many bytes as told. From the parent the state is
how deep it is to read, or which fingerprints or form of code are asked for; to the parent it says whether the worker
goes on.
"""

from __future__ import annotations

import os
import signal
import struct
from typing import IO

from importspy_static import limits
from importspy_static.extract.codec import encode
from importspy_static.extract.extraction import answered
from importspy_static.model.bytecode import Code, CodeForm
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Fingerprints, Print
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure, Program

HEADER = struct.Struct(">QB")
READY = b"importspy-static worker 1"
GOES_ON, ENDS = 0, 1


def serve(seconds: float, depth: int) -> None:
    """Answer requests on standard input, the first of them so deep; every answer goes where standard output was."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the parent, which ends this process
    requests, answers = _private_pipes()
    _prepare(_asked(depth))
    _limit_memory()
    send(answers, READY, GOES_ON)
    while (request := receive(requests)) is not None:
        source, state = request
        with _Alarm(seconds):
            facts = _facts(source, _asked(state))
            encoded = encode(facts)
        state = ENDS if _is_large() else GOES_ON
        send(answers, encoded, state)
        if state == ENDS:
            return


def send(pipe: IO[bytes], body: bytes, state: int) -> None:
    pipe.write(HEADER.pack(len(body), state))
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[bytes, int] | None:
    """One frame, or None at the end of the pipe."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    length, state = HEADER.unpack(header)
    body = pipe.read(length)
    return (body, state) if len(body) == length else None


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output under other numbers, so that nothing that prints can spoil an answer."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, answers


def _prepare(depth: Depth | Print | Code) -> None:
    """Load what files need that are read so deep, and keep the garbage collector from looking: trees have no cycles."""
    import gc

    answered(b"class A:\n    def a(self, b=1): self.c = b\n", depth)
    gc.collect()
    gc.freeze()
    gc.disable()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.WORKER_ADDRESS_SPACE, limits.WORKER_ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on every system, and a parent may have set less
        return


def _is_large() -> bool:
    """Whether this process holds, or once held, so much memory that a new one serves better."""
    return _memory("VmRSS") > limits.WORKER_MEMORY or _memory("VmPeak") > limits.WORKER_ADDRESS_SPACE // 2


def _memory(field: str) -> int:
    """Bytes as Linux tells them of this process, else 0. (`getrusage` begins with the peak of the parent.)"""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            told = next((line for line in status if line.startswith(field + ":")), "")
    except OSError:
        return 0
    return int(told.split()[1]) * 1024 if told else 0


def _asked(state: int) -> Depth | Print | Code:
    return Code(state) if state >= Code.SOURCE else Print(state) if state >= Print.MEANING else Depth(state)


def _facts(source: bytes, depth: Depth | Print | Code) -> Program | Fingerprints | CodeForm | Failure:
    try:
        facts = answered(source, depth, newer=True)
    except MemoryError:
        facts = Failure(
            "complex", f"needs more than {limits.WORKER_ADDRESS_SPACE // 2**20} MiB of memory, the limit", TOP
        )
    if (
        isinstance(facts, Failure)
        and facts.kind == "complex"
        and _memory("VmPeak") > limits.WORKER_ADDRESS_SPACE * 3 // 4
    ):
        return Failure(
            "complex", f"needs more than {limits.WORKER_ADDRESS_SPACE // 2**20} MiB of memory, the limit", TOP
        )
    return facts


class _Alarm:
    """Ends this process when a file takes too long and the parent, whose task that is, is no more."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, self._seconds + limits.WORKER_GRACE_SECONDS)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
