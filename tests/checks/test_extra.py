"""`extra: forbid`: public names that the contract does not declare, in every way in which they can come out."""

from __future__ import annotations

import pytest

from tests.checks.judging import judge

FORBID = "extra: forbid\n"
OF_CLASS = "classes: [{name: A, extra: forbid, methods: [{name: run}]}]\n"
OF_BOTH = "extra: forbid\nversion: '>=1'\n"

TOLD = [
    ("x = 1", FORBID, [("SPY104", "x")]),
    ("_x = 1", FORBID, []),
    ("x = 1\ndel x", FORBID, []),
    ("from nowhere import x", FORBID, []),
    ("from nowhere import x\n__all__ = ['x']", FORBID, [("SPY104", "x")]),
    ("from nowhere import f\nx = f()", FORBID, [("SPY104", "x")]),
    ("from nowhere import names\n__all__ = names", FORBID, [("SPY804", "__all__")]),
    ("__all__ = list[int]", FORBID, [("SPY804", "__all__")]),
    ("__version__ = '1'\n__all__ = ['__version__']", OF_BOTH, []),
    ("__version__ = '1'\n__all__ = ['__version__', 'x']\nx = 1", OF_BOTH, [("SPY104", "x")]),
    ("import nowhere\nif nowhere.told:\n    x = 1", FORBID, [("SPY805", "x")]),
    ("import nowhere\nif nowhere.told:\n    x = 1\nelse:\n    x = 2", FORBID, [("SPY104", "x")]),
    ("class A:\n    def run(self): pass", OF_CLASS, []),
    ("class A:\n    def run(self): pass\n    __slots__ = ('y',)\n    _x = 1", OF_CLASS, []),
    ("class A:\n    def run(self): pass\n    x = 1", OF_CLASS, [("SPY104", "A.x")]),
    ("class A:\n    def run(self): pass\n    x = 1\n    del x", OF_CLASS, []),
    ("from nowhere import f\nclass A:\n    def run(self): pass\n    x = f()", OF_CLASS, [("SPY104", "A.x")]),
    (
        "import nowhere\nclass A:\n    def run(self): pass\n    if nowhere.told:\n        x = 1",
        OF_CLASS,
        [("SPY805", "A.x")],
    ),
]


@pytest.mark.parametrize(("module", "contract", "expected"), TOLD)
def test_a_public_name_is_told_and_undecided_where_it_may_be_missing(
    module: str, contract: str, expected: list[tuple[str, str]]
) -> None:
    assert [(each.code, each.symbol) for each in judge(module, contract)] == expected


def test_an_undeclared_name_is_placed_where_it_is_bound_and_a_doubtful_one_at_its_condition() -> None:
    (sure,) = judge("class A:\n    def run(self): pass\n    x = 1", OF_CLASS)
    (doubtful,) = judge("import nowhere\nif nowhere.told:\n    x = 1", FORBID)
    assert sure.place is not None
    assert doubtful.place is not None
    assert (sure.place.span.line, doubtful.place.span.line) == (3, 2)
    assert sure.message == "A.x: is public, but the contract does not declare it"
    assert doubtful.message.startswith("x: depends on `nowhere.told`")
