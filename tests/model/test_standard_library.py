"""What the table tells of the standard library is what every Python that is here says of itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from docs.standard_library import Stubs, by_system_library, tabulate
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
@pytest.mark.parametrize(("minor", "executable"), interpreters.parameters(oldest=6))
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


def test_an_entry_is_told_once() -> None:
    assert len(LISTED) == len(set(LISTED)) > 50
    for module, names in NAMED.items():
        assert len(names) == len(set(names)) > 0, module
    assert sum(map(len, NAMED.values())) > 1_500


def test_every_specification_is_read() -> None:
    for written in {*MODULES, *(each for specs in NAMES.values() for each in specs)}:
        fields = written.split(",")
        assert len(fields) in (1, 3), written
        assert all(re.fullmatch(r"|x|\?|([89]|1[0-5])?-([89]|1[0-5])?", field) for field in fields), written
        assert set(fields) - {"", "?"}, written


@pytest.mark.parametrize(
    ("name", "version", "platform", "expected"),
    [
        ("typing.Self", (3, 10), "linux", False),
        ("typing.Self", (3, 11), "linux", True),
        ("typing.Self", (3, 10), "win32", False),
        ("typing.Self", (3, 10), "freebsd14", False),
        ("typing.Self", (3, 7), "linux", False),
        ("typing.Self", (2, 7), "linux", None),
        ("typing.Self", (3, 16), "linux", None),
        ("typing.List", (3, 8), "linux", None),
        ("typing.NoSuchName", (3, 8), "linux", None),
        ("typing._private", (3, 8), "linux", None),
        ("collections.Mapping", (3, 9), "darwin", True),
        ("collections.Mapping", (3, 10), "darwin", False),
        ("collections.Mapping", (3, 7), "linux", None),
        ("os.fork", (3, 12), "win32", False),
        ("os.fork", (3, 12), "linux", True),
        ("os.fork", (3, 12), "freebsd14", None),
        ("os.startfile", (3, 12), "darwin", False),
        ("os.listdrives", (3, 11), "win32", False),
        ("os.listdrives", (3, 12), "win32", True),
        ("os.sched_getaffinity", (3, 12), "darwin", False),
        ("os.chflags", (3, 12), "linux", None),
        ("select.epoll", (3, 12), "darwin", False),
        ("select.kqueue", (3, 12), "linux", None),
        ("ssl.OP_ENABLE_KTLS", (3, 8), "linux", None),
        ("builtins.ExceptionGroup", (3, 10), "linux", False),
        ("tomllib.loads", (3, 10), "linux", None),
        ("no_such_module.name", (3, 10), "linux", None),
    ],
)
def test_what_a_name_is_known_to_be(name: str, version: tuple[int, int], platform: str, expected: bool | None) -> None:
    module, _, last = name.rpartition(".")
    assert name_exists(module, last, version, platform) is expected


@pytest.mark.parametrize(
    ("module", "version", "platform", "expected"),
    [
        ("tomllib", (3, 10), "linux", False),
        ("tomllib", (3, 11), "win32", True),
        ("compression.zstd", (3, 13), "linux", False),
        ("distutils.command.build", (3, 12), "linux", False),
        ("distutils.command.build", (3, 11), "linux", True),
        ("fcntl", (3, 12), "win32", False),
        ("fcntl", (3, 12), "linux", True),
        ("winreg", (3, 12), "linux", False),
        ("json", (3, 12), "linux", None),
        ("os.path", (3, 12), "linux", None),
        ("numpy", (3, 12), "linux", None),
        ("typing_extensions", (3, 8), "linux", None),
        ("dbm.gnu", (3, 12), "win32", None),
    ],
)
def test_what_a_module_is_known_to_be(
    module: str, version: tuple[int, int], platform: str, expected: bool | None
) -> None:
    assert module_exists(module, version, platform) is expected


def stubs(oldest: int, newest: int, versions: str, **sources: str) -> Stubs:
    files = {f"{name.replace('_slash_', '/')}.pyi": text for name, text in sources.items()}
    return Stubs({"VERSIONS": versions, **files}, oldest, newest)


def test_conditions_of_stubs_become_ranges() -> None:
    source = """
import sys
from typing import Any
always: int
if sys.version_info >= (3, 10):
    def new() -> None: ...
    if sys.platform != "win32":
        class Unix: ...
elif sys.version_info < (3, 9):
    old: int
if sys.platform == "win32" and sys.version_info >= (3, 12):
    windows: Any
else:
    others: Any
if sys.platform == "darwin":
    from .other import mac as mac, hidden
_private: int
if sys.flags:
    unclear: int
"""
    table = tabulate([stubs(8, 15, "m: 3.0-\nother: 3.0-", m=source, other="mac: int\nhidden: int")])
    assert table.modules == {}
    assert table.names["m"] == {
        "10-": ["new"],
        "10-,x,10-": ["Unix"],
        "-8": ["old"],
        "x,12-,x": ["windows"],
        ",-11,": ["others"],
        "x,x,": ["mac"],
    }


def test_lifetimes_of_modules_and_stars_are_followed() -> None:
    versions = "new: 3.11-\nold: 3.0-3.9\npackage: 3.0-\npackage.part: 3.12-\nsystem: 3.0-\nempty: 3.0-"
    table = tabulate([
        stubs(
            8, 15, versions,
            new="import sys\nx: int\nif sys.version_info >= (3, 13):\n    y: int\n",
            old="x: int",
            package_slash___init__="import sys\nx: int\nif sys.version_info >= (3, 9):\n    from system import *\n",
            package_slash_part="",
            system="import sys\nif sys.platform == 'linux':\n    a: int\n    b: int\n    __all__ = ['a']\n",
            empty="",
        )
    ])  # fmt: skip
    assert table.modules == {"11-": ["new"], "-9": ["old"], "12-": ["package.part"], ",x,x": ["system"]}
    assert table.names == {"new": {"13-": ["y"]}, "package": {"9-,x,x": ["a"]}}


def test_older_stubs_tell_of_older_pythons_only() -> None:
    older = stubs(8, 11, "m: 3.0-", m="import sys\nif sys.version_info >= (3, 9):\n    x: int\nelse:\n    gone: int\n")
    newer = stubs(10, 15, "m: 3.0-", m="x: int\nlately_noticed: int\n")
    assert tabulate([older, newer]).names == {"m": {"9-": ["x"], "-8": ["gone"]}}
    contrary = stubs(8, 15, "m: 3.0-", m="import sys\nif sys.version_info >= (3, 12):\n    x: int\n")
    assert tabulate([older, contrary]).names == {"m": {"-8": ["gone"]}}


def test_what_one_unix_may_have_of_another_is_not_told() -> None:
    assert by_system_library("x,x,", "kqueue") == "?,x,"
    assert by_system_library(",x,x", "posix_fadvise") == ",x,?"
    assert by_system_library(",x,x", "epoll") == ",x,x"
    assert by_system_library("x,,x", "startfile") == "x,,x"
    assert by_system_library("9-,x,x", "pidfd_open") == "9-,x,x"
