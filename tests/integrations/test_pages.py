"""What the pages tell of hooks, the action and the template is so."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from importspy_static._version import VERSION
from importspy_static.cli.main import main
from tests.integrations.repositories import ROOT, SHOP, lay

PAGES = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("pre-commit", "github", "gitlab"))]
ACTION = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def blocks(page: Path) -> list[Any]:
    """Every YAML block of a page, as what it says."""
    found = re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [YAML(typ="safe").load(textwrap.dedent(block)) for block in found]


def mappings(told: Any) -> list[dict[str, Any]]:
    """All mappings within something."""
    match told:
        case dict():
            return [told, *(each for value in told.values() for each in mappings(value))]
        case list():
            return [each for item in told for each in mappings(item)]
        case _:
            return []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_hooks_and_inputs_that_are_shown_are_there(page: Path) -> None:
    shown = [each for block in blocks(page) for each in mappings(block)]
    hooks = {each["id"] for each in shown if set(each) <= {"id", "args"} and "id" in each}
    assert hooks <= {hook["id"] for hook in HOOKS}
    used = [each for each in shown if str(each.get("uses", "")).startswith("importspy-static/")]
    assert all(set(each["with"]) <= set(ACTION["inputs"]) for each in used)
    assert hooks or used or page.name == "gitlab.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_version_that_is_shown_is_this_one(page: Path) -> None:
    told = re.findall(
        r"(?:rev: v|importspy-static@v|importspy-static==|importspy-static/v)(\d[\w.]*)",
        page.read_text(encoding="utf-8"),
    )
    assert told
    assert set(told) == {VERSION}


def test_the_page_of_the_action_tells_every_input_and_output() -> None:
    text = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    inputs, outputs = text.split("## Inputs")[1].split("## Outputs")
    told = {
        name: (default, what) for name, default, what in re.findall(r"^\| `(.+?)` \| (.*?) ?\| (.+) \|$", inputs, re.M)
    }
    assert told == {
        name: (f"`{each['default']}`" if each["default"] else "", each["description"].strip())
        for name, each in ACTION["inputs"].items()
    }
    assert dict(re.findall(r"^\| `(.+?)` \| (.+) \|$", outputs, re.M)) == {
        name: each["description"].strip() for name, each in ACTION["outputs"].items()
    }


def test_the_page_of_the_hooks_tells_what_they_run() -> None:
    text = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(importspy-static[\w-]*)` \| .*? \| `(.*?)(?: FILE…)?` \|$", text, re.M))
    assert told == {hook["id"]: hook["entry"] for hook in HOOKS}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_what_a_hook_runs_is_a_command_and_its_arguments_may_follow(hook: dict[str, Any]) -> None:
    program, *arguments = shlex.split(hook["entry"])
    assert program == "importspy-static"
    assert arguments[0] in {"check", "contract"}
    assert "--" not in arguments
    assert hook["language"] == "python"
    assert hook["require_serial"], "several processes at once would each start their own"


@pytest.mark.parametrize("more", [["--environment=host"], ["src/shop/payments", "--spymodel=contracts/payment.yml"]])
def test_arguments_of_a_team_are_added_and_the_last_one_wins(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lay(tmp_path / "shop", SHOP))
    (entry,) = [hook["entry"] for hook in HOOKS if hook["id"] == "importspy-static-project"]
    if "--spymodel" in more[-1]:
        (tmp_path / "shop" / "pyproject.toml").unlink()
    assert main([*shlex.split(entry)[1:], *more, "-f", "concise"]) == 1
    assert capsys.readouterr().out.startswith("src/shop/payments/voucher.py:6:22: SPY314 ")


def test_the_address_is_one_everywhere() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    told = {
        each for text in texts for each in re.findall(r"github(?:usercontent)?\.com/([\w.-]+/importspy-static)\b", text)
    }
    assert told == {"importspy-static/importspy-static"}
