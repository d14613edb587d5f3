"""The hooks of the working tree, as `try-repo` installs them: on every Python that this is run on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integrations.hooks import CONTRACTS, NAMES, RED, Told, hooks_environment
from tests.integrations.repositories import MENDED, commit, lay
from tests.integrations.tools import run, tool

pytestmark = [pytest.mark.integration, pytest.mark.slow]

Try = Callable[[Path], Told]


@pytest.fixture(params=["pre-commit", "prek"])
def try_hooks(request: pytest.FixtureRequest, source: Path, tmp_path: Path) -> Try:
    """`try-repo` with all hooks and all files of a repository."""
    program = tool(request.param)

    def trial(folder: Path) -> Told:
        done = run(
            program, "try-repo", str(source), "--all-files", cwd=folder, env=hooks_environment(tmp_path / "home")
        )
        return Told(done.returncode, done.stdout)

    return trial


def test_each_hook_is_red_with_the_right_lines_and_green_after_the_fix(try_hooks: Try, shop: Path) -> None:
    red = try_hooks(shop)
    assert red.status == 1, red.text
    assert red.verdicts == dict.fromkeys(NAMES, "Failed"), red.text
    for hook, lines in RED.items():
        assert [line for line in lines if line not in red.of(hook)] == [], (hook, red.text)
        assert "exit code: 1" in red.of(hook)
        assert ("SPY314" in red.of(hook), "SPY014" in red.of(hook)) == (hook != CONTRACTS, hook == CONTRACTS)
    lay(shop, MENDED)
    commit(shop)
    green = try_hooks(shop)
    assert (green.status, green.verdicts) == (0, dict.fromkeys(NAMES, "Passed")), green.text
