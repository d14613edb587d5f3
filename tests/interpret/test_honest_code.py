"""The standard library of each Python, for that Python: nothing that imports there is said to raise."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from tests.interpret import elsewhere, interpreters
from tests.interpret.test_targets import target_of

ONE_IN = 15
"""Files that are looked at. All of them take a minute for each Python."""
NO_MODULES = {"test", "tests", "idle_test", "site-packages", "__pycache__", "__phello__", "__main__.py"}
LIBRARY = "import sys, sysconfig; sys.stdout.write(sysconfig.get_path('stdlib'))"


def files(library: Path, offset: int) -> Iterator[Path]:
    found = [path for path in sorted(library.rglob("*.py")) if NO_MODULES.isdisjoint(path.relative_to(library).parts)]
    yield from found[offset % ONE_IN :: ONE_IN]


def said_to_raise(source: bytes, target: Target) -> str | None:
    program = extract(source)
    if not isinstance(program, Program):
        return None  # of a newer grammar than this Python's, or over a limit
    namespace = interpret(program, target)
    if namespace.completes and namespace.fails_at is None:
        return None
    return f"line {namespace.raised_at.line}: {namespace.reason}"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="modules are imported in a forked process")
@pytest.mark.parametrize(("minor", "executable"), interpreters.parameters(oldest=8))
def test_no_module_of_the_standard_library_is_said_to_raise_that_does_not(
    minor: int, executable: str, tmp_path: Path
) -> None:
    library = Path(subprocess.run([executable, "-I", "-c", LIBRARY], check=True, capture_output=True, text=True).stdout)
    target = target_of(asked(executable, tmp_path)["facts"])
    looked_at = [*files(library, minor)]
    assert len(looked_at) > 30
    said = {
        ".".join(path.relative_to(library).with_suffix("").parts).removesuffix(".__init__"): reason
        for path in looked_at
        if (reason := said_to_raise(path.read_bytes(), target)) is not None
    }
    truth = asked(executable, tmp_path, *said)["modules"]
    assert {module: reason for module, reason in said.items() if "raises" not in truth[module]} == {}


def asked(executable: str, folder: Path, *modules: str) -> Mapping[str, Any]:
    """What the interpreter makes of these modules of its standard library. They are no checked code."""
    command = [executable, "-I", elsewhere.__file__, str(folder), *modules]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd=folder
    )
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found
