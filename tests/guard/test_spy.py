"""ImportSpy's embedded mode: a module validates the one that imports it."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from importspy_static import Report, Spy, SpyError, guard
from tests.guard.plugins import ran

ASKING = "from importspy_static import Spy\nimporter = Spy().importspy(filepath='spymodel.yml')\n"
FINE = "engine = 'docker'\n__version__ = '1.0.0'\nclass Extension:\n    def add_extension(self, msg: str) -> str: ...\n"


@pytest.fixture
def embedded(host: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ImportSpy's example, in which the line of the import is changed, and nothing else."""
    folder = host / "embedded"
    package = folder / "package.py"
    text = package.read_text(encoding="utf-8")
    package.write_text(text.replace("from importspy import Spy", "from importspy_static import Spy"), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    return folder


def test_the_example_of_importspy(embedded: Path) -> None:
    extension = importlib.import_module("extension")
    assert extension.package.caller_module is extension
    assert extension.Extension().add_extension("hello") == "extension: hello"


def test_an_importer_that_breaks_it(embedded: Path) -> None:
    with pytest.raises(ValueError, match=r"crooked: does not keep its contract\n.*crooked\.py:13:34: SPY312") as raised:
        importlib.import_module("crooked")
    assert isinstance(raised.value, SpyError)
    assert isinstance(raised.value.report, Report)
    assert ran(embedded) == []
    assert "crooked" not in sys.modules
    assert "package" not in sys.modules


def test_a_second_importer_is_found_through_a_package(embedded: Path) -> None:
    (embedded / "acme" / "api").mkdir(parents=True)
    (embedded / "acme" / "__init__.py").write_text("", encoding="utf-8")
    (embedded / "acme" / "api" / "__init__.py").write_text("from acme.api.core import importer\n", encoding="utf-8")
    (embedded / "acme" / "api" / "core.py").write_text(ASKING, encoding="utf-8")
    (embedded / "mine.py").write_text(f"from acme.api import importer\n{FINE}", encoding="utf-8")
    mine = importlib.import_module("mine")
    assert mine.importer is mine


def test_by_import_module_and_from_a_function(embedded: Path) -> None:
    (embedded / "asking.py").write_text(ASKING, encoding="utf-8")
    lines = "import importlib\ndef load():\n    return importlib.import_module('asking')\nasking = load()\n"
    (embedded / "mine.py").write_text(lines + FINE, encoding="utf-8")
    mine = importlib.import_module("mine")
    assert mine.asking.importer is mine


def test_under_a_guard(embedded: Path) -> None:
    (embedded / "any.yml").write_text("variables: [{name: __version__}]\n", encoding="utf-8")
    with guard.install({"extension": str(embedded / "any.yml"), "package": str(embedded / "any.yml")}):
        extension = importlib.import_module("extension")
    assert extension.package.caller_module is extension


def test_an_importer_that_is_in_no_table_of_modules(embedded: Path) -> None:
    spec = importlib.util.spec_from_file_location("unlisted", embedded / "extension.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.package.caller_module is module


def test_a_contract_beside_the_module_that_asks(embedded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(embedded.parent.parent)
    assert importlib.import_module("extension").package.__name__ == "package"


def python(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False, input=given, timeout=120
    )


def test_an_importer_that_is_the_program(embedded: Path) -> None:
    done = python(embedded, "extension.py")
    assert (done.returncode, done.stderr) == (0, "")
    done = python(embedded, "-m", "crooked")
    assert done.returncode == 1
    assert "SPY312" in done.stderr
    assert ran(embedded) == []


@pytest.mark.parametrize("arguments", [("-c", "import package"), ("-",)])
def test_an_importer_without_source_is_told_so(embedded: Path, arguments: tuple[str, ...]) -> None:
    done = python(embedded, *arguments, given="import package")
    assert done.returncode == 1
    assert "__main__: cannot be checked, as it has no source file (a notebook" in done.stderr


def test_a_module_that_nobody_imports(embedded: Path) -> None:
    done = python(embedded, "package.py")
    assert done.returncode == 1
    assert "no module imports it: it runs by itself; name the module with info_module=" in done.stderr


def test_a_module_that_is_named(embedded: Path) -> None:
    module = ModuleType("extension")
    module.__file__ = str(embedded / "extension.py")
    assert Spy().importspy("spymodel.yml", info_module=module) is module
    module.__file__ = str(embedded / "crooked.py")
    with pytest.raises(SpyError, match="SPY312"):
        Spy().importspy(filepath="spymodel.yml", info_module=module)
    module.__file__ = str(embedded / "gone.py")
    with pytest.raises(SpyError, match="No such file"):
        Spy().importspy(filepath="spymodel.yml", info_module=module)
    del module.__file__
    with pytest.raises(SpyError, match="no source file"):
        Spy().importspy(filepath="spymodel.yml", info_module=module)


def test_what_is_asked_wrongly(embedded: Path) -> None:
    spy = Spy()
    with pytest.raises(SpyError, match="no contract: give filepath"):
        spy.importspy()
    with pytest.raises(SpyError, match=r"missing\.yml: there is no such contract"):
        spy.importspy("missing.yml")
    with pytest.raises(SpyError, match="filepath: the path of a contract"):
        spy.importspy(1)  # type: ignore[arg-type]
    with pytest.raises(SpyError, match="info_module: a module is wanted"):
        spy.importspy("spymodel.yml", info_module="extension")  # type: ignore[arg-type]
    (embedded / "none.yml").write_text("classes: 1\n", encoding="utf-8")
    module = ModuleType("extension")
    module.__file__ = str(embedded / "extension.py")
    with pytest.raises(SpyError, match="SPY01"):
        spy.importspy("none.yml", info_module=module)


def test_the_level_of_the_log(embedded: Path) -> None:
    log = logging.getLogger("importspy_static")
    before = log.level
    module = ModuleType("extension")
    module.__file__ = str(embedded / "extension.py")
    try:
        Spy().importspy("spymodel.yml", logging.DEBUG, module)
        assert log.level == logging.DEBUG
    finally:
        log.setLevel(before)
