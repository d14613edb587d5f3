"""Runs of whole processes, one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.cases import Case


@dataclass
class Measured:
    """What runs took, in seconds or in bytes."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Command:
    """A process.

    Attributes:
        words: the program and its arguments.
        folder: where it runs.
        statuses: the exit statuses that are right.
        forgets: a folder that is emptied before each run.
    """

    words: Sequence[str]
    folder: Path
    statuses: Sequence[int] = (0, 1)
    forgets: Path | None = None
    tells: bool = False
    """Whether the seconds are what it prints: of a part of what it does."""
    variables: Mapping[str, str] = field(default_factory=dict)


def measured(case: Case, runs: int) -> Measured:
    """Pairs of runs; the first, which fills caches of the system and of warm cases, is not counted."""
    found = Measured()
    for number in range(runs + 1):
        ours, theirs = taken(case.ours, peak=case.is_memory), taken(case.theirs, peak=case.is_memory)
        if number:
            found.ours.append(ours)
            found.theirs.append(theirs)
    return found


def taken(command: Command, *, peak: bool) -> float:
    """Seconds of a run, or the bytes that the largest of its processes took."""
    if command.forgets is not None:
        shutil.rmtree(command.forgets, ignore_errors=True)
    began = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        cwd=command.folder,
        stdout=subprocess.PIPE if command.tells else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**_environment(), **command.variables},
    )
    largest = _watched(process) if peak else 0
    told, errors = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode not in command.statuses:
        sys.exit(f"{' '.join(command.words)}: status {process.returncode}\n{errors.decode(errors='replace')}")
    return largest if peak else float(told) if command.tells else seconds


def _environment() -> dict[str, str]:
    aside = ("IMPORTSPY_STATIC_", "PYTHONDONTWRITEBYTECODE")  # an import without bytecode compiles, which is slow
    return {name: text for name, text in os.environ.items() if not name.startswith(aside)}


def _watched(process: subprocess.Popen[bytes]) -> float:
    """The peak of resident memory of the largest of a process and its children (Linux)."""
    largest = 0.0
    while process.poll() is None:
        for each in [process.pid, *_children(process.pid)]:
            largest = max(largest, _peak(each))
        time.sleep(0.02)
    return largest


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(each) for each in told.split()]


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((float(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
