"""The public names: what the command line prints is what these return."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from importspy_static import Contract, ContractError, ProbeError, Report, check, generate, probe, snapshot
from importspy_static.cli.main import main

CONTRACT = "functions:\n  - name: run\n    arguments: [{name: amount, annotation: int}]\n"
BROKEN = "def run(amount: str): ...\n"


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "spymodel.yml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "plugin.py").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "fine.py").write_text("def run(amount: int): ...\n", encoding="utf-8")
    return tmp_path / "plugin.py"


def test_a_check_returns_a_report(module: Path) -> None:
    report = check(module, contract=module.parent / "spymodel.yml", environment=None)
    assert isinstance(report, Report)
    assert not report.ok
    assert [violation.code for violation in report.violations] == ["SPY312"]
    assert report.modules[0].verdict == "broken"


def test_what_the_command_line_prints_is_what_a_report_says(
    module: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(module.parent)
    assert main(["check", "plugin.py", "fine.py", "-s", "spymodel.yml", "-f", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == check(["plugin.py", "fine.py"], "spymodel.yml").to_dict()


def test_a_contract_is_read_from_text_or_a_file_and_serves_many_checks(module: Path) -> None:
    for contract in (Contract.from_yaml(CONTRACT), Contract.from_yaml(module.parent / "spymodel.yml")):
        assert isinstance(contract, Contract)
        assert not check(module, contract).ok
        assert check(module.with_name("fine.py"), contract).ok


def test_one_module_that_cannot_be_read_does_not_stop_the_others(module: Path) -> None:
    report = check([module.with_name("gone.py"), module], module.parent / "spymodel.yml")
    assert [violation.code for violation in report.violations] == ["SPY001", "SPY312"]


@pytest.mark.parametrize("contract", [None, "gone.yml"])
def test_a_check_without_a_contract_is_an_error(module: Path, contract: str | None) -> None:
    with pytest.raises(ContractError) as refused:
        check(module, contract)
    assert len(refused.value.problems) == 1


def test_a_wrong_contract_tells_all_its_problems() -> None:
    with pytest.raises(ContractError) as refused:
        Contract.from_yaml("functions:\n  - {nam: run}\nclases: []\n")
    assert {problem.code for problem in refused.value.problems} >= {"SPY011", "SPY012"}
    assert isinstance(refused.value, ValueError)


def test_nothing_of_a_checked_module_is_run(module: Path) -> None:
    marker = module.parent / "ran"
    source = f"open({str(marker)!r}, 'w').close()\ndef run(amount: int): ...\nraise SystemExit\n"
    module.write_text(source, encoding="utf-8")
    check(module, module.parent / "spymodel.yml")
    assert not marker.exists()


def test_a_module_whose_import_surely_fails_is_not_compliant(module: Path) -> None:
    module.write_text("def run(amount: int): ...\nprint(undefined_name)\n", encoding="utf-8")
    (violation,) = check(module, module.parent / "spymodel.yml").violations
    assert violation.code == "SPY301"
    assert "line 2 always raises" in violation.message


def test_what_is_not_judged_without_a_host_is_told(module: Path, caplog: pytest.LogCaptureFixture) -> None:
    check(
        module,
        Contract.from_yaml("functions: [{name: run}]\ndependencies: {requests: {allowed: true}}\n"),
        environment=None,
    )
    assert any("dependencies are not judged, as no host is looked at" in each for each in caplog.messages)


def test_a_host_is_a_value_that_is_handed_in(module: Path) -> None:
    here = probe(distributions=False)
    contract = Contract.from_yaml("functions: [{name: run}]\nruntime: {python: '>=99'}\n")
    module.write_text("def run(): ...\n", encoding="utf-8")
    assert [each.code for each in check(module, contract).violations] == ["SPY501"]
    assert [each.code for each in check(module, contract, environment=here).violations] == ["SPY501"]
    assert check(module, contract, environment=None).ok
    elsewhere = dataclasses.replace(here, version=(99, 0, 0, "final", 0))
    assert check(module, contract, environment=elsewhere).ok


def test_the_host_decides_the_conditions_of_the_module(module: Path) -> None:
    module.write_text("import sys\nif sys.version_info >= (99,):\n    def run(): ...\n", encoding="utf-8")
    contract = Contract.from_yaml("functions: [{name: run}]\n")
    assert not check(module, contract).ok
    elsewhere = dataclasses.replace(probe(distributions=False), version=(99, 0, 0, "final", 0))
    assert check(module, contract, environment=elsewhere).ok


def test_what_a_host_lacks_is_told_once_for_several_modules(module: Path) -> None:
    other = module.with_name("other.py")
    for each in (module, other):
        each.write_text("def run(): ...\n", encoding="utf-8")
    report = check([module, other], Contract.from_yaml("functions: [{name: run}]\nruntime: {python: '>=99'}\n"))
    assert [each.verdict for each in report.modules] == ["broken", "broken"]
    assert [each.code for each in report.violations] == ["SPY501"]


def test_a_snapshot_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    here = probe()
    file = tmp_path / "image.json"
    file.write_text(json.dumps(here.to_dict()), encoding="utf-8")
    assert dataclasses.replace(snapshot(file), source=here.source) == here
    with pytest.raises(ProbeError):
        snapshot(tmp_path / "none.json")


BOTH = """
deployments:
  - systems:
      - pythons:
          - version: ">=3.10"
            modules: [{filename: one.py, functions: [{name: run}]}, {filename: sub/two.py, functions: [{name: stop}]}]
"""


def test_an_entry_that_names_another_file_is_a_requirement_on_that_file(tmp_path: Path) -> None:
    contract = tmp_path / "spymodel.yml"
    contract.write_text(BOTH, encoding="utf-8")
    (tmp_path / "one.py").write_text("def run(): ...\n", encoding="utf-8")
    missing = check(tmp_path / "one.py", contract)
    assert [(each.verdict, each.violations[:1] and each.violations[0].code) for each in missing.modules] == [
        ("compliant", ()),
        ("broken", "SPY001"),
    ]
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.py").write_text("", encoding="utf-8")
    assert [each.code for each in check(tmp_path / "one.py", contract).violations] == ["SPY301"]
    (tmp_path / "sub" / "two.py").write_text("def stop(): ...\n", encoding="utf-8")
    report = check([tmp_path / "one.py", tmp_path / "sub" / "two.py"], contract)
    assert (report.ok, len(report.modules)) == (True, 2)


def test_a_file_that_no_deployment_speaks_of_keeps_nothing(tmp_path: Path) -> None:
    contract = tmp_path / "spymodel.yml"
    contract.write_text(BOTH, encoding="utf-8")
    (tmp_path / "other.py").write_text("def run(): ...\n", encoding="utf-8")
    for where in ({}, {"environment": None}, {"every_deployment": True}):
        report = check(tmp_path / "other.py", contract, **where)
        assert [each.code for each in report.violations] == ["SPY101"]


def test_a_generated_contract_is_one_that_the_module_keeps(module: Path) -> None:
    module.write_text("LIMIT = 3\ndef run(a: int, *, b='x') -> None: ...\n", encoding="utf-8")
    contract = generate(module)
    assert contract.to_dict()["functions"] == [
        {
            "name": "run",
            "arguments": [
                {"name": "a", "annotation": "int"},
                {"name": "b", "kind": "keyword_only", "value": "x"},
            ],
            "return_annotation": "None",
        }
    ]
    assert check(module, contract).ok
    assert check(module, Contract.from_yaml(contract.to_yaml())).ok
    assert "arguments" not in generate(module, detail="names").to_yaml()


def test_what_cannot_be_generated_says_why(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as caught:
        generate([tmp_path / "nix.py"])
    assert "there is no such file" in str(caught.value)
