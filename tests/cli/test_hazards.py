"""Hostile source through every door: the command line and the Python API end with a verdict or a reason for each file.

How long one file may take is held in `tests/extract/test_hazards.py`; here all of them are asked for at once, so that
one process has to survive them all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extract.hazards import MANY, SHAPES

ROOT = Path(__file__).resolve().parents[2]
SLOW = {"except clauses"}
"""Takes the whole time of the worker: the test of extraction is enough."""
COUNTS = (24, 40, 150, 20_000)
PATTERNS = [shape for shape in SHAPES if "patterns" in shape]
REFUSED = {"SPY001", "SPY002", "SPY003"}
SECONDS = 20.0
"""Of the processor, for all of them together, where each may take ten."""

API = """
import json, sys, time
from importspy_static import check
report = check("hazards", "spymodel.yml")
own = time.process_time()
print(json.dumps([own, [(each.path, each.verdict, [v.code for v in each.violations]) for each in report.modules]]))
"""


def hazards() -> dict[str, str]:
    """Sources by the names of files."""
    many = {(shape, MANY) for shape in SHAPES if shape not in SLOW}
    moderate = {(shape, count) for shape in (*PATTERNS, "joined strings", "sum") for count in COUNTS}
    return {f"{shape.replace(' ', '_')}_{count}.py": SHAPES[shape](count) for shape, count in sorted(many | moderate)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a contract, and hazards in a folder in it."""
    place = tmp_path_factory.mktemp("place")
    (place / "hazards").mkdir()
    (place / "spymodel.yml").write_text("variables: [{name: x}]\n", encoding="utf-8")
    for name, source in hazards().items():
        (place / "hazards" / name).write_text(source, encoding="utf-8")
    return place


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.mark.slow
def test_the_command_line_has_a_verdict_on_each(place: Path) -> None:
    done = run(place, "-m", "importspy_static", "check", "hazards", "-s", "spymodel.yml", "-f", "json")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    modules = json.loads(done.stdout)["modules"]
    assert {Path(each["path"]).name for each in modules} == set(hazards())
    assert {each["verdict"] for each in modules} <= {"compliant", "broken", "undecided"}


@pytest.mark.slow
def test_the_process_of_who_asks_survives_them_all(place: Path) -> None:
    done = run(place, "-c", API)
    assert done.returncode == 0, done.stderr
    seconds, modules = json.loads(done.stdout)
    assert {Path(path).name for path, _, _ in modules} == set(hazards())
    assert seconds < SECONDS, "what the worker answers is small"
    for path, verdict, codes in modules:
        if verdict == "compliant":
            compile(Path(place, path).read_text(encoding="utf-8"), path, "exec", dont_inherit=True)
        elif set(codes) & REFUSED:
            assert len(codes) == 1, path


@pytest.mark.slow
@pytest.mark.parametrize("command", ["generate", "graph"])
def test_other_commands_end_on_them(command: str, place: Path, tmp_path: Path) -> None:
    few = tmp_path / "hazards"
    few.mkdir()
    for name in PATTERNS:
        for count in COUNTS[:3]:
            (few / f"{name.replace(' ', '_')}_{count}.py").write_text(SHAPES[name](count), encoding="utf-8")
    for name in ("not", "elif", "parentheses in an annotation", "comprehensions", "joined strings", "heirs of heirs"):
        (few / f"{name.replace(' ', '_')}.py").write_text(SHAPES[name](MANY), encoding="utf-8")
    done = run(tmp_path, "-m", "importspy_static", command, "hazards")
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr


def test_modules_that_star_import_each_other_in_a_long_row_are_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "spymodel.yml").write_text("variables: [{name: x}, {name: y}]\n", encoding="utf-8")
    (tmp_path / "m0.py").write_text("x = 1\n", encoding="utf-8")
    for number in range(1, 200):
        source = f"from m{number - 1} import *\nfrom m{number - 1} import x\n"
        (tmp_path / f"m{number}.py").write_text(source, encoding="utf-8")
    done = run(
        tmp_path, "-m", "importspy_static", "check", "m199.py", "-s", "spymodel.yml", "-f", "concise", "--no-cache"
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "SPY8" in done.stdout
    assert "SPY2" not in done.stdout
