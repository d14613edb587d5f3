"""The process that judges: started when it is needed, asked one thing at a time, gone when it is idle."""

from __future__ import annotations

import atexit
import os
import struct
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Any

from importspy_static.limits import GUARD_CHECK_SECONDS, GUARD_MESSAGE_BYTES

if TYPE_CHECKING:
    import subprocess

LENGTHS = struct.Struct(">QQ")
"""Before each message: how many bytes of JSON, and of source behind it."""

_START = """
import json, sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
place, path = sys.argv[1], json.loads(sys.argv[2])
sys.path += [each for each in path if each not in sys.path]
spec = PathFinder.find_spec("importspy_static", [place])
package = sys.modules["importspy_static"] = module_from_spec(spec)
spec.loader.exec_module(package)
from importspy_static.guard.worker import serve
serve()
"""
_PLACE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class NoProcessError(Exception):
    """No process can be started: a frozen application, an embedded interpreter."""


class NoAnswerError(Exception):
    """The process has died, or takes too long; the text is a clause that says so."""


class Process:
    """Asked by one thread at a time; nothing is imported while it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self.answers = 0
        """How many questions it has answered, in all its lives."""
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def ask(self, question: dict[str, Any], source: bytes) -> dict[str, Any]:
        """The answer to a question.

        Raises:
            NoProcessError: there is none that could answer.
            NoAnswerError: it does not.
        """
        import json
        import select  # noqa: F401 - all that is needed is there before the lock is taken
        import subprocess  # noqa: F401

        told = json.dumps(question).encode()
        if len(told) + len(source) > GUARD_MESSAGE_BYTES:
            raise NoAnswerError(f"it is larger than the limit of {GUARD_MESSAGE_BYTES} bytes")
        with self._lock:
            try:
                try:
                    answer = self._told(told, source)
                except (OSError, EOFError):
                    if not self._asked:  # else it was idle for too long, and another one will do
                        raise
                    self._end()
                    answer = self._told(told, source)
            except (OSError, EOFError, ValueError) as error:
                self._end()
                raise NoAnswerError(str(error) or "the process that should check it has died") from error
            except BaseException:  # Ctrl-C, too: what it would answer now belongs to nobody
                self._end()
                raise
            self._asked += 1
            self.answers += 1
            return answer

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._end()

    def _told(self, told: bytes, source: bytes) -> dict[str, Any]:
        import json

        process = self._process if self._process is not None else self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LENGTHS.pack(len(told), len(source)) + told + source)
        process.stdin.flush()
        deadline = time.monotonic() + GUARD_CHECK_SECONDS
        length, _ = LENGTHS.unpack(_received(process.stdout, LENGTHS.size, deadline))
        if length > GUARD_MESSAGE_BYTES:
            raise ValueError(f"the answer is larger than the limit of {GUARD_MESSAGE_BYTES} bytes")
        answer = json.loads(_received(process.stdout, length, deadline))
        if not isinstance(answer, dict):
            raise ValueError("the answer makes no sense")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        import json
        import subprocess

        if not sys.executable or getattr(sys, "frozen", False):
            raise NoProcessError
        options = ["-I", *(["-B"] if sys.dont_write_bytecode else [])]
        path = json.dumps([os.fsdecode(os.path.abspath(each)) for each in sys.path if each])
        try:
            self._process = subprocess.Popen(
                [sys.executable, *options, "-c", _START, _PLACE, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as error:
            raise NoProcessError from error
        self._asked = 0
        return self._process

    def _end(self) -> None:
        process, self._process, self._asked = self._process, None, 0
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()

    def _forked(self) -> None:
        """In a process that was forked: the other one is the parent's."""
        self._lock = threading.Lock()
        process, self._process, self._asked = self._process, None, 0
        if process is not None:
            process.returncode = 0  # it is not ours to wait for
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()


def _received(stream: IO[bytes], size: int, deadline: float) -> bytes:
    """So many bytes.

    Raises:
        EOFError: there are no more.
        ValueError: it takes too long.
    """
    found = bytearray()
    while len(found) < size:
        if os.name != "nt":
            left = deadline - time.monotonic()
            if left <= 0 or not _is_readable(stream, left):
                raise ValueError(f"no verdict within {GUARD_CHECK_SECONDS:g} seconds, the limit")
        part = stream.read(min(size - len(found), 2**20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def _is_readable(stream: IO[bytes], seconds: float) -> bool:
    import select

    waiting = select.poll()  # descriptors may be higher than `select` takes
    waiting.register(stream, select.POLLIN | select.POLLHUP)
    return bool(waiting.poll(seconds * 1000))
