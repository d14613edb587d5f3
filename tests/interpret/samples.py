"""Small modules, each with one thing that Python makes of names. `test_truth` has Python run them, and compares.

They stand in `samples/`, one file a family:

    === what it is about
    --- maybe: x Foo.bar Foo().baz
    --- since: 3.12
    the source, up to the next ===

A symbol behind `maybe:` may be undecided (`*`: any may); every other one must come out as Python says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    name: str
    """Begins with its family: `loop: break in a nested loop`."""
    source: str
    maybe: frozenset[str]
    since: tuple[int, ...]


def samples() -> Iterator[Sample]:
    for path in sorted(FOLDER.glob("*.txt")):
        family = path.stem.replace("_", " ")
        for text in path.read_text(encoding="utf-8").removeprefix("=== ").split("\n=== "):
            yield _sample(family, text)


def _sample(family: str, text: str) -> Sample:
    title, *lines = text.splitlines()
    options: dict[str, str] = {}
    while lines and lines[0].startswith("--- "):
        key, _, option = lines.pop(0).removeprefix("--- ").partition(": ")
        options[key] = option
    assert options.keys() <= {"maybe", "since"}, options
    return Sample(
        f"{family}: {title}",
        "\n".join(lines).strip("\n") + "\n",
        frozenset(options.get("maybe", "").split()),
        tuple(map(int, options.get("since", "3.10").split("."))),
    )
