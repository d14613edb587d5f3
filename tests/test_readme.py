"""What the README shows is what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from importspy_static.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ importspy-static (.*)\n((?:.*\n)*?)```", README)


def test_the_readme_shows_a_run() -> None:
    assert SHOWN


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_the_output_in_the_readme_is_fresh(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    main(shlex.split(command))
    printed = capsys.readouterr().out
    parts = [re.escape(part) for part in output.split("…\n")]  # what is left out
    assert re.fullmatch("(?:.*\n)*?".join(parts), printed)
