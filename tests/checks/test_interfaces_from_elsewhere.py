"""Interfaces whose source is not there: of the standard library the names are known, of others nothing is."""

from __future__ import annotations

import pytest

from importspy_static.checks.environment import promised
from tests.checks.judging import judge


@pytest.mark.parametrize(
    ("module", "interface", "expected"),
    [
        ("class A: pass", "collections.abc:Sized", [("SPY302", "A.__len__")]),
        ("class A:\n    def __len__(self): return 1", "collections.abc:Sized", []),
        ("class A:\n    __len__ = 1", "collections.abc:Sized", [("SPY302", "A.__len__")]),
        ("class A: pass", "nowhere:Interface", [("SPY806", "A")]),
    ],
)
def test_an_interface_without_source_asks_for_names_if_these_are_known(
    module: str, interface: str, expected: list[tuple[str, str]]
) -> None:
    found = judge(module, f"classes: [{{name: A, implements: ['{interface}']}}]\n")
    assert [(each.code, each.symbol) for each in found] == expected


def test_what_only_a_call_can_tell_is_no_function_yet() -> None:
    (violation,) = judge("import re\nf = re.compile('a')", "functions: [{name: f}]\n")
    assert (violation.code, violation.message) == (
        "SPY804",
        "f: cannot be told from the source, as it is computed by `re.compile('a')`",
    )


@pytest.mark.parametrize(
    ("text", "annotation", "words"),
    [
        (None, "int", "should be of type 'int'"),
        ("a", "str", "should be 'a' (str)"),
        ("a", None, "should be 'a'"),
    ],
)
def test_what_a_contract_promises_of_a_variable_is_said(text: str | None, annotation: str | None, words: str) -> None:
    assert promised(text, annotation) == words
