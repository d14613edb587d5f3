"""Prints how long this program takes, in ratios to others: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path
from statistics import median

from benchmarks.cases import Case, cases
from benchmarks.measuring import Measured, measured
from benchmarks.setting import Setting, made

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs for each case (default: 5)")
    parser.add_argument("--only", default="", help="cases with this in their name")
    parser.add_argument("--folder", type=Path, default=ROOT / ".benchmarks", help="for environments and sources")
    arguments = parser.parse_args()
    setting = made(arguments.folder)
    sys.stdout.write(
        f"{about(setting)}\n\n| case | against | ours | theirs | ratio | at most |\n|---|---|---|---|---|---|\n"
    )
    for case in cases(setting):
        if arguments.only in case.name:
            sys.stdout.write(f"{row(case, measured(case, arguments.runs))}\n")
            sys.stdout.flush()
    return 0


def about(setting: Setting) -> str:
    """What was measured with what."""
    python = f"Python {platform.python_version()}"
    machine = f"{platform.system()} {platform.machine()}, {setting.processors} processors"
    programs = ", ".join(f"{name} {version}" for name, version in setting.versions.items())
    return f"{python}, {machine}; {programs}. Medians."


def row(case: Case, found: Measured) -> str:
    """A line of the table."""
    ours, theirs = median(found.ours), median(found.theirs)
    cells = [case.name, case.against, case.told(ours), case.told(theirs), f"{ours / theirs:.2f}", f"{case.most}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
