"""The tools that these tests run."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SCRIPTS = Path(sysconfig.get_path("scripts"))


def tool(name: str) -> str:
    """The path of a tool of this environment."""
    path = SCRIPTS / (f"{name}.exe" if sys.platform == "win32" else name)
    if not path.exists():
        pytest.fail(f"not installed: {name} (pip install -r tests/integrations/requirements.txt)")
    return str(path)


def run(
    *command: str, cwd: Path, env: dict[str, str] | None = None, timeout: int = 600
) -> subprocess.CompletedProcess[str]:
    """Run a command, and take both of its streams as one text in `stdout`."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
