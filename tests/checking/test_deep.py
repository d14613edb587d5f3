"""`--deep`: a module is compliant only if the modules under contract that it imports are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small_projects import Check, checker, found, report, write


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    return checker(tmp_path, monkeypatch, capsys)


GO = "functions: [{name: go}]\n"
GOES = "def go(): pass\n"


def chain(folder: Path, **modules: str) -> None:
    """Modules of a package, each under a contract that asks for `go`."""
    write(folder, {"acme/__init__.py": ""})
    for name, text in modules.items():
        write(folder, {f"acme/{name}.py": text, f"acme/{name}.spymodel.yml": GO})


def test_what_is_broken_below_breaks_all_above_with_the_chain(check: Check, tmp_path: Path) -> None:
    chain(
        tmp_path,
        low="x = 1\n",
        middle=f"from acme import low\n{GOES}",
        top="import os\nfrom acme.middle import go\n",
        apart=GOES,
    )
    assert found(check("acme")) == ["acme/low.py SPY301"]
    done = check("acme", "--deep", "-f", "json")
    modules = {each["path"]: each for each in report(done)["modules"]}
    told = {path: [one["code"] for one in each["violations"]] for path, each in modules.items()}
    assert done.status == 1
    assert told == {
        "acme/apart.py": [],
        "acme/low.py": ["SPY301"],
        "acme/middle.py": ["SPY605"],
        "acme/top.py": ["SPY605"],
    }
    (violation,) = modules["acme/top.py"]["violations"]
    assert violation["location"] | {"column": 0, "end_column": 0} == {
        "path": "acme/top.py",
        "line": 2,
        "column": 0,
        "end_line": 2,
        "end_column": 0,
    }
    assert "acme/low.py" in violation["message"]
    assert "SPY301" in violation["message"]
    full = check("acme", "--deep", "-f", "full").out
    top = full[full.index("acme/top.py") :]
    assert top.index("acme/middle.py") < top.index("acme/low.py")


def test_a_name_that_is_not_there_is_missing(check: Check, tmp_path: Path) -> None:
    chain(tmp_path, low=GOES, top="from acme.low import go, gone\n")
    told = found(check("acme", "--deep"))
    assert told == ["acme/top.py SPY301", "acme/top.py SPY604"], "the import ends there, so there is no go"
    chain(tmp_path, low=f"{GOES}def __getattr__(name): return 1\n")
    assert found(check("acme", "--deep")) == []
    chain(tmp_path, low=f"{GOES}try:\n    gone = 1\nexcept Exception:\n    pass\n")
    assert found(check("acme", "--deep")) == []


def test_a_cycle_ends_and_each_of_it_is_told_once(check: Check, tmp_path: Path) -> None:
    chain(
        tmp_path,
        one="import acme.two\n",
        two=f"import acme.three\n{GOES}",
        three=f"import acme.one\n{GOES}",
    )
    assert found(check("acme", "--deep")) == [
        "acme/one.py SPY301",
        "acme/three.py SPY605",
        "acme/two.py SPY605",
    ]


def test_what_is_no_import_or_no_failure_breaks_nobody(check: Check, tmp_path: Path) -> None:
    chain(
        tmp_path,
        low="x = 1\n",
        typed=f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import acme.low\n{GOES}",
    )
    assert found(check("acme", "--deep")) == ["acme/low.py SPY301"]
    chain(tmp_path, user=f"import acme.low\n{GOES}")
    assert found(check("acme", "--deep")) == ["acme/low.py SPY301", "acme/user.py SPY605"]
    assert found(check("acme", "--deep", "--ignore", "SPY605")) == ["acme/low.py SPY301"]
    lenient = check("acme", "--deep", "--severity", "SPY301=warning")
    assert (lenient.status, found(lenient)) == (0, ["acme/low.py SPY301"])
    assert check("acme", "--deep", "--severity", "SPY301=off").status == 0


def test_what_is_under_no_contract_hands_on_and_is_not_told(check: Check, tmp_path: Path) -> None:
    chain(tmp_path, low="x = 1\n", top=f"from acme.between import x\n{GOES}")
    write(tmp_path, {"acme/between.py": "from acme.low import x\n"})
    assert found(check("acme", "--deep")) == ["acme/low.py SPY301", "acme/top.py SPY605"]


def test_a_dry_run_of_it_tells_the_same(check: Check, tmp_path: Path) -> None:
    chain(tmp_path, low="x = 1\n", top=f"import acme.low\n{GOES}")
    done = check("acme", "--deep", "--dry-run")
    assert (done.status, found(done)) == (0, ["acme/low.py SPY301", "acme/top.py SPY605"])


def test_in_each_project_a_name_is_its_own(check: Check, tmp_path: Path) -> None:
    for name, low in (("one", GOES), ("two", "x = 1\n")):
        chain(tmp_path / name, low=low, top=f"import acme.low\n{GOES}")
        write(tmp_path / name, {"pyproject.toml": '[project]\nname = "acme"\n'})
    assert found(check(".", "--deep")) == ["two/acme/low.py SPY301", "two/acme/top.py SPY605"]
