"""What the process that judges does: it reads questions, and answers them one by one."""

from __future__ import annotations

import gc
import json
import os
import select
from typing import IO, Any

from importspy_static.guard.judging import Judging
from importspy_static.guard.process import LENGTHS
from importspy_static.limits import GUARD_IDLE_SECONDS, GUARD_MESSAGE_BYTES

LESS_OFTEN = 50_000
"""Objects that are made before the garbage collector looks for cycles: facts and values have none."""


def serve() -> None:
    """Answer until nobody asks any more."""
    gc.set_threshold(LESS_OFTEN, 50, 50)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # whatever is printed is no answer
    questions = os.fdopen(os.dup(0), "rb", buffering=0)
    judging = Judging()
    try:
        while _is_asked() and (asked := _question(questions)) is not None:
            question, source = asked
            told = json.dumps(judging.answer(question, source)).encode()
            if len(told) > GUARD_MESSAGE_BYTES:
                return
            _send(answers, LENGTHS.pack(len(told), 0) + told)
    except BrokenPipeError:
        return
    finally:
        judging.close()


def _is_asked() -> bool:
    """Wait for the next question; False if none comes."""
    if os.name == "nt":
        return True
    return bool(select.select([0], [], [], GUARD_IDLE_SECONDS)[0])


def _question(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    head = _read(stream, LENGTHS.size)
    if head is None:
        return None
    length, size = LENGTHS.unpack(head)
    told, source = _read(stream, length), _read(stream, size)
    return None if told is None or source is None else (json.loads(told), source)


def _read(stream: IO[bytes], size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = stream.read(size - len(found))
        if not part:
            return None
        found += part
    return bytes(found)


def _send(stream: IO[bytes], content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[stream.write(view) :]
