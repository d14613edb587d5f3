from __future__ import annotations

import subprocess
import sys
from pathlib import Path


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
