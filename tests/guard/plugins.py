"""The plugins of `fixtures/host`."""

from __future__ import annotations

from pathlib import Path

FINE = ("audit", "backup", "digest", "export", "mirror", "notify", "resize")
BROKEN = {"crooked": {"SPY310"}, "hollow": {"SPY401"}, "outdated": {"SPY320"}}
"""With the codes that are told of each."""
ALL = (*FINE, *BROKEN)


def ran(folder: Path) -> list[str]:
    """The marker files of broken plugins that ran."""
    return sorted(each.name for each in folder.rglob("*.ran"))
