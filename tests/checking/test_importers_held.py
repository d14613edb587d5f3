"""Who is held to a contract for what it imports, by one command over real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small_projects import Check, checker, found, report, write
from tests.project.packing import files, wheel


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    return checker(tmp_path, monkeypatch, capsys)


EXTENSION = "classes: [{name: Extension}]\n"
HOLDER = 'from importspy import Spy\ncaller = Spy().importspy(filepath="spy.yml")\ndef load(): pass\n'
OFFERS = "class Extension: pass\n"


def project(folder: Path, **modules: str) -> None:
    """A project whose `core.plug` holds its importers to a contract, with modules of `ext`."""
    write(folder, {"pyproject.toml": '[project]\nname = "p"\n', "src/core/__init__.py": "", "src/ext/__init__.py": ""})
    write(folder, {"src/core/plug.py": HOLDER, "src/core/spy.yml": EXTENSION})
    write(folder, {f"src/ext/{name}.py": text for name, text in modules.items()})


IMPORTS = {
    "plain": "import core.plug\n",
    "named": "from core.plug import load\n",
    "from_package": "from core import plug\n",
    "renamed": "import core.plug as p\n",
    "starred": "from core.plug import *\n",
    "in_function": "def f():\n    from core.plug import load\n",
    "in_class": "class A:\n    import core.plug\n",
    "guarded": "try:\n    import core.plug\nexcept ImportError:\n    pass\n",
    "by_target": "import sys\nif sys.platform == 'linux':\n    import core.plug\nelse:\n    import core.plug\n",
    "literal": 'import importlib\nm = importlib.import_module("core.plug")\n',
    "literal_relative": 'import importlib\nm = importlib.import_module(".plug", "core")\n',
    "dunder": 'm = __import__("core.plug")\n',
    "handed_on": "from ext.hands_on import load\n",
}


def test_however_it_is_imported_the_importer_is_held(check: Check, tmp_path: Path) -> None:
    hands_on = f"from core.plug import load\n{OFFERS}"
    project(tmp_path, hands_on=hands_on, **IMPORTS)
    done = check(".")
    assert (done.status, found(done)) == (1, [f"src/ext/{name}.py SPY401" for name in sorted(IMPORTS)])
    project(tmp_path, hands_on=hands_on, **{name: text + OFFERS for name, text in IMPORTS.items()})
    assert check(".").status == 0


NO_IMPORTS = {
    "for_type_checkers": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import core.plug\n",
    "a_text": 'text = "import core.plug"\n',
    "another_module_of_that_name": "import plug\n",
    "the_package_alone": "import core\n",
}


def test_who_does_not_import_it_is_not_held(check: Check, tmp_path: Path) -> None:
    project(tmp_path, plug="", good=f"import core.plug\n{OFFERS}", **NO_IMPORTS)
    write(tmp_path, {"src/plug.py": ""})
    done = check(".")
    assert (done.status, done.out) == (0, "")


def test_the_report_says_which_import_holds_a_module_and_by_whom_it_comes(check: Check, tmp_path: Path) -> None:
    project(tmp_path, hands_on=f"from core.plug import load\n{OFFERS}", user="x = 1\nfrom ext.hands_on import load\n")
    lines = check(".", "-v").err.splitlines()
    because = "(contract src/core/spy.yml, as it imports src/core/plug.py on line"
    assert lines[:2] == [f"src/ext/hands_on.py: compliant {because} 1)", f"src/ext/user.py: broken {because} 2)"]
    modules = report(check(".", "-f", "json"))["modules"]
    assert [each["path"] for each in modules] == ["src/ext/hands_on.py", "src/ext/user.py"]
    assert {each["contract"] for each in modules} == {"src/core/spy.yml"}


def test_importers_of_a_contract_hold_as_the_call_does(check: Check, tmp_path: Path) -> None:
    project(tmp_path, user="import core.plug\n")
    write(tmp_path, {"src/core/plug.py": "def load(): pass\n"})
    write(tmp_path, {"src/core/plug.spymodel.yml": f"functions: [{{name: load}}]\nimporters:\n  {EXTENSION}"})
    done = check(".")
    assert (done.status, found(done)) == (1, ["src/ext/user.py SPY401"])
    write(tmp_path, {"src/ext/user.py": f"import core.plug\n{OFFERS}", "src/core/plug.py": ""})
    assert found(check(".")) == ["src/core/plug.py SPY301"]


def test_a_contract_that_code_names_is_looked_for_beside_it_and_in_the_project(check: Check, tmp_path: Path) -> None:
    for place in ("src/core/spy.yml", "src/spy.yml", "spy.yml"):
        project(tmp_path, user="import core.plug\n")
        (tmp_path / "src/core/spy.yml").unlink()
        write(tmp_path, {place: EXTENSION})
        done = check(".", "-f", "json")
        assert [each["contract"] for each in report(done)["modules"]] == [place]
        (tmp_path / place).unlink()


def test_a_contract_that_is_not_there_is_told_of_who_names_it(check: Check, tmp_path: Path) -> None:
    project(tmp_path, user="import core.plug\n")
    (tmp_path / "src/core/spy.yml").unlink()
    for arguments in ((".",), ("src/core/plug.py",)):
        done = check(*arguments)
        assert (done.status, found(done)) == (1, ["src/core/plug.py SPY010"])
        assert done.err.startswith("1 module checked, ")


def test_a_contract_that_cannot_be_told_is_undecided_and_not_forgotten(check: Check, tmp_path: Path) -> None:
    project(tmp_path, user="import core.plug\n")
    write(
        tmp_path, {"src/core/plug.py": "import sys\nfrom importspy import Spy\nSpy().importspy(filepath=sys.argv[1])\n"}
    )
    write(tmp_path, {"src/core/__init__.py": "x = 1\n", "src/core/__init__.spymodel.yml": "variables: [{name: x}]\n"})
    done = check(".", "-f", "json")
    assert done.status == 1
    told = {each["path"]: each["verdict"] for each in report(done)["modules"]}
    assert told == {"src/core/__init__.py": "compliant", "src/core/plug.py": "undecided"}


def test_a_module_that_holds_others_needs_no_contract_of_its_own(check: Check, tmp_path: Path) -> None:
    project(tmp_path, user="import core.plug\n")
    done = check("src/core/plug.py", "src/ext/user.py")
    assert (done.status, found(done)) == (1, ["src/ext/user.py SPY401"])
    alone = check("src/core/plug.py")
    assert (alone.status, alone.out) == (2, "")


def test_each_project_has_its_own_importers(check: Check, tmp_path: Path) -> None:
    for name, text in (("one", f"import core.plug\n{OFFERS}"), ("two", "import core.plug\n")):
        project(tmp_path / name, user=text)
    write(tmp_path, {"two/src/core/plug.py": "def load(): pass\n"})
    done = check("one", "two")
    assert (done.status, done.out) == (0, "")


def test_what_an_archive_says_of_its_importers_holds_nobody(check: Check, tmp_path: Path) -> None:
    contents = {
        "core/__init__.py": "",
        "core/plug.py": HOLDER,
        "core/spy.yml": EXTENSION,
        "core/user.py": "import core.plug\n",
    }
    write(tmp_path, {"c.yml": "variables: [{name: x}]\nfilename: core/user.py\n", "a.whl": wheel(*files(contents))})
    assert found(check("a.whl", "-s", "c.yml")) == ["a.whl/core/user.py SPY201"]
