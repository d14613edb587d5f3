"""The graph for programs."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from importspy_static.model.graph import ImportGraph
from importspy_static.report.graph.json import SCHEMA, as_dict, render
from tests.report.graph.graphs import HOSTILE, SAMPLE, A, B, hostile, ring


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    rules = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(rules)
    return Draft202012Validator(rules)


@pytest.mark.parametrize(
    "graph", [SAMPLE, ImportGraph(), hostile(), ring(3)], ids=["sample", "empty", "hostile", "ring"]
)
def test_every_graph_fits_the_shipped_schema(graph: ImportGraph, schema: Draft202012Validator) -> None:
    schema.validate(json.loads(render(graph)))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["schema_version"], 2),
        (["surprise"], 1),
        (["summary", "cycles"], -1),
        (["modules", 0, "verdict"], "fine"),
        (["modules", 0, "contracts"], None),
        (["modules", 1, "contracts", 0, "verdict"], "fine"),
        (["imports", 0, "location", "line"], 0),
        (["imports", 0, "circumstances"], ["sometimes"]),
        (["imports", 0, "surprise"], 1),
        (["cycles"], [[]]),
        (["not_found", 0, "name"], None),
        (["outside", 0, "owner"], "nobody"),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: list[str | int], wrong: object, schema: Draft202012Validator) -> None:
    changed: Any = deepcopy(as_dict(SAMPLE))
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = wrong
    assert not schema.is_valid(changed)


def test_the_schema_wants_every_key_and_knows_no_other(schema: Draft202012Validator) -> None:
    shown: Any = as_dict(SAMPLE)
    for name, part in {
        "module": shown["modules"][1],
        "import": shown["imports"][0],
        "not_found": shown["not_found"][0],
        "outside": shown["outside"][0],
        "location": shown["imports"][0]["location"],
    }.items():
        rules = schema.schema["$defs"][name]
        assert rules["required"] == [*rules["properties"]] == [*part]
    assert schema.schema["required"] == [*schema.schema["properties"]] == [*shown]


def test_an_import_tells_its_place_and_whether_it_is_of_a_cycle() -> None:
    found = {(each["importer"], each["imported"]): each for each in json.loads(render(SAMPLE))["imports"]}
    assert [ends for ends, each in found.items() if each["in_cycle"]] == [(A, B), (B, A), (B, B)]
    assert found[A, B]["location"] == {"path": A, "line": 2, "column": 1, "end_line": 2, "end_column": 9}


def test_the_verdict_of_a_module_is_the_worst_by_its_contracts() -> None:
    verdicts = {each["path"]: each["verdict"] for each in json.loads(render(SAMPLE))["modules"]}
    assert (verdicts[A], verdicts[B]) == ("broken", "undecided")
    assert verdicts["plugins/__init__.py"] is verdicts["left.py"] is None


def test_json_is_ascii_and_keeps_every_name_as_it_is() -> None:
    text = render(hostile())
    assert text.isascii()
    assert [each["path"] for each in json.loads(text)["modules"]] == HOSTILE
