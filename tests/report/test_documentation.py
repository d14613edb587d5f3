from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static.cli.main import main
from importspy_static.report.formats import FORMATS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ importspy-static (.*)\n((?:.*\n)*?)```", PAGE)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command.split()[-1] for command, _ in SHOWN])
def test_the_page_of_reports_shows_what_is_printed(
    command: str, output: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    main(shlex.split(command))
    parts = [re.escape(part) for part in output.split("…\n")]  # what is left out
    assert re.fullmatch("(?:.*\n)*?".join(parts), capsys.readouterr().out)


def test_the_page_of_reports_tells_of_every_format() -> None:
    table = PAGE[: PAGE.index("## ")]
    assert [name for name in FORMATS if f"`{name}`" not in table] == []
    assert {command.split()[-1] for command, _ in SHOWN} == set(FORMATS) - {"full", "concise", "json"}


def test_what_is_generated_in_docs_is_fresh(root: Path) -> None:
    """`python docs/generate.py` writes it anew."""
    done = subprocess.run(
        [sys.executable, str(root / "docs" / "generate.py"), "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
