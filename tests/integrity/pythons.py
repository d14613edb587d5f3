"""Whether fingerprints are the same on other Pythons.

    python -m tests.integrity.pythons FOLDER --python python3.10 --python python3.13

Tells each file whose fingerprints differ between this Python and another, of those that both can parse. Exit status 1
if there is one.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TypeAlias

from importspy_static.integrity.fingerprints import fingerprints

ROOT = Path(__file__).resolve().parents[2]
Prints: TypeAlias = "dict[str, list[list[str]]]"


def prints(folder: Path) -> Prints:
    """Of each file that this Python can parse, all its fingerprints."""
    found: Prints = {}
    warnings.simplefilter("ignore")
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" in path.parts or not path.is_file():
            continue
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        each = fingerprints(tree, docstrings=True)
        of_parts = [[part.name, part.signature, part.body, part.structure] for part in each.definitions]
        found[str(path.relative_to(folder))] = [["", "", each.body, each.structure], *of_parts]
    return found


def prints_on(python: str, folder: Path) -> Prints:
    """The same on another Python, which needs nothing installed."""
    asked = subprocess.run(
        [python, "-m", "tests.integrity.pythons", "--dump", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: Prints = json.loads(asked.stdout)
    return answer


def differing(here: Prints, there: Prints) -> dict[str, list[str]]:
    """By file that both have: the names of what differs, the empty one for the module."""
    found = {}
    for path in here.keys() & there.keys():
        if here[path] != there[path]:
            others = {each[0]: each for each in there[path]}
            found[path] = [each[0] for each in here[path] if others.get(each[0]) != each]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.integrity.pythons", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", action="append", default=[], help="another interpreter")
    parser.add_argument("--dump", action="store_true", help="only tell those of this Python, as JSON")
    asked = parser.parse_args()
    here = prints(asked.folder)
    if asked.dump:
        json.dump(here, sys.stdout)
        return 0
    status = 0
    for python in asked.python:
        there = prints_on(python, asked.folder)
        wrong = differing(here, there)
        count = sum(len(each) for path, each in here.items() if path in there)
        sys.stdout.write(
            f"{python}: {len(here.keys() & there.keys()) - len(wrong)} of {len(here.keys() & there.keys())} files the"
            f" same, {count} modules and definitions; {len(here.keys() ^ there.keys())} files only one can parse\n"
        )
        for path, names in sorted(wrong.items()):
            sys.stdout.write(f"  {path}: {', '.join(name or 'the module' for name in names)}\n")
        status |= bool(wrong)
    return status


if __name__ == "__main__":
    sys.exit(main())
