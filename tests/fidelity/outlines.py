"""Whether CPython's tree of a file, and its outline, say what libcst reads of the file.

`python -m tests.fidelity.outlines [FOLDER…]`, over the standard library and the packages of the extra `real`, unless
folders are named. Told are the files, how many are read alike at each depth, and those that are not; and those that
cannot be compared, each with the reason.
"""

from __future__ import annotations

import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import libcst as cst

from importspy_static.extract.extraction import extract
from importspy_static.model.depth import Depth
from importspy_static.model.program import Failure, Program
from tests.extract.sources import by_libcst
from tests.extract.test_outline import left_out
from tests.extract.whole import whole
from tests.fidelity.packages import ASKED


def files(folders: Iterable[Path]) -> Iterator[Path]:
    """All sources."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if "site-packages" not in path.relative_to(folder).parts:
                yield path


def folders() -> Iterator[Path]:
    """The standard library, and the packages that are installed."""
    yield Path(sysconfig.get_paths()["stdlib"])
    for name in [*ASKED, "attr"]:
        spec = find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            yield Path(place)


def compared(source: bytes) -> str:
    """What comes of a source."""
    facts = extract(source)
    if isinstance(facts, Failure):
        return f"refused: {facts.kind}"
    outline = extract(source, depth=Depth.OUTLINE)
    if outline != replace(facts, body=left_out(facts.body)):
        return "not alike without bodies"
    without = replace(facts, body=())
    imports = replace(without, constructs=())
    if (extract(source, depth=Depth.GRAMMAR), extract(source, depth=Depth.IMPORTS)) != (without, imports):
        return "not alike without statements"
    if by_libcst(source) != facts.body:
        return "not alike by libcst"
    try:
        return "alike" if Program(whole(source), facts.future_annotations).body == facts.body else "not alike"
    except (cst.ParserSyntaxError, cst.CSTValidationError, TypeError):
        return "libcst refuses the whole"
    except RecursionError:
        return "libcst's tree is too deep to compare"


def main() -> int:
    """Compare, and tell."""
    found: Counter[str] = Counter()
    for path in files(map(Path, sys.argv[1:]) if len(sys.argv) > 1 else folders()):
        outcome = compared(path.read_bytes())
        found[outcome] += 1
        if outcome != "alike" and not outcome.startswith("refused: syntax"):
            sys.stdout.write(f"{path}: {outcome}\n")
    for outcome, count in found.most_common():
        sys.stdout.write(f"{count:6} {outcome}\n")
    return int(any(each.startswith("not alike") for each in found))


if __name__ == "__main__":
    sys.exit(main())
