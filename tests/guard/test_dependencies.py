"""A guarded module stands on what is installed at the moment of its import."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from importspy_static.guard.verdicts import Subject, Verdicts, shared
from importspy_static.limits import GUARD_ANSWER_SECONDS
from importspy_static.questions import SETTLED_SECONDS
from tests.fidelity.dependency_cases import install, write


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Python asks of files in ways that are not observed")
@pytest.mark.usefixtures("cached")
def test_a_verdict_does_not_outlive_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site-packages"
    install(site, "b-tool", "2.0", "b.py")
    write(tmp_path, "plugins/plug.py", "import b\n")
    write(tmp_path, "spymodel.yml", "dependencies: {b-tool: {version: '<3'}}\n")
    monkeypatch.syspath_prepend(str(site))
    plugin = tmp_path / "plugins" / "plug.py"
    subject = Subject("plug", str(plugin), plugin.read_bytes(), (str(tmp_path / "spymodel.yml"),), None)
    time.sleep(SETTLED_SECONDS + 0.1)
    assert shared().of(subject).ok
    again = Verdicts()
    entry = again.of(subject)
    assert (entry.ok, again.process._process) == (True, None), "what is kept needs no process"
    (site / "b_tool-2.0.dist-info").rename(site / "b_tool-3.0.dist-info")
    (site / "b_tool-3.0.dist-info" / "METADATA").write_text("Name: b-tool\nVersion: 3.0\n")
    time.sleep(GUARD_ANSWER_SECONDS + 0.1)
    try:
        entry = again.of(subject)
    finally:
        again.close()
    assert not entry.ok
    assert "SPY612 b-tool: should be of version '<3', found '3.0'" in "\n".join(entry.lines)
