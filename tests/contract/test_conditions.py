"""`when:`: which conditions exclude each other, and what two requirements of one name may say."""

from __future__ import annotations

import time
from itertools import product

import pytest

from importspy_static.checks.pythons import fits_python
from importspy_static.contract.conditions import exclude_each_other, same
from importspy_static.limits import CONTRACT_ALTERNATIVES
from importspy_static.model.contract import Condition
from importspy_static.model.target import PythonVersion
from tests.contract.reading import GENEROUS, problems, read

ASKED = (
    "3 3.11 3.12 v3.11 3.11+ 3.11.4 3.12.0rc1 >=3.11 >3.11 >3.11.4 <3.11 <3.11.5 <=3.11 <=3.11.4 ==3.11 ==3.11.* "
    "==3.11.4 !=3.11.* !=3.11.4 ~=3.11 ~=3.11.4 >=3.10,<3.11 >=3.11,<3.12 >=3.11,!=3.11.* <3.12.0rc2 >=3.12.0rc1 <4 "
    ">=4 >=3.13 <3,>=2.7 2.7 ===3.11.4"
).split()
VERSIONS: list[PythonVersion] = [
    *((major, minor, patch, "final", 0) for major, minor, patch in product((2, 3, 4), range(14), range(7))),
    *((3, minor, 0, "candidate", serial) for minor in range(14) for serial in (1, 2, 3)),
]


def condition(text: str) -> Condition:
    found = read(f"functions: [{{name: f, when: {text}}}]").module.functions[0].when
    assert found is not None
    return found


@pytest.mark.parametrize("one", ASKED)
def test_versions_exclude_each_other_if_and_only_if_no_version_is_in_both(one: str) -> None:
    for other in ASKED:
        common = [each for each in VERSIONS if fits_python(each, one) and fits_python(each, other)]
        exclusive = exclude_each_other(condition(f"{{python: '{one}'}}"), condition(f"{{python: '{other}'}}"))
        assert exclusive == (not common), (one, other, common[:1])


@pytest.mark.parametrize(
    ("one", "other", "exclusive"),
    [
        ("{os: [linux]}", "{os: [windows]}", True),
        ("{os: [linux, macos]}", "{os: [DARWIN]}", False),
        ("{os: [linux]}", "{arch: [arm64]}", False),
        ("{arch: [amd64]}", "{arch: [x86_64, i386]}", False),
        ("{arch: [aarch64]}", "{arch: [x86_64]}", True),
        ("{interpreter: [cpython]}", "{interpreter: [CPython]}", False),
        ("{interpreter: [PyPy]}", "{interpreter: [CPython], os: [linux]}", True),
        ("{os: [linux], python: '>=3.12'}", "{os: [linux], python: '<3.12'}", True),
        ("{os: [linux], python: '>=3.12'}", "{os: [windows], python: '>=3.12'}", True),
    ],
)
def test_names_exclude_each_other_whatever_their_spelling(one: str, other: str, exclusive: bool) -> None:
    assert exclude_each_other(condition(one), condition(other)) is exclusive
    assert exclude_each_other(condition(other), condition(one)) is exclusive


def test_no_condition_excludes_nothing() -> None:
    assert not exclude_each_other(None, condition("{os: [linux]}"))
    assert not exclude_each_other(None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("{os: [macos, linux]}", "{os: [linux, darwin]}"), ("{python: '>=3.11, <3.13'}", "{python: '>=3.11,<3.13'}")],
)
def test_conditions_are_the_same_by_what_they_say(one: str, other: str) -> None:
    assert same(condition(one), condition(other))
    found = problems(f"functions: [{{name: f, when: {one}}}, {{name: f, when: {other}}}]")
    assert [each[0] for each in found] == ["SPY011"]
    assert "is required twice" in found[0][3]


NEW, OLD, LINUX = "{python: '>=3.12'}", "{python: '<3.12'}", "{os: [linux]}"


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        ("variables", "value: 1", "value: 2"),
        ("variables", "value: 1", "value: true"),
        ("variables", "annotation: int", "annotation: str"),
        ("functions", "async: true", "async: false"),
        ("functions", "return_annotation: int", "return_annotation: str"),
        ("functions", "arguments: [{name: a, annotation: int}]", "arguments: [{name: b}, {name: a, annotation: str}]"),
        ("functions", "arguments: [{name: a, value: 1}]", "arguments: [{name: a, optional: false}]"),
        ("classes", "attributes: [{name: x, value: 1}]", "attributes: [{name: x, value: 2}]"),
        ("classes", "methods: [{name: m, kind: static}]", "methods: [{name: m, kind: class}]"),
    ],
)
def test_one_name_may_be_required_differently_where_conditions_exclude_each_other(
    section: str, one: str, other: str
) -> None:
    def text(first: str, second: str) -> str:
        return f"{section}:\n  - {{name: x, {one}, when: {first}}}\n  - {{name: x, {other}, when: {second}}}"

    assert len(getattr(read(text(NEW, OLD)).module, section)) == 2
    ((code, line, _, message),) = problems(text(NEW, LINUX))
    assert (code, line) == ("SPY013", 3)
    assert message.endswith("on line 2, though some targets meet both conditions")


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        ("variables", "value: 1", "annotation: int"),
        ("variables", "value: .nan", "value: .nan"),
        ("variables", "annotation: 'Optional[int]'", "annotation: int | None"),
        ("functions", "arguments: [{name: a}]", "arguments: [{name: a}, {name: b}]"),
        ("functions", "arguments: [{name: a, value: 1}]", "arguments: [{name: a, optional: true}]"),
        ("classes", "attributes: [{name: x, type: class, value: 1}]", "attributes: [{name: x, value: 2}]"),
        ("classes", "extra: allow", "extra: forbid"),
    ],
)
def test_two_that_can_both_hold_are_no_contradiction(section: str, one: str, other: str) -> None:
    text = f"{section}:\n  - {{name: x, {one}, when: {NEW}}}\n  - {{name: x, {other}, when: {LINUX}}}"
    assert len(getattr(read(text).module, section)) == 2


def test_a_list_of_arguments_has_each_name_once_on_every_target() -> None:
    def text(first: str, second: str) -> str:
        return (
            f"functions: [{{name: f, arguments: [{{name: a, when: {first}}}, {{name: a, value: 1, when: {second}}}]}}]"
        )

    assert len(read(text(NEW, OLD)).module.functions) == 1
    ((code, *_, message),) = problems(text(NEW, LINUX))
    assert code == "SPY013"
    assert message.endswith("argument 'a' is there twice, first on line 1, and some targets meet both conditions")


def test_a_great_many_of_one_name_are_refused_soon() -> None:
    systems = [f"{{python: '>=3.{number}.{patch}'}}" for number in range(100) for patch in range(20)]
    start = time.monotonic()
    ((code, _, _, message),) = problems(
        "functions:\n" + "".join(f"  - {{name: f, when: {each}}}\n" for each in systems)
    )
    assert time.monotonic() - start < GENEROUS
    assert code == "SPY011"
    assert f"more than {CONTRACT_ALTERNATIVES} times" in message
