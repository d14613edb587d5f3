"""`importspy-static run`: a program whose imports are guarded, and which else is as Python runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard.plugins import ran

PROGRAM = """\
import sys
import importlib
print(sys.argv, __name__)
for name in sys.argv[1:]:
    if name.startswith("plugins."):
        print(importlib.import_module(name).name)
"""


@pytest.fixture
def program(host: Path) -> Path:
    (host / "program.py").write_text(PROGRAM, encoding="utf-8")
    (host / "importspy-static.toml").write_text(
        "contracts = [{ path = 'plugins/*.py', contract = 'spymodel.yml' }]\n", encoding="utf-8"
    )
    return host


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "importspy_static", "run", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_a_script_with_arguments(program: Path) -> None:
    done = run(program, "program.py", "plugins.audit", "--mode", "x", "-h")
    assert done.stdout == "['program.py', 'plugins.audit', '--mode', 'x', '-h'] __main__\naudit\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_a_module_with_arguments(program: Path) -> None:
    done = run(program, "--mode", "enforce", "-m", "program", "plugins.audit", "--mode", "x")
    assert done.stdout == f"['{program / 'program.py'}', 'plugins.audit', '--mode', 'x'] __main__\naudit\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_plugin_ends_the_program(program: Path) -> None:
    done = run(program, "program.py", "plugins.audit", "plugins.hollow")
    assert done.returncode == 1
    assert done.stdout.endswith("audit\n")
    assert done.stderr.startswith("error: plugins.hollow: does not keep its contract\n")
    assert "hollow.py:1:1: SPY401" in done.stderr
    assert "Traceback" not in done.stderr
    assert ran(program) == []


def test_with_a_warning(program: Path) -> None:
    done = run(program, "--mode", "warn", "-m", "program", "plugins.hollow")
    assert (done.returncode, done.stdout.endswith("hollow\n")) == (0, True)
    assert "SPY401" in done.stderr
    assert ran(program) == ["hollow.py.ran"]


def test_a_script_that_is_under_contract_itself(program: Path) -> None:
    done = run(program, "--contract", "program.py=spymodel.yml", "program.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert "SPY401" in done.stderr
    done = run(program, "--contract", "program=spymodel.yml", "-m", "program")
    assert (done.returncode, done.stdout) == (1, "")


def test_the_program_ends_as_it_likes(program: Path) -> None:
    for text, status, said in (
        ("raise SystemExit(7)", 7, ""),
        ("raise SystemExit('gone')", 1, "gone\n"),
        ("raise SystemExit", 0, ""),
    ):
        (program / "ending.py").write_text(text, encoding="utf-8")
        done = run(program, "ending.py")
        assert (done.returncode, done.stderr) == (status, said)
    (program / "ending.py").write_text("def f():\n    1 / 0\nf()\n", encoding="utf-8")
    done = run(program, "ending.py")
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert "importspy_static" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "there is no program to run"),
        (("missing.py",), "missing.py: cannot be read: No such file"),
        (("--mode", "off", "program.py"), "--mode"),
        (("--contract", "plugins.*", "program.py"), "PATTERN=FILE is wanted"),
        (("--contract", "plugins.*=missing.yml", "program.py"), "missing.yml: the contract cannot be read"),
        (("--config", "missing.toml", "program.py"), "missing.toml"),
        (("-m", ""), "the name of a module is wanted"),
    ],
)
def test_what_cannot_be_run(program: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(program, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_module_that_is_not_there(program: Path) -> None:
    done = run(program, "-m", "nothing")
    assert done.returncode == 1
    assert "No module named nothing" in done.stderr
