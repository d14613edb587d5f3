from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Program


def test_all_violations_are_listed(program: Program) -> None:
    done = program("explain")
    assert (done.status, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == ["SPY899", "SPY911", "SPY912"]


@pytest.mark.parametrize("code", ["SPY912", "spy912", "argument-type-differs", " SPY912 "])
def test_one_violation_is_found_by_code_or_name_in_any_case(program: Program, code: str) -> None:
    done = program("explain", code)
    assert done.status == 0
    assert done.out.startswith("# SPY912 argument-type-differs\n")


def test_a_family_is_listed(program: Program) -> None:
    assert [line.split()[0] for line in program("explain", "spy9").out.splitlines()] == ["SPY911", "SPY912"]


def test_programs_get_json(program: Program) -> None:
    one = json.loads(program("explain", "SPY912", "-f", "json").out)
    assert (one["code"], one["family"]) == ("SPY912", "SPY9")
    assert one in json.loads(program("explain", "-f", "json").out)


def test_a_page_is_plain_markdown_in_a_pipe_and_set_on_request(program: Program) -> None:
    assert "\x1b" not in program("explain", "SPY912").out
    assert "\x1b[" in program("explain", "SPY912", "--color", "always").out
