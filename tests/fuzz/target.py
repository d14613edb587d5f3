"""What is fuzzed: bytes that something of ours is given, and what must hold of the answer."""

from __future__ import annotations

import random
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

SECONDS = 10.0
"""Of processor time that one input may take; a longer one hangs. The process that reads sources has a limit of its own.
"""
WAITING = 12
"""How many times as long it may take on the clock: others may use the machine, too."""

PACKAGE = "importspy_static"


class Fault(AssertionError):
    """An answer that is wrong. Any other exception of a judge is one, too."""


class Hang(BaseException):
    """An input that takes too long; no `Exception`, so that nothing on the way takes it for one of its own."""


@dataclass
class Target:
    """Something that takes bytes of anybody.

    `judge` returns whatever the bytes are, or raises what is wrong with the answer. Inputs come from `inputs`, a
    strategy of hypothesis, or by `changed` from `seeds`.
    """

    name: str
    judge: Callable[[bytes], None]
    inputs: Callable[[], SearchStrategy[bytes]] | None = None
    seeds: Callable[[], Sequence[bytes]] = tuple
    changed: Callable[[bytes, random.Random], bytes] | None = None
    guided: bool = False
    """Whether coverage can guide a fuzzer, as what reads the bytes runs in the process that judges."""
    is_whole: bool = False
    """Whether no part of an input is one."""
    close: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Finding:
    """An input that must not do what it does. `key` is the same for two that fail at one place for one reason."""

    target: str
    kind: Literal["fault", "hang"]
    key: str
    told: str
    content: bytes


def examined(target: Target, content: bytes, seconds: float = SECONDS) -> Finding | None:
    """What is wrong with the answer to an input, if anything is."""
    try:
        with within(seconds), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target.judge(content)
    except Hang as hang:
        return Finding(target.name, "hang", f"{target.name}: hang in {_place(hang)}", f"over {seconds:g} s", content)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what fuzzing looks for
        what = str(error) if isinstance(error, Fault) else type(error).__name__
        key = f"{target.name}: {what.partition(':')[0]} in {_place(error)}"
        return Finding(target.name, "fault", key, "".join(traceback.format_exception(error)), content)
    return None


def _place(error: BaseException) -> str:
    """The innermost line of ours that was being run."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "tests" not in Path(each.filename).parts]
    ours = [each for each in frames if PACKAGE in each.filename] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "the test"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `Hang` in what takes longer, where the system has alarms and this is the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise Hang

    limits = (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, seconds * WAITING),
    )
    before = [(number, signal.signal(number, late)) for _, number, _ in limits]
    for timer, _, limit in limits:
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for timer, _, _ in limits:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)
