"""All changes of all cases, as a target of fuzzing: an input is `{"case": …, "change": …, "seed": …}`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import partial

from tests.fuzz.sources import close
from tests.fuzz.target import Target
from tests.metamorphic.cases import CHANGES, look, names


def judge(content: bytes) -> None:
    """What is said of a module stays."""
    asked = json.loads(content)
    look(asked["case"], asked["change"], asked["seed"])


def seeds() -> Sequence[bytes]:
    """Each change of each case."""
    return [json.dumps({"case": name, "change": change, "seed": 0}).encode() for name in names() for change in CHANGES]


def _again(content: bytes, chance: random.Random) -> bytes:
    return json.dumps({**json.loads(content), "seed": chance.randrange(10_000)}).encode()


METAMORPHIC: Callable[[], Target] = partial(
    Target, "metamorphic", judge, seeds=seeds, changed=_again, is_whole=True, close=close
)
