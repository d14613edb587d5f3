"""The Pythons of this machine, found as `.ci/run` finds them; what is absent is skipped by name."""

from __future__ import annotations

import functools
import glob
import json
import os
import shutil
import subprocess
from typing import Any

import pytest

MINORS = ("2.7", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
PYPYS = ("pypy2.7", "pypy3")


@functools.cache
def executable(minor: str) -> str | None:
    """A working interpreter of this version: `pythonX.Y` on PATH, else one of pyenv's. No launcher: its own path."""
    if minor in PYPYS:
        return shutil.which(minor)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    candidates = [shutil.which(f"python{minor}"), *sorted(glob.glob(f"{pyenv}/versions/{minor}.*/bin/python"))]
    asked = "import sys; print('%d.%d %s' % (sys.version_info[:2] + (sys.executable,)))"
    for candidate in filter(None, candidates):
        answer = subprocess.run([candidate, "-c", asked], capture_output=True, text=True, timeout=60, check=False)
        told, _, path = answer.stdout.strip().partition(" ")
        if told == minor:
            return path
    return None


def python(minor: str) -> str:
    """The same, or the test is skipped."""
    found = executable(minor)
    if found is None:
        pytest.skip(f"{minor if minor in PYPYS else f'Python {minor}'} is not here")
    return found


def isolated(minor: str) -> list[str]:
    return ["-E", "-s", "-B"] if minor.endswith("2.7") else ["-I", "-B"]


def run(command: list[str], given: str | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False, **options)


def answer_of(command: list[str], given: str | None = None, **options: Any) -> dict[str, Any]:
    """What the command prints, which is one line of JSON and nothing else."""
    ended = run(command, given, **options)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.isascii()
    assert ended.stdout.count("\n") == 1
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


every_python = pytest.mark.parametrize("minor", [*MINORS, *PYPYS])
