"""`contract lint` on real files: what it looks at, what it tells, how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from importspy_static.cli.main import main

IDLE = "filename: a.py\nseverity: {SPY999: off}\n"
WRONG = "functions: [{nme: f}]\ndeployments: [{arch: x86_63}]\n"
Lint = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lint:
    monkeypatch.chdir(tmp_path)
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["contract", "lint", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def write(name: str, text: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_nothing_is_wrong(lint: Lint) -> None:
    write("a.yml", "filename: a.py\n")
    assert lint("a.yml") == (0, "", "1 file: nothing is wrong\n")


def test_all_problems_of_all_files_are_told(lint: Lint) -> None:
    write("wrong.yml", WRONG)
    write("idle.yml", IDLE)
    status, out, err = lint("wrong.yml", "idle.yml", "-f", "concise")
    assert status == 1
    assert out.splitlines() == [
        "wrong.yml:1:13: SPY011 functions[0]: 'name' is missing: which function?",
        "wrong.yml:1:14: SPY012 functions[0]: unknown key 'nme'; did you mean 'name'?",
        "wrong.yml:2:22: SPY011 deployments[0].arch: unknown architecture 'x86_63'; did you mean 'x86_64'?",
        "idle.yml:2:20: SPY014 severity.SPY999: no violation has this code",
    ]
    assert err == "2 files: 3 errors, 1 warning\n"


def test_full_shows_the_line_and_the_remedy(lint: Lint) -> None:
    write("idle.yml", IDLE)
    _, out, _ = lint("idle.yml")
    assert "2 | severity: {SPY999: off}" in out
    assert "= remedy: " in out


def test_warnings_can_be_let_pass(lint: Lint) -> None:
    write("idle.yml", IDLE)
    assert lint("idle.yml")[0] == 1
    assert lint("idle.yml", "--fail-on", "error")[0] == 0
    write("silent.yml", IDLE.replace("}", ", SPY014: off}"))
    assert lint("silent.yml")[0] == 0


def test_json_is_nothing_but_json(lint: Lint) -> None:
    write("idle.yml", IDLE)
    write("fine.yml", "filename: a.py\n")
    status, out, _ = lint("idle.yml", "fine.yml", "-f", "json")
    told = json.loads(out)
    assert status == 1
    assert told["summary"] == {"files": 2, "sound": 1, "errors": 0, "warnings": 1, "notes": 0}
    assert [each["path"] for each in told["files"]] == ["idle.yml", "fine.yml"]
    assert told["files"][0]["problems"][0]["contract_location"]["key"] == "severity.SPY999"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        "é".encode("latin-1"),
        b"\xff\xfea\0",
        b"a: [",
        b"- a",
        b"x" * (5 * 2**20 + 1),
        b"a: 1\n---\nb: 2\n",
    ],
    ids=["empty", "binary", "latin-1", "utf-16", "no YAML", "list", "huge", "two documents"],
)
def test_what_cannot_be_used_is_a_problem_found(lint: Lint, content: bytes) -> None:
    write("a.yml", content)
    status, out, _ = lint("a.yml", "-f", "concise")
    assert status == 1
    assert out.startswith(("a.yml:1:", "a.yml:2:"))


@pytest.mark.parametrize("name", ["missing.yml", ".", "a\nb", os.devnull, "closed.yml", "dir/x.yml"])
def test_what_cannot_be_opened_ends_in_2_and_the_others_are_looked_at(lint: Lint, name: str) -> None:
    write("idle.yml", IDLE)
    write("closed.yml", "filename: a.py\n")
    os.chmod("closed.yml", 0)
    if name == "closed.yml" and os.access(name, os.R_OK):
        pytest.skip("whoever runs this may read anything")
    status, out, _ = lint(name, "idle.yml", "-f", "concise")
    assert status == 2
    assert "SPY010" in out
    assert "SPY014" in out


def test_a_misspelt_file_is_asked_for(lint: Lint) -> None:
    write("contract.yml", "filename: a.py\n")
    status, _, err = lint("contarct.yml")
    assert status == 2
    assert "did you mean contract.yml?" in err


def test_without_a_file_it_is_the_contracts_of_the_configuration_and_itself(lint: Lint) -> None:
    write("a.py", "")
    write("contracts/a.yml", IDLE)
    write("contracts/b.yml", "filename: b.py\n")
    write(
        "pyproject.toml",
        """
[tool.importspy-static]
contracts = [
  { path = "a.py", contract = "contracts/a.yml" },
  { path = ["src/**/*.py", "gone.py"], contract = "contracts/b.yml" },
]
""",
    )
    status, out, err = lint("-f", "concise")
    assert status == 1
    told = out.splitlines()
    assert [line.split(" ")[0] for line in told[:2]] == ["pyproject.toml:5:13:", "pyproject.toml:5:28:"]
    assert "'src/**/*.py' leads to no file" in told[0]
    assert "'gone.py' leads to no file" in told[1]
    assert told[2:] == ["contracts/a.yml:2:20: SPY014 severity.SPY999: no violation has this code"]
    assert err == "3 files: 3 warnings\n"
    assert '"src/**/*.py"' in lint()[1], "the frame of the configuration"


def test_without_a_configuration_it_is_the_contract_of_the_folder(lint: Lint) -> None:
    assert lint("--isolated")[0] == 2
    write("spymodel.yml", IDLE)
    assert lint("--isolated", "-f", "concise")[1].startswith("spymodel.yml:2:")


def test_contracts_beside_modules_are_looked_at_wherever_they_lie(lint: Lint) -> None:
    """What `check` would use without being told, a change to it must not pass unseen."""
    write("src/a.spymodel.yml", WRONG)
    write("src/deep/b.importspy.yml", IDLE)
    write("src/unrelated.yml", WRONG)
    write("src/deep/spymodel.yml", WRONG)  # is one in the current folder only
    write(".venv/lib/c.spymodel.yml", WRONG)
    assert {line.partition(":")[0] for line in lint("-f", "concise")[1].splitlines()} == {
        "src/a.spymodel.yml",
        "src/deep/b.importspy.yml",
    }
    write("importspy-static.toml", 'extend-exclude = ["deep"]\n')
    write("src/a.spymodel.yml", "filename: a.py\n")
    assert lint() == (0, "", "2 files: nothing is wrong\n")


def test_a_contract_that_is_mapped_and_lies_beside_a_module_is_told_once(lint: Lint) -> None:
    write("a.py", "")
    write("a.spymodel.yml", IDLE)
    write("spymodel.yml", "filename: b.py\n")
    write("importspy-static.toml", 'contracts = [{ path = "a.py", contract = "./a.spymodel.yml" }]\n')
    status, out, err = lint("-f", "concise")
    assert (status, len(out.splitlines()), err) == (1, 1, "3 files: 1 warning\n")


def test_a_configuration_that_cannot_be_used_ends_in_2(lint: Lint) -> None:
    write("importspy-static.toml", "contracts = 1\n")
    status, out, err = lint()
    assert (status, out) == (2, "")
    assert "importspy-static.toml:1:" in err


def test_a_base_is_told_once_and_not_of_what_extends_it(lint: Lint) -> None:
    write("base.yml", "functions: [{nme: f}]\n")
    for name in ("a.yml", "b.yml"):
        write(name, "extends: base.yml\nfilename: a.py\n")
    _, out, _ = lint("a.yml", "b.yml", "-f", "concise")
    assert out.count("unknown key") == 1
    write("base.yml", "functions: [{name: f, when: {os: [windows]}}]\n")
    write("a.yml", "extends: base.yml\nruntime: {os: [linux]}\n")
    assert lint("a.yml")[0] == 0


def test_a_circle_of_contracts_is_told(lint: Lint) -> None:
    write("a.yml", "extends: b.yml\nfilename: a.py\n")
    write("b.yml", "extends: a.yml\n")
    status, out, _ = lint("a.yml", "-f", "concise")
    assert status == 1
    assert "extends" in out


@pytest.mark.parametrize("option", [["-f", "xml"], ["--fail-on", "fatal"], ["--color", "blue"]])
def test_wrong_use_ends_in_2(lint: Lint, option: list[str]) -> None:
    write("a.yml", IDLE)
    status, out, _ = lint("a.yml", *option)
    assert (status, out) == (2, "")
