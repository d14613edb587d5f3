"""The Pythons of this machine, as oracles of what their grammar takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VERSIONS = [(2, 7), *((3, minor) for minor in range(6, 16))]

_COMPILE = r"""
import json, sys, warnings
warnings.simplefilter("ignore")
found = []
for source in json.loads(sys.stdin.read()):
    if source[:1] == "/":
        with open(source, "rb") as file:
            code = file.read()
    else:
        code = source.encode("utf-8")
    try:
        compile(code, "", "exec", 0, 1)
        found.append(None)
    except (SyntaxError, ValueError, LookupError, MemoryError, RuntimeError, OverflowError) as error:
        found.append(str(error) or type(error).__name__)
sys.stdout.write(json.dumps(found))
"""


@cache
def interpreter(version: tuple[int, int]) -> str | None:
    """The executable of this version, as `.ci/run` finds it."""
    name = "{}.{}".format(*version)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{name}"), *sorted(map(str, pyenv.glob(f"{name}.*/bin/python")))]
    told = "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])"
    for each in filter(None, candidates):
        asked = subprocess.run([each, "-c", told], capture_output=True, text=True, check=False, timeout=60)
        if asked.stdout == name:
            return each
    return None


def required(version: tuple[int, int]) -> str:
    """The executable of this version; a test skips without it."""
    found = interpreter(version)
    if found is None:
        pytest.skip("there is no python{}.{} here".format(*version))
    return found


def answered(version: tuple[int, int], script: str, question: object, *arguments: str) -> Any:
    """What a script prints as JSON, given a question as JSON."""
    command = [required(version), *arguments, "-c", script]
    asked = subprocess.run(
        command, input=json.dumps(question), capture_output=True, text=True, check=False, timeout=300
    )
    assert asked.returncode == 0, asked.stderr[-2000:]
    return json.loads(asked.stdout)


def refusals(version: tuple[int, int], sources: list[str]) -> list[str | None]:
    """Why this Python refuses to compile each of these sources, or None. What begins with `/` is the path of one."""
    found = answered(version, _COMPILE, sources)
    assert isinstance(found, list)
    return found
