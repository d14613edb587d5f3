"""Where colours and widths come from, and what a stream can do to us."""

from __future__ import annotations

import io
import sys

import pytest

from importspy_static.cli.terminal import look
from tests.cli.conftest import Program


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"CI": "true"}, False),
        ({"CI": "true", "FORCE_COLOR": "1"}, True),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_the_environment_decides_on_a_terminal_and_a_flag_beats_it(environment: dict[str, str], colored: bool) -> None:
    assert look("auto", Terminal(), environment).color is colored
    assert look("always", Terminal(), environment).color is True
    assert look("never", Terminal(), environment).color is False


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_off_a_terminal_colours_must_be_asked_for(environment: dict[str, str], colored: bool) -> None:
    for stream in (io.StringIO(), None):
        assert look("auto", stream, environment).color is colored
        assert look("always", stream, environment).color is True


def test_only_a_terminal_has_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    assert look("auto", Terminal(), {}).columns == 72
    assert look("always", Terminal(), {"CI": "1"}).columns is None
    assert look("always", io.StringIO(), {}).columns is None


def test_the_flag_colours_the_report(program: Program) -> None:
    assert "\x1b[1;31merror[SPY912]" in program("check", "broken.py", "--color", "always").out
    assert "\x1b" not in program("check", "broken.py", "--color", "never").out


@pytest.mark.parametrize(("variable", "colored"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
def test_the_variables_colour_the_report(
    program: Program, monkeypatch: pytest.MonkeyPatch, variable: str, colored: bool
) -> None:
    monkeypatch.setenv(variable, "1")
    assert ("\x1b" in program("check", "broken.py").out) is colored


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_character_that_the_console_lacks_is_written_as_its_escape(
    program: Program, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    assert program("explain", "SPY912").status == 0
    shown = written.getvalue().decode(encoding)
    assert ("·" in shown) is (encoding != "ascii")
    assert (r"\xb7" in shown) is (encoding == "ascii")


def test_the_format_comes_from_the_environment_unless_a_flag_says_otherwise(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "concise")
    assert program("check", "broken.py").out.startswith("extension.py:1:1: SPY911")
    assert program("check", "broken.py", "-f", "json").out.startswith("{")
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "nonsense")
    assert program("check", "broken.py").status == 2
