"""The table of fidelity: what is said of packages and of the standard library, against what `inspect` says of them.

    python -m tests.fidelity.table [--standard-library] [--causes N] [PACKAGE…]

prints by package how many classes, functions and constants were compared, how many of the questions about them were
answered alike, were left undecided or answered wrongly; then why they are undecided, what is most frequent first; then
each that is wrong, and ends with 1 if there is any. Without a name it asks all packages of the extra `real`.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.fidelity.asking import questions
from tests.fidelity.packages import ASKED, version
from tests.fidelity.questions import KINDS, Question
from tests.fidelity.standard_library import public_modules

AT_ONCE = 60
"""Modules of the standard library that one process imports."""
LIBRARY = "standard library"


def asked_of_library() -> list[Question]:
    names = [f"{each}!" for each in public_modules()]
    parts = (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
    return [each for part in parts for each in questions(part)]


def table(found: Mapping[str, Sequence[Question]], *, causes: int = 40) -> str:
    """The figures: by package, by kind of question, and what makes them undecided."""
    everything = [each for group in found.values() for each in group]
    return "\n".join(
        [
            f"{'':26}{'objects':>9}{'questions':>11}{'equal':>9}{'undecided':>11}{'wrong':>7}",
            *(_row(_label(name), group) for name, group in sorted(found.items())),
            _row("all", everything),
            "",
            *(_row(kind, [each for each in everything if each.kind == kind]) for kind in KINDS),
            "",
            *_causes(everything, causes),
        ]
    )


def _label(name: str) -> str:
    return f"{name} {platform.python_version() if name == LIBRARY else version(name)}"


def _row(label: str, group: Sequence[Question]) -> str:
    count = Counter(each.verdict for each in group)
    objects = len({each.object for each in group})
    return f"{label:26}{objects:9}{len(group):11}{count['equal']:9}{count['undecided']:11}{count['wrong']:7}"


def _causes(found: Iterable[Question], most: int) -> Iterator[str]:
    why = Counter(heading(each.cause) for each in found if each.verdict == "undecided")
    yield from (f"{number:8} {cause}" for cause, number in why.most_common(most))
    if len(why) > most:
        rest = why.most_common()[most:]
        yield f"{sum(number for _, number in rest):8} of {len(rest)} more causes"


def heading(cause: str) -> str:
    """A cause without what differs from place to place: the arguments of a call."""
    return re.sub(r"\(.*", "(…)", cause.partition("\n")[0])


def wrong(found: Iterable[Question]) -> list[str]:
    """Each wrong answer, with both sides."""
    return [
        f"WRONG {each.kind} of {each.symbol}\n    ours   {each.ours}\n    theirs {each.theirs}"
        for each in found
        if each.verdict == "wrong"
    ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity.table", description=__doc__)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help="instead of all; none with --standard-library")
    parser.add_argument("--standard-library", action="store_true", help="ask the standard library, too")
    parser.add_argument("--causes", type=int, default=40, help="how many causes are printed (40)")
    options = parser.parse_args(arguments)
    if unknown := {*options.packages} - {*ASKED}:
        parser.error(f"no such package: {', '.join(sorted(unknown))}; there are {', '.join(ASKED)}")
    started = time.monotonic()
    found: dict[str, list[Question]] = {}
    for package in options.packages or ([] if options.standard_library else ASKED):
        found[package] = questions(ASKED[package])
        sys.stderr.write(f"{package}: {time.monotonic() - started:.0f} s\n")
    if options.standard_library:
        found[LIBRARY] = asked_of_library()
    mistakes = wrong(each for group in found.values() for each in group)
    sys.stdout.write("\n".join([table(found, causes=options.causes), *mistakes]) + "\n")
    sys.stdout.write(f"{time.monotonic() - started:.0f} s\n")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
