"""Settings: flag, variable, configuration and default, in this order; what each is and where it is from is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from importspy_static.cli import log, terminal
from importspy_static.cli.app import app
from importspy_static.cli.main import main
from importspy_static.cli.settings import BY_NAME, EXCEPTED, OF_A_PROJECT, OF_VERDICTS, TABLE, Setting
from importspy_static.configuration import keys
from tests.cli.conftest import Done
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, found, report, write

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

PREFIX = "IMPORTSPY_STATIC_"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    (tmp_path / ".git").mkdir()
    run = checker(tmp_path, monkeypatch, capsys)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return run


def project(folder: Path, text: str = "") -> None:
    write(folder, {"c.yml": RUN, "p/one.py": BREAKS, "p/two.py": KEEPS})
    contracts = 'contracts = [{path = "p", contract = "c.yml"}]\n'
    write(folder, {"pyproject.toml": f"[tool.importspy-static]\n{contracts}{text}\n"})


def shown(check: Check, *arguments: str) -> dict[str, list[tuple[Any, Any]]]:
    """Of each setting the values with where they are from, as JSON tells it."""
    done = check("--show-settings", "-f", "json", *arguments)
    assert done.status == 0, done.err
    told: dict[str, list[tuple[Any, Any]]] = {}
    for row in json.loads(done.out)["settings"]:
        origin = row["origin"]
        where = origin.get("name") or (f"{origin['path']}:{origin['line']}" if "path" in origin else origin["kind"])
        told.setdefault(row["name"], []).append((row["value"], where))
    return told


# --- the table ------------------------------------------------------------------------------------------------------


def options_of(*command: str) -> Iterator[Any]:
    found: Any = typer.main.get_command(app())
    for name in command:
        found = found.commands[name]
    for parameter in found.params:
        if parameter.param_type_name == "option":
            yield parameter


def long_name(option: Any) -> str:
    name: str = max(option.opts, key=len)
    return name.removeprefix("--")


def test_every_option_of_check_is_a_setting_or_is_excepted_with_a_reason() -> None:
    names = {long_name(option) for option in options_of("check")}
    assert names == set(BY_NAME) | set(EXCEPTED) - {"help"}
    assert set(BY_NAME).isdisjoint(EXCEPTED)
    assert all(EXCEPTED.values())


def test_every_setting_is_a_key_or_it_is_said_why_no_file_may_have_it() -> None:
    assert {setting.name for setting in TABLE if not setting.is_key} <= set(keys.REFUSED)
    assert set(keys.KEYS) - {"required-version", "extend", "contracts", "overrides"} <= set(BY_NAME)
    assert set(EXCEPTED) - {"help"} <= set(keys.REFUSED)


def test_a_setting_that_is_a_key_has_a_field_of_the_configuration(tmp_path: Path) -> None:
    from tests.configuration.made import read

    found = read(tmp_path, "")
    assert all(hasattr(found, setting.parameter) for setting in TABLE if setting.is_key)


@pytest.mark.parametrize("command", [("check",), ("generate",), ("graph",), ("contract", "lint")], ids=" ".join)
def test_what_can_be_set_elsewhere_can_be_revoked_by_a_flag(command: tuple[str, ...]) -> None:
    for option in options_of(*command):
        setting = BY_NAME.get(long_name(option))
        if setting is not None and command != ("contract", "lint"):
            assert option.default is None or option.name in {"output_format", "detail"}, long_name(option)
        if setting is not None and option.is_flag:
            assert setting.kind == "boolean"
            assert option.secondary_opts, f"--{setting.name}"


def test_every_option_of_check_is_in_a_group_of_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    text = capsys.readouterr().out
    assert "\nOptions:\n" not in text
    for option in options_of("check"):
        assert f"--{long_name(option)}" in text
    assert main(["generate", "--help"]) == 0
    text = capsys.readouterr().out
    assert text.index("\nOptions:\n") < text.index("--detail") < text.index("\nWhat is looked at:\n")


def test_the_words_are_those_of_the_program() -> None:
    assert keys.COLORS == terminal.COLOR_CHOICES
    assert keys.LOG_LEVELS == log.LEVELS
    assert set(OF_A_PROJECT) | set(OF_VERDICTS) <= set(BY_NAME)


# --- flag, variable, configuration, default -------------------------------------------------------------------------

SAMPLES: dict[str, tuple[list[str], str, str]] = {
    "spymodel": (["a.yml"], "b.yml", ""),
    "environment": (["none"], "image.json", '"host"'),
    "python": (["python3"], "python3.12", '"python3.11"'),
    "select": (["SPY3", "SPY4"], "SPY1,SPY302", '["SPY2"]'),
    "ignore": (["SPY3", "SPY4"], "SPY1, SPY302", '["SPY2"]'),
    "fail-on": (["note"], "Warning", '"error"'),
    "root": (["p"], os.pathsep.join(["p", "q"]), '"."'),
    "exclude": (["p"], os.pathsep.join(["p", "q,r"]), '["x"]'),
    "output-format": (["concise"], "full", '"json"'),
    "output-file": (["a.txt"], "b.txt", '"c.txt"'),
    "report": (["json=a", "sarif=b"], os.pathsep.join(["json=c", "junit=d=e"]), '["gitlab=f"]'),
    "color": (["never"], "always", '"auto"'),
    "log-level": (["error"], "debug", '"info"'),
}
EXPECTED: dict[str, tuple[Any, Any, Any]] = {
    "environment": ("none", "image.json", "host"),
    "select": (["SPY3", "SPY4"], ["SPY1", "SPY302"], ["SPY2"]),
    "ignore": (["SPY3", "SPY4"], ["SPY1", "SPY302"], ["SPY2"]),
    "fail-on": ("note", "warning", "error"),
    "root": (["p"], ["p", "q"], ["."]),
    "exclude": (["p"], ["p", "q,r"], ["x"]),
    "report": (["json=a", "sarif=b"], ["json=c", "junit=d=e"], ["gitlab=f"]),
}
PLAIN = [setting for setting in TABLE if setting.kind != "boolean" and setting.name in SAMPLES]


@pytest.mark.parametrize("setting", PLAIN, ids=lambda setting: setting.name)
def test_a_flag_beats_the_variable_and_that_the_configuration(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: Setting
) -> None:
    flag, variable, key = SAMPLES[setting.name]
    values = EXPECTED.get(setting.name, (flag[0], variable, key.strip('"')))
    project(tmp_path, f"{setting.name} = {key}" if key else "")
    given = [each for value in flag for each in (setting.flag, value)]
    others = [] if setting.name == "output-format" else given
    if setting.is_key:
        assert shown(check)[setting.name] == [(values[2], "pyproject.toml:3")] or setting.name == "output-format"
    monkeypatch.setenv(setting.variable, variable)
    if setting.name != "output-format":
        assert shown(check)[setting.name] == [(values[1], setting.variable)]
        assert shown(check, *others)[setting.name] == [(values[0], setting.flag)]
    else:
        assert f"output-format     full                        {setting.variable}\n" in check("--show-settings").out
        told = check("--show-settings", *given).out
        assert "output-format     concise                     --output-format\n" in told


@pytest.mark.parametrize(
    "setting",
    [each for each in TABLE if each.kind == "boolean" and each.name != "isolated"],
    ids=lambda each: each.name,
)
def test_a_boolean_is_revoked_by_whoever_is_asked_first(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: Setting
) -> None:
    (option,) = [each for each in options_of("check") if long_name(each) == setting.name]
    on, off = setting.flag, option.secondary_opts[0]
    for value, other, flag in ((True, False, on), (False, True, off)):
        said = str(other).lower()
        project(tmp_path, f"{setting.name} = {said}" if setting.is_key else "")
        monkeypatch.delenv(setting.variable, raising=False)
        if setting.is_key and (setting.name != "every-deployment" or other):
            assert shown(check)[setting.name] == [(other, "pyproject.toml:3")]
        monkeypatch.setenv(setting.variable, "no" if value is False else " On ")
        assert shown(check)[setting.name] == [(value, setting.variable)]
        monkeypatch.setenv(setting.variable, said)
        assert shown(check, flag)[setting.name] == [(value, flag)]


def test_an_empty_variable_is_as_none(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path)
    before = check("--show-settings").out
    for setting in TABLE:
        monkeypatch.setenv(setting.variable, "" if setting.kind == "boolean" else " ")
    assert check("--show-settings").out == before


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("DEEP", "maybe", "'maybe' is not one of 1, true, yes, on, 0, false, no, off"),
        ("FAIL_ON", "warn", "'warn' is not one of note, warning, error\n  did you mean warning?"),
        (
            "SELECT",
            "SPY302,SPY999",
            "no violation has the code or name 'SPY999'\n  importspy-static explain lists them",
        ),
        ("IGNORE", "argument-type-missmatch", "no violation has the code or name"),
        ("SEVERITY", "SPY302", "'SPY302' is not CODE=LEVEL\n  for example IMPORTSPY_STATIC_SEVERITY=SPY805=warning"),
        ("SEVERITY", "SPY302=loud", "'loud' is not one of error, warning, note, off"),
        ("OUTPUT_FORMAT", "jsn", "'jsn' is not one of full, "),
        ("COLOR", "\x1b[31m", "'"),
        ("LOG_LEVEL", "loud", "'loud' is not one of debug"),
        (
            "REPORT",
            "out.sarif",
            "'out.sarif' is not FORMAT=FILE\n  for example IMPORTSPY_STATIC_REPORT=sarif=out.sarif",
        ),
        ("REPORT", "sraif=out.sarif", "'sraif' is not one of full, "),
        ("SELECT", ",", "',' names nothing"),
        ("ROOT", os.pathsep, f"'{os.pathsep}' names nothing"),
    ],
)
def test_a_wrong_variable_is_2_and_is_named(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, message: str
) -> None:
    project(tmp_path, "nonsense = 1")
    monkeypatch.setenv(PREFIX + name, text)
    for arguments in ((), ("--show-settings",), ("--show-files",)):
        done = check(*arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"error: {PREFIX}{name}: {message}")
        assert "\x1b" not in done.err


def test_a_variable_that_a_flag_beats_may_be_wrong(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    monkeypatch.setenv("IMPORTSPY_STATIC_FAIL_ON", "nonsense")
    assert check("--fail-on", "error").status == 1


def test_a_variable_that_is_nearly_one_of_ours_is_told(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    monkeypatch.setenv("IMPORTSPY_STATIC_FAILON", "warning")
    monkeypatch.setenv("IMPORTSPY_STATIC_X", "anything")
    done = check("p/two.py")
    assert done.status == 0
    assert done.err.startswith(
        "warning: the variable IMPORTSPY_STATIC_FAILON is none of importspy-static: "
        "did you mean IMPORTSPY_STATIC_FAIL_ON?\n"
    )
    assert "IMPORTSPY_STATIC_X" not in done.err


# --- what settings do, wherever they are said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "status", "out"),
    [
        ("ignore", "SPY302", 0, ""),
        ("select", "SPY8", 0, ""),
        ("severity", "SPY302=warning", 0, "SPY302"),
        ("severity", "SPY3=off", 0, ""),
        ("dry-run", "1", 0, "SPY302"),
        ("exclude", "one.py", 0, ""),
        ("extend-exclude", os.pathsep.join(["x", "one.py"]), 0, ""),
        ("spymodel", "other.yml", 1, "SPY301"),
        ("config", "other.toml", 0, "SPY302"),
        ("environment", "gone.json", 2, ""),
        ("python", "./no/such/python", 2, ""),
        ("root", "gone", 2, ""),
        ("isolated", "true", 2, ""),
        ("output-format", "json", 1, '"schema_version"'),
    ],
)
def test_a_variable_does_what_its_flag_does(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, status: int, out: str
) -> None:
    project(tmp_path)
    write(tmp_path, {"other.yml": "functions: [{name: go}]\n"})
    write(tmp_path, {"other.toml": 'contracts = [{path = "p", contract = "c.yml"}]\nseverity = {SPY302 = "note"}\n'})
    monkeypatch.setenv(BY_NAME[name].variable, value)
    done = check()
    assert done.status == status, done.err
    assert out in done.out
    monkeypatch.delenv(BY_NAME[name].variable)
    setting = BY_NAME[name]
    values = value.split(os.pathsep) if setting.kind == "paths" else [value]
    flags = [setting.flag] if setting.kind == "boolean" else [part for each in values for part in (setting.flag, each)]
    assert (check(*flags).status, check(*flags).out) == (done.status, done.out)


def test_deep_may_stand_in_a_file(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"x.yml": "variables: [{name: x}]\n", "b.py": "import a\nx = 1\n", "a.py": "\n"})
    write(tmp_path, {"importspy-static.toml": "deep = true\n"})
    both = ["a.py SPY201", "b.py SPY605"]
    assert found(check("a.py", "b.py", "-s", "x.yml", "-f", "concise")) == both
    assert found(check("a.py", "b.py", "-s", "x.yml", "-f", "concise", "--no-deep")) == both[:1]
    monkeypatch.setenv("IMPORTSPY_STATIC_DEEP", "0")
    assert found(check("a.py", "b.py", "-s", "x.yml", "-f", "concise")) == both[:1]


def test_quiet_and_verbose_may_stand_in_a_file(check: Check, tmp_path: Path) -> None:
    project(tmp_path, "quiet = true")
    assert check().err == ""
    assert "checked" in check("--no-quiet").err
    project(tmp_path, "verbose = true")
    assert check().err.startswith("p/one.py: broken")
    assert "p/one.py: broken" not in check("--no-verbose").err


def test_the_log_level_may_stand_in_a_file(check: Check, tmp_path: Path) -> None:
    project(tmp_path, 'log-level = "info"')
    assert "info: " in check().err
    assert "info: " not in check("-l", "error").err


def test_the_report_goes_into_the_file_of_the_configuration(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, 'output-file = "report.txt"\noutput-format = "concise"')
    done = check()
    assert (done.status, done.out) == (1, "")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("p/one.py:1:1: SPY302")
    monkeypatch.chdir(tmp_path / "p")
    (tmp_path / "report.txt").unlink()
    assert check("one.py").out == ""
    assert (tmp_path / "report.txt").exists(), "it is relative to the file that says it"
    assert check("--show-settings").out, "what is shown is no report"


@pytest.mark.parametrize(("variable", "colored"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_the_environment_beats_a_file_in_colours_and_a_flag_beats_both(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, colored: bool
) -> None:
    project(tmp_path, f'color = "{"never" if colored else "always"}"')
    assert ("\x1b" in check("p").out) is not colored
    monkeypatch.setenv(variable, "1")
    assert ("\x1b" in check("p").out) is colored
    assert shown(check)["color"] == [("auto", variable)]
    assert ("\x1b" in check("p", "--color", "never" if colored else "always").out) is not colored
    monkeypatch.setenv("IMPORTSPY_STATIC_COLOR", "never" if colored else "always")
    assert ("\x1b" in check("p").out) is not colored


def test_a_configuration_that_a_flag_names_beats_isolation_by_a_variable(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, 'fail-on = "note"')
    monkeypatch.setenv("IMPORTSPY_STATIC_ISOLATED", "1")
    assert shown(check)["fail-on"] == [("error", "default")]
    assert shown(check, "--config", "pyproject.toml")["fail-on"] == [("note", "pyproject.toml:3")]
    assert shown(check, "--no-isolated")["fail-on"] == [("note", "pyproject.toml:3")]
    assert shown(check, "--config", "pyproject.toml", "--isolated")["fail-on"] == [("error", "default")]
    monkeypatch.setenv("IMPORTSPY_STATIC_CONFIG", "pyproject.toml")
    assert shown(check)["isolated"] == [(True, "IMPORTSPY_STATIC_ISOLATED")]


# --- hosts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "variables", "flags", "expected"),
    [
        ('environment = "x.json"', {}, [], {"environment": ("x.json", "pyproject.toml:3")}),
        ('environment = "x.json"', {"PYTHON": "py"}, [], {"python": ("py", "IMPORTSPY_STATIC_PYTHON")}),
        (
            'python = "pypy"',
            {"PYTHON": "py"},
            ["--every-deployment"],
            {"every-deployment": (True, "--every-deployment")},
        ),
        (
            "every-deployment = true",
            {},
            ["--no-every-deployment"],
            {"every-deployment": (False, "--no-every-deployment")},
        ),
        (
            'python = "pypy"',
            {},
            ["--no-every-deployment"],
            {"python": ("pypy", "pyproject.toml:3"), "every-deployment": (False, "--no-every-deployment")},
        ),
        ('python = "pypy"', {}, ["--environment", "host"], {"environment": ("host", "--environment")}),
        ('python = "pypy"', {}, ["--environment", "host", "--python", "q"], {"python": ("q", "--python")}),
    ],
)
def test_what_names_a_host_takes_the_place_of_whatever_names_one_elsewhere(
    check: Check,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    variables: dict[str, str],
    flags: list[str],
    expected: dict[str, tuple[object, str]],
) -> None:
    project(tmp_path, text)
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)
    told = shown(check, *flags)
    assert {name: told[name][0] for name in keys.HOSTS if told[name][0][1] != "default"} == expected
    silent = {name: told[name][0][0] for name in keys.HOSTS if told[name][0][1] == "default"}
    assert set(silent.values()) <= {None, False} or set(expected) == {"every-deployment"}


def test_two_hosts_in_one_place_are_2_with_the_names_of_where(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    done = check("--environment", "none", "--every-deployment", "p")
    assert done.status == 2
    assert done.err.startswith("error: --environment none and --every-deployment exclude each other\n")
    monkeypatch.setenv("IMPORTSPY_STATIC_PYTHON", "py")
    monkeypatch.setenv("IMPORTSPY_STATIC_EVERY_DEPLOYMENT", "1")
    for arguments in (("p",), ("--show-settings",)):
        done = check(*arguments)
        assert done.status == 2
        assert done.err.startswith(
            "error: IMPORTSPY_STATIC_PYTHON and IMPORTSPY_STATIC_EVERY_DEPLOYMENT exclude each other\n"
        )
    assert check("p", "--environment", "none").status == 1


# --- other commands -------------------------------------------------------------------------------------------------


def test_other_commands_have_the_settings_that_they_share(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, 'output-format = "json"\noutput-file = "no.txt"')

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        status = main(arguments)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    monkeypatch.setenv("IMPORTSPY_STATIC_EXTEND_EXCLUDE", "one.py")
    assert "p/one.py" not in run("graph").out
    assert "one.py" not in run("generate", "p").out
    monkeypatch.setenv("IMPORTSPY_STATIC_LOG_LEVEL", "loud")
    for command in (
        ["graph"],
        ["generate", "p"],
        ["diff", "c.yml", "c.yml"],
        ["contract", "lint"],
        ["contract", "show", "c.yml"],
        ["contract", "migrate", "c.yml"],
        ["probe"],
    ):
        done = run(*command)
        assert (done.status, done.out) == (2, ""), command
        assert done.err.startswith("error: IMPORTSPY_STATIC_LOG_LEVEL: 'loud' is not one of "), command
        assert run(*command, "-l", "warning").status in (0, 1), command
    assert not (tmp_path / "no.txt").exists()


def test_verdicts_of_a_graph_follow_the_settings_of_verdicts(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, 'overrides = [{path = "p/one.py", ignore = ["SPY302"]}]')
    capsys.readouterr()

    def verdicts() -> list[str]:
        assert main(["graph", "-f", "json"]) == 0
        text = capsys.readouterr().out
        return sorted(set(text.split('"')) & {"broken", "compliant"})

    assert verdicts() == ["compliant"]
    monkeypatch.setenv("IMPORTSPY_STATIC_IGNORE", "SPY8")
    assert verdicts() == ["broken", "compliant"]


# --- --show-settings ------------------------------------------------------------------------------------------------

WHOLE = """\
extend = "base/base.toml"
exclude = ["gen"]
extend-exclude = ["more"]
select = ["SPY3", "argument-type-mismatch"]
ignore = []
fail-on = "warning"
overrides = [
  { path = ["p/one.py", "**/test_*.py"], ignore = ["SPY302"], severity = { SPY3 = "note" } },
  { path = "lib", select = ["SPY3"] },
]
severity = { SPY804 = "off", SPY302 = "note" }
"""


def whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(folder, WHOLE)
    base = 'severity = { SPY8 = "warning" }\nextend-exclude = ["base-gen"]\npython = "python3.12"\nquiet = true\n'
    write(folder, {"base/base.toml": base})
    monkeypatch.setenv("IMPORTSPY_STATIC_ROOT", os.pathsep.join(["src", "a folder with a long name", "x" * 50, "lib"]))
    monkeypatch.setenv("IMPORTSPY_STATIC_RESPECT_GITIGNORE", "0")


def test_settings_are_shown_with_where_they_are_from(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    whole(tmp_path, monkeypatch)
    done = check("--show-settings", "--severity", "SPY3=error,SPY4=off", "--extend-exclude", "mine", "-f", "concise")
    assert (done.status, done.err) == (0, "")
    assert done.out == snapshot
    assert max(map(len, done.out.splitlines())) <= 80
    assert check("--show-settings", "--ignore", "SPY1").out.count("ignore SPY302") == 0


def test_settings_are_shown_as_json(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    whole(tmp_path, monkeypatch)
    done = check("--show-settings", "-f", "json", "--no-quiet")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert told["tool"].pop("version")
    assert json.dumps(told, indent=2) == snapshot
    assert [row["name"] for row in told["settings"] if row["origin"]["kind"] == "flag"] == ["output-format", "quiet"]


def test_every_setting_is_shown(check: Check, tmp_path: Path) -> None:
    assert set(shown(check)) == set(BY_NAME)
    project(tmp_path, WHOLE.replace('extend = "base/base.toml"\n', ""))
    assert set(shown(check)) == {*BY_NAME, "contracts", "overrides"}


def test_only_a_flag_makes_json_of_it(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, 'output-format = "json"')
    assert check("--show-settings").out.startswith("spymodel ")
    assert check("--show-files").out.startswith("p/one.py ->")
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "json")
    assert check("--show-settings").out.startswith("spymodel ")


def test_of_the_environment_only_our_variables_are_shown(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    for name in ("API_TOKEN", "IMPORTSPY_STATIC_TOKEN_OF_SOMEBODY", "NO_COLOR"):
        monkeypatch.setenv(name, "very-secret")
    for arguments in (("--show-settings",), ("--show-settings", "-f", "json"), ("--show-files", "-l", "debug")):
        done = check(*arguments)
        assert done.status == 0
        assert "very-secret" not in done.out + done.err


def test_control_characters_of_settings_are_made_visible(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, 'extend-exclude = ["\\u001b[31m\\u202e", "a\\nb"]')
    monkeypatch.setenv("IMPORTSPY_STATIC_ROOT", "\x1b[2J")
    out = check("--show-settings").out
    assert out.replace("\n", "").isprintable()
    assert "\\x1b[2J" in out


def test_nothing_is_checked_read_or_written_where_settings_are_shown(check: Check, tmp_path: Path) -> None:
    project(tmp_path, 'output-file = "out.txt"')
    write(tmp_path, {"c.yml": "nonsense: ["})
    assert check("--show-settings", "gone.py", "-o", "other.txt").status == 0
    assert not list(tmp_path.glob("*.txt"))


def test_settings_are_shown_without_what_reads_source_or_contracts(tmp_path: Path) -> None:
    project(tmp_path)
    program = (
        "import sys; from importspy_static.cli.main import main; status = main(['check', '--show-settings']);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("spymodel ")
    assert {"libcst", "ruamel", "pydantic"}.isdisjoint(done.stderr.split())


# --- --show-files ---------------------------------------------------------------------------------------------------


def files_project(folder: Path) -> None:
    project(folder, 'extend-exclude = ["gen"]')
    computed = "from importspy import Spy\nimport sys\nSpy().importspy(filepath=sys.argv[1])\n"
    write(
        folder,
        {
            "host.py": "",
            "host.spymodel.yml": "importers: {functions: [{name: go}]}\n",
            "p/uses.py": "import host\n",
            "q.py": "raise SystemExit('it was run')\n",
            "computed.py": computed,
            "gen/x.py": "",
        },
    )


def test_files_are_shown_with_the_contracts_of_each(check: Check, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    files_project(tmp_path)
    done = check("--show-files", ".", "-v")
    assert (done.status, done.err) == (0, "gen: left out\n")
    assert done.out == snapshot
    told = json.loads(check("--show-files", ".", "-f", "json").out)
    assert told["tool"].pop("version")
    assert json.dumps(told, indent=2) == snapshot


def test_the_files_that_are_shown_are_those_that_are_checked(check: Check, tmp_path: Path) -> None:
    files_project(tmp_path)
    shown_pairs = {
        (file["path"], contract["path"])
        for file in json.loads(check("--show-files", ".", "-f", "json").out)["files"]
        for contract in file["contracts"]
        if contract["path"] is not None
    }
    modules = report(check(".", "-f", "json"))["modules"]
    assert shown_pairs == {(each["path"], each["contract"]) for each in modules if each["path"] != "computed.py"}


def test_files_that_are_under_no_contract_are_shown_and_none_at_all_is_no_error(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "gen/x.py": ""})
    assert check("--show-files", "a.py").out == "a.py (under no contract)\n"
    done = check("--show-files", "gen", "--exclude", "*.py")
    assert (done.status, done.out) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--show-files"], "no PATH is given"),
        (["--show-files", "gone.py"], "no such path: gone.py"),
        (["--show-files", "one.py", "-s", "bad.yml"], "1 problem in the contract"),
        (["--show-files", "--show-settings", "one.py"], "--show-settings and --show-files exclude each other"),
    ],
)
def test_what_could_not_be_checked_is_2_for_files_too(
    check: Check, tmp_path: Path, arguments: list[str], message: str
) -> None:
    write(tmp_path, {"one.py": "", "bad.yml": "nonsense: 1\n"})
    done = check(*arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
