"""Code quality as GitLab documents it. Its parser stops at the first entry that does not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from importspy_static.model.report import Report
from importspy_static.model.repository import Repository
from importspy_static.report.gitlab import render
from tests.report.hostile import EVERY
from tests.report.samples import ALONE, BROKEN, COMPLIANT, GONE, TYPE, UNDECIDED, WIDE, asked, at, module, report


def entries(shown: Report) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(render(shown))
    return told


def test_an_entry_says_what_where_and_how_bad() -> None:
    (entry,) = entries(report(module(WIDE)))
    assert entry == {
        "description": "SPY912 Extension.wide(名前): should be annotated 'list[str]', found '[bold]bytes[/bold]' "
        "(on linux, Python 3.12)",
        "check_name": "SPY912",
        "fingerprint": entry["fingerprint"],
        "severity": "minor",
        "location": {"path": "extension.py", "lines": {"begin": 19}},
    }


@pytest.mark.parametrize("shown", [COMPLIANT, BROKEN, *EVERY.values()])
def test_every_entry_is_of_the_form_that_gitlab_checks(shown: Report) -> None:
    told = entries(shown)
    for entry in told:
        assert {key: type(value) for key, value in entry.items()} == {
            **dict.fromkeys(("description", "check_name", "fingerprint", "severity"), str),
            "location": dict,
        }
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(entry["location"]["lines"]["begin"], int)
        json.dumps(entry, ensure_ascii=False).encode("utf-8")  # no lone surrogate, which its database refuses
        assert "\0" not in entry["description"] + entry["location"]["path"]
    assert len({entry["fingerprint"] for entry in told}) == len(told)


def test_severities_are_gitlabs() -> None:
    assert [each["severity"] for each in entries(report(module(GONE, WIDE, UNDECIDED)))] == ["major", "minor", "info"]


def test_there_is_a_list_even_of_nothing() -> None:
    assert render(COMPLIANT) == "[]\n"
    assert render(report(replace(module(), baselined=(TYPE,)))) == "[]\n", "what is known is no news"


def test_fingerprints_are_unique_and_hold_no_line() -> None:
    key = "classes[0].methods[1].arguments[1].annotation"
    alike = replace(TYPE, place=at(40, 1, 2), contract_place=asked(99, 1, key))
    first, second = (each["fingerprint"] for each in entries(report(module(TYPE, alike))))
    assert first != second
    (moved,) = entries(report(module(alike)))
    assert moved["fingerprint"] == first


def test_paths_are_told_from_the_root_of_the_repository() -> None:
    (entry,) = entries(replace(report(module(ALONE)), repository=Repository("/srv/acme", "services/billing")))
    assert entry["location"] == {"path": "services/billing/spymodel.yml", "lines": {"begin": 3}}
