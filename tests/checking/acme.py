"""The fixture project of thirty modules, and what is expected of one run over it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "fixtures" / "projects" / "acme"
TRUTH = ROOT / "tests" / "projects_truth.py"
Pair: TypeAlias = tuple[str, str]
"""The path of a module and of a contract."""

EXPECTED: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(
    (PROJECT / "expected.json").read_text(encoding="utf-8")
)
"""By path and contract: the verdict, and violations as `CODE symbol path:line`."""
PAIRS: list[Pair] = [(path, contract) for path, contracts in EXPECTED.items() for contract in contracts]

NOT_YET: dict[Pair, str] = {}
"""Where the program does not come to what is expected, and why."""
