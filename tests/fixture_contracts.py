"""The contracts of the fixtures, without those of the corpus of deception: that has tests of its own."""

from __future__ import annotations

from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def contracts() -> list[Path]:
    """Files of YAML, some of which are wrong on purpose."""
    return [path for path in sorted(FIXTURES.rglob("*.yml")) if "deceptions" not in path.parts]
