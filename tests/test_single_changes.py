"""One change to a module that keeps its contract gives one violation, of the right code, at the right line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from importspy_static.checking import check

CONTRACT = """\
filename: extension.py
version: "1.2.3"
variables:
  - {name: plugin_name, annotation: str, value: demo}
classes:
  - name: Extension
    superclasses: [Plugin]
    attributes:
      - {type: class, name: extension_name, annotation: str, value: extension_value}
      - {type: instance, name: state, annotation: int, value: 0}
    methods:
      - name: add_extension
        arguments: [{name: self}, {name: msg, annotation: str}, {name: tag, annotation: str, value: x}]
        return_annotation: str
"""

MODULE = '''\
"""An extension."""

import os

__version__ = "1.2.3"
plugin_name = "demo"


class Plugin:
    """The base of all extensions."""


class Extension(Plugin):
    extension_name = "extension_value"

    def __init__(self):
        self.state = 0

    def add_extension(self, msg: str, tag: str = "x") -> str:
        return msg + tag
'''
SIGNATURE = '    def add_extension(self, msg: str, tag: str = "x") -> str:'
METHOD = SIGNATURE + "\n        return msg + tag\n"


class Change(NamedTuple):
    name: str
    old: str
    new: str
    code: str
    line: int
    """Of the place that the violation names."""


def signature(new: str) -> tuple[str, str]:
    return SIGNATURE, SIGNATURE.replace('(self, msg: str, tag: str = "x") -> str', new)


CHANGES = [
    Change("class renamed", "class Extension(", "class Extra(", "SPY401", 1),
    Change("method removed", METHOD, "", "SPY302", 13),
    Change("argument renamed", *signature('(self, text: str, tag: str = "x") -> str'), "SPY310", 19),
    Change("arguments swapped", *signature('(self, tag: str = "x", msg: str = "") -> str'), "SPY311", 19),
    Change(
        "arguments swapped, one keyword-only", *signature('(self, tag: str = "x", *, msg: str) -> str'), "SPY311", 19
    ),
    Change("argument made keyword-only", *signature('(self, *, msg: str, tag: str = "x") -> str'), "SPY311", 19),
    Change("argument annotated otherwise", *signature('(self, msg: bytes, tag: str = "x") -> str'), "SPY312", 19),
    Change("annotation removed", *signature('(self, msg, tag: str = "x") -> str'), "SPY312", 19),
    Change("default changed", *signature('(self, msg: str, tag: str = "y") -> str'), "SPY313", 19),
    Change("default removed", *signature("(self, msg: str, tag: str) -> str"), "SPY313", 19),
    Change("new required argument", *signature('(self, msg: str, tag: str = "x", *, to: str) -> str'), "SPY314", 19),
    Change(
        "new required argument in front", *signature('(self, to: str, msg: str, tag: str = "x") -> str'), "SPY314", 19
    ),
    Change("return annotated otherwise", *signature('(self, msg: str, tag: str = "x") -> bytes'), "SPY320", 19),
    Change("return annotation removed", *signature('(self, msg: str, tag: str = "x")'), "SPY320", 19),
    Change("made async", SIGNATURE, SIGNATURE.replace("def", "async def"), "SPY303", 19),
    Change("class attribute removed", '    extension_name = "extension_value"\n', "", "SPY402", 13),
    Change("instance attribute removed", "self.state = 0", "pass", "SPY402", 13),
    Change("type of a class attribute", '"extension_value"', "b'extension_value'", "SPY403", 14),
    Change("type of an instance attribute", "self.state = 0", "self.state: str = 0", "SPY403", 17),
    Change("value of a class attribute", '"extension_value"', '"other"', "SPY404", 14),
    Change("value of an instance attribute", "self.state = 0", "self.state = 1", "SPY404", 17),
    Change("base removed", "Extension(Plugin)", "Extension", "SPY405", 13),
    Change("variable removed", 'plugin_name = "demo"\n', "", "SPY201", 1),
    Change("variable annotated otherwise", "plugin_name =", "plugin_name: int =", "SPY202", 6),
    Change("variable of another value", '"demo"', '"example"', "SPY203", 6),
    Change("version changed", "1.2.3", "1.2.4", "SPY102", 5),
    Change("version removed", '__version__ = "1.2.3"\n', "", "SPY103", 1),
    Change("unknown decorator", SIGNATURE, "    @traced\n" + SIGNATURE, "SPY803", 19),
    Change("None set below", METHOD, METHOD + '\n\nsetattr(Extension, "add_extension", None)\n', "SPY302", 23),
    Change(
        "method under a condition",
        METHOD,
        '    if os.environ.get("X"):\n'
        + METHOD.replace("    ", "        ", 1).replace("        return", "            return"),
        "SPY805",
        19,
    ),
    Change("version computed", '__version__ = "1.2.3"', "__version__ = compute()", "SPY804", 5),
    Change("base from nowhere", "class Plugin:\n", "from nowhere import Plugin\n\n\nclass _Other:\n", "SPY806", 16),
]


def written(folder: Path, module: str, name: str = "extension.py") -> tuple[Path, Path]:
    (folder / "spymodel.yml").write_text(CONTRACT, encoding="utf-8")
    (folder / name).write_text(module, encoding="utf-8")
    return folder / name, folder / "spymodel.yml"


def test_the_module_keeps_its_contract(tmp_path: Path) -> None:
    report = check(*written(tmp_path, MODULE))
    assert report.violations == ()
    assert report.ok


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_one_change_gives_one_violation(change: Change, tmp_path: Path) -> None:
    assert MODULE.count(change.old) == 1 or change.name == "version changed"
    report = check(*written(tmp_path, MODULE.replace(change.old, change.new)))
    found = [(each.code, each.place.span.line if each.place else None) for each in report.violations]
    assert found == [(change.code, change.line)]
    assert not report.ok


def test_a_renamed_file_is_told(tmp_path: Path) -> None:
    report = check(*written(tmp_path, MODULE, "other.py"))
    assert [(each.code, each.place.span.line if each.place else None) for each in report.violations] == [("SPY101", 1)]
