"""`extend`: what comes from another file, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from importspy_static.configuration import ConfigurationError, read_configuration
from importspy_static.configuration.settings import Configuration
from importspy_static.limits import CONFIGURATION_FILES
from tests.configuration.made import KNOWN, refused, write

ENTRY = '{{path = "{0}", contract = "{1}"}}'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")


def joint(base: str, own: str) -> Configuration:
    """The settings of `pyproject.toml`, which extends a file of the folder above."""
    write(Path(".."), base, "base.toml")
    write(Path(), f'[tool.importspy-static]\nextend = "../base.toml"\n{own}', "pyproject.toml")
    return read_configuration("pyproject.toml", KNOWN)


def test_this_file_wins() -> None:
    base = "root = 'a'\nselect = ['SPY3']\nignore = ['SPY4']\nfail-on = 'note'\nforce-exclude = true"
    own = "root = 'b'\nselect = ['SPY1']\nignore = []\nfail-on = 'error'\nforce-exclude = false"
    found = joint(base, own)
    assert (found.root, found.select, found.ignore) == (("b",), ("SPY1",), ())
    assert (found.fail_on, found.force_exclude) == ("error", False)
    assert found.places["root"].path == "pyproject.toml"


def test_what_this_file_leaves_out_comes_from_the_other() -> None:
    base = (
        "root = 'a'\nexclude = ['x']\nselect = ['SPY3']\nfail-on = 'note'\nrespect-gitignore = false\npython = 'pypy'"
    )
    found = joint(base, "ignore = ['SPY5']")
    assert (found.root, found.select, found.ignore) == (("../a",), ("SPY3",), ("SPY5",))
    assert found.exclude is not None
    assert (found.exclude.folder, found.exclude.patterns) == ("..", ("x",))
    assert found.exclude.place == found.places["exclude"]
    assert (found.fail_on, found.respect_gitignore, found.python) == ("note", False, "pypy")
    assert found.places["root"].path == "../base.toml"


def test_contracts_and_extra_excludes_are_added_the_base_first() -> None:
    base = f"contracts = [{ENTRY.format('src', 'a.yml')}]\nextend-exclude = ['x']\nexclude = ['y']"
    found = joint(base, f"contracts = [{ENTRY.format('src', 'b.yml')}]\nextend-exclude = ['z']\nexclude = ['w']")
    assert [(each.path, each.contract) for each in found.contracts] == [("../src", "../a.yml"), ("src", "b.yml")]
    assert [(each.folder, each.patterns, each.place.path) for each in found.extend_exclude] == [
        ("..", ("x",), "../base.toml"),
        (".", ("z",), "pyproject.toml"),
    ]
    assert found.exclude is not None
    assert (found.exclude.folder, found.exclude.patterns) == (".", ("w",))


def test_severities_are_joined_by_code() -> None:
    found = joint("severity = {SPY3 = 'note', SPY4 = 'note'}", "severity = {SPY4 = 'off', SPY5 = 'warning'}")
    assert found.severity == {"SPY3": "note", "SPY4": "off", "SPY5": "warning"}
    places = [found.places[f"severity.{code}"] for code in ("SPY3", "SPY4", "SPY5")]
    assert [(each.path, each.line, each.column) for each in places] == [
        ("../base.toml", 1, 13),
        ("pyproject.toml", 3, 13),
        ("pyproject.toml", 3, 27),
    ]


def test_overrides_are_added_the_base_first_each_with_the_paths_of_its_file() -> None:
    base = "overrides = [{path = 'old', ignore = ['SPY3']}]"
    found = joint(base, "overrides = [{path = 'old', severity = {SPY3 = 'note'}}]")
    assert [(each.paths[0].path, each.place.path) for each in found.overrides] == [
        ("../old", "../base.toml"),
        ("old", "pyproject.toml"),
    ]


@pytest.mark.parametrize("base", ["environment = 'none'", "python = 'pypy'", "every-deployment = true"])
@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("environment = 'host'", ("host", None, None)),
        ("python = 'python3'", (None, "python3", None)),
        ("every-deployment = true", (None, None, True)),
        ("every-deployment = false", (None, None, False)),
    ],
)
def test_a_host_of_this_file_takes_the_place_of_any_other(
    base: str, own: str, expected: tuple[str | None, str | None, bool | None]
) -> None:
    found = joint(base, own)
    assert (found.environment, found.python, found.every_deployment) == expected
    assert [key for key in found.places if key != "extend"] == [own.split(" ", maxsplit=1)[0]]


def test_files_may_extend_each_other_in_a_row() -> None:
    write(Path("../../top"), "root = 'a'\nfail-on = 'note'\nselect = ['SPY1']", "pyproject.toml")
    (Path("../../top") / "pyproject.toml").write_text("[tool.importspy-static]\nroot = 'a'\nfail-on = 'note'\n")
    found = joint("extend = '../top/pyproject.toml'\nfail-on = 'error'", "")
    assert found.files == ("pyproject.toml", "../base.toml", "../../top/pyproject.toml")
    assert (found.path, found.root, found.fail_on) == ("pyproject.toml", ("../../top/a",), "error")


def test_a_base_for_another_version() -> None:
    with pytest.raises(ConfigurationError) as caught:
        joint("required-version = '>9'\nnew = 1", "root = 1")
    assert [(problem.path, problem.key) for problem in caught.value.problems] == [
        ("pyproject.toml", "tool.importspy-static.root"),
        ("../base.toml", "required-version"),
    ]


def test_the_problems_of_all_files_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        joint("root = 1\nextend = 'none.toml'", "select = 1")
    assert str(caught.value).splitlines() == [
        "pyproject.toml:3:10: tool.importspy-static.select: expected a list of texts, found the number 1",
        "../base.toml:1:8: root: expected a text or a list of texts, found the number 1",
        "../base.toml:2:10: extend: ../none.toml: no such file",
    ]
    assert caught.value.lines["../base.toml"] == ("root = 1", "extend = 'none.toml'")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("x", "../base.toml:1:2: not TOML as it can be read: "),
        ("[tool.importspy-static]\nroot = 'a'", "../base.toml:1:2: tool: cannot be set in a file"),
    ],
)
def test_a_base_that_is_none(base: str, expected: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        joint(base, "")
    assert str(caught.value).startswith(expected)
    assert caught.value.lines["../base.toml"][0] == base.split("\n", maxsplit=1)[0]


def test_a_base_that_is_a_folder_is_told_where_it_is_asked_for() -> None:
    write(Path(), "root = 'a'\nextend = '..'")
    assert refused("importspy-static.toml") == ["importspy-static.toml:2:10: extend: ..: it is a folder, not a file"]


def test_a_circle_is_told_with_all_its_files() -> None:
    write(Path(), "extend = 'b.toml'", "a.toml")
    write(Path(), "extend = 'c.toml'", "b.toml")
    write(Path(), "extend = './b.toml'", "c.toml")
    assert refused("a.toml") == [
        "c.toml:1:10: extend: the files extend each other: a.toml -> b.toml -> c.toml -> b.toml"
    ]


def test_a_circle_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "project")
    write(Path(), "extend = '../link/a.toml'", "a.toml")
    assert "the files extend each other" in refused("a.toml")[0]


def test_a_row_without_end() -> None:
    for number in range(CONFIGURATION_FILES + 1):
        write(Path(), f"extend = '{number + 1}.toml'", f"{number}.toml")
    (line,) = refused("0.toml")
    assert line.startswith(f"{CONFIGURATION_FILES - 1}.toml:1:10: extend: ")
    assert line.endswith(f"more than {CONFIGURATION_FILES} files extend each other")
    write(Path(), "", f"{CONFIGURATION_FILES - 1}.toml")
    assert len(read_configuration("0.toml", KNOWN).files) == CONFIGURATION_FILES
