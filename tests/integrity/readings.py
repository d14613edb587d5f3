"""Whether libcst's tree, which stands in for grammar newer than the running Python's, gives the same fingerprints.

    python -m tests.integrity.readings FOLDER…

Tells each file of which CPython's tree and libcst's give different ones, and each that libcst does not read. Exit
status 1 if there is one of the former. Files of CPython's own tests can kill libcst, and this with it.
"""

from __future__ import annotations

import argparse
import ast
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from importspy_static.extract.judgement import lenient
from importspy_static.extract.prints import read_by_libcst
from importspy_static.integrity.fingerprints import fingerprints

LARGEST = 150_000
"""Bytes: libcst takes quadratic time for some of what is in larger ones."""


def compared(source: bytes) -> list[str] | None:
    """The names of what differs, the empty one for the module; None if libcst does not read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        here = fingerprints(ast.parse(source), docstrings=True)
    tree = read_by_libcst(lenient(source))
    if tree is None:
        return None
    there = fingerprints(tree, docstrings=True)
    known = {each.name: each for each in there.definitions}
    found = [each.name for each in here.definitions if each != known.get(each.name)]
    return found or ([] if here == there else [""])


def readable(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The files that this Python can parse."""
    for path in sorted(folder.rglob("*.py")):
        if "site-packages" not in path.parts and path.is_file() and path.stat().st_size <= LARGEST:
            source = path.read_bytes()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    ast.parse(source)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue
            yield path, source


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.integrity.readings", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    same = different = unread = 0
    for folder in parser.parse_args().folders:
        for path, source in readable(folder):
            found = compared(source)
            if found is None:
                unread += 1
                sys.stdout.write(f"  {path}: libcst does not read it\n")
            elif found:
                different += 1
                sys.stdout.write(f"  {path}: {', '.join(name or 'the module' for name in found)}\n")
            else:
                same += 1
            sys.stdout.flush()
    sys.stdout.write(f"{same} of {same + different} files the same, {unread} not read by libcst\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
