"""What a module asks of a target is kept whole: targets that agree in it need one interpretation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.targets import told
from importspy_static.interpret.values import ClassValue
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from tests.interpret import samples, test_targets
from tests.interpret.made import PLATFORMS, python, target

_ALL = [
    *(each.source for each in test_targets.SAMPLES),
    *[each.source for each in samples.samples() if sys.version_info >= each.since][::5],
]
SOURCES = [source for source in _ALL if "nan" not in source]  # which is not equal to itself


def targets() -> Iterator[Target]:
    yield from (python(minor) for minor in range(7, 16))
    yield from (python(minor, platform) for minor, platform in product((9, 12), PLATFORMS[1:]))
    yield from (
        target(version) for version in ((2, 7, 18, "final", 0), (3, 11, 7, "final", 0), (3, 14, 0, "candidate", 1))
    )
    usual = (3, 11, 2, "final", 0)
    yield target(usual, implementation="pypy", python_implementation="PyPy")
    yield target(usual, machine="arm64")
    yield target(usual, pointer_width=32)
    yield target(usual, byte_order="big")


TARGETS = [*targets()]


def came_out(namespace: Namespace) -> tuple[object, ...]:
    """All that can be asked of a namespace, constructors run."""
    names = [(name, namespace.name(name)) for name in namespace.names()]
    classes = [each.value for _, binding in names for each in binding if isinstance(each.value, ClassValue)]
    members = [(name, namespace.member(of, name)) for of in classes for name in namespace.own_names(of)]
    instances = [namespace.instance(of).initial for of in classes]
    outcome = (namespace.completes, namespace.fails_at, namespace.raised_at, namespace.reason)
    return (*outcome, namespace.doubtful_imports, names, members, instances)


def disagreements(source: str) -> Iterator[str]:
    program = extract(source.encode())
    assert isinstance(program, Program)
    known: list[tuple[frozenset[str], tuple[object, ...], tuple[object, ...]]] = []
    for each in TARGETS:
        namespace = interpret(program, each)
        result = came_out(namespace)
        for asked, answers, expected in known:
            if told(each, asked) == answers and result != expected:
                yield f"{sorted(asked)} does not tell {each}"
        known.append((namespace.asked, told(each, namespace.asked), result))


@pytest.mark.slow
def test_targets_that_agree_in_what_is_asked_come_out_the_same() -> None:
    assert len(SOURCES) > 250
    wrong = {source: found for source in SOURCES if (found := next(disagreements(source), None))}
    assert wrong == {}


def asked(source: str, where: Target = TARGETS[0]) -> frozenset[str]:
    program = extract(source.encode())
    assert isinstance(program, Program)
    return interpret(program, where).asked


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("x = 1\nimport json, os\nfrom pathlib import Path\ny = len('a')\nclass A: ...\n", set()),
        ("from __future__ import annotations\ndef f(a: int | None): ...\n", set()),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING: ...\n", set()),
        ("import sys\nx = sys.version_info >= (3, 9)\n", {"sys.version_info"}),
        ("import sys\nx = sys.version_info.minor\n", {"sys.version_info"}),
        ("import sys\nx = sys.platform == 'linux'\n", {"sys.platform"}),
        ("import sys\nx = sys.maxsize > 2**32\n", {"sys.maxsize"}),
        ("import struct\nx = struct.calcsize('P')\n", {"sys.maxsize"}),
        ("import sys\nx = sys.byteorder\n", {"sys.byteorder"}),
        ("import os\nx = os.name\n", {"os.name"}),
        ("import platform\nx = platform.machine().lower()\n", {"platform.machine"}),
        ("import platform as p\nx = p.system()\n", {"platform.system"}),
        ("import sys\nx = sys.implementation.name\n", {"sys.implementation.name"}),
        ("from typing import Self\n", {"sys.version_info[:2]"}),
        ("import fcntl\n", {"sys.version_info[:2]", "sys.platform"}),
        ("import os\nx = hasattr(os, 'fork')\n", {"sys.version_info[:2]", "sys.platform"}),
        ("x = ExceptionGroup\n", {"sys.version_info[:2]"}),
        ("def f(a: int | None): ...\n", {"sys.version_info[:2]"}),
    ],
)
def test_what_is_asked_is_told_by_its_dotted_name(source: str, facts: set[str]) -> None:
    assert asked(source) == facts


def test_what_a_constructor_asks_is_told_once_it_was_run() -> None:
    program = extract(
        b"import sys\nclass A:\n    def __init__(self):\n        if sys.platform == 'linux':\n            self.x = 1\n"
    )
    assert isinstance(program, Program)
    namespace = interpret(program, TARGETS[0])
    assert "sys.platform" not in namespace.asked
    (outcome,) = namespace.name("A")
    assert isinstance(outcome.value, ClassValue)
    assert namespace.instance(outcome.value).initial.keys() == {"x"}
    assert "sys.platform" in namespace.asked
