"""Questions that cannot be asked: exit status 2, one or two lines, and the nearest that would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.report.formats import FORMATS
from tests.cli.conftest import Asked, Program


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "fine.py", "--outptu-format", "json"],
            "no such option: --outptu-format\n  did you mean --output-format?",
        ),
        (["check", "fine.py", "--spymdl", "x"], "no such option: --spymdl\n  did you mean --spymodel?"),
        (["check", "fine.py", "-z"], "no such option: -z\n  see importspy-static check --help"),
        (["check", "fine.py", "--zzz"], "no such option: --zzz\n  see importspy-static check --help"),
        (["--verison"], "no such option: --verison\n  did you mean --version?"),
        (["chek", "fine.py"], "no such command: chek\n  did you mean check?"),
        (["fine.py"], "no such command: fine.py\n  did you mean importspy-static check fine.py?"),
        (
            ["check"],
            (
                "no PATH is given, and no configuration maps contracts to paths\n"
                "  give files or folders, or write `contracts` into [tool.importspy-static] of pyproject.toml"
            ),
        ),
        (["check", "fine.py", "-s"], "option '-s' requires an argument"),
        (["check", "fin.py"], "no such path: fin.py\n  did you mean fine.py?"),
        (["check", "fine.py/"], "no such path: fine.py/\n  did you mean fine.py?"),
        (["check", "quite_another"], "no such path: quite_another"),
        (["check", ""], "no such path: ''"),
        (
            ["check", "fine.py", "-f", "jsno"],
            (f"--output-format: 'jsno' is not one of {', '.join(FORMATS)}\n  did you mean json?"),
        ),
        (
            ["check", "fine.py", "--fail-on", "warn"],
            "--fail-on: 'warn' is not one of note, warning, error\n  did you mean warning?",
        ),
        (["check", "fine.py", "--color", "on"], "--color: 'on' is not one of auto, always, never"),
        (
            ["check", "fine.py", "-l", "verbose"],
            "--log-level: 'verbose' is not one of debug, info, warning, error, critical",
        ),
        (
            ["check", "fine.py", "--select", "SPY9,SPY913"],
            "--select: no violation has the code or name 'SPY913'\n  did you mean SPY912?",
        ),
        (
            ["check", "fine.py", "--ignore", "clas-gone"],
            "--ignore: no violation has the code or name 'clas-gone'\n  did you mean class-gone?",
        ),
        (
            ["check", "fine.py", "--severity", "SPY912"],
            "--severity: 'SPY912' is not CODE=LEVEL\n  for example --severity SPY805=warning",
        ),
        (
            ["check", "fine.py", "--severity", "SPY912=fatal"],
            "--severity: 'fatal' is not one of error, warning, note, off",
        ),
        (
            ["explain", "SPY913"],
            "no violation has the code or name 'SPY913'\n  did you mean SPY912?",
        ),
        (["explain", "?"], "no violation has the code or name '?'\n  importspy-static explain lists them"),
        (["explain", ""], "no violation has the code or name ''\n  importspy-static explain lists them"),
        (["explain", "-f", "yaml"], "--output-format: 'yaml' is not one of text, json"),
    ],
)
def test_wrong_use_is_told_with_the_nearest_that_would_do(program: Program, arguments: list[str], message: str) -> None:
    done = program(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: {message}\n"


def test_control_sequences_in_arguments_are_not_sent_to_the_terminal(program: Program, folder: Path) -> None:
    (folder / "module\x1b[31m.py").touch()
    for arguments in (["check", "modul\x1b[31m.py"], ["\x1b[31m"], ["check", "--\x1b"], ["explain", "\x1b"]):
        done = program(*arguments)
        assert done.status == 2
        assert "\x1b" not in done.err
        assert r"\x1b" in done.err


def test_no_command_is_help_on_standard_error(program: Program) -> None:
    done = program()
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Usage: importspy-static ")


def test_a_path_in_a_misspelt_folder_is_found(program: Program, folder: Path) -> None:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "one.py").touch()
    meant = Path("plugins", "one.py")
    assert program("check", str(Path("plugin", "one.py"))).err.endswith(f"did you mean {meant}?\n")
    assert program("check", str(Path("plugins", "on.py"))).err.endswith(f"did you mean {meant}?\n")
    assert "did you mean" not in program("check", str(Path("plugin", "two.py"))).err


def test_a_missing_path_does_not_stop_the_others(program: Program, asked: Asked) -> None:
    done = program("check", "fin.py", "broken.py", "-f", "concise")
    assert done.status == 1
    assert "SPY912" in done.out
    assert done.err.startswith("error: no such path: fin.py\n  did you mean fine.py?\n")
    told = [path for path, _, _ in asked.calls]
    assert told == ["broken.py", "fin.py"], "the check tells the missing one as SPY001"


def test_when_every_path_is_missing_each_is_told(program: Program, asked: Asked) -> None:
    done = program("check", "fin.py", "brken.py")
    assert (done.status, asked.calls) == (2, [])
    assert done.err.count("error: no such path") == 2


def test_what_is_there_but_cannot_be_looked_at_is_for_the_check(program: Program, asked: Asked, folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "dangling.py").symlink_to("nowhere")
    assert program("check", "loop/x.py", "dangling.py", "x" * 300).status == 0
    assert [path for path, _, _ in asked.calls] == ["dangling.py", "loop/x.py", "x" * 300]


def test_without_any_contract_both_ways_to_give_one_are_told(program: Program, folder: Path) -> None:
    (folder / "spymodel.yml").unlink()
    done = program("check", "fine.py")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "error: no contract for fine.py\n"
        "  give one with -s FILE, or write fine.spymodel.yml or spymodel.yml in the current folder\n"
    )


def test_a_misspelt_contract_comes_with_the_nearest(program: Program) -> None:
    done = program("check", "fine.py", "-s", "refusedd.yml")  # the fake check refuses it by its name
    assert done.status == 2
    assert "did you mean refused.yml?\n" in done.err
