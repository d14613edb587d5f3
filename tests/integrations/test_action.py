"""`action.yml`, step by step, in the repository of a team."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from importspy_static._version import VERSION
from tests.integrations.repositories import MENDED, ROOT, SHOP, commit, environment, lay
from tests.integrations.runner import Done, Runner, setup_python

pytestmark = [pytest.mark.integration, pytest.mark.slow]

USES = {"actions/setup-python": setup_python}
BROKEN = "pay: requires argument 'code', which the contract does not declare"
INJECTED = 'x"; touch PWNED; echo "'
Act = Callable[..., Done]


def booby_trapped(folder: Path) -> Path:
    """A checkout of the fixture, in which `python3` would import what must not be imported."""
    lay(folder, SHOP)
    for name in ("importspy_static", "pip", "venv", "typer", "json", "shlex"):
        (folder / f"{name}.py").write_text("open('IMPORTED', 'w').close()\n", encoding="utf-8")
    commit(folder)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return booby_trapped(tmp_path / "workspace")


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Runner, Done]:
    """A run of all steps, from the checkout of the action on. Tests of the last step take what this has installed."""
    folder = tmp_path_factory.mktemp("whole")
    runner = Runner(source, booby_trapped(folder / "workspace"), folder / "temp", USES)
    return runner, runner.run(environment="none", sarif_file="a b.sarif")


@pytest.fixture(scope="module")
def installed(whole: tuple[Runner, Done]) -> dict[str, str]:
    """What the step that installs gives the next one."""
    outputs: dict[str, str] = whole[0].contexts["steps"]["install"]["outputs"]
    assert os.path.exists(outputs["tool"]), whole[1].log
    return outputs


@pytest.fixture
def act(source: Path, shop: Path, tmp_path: Path, installed: dict[str, str]) -> Act:
    """The last step of the action."""

    def run(**inputs: str) -> Done:
        ran = {"python": {}, "install": installed}
        return Runner(source, shop, tmp_path / "temp", USES, ran).run(**{"environment": "none", **inputs})

    return run


def test_a_violation_is_annotated_summed_up_and_counted_and_the_job_fails(whole: tuple[Runner, Done]) -> None:
    shop, done = whole[0].workspace, whole[1]
    assert (done.outcome, done.status) == ("failure", 1), done.log
    assert done.outputs == {
        "exit-code": "1",
        "errors": "1",
        "warnings": "0",
        "sarif-file": str(shop / "a b.sarif"),
    }
    assert done.given["actions/setup-python"] == {"python-version": "3.13", "update-environment": "False"}
    (error,) = done.annotations("error")
    assert error.properties["file"] == "src/shop/payments/voucher.py"
    assert (error.properties["line"], error.properties["title"][:6]) == ("6", "SPY314")
    assert BROKEN in error.message
    assert "error[SPY314] " + BROKEN in done.log
    assert "SPY314" in done.summary
    (run,) = json.loads((shop / "a b.sarif").read_text(encoding="utf-8"))["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["SPY314"]
    assert (done.env, done.path) == ({}, []), "the job is as it was"
    assert not (shop / "IMPORTED").exists()


def test_the_job_is_green_once_all_is_mended(act: Act, shop: Path) -> None:
    lay(shop, MENDED)
    done = act()
    assert (done.outcome, done.commands) == ("success", []), done.log
    assert done.outputs == {"exit-code": "0", "errors": "0", "warnings": "0", "sarif-file": ""}
    assert done.summary


@pytest.mark.parametrize(
    "name",
    ["paths", "spymodel", "config", "output_format", "sarif_file", "baseline", "fail_on", "environment", "args",
     "working_directory", "annotations", "summary"],
)  # fmt: skip
def test_no_input_is_run(act: Act, shop: Path, tmp_path: Path, name: str) -> None:
    before = {each.name for each in tmp_path.rglob("*")}
    done = act(**{name: INJECTED})
    assert not [each for each in tmp_path.rglob("PWNED*") if each.name not in before]
    if name == "sarif_file":
        assert done.outputs["sarif-file"] == str(shop / INJECTED), done.log
    elif name != "args":  # there it is three words of a shell
        assert (done.outcome, done.outputs["exit-code"]) == ("failure", "2"), done.log
        assert len(done.annotations("error")) == 1


@pytest.mark.parametrize("version", [INJECTED, "1 --index-url=x", "@ file:///x", "$(touch PWNED)", "-r x", "0 ; x"])
def test_no_version_is_run_or_is_more_than_one(source: Path, shop: Path, version: str) -> None:
    done = Runner(source, shop, shop.parent / "temp", USES).run(version=version)
    assert (done.outcome, done.outputs["exit-code"]) == ("failure", "2")
    assert done.annotations("error")[0].message.startswith("version: should be")
    assert not list(shop.parent.rglob("PWNED"))


def test_a_release_that_there_is_not_ends_in_2(source: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    done = Runner(source, shop, shop.parent / "temp", USES).run(version=f"{VERSION}.dev99")
    assert (done.outcome, done.outputs["exit-code"]) == ("failure", "2")
    assert f"importspy-static=={VERSION}.dev99" in done.log
    assert done.outputs["errors"] == ""


def test_the_python_on_path_is_taken_where_none_is_asked_for(
    source: Path, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to("/bin/false")  # as one that is too old
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    done = Runner(source, shop, tmp_path / "temp", {}).run(python_version="")
    assert (done.outcome, done.outputs["exit-code"]) == ("failure", "2")
    assert "no Python 3.10 or newer" in done.annotations("error")[0].message


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"spymodel": "gone.yml", "paths": "src"}, "gone.yml"),
        ({"paths": "gone.py"}, "no such path: gone.py"),
        ({"config": "gone.toml"}, "gone.toml"),
        ({"fail_on": "fatal"}, "fatal"),
        ({"output_format": "xml"}, "xml"),
        ({"args": "--no-such-option"}, "--no-such-option"),
        ({"args": "--select 'SPY3"}, "args: the quotes do not match"),
        ({"working_directory": "gone"}, "working-directory: there is no such folder"),
        ({"sarif_file": "gone/a.sarif"}, "gone"),
        ({"summary": "yes"}, "summary: should be true or false"),
    ],
)
def test_a_question_that_cannot_be_asked_ends_in_2_and_says_why(act: Act, inputs: dict[str, str], reason: str) -> None:
    done = act(**inputs)
    assert (done.outcome, done.status) == ("failure", 2), done.log
    assert done.outputs == {"exit-code": "2", "errors": "", "warnings": "", "sarif-file": ""}
    (error,) = done.annotations("error")
    assert reason in error.message
    assert "exit status 2" in done.summary or done.summary == ""


def test_several_paths_and_arguments_reach_the_checker_each_as_one(act: Act, shop: Path) -> None:
    odd = shop / "src" / "shop" / "payments" / "a b'c.py"
    odd.write_text("CURRENCY: str = ''\n", encoding="utf-8")
    done = act(
        paths=f"src/shop/payments/card.py\r\n\n{odd.relative_to(shop).as_posix()}\n",
        args="--severity 'SPY301=warning' --config pyproject.toml",
        output_format="concise",
    )
    assert (done.outcome, done.outputs["errors"], done.outputs["warnings"]) == ("success", "0", "1"), done.log
    (warning,) = done.annotations("warning")
    assert warning.properties["file"] == "src/shop/payments/a b'c.py"
    assert "2 modules checked" in done.log


def test_a_path_that_begins_with_a_dash_is_no_option(act: Act) -> None:
    done = act(paths="--help")
    assert (done.status, "no such path: --help" in done.log) == (2, True)


def test_a_log_that_looks_like_commands_commands_nothing(act: Act, shop: Path) -> None:
    """Who writes the code that is checked must not write annotations, nor stop those that are told."""
    folder = shop / "::warning file=x,line=1::hidden"
    folder.mkdir()
    (folder / "m.py").write_text('"""\n::error::in a text\n::stop-commands::x\n"""\nf = 1\n', encoding="utf-8")
    (folder / "c.yml").write_text("functions: [{name: f}]\n", encoding="utf-8")
    for form in ("full", "concise", "github", "json"):
        done = act(
            paths="::warning file=x,line=1::hidden/m.py",
            spymodel="::warning file=x,line=1::hidden/c.yml",
            output_format=form,
            args="-v",
        )
        assert done.status == 1, done.log
        (error,) = done.commands
        assert (error.name, error.properties["file"]) == ("error", "::warning file=x,line=1::hidden/m.py")


def test_what_is_asked_of_the_host_is_not_what_the_action_sets(
    act: Act, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that the step brings must not stand for one that the job lacks, nor hide the one that it has."""
    arch = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())
    names = ("CONFIG", "ENVIRONMENT", "PATHS", "VERSION", "PYTHON", "TOOL")
    variables = ", ".join(f"{{name: {name}, value: ours}}" for name in names)
    (shop / "c.yml").write_text(
        f"functions: [{{name: pay}}]\ndeployments: [{{arch: {arch}, systems: [{{os: linux, environment: "
        f"{{variables: [{variables}]}}}}]}}]\n",
        encoding="utf-8",
    )
    asked = {"environment": "host", "paths": "src/shop/payments/card.py", "spymodel": "c.yml"}
    for name in names:
        monkeypatch.delenv(name, raising=False)
    lacking = act(**asked)
    assert (lacking.status, lacking.outputs["errors"]) == (1, str(len(names))), lacking.log
    for name in names:
        monkeypatch.setenv(name, "ours")
    assert act(**asked).outcome == "success"


def test_annotations_and_summary_are_left_out_where_they_are_not_wanted(act: Act) -> None:
    done = act(annotations="false", summary="false")
    assert (done.status, done.commands, done.summary) == (1, [], "")
    assert BROKEN in done.log


def test_github_as_format_is_annotations_alone(act: Act) -> None:
    done = act(output_format="github", annotations="false")
    assert len(done.annotations("error")) == 1
    assert "error[SPY314]" not in done.log


def test_annotations_are_told_from_the_root_of_the_repository(act: Act) -> None:
    done = act(working_directory="src/shop")  # the configuration is above
    assert done.annotations("error")[0].properties["file"] == "src/shop/payments/voucher.py"


def test_a_sarif_file_of_before_is_not_told_as_of_now(act: Act, shop: Path) -> None:
    (shop / "old.sarif").write_text("{}", encoding="utf-8")
    done = act(sarif_file="old.sarif", paths="gone.py")
    assert (done.status, done.outputs["sarif-file"]) == (2, "")


def test_an_output_cannot_smuggle_another(act: Act) -> None:
    done = act(sarif_file="a\nexit-code=0\nexit-code<<E\n0\nE")
    assert done.outputs["exit-code"] == str(done.status)


def test_a_baseline_is_what_is_known(act: Act, shop: Path, installed: dict[str, str]) -> None:
    program = [installed["tool"], "-I", "-m", "importspy_static"]
    asked = ["check", "--environment", "none", "--write-baseline", "known.json"]
    subprocess.run([*program, *asked], cwd=shop, capture_output=True, check=True)
    done = act(baseline="known.json")
    assert (done.outcome, done.outputs["errors"], done.annotations("error")) == ("success", "0", []), done.log
    gone = act(baseline="gone.json")
    assert (gone.status, "gone.json" in gone.annotations("error")[0].message) == (2, True), gone.log


# --- the examples in docs/ci ----------------------------------------------------------------------------------------


def inputs_of(example: str) -> dict[str, str]:
    """What an example gives the action."""
    jobs = YAML(typ="safe").load((ROOT / "docs" / "ci" / example).read_text(encoding="utf-8"))["jobs"]
    (step,) = [each for each in jobs["contracts"]["steps"] if each.get("uses", "").startswith("importspy-static/")]
    return {name.replace("-", "_"): text for name, text in step["with"].items()}


def test_the_example_for_github_gives_what_is_uploaded(act: Act, shop: Path) -> None:
    done = act(**inputs_of("github.yml"))
    assert (done.status, done.outputs["sarif-file"]) == (1, str(shop / "importspy-static.sarif")), done.log


def test_a_stranger_cannot_change_the_contract_that_holds_their_module(act: Act, shop: Path) -> None:
    """A fork that breaks the contract, empties it, and writes a configuration by which nothing is wrong."""
    stranger = lay(shop / "stranger", SHOP)
    lay(shop / "trusted", SHOP, MENDED)
    (stranger / "contracts" / "payment.yml").write_text("schema_version: 1\n", encoding="utf-8")
    (stranger / "importspy-static.toml").write_text('ignore = ["SPY3"]\n', encoding="utf-8")
    commit(stranger)
    done = act(**inputs_of("github-forks.yml"))
    assert (done.outcome, done.status, done.outputs["errors"]) == ("failure", 1, "1"), done.log
    assert done.annotations("error")[0].properties["file"] == "src/shop/payments/voucher.py"
    lay(stranger, MENDED)
    assert act(**inputs_of("github-forks.yml")).outcome == "success"


def test_the_template_for_gitlab_reports_and_fails_as_the_checker_does(source: Path, shop: Path) -> None:
    job = YAML(typ="safe").load((ROOT / "docs" / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["importspy-static"]
    variables = {**job["variables"], "REQUIREMENT": str(source), "PATH": environment_path(shop)}
    script = "set -eo pipefail\n" + "\n".join(job["script"])
    done = subprocess.run(
        ["bash", "-c", script], cwd=shop, env=environment(**variables), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "error[SPY314]" in done.stdout
    reports = job["artifacts"]["reports"]
    (found,) = json.loads((shop / reports["codequality"]).read_text(encoding="utf-8"))
    assert (found["check_name"][:6], found["location"]["path"]) == ("SPY314", "src/shop/payments/voucher.py")
    assert "SPY314" in (shop / reports["junit"]).read_text(encoding="utf-8")
    assert not (shop / "IMPORTED").exists()


def environment_path(folder: Path) -> str:
    """A PATH on which `python` is the one of the tests."""
    place = folder.parent / "python"
    place.mkdir()
    (place / "python").symlink_to(sys.executable)
    return f"{place}{os.pathsep}{os.environ['PATH']}"


# --- the file itself ------------------------------------------------------------------------------------------------


def test_every_input_reaches_a_step_and_every_output_comes_from_one() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    told = YAML(typ="safe").load(text)
    steps = told["runs"]["steps"]
    for name in told["inputs"]:
        used = "inputs." + name
        assert any(used in str(step.get(key, "")) for step in steps for key in ("env", "with", "if")), name
    for step in steps:
        assert "${{" not in step.get("run", ""), "what is put into a script is run"
    assert set(told["outputs"]) == {"exit-code", "errors", "warnings", "sarif-file"}


def test_every_script_is_bash_without_errors() -> None:
    for step in YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]:
        if "run" in step:
            subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)
