"""Extraction in a process of its own, which may die or hang in place of ours."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import IO

from importspy_static import limits
from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure, Program

_ROOM = 64
"""Bytes of a request besides the source, and more."""
_START = """
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
place, libraries, seconds, depth = sys.argv[1:]
spec = PathFinder.find_spec("importspy_static", [place])
package = sys.modules["importspy_static"] = module_from_spec(spec)
spec.loader.exec_module(package)
if libraries and libraries not in sys.path:
    sys.path.append(libraries)
from importspy_static.extract.worker import serve
serve(float(seconds), int(depth))
"""


class Extractor:
    """Extracts files one after the other in a worker process.

    The worker starts at once, if not told otherwise, and loads libcst while the caller does something else. It has
    limits of time and memory, and when a source kills it, that source is a failure and the next one gets a new worker.
    Where no process can be started (a frozen application, no interpreter), extraction runs in this one, without these
    limits.

    May be used by several threads, which then wait for each other.
    """

    def __init__(
        self, seconds: float = limits.SOURCE_SECONDS, *, at_once: Depth | Print | Code | None = Depth.WHOLE
    ) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._is_closing = False
        self._in_process = not sys.executable or bool(getattr(sys, "frozen", False))
        if at_once is not None:
            self._start(at_once)

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, also while another thread waits for its answer. The next `extract` would start another."""
        self._is_closing = True
        worker = self._worker
        if worker is not None:
            worker.kill()  # who waits for it has the lock
        with self._lock:
            self._drop()
            self._is_closing = False

    def start(self, depth: Depth | Print | Code) -> None:
        """Start the worker now, and not when it is asked."""
        with self._lock:
            self._start(depth)

    def extract(self, source: bytes, file: int = 0, depth: Depth = Depth.WHOLE) -> Program | Failure:
        """The facts of a source file, or why there are none. Raises nothing for any source.

        Args:
            source: the file's bytes.
            file: the number that the spans get: see `Span.file`.
            depth: how much of it is read.
        """
        facts = self.encoded(source, depth)
        if isinstance(facts, Failure):
            return facts
        from importspy_static.extract.codec import decode

        try:
            return decode(facts, file)
        except ValueError:
            with self._lock:
                self._drop()
            return Failure("complex", "the answer of the process that read it makes no sense", TOP)

    def encoded(self, source: bytes, depth: Depth | Print | Code = Depth.WHOLE) -> bytes | Failure:
        """The same, or fingerprints, in the form of `codec`; a failure of the worker itself is told as it is."""
        (found,) = self.encoded_each([source], depth)
        return found

    def encoded_each(
        self, sources: Sequence[bytes], depth: Depth | Print | Code = Depth.WHOLE
    ) -> Iterator[bytes | Failure]:
        """The same for several, one after the other, with less time in between.

        The worker has the next small source at hand while its last answer is looked at. What it had not begun with when
        a source ended it is asked of a new one.
        """
        done = 0
        with self._lock:
            try:
                while done < len(sources):
                    for answer in self._answers(sources[done:], depth):
                        yield answer
                        done += 1
            except BaseException:  # ctrl-C among others: what the worker would answer now belongs to nobody
                self._drop()
                raise

    def _answers(self, sources: Sequence[bytes], depth: Depth | Print | Code) -> Iterator[bytes | Failure]:
        """The answer to the first of some sources, and to those after it that the same worker answers."""
        fit = [*takewhile(lambda source: len(source) <= limits.SOURCE_BYTES, sources)]
        if not fit:
            yield Failure("complex", f"larger than the limit of {limits.SOURCE_BYTES} bytes", TOP)
            return
        if not self._is_closing:
            self._start(depth)
        if self._worker is not None and not self._worker.is_ready():
            self._drop()
            self._in_process = not self._is_closing
        if self._is_closing:
            yield Failure("complex", "the process that should read it was ended", TOP)
        elif self._worker is None:
            from importspy_static.extract.codec import encode
            from importspy_static.extract.extraction import answered

            yield encode(answered(fit[0], depth))
        else:
            for answer, goes_on in self._worker.ask_each(fit, self._seconds, depth):
                if not goes_on:
                    self._drop()
                yield answer

    def _start(self, depth: Depth | Print | Code) -> None:
        if self._worker is not None or self._in_process:
            return
        try:
            self._worker = _Worker(self._seconds, depth)
        except (OSError, ValueError):
            self._in_process = True

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, seconds: float, depth: Depth | Print | Code) -> None:
        place = str(Path(__file__).resolve().parents[2])
        libcst = find_spec("libcst")
        libraries = str(Path(libcst.origin).parents[1]) if libcst is not None and libcst.origin else ""
        options = ["-I", *(["-B"] if sys.dont_write_bytecode else [])]
        self._process = subprocess.Popen(
            [sys.executable, *options, "-c", _START, place, libraries, str(seconds), str(int(depth))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self._takes = _taken_at_once(self._requests)
        self._watch = _Watch(self._process)
        self._ready = False

    def is_ready(self) -> bool:
        """Wait for the worker to have loaded what it needs."""
        from importspy_static.extract.worker import GOES_ON, READY

        if not self._ready:
            self._ready = self._receive(limits.WORKER_START_SECONDS) == (READY, GOES_ON)
        return self._ready

    def ask_each(
        self, sources: Sequence[bytes], seconds: float, depth: Depth | Print | Code
    ) -> Iterator[tuple[bytes | Failure, bool]]:
        """The worker's answers, each with whether it can take another source; nothing behind one with which it cannot.

        Sources are sent ahead of the answer to the first as far as the pipe takes them for sure: who waits for a pipe
        while the worker waits for the other one waits for ever.
        """
        from importspy_static.extract.worker import GOES_ON, send

        sent = 0
        for index, source in enumerate(sources):
            with self._watch.over(seconds):
                try:
                    if sent == index:
                        send(self._requests, source, depth)
                        sent += 1
                    sent = self._sent_ahead(sources, index, sent, depth)
                    answer = self._frame()
                except OSError:
                    answer = None
            if answer is None:
                yield self._death(seconds), False
                return
            yield answer[0], answer[1] == GOES_ON
            if answer[1] != GOES_ON:
                return

    def _sent_ahead(self, sources: Sequence[bytes], index: int, sent: int, depth: Depth | Print | Code) -> int:
        """Send what the pipe takes, be the source at `index` still in it or not. Gives how many are sent."""
        from importspy_static.extract.worker import send

        room = self._takes - sum(len(each) + _ROOM for each in sources[index:sent])
        with suppress(OSError):  # the worker is gone: what it has answered is read all the same
            while sent < len(sources) and (room := room - len(sources[sent]) - _ROOM) >= 0:
                send(self._requests, sources[sent], depth)
                sent += 1
        return sent

    def kill(self) -> None:
        """Have it answer nothing any more."""
        self._process.kill()

    def end(self) -> None:
        """Kill it, and leave neither a zombie nor an open pipe."""
        self._process.kill()
        self._watch.end()
        with suppress(OSError):  # what was still to be written has no reader any more
            self._requests.close()
        self._answers.close()
        self._process.wait()

    def _receive(self, seconds: float) -> tuple[bytes, int] | None:
        with self._watch.over(seconds):
            try:
                return self._frame()
            except OSError:
                return None

    def _frame(self) -> tuple[bytes, int] | None:
        from importspy_static.extract.worker import receive

        return receive(self._answers)

    def _death(self, seconds: float) -> Failure:
        if self._watch.was_late:
            return Failure("complex", f"not read within {seconds:g} seconds, the limit", TOP)
        self._process.kill()
        status = self._process.wait()
        memory = f"a crash, or more than {limits.WORKER_ADDRESS_SPACE // 2**20} MiB of memory, the limit"
        return Failure("complex", f"the process that read it ended with {_named(status)}: {memory}", TOP)


def _taken_at_once(pipe: IO[bytes]) -> int:
    """How many bytes a pipe takes for sure when nobody reads it: a quarter of its size, as it keeps them in pages that
    need not be full. Nothing where it does not tell its size.
    """
    try:
        from fcntl import F_GETPIPE_SZ, fcntl

        return fcntl(pipe.fileno(), F_GETPIPE_SZ) // 4
    except (ImportError, OSError):
        return 0


class _Watch:
    """Kills a process that takes longer than it may.

    One thread watches a process as long as it lives: a thread for each file is a thread whose end may swallow Ctrl-C.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._changed = threading.Condition()
        self._deadline: float | None = None
        self._looks_at = 0.0
        """When the thread looks next."""
        self._is_over = False
        self.was_late = False
        """Whether it was killed for that."""
        threading.Thread(target=self._serve, daemon=True).start()

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """Give the process so much time for what is done now."""
        with self._changed:
            self._deadline = time.monotonic() + seconds
            if self._deadline < self._looks_at:
                self._changed.notify()
        try:
            yield
        finally:
            self._deadline = None  # the thread looks when the time would have come

    def end(self) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def _serve(self) -> None:
        with self._changed:
            while not self._is_over:
                left = None if self._deadline is None else self._deadline - time.monotonic()
                if left is not None and left <= 0:
                    self.was_late = True
                    self._process.kill()
                    return
                self._looks_at = math.inf if self._deadline is None else self._deadline
                self._changed.wait(left)


def _named(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


__all__ = ["Extractor"]
