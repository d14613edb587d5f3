"""`superclasses` that are Protocols and abstract base classes of the host, as `issubclass` of Python sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static import Contract, check

BASE = """\
import collections.abc
from abc import ABC, ABCMeta, abstractmethod
from typing import Protocol, runtime_checkable

@runtime_checkable
class Runs(Protocol):
    def run(self): ...

class Plugin(ABC):
    def stop(self): ...

class Special(Plugin): ...
class Other(metaclass=ABCMeta): ...

class Registry:
    def __init__(self): self.known = []
    def register(self, each): self.known.append(each); return each

class Plain:
    @classmethod
    def register(cls, each): return each

registry = Registry()
"""

MODULE = """\
import collections.abc
import os
from acme import base
from acme.base import Other, Plain, Plugin, Runs, Special, registry

class Heir(Runs):
    def run(self): ...
class Grandchild(Heir): ...
class Structural:
    def run(self): ...
class Registered: ...
Special.register(Registered)
class BelowRegistered(Registered): ...
@Plugin.register
class Decorated: ...
@registry.register
class Known: ...
Plain.register(Known)
class Stranger: ...
class Sequence_: ...
collections.abc.Sequence.register(Sequence_)
base.Other.register(Stranger)
class Nested: ...
class Mine(Plugin): ...
Other.register(Mine)
Mine.register(Nested)
"""

CASES = [
    ("Heir", "acme.base.Runs"),
    ("Grandchild", "acme.base.Runs"),
    ("Grandchild", "Runs"),
    ("Registered", "acme.base.Special"),
    ("Registered", "acme.base.Plugin"),
    ("BelowRegistered", "Plugin"),
    ("Decorated", "acme.base.Plugin"),
    ("Stranger", "Other"),
    ("Sequence_", "collections.abc.Sequence"),
    ("Nested", "Mine"),
    ("Nested", "Other"),
    ("Registered", "Other"),
    ("Decorated", "Special"),
    ("Known", "Plugin"),
    ("Known", "acme.base.Plain"),
    ("Stranger", "acme.base.Plugin"),
    ("Structural", "Plugin"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    (tmp_path / "acme" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "acme" / "base.py").write_text(BASE, encoding="utf-8")
    (tmp_path / "acme" / "x.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


def codes(project: Path, name: str, superclass: str) -> list[str]:
    contract = f"classes: [{{name: {name}, superclasses: [{superclass}]}}]"
    report = check(project / "acme" / "x.py", Contract.from_yaml(contract), environment=None)
    return [each.code for each in report.violations]


def test_issubclass_and_the_checker_agree(project: Path) -> None:
    told = """
import sys, json
sys.path.insert(0, ".")
import acme.x as m, acme.base as b, collections.abc as c
cases = json.loads(sys.argv[1])
def of(name):
    last = name.rpartition(".")[2]
    return next(getattr(each, last) for each in (m, b, c) if hasattr(each, last))
print(json.dumps([issubclass(getattr(m, name), of(asked)) for name, asked in cases]))
"""
    command = [sys.executable, "-I", "-c", told, json.dumps(CASES)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    ours = [codes(project, name, asked) for name, asked in CASES]
    theirs: list[bool] = json.loads(done.stdout)
    assert ours == [[] if each else ["SPY405"] for each in theirs]
    assert set(theirs) == {True, False}


def test_having_the_members_of_a_protocol_is_not_inheriting(project: Path) -> None:
    assert codes(project, "Structural", "acme.base.Runs") == ["SPY405"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if os.getenv('X'):\n    Plugin.register(A)\n", ["SPY805"]),
        ("for each in (A, int):\n    Plugin.register(each)\n", []),
        ("def f():\n    Plugin.register(A)\n", ["SPY405"]),
        ("from nowhere import Plugin\nPlugin.register(A)\n", ["SPY806"]),
        ("from nowhere import Else\nElse.register(A)\n", ["SPY405"]),
    ],
)
def test_a_registration_counts_as_far_as_it_surely_runs(project: Path, source: str, expected: list[str]) -> None:
    text = f"import os\nfrom acme.base import Plugin\nclass A: ...\n{source}"
    (project / "acme" / "x.py").write_text(text, encoding="utf-8")
    assert codes(project, "A", "Plugin") == expected


def test_a_dotted_name_is_the_class_from_there(project: Path) -> None:
    for asked, expected in [
        ("acme.base.Plugin", []),
        ("acme.other.Plugin", ["SPY405"]),
        ("other.x.Plugin", ["SPY405"]),
        ("x.Mine", []),
        ("acme.x.Mine", []),
        ("other.x.Mine", ["SPY405"]),
    ]:
        text = "from acme.base import Plugin\nclass Mine(Plugin): ...\nclass A(Mine): ...\n"
        (project / "acme" / "x.py").write_text(text, encoding="utf-8")
        assert codes(project, "A", asked) == expected, asked
