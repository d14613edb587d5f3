"""No text of an environment variable leaves a process by way of the probe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from importspy_static.probes import (
    ProbeError,
    host_environment,
    interpreter_environment,
    read_snapshot,
    script,
    script_text,
)
from tests.probes.interpreters import every_python, isolated, python, run

PLANTED = "planted-5f2c"


@pytest.fixture(autouse=True)
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_PASSWORD", "LOG_LEVEL", "PIP_INDEX_URL", "PYTHONPATH"):
        monkeypatch.setenv(name, f"https://user:{PLANTED}@host/")


@every_python
def test_not_in_what_the_script_writes_to_any_stream(minor: str) -> None:
    for options in (isolated(minor), ["-B"]):
        ended = run([python(minor), *options, "-"], script_text())
        assert "DATABASE_PASSWORD" in ended.stdout
        assert PLANTED not in ended.stdout + ended.stderr


def test_not_in_what_this_host_tells() -> None:
    for environment in (host_environment(distributions=True), interpreter_environment(sys.executable, seconds=60)):
        assert environment.has("DATABASE_PASSWORD")
        assert PLANTED not in repr(environment) + json.dumps(environment.to_dict())


def test_what_was_asked_for_is_in_no_representation() -> None:
    environment = host_environment(names=["DATABASE_PASSWORD"])
    assert PLANTED in (environment.value("DATABASE_PASSWORD") or "")
    assert PLANTED not in repr(environment) + str(environment) + json.dumps(environment.to_dict())


@pytest.mark.skipif(sys.platform == "win32", reason="the fake is a shell script")
def test_not_in_an_error_nor_in_its_traceback(tmp_path: Path) -> None:
    snapshot = tmp_path / "image.json"
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\nenv >&2\nenv\nexit 1\n", encoding="ascii")
    fake.chmod(0o700)
    record = {**host_environment().to_dict(), "values": [PLANTED], "variables": [f"A={PLANTED}"], "machine": [PLANTED]}
    snapshot.write_text(json.dumps(record), encoding="utf-8")
    for ask in (read_snapshot, interpreter_environment):
        with pytest.raises(ProbeError) as caught:
            ask(str(snapshot if ask is read_snapshot else fake))
        told = "".join(traceback.format_exception(caught.value))
        assert PLANTED not in told + repr(caught.value) + repr(caught.value.problems) + caught.value.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="the fake is a shell script")
def test_not_in_the_arguments_of_what_is_started(tmp_path: Path) -> None:
    """Every user of a host can see them."""
    fake = tmp_path / "python"
    fake.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nexec {sys.executable} "$@"\n', encoding="ascii")
    fake.chmod(0o700)
    interpreter_environment(str(fake), seconds=60, names=["DATABASE_PASSWORD"])
    assert (tmp_path / "arguments").read_text(encoding="ascii") == "-V\n-I -B -\n"


def test_the_scripts_text_has_names_only() -> None:
    assert PLANTED not in script_text(list(os.environ))
    assert script_text() == Path(script.__file__).read_text(encoding="ascii")


def test_a_failing_fact_tells_nothing(tmp_path: Path) -> None:
    """A traceback of the script would go to the screen of whoever runs it."""
    program = tmp_path / "broken.py"
    program.write_text(
        script_text().replace("def facts(", "def facts(*_):\n    raise ValueError(os.environ)\n\n\ndef _facts("),
        encoding="ascii",
    )
    ended = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr) == ("", "")
