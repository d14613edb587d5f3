"""At which versions of Python a module is looked at."""

from __future__ import annotations

import pytest

from importspy_static.checks.samples import VersionQuestions, questions_of, versions_of
from importspy_static.extract.extraction import extract
from importspy_static.model.program import Program

MINORS = VersionQuestions()


def shown(asked: list[str], questions: VersionQuestions = MINORS) -> list[str]:
    return [".".join(map(str, version[:3])) for version in versions_of(asked, questions)]


def questions(source: str) -> VersionQuestions:
    program = extract(source.encode())
    assert isinstance(program, Program)
    return questions_of(program)


@pytest.mark.parametrize(
    ("asked", "versions"),
    [
        (["3.11"], ["3.11.0"]),
        (["3.12.9"], ["3.12.9"]),
        ([">=3.10,<3.13"], ["3.10.0", "3.11.0", "3.12.0"]),
        ([">3.11,<3.13"], ["3.11.1", "3.12.0"]),
        (["!=3.12.0,>=3.12,<3.14"], ["3.12.1", "3.13.0"]),
        (["~=3.13.2"], ["3.13.2"]),
        (["<3.12"], ["3.10.0", "3.11.0"]),
        (["<3.9,>=3.8"], ["3.8.0"]),
        (["<3.4"], ["2.7.0", "3.0.0", "3.1.0", "3.2.0", "3.3.0"]),
        (["2.7"], ["2.7.0"]),
        ([], ["3.10.0", "3.11.0", "3.12.0", "3.13.0", "3.14.0", "3.15.0"]),
        ([">=3.12", "<3.14"], ["3.12.0", "3.13.0"]),
        (["3.20"], ["3.20.0"]),
        ([">=3.14,<3.17"], ["3.14.0", "3.15.0", "3.16.0"]),
    ],
)
def test_each_minor_version_of_a_set_is_looked_at(asked: list[str], versions: list[str]) -> None:
    assert shown(asked) == versions


@pytest.mark.parametrize(
    "condition",
    [
        "sys.version_info >= (3, 12)",
        "sys.version_info > (3,)",
        "(3, 8) <= sys.version_info < (3, 12)",
        "sys.version_info[:2] == (3, 11)",
        "sys.version_info[0] == 3",
        "sys.version_info[1] >= 12",
        "not sys.version_info.minor < 12",
        "v >= (3, 12)",
    ],
)
def test_what_the_minor_version_answers_needs_no_patches(condition: str) -> None:
    asked = questions(f"import sys\nfrom sys import version_info as v\nif {condition}: pass\n")
    assert not asked.patches


@pytest.mark.parametrize(
    "condition",
    [
        "sys.version_info >= (3, 12, 4)",
        "sys.version_info[:3] >= (3, 12, 4)",
        "sys.version_info[2] >= 4",
        "sys.version_info.micro >= 4",
        "sys.hexversion >= 0x030C0400",
        "platform.python_version() >= '3.12.4'",
        "platform.python_version_tuple()[2] == '4'",
        "V >= (3, 12, 4)",
    ],
)
def test_a_condition_on_the_patch_is_looked_at_on_both_sides(condition: str) -> None:
    asked = questions(f"import sys, platform\nV = sys.version_info\nif {condition}: pass\n")
    assert asked.patches
    assert {"3.12.3", "3.12.4", "3.12.5"} <= set(shown(["3.12"], asked))


def test_a_condition_on_a_python_to_come_is_looked_at_on_both_sides() -> None:
    asked = questions("import sys\nif sys.version_info >= (3, 18): pass\n")
    assert shown([">=3.15"], asked) == ["3.15.0", "3.16.0", "3.17.0", "3.18.0", "3.19.0"]


def test_numbers_that_are_not_compared_with_the_version_do_not_count() -> None:
    asked = questions("import sys\nPORT = 17\nif sys.version_info >= (3, 12): pass\n")
    assert shown([">=3.14"], asked) == ["3.14.0", "3.15.0"]


def test_many_numbers_in_a_module_do_not_make_many_samples() -> None:
    numbers = ", ".join(map(str, range(0, 900, 3)))
    asked = questions(f"import sys\nN = [{numbers}]\nV = sys.version_info\n")
    assert asked.patches
    assert len(versions_of(["3.12"], asked)) < 40
