"""Wherever one kind of thing belongs, another is refused, at its place, and nothing is made of it."""

from __future__ import annotations

import pytest

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract

DEPLOYMENT = "deployments: [{arch: x86_64, systems: %s}]\n"
SYSTEM = "deployments: [{systems: [{os: linux, %s}]}]\n"

MAPPINGS = [
    "functions: [%s]\n",
    "functions: [{name: f, arguments: [%s]}]\n",
    "classes: [%s]\n",
    "classes: [{name: A, methods: [%s]}]\n",
    "classes: [{name: A, attributes: [%s]}]\n",
    "variables: [%s]\n",
    "imports: %s\n",
    "importers: %s\n",
    "options: %s\n",
    "severity: %s\n",
    "runtime: %s\n",
    "deployments: [%s]\n",
    DEPLOYMENT % "[%s]",
    SYSTEM % "environment: %s",
    SYSTEM % "environment: {variables: [%s]}",
    SYSTEM % "pythons: [%s]",
    SYSTEM % "pythons: [{version: '3.12', modules: [%s]}]",
]
LISTS = [
    "functions: %s\n",
    "functions: [{name: f, arguments: %s}]\n",
    "classes: %s\n",
    "classes: [{name: A, methods: %s}]\n",
    "classes: [{name: A, attributes: %s}]\n",
    "variables: %s\n",
    "deployments: %s\n",
    DEPLOYMENT,
    SYSTEM % "environment: {variables: %s}",
    SYSTEM % "pythons: %s",
]
TEXTS = [
    "filename: %s\n",
    "version: %s\n",
    "functions: [{name: %s}]\n",
    "functions: [{name: f, return_annotation: %s}]\n",
    "classes: [{name: %s}]\n",
    "variables: [{name: x, annotation: %s}]\n",
    SYSTEM % "pythons: [{version: %s}]",
]
BOOLEANS = ["functions: [{name: f, async: %s}]\n", "functions: [{name: f, arguments: [{name: x, optional: %s}]}]\n"]

CASES = [
    *((contract, wrong) for contract in MAPPINGS for wrong in ("3", "word", "[3]", "true")),
    *((contract, wrong) for contract in LISTS for wrong in ("3", "word", "{a: 1}", "false")),
    *((contract, wrong) for contract in TEXTS for wrong in ("[a]", "{a: 1}")),
    *((contract, wrong) for contract in BOOLEANS for wrong in ("3", "word", "[true]", "{a: 1}")),
]


@pytest.mark.parametrize(("contract", "wrong"), CASES)
def test_another_kind_of_thing_is_refused_where_it_stands(contract: str, wrong: str) -> None:
    written = contract.replace("%s", wrong)
    with pytest.raises(ContractError) as caught:
        parse_contract("schema_version: 1\nfilename: module.py\n" * ("filename" not in contract) + written)
    problems = caught.value.problems
    assert {problem.code for problem in problems} <= {"SPY011", "SPY012"}
    places = [problem.contract_place for problem in problems if problem.contract_place is not None]
    assert len(places) == len(problems)
    assert any(written[place.column - 1 :].startswith(wrong[:1]) for place in places), problems
