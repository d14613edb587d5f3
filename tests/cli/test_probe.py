"""`probe`: the facts of a host, and what a contract makes of it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from importspy_static import probing
from importspy_static.report.environment import SCHEMA
from tests.cli.real import Real, prepared, runner
from tests.probes.interpreters import every_python, python

PROGRAM = [sys.executable, "-m", "importspy_static"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="scripts and signals of POSIX")

HERE = "deployments: [{systems: [{pythons: [{version: '>=3.10'}]}]}]\n"
NOWHERE = "deployments: [{systems: [{pythons: [{version: '3.1'}]}, {pythons: [{version: '3.2'}]}]}]\n"
UNDECIDED = "deployments: [{systems: [{environment: {variables: [{name: LOG_LEVEL, value: INFO}]}}]}]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    prepared(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def real(folder: Path, capsys: pytest.CaptureFixture[str]) -> Real:
    return runner(capsys)


def contract(text: str) -> str:
    Path("c.yml").write_text(text, encoding="utf-8")
    return "c.yml"


def fitting(text: str) -> dict[str, Any]:
    """The JSON, which fits the shipped schema."""
    told: dict[str, Any] = json.loads(text)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(told)
    return told


# --- Facts ----------------------------------------------------------------------------------------------------------


def test_the_table_is_of_this_host(real: Real) -> None:
    done = real("probe")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("this host\n  architecture   ")
    assert f"  Python         {probing.probe().python_version}\n" in done.out


def test_json_is_what_the_public_function_returns(real: Real) -> None:
    done = real("probe", "-f", "json")
    assert (done.status, done.err) == (0, "")
    assert fitting(done.out) == probing.probe().to_dict()


def test_distributions_are_listed_but_with_a_contract_only_counted(real: Real) -> None:
    count = len(probing.probe().distributions or ())
    listed, counted = f"\n{count} distributions\n", f"  distributions  {count}, named with -v\n"
    asked = contract(HERE)
    assert listed in real("probe").out
    assert counted in real("probe", "-s", asked).out
    for more in ("-v", "--distributions"):
        assert listed in real("probe", "-s", asked, more).out
    assert len(fitting(real("probe", "-s", asked, "-f", "json").out)["distributions"]) == count


def test_distributions_can_be_left_alone(real: Real) -> None:
    assert "  distributions  not looked for\n" in real("probe", "--no-distributions").out
    assert fitting(real("probe", "--no-distributions", "-f", "json").out)["distributions"] is None


def test_verbose_names_what_is_otherwise_counted(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AN_UNUSUAL_NAME", "x")
    assert "AN_UNUSUAL_NAME" not in real("probe").out
    done = real("probe", "-v")
    assert "AN_UNUSUAL_NAME" in done.out
    assert "  search path    " in done.out
    for tag in probing.probe().platform_tags:
        assert tag in done.out


@every_python
def test_another_interpreter_tells_its_facts(minor: str, real: Real) -> None:
    executable = python(minor)
    done = real("probe", "--python", executable, "--no-distributions")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{executable}\n")
    assert re.search(rf"^  Python         {re.escape(minor)}\.", done.out, re.MULTILINE)
    told = fitting(real("probe", "--python", executable, "-f", "json").out)
    assert f"{told['version']['major']}.{told['version']['minor']}" == minor


def test_a_snapshot_is_shown_as_the_host_was(real: Real) -> None:
    done = real("probe", "--environment", "image.json")
    assert done.out.startswith("image.json\n  architecture   x86_64\n")
    assert "\n3 distributions\n" in done.out


# --- The program that another host runs -----------------------------------------------------------------------------


def answer(program: str) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-I", "-"], input=program, capture_output=True, text=True, timeout=60, check=True
    )
    return fitting(ended.stdout)


def test_the_script_tells_the_same_facts(real: Real) -> None:
    done = real("probe", "--script")
    assert (done.status, done.err) == (0, "")
    told, known = answer(done.out), probing.probe(sys.executable).to_dict()
    assert {**told, "search_path": 0} == {**known, "search_path": 0}
    assert told["values"] == {}


def test_the_script_leaves_distributions_alone_when_asked_to(real: Real) -> None:
    assert answer(real("probe", "--script", "--no-distributions").out)["distributions"] is None


def test_the_script_tells_texts_of_variables_and_never_of_secrets(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "planted")
    monkeypatch.setenv("API_TOKEN", "planted")
    monkeypatch.delenv("REGION", raising=False)
    program = real("probe", "--script", "--show-values", "-s", "spymodel.yml").out
    assert answer(program)["values"] == {"LOG_LEVEL": "planted"}


# --- A contract -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["full", "json"])
@pytest.mark.parametrize(
    ("text", "status", "verdict"),
    [
        (HERE, 0, "compliant"),
        (NOWHERE, 1, "broken"),
        ("runtime: {python: '>=3.10'}\n", 0, "compliant"),
        ("runtime: {python: '<3'}\n", 1, "broken"),
        (HERE + "runtime: {python: '<3'}\n", 1, "broken"),
        (NOWHERE + "severity: {SPY5: warning}\n", 0, "broken"),
        (NOWHERE + "severity: {SPY501: off}\n", 0, "broken"),
    ],
)
def test_the_exit_status_is_that_of_a_check(real: Real, form: str, text: str, status: int, verdict: str) -> None:
    name = contract(text + "functions: [{name: run}]\n")
    done = real("probe", "-s", name, "-f", form)
    assert (done.status, done.err) == (status, "")
    assert real("check", "plugin.py", "-s", name, "-q").status == status
    if form == "json":
        assert fitting(done.out)["judgement"]["verdict"] == verdict
    else:
        assert f"is {'one' if verdict == 'compliant' else 'none'} of the hosts that c.yml declares" in done.out


def test_what_a_snapshot_does_not_tell_is_undecided_and_fails(real: Real) -> None:
    name = contract(UNDECIDED)
    done = real("probe", "-s", name, "--environment", "image.json")
    assert done.status == 1
    assert "LOG_LEVEL: should be 'INFO', but image.json does not tell its text" in done.out
    assert (
        real("probe", "-s", contract(UNDECIDED + "severity: {SPY8: note}\n"), "--environment", "image.json").status == 0
    )


def test_declared_variables_are_set_or_missing(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("API_TOKEN", "tok")
    monkeypatch.delenv("REGION", raising=False)
    shown = real("probe", "-s", "spymodel.yml").out
    assert "  LOG_LEVEL  set\n  REGION     missing\n  API_TOKEN  set      secret\n" in shown
    shown = real("probe", "-s", "spymodel.yml", "--show-values").out
    assert "  LOG_LEVEL  set to 'DEBUG'\n  REGION     missing\n  API_TOKEN  set      secret\n" in shown


def test_a_contract_that_declares_no_host_is_told_of(real: Real) -> None:
    done = real("probe", "-s", contract("functions: [{name: run}]\n"))
    assert done.status == 0
    assert done.err == "warning: c.yml declares neither 'deployments' nor 'runtime', so every host will do\n"


def test_a_snapshot_serves_the_check(real: Real) -> None:
    assert real("probe", "-f", "json", "-o", "here.json").status == 0
    name = contract(HERE + "functions: [{name: run}]\n")
    assert real("check", "plugin.py", "-s", name, "--environment", "here.json").status == 0
    assert real("probe", "--environment", "here.json", "-s", name).status == 0
    refused = real("check", "plugin.py", "-s", contract(NOWHERE), "--environment", "here.json")
    assert refused.status == 1
    assert f"found '{probing.probe().python_version}' in here.json" in refused.out


def test_a_snapshot_with_a_judgement_and_texts_serves_the_check(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    name = contract(UNDECIDED + "functions: [{name: run}]\n")
    assert real("probe", "-f", "json", "-s", name, "-o", "here.json").status == 0
    assert real("check", "plugin.py", "-s", name, "--environment", "here.json").status == 1, "the text is not in it"
    assert real("probe", "-f", "json", "-s", name, "--show-values", "-o", "here.json").status == 0
    assert real("check", "plugin.py", "-s", name, "--environment", "here.json").status == 0
    assert real("probe", "--environment", "here.json", "-s", name).status == 0


# --- Where it goes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["full", "json"])
def test_the_file_holds_what_standard_output_would(real: Real, folder: Path, form: str) -> None:
    shown = real("probe", "--environment", "image.json", "-f", form).out
    done = real("probe", "--environment", "image.json", "-f", form, "-o", "out")
    assert (done.status, done.out, done.err) == (0, "", "")
    assert (folder / "out").read_text(encoding="utf-8") == shown


def test_the_script_can_be_written_to_a_file(real: Real, folder: Path) -> None:
    assert real("probe", "--script", "-o", "probe.py").out == ""
    assert (folder / "probe.py").read_text(encoding="ascii") == real("probe", "--script").out


@pytest.mark.parametrize(
    ("target", "options"),
    [
        ("spymodel.yml", ["-s", "spymodel.yml"]),
        ("image.json", ["--environment", "image.json"]),
        ("./interpreter", ["--python", "./interpreter"]),
        ("spymodel.yml", ["-s", "spymodel.yml", "--script", "--show-values"]),
    ],
)
def test_what_is_read_is_not_written_over(real: Real, folder: Path, target: str, options: list[str]) -> None:
    (folder / "interpreter").write_text("#!/bin/sh\n", encoding="ascii")
    before = (folder / target).read_bytes()
    done = real("probe", *options, "-o", target)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: the report would overwrite {target}, which is being checked\n"
    assert (folder / target).read_bytes() == before


def test_colours_are_for_those_who_ask(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["probe", "-s", "spymodel.yml", "--environment", "image.json"]
    assert "\x1b[" not in real(*asked).out
    coloured = real(*asked, "--color", "always").out
    assert "\x1b[1;" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == real(*asked).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in real(*asked).out
    assert "\x1b[" not in real(*asked, "-f", "json", "--color", "always").out


# --- As a process ---------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    "arguments", ["probe --no-distributions", "probe -f json --no-distributions", "probe --script"]
)
def test_a_reader_that_goes_away_is_no_error(arguments: str) -> None:
    line = f'{{ "$@" {arguments}; echo $? >&2; }} | true'
    done = subprocess.run(["sh", "-c", line, "sh", *PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == "0\n"


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["probe"], {"libcst", "ruamel", "rich", "packaging"}),
        (["probe", "-f", "json"], {"libcst", "ruamel", "rich", "packaging"}),
        (["probe", "--script"], {"libcst", "ruamel", "rich", "packaging"}),
        (["probe", "-s", "spymodel.yml"], {"libcst", "rich"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(folder: Path, arguments: list[str], unneeded: set[str]) -> None:
    program = (
        "import sys; from importspy_static.cli.main import main; main(sys.argv[1:]);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=60, check=True, cwd=folder
    )
    assert set(done.stderr.split()).isdisjoint(unneeded)


def is_gone(pid: str) -> bool:
    """No such process, or one that has ended and that nobody has asked for its status yet."""
    for _ in range(200):
        state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False).stdout
        if not state.strip() or state.strip().startswith("Z"):
            return True
        time.sleep(0.05)
    return False


@POSIX
@pytest.mark.parametrize("command", [["probe"], ["check", "plugin.py", "-s", "spymodel.yml"]])
def test_an_interrupt_ends_an_interpreter_that_hangs(folder: Path, command: list[str]) -> None:
    hanging, pids = folder / "hanging", folder / "pids"
    hanging.write_text(f"#!/bin/sh\nsleep 60 &\necho $$ $! done > {pids}\nwait\n", encoding="utf-8")
    hanging.chmod(0o700)
    with subprocess.Popen(
        [*PROGRAM, *command, "--python", str(hanging)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + 60
        while not pids.exists() or "done" not in pids.read_text(encoding="ascii"):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert all(is_gone(pid) for pid in pids.read_text(encoding="ascii").split()[:2])
