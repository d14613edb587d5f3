"""`diff` on the command line: what is said where, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from importspy_static.cli.main import main
from importspy_static.report.difference.json import SCHEMA

OLD = "__version__ = '1.0.0'\ndef load(path): ...\n"
NEW = "__version__ = '1.1.0'\ndef load(file): ...\n"


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.py").write_text(OLD)
    (tmp_path / "new.py").write_text(NEW)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return main(["diff", *arguments])


def test_a_bump_that_is_too_small_is_1(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("old.py", "new.py", "-f", "concise") == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "new.py:1: none: the version is 1.1.0, it was 1.0.0 (breaks nobody)",
        "new.py:2: major: load: argument 'path' is 'file' now (breaks callers)",
    ]
    assert told.err == (
        "2 differences, 1 of them breaking: a major bump is asked for, 1.0.0 to 1.1.0 is a minor bump: too small\n"
    )


def test_the_full_report_has_both_places_and_the_failing_call(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("old.py", "new.py")
    told = capsys.readouterr().out
    assert "major[argument-name changed] new: load: argument 'path' is 'file' now\n  breaks callers\n" in told
    assert "  old: old.py:2\n  new: new.py:2\n" in told
    assert "  call: load(path=path)  # TypeError: unexpected keyword argument 'path'\n" in told


def test_the_same_is_silent(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("old.py", "old.py") == 0
    assert run("old.py", "old.py", "-f", "markdown") == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_a_planned_bump_is_judged_in_place_of_the_versions(sides: Path) -> None:
    assert run("old.py", "new.py", "--bump", "major") == 0
    assert run("old.py", "new.py", "--bump", "minor") == 1


def test_json_keeps_its_schema(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert run("old.py", "new.py", "-f", "json") == 1
    written = json.loads(capsys.readouterr().out)
    jsonschema.validate(written, schema)
    assert written["summary"] == {
        "differences": 2,
        "breaking": 1,
        "bump_asked": "major",
        "bump_made": "minor",
        "ok": False,
    }


def test_markdown_has_a_row_for_each_difference(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("old.py", "new.py", "-f", "markdown")
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert "`load(path=path)  # TypeError: unexpected keyword argument 'path'`" in rows[-1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old.py",), "two sides"),
        (("old.py", "new.py", "x.py"), "two sides"),
        (("ol.py", "new.py"), "did you mean old.py?"),
        (("v1...v2", "src"), "three dots"),
        (("v1..v2", "src"), "in no git repository"),
        (("old.py", "new.py", "--bump", "huge"), "--bump"),
    ],
)
def test_what_cannot_be_asked_is_2(
    sides: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err


def test_an_input_is_never_overwritten(sides: Path) -> None:
    assert run("old.py", "new.py", "-o", "old.py") == 2
    assert (sides / "old.py").read_text() == OLD


def test_hidden_characters_of_a_side_are_shown_as_escapes(sides: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sides / "new.py").write_text("def load(path='\\x1b[31m\\u202e'): ...\n")
    (sides / "old.py").write_text("def load(path='a'): ...\n")
    run("old.py", "new.py")
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
