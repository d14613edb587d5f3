"""`contract show`: what a contract means with all that it extends, and where each part is written."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from importspy_static import Contract, ContractError
from importspy_static.cli.main import main
from importspy_static.contract.describing import document_of
from importspy_static.contract.reader import parse_contract, read_contract
from importspy_static.contract.writing import yaml_text
from importspy_static.model.document import origins, plain
from tests.cli.conftest import Done, Program
from tests.fixture_contracts import contracts

ROOT = Path(__file__).resolve().parent.parent.parent

BASE = """\
extra: forbid
variables:
  - name: LIMIT
    annotation: int
    value: 3
functions:
  - name: run
    arguments: [{name: path}]
imports:
  deny: [socket]
"""
OWN = """\
extends: parts/base.yml
variables:
  - {name: LIMIT, value: 4}
functions:
  - {name: stop, when: {python: ">=3.12"}}
imports: {deny: [subprocess]}
severity: {SPY805: warning}
"""
SHOWN = """\
# own.yml, with what it extends: parts/base.yml
schema_version: 1
extra: forbid  # parts/base.yml:1
variables:
  - name: LIMIT  # own.yml:3
    annotation: int  # parts/base.yml:4
    value: 4  # own.yml:3
functions:
  - {name: run, arguments: [{name: path}]}  # parts/base.yml:7-8
  - {name: stop, when: {python: ">=3.12"}}  # own.yml:5
imports:
  deny:
    - socket  # parts/base.yml:10
    - subprocess  # own.yml:6
severity: {SPY805: warning}  # own.yml:7
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "base.yml").write_text(BASE, encoding="utf-8")
    (tmp_path / "own.yml").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Program:
    def run(*arguments: str) -> Done:
        status = main(["contract", "show", *arguments])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run


def described(contract: Contract) -> object:
    return plain(document_of(contract))


CONTRACTS = [path for path in contracts() if not any(f"SPY01{digit}" in str(path) for digit in range(10))]


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: str(path.relative_to(ROOT / "fixtures")))
def test_what_is_shown_means_the_same(path: Path) -> None:
    contract = read_contract(str(path))
    document = document_of(contract)
    again = parse_contract(yaml_text(document), str(path.parent / "shown.yml"))
    assert plain(document_of(again)) == plain(document)
    assert parse_contract(json.dumps(plain(document)), str(path)) is not None
    without = parse_contract(yaml_text(document, with_origins=False), str(path))
    assert plain(document_of(without)) == plain(document)
    assert again.module.requires_something == contract.module.requires_something


def test_there_are_contracts_to_look_at() -> None:
    assert len(CONTRACTS) > 100


def test_each_line_ends_in_where_it_comes_from(show: Program) -> None:
    done = show("own.yml")
    assert (done.status, done.out, done.err) == (0, SHOWN, "")


def test_json_has_the_contract_and_its_origins_by_key(show: Program) -> None:
    done = show("own.yml", "-f", "json")
    told = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert (told["schema_version"], told["files"]) == (1, ["own.yml", "parts/base.yml"])
    assert told["contract"]["variables"] == [{"name": "LIMIT", "annotation": "int", "value": 4}]
    assert told["origins"]["variables[0].annotation"] == {
        "path": "parts/base.yml",
        "line": 4,
        "column": 17,
        "key": "variables[0].annotation",
    }
    assert told["origins"]["functions[1].name"]["key"] == "functions[0].name"
    assert told["origins"]["imports.deny[1]"]["path"] == "own.yml"


def test_every_requirement_has_an_origin() -> None:
    text = (ROOT / "fixtures/compliant/contract-of-importspy/spymodel.yml").read_text(encoding="utf-8")
    document = document_of(parse_contract(text, "own.yml"))
    named = dict(origins(document))
    leaves = [key for key in _leaves(plain(document)) if key != "schema_version"]
    assert [key for key in leaves if key not in named] == []
    lines = text.splitlines()
    for key, place in named.items():
        assert place.key == key
        assert place.line <= len(lines)


def _leaves(content: object, key: str = "") -> list[str]:
    match content:
        case dict():
            return [leaf for name, each in content.items() for leaf in _leaves(each, f"{key}.{name}" if key else name)]
        case list():
            return [leaf for index, each in enumerate(content) for leaf in _leaves(each, f"{key}[{index}]")]
        case _:
            return [key]


def test_for_a_host_only_what_holds_there_is_shown(show: Program, folder: Path) -> None:
    from tests.checks.hosts import host

    for python, is_there in (("3.11.7", False), ("3.12.0", True)):
        snapshot = folder / f"{python}.json"
        snapshot.write_text(json.dumps(host(python).to_dict()), encoding="utf-8")
        done = show("own.yml", "--environment", str(snapshot))
        assert done.status == 0
        assert ("stop" in done.out) is is_there
    assert "stop" in show("own.yml", "--environment", "none").out


def test_where_nothing_is_required_that_is_said(show: Program, folder: Path) -> None:
    (folder / "own.yml").write_text("functions: [{name: f, when: {python: '<3'}}]\n", encoding="utf-8")
    done = show("own.yml", "--environment", "host")
    assert done.out == "# own.yml\nschema_version: 1\n# nothing is required there\n"


def test_it_is_written_to_a_file_but_over_none_of_the_contract(show: Program, folder: Path) -> None:
    assert (show("own.yml", "-o", "all.yml").out, (folder / "all.yml").read_text()) == ("", SHOWN)
    for name in ("own.yml", "parts/base.yml"):
        done = show("own.yml", "-o", name)
        assert (done.status, done.out) == (2, "")
        assert "would overwrite" in done.err
    assert (folder / "parts" / "base.yml").read_text() == BASE


def test_a_contract_with_problems_is_refused_with_all_of_them(show: Program, folder: Path) -> None:
    (folder / "parts" / "base.yml").write_text("clases: []\n", encoding="utf-8")
    (folder / "own.yml").write_text("extends: [parts/base.yml, gone.yml]\n", encoding="utf-8")
    done = show("own.yml")
    assert (done.status, done.out) == (2, "")
    assert " --> own.yml:1:27  (extends[1])\n" in done.err
    assert "1 | clases: []" in done.err
    assert done.err.endswith("error: 2 problems in own.yml: nothing is shown\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone.yml"], "1 problem in gone.yml: nothing is shown"),
        (["parts"], "it is a folder, not a file"),
        ([""], "1 problem in ''"),
        (["a\0b"], "NUL"),
        (["own.yml", "-f", "toml"], "toml"),
        (["own.yml", "--python", "gone"], "gone"),
        (["own.yml", "--environment", "gone.json"], "gone.json"),
        (["own.yml", "--environment", "own.yml"], "own.yml"),
        (["own.yml", "--python", "python3", "--environment", "own.yml"], "exclude each other"),
        (["own.yml", "--environment", "none", "--python", "python3"], "exclude each other"),
        (["own.yml", "-o", "parts"], "it is a folder"),
        (["own.yml", "-o", "gone/x.yml"], "cannot write"),
        ([], "FILE"),
    ],
)
def test_bad_input_is_refused(arguments: list[str], said: str, show: Program) -> None:
    done = show(*arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_control_characters_of_a_path_are_not_sent_to_a_terminal(show: Program, folder: Path) -> None:
    (folder / "a\x1b[31m\nb.yml").write_text("version: '1'\n", encoding="utf-8")
    (folder / "own.yml").write_text('extends: "a\\e[31m\\nb.yml"\n', encoding="utf-8")
    done = show("own.yml")
    assert done.status == 0
    assert "\x1b" not in done.out
    assert parse_contract(done.out).module.version is not None


HOSTILE = """\
filename: "a # b.py"
version: "3.10"
variables:
  - {name: a, value: "# no comment"}
  - {name: b, value: {"<<": 1, "=": [], ": ": {}, "": null, 1: 1.0, true: .nan, "yes": -.inf}}
  - {name: c, value: "a\\nb\\0\\u2028\\U0001F600 "}
  - {name: d, value: [[], {}, [[1, "1"], {a: [b]}], "*x", "&y", "!z", "- a", "a: b", "null", "~", "0x10", "1_0"]}
  - {name: e, value: null}
  - {name: f, value: 123456789012345678901234567890}
  - {name: g, annotation: "dict[str, int] | None"}
  - {name: h, value: 1e300}
functions: [{name: f, arguments: [{name: "*args", annotation: "*Ts"}, {name: "**kw"}], return_annotation: None}]
runtime: {environment: {NO: "no", EMPTY: "", NULL: null, N: 3.10}, os: [macos]}
dependencies: {zope.interface: {version: "==1.*"}, "import:a": {origin: {}}}
importers: {}
options: {trusted_decorators: ["*", "a.*"]}
"""


def test_whatever_a_contract_holds_is_written_so_that_it_is_read_again() -> None:
    contract = parse_contract(HOSTILE, "own.yml")
    again = parse_contract(yaml_text(document_of(contract)), "own.yml")
    assert repr(plain(document_of(again))) == repr(plain(document_of(contract)))
    assert [each.value and repr(each.value.value) for each in again.module.variables] == [
        each.value and repr(each.value.value) for each in contract.module.variables
    ]


def test_json_is_strict(show: Program, folder: Path) -> None:
    (folder / "own.yml").write_text(HOSTILE, encoding="utf-8")

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    told = json.loads(show("own.yml", "-f", "json").out, parse_constant=refuse)
    assert told["contract"]["variables"][1]["value"]["yes"] == "-.inf"


def test_from_python_it_is_the_same(folder: Path) -> None:
    contract = Contract.from_yaml(folder / "own.yml")
    assert contract.to_dict()["imports"] == {"deny": ["socket", "subprocess"]}
    assert contract.to_dict()["variables"] == [{"name": "LIMIT", "annotation": "int", "value": 4}]
    text = contract.to_yaml()
    assert "#" not in text
    assert Contract.from_yaml(text).to_dict() == contract.to_dict()
    assert math.isnan(Contract.from_yaml("variables: [{name: a, value: .nan}]\n").to_dict()["variables"][0]["value"])
    with pytest.raises(ContractError):
        Contract.from_yaml("extends: gone.yml\n")


def test_files_of_a_bundle_are_named_from_the_folder_of_the_contract(show: Program, folder: Path) -> None:
    (folder / "parts" / "base.yml").write_text("modules: [{filename: lib/a.py, functions: [{name: f}]}]\n")
    (folder / "own.yml").write_text("extends: parts/base.yml\nmodules: [{filename: b.py}]\n")
    shown = parse_contract(show("own.yml").out, "own.yml")
    assert [each.filename and each.filename.value for each in shown.modules] == ["parts/lib/a.py", "b.py"]
