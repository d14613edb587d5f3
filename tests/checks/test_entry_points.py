"""What an entry point names must be there, in every way in which the module can come out."""

from __future__ import annotations

import pytest

from importspy_static.checks.chains import check_entry_point
from importspy_static.checks.context import Context
from importspy_static.contract.reader import parse_contract
from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import interpret
from importspy_static.model.program import Program
from importspy_static.model.source import EntryPoint
from importspy_static.model.violation import Violation
from importspy_static.probes.host import host_target

SOMETIMES = "import nowhere\nif nowhere.told:\n    "


def judged(module: str, attribute: str) -> list[Violation]:
    program = extract(module.encode())
    assert isinstance(program, Program)
    contract = parse_contract("filename: module.py\n")
    context = Context("module.py", interpret(program, host_target()), contract.options)
    point = EntryPoint("acme.plugins", "trim", f"module:{attribute}", "module", attribute)
    return list(dict.fromkeys(check_entry_point(context, point, contract.module.place)))


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        ("", ""),  # the module itself
        ("class P: pass", "P"),
        ("P = make()", "P"),
        ("from nowhere import P", "P"),
        ("class P:\n    class Q: pass", "P.Q"),
        ("class P:\n    def q(self): pass", "P.q"),
        ("from nowhere import P", "P.q"),  # what it has is not known, as of any object
        (SOMETIMES + "class P: pass\nelse:\n    P = 1", "P"),
        (SOMETIMES + "class P:\n        q = 1\nelse:\n    class P:\n        q = 2", "P.q"),
    ],
)
def test_what_is_named_and_there_is_fine(module: str, attribute: str) -> None:
    assert judged(module, attribute) == []


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        ("", "P"),
        ("", "P.q"),
        ("class P: pass\ndel P", "P"),
        ("class P: pass", "P.q"),
        (SOMETIMES + "class P: pass", "P.q"),
        (SOMETIMES + "class P: pass\nelse:\n    class P:\n        r = 1", "P.q"),
    ],
)
def test_what_is_named_and_not_there_is_broken(module: str, attribute: str) -> None:
    (violation,) = judged(module, attribute)
    assert violation.code == "SPY603"
    assert (
        violation.message == f"{attribute}: is not defined, but the entry point 'trim = module:{attribute}' leads to it"
    )


@pytest.mark.parametrize(
    ("module", "attribute", "code", "construct"),
    [
        (SOMETIMES + "class P: pass", "P", "SPY805", "nowhere.told"),
        (SOMETIMES + "class P:\n        q = 1", "P.q", "SPY805", "nowhere.told"),
        (SOMETIMES + "class P:\n        q = 1\nelse:\n    class P: pass", "P.q", "SPY805", "nowhere.told"),
        ("class P:\n    if told():\n        q = 1", "P.q", "SPY805", "told()"),
        ("exec(told())", "P", "SPY801", "exec(told())"),
        ("class P:\n    exec(told())", "P.q", "SPY801", "exec(told())"),
        ("from nowhere import *", "P", "SPY802", "from nowhere import *"),
    ],
)
def test_what_is_named_and_may_be_missing_is_undecided(module: str, attribute: str, code: str, construct: str) -> None:
    (violation,) = judged(module, attribute)
    assert (violation.code, violation.undecided) == (code, True)
    assert construct in violation.message
