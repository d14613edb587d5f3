"""Exit status, for every outcome and every format."""

from __future__ import annotations

import json

import pytest

from importspy_static.report.formats import FORMATS
from tests.cli.conftest import Program

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)


@EVERY_FORMAT
def test_a_module_that_keeps_its_contract_gives_0(program: Program, form: str) -> None:
    assert program("check", "fine.py", "-f", form).status == 0


@EVERY_FORMAT
def test_a_violation_gives_1(program: Program, form: str) -> None:
    done = program("check", "broken.py", "-f", form)
    assert done.status == 1
    assert "SPY912" in done.out


@EVERY_FORMAT
def test_one_broken_module_among_others_gives_1(program: Program, form: str) -> None:
    assert program("check", "fine.py", "broken.py", "fine.py", "-f", form).status == 1


@EVERY_FORMAT
def test_less_than_fail_on_gives_0_and_is_still_told(program: Program, form: str) -> None:
    done = program("check", "undecided.py", "-f", form)
    assert done.status == 0
    assert "SPY899" in done.out
    assert program("check", "undecided.py", "-f", form, "--fail-on", "note").status == 1


@EVERY_FORMAT
def test_a_contract_that_cannot_be_used_gives_2_and_no_report(program: Program, form: str) -> None:
    done = program("check", "fine.py", "-s", "refused.yml", "-f", form)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("error[SPY911]") == 2
    assert "3 | classes: []\n  | ^^^^^^^\n" in done.err
    assert done.err.endswith("error: 2 problems in the contract: nothing was checked\n")


@EVERY_FORMAT
def test_a_bug_gives_3_and_no_traceback(program: Program, form: str) -> None:
    done = program("check", "crash.py", "-f", form)
    assert (done.status, done.out) == (3, "")
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    assert done.err.startswith(r"internal error: ZeroDivisionError: \x1b[31mcrash.py")
    assert "report it" in done.err


def test_the_trace_of_a_bug_comes_with_the_debug_log(program: Program) -> None:
    done = program("check", "crash.py", "-l", "debug")
    assert done.status == 3
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert "\x1b" not in done.err


@EVERY_FORMAT
def test_a_dry_run_reports_and_gives_0(program: Program, form: str) -> None:
    enforced = program("check", "broken.py", "-f", form)
    dry = program("check", "broken.py", "-f", form, "--dry-run")
    assert (dry.status, dry.out) == (0, enforced.out)
    assert dry.err.endswith("dry run: the exit status would be 1\n")


@pytest.mark.parametrize(
    "arguments", [("-s", "refused.yml"), ("-f", "yaml"), ("-o", "no/such/folder/x"), ("--select", "SPY777")]
)
def test_a_dry_run_still_gives_2_when_the_question_cannot_be_asked(
    program: Program, arguments: tuple[str, ...]
) -> None:
    assert program("check", "broken.py", "--dry-run", *arguments).status == 2


def test_ctrl_c_gives_130_and_no_traceback(program: Program) -> None:
    done = program("check", "interrupt.py")
    assert (done.status, done.out, done.err) == (130, "", "")


def test_json_on_standard_output_is_json_and_nothing_else(program: Program) -> None:
    done = program("check", "broken.py", "fine.py", "-f", "json", "-v", "-l", "debug")
    assert [each["path"] for each in json.loads(done.out)["modules"]] == ["broken.py", "fine.py"]
    assert done.err.endswith("2 modules checked, 1 compliant, 1 broken: 2 errors\n")


def test_quiet_leaves_the_report_and_drops_the_summary(program: Program) -> None:
    loud, quiet = program("check", "broken.py"), program("check", "broken.py", "-q")
    assert quiet.out == loud.out != ""
    assert quiet.err == ""


def test_verbose_tells_each_verdict(program: Program) -> None:
    done = program("check", "broken.py", "fine.py", "-v")
    assert done.err.splitlines()[:2] == [
        "broken.py: broken (contract spymodel.yml)",
        "fine.py: compliant (contract spymodel.yml)",
    ]
