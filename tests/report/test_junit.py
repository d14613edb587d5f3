"""JUnit XML as Jenkins and GitLab read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.report.junit import render
from tests.report.hostile import EVERY
from tests.report.samples import BROKEN, COMPLIANT, GONE, TYPE, UNDECIDED, WIDE, TextFile, module, report

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

KNOWN = report(replace(module(GONE), baselined=(TYPE,)))


def read(shown: Report) -> ElementTree.Element:
    return ElementTree.fromstring(render(shown))


def outcomes(shown: Report) -> list[str]:
    """What became of each case."""
    return [case[0].tag if len(case) else "passed" for case in read(shown).iter("testcase")]


def test_junit_report(snapshot: SnapshotAssertion) -> None:
    assert render(replace(BROKEN, modules=(*BROKEN.modules, *KNOWN.modules))) == snapshot(extension_class=TextFile)


def test_a_module_that_keeps_its_contract_is_a_case_that_passes() -> None:
    (case,) = read(COMPLIANT).iter("testcase")
    assert case.attrib == {"name": "keeps spymodel.yml", "classname": "extension", "file": "extension.py"}
    assert len(case) == 0


def test_what_fails_the_check_fails_and_nothing_else() -> None:
    shown = report(module(TYPE, WIDE, UNDECIDED))
    assert outcomes(shown) == ["failure", "system-out", "system-out"]
    assert outcomes(replace(shown, fail_on="warning")) == ["failure", "failure", "system-out"]
    assert outcomes(KNOWN) == ["failure", "skipped"]


@pytest.mark.parametrize("shown", [COMPLIANT, BROKEN, KNOWN, Report((), "0.0.0"), *EVERY.values()])
def test_the_counts_are_those_of_the_cases(shown: Report) -> None:
    root, told = read(shown), outcomes(shown)
    for counted, mine in ((root, told), *((suite, None) for suite in root)):
        here = mine if mine is not None else [case[0].tag if len(case) else "passed" for case in counted]
        assert {key: int(counted.attrib[key]) for key in ("tests", "failures", "errors", "skipped")} == {
            "tests": len(here),
            "failures": here.count("failure"),
            "errors": 0,
            "skipped": here.count("skipped"),
        }


@pytest.mark.parametrize("shown", [BROKEN, KNOWN, report(module(TYPE, TYPE), module(TYPE)), *EVERY.values()])
def test_no_two_cases_have_class_name_and_name_in_common(shown: Report) -> None:
    cases = [(case.attrib["classname"], case.attrib["name"]) for case in read(shown).iter("testcase")]
    assert len(set(cases)) == len(cases)


def test_a_failure_shows_what_the_full_report_shows() -> None:
    (failure,) = read(report(module(TYPE))).iter("failure")
    assert failure.attrib["type"] == "SPY912"
    assert failure.text is not None
    assert "18 |     def add_extension(self, msg: bytes" in failure.text
    assert "= remedy: " in failure.text


def test_class_names_are_dotted_and_files_told_from_the_root() -> None:
    shown = replace(report(module(TYPE, path="acme/plugin.py")), repository=Repository("/srv", "src"))
    (case,) = read(shown).iter("testcase")
    assert (case.attrib["classname"], case.attrib["file"]) == ("src.acme.plugin", "src/acme/plugin.py")


def test_two_contracts_of_one_module_are_two_suites() -> None:
    shown = report(module(), replace(module(), contract="other.yml"))
    assert [suite.attrib["name"] for suite in read(shown)] == [
        "extension.py under spymodel.yml",
        "extension.py under other.yml",
    ]
    assert [case.attrib["name"] for case in read(shown).iter("testcase")] == ["keeps spymodel.yml", "keeps other.yml"]


def test_no_modules_are_no_suites() -> None:
    assert len(read(Report((), "0.0.0"))) == 0
