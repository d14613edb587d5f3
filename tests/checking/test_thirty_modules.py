"""One run over a project gives the verdicts of its `expected.json`, which are what Python makes of the project."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from importspy_static.cli.main import main
from importspy_static.extract.isolation import Extractor
from importspy_static.model.depth import Depth
from importspy_static.model.program import Failure
from tests.checking.acme import EXPECTED, NOT_YET, PAIRS, PROJECT, TRUTH
from tests.interpret.interpreters import parameters


def told(python: str, *arguments: str) -> Any:
    """What `projects_truth.py` says."""
    command = [python, "-B", "-W", "error", str(TRUTH), *arguments, str(PROJECT)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def truth() -> Any:
    return told(sys.executable)


# --- the expectation is what Python says ---------------------------------------------------------------------------


def test_the_truth_does_not_come_from_the_program() -> None:
    assert "importspy_static" not in TRUTH.read_text(encoding="utf-8")


def test_each_module_can_be_imported_first(truth: Any) -> None:
    assert truth["wrong"] == {}


@pytest.mark.parametrize(("minor", "python"), parameters(10))
def test_each_python_imports_the_project_alike(minor: int, python: str, truth: Any) -> None:
    other = told(python, "--imports")
    assert other["wrong"] == {}
    assert other["orders"] == truth["orders"]


def test_a_project_of_thirty_modules_is_expected_whole(truth: Any) -> None:
    assert len(EXPECTED) >= 30
    assert {path: set(contracts) for path, contracts in EXPECTED.items()} == {
        path: set(contracts) for path, contracts in truth["promises"].items()
    }


@pytest.mark.parametrize(("path", "contract"), PAIRS)
def test_a_verdict_is_what_the_imported_module_keeps(path: str, contract: str, truth: Any) -> None:
    expected, broken = EXPECTED[path][contract], truth["promises"][path][contract]
    assert bool(broken) is (expected["verdict"] == "broken"), broken
    certain = [each for each in expected["violations"] if not each.startswith("SPY8")]
    assert len(certain) == len(broken)
    assert bool(expected["violations"]) is (expected["verdict"] != "compliant")


@pytest.mark.parametrize(("path", "contract"), PAIRS)
def test_a_place_is_where_python_has_the_thing(path: str, contract: str, truth: Any) -> None:
    for violation in EXPECTED[path][contract]["violations"]:
        _, symbol, place = violation.split(" ")
        file, _, line = place.rpartition(":")
        lines = truth["lines"].get(path, {})
        symbol = symbol.partition("(")[0]
        defined = lines.get(symbol) or lines.get(symbol.partition(".")[0])
        if defined is not None:
            assert file == defined[0]
            assert defined[1] <= int(line) <= defined[2]
        else:
            assert (PROJECT / file).is_file()


def test_codes_are_many_and_each_broken_thing_has_another() -> None:
    told = [one["violations"] for contracts in EXPECTED.values() for one in contracts.values()]
    codes = [each.split(" ")[0] for violations in told for each in violations]
    assert len(codes) == len(set(codes)) >= 12


# --- the run -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What a run over the whole project tells."""

    status: int
    report: Any
    parsed: Counter[bytes]
    """How often each source was extracted, bodies of functions left out: these are read once, for who asks."""

    @property
    def verdicts(self) -> dict[tuple[str, str], dict[str, Any]]:
        """As in `expected.json`."""
        return {(module["path"], module["contract"]): as_expected(module) for module in self.report["modules"]}


def as_expected(module: Any) -> dict[str, Any]:
    violations = [
        f"{each['code']} {each['symbol']} {each['location']['path']}:{each['location']['line']}"
        for each in module["violations"]
    ]
    return {"verdict": module["verdict"], "violations": violations}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return checked(tmp_path_factory.mktemp("run"))


def checked(folder: Path, *options: str) -> Run:
    parsed: Counter[bytes] = Counter()
    bodies_of: set[bytes] = set()
    encoded_each = Extractor.encoded_each

    def counting(self: Extractor, sources: Sequence[bytes], depth: Depth = Depth.WHOLE) -> Iterator[bytes | Failure]:
        for source in sources:
            if depth is not Depth.WHOLE:
                parsed[source] += 1
            else:
                assert source not in bodies_of
                bodies_of.add(source)
        return encoded_each(self, sources, depth)

    output = folder / "report.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", raising=False)
        patch.chdir(PROJECT)
        patch.setattr(Extractor, "encoded_each", counting)
        status = main(["check", ".", "-f", "json", "-o", str(output), *options])
    return Run(status, json.loads(output.read_text(encoding="utf-8")), parsed)


@pytest.mark.parametrize(
    ("path", "contract"),
    [pytest.param(*each, marks=pytest.mark.xfail(reason=NOT_YET[each]) if each in NOT_YET else ()) for each in PAIRS],
)
def test_one_run_has_the_expected_verdict(path: str, contract: str, run: Run) -> None:
    assert run.verdicts[path, contract] == EXPECTED[path][contract]


def test_one_run_tells_nothing_else_and_nothing_twice(run: Run) -> None:
    assert run.status == 1
    assert set(run.verdicts) <= set(PAIRS)
    assert len(run.verdicts) == len(run.report["modules"])


def test_one_run_parses_each_file_once(run: Run) -> None:
    sources = [file.read_bytes() for file in PROJECT.rglob("*.py") if "_generated" not in file.parts]
    assert len(set(sources)) == len(sources) >= 30
    assert {source: run.parsed[source] for source in sources} == dict.fromkeys(sources, 1)
    assert set(run.parsed.values()) == {1}


def test_what_is_excluded_is_not_even_read(run: Run) -> None:
    assert [file for file in (PROJECT / "src").rglob("_generated/*.py") if file.read_bytes() in run.parsed] == []


# --- with what is imported -----------------------------------------------------------------------------------------


def test_deep_run_turns_whoever_relies_on_what_does_not_keep_its_contract(run: Run, tmp_path: Path, truth: Any) -> None:
    deep = checked(tmp_path, "--deep")
    not_kept = {path for (path, _), each in run.verdicts.items() if each["verdict"] != "compliant"}
    relying = not_kept
    while more := {path for path, imported in truth["imported"].items() if relying & set(imported)} - relying:
        relying = relying | more
    assert not_kept < relying < {path for path, _ in PAIRS}
    assert {path for (path, _), each in deep.verdicts.items() if each["verdict"] != "compliant"} == relying
    assert set(deep.parsed.values()) == {1}


def test_a_deep_run_shows_the_way_from_import_to_import(tmp_path: Path, truth: Any) -> None:
    for module in checked(tmp_path, "--deep").report["modules"]:
        for violation in module["violations"]:
            if violation["code"] == "SPY605":
                way = [link["location"]["path"] for link in violation["chain"]]
                assert way[0] == module["path"]
                assert all(later in truth["imported"][path] for path, later in pairwise(way))
                assert len(way) == len(set(way)) > 1
