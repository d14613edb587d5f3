"""Reading contracts in tests: what a text means, or what is wrong with it."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import TypeAlias

import pytest

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from importspy_static.model.contract import ArgumentRequirement, ClassRequirement, Contract, FunctionRequirement

Told: TypeAlias = "tuple[str, int, int, str]"
"""A problem: code, line, column, message."""
GENEROUS = 30.0 if sys.gettrace() is None else 300.0
"""Seconds: a hang is longer, a slow machine is not; one that counts branches is slower."""


def read(text: str) -> Contract:
    """The contract that a text (indented as its test is) stands for."""
    return parse_contract(dedent(text).lstrip("\n"), "spymodel.yml")


def problems(text: str | bytes) -> list[Told]:
    """What is wrong with a text."""
    if isinstance(text, str):
        text = dedent(text).lstrip("\n")
    with pytest.raises(ContractError) as caught:
        parse_contract(text, "spymodel.yml")
    return [told(problem) for problem in caught.value.problems]


def told(problem: object) -> Told:
    from importspy_static.contract.problems import ContractProblem

    assert isinstance(problem, ContractProblem)
    assert problem.contract_place is not None
    assert problem.place is None
    assert "\n" not in problem.message
    return problem.code, problem.contract_place.line, problem.contract_place.column, problem.message


def the_function(text: str) -> FunctionRequirement:
    (function,) = read(text).module.functions
    return function


def the_arguments(text: str) -> tuple[ArgumentRequirement, ...]:
    function = the_function(text)
    assert function.arguments is not None
    return function.arguments.value


def the_class(text: str) -> ClassRequirement:
    (required,) = read(text).module.classes
    return required
