"""Workflows, the action and the examples in `docs/ci`: what auditors and schemas say of them, and what we ask."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.integrations.repositories import ROOT
from tests.integrations.tools import run, tool

OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "docs" / "ci").glob("*.yml"))
GITHUB = [each for each in EXAMPLES if not each.name.startswith("gitlab")]
GITLAB = [each for each in EXAMPLES if each.name.startswith("gitlab")]
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
OURSELVES = ("$/", "importspy-static/importspy-static@")

INTEGRATION = pytest.mark.integration


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def uses(path: Path) -> Iterator[str]:
    """Each line that uses an action or a workflow."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"\s*(?:- )?uses:", line):
            yield line.strip().removeprefix("- ")


@INTEGRATION
@pytest.mark.skipif(sys.version_info < (3, 11), reason="zizmor is not made for older ones")
def test_zizmor_finds_nothing_and_nothing_is_hidden_from_it() -> None:
    asked = ["--offline", "--persona=auditor", "--no-ignores", "--strict-collection", "--no-progress", "--color=never"]
    done = run(tool("zizmor"), *asked, str(ROOT), *map(str, GITHUB), cwd=ROOT)
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout
    assert "No findings to report." in done.stdout
    for each in (ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", *OURS, *GITHUB):
        assert re.search(rf"completed \S*{re.escape(each.name)}\n", done.stdout), f"{each} was not looked at"


@INTEGRATION
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.github-workflows", [*OURS, *GITHUB]),
        ("vendor.gitlab-ci", GITLAB),
    ],
    ids=["action", "workflows", "GitLab"],
)
def test_each_file_is_valid_by_its_schema(schema: str, files: list[Path]) -> None:
    assert files
    transform = ["--data-transform", "gitlab-ci"] if schema == "vendor.gitlab-ci" else []
    done = run(tool("check-jsonschema"), "--builtin-schema", schema, *transform, *map(str, files), cwd=ROOT)
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [ROOT / "action.yml", *OURS, *GITHUB], ids=lambda path: path.name)
def test_what_is_used_is_pinned_with_its_version(path: Path) -> None:
    told = list(uses(path))
    assert told
    for line in told:
        assert PINNED.search(line) or any(f"uses: {each}" in line for each in OURSELVES), line


def test_an_action_has_one_revision_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for path in (ROOT / "action.yml", *OURS, *GITHUB, *sorted((ROOT / "docs").glob("*.md"))):
        for line in uses(path):
            if PINNED.search(line):
                name, _, revision = line.removeprefix("uses: ").partition("@")
                found.setdefault("/".join(name.split("/")[:2]), set()).add(revision)
    assert found
    assert {name: revisions for name, revisions in found.items() if len(revisions) != 1} == {}


@pytest.mark.parametrize("path", [*OURS, *GITHUB], ids=lambda path: path.name)
def test_a_job_may_do_only_what_it_says(path: Path) -> None:
    told = read(path)
    assert told["permissions"] == {}
    for name, job in told["jobs"].items():
        allowed = job["permissions"]
        writes = {each for each, level in allowed.items() if level == "write"}
        assert writes <= {"id-token", "security-events"}, name
        assert "uses" in job or job["timeout-minutes"] <= 60
        assert "pull_request_target" not in told.get("on", told.get(True))
        for step in job.get("steps", ()):
            assert "${{" not in step.get("run", ""), f"{name}: what is put into a script is run"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_the_tests_run_on_every_system_and_supported_python(root: Path) -> None:
    jobs = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    matrix = jobs["tests"]["strategy"]["matrix"]
    classified = re.findall(r"Python :: (3\.\d+)\"", (root / "pyproject.toml").read_text(encoding="utf-8"))
    assert matrix["python"] == classified == [f"3.{minor}" for minor in range(10, 15)]
    assert [each.partition("-")[0] for each in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_workflows_run_the_commands_of_ci_run_and_leave_none_out(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^all=\((.*)\)$", script, re.MULTILINE)
    jobs = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    commands = [step["run"].strip() for job in ("tests", "rest") for step in jobs[job]["steps"] if "run" in step]
    assert all(command.startswith(".ci/run ") for command in commands)
    run_there = {name for command in commands for name in command.split()[1:]}
    # What the README says and the tests on all Pythons is, in essence, `tests` on all of them. `sarif` has time there.
    assert run_there == {*listed.split(), "tests", "sarif"} - {"readme", "pythons"}
    for name in run_there:
        assert f"\n{name}() {{\n" in script


def test_a_release_publishes_without_a_secret_and_after_all_checks() -> None:
    told = read(ROOT / ".github" / "workflows" / "release.yml")
    jobs = told["jobs"]
    assert jobs["checks"]["uses"].endswith("/ci.yml")
    assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("checks", "build")
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert not any("run" in step for step in jobs["publish"]["steps"]), "nothing runs where the token is"
    assert "secrets" not in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
