"""`python -m tests.fuzz [TARGET…] --minutes N` gives each target random inputs for so long, and tells what was found.

Exit status: 0 nothing was found, 1 something was. Decision 0022 says what counts.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from pathlib import Path

from tests.fuzz.drivers import Outcome, fuzzed
from tests.fuzz.target import examined
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)}; all if none is named")
    parser.add_argument("--minutes", type=float, default=1.0, metavar="N", help="for each target")
    parser.add_argument("--seed", type=int, help="the same one makes the same inputs, where coverage does not guide")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where inputs are saved that do what none may do")
    parser.add_argument("--again", type=Path, metavar="FILE", help="give the one target this input instead")
    arguments = parser.parse_args()
    unknown = [each for each in arguments.targets if each not in TARGETS]
    if unknown or (arguments.again is not None and len(arguments.targets) != 1):
        parser.error(f"no such target: {unknown[0]}" if unknown else "--again takes one target")
    if arguments.again is not None:
        return _again(arguments.targets[0], arguments.again)
    seed = random.SystemRandom().randrange(2**31) if arguments.seed is None else arguments.seed
    found = 0
    for name in arguments.targets or TARGETS:
        target = TARGETS[name]()
        try:
            outcome = fuzzed(target, arguments.minutes * 60, seed)
        finally:
            target.close()
        _tell(name, seed, outcome, arguments.keep)
        found += len(outcome.findings)
    return int(found > 0)


def _again(name: str, path: Path) -> int:
    target = TARGETS[name]()
    finding = examined(target, path.read_bytes())
    target.close()
    sys.stdout.write("nothing is wrong\n" if finding is None else f"{finding.key}\n{finding.told}")
    return int(finding is not None)


def _tell(name: str, seed: int, outcome: Outcome, keep: Path | None) -> None:
    count, rate = len(outcome.findings), outcome.executions / max(outcome.seconds, 0.001)
    sys.stdout.write(
        f"{name}: {outcome.executions} executions in {outcome.seconds:.0f} s ({rate:.1f} a second, by {outcome.way}, "
        f"seed {seed}), {count or 'no'} finding{'' if count == 1 else 's'}\n"
    )
    for each in outcome.findings.values():
        sys.stdout.write(f"  {each.key}\n    {each.content[:600]!a}\n")
        sys.stdout.writelines(f"    {line}\n" for line in each.told.rstrip().splitlines()[-12:])
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            path = keep / f"{name}-{hashlib.sha256(each.content).hexdigest()[:12]}"
            path.write_bytes(each.content)
            path.with_suffix(".txt").write_text(f"{each.key}\n{each.told}", encoding="utf-8", errors="backslashreplace")
            sys.stdout.write(f"    saved: {path}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
