"""Asks Python and this program the same questions.

Each symbol is asked as a module that imports it would ask, in the way of `check`: one module of a project of its own
imports them all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.library import Library
from importspy_static.checking.readings import Readings
from importspy_static.interpret.namespace import Namespace, interpret_in
from importspy_static.probes.host import host_target
from importspy_static.probing import probe
from importspy_static.project.roots import source_file
from tests.fidelity.comparing import of_symbol
from tests.fidelity.packages import is_left_out
from tests.fidelity.questions import Answer, Question

REPOSITORY = Path(__file__).parents[2]
SECONDS = 120


def told_by_python(asked: Sequence[str], folder: Path) -> dict[str, Answer]:
    """What the running interpreter says, asked of a process of its own."""
    answers = folder / "answers.json"
    command = [sys.executable, "-m", "tests.fidelity.importing", str(answers), *asked]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, timeout=SECONDS, cwd=REPOSITORY, stdin=subprocess.DEVNULL, env=environment)
    found: dict[str, Answer] = json.loads(answers.read_text(encoding="utf-8"))
    return found


@contextmanager
def static_side(symbols: Sequence[str], folder: Path) -> Iterator[Namespace]:
    """The names of a module that imports each symbol under the name `asked_N`."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'asking'\n", encoding="utf-8")
    asking = folder / "asking.py"
    lines = [
        f"from {module} import {name} as asked_{index}"
        for index, (module, _, name) in enumerate(symbol.partition(":") for symbol in symbols)
    ]
    asking.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(Extractors(1)) as extractors:
        library = Library(Readings(extractors), [str(folder)])
        world = library.world(host_target(), lambda: probe(distributions=False).search_path, ())
        yield interpret_in(world, library.own(source_file(str(asking), [str(folder)])))


def questions(asked: Sequence[str]) -> list[Question]:
    """All that is asked of what is named as `importing` has it, with what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        truth = told_by_python(asked, Path(folder))
        with static_side([*truth], Path(folder)) as namespace:
            found: list[Question] = []
            for index, (symbol, answer) in enumerate(truth.items()):
                if not is_left_out(symbol):
                    found += of_symbol(namespace, symbol, namespace.name(f"asked_{index}"), answer)
    return found
