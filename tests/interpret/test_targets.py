"""What small modules come out as on a target is what the real interpreter of that target makes of them.

The modules stand in `targets/`, one file a family, in the form of `samples`. `fails:` tells in which Pythons their
import raises on Linux; there it must not be said to complete, and nowhere else the other way round.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from importspy_static.extract.extraction import extract
from importspy_static.interpret import constants
from importspy_static.interpret.namespace import Namespace, interpret
from importspy_static.interpret.values import Literal
from importspy_static.model.program import Program
from importspy_static.model.target import Target
from tests.interpret import elsewhere, interpreters

FOLDER = Path(__file__).parent / "targets"


@dataclass(frozen=True)
class Sample:
    name: str
    module: str
    source: str
    maybe: frozenset[str]
    fails: range
    is_silent: bool
    """That it fails is not told: the interpretation does not know it."""


def samples() -> Iterator[Sample]:
    for path in sorted(FOLDER.glob("*.txt")):
        texts = path.read_text(encoding="utf-8").removeprefix("=== ").split("\n=== ")
        for index, text in enumerate(texts):
            title, *lines = text.splitlines()
            options: dict[str, str] = {}
            while lines[0].startswith("--- "):
                key, _, option = lines.pop(0).removeprefix("--- ").partition(": ")
                options[key] = option
            assert options.keys() <= {"maybe", "fails", "silent"}, options
            yield Sample(
                f"{path.stem}: {title}",
                f"{path.stem}_{index}",
                "\n".join(lines).strip("\n") + "\n",
                frozenset(options.get("maybe", "").split()),
                minors(options.get("fails", "")),
                "silent" in options,
            )


def minors(written: str) -> range:
    """`-3.9` or `3.10-`: minor versions."""
    if not written:
        return range(0)
    since, until = written.split("-")
    return range(int(since[2:] or 0) if since else 0, int(until[2:]) + 1 if until else 100)


SAMPLES = [*samples()]


def target_of(facts: Mapping[str, Any]) -> Target:
    return Target(**{**facts, "version": tuple(facts["version"])})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("targets")
    for each in SAMPLES:
        Path(made, f"{each.module}.py").write_text(each.source, encoding="utf-8")
    return made


@cache
def answers_of(executable: str, folder: Path) -> Mapping[str, Any]:
    command = [executable, "-I", elsewhere.__file__, str(folder), *(each.module for each in SAMPLES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, cwd=folder)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


@cache
def program_of(source: str) -> Program:
    program = extract(source.encode())
    assert isinstance(program, Program), program
    return program


def interpreted(sample: Sample, target: Target) -> Namespace:
    return interpret(program_of(sample.source), target)


def test_samples_have_names_of_their_own() -> None:
    assert len({each.name for each in SAMPLES}) == len(SAMPLES) > 150


@pytest.mark.slow
@pytest.mark.parametrize(("minor", "executable"), interpreters.parameters(oldest=8))
def test_modules_come_out_as_the_interpreter_makes_them(minor: int, executable: str, folder: Path) -> None:
    told = answers_of(executable, folder)
    target = target_of(told["facts"])
    wrong = []
    for sample in SAMPLES:
        wrong += [(sample.name, each) for each in complaints(sample, minor, told["modules"][sample.module], target)]
    assert wrong == []


def complaints(sample: Sample, minor: int, truth: Mapping[str, Any], target: Target) -> Iterator[str]:
    namespace = interpreted(sample, target)
    raises = "raises" in truth
    if sys.platform == "linux" and raises != (minor in sample.fails):
        yield f"really raises {truth.get('text')}" if raises else "really completes"
    says = not namespace.completes or namespace.fails_at is not None
    if says != (raises and not sample.is_silent):
        yield f"is said to fail: {namespace.reason}" if says else f"is not said to fail: {truth['text']}"
    if says and namespace.reason is None and "raise" not in sample.source:
        yield "fails for no reason"
    if not raises:
        yield from wrong_names(namespace, truth["names"], sample.maybe)


def wrong_names(namespace: Namespace, names: Mapping[str, str | None], maybe: frozenset[str]) -> Iterator[str]:
    for name in dict.fromkeys((*names, *namespace.names())):
        outcomes = namespace.name(name)
        possible = [answer(each.value) for each in outcomes]
        real = names.get(name, "absent")
        if real is not None and not any(each in (real, None) for each in possible):
            yield f"{name} is {real}, not {possible}"
        elif possible == ["absent"] and name in names:
            yield f"{name} is not there"
        elif len(outcomes) > 1 and not {name, "*"} & maybe:
            yield f"{name} is not decided: {possible}"


def answer(value: object) -> str | None:
    match value:
        case None:
            return "absent"
        case Literal():
            return repr(constants.plain(value))
        case _:
            return None
