"""What the table tells of the standard library is what every Python that is here says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from importspy_static.model.standard_library import module_exists, name_exists
from importspy_static.model.standard_library_table import MODULES, NAMES
from tests.interpret import interpreters

LISTED = [name for names in MODULES.values() for name in names.split()]
NAMED = {module: [name for names in specs.values() for name in names.split()] for module, specs in NAMES.items()}
ASK = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
sys.path[:] = [each for each in sys.path if each]
answers = {}
for module, names in json.load(sys.stdin).items():
    try:
        found = importlib.import_module(module)
        answers[module] = [name for name in names if hasattr(found, name)]
    except Exception as error:
        cause = error.name if isinstance(error, ModuleNotFoundError) else None
        answers[module] = {"lacks": cause or repr(error)}
json.dump(answers, sys.stdout)
"""


def answers_of(executable: str, folder: Path) -> Mapping[str, object]:
    """What of the table each module has, or what keeps it from being imported."""
    command = [executable, "-I", "-c", ASK]
    told = json.dumps({module: NAMED.get(module, []) for module in (*LISTED, *NAMED)})
    done = subprocess.run(
        command, input=told, check=True, capture_output=True, text=True, timeout=300, cwd=folder, env={"DISPLAY": ""}
    )
    found: Mapping[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def is_optional(lacking: str, module: str) -> bool:
    """Whether a module is not there because the build lacks a part of it: `_tkinter`, `_dbm`."""
    return lacking.rpartition(".")[2].startswith("_") and lacking != module


@pytest.mark.slow
@pytest.mark.skipif(sys.platform not in ("linux", "win32", "darwin"), reason="the table tells nothing of this system")
@pytest.mark.parametrize(("minor", "executable"), interpreters.parameters())
def test_every_entry_is_what_the_interpreter_says(minor: int, executable: str, tmp_path: Path) -> None:
    answers = answers_of(executable, tmp_path)
    wrong = []
    for module in dict.fromkeys([*LISTED, *NAMED]):
        answer, told = answers[module], module_exists(module, (3, minor), sys.platform)
        if isinstance(answer, dict):
            if told and not is_optional(answer["lacks"], module):
                wrong.append((module, answer["lacks"]))
            continue
        assert isinstance(answer, list)
        if told is False:
            wrong.append((module, "is there"))
        for name in NAMED.get(module, ()):
            told = name_exists(module, name, (3, minor), sys.platform)
            if told is not None and told != (name in answer):
                wrong.append((f"{module}.{name}", "is there" if name in answer else "is not there"))
    assert wrong == []
