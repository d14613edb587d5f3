"""Fuzzing that coverage guides, by atheris, in a process of its own: `TARGET ANSWER SECONDS SEED`.

The answer is written as JSON once the time is over, since the fuzzer ends the process that it is in. What is found does
not stop it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import atheris

from tests.fuzz.drivers import Outcome, made_smaller
from tests.fuzz.target import examined

LONGEST = 8_192
"""Bytes of an input."""


def main(name: str, answer: str, seconds: str, seed: str) -> None:
    """Fuzz until the time is over."""
    with atheris.instrument_imports(include=["importspy_static"]):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]()
        for content in target.seeds():  # what is imported only when it is needed
            examined(target, content)
    outcome = Outcome("atheris")
    end = time.monotonic() + float(seconds)
    chance = random.Random(int(seed))

    def one_input(content: bytes) -> None:
        outcome.executions += 1
        found = examined(target, content)
        if found is not None and found.key not in outcome.findings:
            outcome.note(made_smaller(target, found))
        if time.monotonic() > end:
            _tell(outcome, answer)
            target.close()
            os._exit(0)

    def changed(content: bytes, most: int, _seed: int) -> bytes:
        if chance.randrange(3) == 0:
            made: bytes = atheris.Mutate(content, most)
            return made
        assert target.changed is not None
        return target.changed(content, chance)[:most]

    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(target.seeds()):
            (Path(folder) / f"seed{number}").write_bytes(content)
        options = [f"-max_len={LONGEST}", f"-seed={seed}", "-timeout=600", "-verbosity=0", folder]
        atheris.Setup([sys.argv[0], *options], one_input, custom_mutator=changed)
        atheris.Fuzz()


def _tell(outcome: Outcome, answer: str) -> None:
    findings: list[dict[str, Any]] = [
        {"kind": each.kind, "key": each.key, "told": each.told, "content": each.content.hex()}
        for each in outcome.findings.values()
    ]
    told = {"executions": outcome.executions, "findings": findings}
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
