"""`check --dist`, and `unmodified` in a contract: installed files against what was installed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from importspy_static import questions
from importspy_static.cli.main import main
from importspy_static.report.formats import FORMATS
from tests.checking.environments import PACKAGE, cached, install, record_line
from tests.cli.small_projects import Check, checker, found, report, write

ASKS = "filename: mine.py\ndependencies:\n  acme: {unmodified: true}\n"
MINE = "import acme\n"
CORE = PACKAGE["acme/core.py"]
CHANGED = CORE.replace("+ 1", "- 1")


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    return checker(tmp_path, monkeypatch, capsys)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    install(tmp_path / "site-packages")
    return tmp_path / "site-packages"


# --- by name --------------------------------------------------------------------------------------------------------


def test_a_distribution_that_is_named_is_held_against_its_record_without_a_contract(check: Check, site: Path) -> None:
    done = check("--dist", "Acme")
    assert (done.status, done.out, done.err) == (0, "", "acme 1.0 is as installed\n")
    write(site, {"acme/core.py": CHANGED})
    done = check("--dist", "acme")
    assert (done.status, found(done)) == (1, [f"{site / 'acme' / 'core.py'} SPY615"])
    assert done.err == "1 distribution checked, 1 broken: 1 error\n"
    assert check("--dist", "acme", "--dry-run").status == 0
    assert check("--dist", "acme", "--severity", "SPY615=warning").status == 0


def test_several_are_told_together(check: Check, site: Path) -> None:
    install(site, {"other.py": ""}, "other")
    assert check("--dist", "acme", "--dist", "other").err == "acme 1.0, other 1.0 are as installed\n"


def test_with_a_contract_both_are_told(check: Check, site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": "functions: [{name: stop}]\nfilename: acme/core.py\n"})
    write(site, {"acme/core.py": CHANGED})
    done = check("--dist", "acme", "-s", "c.yml")
    place = site / "acme" / "core.py"
    assert (done.status, found(done)) == (1, [f"{place} SPY301", f"{place} SPY615"])
    assert done.err.startswith("1 module and 1 distribution checked, 2 broken: 2 errors\n")
    write(tmp_path, {"c.yml": "functions: [{name: run}]\nfilename: acme/core.py\n"})
    write(site, {"acme/core.py": CORE})
    done = check("--dist", "acme", "-s", "c.yml")
    assert done.err.startswith("1 module and 1 distribution checked, all compliant\n")


def test_where_a_contract_is_what_is_asked_for_what_cannot_be_told_is_a_note(
    check: Check, site: Path, tmp_path: Path
) -> None:
    write(tmp_path, {"c.yml": "functions: [{name: run}]\nfilename: acme/core.py\n"})
    (site / "acme-1.0.dist-info/RECORD").unlink()
    done = check("--dist", "acme", "-s", "c.yml")
    assert (done.status, [each[-6:] for each in found(done)]) == (0, ["SPY616"])
    done = check("--dist", "acme")
    assert (done.status, [each[-6:] for each in found(done)]) == (1, ["SPY808"])


def test_a_contract_that_is_about_no_file_of_it_is_still_refused(check: Check, site: Path, tmp_path: Path) -> None:
    assert check("--dist", "acme", "-s", "gone.yml").status == 2
    assert check("--dist", "acmee").status == 2


def test_every_format_tells_what_has_no_lines(check: Check, site: Path) -> None:
    write(site, {"acme/fast.so": b"\x7fELF\0\xff", "acme/data/rates.json": b"\xff\n\n", "acme/a\u202eb.py": ""})
    for form in FORMATS:
        done = check("--dist", "acme", "-f", form)
        assert done.status == 1
        assert "SPY615" in done.out
    told = report(check("--dist", "acme", "-f", "json"))
    (module,) = told["modules"]
    assert (module["distribution"], module["verdict"]) == ("acme 1.0", "broken")
    assert module["path"] == module["contract"] == str(site / "acme-1.0.dist-info" / "RECORD")
    assert [each["symbol"] for each in module["violations"]] == [
        "acme/a\u202eb.py",
        "acme/data/rates.json",
        "acme/fast.so",
    ]
    assert module["violations"][1]["contract_location"]["line"] == 3


def test_a_known_violation_is_in_the_baseline(check: Check, site: Path) -> None:
    write(site, {"acme/core.py": CHANGED})
    assert check("--dist", "acme", "--write-baseline", "known.json").status == 0
    assert check("--dist", "acme", "--baseline", "known.json").status == 0
    write(site, {"acme/evil.py": ""})
    assert [each.rpartition(os.sep)[2] for each in found(check("--dist", "acme", "--baseline", "known.json"))] == [
        "evil.py SPY615"
    ]


# --- in a contract --------------------------------------------------------------------------------------------------


def test_a_contract_asks_for_what_is_unmodified(check: Check, site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"mine.py": MINE, "c.yml": ASKS})
    done = check("mine.py", "-s", "c.yml")
    assert (done.status, done.out) == (0, "")
    assert done.err == "1 module and 1 distribution checked, all compliant\n"
    write(site, {"acme/core.py": CHANGED})
    (violation,) = [
        each for one in report(check("mine.py", "-s", "c.yml", "-f", "json"))["modules"] for each in one["violations"]
    ]
    assert violation["code"] == "SPY615"
    assert violation["location"]["path"] == str(site / "acme" / "core.py")
    asked = violation["contract_location"]
    assert (asked["path"], asked["line"], asked["key"]) == ("c.yml", 3, "dependencies.acme.unmodified")


def test_it_is_told_once_for_all_modules_of_a_contract(check: Check, site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": ASKS.replace("filename: mine.py\n", "variables: [{name: acme}]\n")})
    write(tmp_path, {f"m{number}.py": MINE for number in range(3)})
    cached(site / "acme/core.py", "def run(): pass\n")
    done = check("m0.py", "m1.py", "m2.py", "-s", "c.yml")
    assert [each[-6:] for each in found(done)] == ["SPY615"]


@pytest.mark.parametrize(
    ("rule", "status", "codes"),
    [
        ("{unmodified: false}", 0, []),
        ("{unmodified: }", 0, []),
        ("{unmodified: true, allowed: false}", 0, []),
        ("{unmodified: true}", 1, ["c.yml SPY808"]),
    ],
)
def test_what_is_not_installed_cannot_be_told(
    check: Check, tmp_path: Path, rule: str, status: int, codes: list[str]
) -> None:
    contract = f"variables: [{{name: x}}]\ndependencies:\n  nowhere: {rule}\n"
    write(tmp_path, {"mine.py": "x = 1\n", "c.yml": contract})
    done = check("mine.py", "-s", "c.yml", "-f", "json")
    told = [each for one in report(done)["modules"] for each in one["violations"]]
    assert (done.status, [f"{each['contract_location']['path']} {each['code']}" for each in told]) == (status, codes)


def test_a_snapshot_has_no_files_and_without_a_host_it_is_not_judged(check: Check, site: Path, tmp_path: Path) -> None:
    from importspy_static.report.environment import as_json
    from tests.report.hosts import server

    write(tmp_path, {"image.json": as_json(server()), "mine.py": MINE, "c.yml": ASKS})
    write(site, {"acme/core.py": CHANGED})
    done = check("mine.py", "-s", "c.yml", "--environment", "image.json")
    assert (done.status, "snapshot, which has no files" in done.out, "SPY808" in done.out) == (1, True, True)
    done = check("mine.py", "-s", "c.yml", "--environment", "none")
    assert done.status == 0
    assert "c.yml: 'unmodified' is not judged, as there is no host to look at" in done.err


def test_the_severity_of_the_contract_counts(check: Check, site: Path, tmp_path: Path) -> None:
    write(tmp_path, {"mine.py": MINE, "c.yml": f"{ASKS}severity: {{SPY615: warning}}\n"})
    write(site, {"acme/core.py": CHANGED})
    done = check("mine.py", "-s", "c.yml")
    assert (done.status, len(found(done))) == (0, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  import:acme: {unmodified: true}\n", "no distribution owns 'import:acme', so no RECORD lists its files"),
        ("  acme: {unmodified: maybe}\n", "c.yml:2:22"),
        ("  acme: {unmodifed: true}\n", "unmodified"),
    ],
)
def test_what_makes_no_sense_in_a_contract_is_2(check: Check, tmp_path: Path, text: str, problem: str) -> None:
    write(tmp_path, {"mine.py": MINE, "c.yml": f"dependencies:\n{text}"})
    done = check("mine.py", "-s", "c.yml")
    assert done.status == 2
    assert problem in done.err


def test_a_contract_is_described_migrated_and_extended_with_it(tmp_path: Path) -> None:
    from importspy_static import Contract

    write(tmp_path, {"base.yml": ASKS, "c.yml": "extends: base.yml\ndependencies:\n  acme: {unmodified: false}\n"})
    assert "unmodified: true" in Contract.from_yaml(tmp_path / "base.yml").to_yaml()
    assert "unmodified: false" in Contract.from_yaml(tmp_path / "c.yml").to_yaml()


# --- answers that are kept ------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="nothing is kept there")
@pytest.mark.parametrize("asked", [("--dist", "acme"), ("mine.py", "-s", "c.yml")])
def test_no_answer_outlives_a_change(
    asked: tuple[str, ...], check: Check, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "SETTLED_SECONDS", -3600)
    (tmp_path / "cache").mkdir(mode=0o700)
    write(tmp_path, {"mine.py": MINE, "c.yml": ASKS})
    core = site / "acme/core.py"
    status = core.stat()

    def told() -> int:
        return check(*asked, "--cache-dir", "cache").status

    def written(path: Path, text: str | None) -> None:
        path.unlink() if text is None else path.write_text(text)
        os.utime(core, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert [told(), told()] == [0, 0]
    written(core, CHANGED)
    assert [told(), told()] == [1, 1]
    written(core, CORE)
    assert told() == 0
    written(site / "acme/evil.py", "")
    assert told() == 1
    written(site / "acme/evil.py", None)
    assert told() == 0
    place = cached(core)
    assert [told(), told()] == [0, 0]
    cached(core, "def run(): pass\n")
    assert [told(), told()] == [1, 1]
    os.utime(core, (1, 1))
    assert told() == 0
    os.utime(core, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert told() == 1
    place.unlink()
    assert told() == 0


def test_what_pip_writes_for_a_wheel_with_a_script_is_read(check: Check, tmp_path: Path) -> None:
    """RECORD as pip 23.2 wrote it, with the files that it is of."""
    site = tmp_path / "env/lib/python3.11/site-packages"
    recorded = Path(__file__).with_name("pip_record.json")
    told = json.loads(recorded.read_text(encoding="utf-8"))
    write(site, told["files"])
    write(site, {told["record"][0]: told["record"][1]})
    assert main(["check", "--dist", "tiny-tool"]) == 2, "it is not on the search path"
    import sys

    sys.path.insert(0, str(site))
    try:
        done = check("--dist", "tiny_tool")
        assert (done.status, done.out, done.err) == (0, "", "tiny-tool 0.1 is as installed\n")
        write(site, {"../../../bin/tiny": "#!/bin/sh\n"})
        assert len(found(check("--dist", "tiny_tool"))) == 1
    finally:
        sys.path.remove(str(site))


def test_lines_of_a_record_are_shown(check: Check, site: Path) -> None:
    write(site, {"acme/core.py": CHANGED})
    done = check("--dist", "acme", "-f", "full")
    line = record_line("acme/core.py", CORE.encode()).strip()
    assert f"2 | {line}" in done.out
