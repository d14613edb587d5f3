"""What a configuration says to a run, what the command line says over it, and how a wrong one is told."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from importspy_static.report.environment import as_json
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, report, write
from tests.report.hosts import server

ROOT = Path(__file__).resolve().parents[2]
GO = "functions: [{name: go}]\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    (tmp_path / ".git").mkdir()
    return checker(tmp_path, monkeypatch, capsys)


def settings(folder: Path, text: str, *, contracts: str = '[{path = "p", contract = "c.yml"}]') -> None:
    """A project `p` with a module that breaks its contract, and these settings."""
    write(folder, {"c.yml": RUN, "p/one.py": BREAKS, "p/two.py": KEEPS})
    write(folder, {"importspy-static.toml": f"contracts = {contracts}\n{text}\n"})


# --- which contracts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["p", "p/", "p/*.py", "p/**", "**/*.py", "p/one.py"])
def test_a_path_of_the_configuration_means_what_it_means_on_the_command_line(
    check: Check, tmp_path: Path, path: str
) -> None:
    settings(tmp_path, "", contracts=f'[{{path = "{path}", contract = "c.yml"}}]')
    for arguments in ((), (tmp_path / "p" / "one.py",)):
        done = check(*arguments)
        assert (done.status, [line.rpartition("/")[2] for line in found(done)]) == (1, ["one.py SPY302"])


def test_several_contracts_for_one_path_all_count_once_each(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"go.yml": GO})
    settings(
        tmp_path,
        "",
        contracts='[{path = "p/*.py", contract = ["c.yml", "go.yml"]}, {path = "p/one.py", contract = "./c.yml"}]',
    )
    done = check(".", "-f", "json")
    told = [(each["path"], each["contract"], each["verdict"]) for each in report(done)["modules"]]
    assert told == [
        ("p/one.py", "c.yml", "broken"),
        ("p/one.py", "go.yml", "broken"),
        ("p/two.py", "c.yml", "compliant"),
        ("p/two.py", "go.yml", "broken"),
    ]
    assert done.err == "2 modules checked against 4 contracts in all, 1 compliant, 3 broken: 3 errors\n"


def test_a_named_contract_beats_the_configuration_and_a_sidecar_does_not(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, "")
    write(tmp_path, {"go.yml": GO, "p/one.spymodel.yml": GO, "q.py": "", "q.spymodel.yml": GO})
    assert found(check("p/one.py", "-s", "go.yml")) == ["p/one.py SPY301"]
    assert found(check("p/one.py")) == ["p/one.py SPY302"]
    assert found(check("q.py")) == ["q.py SPY301"], "what is not mapped has its sidecar"


def test_a_mapped_file_that_is_gone_is_missed_by_every_run_that_covers_its_place(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, "", contracts='[{path = "p/two.py", contract = "c.yml"}, {path = "q.py", contract = "c.yml"}]')
    write(tmp_path, {"q.py": KEEPS})
    assert check().status == 0
    assert check(".").status == 0
    (tmp_path / "p" / "two.py").rename(tmp_path / "p" / "three.py")
    for arguments in ((), (".",), ("p", "q.py"), (tmp_path,)):
        done = check(*arguments)
        assert (done.status, [Path(line).name for line in found(done)]) == (1, ["two.py SPY001"]), arguments
        assert "did you mean " in done.err
    assert check("q.py").status == 0
    assert check(".", "-s", "c.yml", "--exclude", "one.py").status == 0, "the configuration maps nothing then"


def test_a_named_path_that_is_not_there_never_passes(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"b.yml": f"modules: [{{filename: p/two.py, {RUN.strip()}}}]\n"})
    settings(tmp_path, "", contracts='[{path = "p", contract = "b.yml"}]')
    assert check().status == 0
    for path in ("p/gone.py", "gone.py", "gone"):
        done = check("p/two.py", path)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"error: no such path: {path}\n")


def test_paths_are_those_of_the_file_that_says_them_and_shown_from_here(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        tmp_path,
        {
            "base/base.toml": 'contracts = [{path = "../app/src/a.py", contract = "c.yml"}]\n'
            'extend-exclude = ["/gen"]\nexclude = ["skipped"]\nroot = "../app/lib"\n',
            "base/c.yml": RUN,
            "app/go.yml": GO,
            "app/lib/acme.py": KEEPS,
            "app/importspy-static.toml": 'extend = "../base/base.toml"\nextend-exclude = ["src/b.py"]\n'
            'contracts = [{path = "src/*.py", contract = "go.yml"}]\n',
            "app/src/a.py": "from acme import Plugin\n",
            "app/src/b.py": "",
            "app/src/gen/c.py": "",
        },
    )
    monkeypatch.chdir(tmp_path / "app")
    assert found(check()) == ["src/a.py SPY301"]
    assert found(check(".")) == ["src/a.py SPY301"]
    monkeypatch.chdir(tmp_path / "app" / "src")
    done = check("-v")
    assert found(done) == ["a.py SPY301"]
    assert done.err.splitlines()[:2] == [
        "a.py: compliant (contract ../../base/c.yml)",
        "a.py: broken (contract ../go.yml)",
    ]


# --- the command line over the configuration ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "without", "option", "with_option"),
    [
        ('ignore = ["SPY302"]', 0, "--ignore SPY401", 1),
        ('select = ["SPY401"]', 0, "--select SPY3", 1),
        ('severity = {SPY302 = "warning"}', 0, "--severity SPY302=error", 1),
        ('severity = {SPY302 = "warning"}', 0, "--fail-on warning", 1),
        ('severity = {SPY302 = "warning"}\nfail-on = "warning"', 1, "--fail-on error", 0),
        ('exclude = ["one.py"]', 0, "--exclude two.py", 1),
        ('extend-exclude = ["one.py"]', 0, "--extend-exclude two.py", 2),
        ('extend-exclude = ["*.py"]\nforce-exclude = true', 0, "--no-force-exclude", 2),
        ("respect-gitignore = false", 1, "--respect-gitignore", 0),
    ],
)
def test_an_option_takes_the_place_of_its_setting(
    check: Check, tmp_path: Path, setting: str, without: int, option: str, with_option: int
) -> None:
    settings(tmp_path, setting)
    if "gitignore" in setting:
        write(tmp_path, {".gitignore": "one.py\n"})
    assert check("p").status == without
    assert check("p", *option.split()).status == with_option


def test_the_form_of_the_report_is_of_the_option_the_variable_and_the_file_in_turn(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tmp_path, 'output-format = "json"')
    assert check("p").out.startswith("p/one.py:1:1: SPY302"), "the variable says concise"
    monkeypatch.delenv("IMPORTSPY_STATIC_OUTPUT_FORMAT")
    assert report(check("p"))["summary"]["errors"] == 1
    assert check("p", "-f", "concise").out.startswith("p/one.py:1:1: SPY302")
    assert check("p", "--isolated", "-s", "c.yml").out.startswith("error[SPY302]")


DEPLOYED = "deployments: [{arch: x86_64, systems: [{os: linux}]}, {arch: s390x}]\n"


@pytest.mark.parametrize(
    ("setting", "options"),
    [
        ('environment = "gone.json"', ["--environment none", "--every-deployment"]),
        ('python = "python9.9"', ["--environment none", "--every-deployment"]),
        ('python = "python9.9"', ["--environment image.json", f"--python {sys.executable} --severity SPY6=off"]),
    ],
)
def test_options_of_the_host_take_the_place_of_all_settings_of_it(
    check: Check, tmp_path: Path, setting: str, options: list[str]
) -> None:
    settings(tmp_path, setting)
    write(tmp_path, {"image.json": as_json(server()), "c.yml": GO + DEPLOYED, "p/one.py": "def go(): pass\n"})
    (tmp_path / "p" / "two.py").unlink()
    assert check("p").status == 2
    for option in options:
        done = check("p", *option.split())
        assert done.status != 2, done.err


def test_every_deployment_of_a_folder_is_told_of_each_file(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, "every-deployment = true")
    write(tmp_path, {"c.yml": RUN + DEPLOYED})
    body = KEEPS.replace("    def", "        def")
    write(tmp_path, {"p/one.py": "import sys\nif sys.platform == 'linux':\n    " + body})
    done = check("p", "-f", "json")
    told = {each["path"]: [one["verdict"] for one in each["deployments"]] for each in report(done)["modules"]}
    assert done.status == 1
    assert sorted(told) == ["p/one.py", "p/two.py"]
    assert set(told["p/two.py"]) == {"compliant"}
    assert "broken" in told["p/one.py"]
    assert "compliant" in told["p/one.py"]
    assert "deployments" not in report(check("p", "-f", "json", "--environment", "none"))["modules"][0]


def test_the_nearest_configuration_counts_and_isolation_leaves_all_out(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tmp_path, "")
    write(tmp_path, {"p/pyproject.toml": '[project]\nname = "p"\n', "ignoring.toml": 'ignore = ["SPY302"]\n'})
    monkeypatch.chdir(tmp_path / "p")
    assert found(check()) == ["one.py SPY302"]
    write(tmp_path, {"p/pyproject.toml": "[tool.importspy-static]\nignore = ['SPY302']\n"})
    assert check("one.py", "-s", "../c.yml").status == 0
    assert check("one.py", "-s", "../c.yml", "--isolated").status == 1
    assert check("one.py", "-s", "../c.yml", "--config", "../importspy-static.toml").status == 1
    monkeypatch.chdir(tmp_path)
    assert check("p/one.py", "-s", "c.yml").status == 1, "whoever is checked does not configure it"
    assert check("p/one.py", "-s", "c.yml", "--config", "ignoring.toml").status == 0


# --- a configuration that is wrong ----------------------------------------------------------------------------------


def test_all_problems_are_told_at_once_each_with_its_place(check: Check, tmp_path: Path) -> None:
    text = (
        'contract = 1\nselect = ["SPY999"]\nroot = []\ncontracts = [{path = "x", contracts = "y"}]\nextend = 5\n'
        'fail-on = "x"\nshow-values = true\ncontracts2 = []\n'
    )
    write(tmp_path, {"importspy-static.toml": text, "one.py": KEEPS})
    done = check("one.py")
    assert (done.status, done.out) == (2, "")
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert [line.split(":")[2] for line in errors[:-1]] == ["1", "2", "3", "4", "4", "5", "6", "7", "8"]
    assert errors[-1] == "error: 9 problems in the configuration: nothing was checked"
    assert errors[0] == "error: importspy-static.toml:1:1: contract: unknown key"
    assert "  did you mean 'contracts'?\n" in done.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfea\0", "it is UTF-16 text"),
        (b"a = '\xe9'", "UTF-8"),
        (b"a = [", "not TOML as it can be read"),
        (b"ignore = 1", "expected"),
        (b"#" * 2**20, "over 512 KiB"),
        (b"a = " + b"[" * 10_000, "over 50 lists and tables inside each other"),
        (b'contracts = [{path = "p", contract = "gone.yml"}]', "'gone.yml': no such file"),
        (b'contracts = [{path = "../**/../x", contract = "c.yml"}]', "has '..' behind a wildcard"),
        (b'root = "lab"', "root in the configuration: there is no folder lab\n  did you mean lib?"),
        (b'environment = "none"\npython = "python3"', "exclude each other"),
        (b'extend = "gone.toml"', "no such file"),
        (b'extend = "importspy-static.toml"', ""),
        (b'required-version = ">=99"', "asks for version '>=99'"),
    ],
)
def test_a_wrong_configuration_is_2(check: Check, tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, {"importspy-static.toml": content, "c.yml": RUN, "one.py": KEEPS, "lib/x.py": ""})
    for arguments in (("one.py", "-s", "c.yml"), ("one.py", "-s", "c.yml", "--config", "importspy-static.toml")):
        done = check(*arguments)
        assert (done.status, done.out) == (2, "")
        assert message in done.err


@pytest.mark.parametrize("name", ["gone.toml", "", "folder", os.devnull, "a" * 300])
def test_a_configuration_that_is_no_file_is_2(check: Check, tmp_path: Path, name: str) -> None:
    write(tmp_path, {"folder/x": "", "c.yml": RUN, "one.py": KEEPS})
    done = check("one.py", "-s", "c.yml", "--config", name)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert done.err.endswith("error: 1 problem in the configuration: nothing was checked\n")


def test_a_wrong_contract_of_many_is_told_with_the_others_and_nothing_is_checked(check: Check, tmp_path: Path) -> None:
    contracts = ", ".join(f'{{path = "p/{name}.py", contract = "{name}.yml"}}' for name in ("one", "two"))
    settings(tmp_path, "", contracts=f"[{contracts}]")
    write(tmp_path, {"one.yml": "classes: 1\n", "two.yml": "clases: []\nfunctions: {}\n"})
    done = check()
    assert (done.status, done.out) == (2, "")
    assert done.err.count("error[SPY01") == 3
    assert done.err.endswith("error: 3 problems in the contract: nothing was checked\n")


@pytest.mark.parametrize("output", ["importspy-static.toml", "base.toml", "image.json", "c.yml", "p/one.py"])
def test_a_report_does_not_overwrite_what_the_configuration_names(check: Check, tmp_path: Path, output: str) -> None:
    settings(tmp_path, 'extend = "base.toml"\nenvironment = "image.json"')
    write(tmp_path, {"base.toml": "", "image.json": as_json(server())})
    before = (tmp_path / output).read_bytes()
    done = check("-o", output)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: the report would overwrite {output}, which is being checked\n"
    assert (tmp_path / output).read_bytes() == before


# --- progress -------------------------------------------------------------------------------------------------------

SLOW = """
import sys, time
from importspy_static.checking.run import Run
from importspy_static.cli import progress
from importspy_static.cli.main import main
progress.PATIENCE = progress.PACE = 0.0
sys.exit(main(sys.argv[1:]))
"""


def on_terminal(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit status, and what a terminal gets of standard error."""
    import pty

    leader, follower = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in {"CI", "NO_COLOR", "TERM"}}
    command = [sys.executable, "-c", SLOW, "check", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "40", **variables},
        stdout=subprocess.DEVNULL,
        stderr=follower,
    )
    os.close(follower)
    told, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([leader], [], [], 1)
        try:
            piece = os.read(leader, 65536) if ready else b""
        except OSError:  # the other end is closed
            break
        if ready and not piece:
            break
        told += piece
    os.close(leader)
    return process.wait(10), told.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_progress_is_for_terminals_and_leaves_nothing_behind(check: Check, tmp_path: Path) -> None:
    settings(tmp_path, "")
    long = "p/" + "x" * 100 + "\u202e.py"
    write(tmp_path, {long: KEEPS})
    status, told = on_terminal(tmp_path, "p")
    assert status == 1
    steps, _, rest = told.rpartition("\r\x1b[K")
    shown = [step for step in steps.split("\r\x1b[K") if step]
    assert shown[0] == "0 of 3: p/one.py"
    assert [step[:8] for step in shown] == ["0 of 3: ", "1 of 3: ", "2 of 3: "]
    assert all(len(step) < 40 for step in shown)
    assert "\u202e" not in told
    assert "3 modules checked" in rest
    assert "\r\x1b[K" not in on_terminal(tmp_path, "p", "--no-progress")[1]
    assert "\r\x1b[K" not in on_terminal(tmp_path, "p", CI="1")[1]
    assert "\x1b" not in check("p").err
