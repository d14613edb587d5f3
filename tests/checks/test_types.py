"""Required types of variables: the declared annotation, and without one the type of the literal."""

from __future__ import annotations

import pytest

from tests.checks.judging import codes, judge

FITS = [
    ("x = 1", "int"),
    ("x = -1", "int"),
    ("x = True", "bool"),
    ("x = 1.0", "float"),
    ("x = 1j", "complex"),
    ("x = 'a'", "str"),
    ("x = b'a'", "bytes"),
    ("x = None", "None"),
    ("x = []", "list"),
    ("x = [1, 2]", "list"),
    ("x = [1, 2]", "list[int]"),
    ("x = [1, 2]", "List[int]"),
    ("x = []", "list[int]"),
    ("x = [[1]]", "list[list[int]]"),
    ("x = (1, 'a')", "tuple"),
    ("x = (1, 'a')", "tuple[int, str]"),
    ("x = (1, 2, 3)", "tuple[int, ...]"),
    ("x = {'a': 1}", "dict[str, int]"),
    ("x = {1, 2}", "set[int]"),
    ("x = {'a': [1]}", "dict[str, list[int]]"),
    ("x = 'a'", "Final[str]"),
    ("x = 'a'", "Literal['a', 'b']"),
    ("x = 1 + 2", "int"),
    ("x = 7 / 2", "float"),
    ("x = f'{__name__}'", "str"),
    ("x = [i for i in range(3)]", "list"),
    ("x = {i: 1 for i in range(3)}", "dict"),
    ("x = not os", "bool"),
    ("x: int = f()", "int"),
    ("x: 'int' = f()", "int"),
    ("x: Optional[int] = None", "int | None"),
    ("x: 'list[int]'\nx = []", "list[int]"),
    ("x = A()", "A"),
    ("x = 1\nx = 'a'", "str"),
]
OTHERWISE = [
    ("x = 1", "str"),
    ("x = 1", "bool"),
    ("x = True", "int"),
    ("x = 1", "float"),
    ("x = 1.0", "int"),
    ("x = b'a'", "str"),
    ("x = None", "str"),
    ("x = 0", "None"),
    ("x = [1]", "tuple"),
    ("x = [1]", "list[str]"),
    ("x = [1, 'a']", "list[int]"),
    ("x = [True]", "list[int]"),
    ("x = (1, 'a')", "tuple[int]"),
    ("x = (1, 'a')", "tuple[int, ...]"),
    ("x = {'a': 1}", "dict[str, str]"),
    ("x = {1}", "frozenset[int]"),
    ("x = 'c'", "Literal['a', 'b']"),
    ("x = 1", "Literal[True]"),
    ("x: str = 1", "int"),
    ("x: int = 'a'", "str"),
    ("x: Optional[int] = 1", "int"),
    ("x: int = 1", "int | None"),
    ("x = f'{__name__}'", "bytes"),
    ("x = [i for i in range(3)]", "tuple"),
    ("def x(): ...", "int"),
    ("class x: ...", "int"),
    ("x = A()", "int"),
    ("str = bytes\nx: str = b''", "str"),
]
UNKNOWN = ["x = f()", "x = f", "x = f.a", "x = f + 1", "x = f[0]", "x = os.environ['HOME']", "x = f() or 1"]
PRELUDE = "import os\nfrom typing import Optional\nfrom elsewhere import f\nclass A: ...\n"


def of(annotation: str) -> str:
    return f'variables: [{{name: x, annotation: "{annotation}"}}]'


@pytest.mark.parametrize(("source", "annotation"), FITS)
def test_a_variable_has_its_declared_type_else_that_of_its_literal(source: str, annotation: str) -> None:
    assert codes(PRELUDE + source, of(annotation)) == []


@pytest.mark.parametrize(("source", "annotation"), OTHERWISE)
def test_another_type_is_told(source: str, annotation: str) -> None:
    assert codes(PRELUDE + source, of(annotation)) == ["SPY202"]


@pytest.mark.parametrize("source", UNKNOWN)
def test_a_type_that_is_not_known_is_undecided(source: str) -> None:
    found = judge(PRELUDE + source, of("str"))
    assert found
    assert all(each.undecided for each in found)


def test_a_union_that_holds_the_type_of_a_literal_without_annotation() -> None:
    """The literal has one type, and the contract asks for a declaration that allows two."""
    assert codes("x = 1", of("int | None")) in ([], ["SPY202"])


@pytest.mark.parametrize(
    ("source", "mode", "found"),
    [
        ("x: Optional[int] = None", "exact", ["SPY202"]),
        ("x: 'int|None' = None", "exact", ["SPY202"]),
        ("x: int|None = None", "exact", []),
        ("x: (int |  # one day\n    None) = None", "exact", []),
        ("x: str = ''", "ignore", []),
        ("x = ''", "ignore", []),
    ],
)
def test_modes_of_comparing_annotations(source: str, mode: str, found: list[str]) -> None:
    contract = f"options: {{annotations: {mode}}}\nvariables: [{{name: x, annotation: 'int | None'}}]\n"
    assert codes(PRELUDE + source, contract) == found


def test_under_exact_white_space_in_quotes_counts() -> None:
    contract = """options: {annotations: exact}\nvariables: [{name: x, annotation: "Literal['a-b']"}]\n"""
    assert codes(PRELUDE + "x: Literal['a- b'] = 'a- b'", contract) == ["SPY202"]
    assert codes(PRELUDE + 'x: Literal[ "a-b" ] = "a-b"', contract) == []


@pytest.mark.parametrize(
    ("body", "annotation", "found"),
    [
        ("x = 1", "int", []),
        ("x = 1", "str", ["SPY403"]),
        ("x: str", "str", []),
        ("x: str", "int", ["SPY403"]),
        ("def __init__(self): self.x = 1", "int", []),
        ("def __init__(self): self.x: str = 1", "int", ["SPY403"]),
        ("def __init__(self, x: int): self.x = x", "int", ["SPY804"]),
        ("@property\n    def x(self) -> int: ...", "int", []),
        ("@property\n    def x(self) -> str: ...", "int", ["SPY403"]),
        ("x: 'int'\n    def __init__(self): self.x = 1", "int", []),
    ],
)
def test_attributes_have_types_as_variables_do(body: str, annotation: str, found: list[str]) -> None:
    contract = f"classes: [{{name: B, attributes: [{{name: x, annotation: {annotation}}}]}}]"
    got = codes(f"class B:\n    {body}\n", contract)
    assert got == found or (got == [] and found == ["SPY804"])
