"""A contract that is generated of a module is kept by it, whatever the module does."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import pytest

from importspy_static import generate
from importspy_static.drafting.draft import DETAILS, Detail
from tests.fidelity.round_trip import LIBRARY, tally
from tests.interpret.samples import samples

FIXTURES = Path(__file__).parents[2] / "fixtures"
WIDE = ("enum.py", "pathlib", "pathlib.py", "typing.py")
"""Modules of the standard library that do what few others do."""


def all_are_kept(paths: list[Path], detail: Detail = "full", *, private: bool = False) -> None:
    found = tally([str(path) for path in paths], detail, private=private)
    assert [each for each in found.failed if "so the import raises" not in each] == []
    assert found.modules - found.kept == len(found.failed), "of what cannot be imported there is no contract"
    assert found.modules > len(paths) * 0.9, "some are no Python of this version, most are"


@pytest.mark.parametrize(("detail", "private"), [*product(DETAILS[:-1], (False,)), (DETAILS[-1], True)])
def test_by_the_modules_of_all_fixtures(detail: Detail, private: bool) -> None:
    paths = [path for folder in ("violations", "compliant", "demo") for path in (FIXTURES / folder).rglob("*.py")]
    all_are_kept(sorted(paths), detail, private=private)


@pytest.mark.slow
@pytest.mark.long
def test_by_small_modules_with_all_that_python_makes_of_names(tmp_path: Path) -> None:
    for number, sample in enumerate(samples()):
        if sys.version_info >= sample.since:
            (tmp_path / f"sample_{number}.py").write_text(sample.source, encoding="utf-8")
    all_are_kept(sorted(tmp_path.glob("*.py")), private=True)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in WIDE if (LIBRARY / name).exists()])
def test_by_modules_of_the_standard_library(name: str) -> None:
    path = LIBRARY / name
    all_are_kept(sorted(path.rglob("*.py")) if path.is_dir() else [path])


def test_by_names_that_no_contract_can_say(tmp_path: Path) -> None:
    source = (
        "class Codes: ...\nsetattr(Codes, 'continue', 1)\nsetattr(Codes, 'ok', 2)\nsetattr(Codes, 'not a name', 3)\n"
    )
    enum = "import enum\nCode = enum.Enum('Code', ['class', 'other'])\nglobals()['import'] = 1\n"
    for name, text in (("codes.py", source), ("enums.py", enum)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    all_are_kept(sorted(tmp_path.glob("*.py")))


def test_by_defaults_of_all_forms(tmp_path: Path) -> None:
    defaults = ("(seen := object())", "lambda: 1", "[*()]", "f'{1}'", "(yes if no else 1)", "{**{}}", "not ...", "-1")
    source = "yes = no = 1\n" + "".join(f"def f{n}(a={text}): ...\n" for n, text in enumerate(defaults))
    (tmp_path / "m.py").write_text(source, encoding="utf-8")
    all_are_kept([tmp_path / "m.py"])


def test_by_members_that_a_descriptor_of_the_project_makes(tmp_path: Path) -> None:
    source = """
class lazy:
    def __init__(self, function): self.function = function
    def __get__(self, instance, owner=None): return self.function(instance)

class kept:
    def __init__(self, function): self.function = function
    def __call__(self, *args): return self.function(*args)

class Shape:
    @lazy
    def area(self): ...
    @kept
    def grow(self, by): ...
"""
    (tmp_path / "m.py").write_text(source, encoding="utf-8")
    all_are_kept([tmp_path / "m.py"])
    (shape,) = [each for each in generate(tmp_path / "m.py").module.classes if each.name == "Shape"]
    assert [each.name for each in shape.attributes] == ["area"]
    assert [(each.name, each.arguments) for each in shape.methods] == [("grow", None)]
