"""Options that name a host: whatever they name, one clear error, and the exit status 2."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importspy_static.checking.where import Where
from importspy_static.model.environment import HOST
from importspy_static.probes import interpreter
from tests.cli.conftest import Asked, Done, Program
from tests.cli.real import Real, prepared, runner

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="scripts and pipes of POSIX")
AGAIN = "  write it again: `importspy-static probe --script > probe.py`, then `python -I - < probe.py > FILE` there\n"
WRITTEN = "  give the path of a file that `importspy-static probe -f json` wrote\n"
EXECUTABLE = "  give the path of a Python, 2.7 or 3.4 and newer, or its name on PATH\n"

COMMANDS = (("probe",), ("check", "plugin.py", "-s", "spymodel.yml"))
both = pytest.mark.parametrize("command", COMMANDS, ids=["probe", "check"])


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    prepared(tmp_path, monkeypatch)
    return runner(capsys)


def refused(done: Done) -> str:
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    return done.err


# --- One host at most -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "plugin.py", "--environment", "image.json", "--python", "python3"],
            "--environment image.json and --python exclude each other",
        ),
        (
            ["check", "plugin.py", "--environment", "none", "--every-deployment"],
            "--environment none and --every-deployment exclude each other",
        ),
        (
            ["check", "plugin.py", "--python", "python3", "--every-deployment"],
            "--python and --every-deployment exclude each other",
        ),
        (
            ["check", "plugin.py", "--python", "p", "--every-deployment", "--environment", "a\x1b"],
            r"--environment a\x1b and --python and --every-deployment exclude each other",
        ),
        (
            ["probe", "--environment", "image.json", "--python", "python3"],
            "--environment image.json and --python exclude each other",
        ),
        (["probe", "--script", "--python", "python3"], "--python and --script exclude each other"),
        (["probe", "--script", "--environment", "i.json"], "--environment i.json and --script exclude each other"),
    ],
)
def test_two_hosts_exclude_each_other(real: Real, arguments: list[str], message: str) -> None:
    assert refused(real(*arguments)) == f"error: {message}\n  each names a host of its own\n"


def test_this_host_may_be_named_beside_another_option(real: Real) -> None:
    assert real("check", "plugin.py", "--environment", "host", "--every-deployment", "-q").status == 0
    assert real("probe", "--environment", "host", "--script").status == 0


def test_no_host_has_no_facts(real: Real) -> None:
    assert refused(real("probe", "--environment", "none")) == (
        "error: --environment none names no host\n  leave it out for this host, or name a snapshot\n"
    )


@pytest.mark.parametrize("arguments", [["probe", "--show-values"], ["probe", "--script", "--show-values"]])
def test_texts_are_told_only_of_what_a_contract_names(real: Real, arguments: list[str]) -> None:
    assert refused(real(*arguments)) == (
        "error: --show-values needs a contract\n  -s FILE names the variables whose texts are told\n"
    )


def test_a_script_that_is_to_judge_is_refused(real: Real) -> None:
    told = refused(real("probe", "--script", "-s", "spymodel.yml"))
    assert told.startswith("error: --script takes -s only with --show-values\n")
    assert "`probe --environment FILE -s CONTRACT`" in told


def test_every_deployment_of_a_contract_that_declares_none_is_refused(real: Real) -> None:
    Path("c.yml").write_text("functions: [{name: run}]\n", encoding="utf-8")
    done = real("check", "plugin.py", "-s", "c.yml", "--every-deployment")
    assert (done.status, done.out) == (2, "")
    assert "error[SPY011] neither 'deployments' nor 'runtime' declares where the module may run" in done.err
    assert done.err.endswith("error: 1 problem in the contract: nothing was checked\n")


@pytest.mark.parametrize("name", ["c.yml", "spymodle.yml"])
def test_a_contract_that_cannot_be_used_is_told_as_a_check_tells_it(real: Real, name: str) -> None:
    Path("c.yml").write_text("deployments: [{arc: x86_64}]\n", encoding="utf-8")
    done = real("probe", "-s", name)
    assert (done.status, done.out) == (2, "")
    assert done.err == real("check", "plugin.py", "-s", name).err
    assert ("did you mean spymodel.yml?" if name == "spymodle.yml" else "did you mean 'arch'?") in done.err


# --- Snapshots ------------------------------------------------------------------------------------------------------


def spoil(change: Callable[[dict[str, Any]], object], name: str = "bad.json") -> str:
    record = json.loads(Path("image.json").read_text(encoding="utf-8"))
    change(record)
    Path(name).write_text(json.dumps(record), encoding="utf-8")
    return name


@both
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("imag.json", "imag.json: there is no such file\n  did you mean image.json?\n"),
        ("Host", "Host: there is no such file\n  did you mean host?\n"),
        ("NONE", "NONE: there is no such file\n  did you mean none?\n"),
        ("quite/another", "quite/another: there is no such file\n" + WRITTEN),
        ("", "'': there is no such file\n" + WRITTEN),
        (".", ".: it is a folder, not a file\n" + WRITTEN),
        ("image.json/x", "image.json/x: there is no such file\n"),
        ("i\x1b[2Jmage\n.json", "i\\x1b[2Jmage\\n.json: there is no such file\n"),
        ("x" * 300, "x" * 300 + ": file name too long\n" + WRITTEN),
        ("plugin.py", "plugin.py: 1:1: no JSON: expecting value\n" + AGAIN),
    ],
)
def test_a_file_that_is_no_snapshot(real: Real, command: tuple[str, ...], name: str, message: str) -> None:
    assert refused(real(*command, "--environment", name)).startswith(f"error: {message}")


@both
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty: the probe did not answer\n"),
        (b"\n", "it is empty: the probe did not answer\n"),
        (b"\x89PNG\r\n\x1a\n", "byte 1 is not UTF-8 text\n"),
        (b"[1, 2", "1:6: the JSON ends here, before it is complete\n"),
        (b"[1, 2]", "expected an object, found a list\n"),
        (b"[" * 100_000, "1:21: nested deeper than 20 levels\n"),
        (b'"DATABASE_PASSWORD=x"', "expected an object, found text\n"),
    ],
)
def test_a_file_that_holds_something_else(real: Real, command: tuple[str, ...], content: bytes, message: str) -> None:
    Path("bad.json").write_bytes(content)
    assert refused(real(*command, "--environment", "bad.json")).startswith(f"error: bad.json: {message}")


@both
def test_a_snapshot_of_a_newer_program(real: Real, command: tuple[str, ...]) -> None:
    name = spoil(lambda record: record.update(schema_version=2, surprise=1))
    told = refused(real(*command, "--environment", name))
    assert told.startswith("error: bad.json: schema_version: was written by a newer version: 2; this one reads 1\n")


@both
def test_a_snapshot_that_was_edited_tells_all_its_problems(real: Real, command: tuple[str, ...]) -> None:
    def edit(record: dict[str, Any]) -> None:
        record.update(os=7, variables="LOG_LEVEL=planted", **{"architectur\x1b": "x"})
        del record["machine"]

    assert refused(real(*command, "--environment", spoil(edit))) == (
        "error: bad.json: 4 problems\n"
        "  architectur\\x1b: unknown key; did you mean 'architecture'?\n"
        "  os: expected text, found a number\n"
        "  machine: is missing\n"
        "  variables: expected a list of names, found text\n" + AGAIN
    )


@both
def test_a_single_problem_stands_in_the_first_line(real: Real, command: tuple[str, ...]) -> None:
    name = spoil(lambda record: record.pop("libc"))
    assert refused(real(*command, "--environment", name)) == "error: bad.json: libc: is missing\n" + AGAIN


@POSIX
@both
def test_a_pipe_does_not_hang(real: Real, command: tuple[str, ...]) -> None:
    os.mkfifo("pipe")
    assert refused(real(*command, "--environment", "pipe")) == (
        "error: pipe: it is a named pipe, not a regular file\n" + WRITTEN
    )


# --- Interpreters ---------------------------------------------------------------------------------------------------

ANSWERS = '[ "$1" = -V ] && echo Python 3.11.7 && exit\n'


def fake(body: str) -> str:
    Path("fake").write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    Path("fake").chmod(0o700)
    return "./fake"


@POSIX
@both
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such-python", "no-such-python: there is no such program on PATH\n" + EXECUTABLE),
        ("./no-such-python", "./no-such-python: there is no such file\n" + EXECUTABLE),
        ("./", "./: it is a folder, not an interpreter\n" + EXECUTABLE),
        (
            "plugin.py",
            "plugin.py: there is no such program on PATH\n  for the file in the current folder, give './plug",
        ),
        ("./plugin.py", "./plugin.py: it is a program in Python, not an interpreter\n" + EXECUTABLE),
        ("./spymodel.yml", "./spymodel.yml: no permission to run it\n" + EXECUTABLE),
        ("/bin/sh", "/bin/sh: is no Python: "),
        ("/bin/cat", "/bin/cat: is no Python: asked '-V', it ended with status 1\n  standard error: "),
        ("", "'': is no path of a file\n" + EXECUTABLE),
        ("\x1b[2J", "\\x1b[2J: there is no such program on PATH\n" + EXECUTABLE),
    ],
)
def test_what_is_no_interpreter(real: Real, command: tuple[str, ...], name: str, message: str) -> None:
    assert refused(real(*command, "--python", name)).startswith(f"error: {message}")


@POSIX
@both
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("echo rubbish", "is no Python: it answers '-V' with no version\n" + EXECUTABLE),
        ("exit 3", "is no Python: asked '-V', it ended with status 3\n" + EXECUTABLE),
        (ANSWERS + "cat >/dev/null; echo rubbish", "wrote something else than the answer of the probe\n"),
        (ANSWERS + "exit 0", "did not answer the probe\n"),
        (
            ANSWERS + "printf 'boom \\033[31m\\n' >&2; kill -SEGV $$",
            "was killed by SIGSEGV instead of answering the probe\n  standard error: boom \\x1b[31m\n",
        ),
        (ANSWERS + "echo '{\"schema_version\": 1}'", "architecture: is missing\n  os: is missing\n"),
    ],
)
def test_an_interpreter_that_does_not_answer_as_one(
    real: Real, command: tuple[str, ...], body: str, message: str
) -> None:
    assert refused(real(*command, "--python", fake(body))).startswith(f"error: ./fake: {message}")


@POSIX
@both
def test_an_interpreter_that_hangs(real: Real, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = interpreter.interpreter_environment
    monkeypatch.setattr(interpreter, "interpreter_environment", lambda name, **_: asked(name, seconds=0.5))
    told = refused(real(*command, "--python", fake("sleep 60")))
    assert told.startswith("error: ./fake: did not answer '-V' within 0.5 seconds\n")


# --- What is handed on ----------------------------------------------------------------------------------------------


def test_this_host_is_left_for_the_check_to_look_at(program: Program, asked: Asked) -> None:
    """A check that needs no fact does not ask for any."""
    assert program("check", "fine.py").status == 0
    assert program("check", "fine.py", "--environment", "none", "--show-values").status == 0
    assert program("check", "fine.py", "--every-deployment").status == 2  # the contract declares none
    assert asked.where == [Where(HOST), Where(None, show_values=True)]
