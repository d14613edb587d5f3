"""Ways to make inputs for so long: by a strategy of hypothesis, by changes, and by changes that coverage guides."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.changing import smaller
from tests.fuzz.target import Finding, Target, examined

ROUND = 300
"""Examples that hypothesis makes at once; then it begins anew, with another seed."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What came of a target."""

    way: str
    executions: int = 0
    seconds: float = 0.0
    findings: dict[str, Finding] = field(default_factory=dict)
    """One for each place and reason."""

    def note(self, found: Finding) -> bool:
        """Keep a finding if there is none like it."""
        if found.key in self.findings:
            return False
        self.findings[found.key] = found
        return True


def fuzzed(target: Target, seconds: float, seed: int, *, executions: int = sys.maxsize) -> Outcome:
    """Give a target inputs for so long, or so many."""
    began = time.monotonic()
    if target.inputs is not None:
        outcome = Outcome("hypothesis")
        _by_strategy(target, began + seconds, seed, executions, outcome)
    elif target.guided and executions == sys.maxsize and find_spec("atheris") is not None:
        outcome = Outcome("atheris")
        _by_coverage(target, seconds, seed, outcome)
    else:
        outcome = Outcome("changes")
        _by_changes(target, began + seconds, seed, executions, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def _by_strategy(target: Target, end: float, seed: int, executions: int, outcome: Outcome) -> None:
    while time.monotonic() < end and outcome.executions < executions:
        _round(target, end, seed, min(ROUND, executions - outcome.executions), outcome)
        seed += 1


def _round(target: Target, end: float, number: int, count: int, outcome: Outcome) -> None:
    """Some examples. What is found is made smaller by hypothesis, until the same place fails for the same reason."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    assert target.inputs is not None
    smallest: Finding | None = None

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(target.inputs())
    def run(content: bytes) -> None:
        nonlocal smallest
        if smallest is None and time.monotonic() > end:
            raise _Over
        outcome.executions += 1
        found = examined(target, content)
        if found is None or found.key in outcome.findings:
            return
        if found.kind == "hang":  # too dear to make it smaller
            outcome.note(found)
        elif smallest is None or found.key == smallest.key:
            smallest = found
            raise _Found

    try:
        with warnings.catch_warnings():  # of CPython, of what makes programs
            warnings.simplefilter("ignore")
            run()
    except _Over:
        return
    except Exception:  # that of ours, or hypothesis that is puzzled by what does not fail each time
        if smallest is None:
            raise
    if smallest is not None:
        outcome.note(smallest)


class _Over(BaseException):
    """The time is over; no `Exception`, so that hypothesis does not take it for something that was found."""


class _Found(Exception):
    """Tells hypothesis that an input is what is looked for."""


def _by_changes(target: Target, end: float, seed: int, executions: int, outcome: Outcome) -> None:
    chance = random.Random(seed)
    seeds = target.seeds()
    assert target.changed is not None
    while time.monotonic() < end and outcome.executions < executions:
        outcome.executions += 1
        found = examined(target, target.changed(chance.choice(seeds), chance))
        if found is not None and found.key not in outcome.findings:
            outcome.note(made_smaller(target, found))


def made_smaller(target: Target, found: Finding) -> Finding:
    """The same finding with as small an input as is found quickly."""
    if found.kind == "hang" or target.is_whole:
        return found
    least = found

    def is_the_same(content: bytes) -> bool:
        nonlocal least
        again = examined(target, content)
        if again is None or again.key != found.key:
            return False
        least = again
        return True

    smaller(found.content, is_the_same)
    return least


def _by_coverage(target: Target, seconds: float, seed: int, outcome: Outcome) -> None:
    """In another process: the fuzzer ends the one that it is in."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        words = [sys.executable, "-m", "tests.fuzz.guided", target.name, str(told), str(seconds), str(seed)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, timeout=seconds * 2 + 120)
        if not told.exists():
            end = done.stderr.decode(errors="replace")[-4_000:]
            outcome.note(Finding(target.name, "fault", f"{target.name}: the process ended", end, b""))
            return
        answer = json.loads(told.read_text(encoding="utf-8"))
    outcome.executions = answer["executions"]
    for each in answer["findings"]:
        outcome.note(Finding(target.name, each["kind"], each["key"], each["told"], bytes.fromhex(each["content"])))


__all__ = ["Outcome", "fuzzed", "made_smaller"]
