"""The Pythons of this machine, for tests that ask them. Absent ones are skipped by name."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

MINORS = range(6, 16)


def parameters(oldest: int) -> list[object]:
    """A parameter for each Python from `oldest` on: its minor version and its interpreter."""
    return [
        pytest.param(minor, interpreter(minor), id=f"3.{minor}", marks=() if interpreter(minor) else _absent(minor))
        for minor in MINORS
        if minor >= oldest
    ]


def _absent(minor: int) -> pytest.MarkDecorator:
    return pytest.mark.skip(reason=f"no Python 3.{minor} here")


@cache
def interpreter(minor: int) -> str | None:
    """`python3.N` on PATH or of pyenv, if it starts and is what its name says."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [shutil.which(f"python3.{minor}"), *map(str, sorted(pyenv.glob(f"3.{minor}.*/bin/python")))]
    return next((each for each in found if each is not None and _is(each, minor)), None)


def _is(executable: str, minor: int) -> bool:
    code = f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    try:
        return subprocess.run([executable, "-c", code], check=False, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
