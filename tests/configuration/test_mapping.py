"""Which contracts are mapped to a file: a path leads to what the same PATH of a command leads to."""

from __future__ import annotations

import glob
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importspy_static.configuration import contracts_for, read_configuration
from importspy_static.configuration.mapping import mapped
from importspy_static.configuration.settings import Configuration, SettingPlace
from importspy_static.project.selection import select
from tests.configuration.made import KNOWN, write

NOWHERE = SettingPlace("c.toml", 1, 1, "")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")


def make(*files: str) -> None:
    for file in files:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).touch()


def configuration(*patterns: str, folder: str = "") -> Configuration:
    """One entry for each pattern, with a contract of its own: `0.yml`, `1.yml`, …"""
    entries = [
        mapped(folder, pattern, f"{number}.yml", place=NOWHERE, pattern_place=NOWHERE)
        for number, pattern in enumerate(patterns)
    ]
    return Configuration("c.toml", ("c.toml",), contracts=tuple(entries))


def is_mapped(pattern: str, path: str) -> bool:
    return bool(contracts_for(configuration(pattern), path))


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a.py", "a.py", True),
        ("a.py", "b/a.py", False),
        ("./a.py", "a.py", True),
        ("a.py", "./a.py", True),
        ("src", "src/x/a.py", True),
        ("src/", "src/x/a.py", True),
        ("src", "src", True),
        ("a.py/", "a.py", False),
        ("a.py/.", "a.py", False),
        ("src/.", "src/a.py", True),
        ("src", "srcs/a.py", False),
        ("src", "src.py", False),
        (".", "x/a.py", True),
        ("./", "x/a.py", True),
        ("..", "../elsewhere/a.py", True),
        (".", "../a.py", False),
        ("../other", "../other/a.py", True),
        ("../other/*.py", "../other/a.py", True),
        ("x/../src/*.py", "src/a.py", True),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/a.pyi", False),
        ("src/*.py", "src/x/a.py", False),
        ("src//*.py", "src/a.py", True),
        ("src/./*.py", "src/a.py", True),
        ("src/*", "src/a.py", True),
        ("src/*", "src/x/y/a.py", True),  # the folder `x` is one that the pattern leads to
        ("src/*/", "src/x/y/a.py", True),
        ("src/*/", "src/a.py", False),
        ("src/*/a.py", "src/x/a.py", True),
        ("src/*/a.py", "src/a.py", False),
        ("*", "a.py", True),
        ("*.py", "x/a.py", False),
        ("src/?.py", "src/a.py", True),
        ("src/?.py", "src/ab.py", False),
        ("src/[ab].py", "src/b.py", True),
        ("src/[!ab].py", "src/b.py", False),
        ("src/[a-c]*.py", "src/core.py", True),
        ("src/[a.py", "src/[a.py", True),
        ("**", "x/a.py", True),
        ("**/*.py", "a.py", True),
        ("**/*.py", "x/y/a.py", True),
        ("src/**", "src/x/y/a.py", True),
        ("src/**", "srcs/a.py", False),
        ("a.*/**", "a.py", False),
        ("src/**/a.py", "src/a.py", True),
        ("src/**/a.py", "src/x/y/a.py", True),
        ("src/**/x/**/a.py", "src/x/y/x/z/a.py", True),
        ("src/**/x/*.py", "src/x/y/x/a.py", True),
        ("src/**/x/*.py", "src/x/y/a.py", False),
        ("src/**/**/a.py", "src/a.py", True),
        ("src/a**.py", "src/abc.py", True),
        ("src/a**.py", "src/a/b.py", False),
        ("src/*.py", "src/.hidden.py", True),
        ("**/*.py", "src/.hidden/a.py", True),
        ("src/{a,b}.py", "src/a.py", False),
        ("src\\*.py", "src/a.py", True),
        ("src\\x", "src/x/a.py", True),
        ("entry-points:src", "src", False),
        ("entry-points:src", "entry-points:src", False),
        ("src/a.py", "", False),
    ],
)
def test_a_pattern_and_a_path(pattern: str, path: str, expected: bool) -> None:
    assert is_mapped(pattern, path) is expected


def test_absolute_paths() -> None:
    here = os.getcwd()
    for pattern in ("src/*.py", f"{here}/src/*.py", f"{here}/src", "/**/src/*.py", "/*/**/a.py"):
        assert is_mapped(pattern, "src/a.py")
        assert is_mapped(pattern, f"{here}/src/a.py")
        assert is_mapped(pattern, f"{here}/./src/../src/a.py")
    assert not is_mapped("/src/*.py", "src/a.py")


def test_all_entries_that_match_count_in_their_order_and_each_contract_once() -> None:
    for contract in ("a.yml", "b.yml", "c.yml"):
        make(contract)
    Path("link.yml").symlink_to("a.yml")
    found = configuration_of(
        """
        contracts = [
          { path = "src/*.py", contract = "b.yml" },
          { path = "lib", contract = "c.yml" },
          { path = ["src/x.py", "src/a.py"], contract = ["a.yml", "./b.yml"] },
          { path = "src", contract = "link.yml" },
          { path = "src", contract = "c.yml" },
        ]
        """
    )
    keys = [each.place.key for each in contracts_for(found, "src/a.py")]
    assert keys == ["contracts[0].contract", "contracts[2].contract[0]", "contracts[4].contract"]
    assert [each.contract for each in contracts_for(found, "src/a.py")] == ["b.yml", "a.yml", "c.yml"]
    assert [each.contract for each in contracts_for(found, "lib/a.py")] == ["c.yml"]
    assert contracts_for(found, "a.py") == ()


def configuration_of(text: str) -> Configuration:
    write(Path(), text)
    return read_configuration("importspy-static.toml", KNOWN)


def test_files_of_one_name_are_told_apart() -> None:
    found = configuration("one/plugin.py", "two/plugin.py")
    assert [each.contract for each in contracts_for(found, "one/plugin.py")] == ["0.yml"]
    assert [each.contract for each in contracts_for(found, "two/plugin.py")] == ["1.yml"]


def test_patterns_are_relative_to_the_folder_of_the_configuration() -> None:
    found = configuration("src/*.py", folder="../other")
    assert contracts_for(found, "../other/src/a.py")
    assert not contracts_for(found, "src/a.py")
    os.mkdir("below")
    os.chdir("below")
    assert contracts_for(configuration("src/*.py", folder=".."), "../src/a.py")


def test_a_link_to_a_folder_and_a_link_to_a_file() -> None:
    make("releases/1/plugins/a.py")
    Path("current").symlink_to("releases/1")
    Path("releases/1/plugins/link.py").symlink_to("../../../elsewhere.py")
    make("elsewhere.py")
    for pattern in ("current/plugins/*.py", "releases/*/plugins/*.py", "current/plugins", "releases/1/plugins/a.py"):
        assert is_mapped(pattern, "current/plugins/a.py")
        assert is_mapped(pattern, "releases/1/plugins/a.py")
        assert is_mapped(pattern, f"{os.getcwd()}/current/../1/plugins/a.py")
    for pattern in ("current/plugins/*.py", "releases/1/plugins/link.py", "elsewhere.py"):
        assert is_mapped(pattern, "current/plugins/link.py")
    assert is_mapped("current/plugins/link.py", "elsewhere.py")
    assert not is_mapped("current/plugins/a.py", "elsewhere.py")


def test_dots_behind_a_link_lead_where_the_system_leads() -> None:
    make("far/away/b.py", "far/a.py", "a.py")
    Path("near").symlink_to("far/away")
    assert is_mapped("far/a.py", "near/../a.py")
    assert not is_mapped("a.py", "near/../a.py")
    assert is_mapped("near/../*.py", "far/a.py")
    assert not is_mapped("near/../*.py", "a.py")


def test_a_project_behind_a_link(tmp_path: Path) -> None:
    make("src/a.py")
    (tmp_path / "link").symlink_to(tmp_path / "project")
    found = configuration("src/*.py", folder=str(tmp_path / "link"))
    assert contracts_for(found, "src/a.py")
    assert contracts_for(found, "../link/src/a.py")


def test_names_with_brackets_that_are_there_are_names() -> None:
    make("src/[a].py", "src/a.py")
    assert is_mapped("src/[a].py", "src/[a].py")
    assert not is_mapped("src/[a].py", "src/a.py")
    os.remove("src/[a].py")
    assert is_mapped("src/[a].py", "src/a.py")


def test_brackets_above_the_configuration_are_no_wildcards(tmp_path: Path) -> None:
    folder = tmp_path / "[x]*"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").touch()
    found = configuration("src/*.py", folder=str(folder))
    assert contracts_for(found, str(folder / "src/a.py"))
    assert not contracts_for(found, str(tmp_path / "x/src/a.py"))
    assert select([found.contracts[0].path]).files == (str(folder / "src/a.py"),)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "", "-", "/", "..", "a/" * 3000, "loop/a.py"])
def test_no_path_is_too_odd(path: str) -> None:
    Path("loop").symlink_to("loop")
    contracts_for(configuration("src/*.py", "**", "loop/*.py", "a\0b/*"), path)


def test_hostile_patterns_take_no_time() -> None:
    path = "/".join("a" * 200) + "/" + "a" * 200
    started = time.monotonic()
    for pattern in ("*a" * 400 + "b", "**/" * 300 + "b", "**/a/" * 200 + "b", "[" * 900, "*/" * 500, "?*" * 450 + "b"):
        assert not is_mapped(pattern, path)
    assert time.monotonic() - started < 20


PARTS = st.sampled_from(["a", "b", "*", "**", "?", "a*", "*.py", "a.py", "[ab]", "[!a]*", ".", "**.py", "a.p[xy]"])
PATTERNS = st.lists(PARTS, min_size=1, max_size=5).map("/".join)
NAMES = st.sampled_from(["a", "b", "c", "a.py", "b.py", "ab"])
TREES = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=1, max_size=12)


def grow(files: list[str]) -> list[str]:
    """Those files that can be made beside each other."""
    made = []
    for file in files:
        if not Path(file).is_dir() and not any(each.is_file() for each in Path(file).parents):
            make(file)
            made.append(file)
    return made


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES, PATTERNS, st.booleans())
def test_a_pattern_leads_to_what_glob_finds_and_what_is_in_it(
    tmp_path_factory: pytest.TempPathFactory, files: list[str], pattern: str, for_folders: bool
) -> None:
    os.chdir(tmp_path_factory.mktemp("tree"))
    pattern += "/" * for_folders
    made = grow(files)
    hits = [hit for hit in glob.glob(f"./{pattern}", recursive=True) if os.path.exists(hit)]  # of a file, not `file/`
    found = {os.path.normpath(hit) for hit in hits}
    expected = {
        file for file in made if found & {os.path.normpath(each) for each in [file, *map(str, Path(file).parents)]}
    }
    assert {file for file in made if is_mapped(pattern, file)} == expected


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES, PATTERNS)
def test_what_the_command_line_selects_is_mapped(
    tmp_path_factory: pytest.TempPathFactory, files: list[str], pattern: str
) -> None:
    os.chdir(tmp_path_factory.mktemp("tree"))
    grow(files)
    found = configuration(pattern)
    for file in select([found.contracts[0].path]).files:
        assert contracts_for(found, file)
