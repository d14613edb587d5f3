"""What a module is does not depend on its layout, and no addition breaks a contract.

Each case meets some of the changes here; `python -m tests.fuzz metamorphic` goes on with all of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.fuzz.sources import close
from tests.metamorphic import layout, renaming
from tests.metamorphic.cases import CHANGES, SAME, look, names

OF_DECEPTIONS = 12
"""One of so many cases of the corpus of deception is looked at here."""


@pytest.fixture(scope="module", autouse=True)
def _one_process() -> Iterator[None]:
    yield
    close()


def sampled() -> list[str]:
    found = names()
    deceptions = [name for name in found if name.startswith("deceptions")]
    return [*(name for name in found if name not in deceptions), *deceptions[::OF_DECEPTIONS]]


@pytest.mark.parametrize("name", sampled())
def test_a_verdict_stays(name: str) -> None:
    chance = random.Random(name)
    for change in [*chance.sample(list(SAME), 2), *chance.sample(list(CHANGES), 2)]:
        look(name, change, chance.randrange(1_000))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_one(change: str) -> None:
    """The test above would say nothing if there were nothing to change."""
    tried = [look(name, change, 1) for name in ("library/textwrap", "library/calendar", "compliant/extra-exported")]
    assert any(tried)


MODULE = """\
import os


def first(a: int = 1) -> int:
    count = [a for a in (1, 2)]  # of two
    # and on
    return (lambda: count)()


def second(key=len): return os.path


@decorated
class A:
    def method(self):
        total, self.x = 1, 2
        return f"{total}"
"""


def test_locals_are_renamed_and_nothing_else() -> None:
    changed = renaming.renamed(MODULE, random.Random(1))
    assert changed == MODULE.replace("count", "renamed_count").replace("total", "renamed_total")


def test_functions_change_places() -> None:
    changed = layout.reordered(MODULE, random.Random(1))
    assert changed is not None
    assert changed.index("def second") < changed.index("def first")
    assert sorted(changed.splitlines()) == sorted(MODULE.splitlines())


@pytest.mark.parametrize(
    "other", ["def second(b=first): ...", "def second(b: 'first'): ...", "@first\ndef second(): ..."]
)
def test_functions_that_are_related_stay(other: str) -> None:
    assert layout.reordered(f"def first(): ...\n{other}\n", random.Random(1)) is None


def test_comments_come_and_go() -> None:
    changed = layout.with_comments(MODULE, random.Random(1))
    assert changed is not None
    compile(changed, "m", "exec")
    assert changed.count("#") > MODULE.count("#")
    bare = layout.without_comments(MODULE, random.Random(1))
    assert bare == MODULE.replace("    # and on\n", "")


def test_what_is_no_python_is_not_made_some() -> None:
    assert layout.reformatted("if 1:\n        x = 1\n\ty = 1\n", random.Random(1)) is None
