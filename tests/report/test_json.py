from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from importspy_static.model.place import TOP, Place
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.violation import Link
from importspy_static.report.json import SCHEMA, render
from importspy_static.report.look import Look
from tests.report.samples import ALONE, BROKEN, COMPLIANT, GONE, TYPE, TextFile, at, module, report

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    rules = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(rules)
    return Draft202012Validator(rules)


def test_json_report(snapshot: SnapshotAssertion) -> None:
    assert render(BROKEN) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("shown", [COMPLIANT, BROKEN, Report((), "0.0.0"), report(module(ALONE))])
def test_every_report_fits_the_shipped_schema(shown: Report, schema: Draft202012Validator) -> None:
    schema.validate(json.loads(render(shown)))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["schema_version"], 2),
        (["surprise"], 1),
        (["summary", "errors"], -1),
        (["modules", 0, "verdict"], "compliant"),
        (["modules", 1, "verdict"], "broken"),
        (["modules", 0, "violations", 0, "code"], "SPY1"),
        (["modules", 0, "violations", 0, "location", "line"], 0),
        (["modules", 0, "violations", 0, "contract_location"], {}),
        (["modules", 0, "violations", 0, "remedy"], None),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: list[str | int], wrong: object, schema: Draft202012Validator) -> None:
    changed: Any = deepcopy(BROKEN.to_dict())
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = wrong
    assert not schema.is_valid(changed)


KNOWN = report(replace(module(), baselined=(TYPE,)), replace(module(GONE), baselined=(ALONE,)))


def test_known_violations_fit_the_schema(schema: Draft202012Validator) -> None:
    schema.validate(json.loads(render(KNOWN)))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["summary", "baselined"], 0),
        (["modules", 0, "baselined"], []),
        (["modules", 0, "verdict"], "compliant"),
        (["modules", 0, "baselined", 0], {}),
    ],
)
def test_the_schema_refuses_what_is_wrong_with_known_ones(
    path: list[str | int], wrong: object, schema: Draft202012Validator
) -> None:
    changed: Any = deepcopy(KNOWN.to_dict())
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = wrong
    assert not schema.is_valid(changed)


def test_the_schema_names_every_key_of_a_violation(schema: Draft202012Validator) -> None:
    told = {*TYPE.to_dict(), "chain"}  # which is there where there is a way to tell
    assert set(schema.schema["$defs"]["violation"]["properties"]) == told


def test_a_chain_is_told_link_by_link(schema: Draft202012Validator) -> None:
    assert TYPE.place is not None
    way = (Link("Heir", Place("heir.py", TOP)), Link("Base", TYPE.place))
    found = Report((ModuleReport("heir.py", "c.yml", (replace(TYPE, chain=way),)),), "0.0.0")
    told = json.loads(render(found))
    schema.validate(told)
    chain = told["modules"][0]["violations"][0]["chain"]
    assert [(link["symbol"], link["location"]["path"]) for link in chain] == [
        ("Heir", "heir.py"),
        ("Base", "extension.py"),
    ]


def test_every_violation_keeps_end_positions_and_the_line_of_the_contract() -> None:
    violation = json.loads(render(BROKEN))["modules"][0]["violations"][1]
    assert violation["location"] == {
        "path": "extension.py",
        "line": 18,
        "column": 29,
        "end_line": 18,
        "end_column": 39,
    }
    assert violation["contract_location"]["line"] == 23


def test_json_is_ascii_and_ends_in_one_newline_whatever_it_holds() -> None:
    odd = replace(TYPE, symbol="名\udcff\x1b", place=at(1, 1, 2, path="\udc80.py"))
    text = render(report(module(odd)))
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text)["modules"][0]["violations"][0]["symbol"] == "名\udcff\x1b"


def test_looks_do_not_change_json() -> None:
    assert render(BROKEN, Look(color=True, columns=20)) == render(BROKEN)
