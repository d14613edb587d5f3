"""What lies in the package, and what an installation of it offers."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import pytest

import importspy_static
from importspy_static._version import VERSION

HEAVY = {"libcst", "ruamel", "typer", "click", "rich", "yaml"}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_the_version_is_told_once() -> None:
    assert importspy_static.__version__ == VERSION
    assert metadata.version("importspy-static") == VERSION


def test_the_version_is_one_that_pep_440_allows() -> None:
    from packaging.version import Version

    assert str(Version(VERSION)) == VERSION


def test_the_package_says_that_it_is_typed() -> None:
    assert resources.files("importspy_static").joinpath("py.typed").is_file()


def test_the_console_script_is_the_main_function() -> None:
    from importspy_static.__main__ import main

    (script,) = metadata.entry_points(group="console_scripts", name="importspy-static")
    assert script.load() is main


def test_python_m_is_the_same_program(tmp_path: Path) -> None:
    result = run("-m", "importspy_static", "--version", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert VERSION in result.stdout.split()


def test_every_public_name_is_there() -> None:
    assert {"Contract", "ContractError", "Report", "check"} <= set(importspy_static.__all__)
    assert all(hasattr(importspy_static, name) for name in importspy_static.__all__)


@pytest.mark.parametrize("before", ["", "import importspy_static.checking", "import importspy_static.cli.check"])
def test_check_is_the_function_whatever_was_imported_before(before: str, tmp_path: Path) -> None:
    """Importing a module binds its name in the package: no module may have the name of a public function."""
    program = (
        f"{before}\nfrom importspy_static import check\nimport importspy_static\nassert check is importspy_static.check"
    )
    result = run("-c", f"{program}\nprint(callable(check))", cwd=tmp_path)
    assert (result.stdout.strip(), result.stderr) == ("True", "")


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    program = "import sys, importspy_static; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    result = run("-c", program, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert HEAVY.isdisjoint(result.stdout.split())


def test_the_commands_are_known_without_loading_what_they_do(tmp_path: Path) -> None:
    """`--help` waits for all that the commands import."""
    program = "import sys, importspy_static.cli.app as of; of.app(); print(*sorted(sys.modules))"
    result = run("-c", program, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    loaded = [name.removeprefix("importspy_static.") for name in result.stdout.split() if name.startswith("importspy_")]
    layers = {name.partition(".")[0] for name in loaded}
    assert layers.isdisjoint(
        {"checking", "checks", "comparing", "contract", "drafting", "extract", "interpret", "project"}
    )
    assert {"model.graph", "model.difference", "model.expression", "model.imports"}.isdisjoint(loaded)


def test_one_command_is_known_without_the_others(tmp_path: Path) -> None:
    program = "import sys, importspy_static.cli.app as of; of.app(['explain']); print(*sorted(sys.modules))"
    result = run("-c", program, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    loaded = [name for name in result.stdout.split() if name.startswith("importspy_static.cli.")]
    assert "importspy_static.cli.explain" in loaded
    assert {f"importspy_static.cli.{name}" for name in ("check", "generate", "diff", "probe")}.isdisjoint(loaded)


@pytest.mark.parametrize("classifier", [f"Programming Language :: Python :: 3.{minor}" for minor in range(10, 15)])
def test_every_supported_python_is_a_classifier(classifier: str) -> None:
    assert classifier in metadata.metadata("importspy-static").get_all("Classifier", [])


def test_the_changelog_knows_this_version_or_is_ahead_of_it(root: Path) -> None:
    headings = re.findall(r"^## \[(.+?)\]", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0] == VERSION
