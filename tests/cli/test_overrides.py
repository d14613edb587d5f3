"""`overrides` of a configuration: what is selected, ignored and called severe in the modules of some paths."""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from pathlib import Path

import pytest

from importspy_static.cli.main import main
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, report, write

TWO = 'contracts = [{path = "p", contract = "c.yml"}]\n'


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    (tmp_path / ".git").mkdir()
    return checker(tmp_path, monkeypatch, capsys)


def project(folder: Path, overrides: str, more: str = "") -> None:
    """Two modules that break their contract, `p/new.py` and `p/old/one.py`, and these overrides."""
    write(folder, {"c.yml": RUN, "p/new.py": BREAKS, "p/old/one.py": BREAKS})
    write(folder, {"importspy-static.toml": f"{TWO}{more}\noverrides = [{overrides}]\n"})


def severities(check: Check, *arguments: str) -> list[str]:
    """Path, code and severity of each violation."""
    modules = report(check(*arguments, "-f", "json"))["modules"]
    return [f"{each['path']} {one['code']} {one['severity']}" for each in modules for one in each["violations"]]


@pytest.mark.parametrize("path", ["p/old", "p/old/*.py", "**/old/**", "./p/old/one.py", "p/ol?"])
@pytest.mark.parametrize("arguments", [[], ["."], ["p/old/one.py", "p/new.py"], ["p", "-s", "c.yml"]])
def test_what_is_ignored_for_a_path_is_told_elsewhere(
    check: Check, tmp_path: Path, path: str, arguments: list[str]
) -> None:
    project(tmp_path, f'{{path = "{path}", ignore = ["SPY302"]}}')
    done = check(*arguments)
    assert (done.status, found(done)) == (1, ["p/new.py SPY302"])


def test_paths_are_those_of_the_file_that_says_them_however_the_module_is_named(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, '{path = "p/old", ignore = ["SPY3"]}')
    (tmp_path / "link").symlink_to(tmp_path / "p" / "old")
    assert check("p/../p/old/one.py").status == 0
    assert check(str(tmp_path / "p" / "old" / "one.py")).status == 0
    assert check("link/one.py", "-s", "c.yml").status == 0
    monkeypatch.chdir(tmp_path / "p" / "old")
    assert check("one.py").status == 0
    assert check("../new.py").status == 1


def test_severities_of_a_path_decide_the_exit_status(check: Check, tmp_path: Path) -> None:
    project(tmp_path, '{path = "p/old", severity = {SPY302 = "note"}}', 'severity = {SPY3 = "warning"}')
    assert severities(check) == ["p/new.py SPY302 warning", "p/old/one.py SPY302 note"]
    assert check("--fail-on", "warning", "p/old").status == 0
    assert check("--fail-on", "warning", "p").status == 1


def test_a_later_entry_is_asked_before_an_earlier_one(check: Check, tmp_path: Path) -> None:
    ignored, told = '{path = "p", ignore = ["SPY3"]}', '{path = ["p/old"], select = ["SPY302"]}'
    project(tmp_path, f"{ignored}, {told}")
    assert found(check()) == ["p/old/one.py SPY302"]
    project(tmp_path, f"{told}, {ignored}")
    assert found(check()) == []


def test_the_overrides_of_an_extended_file_come_first_with_its_own_paths(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"base/base.toml": 'overrides = [{path = "../p", severity = {SPY3 = "off"}}]\n'})
    project(tmp_path, '{path = "p/old", severity = {SPY302 = "warning"}}', 'extend = "base/base.toml"')
    assert severities(check) == ["p/old/one.py SPY302 warning"]


@pytest.mark.parametrize(
    ("override", "option", "told"),
    [
        ('ignore = ["SPY302"]', ["--ignore", "SPY8"], ["p/new.py", "p/old/one.py"]),
        ('ignore = ["SPY302"]', ["--select", "SPY302"], ["p/new.py"]),
        ('select = ["SPY8"]', ["--select", "SPY3"], ["p/new.py", "p/old/one.py"]),
        ('select = ["SPY8"]', ["--ignore", "SPY302"], []),
        ('severity = {SPY302 = "off"}', ["--severity", "SPY3=note"], ["p/new.py", "p/old/one.py"]),
        ('severity = {SPY302 = "off"}', ["--severity", "SPY8=note"], ["p/new.py"]),
    ],
)
def test_a_flag_takes_the_place_of_its_setting_for_paths_too(
    check: Check, tmp_path: Path, override: str, option: list[str], told: list[str]
) -> None:
    project(tmp_path, f'{{path = "p/old", {override}}}')
    assert found(check(*option)) == [f"{path} SPY302" for path in told]


def test_the_path_is_that_of_the_module_wherever_the_violation_is_placed(check: Check, tmp_path: Path) -> None:
    """The base class has the method with another argument: the place is in `base.py`."""
    contract = "classes: [{name: Plugin, methods: [{name: run, arguments: [{name: self}, {name: deep}]}]}]\n"
    write(
        tmp_path,
        {
            "c.yml": contract,
            "base.py": "class Base:\n    def run(self): pass\n",
            "module.py": "from base import Base\nclass Plugin(Base): pass\n",
        },
    )
    plain = check("module.py", "-s", "c.yml")
    assert found(plain)
    assert all(line.startswith("base.py ") for line in found(plain))
    codes = ", ".join(f'"{line.split()[1]}"' for line in found(plain))
    for path, status in (("base.py", 1), ("module.py", 0)):
        write(tmp_path, {"importspy-static.toml": f'overrides = [{{path = "{path}", ignore = [{codes}]}}]\n'})
        assert check("module.py", "-s", "c.yml").status == status


def test_of_importers_it_is_the_path_of_the_importer(check: Check, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "core.py": "",
            "c.yml": "importers:\n  functions: [{name: go}]\n",
            "p/uses.py": "import core\n",
        },
    )
    for path, status in (("core.py", 1), ("p", 0)):
        write(tmp_path, {"importspy-static.toml": f'overrides = [{{path = "{path}", ignore = ["SPY3"]}}]\n'})
        assert check("core.py", "p/uses.py", "-s", "c.yml").status == status, path


def test_of_deep_violations_it_is_the_path_of_the_module_that_imports(check: Check, tmp_path: Path) -> None:
    contracts = 'contracts = [{path = "a.py", contract = "run.yml"}, {path = "b.py", contract = "x.yml"}]\n'
    files = {"a.py": BREAKS, "run.yml": RUN, "b.py": "import a\nx = 1\n", "x.yml": "variables: [{name: x}]\n"}
    write(tmp_path, files)
    for path, told in (("a.py", ["a.py SPY302", "b.py SPY605"]), ("b.py", ["a.py SPY302"])):
        settings = f'{contracts}overrides = [{{path = "{path}", ignore = ["SPY605"]}}]\n'
        write(tmp_path, {"importspy-static.toml": settings})
        assert found(check("--deep")) == told


@pytest.mark.parametrize(
    "source",
    ["def (", "\x00", "from importspy import Spy\nimport sys\nSpy().importspy(filepath=sys.argv[1])\n" + KEEPS],
    ids=["syntax", "NUL", "contract of importers"],
)
@pytest.mark.parametrize("options", [[], ["--every-deployment"]])
def test_what_cannot_be_read_or_told_has_a_path_too(
    check: Check, tmp_path: Path, source: str, options: list[str]
) -> None:
    write(tmp_path, {"c.yml": RUN + "deployments: [{arch: x86_64}]\n", "p/one.py": source, "p/two.py": source})
    arguments = ["p", "-s", "c.yml", "--severity", "SPY5=off", *options]
    before = found(check(*arguments))
    assert len({line.split()[0] for line in before}) == 2
    codes = ", ".join(f'"{line.split()[1]}"' for line in before)
    write(tmp_path, {"importspy-static.toml": f'overrides = [{{path = "p/one.py", ignore = [{codes}]}}]\n'})
    assert found(check(*arguments)) == [line for line in before if line.startswith("p/two.py")]


def test_on_every_deployment_the_verdicts_follow(check: Check, tmp_path: Path) -> None:
    project(tmp_path, '{path = "p/old", ignore = ["SPY302"]}')
    write(tmp_path, {"c.yml": RUN + "deployments: [{arch: x86_64}]\n"})
    modules = report(check("--every-deployment", "-f", "json"))["modules"]
    assert [each["deployments"][0]["verdict"] for each in modules] == ["broken", "compliant"]


def test_archives_and_standard_input_have_the_paths_that_are_told(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, '{path = ["dist/*.zip", "buffer"], ignore = ["SPY302"]}')
    (tmp_path / "dist").mkdir()
    for name in ("dist/code.zip", "code.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("one.py", BREAKS)
    assert check("dist/code.zip", "-s", "c.yml").status == 0
    assert check("code.zip", "-s", "c.yml").status == 1
    for name, status in (("buffer/x.py", 0), ("elsewhere.py", 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BREAKS.encode())))
        assert check("-", "--stdin-filename", name, "-s", "c.yml").status == status


def test_a_module_cannot_silence_itself(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": "# importspy-static: ignore\n" + BREAKS})
    write(tmp_path, {"p/importspy-static.toml": 'overrides = [{path = ".", ignore = ["SPY3"]}]\n'})
    assert check("p/one.py", "-s", "c.yml").status == 1


def test_contract_lint_tells_paths_that_lead_to_no_file(
    check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, '{path = ["p/old", "p/gone/*.py"], ignore = ["SPY302"]}, {path = "q.py", ignore = ["SPY3"]}')
    assert check("p/old").status == 0, "which is no matter of a check"
    assert main(["contract", "lint", "-f", "json"]) == 1
    text = capsys.readouterr().out
    assert json.loads(text)
    assert "'p/gone/*.py' leads to no file" in text
    assert "'q.py' leads to no file" in text
    assert "'p/old' leads" not in text
    assert "overrides[0].path[1]" in text


def test_a_thousand_entries_cost_little(check: Check, tmp_path: Path) -> None:
    entries = ", ".join(f'{{path = "p/**/x{number}/*.py", ignore = ["SPY302"]}}' for number in range(900))
    project(tmp_path, entries)
    write(tmp_path, {f"p/m{number}.py": KEEPS for number in range(50)})
    began = time.monotonic()
    assert check("p").status == 1
    assert time.monotonic() - began < 20
