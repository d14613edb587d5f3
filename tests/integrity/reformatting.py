"""Whether programs that format code leave fingerprints as they were.

    python -m tests.integrity.reformatting FOLDER… [--black black] [--ruff ruff] [--only NAME] [--show 20]

Copies the Python files of each folder, has them formatted in each style, and tells each fingerprint that is another
one, at any depth. Exit status 1 if there is one.
"""

from __future__ import annotations

import argparse
import ast
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from importspy_static.integrity.fingerprints import fingerprints
from importspy_static.model.fingerprint import Fingerprints

STYLES = {
    "black": "{black} -q --fast",
    "black, 40 columns": "{black} -q --fast -l 40",
    "black, quotes as they are": "{black} -q --fast -S -C",
    "ruff": "{ruff} format -q --isolated --no-cache",
    "ruff, 40 columns": "{ruff} format -q --isolated --no-cache --line-length 40",
    "ruff, single quotes": "{ruff} format -q --isolated --no-cache --config \"format.quote-style = 'single'\"",
}
"""Command lines. A file that the formatter refuses stays as it is."""


def read(path: Path) -> Fingerprints | None:
    """The fingerprints of a file that this Python can parse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return fingerprints(ast.parse(path.read_bytes()))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def copied(folder: Path, to: Path) -> list[Path]:
    """The Python files of a folder that can be parsed, copied."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        if path.is_file() and "site-packages" not in path.parts and read(path) is not None:
            copy = to / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            found.append(copy)
    return found


def differences(before: Fingerprints, after: Fingerprints) -> Iterator[str]:
    """What changed, most precise first."""
    known = {each.name: each for each in before.definitions}
    for each in after.definitions:
        old = known.pop(each.name, None)
        depths = ("signature", "body") if old is not None else ()
        for depth in depths:
            if getattr(old, depth) != getattr(each, depth):
                yield f"{each.name}: {depth}"
        if old is None:
            yield f"{each.name}: new"
    yield from (f"{name}: gone" for name in known)
    if before.body != after.body:
        yield "outside of definitions"
    if before.structure != after.structure:
        yield "structure"


def compared(folder: Path, style: str, command: str, show: int) -> bool:
    """Whether all fingerprints of a folder are the same in a style; tells those that are not."""
    with tempfile.TemporaryDirectory() as place:
        files = copied(folder, Path(place))
        contents = [path.read_bytes() for path in files]
        prints = [read(path) for path in files]
        ran = subprocess.run([*shlex.split(command), place], capture_output=True, text=True, check=False)
        touched = sum(path.read_bytes() != content for path, content in zip(files, contents, strict=True))
        changed = 0
        for path, before in zip(files, prints, strict=True):
            after = read(path)
            assert before is not None
            what = ["no longer parsed"] if after is None else list(differences(before, after))
            if what:
                changed += 1
                if changed <= show:
                    sys.stdout.write(f"  {path.relative_to(place)}: {', '.join(what[:5])}\n")
        same = len(files) - changed
        refused = len([line for line in ran.stderr.splitlines() if line.startswith("error")])
        sys.stdout.write(
            f"{folder.name}, {style}: {same} of {len(files)} the same; {touched} files changed, {refused} errors\n"
        )
        sys.stdout.flush()
        return not changed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.integrity.reformatting", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--black", default="black", help="the program")
    parser.add_argument("--ruff", default="ruff", help="the program")
    parser.add_argument("--only", default="", help="styles with this in their name")
    parser.add_argument("--show", type=int, default=20, help="files to name")
    asked = parser.parse_args()
    wanted = {name: command for name, command in STYLES.items() if asked.only in name}
    kept = [
        compared(folder, name, command.format(black=asked.black, ruff=asked.ruff), asked.show)
        for folder in asked.folders
        for name, command in wanted.items()
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main())
