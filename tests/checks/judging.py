"""Small modules against small contracts, in tests."""

from __future__ import annotations

from textwrap import dedent

from importspy_static.checks.context import Context
from importspy_static.checks.module import check_module
from importspy_static.contract.reader import parse_contract
from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation
from importspy_static.probes.host import host_target


def judge(module: str, contract: str, target: Target | None = None) -> list[Violation]:
    """The violations of a module (indented as its test is) against a contract."""
    asked = parse_contract(dedent(contract).lstrip("\n"))
    program = extract(dedent(module).lstrip("\n").encode())
    assert isinstance(program, Program), program
    namespace = interpret(program, target or host_target(), asked.options.trusted_decorators)
    return list(check_module(Context("module.py", namespace, asked.options), asked.module))


def codes(module: str, contract: str) -> list[str]:
    """The codes of what `judge` finds, sorted."""
    return sorted(each.code for each in judge(module, contract))
