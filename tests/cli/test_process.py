"""The program as a process of its own: what it loads, and how it ends when the other side of a stream is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static.report.formats import FORMATS

PROGRAM = [sys.executable, "-m", "importspy_static"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="shells and devices of POSIX")


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )


def shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which "$@" is the program."""
    return subprocess.run(["sh", "-c", script, "sh", *PROGRAM], capture_output=True, text=True, timeout=60, check=False)


def loaded(*arguments: str) -> set[str]:
    """The top-level names of what a run has imported."""
    program = (
        "import sys; from importspy_static.cli.main import main; status = main(sys.argv[1:]);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "--help"], ["explain"], ["explain", "SPY312"], ["explain", "-f", "json"], ["--version"]],
)
def test_what_checks_nothing_loads_neither_libcst_nor_yaml(arguments: list[str]) -> None:
    assert loaded(*arguments).isdisjoint({"libcst", "ruamel"})


def test_the_version_is_told_before_typer_is_loaded() -> None:
    assert loaded("--version").isdisjoint({"typer", "rich"})
    assert run("--version").stdout == run("--version", "check").stdout


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["explain", "-h"]])
def test_help_is_a_result(arguments: list[str]) -> None:
    done = run(*arguments, env={"COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: importspy-static")
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_there_is_completion_for_shells(name: str) -> None:
    done = run("--show-completion", name, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert done.returncode == 0
    assert "_IMPORTSPY_STATIC_COMPLETE" in done.stdout


def test_completion_knows_options_and_their_words() -> None:
    variables = {"_IMPORTSPY_STATIC_COMPLETE": "complete_bash", "COMP_CWORD": "3"}
    assert run(env={**variables, "COMP_WORDS": "importspy-static check -f "}).stdout.split() == list(FORMATS)
    options = run(env={**variables, "COMP_WORDS": "importspy-static check --sel", "COMP_CWORD": "2"})
    assert options.stdout.split() == ["--select"]


@POSIX
def test_a_reader_that_goes_away_is_no_error() -> None:
    done = shell('{ "$@" explain --color always; echo $? >&2; } | true')
    assert done.stderr == "0\n"


@POSIX
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_error(closed: str) -> None:
    done = shell(f'"$@" explain {closed}')
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", ["explain", "--version", "--help", "check --help"])
def test_a_full_disk_is_told_and_gives_2(arguments: str) -> None:
    done = shell(f'"$@" {arguments} >/dev/full')
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot write")
    assert "No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1
