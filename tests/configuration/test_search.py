"""Which file is the configuration of a run, and what it costs to have none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static.configuration import ConfigurationError, configuration_for, find_configuration
from tests.configuration.made import KNOWN, write

TABLE = "[tool.importspy-static]\n"
ALONE = "importspy-static.toml"


@pytest.fixture(autouse=True)
def inner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, two below another one. Whatever is above is none of the test's business."""
    folder = tmp_path / "outer" / "inner"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_the_nearest_folder_that_has_one() -> None:
    write(Path("../.."), TABLE, "pyproject.toml")
    assert find_configuration() == "../../pyproject.toml"
    write(Path(".."), "", ALONE)
    assert find_configuration() == f"../{ALONE}"
    write(Path(), TABLE, "pyproject.toml")
    assert find_configuration() == "pyproject.toml"
    write(Path(), "", ALONE)
    assert find_configuration() == ALONE


def test_a_path_is_told_as_the_folder_is(inner: Path) -> None:
    write(Path(".."), "", ALONE)
    assert find_configuration(".") == f"../{ALONE}"
    assert find_configuration("..") == f"../{ALONE}"
    assert find_configuration("none/such") == f"../{ALONE}"
    assert find_configuration(str(inner)) == str(inner.parent / ALONE)


def test_the_folder_above_a_link_is_the_one_that_it_leads_to(tmp_path: Path) -> None:
    write(Path(".."), "", ALONE)
    (tmp_path / "link").symlink_to(tmp_path / "outer" / "inner")
    assert find_configuration(str(tmp_path / "link")) == str(tmp_path / "outer" / ALONE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[project]\ndependencies = ['importspy-static']\n",
        "[project]\ndependencies = ['importspy-static==0.1']\noptional = ['importspy-static']",
        "[tool]\n'importspy-static-more' = 1\n",
        "[importspy-static]\n",
        "tool = 1\n",
        "[tool.importspy-staticx]\n",
        "[tool.ruff]\nexclude = ['importspy-static.py']\n",
        "this is = no [toml",
        "x = '\\u0041'\n",
    ],
)
def test_a_pyproject_without_the_table_is_passed_by(text: str) -> None:
    write(Path(".."), "", ALONE)
    write(Path(), text, "pyproject.toml")
    assert find_configuration() == f"../{ALONE}"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.importspy-static]",
        "[ tool . 'importspy-static' ]",
        '[tool."importspy-static".severity]',
        "[[tool.importspy-static.contracts]]",
        "[tool]\nimportspy-static.root = 'src'",
        "[tool]\nimportspy-static = {}",
        "tool = { importspy-static = {} }",
        "tool.importspy-static . root = 'a'",
        '[tool."importspy\\u002dstatic"]',
        '["tool"."\\u0069mportspy-static"]',
        "[tool.importspy_static]",
        "[tool.ImportSpy-Static]",
        "[tool]\nimportspy-static\t= 3",
        "[tool.importspy-static]\nthis is = no [toml",
    ],
)
def test_every_way_to_write_the_table_and_what_may_be_meant_by_it(text: str) -> None:
    write(Path(".."), "", ALONE)
    write(Path(), text, "pyproject.toml")
    assert find_configuration() == "pyproject.toml"


def test_what_is_no_file_is_passed_by_or_refused_and_never_opened() -> None:
    write(Path(".."), TABLE, "pyproject.toml")
    os.mkfifo("pyproject.toml")
    assert find_configuration() == "../pyproject.toml"
    os.mkfifo(ALONE)
    assert find_configuration() == ALONE
    with pytest.raises(ConfigurationError, match=r"^importspy-static.toml:1:1: it is a named pipe, not a file$"):
        configuration_for(".", KNOWN)


@pytest.mark.parametrize(("name", "found"), [(ALONE, ALONE), ("pyproject.toml", f"../{ALONE}")])
def test_links_that_lead_nowhere(name: str, found: str) -> None:
    write(Path(".."), "", ALONE)
    Path(name).symlink_to("nowhere")
    assert find_configuration() == found


def test_a_file_that_may_be_one_and_cannot_be_looked_at_is_found() -> None:
    Path("pyproject.toml").symlink_to("pyproject.toml")
    assert find_configuration() == "pyproject.toml"
    with pytest.raises(ConfigurationError, match="circle"):
        configuration_for(".", KNOWN)


def test_a_file_that_is_too_large_is_found() -> None:
    with open("pyproject.toml", "wb") as file:
        file.truncate(2**21)
    assert find_configuration() == "pyproject.toml"


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert find_configuration() is None


def test_what_the_command_line_asks_for() -> None:
    write(Path(), "root = 'found'", ALONE)
    write(Path(), "root = 'named'", "other.toml")
    assert (found := configuration_for(".", KNOWN)) is not None
    assert found.root == ("found",)
    assert (named := configuration_for(".", KNOWN, config="other.toml")) is not None
    assert named.root == ("named",)
    assert configuration_for(".", KNOWN, isolated=True) is None
    assert configuration_for(".", KNOWN, config="none.toml", isolated=True) is None
    with pytest.raises(ConfigurationError, match=r"^none.toml:1:1: no such file$"):
        configuration_for(".", KNOWN, config="none.toml")


def test_a_run_without_configuration_imports_no_reader(tmp_path: Path) -> None:
    write(Path(), "[project]\ndependencies = ['importspy-static', 'tomli']\n", "pyproject.toml")
    program = (
        "import sys\n"
        "from importspy_static.configuration import find_configuration\n"
        f"found = find_configuration('.')\n"
        f"assert found is None or {str(tmp_path)!r} not in found, found\n"
        "print(*(name for name in sys.modules if 'toml' in name or '_static.configuration.' in name))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    own = {"files", "limits", "paths", "problems", "search", "wording"}
    assert set(ran.stdout.split()) <= {f"importspy_static.configuration.{name}" for name in own}
