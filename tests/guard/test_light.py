"""A guard costs little: what judges is loaded elsewhere, and only if a verdict is not known."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from importspy_static.questions import SETTLED_SECONDS

HEAVY = ("libcst", "typer", "click", "rich", "pydantic", "ruamel", "packaging", "importspy_static.checking", "asyncio")
PROGRAM = f"""\
import sys
from importspy_static import guard
guard.install({{"plugins.*": "spymodel.yml"}})
import json
installed = [each for each in {HEAVY!r} if each in sys.modules]
import plugins.audit
try:
    import plugins.hollow
except ImportError as violation:
    said = str(violation)
loaded = [each for each in {HEAVY!r} if each in sys.modules]
from importspy_static.guard import verdicts
print(json.dumps([installed, loaded, "subprocess" in sys.modules, verdicts.shared().process.answers, said]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="verdicts are not kept there")
def test_nothing_that_judges_is_loaded_in_the_host(host: Path, tmp_path: Path, root: Path) -> None:
    import json

    (host / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "caches").mkdir()
    time.sleep(SETTLED_SECONDS + 0.1)
    variables = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "caches"), "PYTHONPATH": str(root)}

    def run() -> list[object]:
        done = subprocess.run(
            [sys.executable, "-B", "program.py"],
            cwd=host, capture_output=True, text=True, check=True, env=variables, timeout=120,
        )  # fmt: skip
        found: list[object] = json.loads(done.stdout.splitlines()[0])
        return found

    first, second = run(), run()
    assert first[:2] == [[], []]
    assert first[3] == 2
    assert second == [[], [], False, 0, first[4]]  # not even a process: the refusal is kept, too
