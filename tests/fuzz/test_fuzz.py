"""Short runs of the fuzzing, the same ones each time; `python -m tests.fuzz` is the long one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.fuzz.drivers import fuzzed
from tests.fuzz.sources import close
from tests.fuzz.target import Fault, Target, examined
from tests.fuzz.targets import TARGETS

EXECUTIONS = {"programs": 25, "bytes": 30, "contracts": 250, "archives": 400, "pairs": 12, "metamorphic": 30}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _one_process() -> Iterator[None]:
    yield
    close()


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found(name: str) -> None:
    target = TARGETS[name]()
    outcome = fuzzed(target, 300, 7, executions=EXECUTIONS[name])
    assert outcome.executions == EXECUTIONS[name]
    assert [f"{each.key}\n{each.content!r}\n{each.told}" for each in outcome.findings.values()] == []


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("programs", "pairs")])
def test_the_seeds_are_right_themselves(name: str) -> None:
    target = TARGETS[name]()
    seeds = list(target.seeds())
    assert seeds
    for content in seeds if name in ("contracts", "archives") else seeds[::100]:
        assert examined(target, content) is None


def refuses_zeros(content: bytes) -> None:
    if b"0" in content:
        raise Fault("a zero")


def hangs_at_zeros(content: bytes) -> None:
    while b"0" in content:
        pass


BY_STRATEGY = Target("strategy", refuses_zeros, inputs=lambda: st.binary(max_size=40))
BY_CHANGES = Target("changes", refuses_zeros, seeds=lambda: [b"1" * 50], changed=lambda old, _chance: old + b"0" + old)


@pytest.mark.parametrize("target", [BY_STRATEGY, BY_CHANGES], ids=lambda target: target.name)
def test_a_fault_is_found_and_made_small(target: Target) -> None:
    outcome = fuzzed(target, 60, 1, executions=3_000)
    (finding,) = outcome.findings.values()
    assert (finding.kind, finding.content) == ("fault", b"0")
    assert "a zero" in finding.told


@pytest.mark.skipif(sys.platform == "win32", reason="no alarms there")
def test_a_hang_is_found() -> None:
    finding = examined(Target("hanging", hangs_at_zeros), b"0", 0.2)
    assert finding is not None
    assert finding.kind == "hang"


def asked(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzz", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_tells_what_it_did(tmp_path: Path) -> None:
    done = asked("archives", "--minutes", "0.001", "--seed", "1", "--keep", str(tmp_path / "kept"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "no findings" in done.stdout
    assert not (tmp_path / "kept").exists()


def test_an_input_can_be_given_again(tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(json.dumps({"case": "no such", "change": "reordered", "seed": 0}).encode())
    done = asked("metamorphic", "--again", str(tmp_path / "input"))
    assert done.returncode == 1
    assert "FileNotFoundError" in done.stdout
    assert asked("no-such-target").returncode == 2
