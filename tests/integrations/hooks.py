"""What runs of the hooks say, and where they run."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.integrations.repositories import environment
from tests.integrations.tools import SCRIPTS

PYTHON = f"python{sys.version_info[0]}.{sys.version_info[1]}"
BROKEN = "error[SPY314] pay: requires argument 'code', which the contract does not declare\n"
FRAME = " --> src/shop/payments/voucher.py:6:22\n"
IDLE = "warning[SPY014] severity.SPY999: no violation has this code\n"
IDLE_FRAME = " --> contracts/payment.yml:10:20  (severity.SPY999)\n"

FILES, PROJECT, CONTRACTS = "importspy-static", "importspy-static-project", "importspy-static-contracts"
NAMES = {FILES: "importspy-static", PROJECT: "importspy-static (project)", CONTRACTS: "importspy-static (contracts)"}
RED = {FILES: [BROKEN, FRAME], PROJECT: [BROKEN, FRAME], CONTRACTS: [IDLE, IDLE_FRAME]}
"""What each hook has to tell of the fixture."""


@dataclass(frozen=True)
class Told:
    """What a run of hooks says."""

    status: int
    text: str

    @property
    def verdicts(self) -> dict[str, str]:
        """Passed, Failed or Skipped, by the hook's id."""
        said = re.findall(r"^(.*?)\.{3,}(?:\(no files to check\))?(Passed|Failed|Skipped)$", self.text, re.MULTILINE)
        return {next(hook for hook, name in NAMES.items() if name == each): verdict for each, verdict in said}

    def of(self, hook: str) -> str:
        """What one hook prints, without the margin that prek gives it."""
        _, _, rest = f"\n{self.text}".partition(f"\n{NAMES[hook]}....")
        own = re.split(r"\n\S.*?\.{3,}(?:\(.*?\))?(?:Passed|Failed|Skipped)\n", f"\n{rest.partition(chr(10))[2]}")[0]
        return re.sub(r"^  (?=error|warning| )", "", own, flags=re.MULTILINE)


def hooks_environment(home: Path) -> dict[str, str]:
    """Where `python3` is the one of this run, so that the environment of the hooks is made of it."""
    there = os.path.dirname(os.path.realpath(sys.executable))
    path = os.pathsep.join([there, str(SCRIPTS), os.environ["PATH"]])
    assert shutil.which(PYTHON, path=path), f"no {PYTHON}"
    return environment(
        PATH=path, PRE_COMMIT_HOME=str(home), PREK_HOME=str(home), UV_PYTHON=sys.executable, NO_COLOR="1"
    )
