"""No text of an environment variable is in anything that the program writes, unless it is asked for; a secret's never.

Each variable is set to a text with a mark of its own, which is looked for in whatever was written, also encoded.
"""

from __future__ import annotations

import base64
import html
import json
import logging
import sys
import traceback
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import importspy_static
from importspy_static.checks import environment as environment_checks
from importspy_static.cli.main import main
from importspy_static.contract.problems import ContractError
from importspy_static.probes import script
from importspy_static.probes.problems import ProbeError
from importspy_static.report.formats import FORMATS

DECLARED = {
    "LOG_LEVEL": "q7zwrong",
    "DEBUG": "q7znobool",
    "PORT": "q7znoint",
    "RATIO": "q7znofloat",
    "PAYMENT_MODE": "q7zruntime",
    "REGION": "q7zanytext",
}
"""Marks of the texts of variables that the contract names: none is what it asks for."""
HIDDEN = {
    "API_TOKEN": "q7zsecret",
    "BOTH": "q7zvariableandsecret",
    "Mixed": "q7zinanothercase",
    "UNDECLARED": "q7zundeclared",
}
"""Marks of the texts of secrets, of variables that are secrets too, and of one that no contract names."""
MARKS = {**DECLARED, **HIDDEN}


def planted(mark: str) -> str:
    """A text with the mark, and with what is written in other ways in JSON, in Python and on a terminal."""
    return f'Aa-{mark}-"\\\x1b[31m\n\t\u202e<&é'


CONTRACT = """
functions: [{name: run, arguments: []}]
deployments:
  - arch: x86_64
    systems: &systems
      - environment:
          variables:
            - {name: LOG_LEVEL, value: INFO}
            - {name: DEBUG, annotation: bool}
            - {name: PORT, annotation: int, value: 8080}
            - {name: RATIO, annotation: float, value: 0.5}
            - {name: REGION}
            - {name: BOTH, value: other}
            - {name: Mixed, value: other}
          secrets: [API_TOKEN, BOTH, MIXED]
        pythons: [{version: ">=3.10"}, {version: "2.7"}]
  - arch: arm64
    systems: *systems
runtime: {environment: {PAYMENT_MODE: production}}
"""
BROKEN = CONTRACT.replace("annotation: bool", "annotatoin: bool").replace("arch: arm64", "arch: LOG_LEVEL")
MODULE = "import os\n\nLEVEL = os.environ['LOG_LEVEL']\n\ndef run(first):\n    match first:\n        case 1: pass\n"

Written = Callable[..., str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the environment planted."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "IMPORTSPY_STATIC_OUTPUT_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    for name, mark in MARKS.items():
        monkeypatch.setenv(name, planted(mark))
    for name, text in (("spymodel.yml", CONTRACT), ("broken.yml", BROKEN), ("plugin.py", MODULE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Written:
    """Run the command line; all that it wrote to streams, files and the log."""

    def written(*arguments: str, status: int | None = None) -> str:
        before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
        logging.getLogger("importspy_static").addHandler(caplog.handler)
        found = main(arguments)
        assert status is None or found == status
        out, err = capfd.readouterr()
        files = [each for each in folder.rglob("*") if each.is_file() and before.get(each) != each.read_bytes()]
        told = [out, err, caplog.text, *map(str, files), *(each.read_text(encoding="utf-8") for each in files)]
        for each in files:
            each.unlink()
        return "\n".join(told)

    return written


def forms(mark: str) -> Iterator[str]:
    """Ways in which a text may be written."""
    text = planted(mark)
    encoded = text.encode()
    yield mark
    yield encoded.hex()
    yield urllib.parse.quote(text)
    yield html.escape(text)
    for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode):
        yield encode(encoded).decode("ascii").rstrip("=")


def found_in(text: str, marks: dict[str, str]) -> list[str]:
    folded = text.casefold()
    return [name for name, mark in marks.items() if any(form.casefold() in folded for form in forms(mark))]


HOSTS = {
    "this host": [],
    "another interpreter": ["--python", sys.executable],
    "no host": ["--environment", "none"],
    "every deployment": ["--every-deployment"],
}


# --- What is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("where", HOSTS)
def test_not_by_check(run: Written, where: str, form: str) -> None:
    asked = ["check", "plugin.py", "-s", "spymodel.yml", "-v", "-f", form, "-l", "debug", *HOSTS[where]]
    assert found_in(run(*asked, status=1), MARKS) == []


@pytest.mark.parametrize("form", ["full", "json"])
@pytest.mark.parametrize("where", ["this host", "another interpreter"])
@pytest.mark.parametrize("contract", [True, False])
def test_not_by_probe(run: Written, where: str, form: str, contract: bool) -> None:
    terms = ["-s", "spymodel.yml"] if contract else []
    told = run("probe", *terms, "-v", "-f", form, "-l", "debug", *HOSTS[where], status=int(contract))
    assert all(name in told for name in MARKS)
    assert found_in(told, MARKS) == []


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
@pytest.mark.parametrize("command", [["check", "plugin.py", "-f", "json"], ["probe"], ["probe", "-f", "json"]])
def test_not_into_a_file_nor_at_any_level(run: Written, command: list[str], level: str) -> None:
    told = run(*command, "-s", "spymodel.yml", "-o", "written", "--color", "always", "-l", level, status=1)
    assert "SPY506" in told
    assert found_in(told, MARKS) == []


def test_not_in_the_script(run: Written) -> None:
    assert found_in(run("probe", "--script", status=0), MARKS) == []
    assert found_in(run("probe", "--script", "--show-values", "-s", "spymodel.yml", status=0), MARKS) == []


@pytest.mark.parametrize("command", [["probe"], ["check", "plugin.py"], ["check", "plugin.py", "--every-deployment"]])
@pytest.mark.parametrize("contract", ["broken.yml", "plugin.py", "spymodl.yml"])
def test_not_where_the_contract_is_broken(run: Written, command: list[str], contract: str) -> None:
    assert found_in(run(*command, "-s", contract, "-v", "-l", "debug", status=2), MARKS) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the fake is a shell script")
@pytest.mark.parametrize("command", [["probe"], ["check", "plugin.py", "-s", "spymodel.yml"]])
def test_not_where_an_interpreter_prints_its_environment(run: Written, folder: Path, command: list[str]) -> None:
    fake = folder / "fake"
    for first in ("", '[ "$1" = -V ] && echo Python 3.11.7 && exit\n'):
        for said in ("env", 'printf "%s" "$API_TOKEN" >&2', 'echo "not found: $API_TOKEN." >&2', "env >&2"):
            fake.write_text(f"#!/bin/sh\n{first}{said}\nexit 1\n", encoding="ascii")
            fake.chmod(0o700)
            assert found_in(run(*command, "--python", str(fake), "-l", "debug", status=2), MARKS) == []


def snapshot(name: str, values: dict[str, str]) -> str:
    record = importspy_static.probe(distributions=False).to_dict(values)
    Path(name).write_text(json.dumps(record), encoding="utf-8")
    return name


@pytest.mark.parametrize("form", FORMATS)
def test_not_by_a_snapshot_that_has_texts(run: Written, form: str) -> None:
    name = snapshot("image.json", {each: planted(mark) for each, mark in MARKS.items()})
    told = run("check", "plugin.py", "-s", "spymodel.yml", "--environment", name, "-f", form, "-v", status=1)
    assert "found another text" in told
    assert found_in(told, MARKS) == []
    for each in ("full", "json"):
        assert found_in(run("probe", "-s", "spymodel.yml", "--environment", name, "-f", each, "-v"), MARKS) == []
        assert found_in(run("probe", "--environment", name, "-f", each, "-v"), MARKS) == []


def test_not_where_a_snapshot_is_wrong(run: Written, folder: Path) -> None:
    record = importspy_static.probe(distributions=False).to_dict()
    text = planted(MARKS["API_TOKEN"])
    for wrong in ({"values": text}, {"values": {"API_TOKEN": [text]}}, {"variables": [f"API_TOKEN={text}"]}):
        (folder / "image.json").write_text(json.dumps({**record, **wrong}), encoding="utf-8")
        told = run("check", "plugin.py", "-s", "spymodel.yml", "--environment", "image.json", "-l", "debug", status=2)
        assert found_in(told, MARKS) == []


# --- A bug while texts are in memory --------------------------------------------------------------------------------


def quoting(text: str, *_: object) -> bool:
    """Fails as many a function fails: with the text in the message."""
    raise ValueError(f"invalid literal: {text!r}")


@pytest.mark.parametrize(
    "command",
    [
        ["check", "plugin.py", "-s", "spymodel.yml"],
        ["check", "plugin.py", "-s", "spymodel.yml", "--python", sys.executable, "--show-values"],
        ["probe", "-s", "spymodel.yml"],
        ["probe", "-s", "spymodel.yml", "-f", "json", "-o", "image.json"],
    ],
)
@pytest.mark.parametrize("level", ["warning", "debug"])
def test_not_by_a_bug(run: Written, monkeypatch: pytest.MonkeyPatch, command: list[str], level: str) -> None:
    monkeypatch.setattr(environment_checks, "fits_text", quoting)
    told = run(*command, "-l", level, status=3)
    assert "internal error: RuntimeError: ValueError when texts of the environment were compared" in told
    assert ("in quoting" in told) == (level == "debug"), "the trace says where"
    assert found_in(told, MARKS) == []


def test_not_by_a_bug_where_texts_are_looked_up(run: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "text_of", quoting)
    for command in (["check", "plugin.py"], ["probe", "--no-distributions"]):
        assert found_in(run(*command, "-s", "spymodel.yml", "-l", "debug", status=3), MARKS) == []


# --- From Python ----------------------------------------------------------------------------------------------------


def told_by(subject: object) -> str:
    return "\n".join([repr(subject), str(subject), f"{subject}", repr(getattr(subject, "__dict__", ""))])


def test_not_in_what_is_returned() -> None:
    host = importspy_static.probe()
    assert host.variables >= set(MARKS)
    assert not host.values
    assert found_in(told_by(host) + json.dumps(host.to_dict()), MARKS) == []
    for chosen in (host, importspy_static.probe(sys.executable), None):
        report = importspy_static.check("plugin.py", "spymodel.yml", environment=chosen)
        told = told_by(report) + json.dumps(report.to_dict()) + "".join(map(told_by, report.violations))
        assert found_in(told + "".join(each.message for each in report.violations), MARKS) == []
    report = importspy_static.check("plugin.py", "spymodel.yml", every_deployment=True)
    assert found_in(told_by(report) + json.dumps(report.to_dict()), MARKS) == []


def test_not_in_what_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot("image.json", {"API_TOKEN": planted(MARKS["API_TOKEN"])})
    Path("image.json").write_text(Path("image.json").read_text(encoding="utf-8").replace('"os"', '"so"'), "utf-8")
    monkeypatch.setattr(environment_checks, "fits_text", quoting)
    for fail, kind in (
        (lambda: importspy_static.check("plugin.py", "broken.yml"), ContractError),
        (lambda: importspy_static.snapshot("image.json"), ProbeError),
        (lambda: importspy_static.check("plugin.py", "spymodel.yml"), RuntimeError),
    ):
        with pytest.raises(kind) as caught:
            fail()
        told = told_by(caught.value) + "".join(traceback.format_exception(caught.value))
        assert found_in(told, MARKS) == []


# --- When texts are asked for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("where", ["this host", "another interpreter"])
def test_check_shows_what_differs_and_never_a_secret(run: Written, where: str, form: str) -> None:
    told = run("check", "plugin.py", "-s", "spymodel.yml", "--show-values", "-f", form, "-l", "debug", *HOSTS[where])
    assert found_in(told, MARKS) == [name for name in DECLARED if name != "REGION"], "that is set, which is all"


@pytest.mark.parametrize("form", ["full", "json"])
@pytest.mark.parametrize("where", ["this host", "another interpreter"])
def test_probe_shows_what_the_contract_names_and_never_a_secret(run: Written, where: str, form: str) -> None:
    told = run("probe", "-s", "spymodel.yml", "--show-values", "-f", form, "-v", "-l", "debug", *HOSTS[where])
    assert found_in(told, MARKS) == list(DECLARED)


@pytest.mark.parametrize("form", FORMATS)
def test_a_secret_that_somebody_wrote_into_a_snapshot_is_not_shown(run: Written, form: str) -> None:
    name = snapshot("image.json", {each: planted(mark) for each, mark in MARKS.items()})
    asked = ["-s", "spymodel.yml", "--environment", name, "--show-values", "-f", form]
    assert found_in(run("check", "plugin.py", *asked), HIDDEN) == []
    if form in {"full", "json"}:  # those of `probe`
        assert found_in(run("probe", *asked), MARKS) == list(DECLARED)


def test_what_is_looked_for_would_be_found() -> None:
    """The search itself: in each of the ways in which a text may be written."""
    for name, mark in MARKS.items():
        text = planted(mark)
        ways = (text, repr(text), json.dumps(text), text.upper(), base64.b64encode(text.encode()).decode("ascii"))
        assert all(found_in(f"...{way}...", MARKS) == [name] for way in ways)
