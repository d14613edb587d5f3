"""The corpus of deception: `python -m tests.trust.corpus [--peer PROGRAM] [FAMILY…]` prints what comes of it by family.

Each case is a folder of `fixtures/deceptions/FAMILY/`. What is true of it is asked of CPython (`tests/truth.py`), each
case in a process of its own; decision 0021.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from importspy_static.checking.contracts import Terms, read_terms
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.model.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "fixtures" / "deceptions"
TRUTH = ROOT / "tests" / "truth.py"
SECONDS = 30.0
"""What a case may take; a longer one hangs."""

Verdict = Literal["compliant", "broken", "undecided", "crash", "hang"]
Outcome = Literal["right", "false pass", "false alarm", "crash", "hang"]
OUTCOMES: tuple[Outcome, ...] = ("right", "false pass", "false alarm", "crash", "hang")


@dataclass(frozen=True)
class Case:
    """A module with a contract."""

    folder: Path

    @property
    def family(self) -> str:
        """What it deceives with."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """Family and case."""
        return f"{self.family}/{self.folder.name}"

    @property
    def module(self) -> Path:
        """What is checked."""
        return self.folder / "module.py"

    @property
    def contract(self) -> Path:
        """What it is held to."""
        return self.folder / "spymodel.yml"

    @property
    def may_be_undecided(self) -> bool:
        """Whether source alone cannot tell that the module is honest: the file says why."""
        return (self.folder / "undecided.md").exists()


@dataclass(frozen=True)
class Answer:
    """What was said of a case, beside what is true."""

    case: Case
    broken: tuple[str, ...]
    """The promises that the imported module does not keep."""
    verdict: Verdict
    told: str = ""

    @property
    def outcome(self) -> Outcome:
        """How good the verdict is."""
        if self.verdict in ("crash", "hang"):
            return self.verdict
        if self.broken:
            return "false pass" if self.verdict == "compliant" else "right"
        is_right = self.verdict == "compliant" or (self.verdict == "undecided" and self.case.may_be_undecided)
        return "right" if is_right else "false alarm"


def cases(families: Sequence[str] = ()) -> list[Case]:
    """All cases, or those of some families."""
    found = (Case(contract.parent) for contract in sorted(CORPUS.glob("*/*/spymodel.yml")))
    return [each for each in found if not families or each.family in families]


def known() -> dict[str, str]:
    """The cases that are not right yet, by name, with what is wrong."""
    lines = Path(__file__).with_name("known.txt").read_text(encoding="utf-8").splitlines()
    return {name: outcome for outcome, _, name in (each.partition(": ") for each in lines if not each.startswith("#"))}


def truths(asked: Sequence[Case]) -> dict[Case, tuple[str, ...]]:
    """The promises that modules do not keep once CPython has imported them, each in a process of its own (POSIX)."""
    folders = [str(case.folder) for case in asked]
    words = [sys.executable, "-B", str(TRUTH), "--apart", *folders]
    told = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=True).stdout.decode()
    found = {folder: tuple(broken) for line in told.splitlines() for folder, broken in json.loads(line).items()}
    return {case: found[str(case.folder)] for case in asked}


class Ours:
    """What this program says, with one process that reads sources for all cases."""

    def __init__(self) -> None:
        self._extractors = Extractors(1)

    def close(self) -> None:
        """End the process."""
        self._extractors.close()

    def __call__(self, case: Case) -> tuple[Verdict, str]:
        began = time.monotonic()
        run = Run(Where(), Policy(), self._extractors)
        terms = read_terms(str(case.contract))
        report = run.report(run.plan(Wanted((str(case.module),)), Terms(lambda _path, _is_foreign: (terms,))))
        (module,) = report.modules
        told = (
            f"{each.code} line {each.place.span.line if each.place else 0}: {each.message}"
            for each in module.violations
        )
        return ("hang" if time.monotonic() - began > SECONDS else module.verdict), "; ".join(told)


def of_program(program: str) -> Callable[[Case], tuple[Verdict, str]]:
    """What another program with the same command line says: status 0 is compliant, 1 is not."""
    program = str(Path(shutil.which(program) or program).absolute())  # each case runs in its own folder

    def asked(case: Case) -> tuple[Verdict, str]:
        words = [program, "check", str(case.module), "-s", str(case.contract)]
        try:
            done = subprocess.run(words, cwd=case.folder, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return "hang", ""
        told = done.stdout + done.stderr
        if "Traceback (most recent call last)" in told or done.returncode < 0:
            return "crash", told
        if done.returncode == 0:
            return "compliant", told
        return "undecided" if "unknown" in told.lower() and "violation" not in told.lower() else "broken", told

    return asked


def answered(case: Case, broken: tuple[str, ...], asked: Callable[[Case], tuple[Verdict, str]]) -> Answer:
    """The verdict of a case beside the truth."""
    try:
        return Answer(case, broken, *asked(case))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the corpus looks for
        return Answer(case, broken, "crash", f"{type(error).__name__}: {error}")


def table(answers: Sequence[Answer]) -> Iterator[str]:
    """By family, in Markdown."""
    yield f"| family | cases | {' | '.join(OUTCOMES)} | undecided |"
    yield "|---" * (len(OUTCOMES) + 3) + "|"
    families = [*dict.fromkeys(each.case.family for each in answers)]
    for family in [*families, ""]:
        of_family = [each for each in answers if family in ("", each.case.family)]
        counts = Counter(each.outcome for each in of_family)
        undecided = sum(each.verdict == "undecided" for each in of_family)
        cells = [family or "all", len(of_family), *(counts[each] for each in OUTCOMES), undecided]
        yield f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.corpus", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY")
    parser.add_argument("--peer", metavar="PROGRAM", help="another program that has `check MODULE -s CONTRACT`")
    arguments = parser.parse_args()
    with closing(Ours()) as ours, ThreadPoolExecutor(2) as pool:
        asked = ours if arguments.peer is None else of_program(arguments.peer)
        truth = truths(cases(arguments.families))
        answers = list(pool.map(lambda case: answered(case, truth[case], asked), truth))
    for each in answers:
        if each.outcome != "right":
            sys.stdout.write(f"{each.outcome}: {each.case.name}\n")
            sys.stdout.write(
                f"    Python: {'; '.join(each.broken) or 'all promises are kept'}\n    told: {each.told}\n"
            )
    sys.stdout.write("\n".join(table(answers)) + "\n")
    return int(any(each.outcome != "right" for each in answers))


if __name__ == "__main__":
    sys.exit(main())
