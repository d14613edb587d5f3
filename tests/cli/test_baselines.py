"""`--baseline`: what was there before is no news; what is new is, and what is mended is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, write

FIFTY = "classes:\n  - name: Plugin\n    methods:\n" + "".join(f"      - name: m{number}\n" for number in range(50))


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    write(tmp_path, {"c.yml": RUN, "p/a.py": BREAKS, "p/b.py": BREAKS, ".git/HEAD": ""})
    return checker(tmp_path, monkeypatch, capsys)


def test_fifty_are_known_wherever_their_lines_are_and_one_more_is_red(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"many.yml": FIFTY, "m.py": BREAKS})
    asked = ("m.py", "-s", "many.yml")
    assert len(found(check(*asked))) == 50
    done = check(*asked, "--write-baseline", "known.json")
    assert (done.status, done.out) == (0, "")
    assert "known.json: 50 violations are known" in done.err

    write(tmp_path, {"m.py": "\n" * 100 + BREAKS})
    done = check(*asked, "--baseline", "known.json")
    assert (done.status, done.out) == (0, "")
    assert "50 in the baseline" in done.err
    assert "stale" not in done.err

    write(tmp_path, {"many.yml": f"{FIFTY}      - name: new\n"})
    done = check(*asked, "--baseline", "known.json")
    assert (done.status, len(done.out.splitlines())) == (1, 1)
    assert "SPY302 Plugin.new: is not defined" in done.out

    write(tmp_path, {"m.py": "class Plugin:\n    def m7(self): ...\n    def new(self): ...\n"})
    done = check(*asked, "--baseline", "known.json")
    assert done.status == 0
    assert "known.json: 1 entry is stale; --write-baseline drops them\n  m.py: SPY302 Plugin.m7\n" in done.err


def test_a_file_of_entries_is_sorted_and_the_same_each_time(check: Check, tmp_path: Path) -> None:
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    first = (tmp_path / "known.json").read_bytes()
    check("p/b.py", "p/a.py", "-s", "c.yml", "--write-baseline", "known.json")
    assert (tmp_path / "known.json").read_bytes() == first
    paths = [entry["path"] for entry in json.loads(first)["violations"]]
    assert paths == ["p/a.py", "p/b.py"]


def test_what_a_run_does_not_look_at_is_neither_stale_nor_dropped(check: Check, tmp_path: Path) -> None:
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    before = (tmp_path / "known.json").read_bytes()
    done = check("p/a.py", "-s", "c.yml", "--baseline", "known.json")
    assert (done.status, "stale" in done.err) == (0, False)
    assert "stale" not in check("p", "-s", "c.yml", "--baseline", "known.json", "--select", "SPY4").err
    check("p/a.py", "-s", "c.yml", "--write-baseline", "known.json")
    assert (tmp_path / "known.json").read_bytes() == before
    (tmp_path / "p" / "b.py").unlink()
    assert "p/b.py: SPY302 Plugin.run" in check("p/a.py", "-s", "c.yml", "--baseline", "known.json").err
    check("p/a.py", "-s", "c.yml", "--write-baseline", "known.json")
    assert b"b.py" not in (tmp_path / "known.json").read_bytes()


def test_paths_are_those_of_the_repository(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    monkeypatch.chdir(tmp_path / "p")
    assert check(".", "-s", "../c.yml", "--baseline", "../known.json").status == 0


def test_what_is_known_is_still_true_of_a_module(check: Check) -> None:
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    done = check("p", "-s", "c.yml", "--baseline", "known.json", "-f", "json")
    told = json.loads(done.out)
    assert done.status == 0
    assert [module["verdict"] for module in told["modules"]] == ["broken", "broken"]
    assert told["summary"] == {"modules": 2, "compliant": 0, "errors": 0, "warnings": 0, "notes": 0, "baselined": 2}
    assert [len(module["baselined"]) for module in told["modules"]] == [1, 1]


def test_the_configuration_and_the_environment_may_name_it(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    monkeypatch.setenv("IMPORTSPY_STATIC_BASELINE", "known.json")
    assert check("p", "-s", "c.yml").status == 0
    monkeypatch.delenv("IMPORTSPY_STATIC_BASELINE")
    write(tmp_path, {"importspy-static.toml": "baseline = 'known.json'\n"})
    assert check("p", "-s", "c.yml").status == 0
    monkeypatch.chdir(tmp_path / "p")
    assert check(".", "-s", "../c.yml").status == 0, "the path is one from the file that says it"


def test_a_baseline_that_cannot_be_used_stops_the_run(check: Check, tmp_path: Path) -> None:
    done = check("p", "-s", "c.yml", "--baseline", "nix.json")
    assert (done.status, done.out) == (2, "")
    assert "error: nix.json:1:1: no such file\n  write it anew with --write-baseline\n" in done.err
    (tmp_path / "known.json").write_text("{")
    done = check("p", "-s", "c.yml", "--baseline", "known.json")
    assert (done.status, done.out) == (2, "")
    assert "known.json:1:2: it is no JSON" in done.err


def test_a_damaged_baseline_is_replaced_when_it_is_written(check: Check, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text("<<<<<<< HEAD\n")
    assert check("p", "-s", "c.yml", "--write-baseline", "known.json").status == 0
    assert check("p", "-s", "c.yml", "--baseline", "known.json").status == 0


def test_a_baseline_is_not_written_over_what_is_read(check: Check, tmp_path: Path) -> None:
    for path in ("c.yml", "p/a.py"):
        before = (tmp_path / path).read_bytes()
        assert check("p", "-s", "c.yml", "--write-baseline", path).status == 2
        assert (tmp_path / path).read_bytes() == before
    done = check("p", "-s", "c.yml", "--write-baseline", "nix/known.json")
    assert (done.status, done.out) == (2, "")


def test_nothing_is_known_of_what_is_kept(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"p/a.py": KEEPS, "p/b.py": KEEPS})
    check("p", "-s", "c.yml", "--write-baseline", "known.json")
    assert json.loads((tmp_path / "known.json").read_text()) == {"schema_version": 1, "violations": []}


def test_a_comment_in_the_module_silences_nothing(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"p/a.py": f"# importspy-static: ignore  # noqa\n{BREAKS}"})
    assert len(found(check("p", "-s", "c.yml"))) == 2
