"""Processes that are killed while they write."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def kill_writers(script: str, folder: Path) -> None:
    """Have two processes run a script that says when it is ready and writes into a folder for ever; kill them."""
    writers = [subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE) for _ in range(2)]
    for each in writers:
        assert each.stdout is not None
        each.stdout.readline()
    time.sleep(0.5)
    for each in writers:
        each.kill()
        each.communicate()
