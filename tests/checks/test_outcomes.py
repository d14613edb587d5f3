"""What a requirement comes to when the name it asks for can come out in several ways."""

from __future__ import annotations

import pytest

from importspy_static.checks.undecided import ConditionalDefinition
from tests.checks.judging import codes, judge

UNKNOWN = "import os\nif os.environ.get('X'):\n    {}\nelse:\n    {}\n"
VARIABLE = "variables: [{name: x, annotation: int, value: 1}]"
FUNCTION = "functions: [{name: f, arguments: [{name: a}], return_annotation: str}]"
CLASS = """
classes:
  - name: A
    superclasses: [Base]
    attributes: [{name: x, value: 1}]
    methods: [{name: m, arguments: [{name: self}, {name: a}]}]
"""
METHODS = """
import os
class Base: ...
class A(Base):
    x = 1
    if os.getpid():
        def m(self, a): ...
    else:
        def m(self, *args, **kw): ...
"""
GOOD = "def f(a) -> str: ..."


def either(one: str, other: str) -> str:
    return UNKNOWN.format(one, other)


@pytest.mark.parametrize(
    ("module", "contract"),
    [
        (either("x = 1", "x: int = 1"), VARIABLE),
        (either(GOOD, "def f(a, b=None) -> 'str': ..."), FUNCTION),
        (
            "try:\n    import fast\n    def f(a) -> str: ...\nexcept ImportError:\n    def f(a, *b) -> str: ...\n",
            FUNCTION,
        ),
        (METHODS, CLASS),
    ],
)
def test_a_requirement_that_all_outcomes_keep_holds(module: str, contract: str) -> None:
    assert codes(module, contract) == []


@pytest.mark.parametrize(
    ("module", "contract", "code"),
    [
        (either("x = 2", "x = 3"), VARIABLE, "SPY203"),
        (either("x = 'a'", "x = 'b'"), VARIABLE, "SPY202"),
        (either("y = 2", "z = 3"), VARIABLE, "SPY201"),
        (either("def f(b) -> str: ...", "def f(c) -> str: ..."), FUNCTION, "SPY310"),
        (either("def f(a, b) -> str: ...", "def f(a, *, c) -> str: ..."), FUNCTION, "SPY314"),
        (either("def f(a) -> int: ...", "def f(a): ..."), FUNCTION, "SPY320"),
        (either("f = 1", "f = 'a'"), FUNCTION, "SPY301"),
        (either("A = 1", "A = 'a'"), "classes: [{name: A}]", "SPY401"),
    ],
)
def test_a_requirement_that_all_outcomes_break_is_broken_once(module: str, contract: str, code: str) -> None:
    assert codes(module, contract) == [code]


@pytest.mark.parametrize(
    ("module", "contract", "otherwise"),
    [
        (either("x = 1", "x = 2"), VARIABLE, "x: should be 1, found 2"),
        (either("x = 2", "x = 1"), VARIABLE, "x: should be 1, found 2"),
        (either("x = 1", "x = 'a'"), VARIABLE, "x: should be of type 'int', found 'str'"),
        (either("x = 1", "y = 1"), VARIABLE, "x: is not defined"),
        (either(GOOD, "def f(a) -> int: ..."), FUNCTION, "f: should return 'str', found 'int'"),
        (either(GOOD, "pass"), FUNCTION, "f: is not defined"),
        (either(GOOD, "f = None"), FUNCTION, "f: should be a function, found None"),
    ],
)
def test_outcomes_that_disagree_are_one_undecided_at_the_condition(module: str, contract: str, otherwise: str) -> None:
    (found,) = judge(module, contract)
    assert isinstance(found, ConditionalDefinition)
    assert found.otherwise == otherwise
    assert found.construct == "os.environ.get('X')"
    assert found.place is not None
    assert (found.place.span.line, found.place.span.column) == (2, 4)


def test_each_part_of_a_requirement_is_judged_for_itself() -> None:
    module = either("def f(a) -> int: ...", "def f(b) -> int: ...")
    assert codes(module, FUNCTION) == ["SPY320", "SPY805"]


def test_two_names_of_one_condition_are_two_findings() -> None:
    contract = "variables: [{name: x, value: 1}, {name: y, value: 1}]"
    assert codes(either("x = y = 1", "x = y = 2"), contract) == ["SPY805", "SPY805"]


@pytest.mark.parametrize(
    ("module", "contract", "code"),
    [
        ("try:\n    from fast import f\nexcept ImportError:\n    def f(a) -> str: ...\n", FUNCTION, "SPY802"),
        ("try:\n    from fast import x\nexcept ImportError:\n    x = 1\n", VARIABLE, "SPY802"),
        ("try:\n    from fast import A\nexcept ImportError:\n    class A: ...\n", "classes: [{name: A}]", "SPY802"),
        (either("from fast import x", "x = 1"), VARIABLE, "SPY802"),
        (either("x = int(os.getpid())", "x = 1"), VARIABLE, "SPY804"),
        (either("exec('x = [1][0]')", "x = 1"), VARIABLE, "SPY801"),
        (either("@traced\n    def f(a) -> str: ...", GOOD), FUNCTION, "SPY803"),
    ],
)
def test_an_outcome_that_is_not_known_makes_the_whole_undecided(module: str, contract: str, code: str) -> None:
    found = judge(module, contract)
    assert found
    assert {each.code for each in found} == {code}


@pytest.mark.parametrize(
    ("module", "contract"),
    [
        (either("from fast import x", "x = 2"), VARIABLE),
        ("try:\n    from fast import f\nexcept ImportError:\n    def f(b) -> str: ...\n", FUNCTION),
        ("try:\n    from fast import f\nexcept ImportError:\n    f = None\n", FUNCTION),
    ],
)
def test_what_is_not_known_on_one_way_and_broken_on_the_other_is_undecided(module: str, contract: str) -> None:
    found = judge(module, contract)
    assert found
    assert all(each.undecided for each in found)


def test_a_name_that_only_has_to_exist_may_come_from_elsewhere() -> None:
    assert codes("from fast import x", "variables: [{name: x}]") == []
    assert codes("try:\n    from fast import x\nexcept ImportError:\n    x = None\n", "variables: [{name: x}]") == []


def test_a_name_that_one_way_deletes_is_undecided() -> None:
    assert codes("import os\nx = 1\nif os.getpid():\n    del x\n", "variables: [{name: x}]") == ["SPY805"]


def test_ways_that_raise_are_no_outcomes() -> None:
    module = "import os\nif os.getpid():\n    x = 1\nelse:\n    raise ImportError\n"
    assert codes(module, VARIABLE) == []


def test_nothing_is_there_in_a_module_that_always_raises() -> None:
    assert codes("x = 1\nraise ImportError('not here')\n", VARIABLE) == ["SPY201"]


def test_three_conditions_are_told_by_one_that_decides() -> None:
    module = "import os\nx = 1\n" + "".join(f"if os.environ.get('{name}'):\n    x = {name!r}\n" for name in "ABC")
    found = judge(module, "variables: [{name: x, value: 1}]")
    assert [each.code for each in found] == ["SPY805"]


def test_more_ways_than_are_followed_are_undecided() -> None:
    module = "import os\n" + "".join(f"if os.environ.get('{n}'):\n    x = {n}\n" for n in range(40))
    found = judge(module, "variables: [{name: x, value: 1}]")
    assert found
    assert all(each.undecided for each in found)


BASE = "import os\nclass Base: ...\nclass Other: ...\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x = 1\n    def m(self, a): ...", []),
        ("x = 2\n    def m(self, a): ...", ["SPY404"]),
        ("if os.getpid():\n        x = 1\n    def m(self, a): ...", ["SPY805"]),
        ("x = 1\n    if os.getpid():\n        def m(self, a): ...", ["SPY805"]),
        ("x = 1\n    if os.getpid():\n        def m(self): ...\n    else:\n        def m(self, b): ...", ["SPY310"]),
        ("x = os.getpid()\n    def m(self, a): ...", ["SPY804"]),
    ],
)
def test_members_are_judged_as_names_are(body: str, found: list[str]) -> None:
    assert codes(f"{BASE}class A(Base):\n    {body}\n", CLASS) == found


def test_a_base_that_depends_on_a_condition_is_undecided() -> None:
    module = f"{BASE}class A(Base if os.getpid() else Other):\n    x = 1\n    def m(self, a): ...\n"
    assert codes(module, CLASS) == ["SPY805"]


def test_an_attribute_that_init_sets_on_some_paths_is_undecided() -> None:
    module = "class A:\n    def __init__(self, on):\n        if on:\n            self.x = 1\n"
    assert codes(module, "classes: [{name: A, attributes: [{name: x}]}]") == ["SPY805"]


# Classes whose members are not known


@pytest.mark.parametrize(
    "definition",
    [
        "import nowhere\nclass A(nowhere.B): ...",
        "class M(type):\n    def __new__(m, n, b, d): ...\nclass A(metaclass=M): ...",
        "@unknown\nclass A: ...",
        "class A:\n    def __getattr__(self, name): ...",
        "from collections import namedtuple\nfrom nowhere import fields\nA = namedtuple('A', fields)",
        "from collections import namedtuple\nfrom nowhere import fields\nclass A(namedtuple('B', fields)): ...",
        "import enum\nfrom nowhere import names\nclass A(enum.Enum('B', names)): ...",
        "from nowhere import namespace\nA = type('A', (), namespace)",
        "class B: ...\nexec('B.x = 1')\nclass A(B): ...",
    ],
)
def test_what_an_unknown_class_may_have_is_undecided(definition: str) -> None:
    found = judge(definition, "classes: [{name: A, attributes: [{name: y}], methods: [{name: m}]}]")
    assert found
    assert all(each.undecided for each in found)


def test_a_variable_that_is_annotated_differently_on_two_branches_is_undecided() -> None:
    module = either("x: int = 1", "x: str = 'a'")
    assert codes(module, "variables: [{name: x, annotation: int}]") == ["SPY805"]
    assert codes(module, "variables: [{name: x, annotation: bytes}]") == ["SPY202"]


OPAQUE = "import u\nclass M(type):\n    def __getattribute__(self, n): return u.x\nclass C(metaclass=M):\n    m = 1\n"
DESCRIPTOR = "class D:\n    def __get__(self, a, b): ...\nclass C:\n    m = D()\n"


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("import u\n@u.unknown\nclass C:\n    m = 1\n", ("SPY803", "C", 2)),
        (OPAQUE, ("SPY801", "C", 4)),
        (DESCRIPTOR, ("SPY804", "C.m", 4)),
    ],
)
def test_what_may_be_anything_is_told_of_the_class_or_member_at_its_place(
    module: str, expected: tuple[str, str, int]
) -> None:
    (violation,) = judge(module, "classes: [{name: C, methods: [{name: m}]}]\n")
    assert violation.place is not None
    assert (violation.code, violation.symbol, violation.place.span.line) == expected
