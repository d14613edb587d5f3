"""The example on the page for plugin hosts runs, and prints what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "plugin-hosts.md").read_text(encoding="utf-8")
FILES = re.findall(r"```(?:python|yaml)\n# (\S+\.(?:py|yml))\n((?:.*\n)*?)```", PAGE)
SHOWN = re.findall(r"```console\n\$ python (.*)\n((?:.*\n)*?)```", PAGE)


def test_the_example_does_what_the_page_says(tmp_path: Path) -> None:
    for name, text in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ((command, output),) = SHOWN
    assert {name for name, _ in FILES} >= {"host.py", "contracts/plugin.yml", "plugins/upper.py", "plugins/shout.py"}
    done = subprocess.run(
        [sys.executable, command],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == output


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGE))
def test_what_the_page_links_to_is_there(link: str) -> None:
    assert (ROOT / "docs" / link).exists()
