"""Workflow commands as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from importspy_static import limits
from importspy_static.model.repository import Repository
from importspy_static.model.violation import Severity, Violation
from importspy_static.report.github import Reason, reason, render, render_refusal
from importspy_static.report.located import Location
from tests.report.samples import ALONE, BROKEN, COMPLIANT, GONE, TYPE, UNDECIDED, WIDE, at, module, report

MOST = limits.GITHUB_ANNOTATIONS


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def read(text: str) -> list[Command]:
    """As `ActionCommand.TryParseV2` of the runner does it."""
    found = []
    for line in text.splitlines():
        parts = re.fullmatch(r"::([a-z]+) (.*?)::(.*)", line)
        assert parts is not None
        pairs = [each.split("=", 1) for each in parts[2].split(",")]
        found.append(Command(parts[1], {key: unescaped(value) for key, value in pairs}, unescaped(parts[3])))
    return found


def unescaped(text: str) -> str:
    for token, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(token, character)
    return text


def several(count: int, severity: Severity, text: str = "f") -> list[Violation]:
    return [
        replace(TYPE, symbol=f"{text}{each}", place=at(each, 1, 2), severity=severity) for each in range(1, count + 1)
    ]


def test_a_violation_is_an_annotation_whose_message_says_where() -> None:
    assert read(render(report(module(TYPE)))) == [
        Command(
            "error",
            {
                "file": "extension.py",
                "line": "18",
                "col": "29",
                "endLine": "18",
                "endColumn": "39",
                "title": "SPY912 argument-type-differs",
            },
            "extension.py:18:29 SPY912 Extension.add_extension(msg): should be annotated 'str', found 'bytes'",
        )
    ]


def test_errors_come_first_then_warnings_then_notices() -> None:
    shown = report(module(UNDECIDED, WIDE, GONE), module(TYPE, path="b.py"))
    assert [each.name for each in read(render(shown))] == ["error", "error", "warning", "notice"]


def test_nothing_is_written_when_all_is_well() -> None:
    assert render(COMPLIANT) == ""
    assert render(report(replace(module(), baselined=(TYPE,)))) == "", "what is known is no annotation"


def test_files_are_told_from_the_root_of_the_repository() -> None:
    (told,) = read(render(replace(report(module(TYPE)), repository=Repository("/srv/acme", "services"))))
    assert told.properties["file"] == "services/extension.py"
    assert told.message.startswith("services/extension.py:18:29 ")


def test_what_concerns_the_contract_alone_is_annotated_there() -> None:
    (told,) = read(render(report(module(ALONE))))
    assert (told.properties["file"], told.properties["line"], told.properties["col"]) == ("spymodel.yml", "3", "1")
    assert "endColumn" not in told.properties


def test_percent_signs_colons_and_commas_come_back_as_they_are() -> None:
    odd = replace(TYPE, symbol="a%0Ab::c,d%25", place=at(1, 1, 2, path="a,b:c%2Cd.py"))
    (told,) = read(render(report(module(odd))))
    assert told.properties["file"] == "a,b:c%2Cd.py"
    assert "a%0Ab::c,d%25" in told.message
    assert "\n" not in told.message


def test_ten_of_a_severity_are_told_each() -> None:
    told = read(render(report(module(*several(MOST, "error"), *several(MOST, "note")))))
    assert [each.name for each in told] == ["error"] * MOST + ["notice"] * MOST
    assert all("file" in each.properties for each in told)


def test_of_more_the_last_one_tells_the_rest() -> None:
    told = read(render(report(module(*several(MOST + 1, "error"), *several(30, "warning"), *several(1, "note")))))
    assert [each.name for each in told] == ["error"] * MOST + ["warning"] * MOST + ["notice"]
    heading, *rest = told[MOST - 1].message.split("\n")
    assert heading == "2 more of severity error:"
    assert [line.split()[0] for line in rest] == ["extension.py:10:1", "extension.py:11:1"]
    assert told[2 * MOST - 1].message.startswith("21 more of severity warning:\nextension.py:10:1 SPY912 f10")


def test_the_last_one_is_no_longer_than_the_runner_takes_and_says_what_it_leaves_out() -> None:
    (*_, last) = read(render(report(module(*several(30_000, "error", "x" * 300)))))
    assert len(last.message) <= 4_096
    lines = last.message.split("\n")
    left_out = re.fullmatch(r"and (\d+) that are not named here", lines[-1])
    assert left_out is not None
    assert int(left_out[1]) + len(lines) - 2 == 30_000 - MOST + 1
    assert lines[0] == "29991 more of severity error:"


def test_one_that_is_too_long_for_the_rest_is_counted() -> None:
    (*_, last) = read(render(report(module(*several(MOST + 1, "error", "x" * 9_000)))))
    assert last.message == "2 more of severity error:\nand 2 that are not named here"


def test_targets_are_told() -> None:
    (told,) = read(render(report(module(WIDE))))
    assert told.message.endswith("(on linux, Python 3.12)")


def test_a_refusal_is_an_error_at_each_problem() -> None:
    problems = [reason(ALONE, Repository("/srv", "src")), Reason("no such path: x\ndid you mean y?")]
    assert read(render_refusal(problems)) == [
        Command(
            "error",
            {"file": "src/spymodel.yml", "line": "3", "col": "1", "title": "SPY911 class-gone"},
            "src/spymodel.yml:3:1 SPY911 class 'Plugin' is missing",
        ),
        Command("error", {"title": "importspy-static"}, "no such path: x\ndid you mean y?"),
    ]


def test_many_problems_are_rolled_into_the_last() -> None:
    told = read(render_refusal([Reason(f"problem {each}", Location("c.yml", each, 1, None)) for each in range(1, 40)]))
    assert len(told) == MOST
    assert told[-1].message.startswith("30 more of severity error:\nc.yml:10:1 problem 10\n")


def test_broken_is_read_as_it_is_written() -> None:
    assert len(read(render(BROKEN))) == 4
