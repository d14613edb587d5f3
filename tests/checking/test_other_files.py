"""Names from other files, held to what Python makes of the same files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static import Contract, check
from importspy_static.model.program import Failure
from importspy_static.model.report import Report
from importspy_static.model.source import SourceFile
from importspy_static.project.reading import read

FILES = {
    "pyproject.toml": "[project]\nname = 'acme'\n",
    "acme/__init__.py": "from .base import Plugin as Plugin, register\nfrom .consts import *\n__version__ = '1.2.3'\n",
    "acme/base.py": """\
import abc
from dataclasses import dataclass

class Plugin(abc.ABC):
    name: str = "base"
    def __init__(self, config: dict) -> None:
        self.config = config
    def run(self, x: int, y: str = "a") -> bool: ...
    def stop(self, hard: bool = False) -> None: ...

@dataclass
class Record:
    key: str
    count: int = 0

def register(cls):
    return cls
""",
    "acme/consts.py": "LIMIT = 10\nNAME = 'acme'\n_hidden = 1\n",
    "acme/exports.py": "__all__ = ['one']\n__all__ += ['two']\none, two, three = 1, 2, 3\n",
    "acme/starred.py": "from .exports import *\nfrom .consts import LIMIT as TOP\n",
    "acme/plugins/__init__.py": "",
    "acme/plugins/first.py": """\
import json
from acme import LIMIT, Plugin, register
from .. import __version__
from ..base import Record

@register
class First(Plugin):
    limit = LIMIT + 1
    def run(self, x: int, y: str = "b") -> bool: return True

class Row(Record): ...
class Encoder(json.JSONEncoder): ...
""",
    "acme/ring.py": "from .gnir import Ring as Base\nclass Ring: x = 1\nclass Other(Base): ...\n",
    "acme/gnir.py": "import acme.ring\nclass Ring: y = 2\n",
    "space/inner/deep.py": "from acme.base import Plugin\nclass Deep(Plugin): ...\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def checked(project: Path, module: str, contract: str) -> Report:
    return check(project / module, Contract.from_yaml(contract), environment=None)


def truth(project: Path, expression: str) -> object:
    """What Python says of our own fixture."""
    module, _, asked = expression.partition(":")
    told = f"import sys, json; sys.path.insert(0, '.'); import {module} as m, inspect; print(json.dumps({asked}))"
    command = [sys.executable, "-I", "-c", told]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_class_has_what_its_base_in_another_file_has(project: Path) -> None:
    contract = """
version: "1.2.3"
classes:
  - name: First
    superclasses: [acme.base.Plugin, acme.Plugin, Plugin]
    attributes:
      - {name: name, value: base, annotation: str}
      - {name: limit, value: 11}
      - {name: config, type: instance}
    methods:
      - {name: run, arguments: [{name: x, annotation: int}, {name: y, value: b}], return_annotation: bool}
      - {name: stop, arguments: [{name: hard, annotation: bool, value: false}]}
  - name: Row
    methods: [{name: __init__, arguments: [{name: key, annotation: str}, {name: count, value: 0}]}]
  - name: Encoder
    superclasses: [json.JSONEncoder]
    methods: [{name: default, arguments: [{name: o}]}]
"""
    assert [each.message for each in checked(project, "acme/plugins/first.py", contract).violations] == []
    assert truth(project, "acme.plugins.first:[m.First.limit, m.First.name, m.__version__]") == [11, "base", "1.2.3"]
    assert truth(project, "acme.plugins.first:str(inspect.signature(m.Row))") == "(key: str, count: int = 0) -> None"


def test_a_violation_stands_where_the_wrong_thing_stands(project: Path) -> None:
    report = checked(
        project, "acme/__init__.py", "classes: [{name: Plugin, methods: [{name: stop, arguments: [{name: no}]}]}]"
    )
    (violation,) = report.violations
    assert violation.place is not None
    assert (Path(violation.place.path).name, violation.place.span.line) == ("base.py", 9)
    assert report.modules[0].lines[violation.place.path][9].startswith("    def stop")


def test_what_stands_outside_of_the_project_is_told_at_the_line_that_takes_it(project: Path) -> None:
    contract = "classes: [{name: Encoder, methods: [{name: default, arguments: [{name: o}, {name: more}]}]}]"
    (violation,) = checked(project, "acme/plugins/first.py", contract).violations
    assert violation.place is not None
    assert (Path(violation.place.path).name, violation.place.span.line) == ("first.py", 1)


def test_a_star_import_binds_what_it_binds_in_python(project: Path) -> None:
    names = ["LIMIT", "NAME", "Plugin", "register"]
    contract = "variables: [" + ", ".join(f"{{name: {name}}}" for name in ("LIMIT", "NAME", "_hidden", "nowhere")) + "]"
    missing = [each.symbol for each in checked(project, "acme/__init__.py", contract).violations]
    assert missing == ["_hidden", "nowhere"]
    assert truth(project, f"acme:[hasattr(m, name) for name in {[*names, '_hidden']!r}]") == [True] * 4 + [False]


def test_all_says_what_a_star_takes(project: Path) -> None:
    contract = "variables: [{name: one, value: 1}, {name: two, value: 2}, {name: three}, {name: TOP, value: 10}]"
    assert [each.symbol for each in checked(project, "acme/starred.py", contract).violations] == ["three"]
    assert truth(project, "acme.starred:[hasattr(m, name) for name in ('one', 'two', 'three', 'TOP')]") == [
        True,
        True,
        False,
        True,
    ]


def test_a_cycle_ends(project: Path) -> None:
    contract = (
        "classes: [{name: Other, attributes: [{name: y, value: 2}]}, {name: Ring, attributes: [{name: x, value: 1}]}]"
    )
    assert checked(project, "acme/ring.py", contract).ok
    assert truth(project, "acme.ring:[m.Other.y, m.Ring.x]") == [2, 1]


def test_a_package_without_init_is_one(project: Path) -> None:
    contract = "classes: [{name: Deep, superclasses: [acme.base.Plugin], methods: [{name: stop}]}]"
    assert checked(project, "space/inner/deep.py", contract).ok


def test_what_cannot_be_found_is_undecided(project: Path) -> None:
    (project / "acme" / "odd.py").write_text("from .nowhere import Base, run\nclass A(Base): ...\n", encoding="utf-8")
    contract = "functions: [{name: run}]\nclasses: [{name: A, methods: [{name: stop}]}]"
    assert [each.code for each in checked(project, "acme/odd.py", contract).violations] == ["SPY802", "SPY806"]


def test_a_change_of_a_base_turns_the_verdict_of_its_heirs(project: Path) -> None:
    contract = "classes: [{name: First, methods: [{name: stop, arguments: [{name: hard}]}]}]"
    assert checked(project, "acme/plugins/first.py", contract).ok
    base = project / "acme" / "base.py"
    base.write_text(FILES["acme/base.py"].replace("hard: bool = False", "soft: bool = False"), encoding="utf-8")
    assert [each.code for each in checked(project, "acme/plugins/first.py", contract).violations] == ["SPY310"]


def test_each_file_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    def counted(source: SourceFile) -> bytes | Failure:
        reads.append(source.file)
        return read(source)

    monkeypatch.setattr("importspy_static.project.reading.read", counted)
    contract = Contract.from_yaml("deployments: [{systems: [{os: linux}, {os: windows}]}]\nclasses: [{name: First}]\n")
    paths = [project / "acme" / "plugins" / "first.py", project / "acme" / "base.py"]
    check(paths, contract, every_deployment=True)
    assert "base.py" in {Path(each).name for each in reads}
    assert len(reads) == len(set(reads))


def test_a_submodule_that_nobody_can_read_is_not_missing(project: Path) -> None:
    from importlib.machinery import EXTENSION_SUFFIXES

    (project / "acme" / f"fast{EXTENSION_SUFFIXES[0]}").write_bytes(b"")
    (project / "acme" / "user.py").write_text("from acme import fast\nfrom acme import slow\n", encoding="utf-8")
    report = checked(project, "acme/user.py", "variables: [{name: fast}]")
    assert [each.message for each in report.violations] == [
        "fast: is not there, as line 2 always raises: cannot import name 'slow' from 'acme'"
    ]
    (project / "acme" / "user.py").write_text("from acme import fast\n", encoding="utf-8")
    assert checked(project, "acme/user.py", "variables: [{name: fast}]").ok


def test_an_annotation_is_told_in_the_words_of_the_file_that_it_stands_in(project: Path) -> None:
    (project / "acme" / "levels.py").write_text(
        "from typing import Literal\nLevel = Literal['low', 'high']\ndef log(level: Level, text: str) -> Level: ...\n",
        encoding="utf-8",
    )
    (project / "acme" / "front.py").write_text("from .levels import log\n", encoding="utf-8")
    asked = "functions: [{{name: log, arguments: [{{name: level, annotation: {0}}}, {{name: text}}]}}]"
    for annotation in ("Level", "\"Literal['high', 'low']\"", "acme.levels.Level"):
        assert checked(project, "acme/front.py", asked.format(annotation)).ok, annotation
    for annotation in ("Other", "str", "Level | None"):
        assert not checked(project, "acme/front.py", asked.format(annotation)).ok, annotation
    (project / "acme" / "front.py").write_text("from .levels import log\nLevel = int\n", encoding="utf-8")
    assert not checked(project, "acme/front.py", asked.format("Level")).ok
