"""What each key means, and that whatever else it says is told with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from importspy_static.configuration import ConfigurationError, read_configuration
from importspy_static.configuration import keys as known_keys
from importspy_static.configuration.settings import ExcludePatterns, SettingPlace
from importspy_static.limits import CONFIGURATION_ITEMS, CONFIGURATION_PROBLEMS
from importspy_static.report.formats import FORMATS
from tests.configuration.made import KNOWN, problems, read, refused, write

WHOLE = """\
required-version = ">=0.0.1"
contracts = [
  { path = "src/*.py", contract = "a.yml" },
  { path = ["lib", "entry-points:acme.plugins"], contract = ["b.yml", "a.yml"] },
]
exclude = ["gen", "/x"]
extend-exclude = ["more"]
force-exclude = true
respect-gitignore = false
root = ["src", "lib/"]
python = "python3.12"
every-deployment = false
select = ["SPY3", "argument-type-mismatch"]
ignore = ["SPY805"]
fail-on = "warning"
output-format = "concise"
deep = true
output-file = "build/report.txt"
report = ["sarif=build/a=b.sarif", "junit=x.xml"]
no-progress = true
color = "never"
quiet = false
baseline = "known/violations.json"
verbose = true
log-level = "info"
jobs = 3
no-cache = true

[severity]
SPY804 = "off"
SPY3 = "note"

[[overrides]]
path = ["src/old", "**/test_*.py"]
ignore = ["SPY302"]

[[overrides]]
path = "lib"
select = ["SPY3"]
severity = { SPY310 = "warning" }
"""


def test_every_key_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(), WHOLE)
    found = read_configuration("importspy-static.toml", KNOWN)
    assert (found.path, found.files) == ("importspy-static.toml", ("importspy-static.toml",))
    assert [(each.shape, each.path, each.contract) for each in found.contracts] == [
        ("glob", "src/*.py", "a.yml"),
        ("path", "lib", "b.yml"),
        ("path", "lib", "a.yml"),
        ("entry-points", "acme.plugins", "b.yml"),
        ("entry-points", "acme.plugins", "a.yml"),
    ]
    assert found.exclude == ExcludePatterns(".", ("gen", "/x"), found.places["exclude"])
    assert found.extend_exclude == (ExcludePatterns(".", ("more",), found.places["extend-exclude"]),)
    assert (found.force_exclude, found.respect_gitignore, found.every_deployment) == (True, False, False)
    assert found.root == ("src", "lib/")
    assert (found.environment, found.python) == (None, "python3.12")
    assert (found.select, found.ignore) == (("SPY3", "argument-type-mismatch"), ("SPY805",))
    assert found.severity == {"SPY804": "off", "SPY3": "note"}
    assert (found.fail_on, found.output_format) == ("warning", "concise")
    assert (found.deep, found.output_file, found.no_progress) == (True, "build/report.txt", True)
    assert found.report == ("sarif=build/a=b.sarif", "junit=x.xml")
    assert (found.color, found.quiet, found.verbose, found.log_level) == ("never", False, True, "info")
    assert (found.jobs, found.no_cache) == (3, True)
    assert [[path.path for path in each.paths] for each in found.overrides] == [["src/old", "**/test_*.py"], ["lib"]]
    assert [(each.select, each.ignore) for each in found.overrides] == [((), ("SPY302",)), (("SPY3",), ())]
    assert [each.severity for each in found.overrides] == [{}, {"SPY310": "warning"}]


def test_settings_that_are_left_out_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "[tool.importspy-static]\n", "pyproject.toml")
    settings = [getattr(found, name) for name in found.__dataclass_fields__ if name not in {"path", "files"}]
    assert all(setting is None or len(setting) == 0 for setting in settings)


def test_a_pyproject_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path(), WHOLE)
    table = "[tool.importspy-static]\n" + WHOLE.replace("[severity]", "[tool.importspy-static.severity]").replace(
        "[[overrides]]", "[[tool.importspy-static.overrides]]"
    )
    write(Path(), f"[tool.ruff]\nselect = [1]\n{table}", "pyproject.toml")
    alone = read_configuration("importspy-static.toml", KNOWN)
    within = read_configuration("pyproject.toml", KNOWN)
    assert [each.contract for each in alone.contracts] == [each.contract for each in within.contracts]
    assert within.overrides[1].paths[0].place.key == "tool.importspy-static.overrides[1].path"
    assert within.exclude is not None
    assert (within.exclude.folder, within.exclude.patterns) == (".", ("gen", "/x"))
    ours = {"path", "files", "contracts", "exclude", "extend_exclude", "overrides", "places"}
    assert all(getattr(alone, name) == getattr(within, name) for name in alone.__dataclass_fields__ if name not in ours)
    assert within.contracts[1].place.key == "tool.importspy-static.contracts[1].contract[0]"


def test_settings_have_the_place_where_they_are_said(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    path = str(tmp_path / "importspy-static.toml")
    assert found.places["fail-on"] == SettingPlace(path, 15, 1, "fail-on")
    assert found.contracts[0].pattern_place == SettingPlace(path, 3, 12, "contracts[0].path")
    assert found.contracts[0].place == SettingPlace(path, 3, 35, "contracts[0].contract")
    assert found.contracts[4].pattern_place == SettingPlace(path, 4, 20, "contracts[1].path[1]")
    assert found.contracts[4].place == SettingPlace(path, 4, 71, "contracts[1].contract[1]")
    assert found.places["severity.SPY3"] == SettingPlace(path, 31, 1, "severity.SPY3")
    assert set(found.places) == set(known_keys.KEYS) - {"extend", "environment"} | {"severity.SPY3", "severity.SPY804"}


def test_every_example_is_one(tmp_path: Path) -> None:
    lists = {"exclude", "extend-exclude", "select", "ignore", "contracts", "overrides"}
    write(tmp_path, "", "base.toml")
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "plugin.yml").touch()
    (tmp_path / "folder").mkdir()
    for key, example in known_keys.EXAMPLES.items():
        text = f"{key} = [{example}]" if key in lists else f"{key} = {example}".replace("../", "")
        assert key in read(tmp_path, text).places


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("", "src"), (".", "src"), ("below", "below/src"), ("below/", "below/src"), ("../here", "../here/src")],
)
def test_paths_are_relative_to_the_file_and_told_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, shown: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    text = """
        root = ["./src", 'a\\b', "/absolute", "."]
        environment = "./host.json"
        contracts = [{ path = 'plugins\\*.py', contract = './a.yml' }]
    """
    write(here / folder, text)
    path = f"{folder}/importspy-static.toml".removeprefix("/").replace("//", "/")
    found = read_configuration(path, KNOWN)
    above = shown.removesuffix("src")
    assert found.root == (shown, f"{above}a/b", "/absolute", above.removesuffix("/") or ".")
    assert found.environment == f"{above}host.json"
    assert [(each.path, each.contract) for each in found.contracts] == [(f"{above}plugins/*.py", f"{above}a.yml")]


def test_words_and_names_are_no_paths(tmp_path: Path) -> None:
    file = str(tmp_path / "importspy-static.toml")
    write(tmp_path, 'environment = "none"')
    assert read_configuration(file, KNOWN).environment == "none"
    write(tmp_path, 'python = "python3"')
    assert read_configuration(file, KNOWN).python == "python3"
    write(tmp_path, 'environment = "./none"')
    assert read_configuration(file, KNOWN).environment == str(tmp_path / "none")


@pytest.mark.parametrize("name", ["python", "python3", "python3.13t", "pypy3.10", "PYTHON.exe", "graalpy"])
def test_the_interpreter_is_a_name_on_path(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"python = '{name}'").python == name


@pytest.mark.parametrize("asked", ["0.1.0", "==0.1.*", ">=0.1,<1", " >=0", "~=0.1", "===0.1.0", "!=2"])
def test_a_version_that_is_this_one(tmp_path: Path, asked: str) -> None:
    assert read(tmp_path, f"required-version = '{asked}'\nroot = 'a'").root is not None


def test_a_development_version_is_one_too(tmp_path: Path) -> None:
    file = write(tmp_path, "required-version = '>=0.1'\nroot = 'a'")
    assert read_configuration(str(file), KNOWN._replace(version="0.2.dev1")).root is not None


@pytest.mark.parametrize("asked", ["0.2", ">0.1", "<0.1", "==0.2.*"])
def test_of_a_file_for_another_version_nothing_else_is_told(tmp_path: Path, asked: str) -> None:
    assert problems(tmp_path, f"required-version = '{asked}'\nnew-key = 1\nroot = 1") == [
        f"1:20: required-version: asks for version '{asked}' of importspy-static; this is 0.1.0"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("required-version = 1", "1:20: required-version: expected a text, found the number 1"),
        ("required-version = 'x'", "1:20: required-version: expected a version or a PEP 440 specifier, found 'x'"),
        ("required-version = '>=x'", "1:20: required-version: expected a version or a PEP 440 specifier, found '>=x'"),
        ("extend = ['a']", "1:10: extend: expected a text, found a list"),
        ("extend = ''", "1:10: extend: is an empty text"),
        ("contracts = 'a'", "1:13: contracts: expected a list of tables, found the text 'a'"),
        ("contracts = {path = 'a'}", "1:13: contracts: expected a list of tables, found a table"),
        ("contracts = []", "1:13: contracts: expected a list of tables, found an empty list"),
        ("contracts = ['a']", "1:14: contracts[0]: expected a table, found the text 'a'"),
        ("contracts = [{path = 'a'}]", "1:14: contracts[0]: 'contract' is missing"),
        ("[[contracts]]\ncontract = 'a.yml'", "1:3: contracts[0]: 'path' is missing"),
        ("[contracts]\n", "1:2: contracts: expected a list of tables, found a table"),
        ("contracts = [{path=[], contract='a.yml'}]", "1:20: contracts[0].path: is an empty list"),
        ("contracts = [{path='', contract='a.yml'}]", "1:20: contracts[0].path: is an empty text"),
        ("contracts = [{path='a', contract=[]}]", "1:34: contracts[0].contract: is an empty list"),
        (
            "contracts = [{path='a', contract=true}]",
            "1:34: contracts[0].contract: expected a text or a list of texts, found true",
        ),
        ("contracts = [{path='a', contract='no.yml'}]", "1:34: contracts[0].contract: 'no.yml': no such file"),
        ("contracts = [{path='a', contract='.'}]", "1:34: contracts[0].contract: '.': it is a folder, not a file"),
        (
            "contracts = [{path='a', contract='a.yml/b'}]",
            "1:34: contracts[0].contract: 'a.yml/b': no such file: a part of the path is not a folder",
        ),
        ("contracts = [{path='a', contract=\"a\\u0000b\"}]", "1:34: contracts[0].contract: holds a NUL character"),
        ("contracts = [{path='a/*/../b', contract='a.yml'}]", "1:20: contracts[0].path: has '..' behind a wildcard"),
        (
            "contracts = [{path='entry-points:', contract='a.yml'}]",
            "1:20: contracts[0].path: names no group of entry points",
        ),
        (
            "contracts = [{path='entry-points:a b', contract='a.yml'}]",
            "1:20: contracts[0].path: names no group of entry points",
        ),
        ("exclude = 'a'", "1:11: exclude: expected a list of texts, found the text 'a'"),
        ("exclude = [1.5]", "1:12: exclude[0]: expected a text, found a number"),
        ("extend-exclude = []", "1:18: extend-exclude: is an empty list"),
        ("force-exclude = 1", "1:17: force-exclude: expected true or false, found the number 1"),
        ("respect-gitignore = 'no'", "1:21: respect-gitignore: expected true or false, found the text 'no'"),
        ("root = []", "1:8: root: is an empty list"),
        ("root = 1979-05-27", "1:8: root: expected a text or a list of texts, found a date or a time"),
        ("select = []", "1:10: select: is an empty list"),
        ("select = 'SPY3'", "1:10: select: expected a list of texts, found the text 'SPY3'"),
        ("select = ['SPY3', 'SPY999']", "1:19: select[1]: no violation has the code or name 'SPY999'"),
        ("ignore = ['']", "1:11: ignore[0]: is an empty text"),
        ("severity = 'error'", "1:12: severity: expected a table, found the text 'error'"),
        (
            "severity = {SPY3 = 'fatal'}",
            "1:20: severity.SPY3: expected one of error, warning, note, off, found the text 'fatal'",
        ),
        ("severity.SPY3 = true", "1:17: severity.SPY3: expected one of error, warning, note, off, found true"),
        ("[severity]\nX = 'off'", "2:1: severity.X: no violation has the code or name 'X'"),
        ("severity = {SPY3 = 'off', spy3 = 'off'}", "1:27: severity.spy3: is 'SPY3' once more"),
        ("deep = 'yes'", "1:8: deep: expected true or false, found the text 'yes'"),
        ("quiet = 0", "1:9: quiet: expected true or false, found the number 0"),
        ("color = true", "1:9: color: expected one of auto, always, never, found true"),
        (
            "log-level = 'loud'",
            "1:13: log-level: expected one of debug, info, warning, error, critical, found the text 'loud'",
        ),
        ("output-file = ['a']", "1:15: output-file: expected a text, found a list"),
        ("output-file = '../a'", "1:15: output-file: '../a' is not in the folder of this file"),
        ("output-file = 'a/../../b'", "1:15: output-file: 'a/../../b' is not in the folder of this file"),
        ("output-file = 'a\\..\\..\\b'", "1:15: output-file: 'a\\..\\..\\b' is not in the folder of this file"),
        ("output-file = '/etc/passwd'", "1:15: output-file: '/etc/passwd' is not in the folder of this file"),
        ("output-file = '.'", "1:15: output-file: '.' is not in the folder of this file"),
        ("report = 1", "1:10: report: expected a text or a list of texts, found the number 1"),
        ("report = []", "1:10: report: is an empty list"),
        ("report = 'sarif'", "1:10: report: 'sarif' is not FORMAT=FILE"),
        ("report = ['json=a', 'sarif= ']", "1:21: report[1]: 'sarif= ' is not FORMAT=FILE"),
        ("report = 'json=../a'", "1:10: report: '../a' is not in the folder of this file"),
        ("report = ['json=/etc/passwd']", "1:11: report[0]: '/etc/passwd' is not in the folder of this file"),
        ("overrides = {}", "1:13: overrides: expected a list of tables, found a table"),
        ("overrides = []", "1:13: overrides: expected a list of tables, found an empty list"),
        ("overrides = [1]", "1:14: overrides[0]: expected a table, found the number 1"),
        ("[overrides]\nignore = ['SPY3']", "1:2: overrides: expected a list of tables, found a table"),
        ("overrides = [{ignore = ['SPY3']}]", "1:14: overrides[0]: 'path' is missing"),
        ("overrides = [{path = 'a'}]", "1:14: overrides[0]: says nothing of its path"),
        ("overrides = [{path = [], ignore = ['SPY3']}]", "1:22: overrides[0].path: is an empty list"),
        (
            "overrides = [{path = 1, ignore = ['SPY3']}]",
            "1:22: overrides[0].path: expected a text or a list of texts, found the number 1",
        ),
        (
            "overrides = [{path = 'a/*/../b', ignore = ['SPY3']}]",
            "1:22: overrides[0].path: has '..' behind a wildcard",
        ),
        (
            "overrides = [{path = ['a', 'entry-points:a'], ignore = ['SPY3']}]",
            "1:28: overrides[0].path[1]: names entry points, which are no paths",
        ),
        ("overrides = [{path = 'a', ignore = []}]", "1:36: overrides[0].ignore: is an empty list"),
        (
            "overrides = [{path = 'a', select = ['X']}]",
            "1:37: overrides[0].select[0]: no violation has the code or name 'X'",
        ),
        (
            "overrides = [{path = 'a', severity = {SPY3 = 'loud'}}]",
            "1:46: overrides[0].severity.SPY3: expected one of error, warning, note, off, found the text 'loud'",
        ),
        (
            "overrides = [{path = 'a', severity.SPY3 = 'off', severity.spy3 = 'off'}]",
            "1:59: overrides[0].severity.spy3: is 'SPY3' once more",
        ),
        ("overrides = [{path = 'a', ignore = ['SPY3'], x = 1}]", "1:46: overrides[0].x: unknown key"),
        (
            "overrides = [{path = 'a', ignore = ['SPY3'], fail-on = 'note'}]",
            "1:46: overrides[0].fail-on: cannot be set in a file",
        ),
        ("per-file-ignores = {}", "1:1: per-file-ignores: unknown key"),
        ("fail-on = 'off'", "1:11: fail-on: expected one of error, warning, note, found the text 'off'"),
        ("fail-on = 'Error'", "1:11: fail-on: expected one of error, warning, note, found the text 'Error'"),
        ("output-format = 'xml'", f"1:17: output-format: expected one of {', '.join(FORMATS)}, found the text 'xml'"),
        ("environment = false", "1:15: environment: expected a text, found false"),
        *(
            (
                f"python = '{name}'",
                f"1:10: python: '{name}' is not the name of an interpreter: a file may name no program to run",
            )
            for name in ("./python3", "bin/python", "/usr/bin/python3", "shutdown", "python3 -c x", "python/../x")
        ),
        ("environment = 'a'\npython = 'python'", "2:1: python: 'environment' and 'python' exclude each other"),
        (
            "every-deployment = true\nenvironment = 'none'",
            "1:1: every-deployment: 'environment' and 'every-deployment' exclude each other",
        ),
        ("every-deployment = 'x'", "1:20: every-deployment: expected true or false, found the text 'x'"),
        ("slect = ['SPY3']", "1:1: slect: unknown key"),
        ("'a b' = 1", '1:1: "a b": unknown key'),
        ("'' = 1", '1:1: "": unknown key'),
        (
            "[[contracts]]\npath='a'\ncontract='a.yml'\n[[contracts]]\npath='a'\ncontract='b.yml'\nx=1",
            "7:1: contracts[1].x: unknown key",
        ),
        ("show-values = true", "1:1: show-values: cannot be set in a file"),
        ("dry-run = true", "1:1: dry-run: cannot be set in a file"),
        ("jobs = 0", "1:8: jobs: expected a whole number from 1 to 256, found the number 0"),
    ],
    ids=lambda each: each[:40],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert problems(tmp_path, text) == [expected]


def remedies(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(str(write(folder, text)), KNOWN)
    return [problem.remedy for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("slect = ['SPY3']", "did you mean 'select'?"),
        ("force_exclude = true", "did you mean 'force-exclude'?"),
        ("Fail-On = 'error'", "did you mean 'fail-on'?"),
        ("zzz = 1", f"known here: {', '.join(known_keys.KEYS)}"),
        ("contracts = [{path='a', contract='a.yml', contrct=1}]", "did you mean 'contract'?"),
        ("contracts = [{path='a', contract='aa.yml'}]", "did you mean 'a.yml'?"),
        ("select = ['argument-type-missmatch']", "did you mean 'argument-type-mismatch'?"),
        ("fail-on = 'warn'", "did you mean 'warning'?"),
        ("root = 1", 'for example: root = "src"'),
        ("select = 1", 'for example: select = ["SPY3"]'),
        ("ignore = [1]", 'for example: ignore = ["SPY805"]'),
        ("contracts = [{path=1, contract='a.yml'}]", 'for example: path = "src/acme/plugins/*.py"'),
        ("required-version = ''", 'for example: required-version = ">=0.1"'),
        ("force-exclude = 1", "write `force-exclude = true` or `force-exclude = false`"),
        ("jobs = '2'", "write `jobs = 2`"),
        ("per-file-ignores = {}", known_keys.ELSEWHERE["per-file-ignores"]),
        ("overrides = 1", 'for example: overrides = [{ path = "src/acme/legacy", ignore = ["SPY302"] }]'),
        ("overrides = [{path = 'a'}]", "give it `select`, `ignore` or `severity`"),
        ("overrides = [{path = 'a', ignroe = ['SPY3'], ignore = ['SPY3']}]", "did you mean 'ignore'?"),
    ],
)
def test_the_remedy_says_what_to_write(tmp_path: Path, text: str, remedy: str) -> None:
    assert remedies(tmp_path, text) == [remedy]


def test_an_output_file_is_in_the_folder_of_its_configuration_links_resolved(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "project" / "file").symlink_to(tmp_path / "elsewhere" / "x")
    (tmp_path / "project" / "here").symlink_to(tmp_path / "project")
    for path in ("link/a", "file"):
        assert problems(tmp_path / "project", f"output-file = '{path}'") == [
            f"1:15: output-file: '{path}' is not in the folder of this file"
        ]
    for path in ("a", "./a", "a/b", "here/a", "..a"):
        found = read(tmp_path / "project", f"output-file = '{path}'").output_file
        assert found == str(tmp_path / "project" / path)


@pytest.mark.parametrize("key", known_keys.REFUSED)
def test_what_belongs_to_a_run_is_refused_with_what_to_do_instead(tmp_path: Path, key: str) -> None:
    (remedy,) = remedies(tmp_path, f"{key} = true")
    assert remedy == known_keys.REFUSED[key]
    assert key not in known_keys.KEYS


def test_lists_that_may_be_empty(tmp_path: Path) -> None:
    found = read(tmp_path, "exclude = []\nignore = []\nseverity = {}")
    assert (found.exclude, found.ignore) == (ExcludePatterns(str(tmp_path), (), found.places["exclude"]), ())


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """
        root = 1
        contracts = [
          { path = "a", contract = "no.yml" },
          { path = 1, contract = "a.yml", x = 1 },
        ]
        nonsense = 1
        severity = { SPY999 = "loud" }
    """
    assert [line.split(": ")[:2] for line in problems(tmp_path, text)] == [
        ["2:8", "root"],
        ["4:28", "contracts[0].contract"],
        ["5:12", "contracts[1].path"],
        ["5:35", "contracts[1].x"],
        ["7:1", "nonsense"],
        ["8:14", "severity.SPY999"],
        ["8:23", "severity.SPY999"],
    ]


def test_text_of_the_file_is_told_short_and_harmless(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, 'fail-on = "\\u001b[31m\\u202e\\n' + "x" * 900 + '"')
    assert line.isprintable()
    assert len(line) < 200
    (line,) = problems(tmp_path, '"\\u001b\\u202e' + "x" * 900 + '" = 1')
    assert line.isprintable()
    assert len(line) < 200


def test_a_text_over_the_limit(tmp_path: Path) -> None:
    assert problems(tmp_path, f"root = '{'x' * 1001}'") == ["1:8: root: is a text of over 1000 characters"]
    items = "'a'," * (CONFIGURATION_ITEMS + 1)
    assert problems(tmp_path, f"exclude = [{items}]") == ["1:11: exclude: has 1001 items, more than 1000"]


def test_too_many_pairs_of_paths_and_contracts(tmp_path: Path) -> None:
    entry = "{path = [" + "'a'," * 101 + "], contract = [" + "'a.yml'," * 100 + "]}"
    assert problems(tmp_path, f"contracts = [{entry}]") == [
        "1:13: contracts: maps 10100 paths to contracts, more than 10000"
    ]


def test_too_many_paths_of_overrides(tmp_path: Path) -> None:
    entry = "{ignore = ['SPY3'], path = [" + "'a'," * 1000 + "]},"
    assert problems(tmp_path, f"overrides = [{entry * 11}]") == ["1:13: overrides: names 11000 paths, more than 10000"]
    assert len(read(tmp_path, f"overrides = [{entry * 10}]").overrides) == 10


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"key-{number} = 1" for number in range(20_000)),
        "select = [" + ",".join(f"'SPY9{number}'" for number in range(900)) + "]",
        "[severity]\n" + "\n".join(f"X{number} = 1" for number in range(900)),
        "contracts = [" + "{path='a',contract='no.yml'}," * 900 + "]",
        "contracts = [" + "{x=1}," * 900 + "]",
        "overrides = [" + "{path='a',ignore=['X']}," * 900 + "]",
    ],
    ids=lambda each: each[:20],
)
def test_of_very_many_problems_some_are_told(tmp_path: Path, text: str) -> None:
    started = time.monotonic()
    found = problems(tmp_path, text)
    assert time.monotonic() - started < 10
    assert len(found) == CONFIGURATION_PROBLEMS + 1
    assert found[-1] == f"1:1: more than {CONFIGURATION_PROBLEMS} problems"


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_a_contract_that_is_a_link_is_the_file_that_it_leads_to(tmp_path: Path, kind: str) -> None:
    text = "contracts = [{path='a', contract='link.yml'}]"
    (tmp_path / "link.yml").symlink_to("a.yml")
    assert read(tmp_path, text).contracts[0].contract == str(tmp_path / "link.yml")
    (tmp_path / "link.yml").unlink()
    (tmp_path / "link.yml").symlink_to("none.yml" if kind == "missing" else ".")
    assert "contracts[0].contract: 'link.yml': " in refused(tmp_path / "importspy-static.toml")[0]
