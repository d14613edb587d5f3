"""What the page about hosts shows is what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from importspy_static.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "fixtures" / "demo" / "hosts"
PAGE = (ROOT / "docs" / "hosts.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ importspy-static (.*)\n((?:.*\n)*?)```", PAGE)


def test_the_page_shows_runs_and_the_contract() -> None:
    assert len(SHOWN) == 4
    assert f"```yaml\n{(EXAMPLE / 'spymodel.yml').read_text(encoding='utf-8')}```" in PAGE


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_the_output_on_the_page_is_fresh(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLE)
    main(shlex.split(command))
    printed = capsys.readouterr().out
    parts = [re.escape(part) for part in output.split("…\n")]  # what is left out
    assert re.fullmatch("(?:.*\n)*?".join(parts), printed)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", PAGE))
def test_what_the_page_links_to_is_there(link: str) -> None:
    assert (ROOT / "docs" / link).exists()
