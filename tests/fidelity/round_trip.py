"""Generates a contract for each of many modules and checks it on its own module, which has to find nothing.

`python -m tests.fidelity.round_trip [FOLDER|FILE]…` does so for the standard library, or for what is named, and prints
the count, what was left out of signatures by cause, and each module that fails.
"""

from __future__ import annotations

import ast
import re
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from importspy_static import Contract
from importspy_static.checking.contracts import Terms
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.generation import Generation
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.drafting.draft import Detail
from importspy_static.model.document import Mapping
from importspy_static.model.document import Sequence as Items
from importspy_static.model.policy import Policy
from importspy_static.probing import probe
from tests.fidelity.remembering import remember_extraction

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
LEFT_OUT = {
    "test": "tests, some of which are wrong on purpose",
    "tests": "the same",
    "idlelib": "a program",
    "lib2to3": "data for a grammar of its own",
    "site-packages": "not the standard library",
    "__pycache__": "no source",
    "config-*": "no module",
}


@dataclass
class Tally:
    """What came of some modules."""

    modules: int = 0
    kept: int = 0
    callables: int = 0
    """Public functions, methods and classes."""
    whole: int = 0
    """Those whose full signature is in the contract; of classes, their name, as their constructor is a method."""
    failed: list[str] = field(default_factory=list)
    no_python: list[str] = field(default_factory=list)
    """Those that no Python of this version can parse."""
    causes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.modules += other.modules
        self.kept += other.kept
        self.callables += other.callables
        self.whole += other.whole
        self.failed += other.failed
        self.no_python += other.no_python
        self.causes += other.causes


def modules(folder: Path) -> Iterator[Path]:
    """The modules of a folder; of the standard library, without those that are left out."""
    patterns = LEFT_OUT if folder == LIBRARY else {}
    for path in sorted(folder.rglob("*.py")):
        if not any(Path(part).match(pattern) for part in path.relative_to(folder).parts for pattern in patterns):
            yield path


def tally(paths: Sequence[str], detail: Detail = "full", *, private: bool = False) -> Tally:
    """Generate a contract of each of these modules, and check them all in one run."""
    where = Where(probe(distributions=False))
    found = Tally()
    contracts: dict[str, Contract] = {}
    with Generation(where, detail, private=private) as generation:
        made, unwritten = generation.made(generation.gather(Wanted(paths=tuple(paths))))
        for _, generated in made:
            contracts[generated.source.path] = Contract.from_yaml(generated.text.encode())
            count(generated.document, generated.source.path, found)
    untold = [each for each in unwritten if each.reason.startswith("as it cannot be told")]
    found.no_python = [f"{each.path}: {each.reason}" for each in unwritten if each not in untold]
    found.failed = [f"{each.path}: {each.reason}" for each in untold]
    found.modules = len(made) + len(untold)
    with Run(where, Policy()) as run:
        terms = Terms(lambda path, _is_foreign: (contracts[path],))
        report = run.report(run.plan(Wanted(paths=tuple(contracts)), terms))
    assert sorted(each.path for each in report.modules) == sorted(contracts)
    for module in report.modules:
        found.kept += module.verdict == "compliant"
        found.failed += [f"{module.path}: {each.code} {each.message}" for each in module.violations[:3]]
    return found


def count(document: Mapping, path: str, found: Tally) -> None:
    """How many functions, methods and classes are in a contract with all that is to be said, and why others are not."""
    stated: dict[str, bool] = dict(_stated(document))
    found.callables += len(stated)
    found.whole += sum(stated.values())
    written = set(_written(ast.parse(Path(path).read_bytes()).body))
    for name, why in _left_out(document):
        if not stated.get(name, False) and (name in stated or name in written):
            found.callables += name not in stated
            found.causes[why] += 1


def _stated(document: Mapping, prefix: str = "") -> Iterator[tuple[str, bool]]:
    for key, value in document.entries.items():
        if key not in {"functions", "methods", "classes"} or not isinstance(value, Items):
            continue
        for each in value.items:
            assert isinstance(each, Mapping)
            name = f"{prefix}{each.entries['name']}"
            yield name, key == "classes" or "arguments" in each.entries or each.entries.get("kind") == "property"
            yield from _stated(each, f"{name}.")


def _written(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    """The names of what is defined in a body, at its top or in a branch."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield f"{prefix}{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _written(node.body, f"{prefix}{node.name}.")
        else:
            for field_of in ("body", "orelse", "handlers", "finalbody"):
                inner = getattr(node, field_of, [])
                yield from _written([each for each in inner if isinstance(each, ast.stmt)], prefix)
                for handler in inner:
                    if isinstance(handler, ast.ExceptHandler):
                        yield from _written(handler.body, prefix)


REMARK = re.compile(r"left out: ([\w.]+)(?:\([^)]*\))?:? (.*)")
QUOTED = re.compile(r"`[^`]*`|'[^']*'|\(line \d+\)|\d+")


def _left_out(document: Mapping) -> Iterator[tuple[str, str]]:
    """What is left out or told in part only, once, and why, without what differs from place to place."""
    seen: set[str] = set()
    for remark in _remarks(document):
        told = REMARK.match(remark)
        if told is not None and told[1] not in seen:
            seen.add(told[1])
            yield told[1], QUOTED.sub("…", told[2].partition(";")[0]).strip()


def _remarks(node: object) -> Iterator[str]:
    match node:
        case Mapping(entries=entries, remarks=remarks):
            yield from remarks
            for each in entries.values():
                yield from _remarks(each)
        case Items(items=items, remarks=remarks):
            yield from remarks
            for each in items:
                yield from _remarks(each)


def main() -> int:
    """Print what comes of all modules; 1 if any fails."""
    named = [Path(each) for each in sys.argv[1:]] or [LIBRARY]
    paths = [str(path) for each in named for path in (modules(each) if each.is_dir() else [each])]
    size = 20
    parts = [paths[start : start + size] for start in range(0, len(paths), size)]
    whole = Tally()
    with ProcessPoolExecutor(initializer=remember_extraction) as pool:
        for done, part in enumerate(pool.map(tally, parts), start=1):
            whole.add(part)
            sys.stderr.write(f"{done} of {len(parts)}: {whole.kept} of {whole.modules}\n")
            sys.stderr.writelines(f"{each}\n" for each in part.failed)
    share = whole.whole / whole.callables if whole.callables else 1
    lines = [
        f"{whole.kept} of {whole.modules} modules keep the contract that is generated of them",
        f"{whole.whole} of {whole.callables} functions, methods and classes with their whole signature: {share:.2%}",
        *(f"{times:>7} left out: {cause}" for cause, times in whole.causes.most_common()),
        *whole.failed,
        *(f"no Python of this version: {each}" for each in whole.no_python),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if whole.failed else 0


if __name__ == "__main__":
    sys.exit(main())
