"""What cannot be is refused in a line that says what to do."""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from importspy_static import ContractViolation, GuardError, guard, load_plugin
from importspy_static.configuration import ConfigurationError
from importspy_static.guard import process, verdicts


@pytest.mark.parametrize(
    ("contracts", "message"),
    [
        ({}, "nothing would be guarded"),
        ({"plugins.*": "missing.yml"}, "missing.yml: the contract cannot be read: No such file"),
        ({"plugins.*": ""}, "'': the contract cannot be read"),
        ({"plugins.*": "."}, "the contract cannot be read: Is a directory"),
        ({"plug ins": "spymodel.yml"}, "'plug ins': not a dotted name"),
        ({"": "spymodel.yml"}, "'': not a dotted name"),
        ({"plugins.": "spymodel.yml"}, "not a dotted name"),
        ({"entry-points:acme.none": "spymodel.yml"}, "nothing that is installed registers"),
        ({"plugins/**/..": "spymodel.yml"}, "behind a wildcard"),
    ],
)
def test_contracts_that_cannot_be(host: Path, contracts: Any, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(host)
    with pytest.raises(GuardError, match=message):
        guard.install(contracts)
    assert guard.guarding.guards == ()


@pytest.mark.parametrize(
    ("contracts", "exempt"),
    [(["plugins.*"], ()), ("plugins.*", ()), ({1: "x.yml"}, ()), ({"a": 1}, ()), ({"a": []}, ()), ({"a": [None]}, ())],
)
def test_what_is_of_the_wrong_type(contracts: Any, exempt: Any) -> None:
    with pytest.raises(TypeError, match="contracts:"):
        guard.install(contracts, exempt=exempt)


def test_exempt_is_a_list(host: Path, contract: str) -> None:
    with pytest.raises(TypeError, match="exempt: a list"):
        guard.install({"plugins.*": contract}, exempt="plugins.audit")
    with pytest.raises(TypeError, match="exempt: a pattern"):
        guard.install({"plugins.*": contract}, exempt=[1])  # type: ignore[list-item]


def test_a_mode_that_is_none(contract: str) -> None:
    with pytest.raises(GuardError, match="'enforce' or 'warn'"):
        guard.install({"plugins.*": contract}, mode="off")  # type: ignore[arg-type]


def test_without_contracts_the_nearest_configuration_counts(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(host)
    monkeypatch.setattr("importspy_static.guard.configured.find_configuration", lambda: None)
    with pytest.raises(GuardError, match=r"importspy-static\.toml"):
        guard.install()
    monkeypatch.undo()
    monkeypatch.syspath_prepend(str(host))
    monkeypatch.chdir(host)
    config = host / "importspy-static.toml"
    config.write_text("fail-on = 'error'\n", encoding="utf-8")
    with pytest.raises(GuardError, match="maps no path"):
        guard.install()
    config.write_text("contracts = 1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        guard.install()
    with pytest.raises(TypeError, match="config:"):
        guard.install(config=1)  # type: ignore[arg-type]
    config.write_text("contracts = [{ path = 'plugins', contract = 'spymodel.yml' }]\n", encoding="utf-8")
    with guard.install(), pytest.raises(ContractViolation):
        importlib.import_module("plugins.hollow")


def test_a_contract_that_is_none_refuses_what_it_covers(host: Path, contract: str) -> None:
    Path(contract).write_text("functions: 1\n", encoding="utf-8")
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation, match="SPY01") as raised:
        importlib.import_module("plugins.audit")
    assert raised.value.report is None
    assert f"{contract}:1:" in raised.value.lines[0]


def test_a_contract_about_another_file_is_no_pass(host: Path, contract: str) -> None:
    Path(contract).write_text("modules: [{filename: other.py, functions: [{name: x}]}]\n", encoding="utf-8")
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation, match="says nothing of this module"):
        importlib.import_module("plugins.audit")


def test_source_that_is_none_is_a_violation(host: Path, contract: str) -> None:
    (host / "plugins" / "odd.py").write_bytes(b"def x(:\n")
    (host / "plugins" / "nul.py").write_bytes(b"x = 1\0\n")
    with guard.install({"plugins.*": contract}):
        for name in ("odd", "nul"):
            with pytest.raises(ContractViolation, match="SPY00"):
                importlib.import_module(f"plugins.{name}")
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("plugins.nothing")


def test_a_process_that_dies_refuses_and_the_next_one_is_asked(
    host: Path, contract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts.shared().close()
    monkeypatch.setattr(process, "_START", "raise SystemExit")
    with guard.install({"plugins.*": contract}):
        with pytest.raises(ContractViolation, match="could not be checked"):
            importlib.import_module("plugins.audit")
        monkeypatch.undo()
        monkeypatch.syspath_prepend(str(host))
        importlib.import_module("plugins.audit")
        running = verdicts.shared().process._process
        assert running is not None
        running.kill()  # as it does when it was idle
        running.wait()
        importlib.import_module("plugins.backup")


def test_where_no_process_can_be_started_this_one_judges(
    host: Path, contract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts.shared().close()
    monkeypatch.setattr(sys, "executable", "")
    with guard.install({"plugins.*": contract}):
        importlib.import_module("plugins.audit")
        with pytest.raises(ContractViolation, match="SPY401"):
            importlib.import_module("plugins.hollow")
    with guard.install({"**": contract, "/": contract}), pytest.raises(ContractViolation, match="SPY310"):
        importlib.import_module("plugins.crooked")


def test_plugins_that_cannot_be_loaded(host: Path, contract: str) -> None:
    with pytest.raises(GuardError, match="there is no such plugin"):
        load_plugin(host / "missing.py", contract)
    with pytest.raises(GuardError, match="cannot be read"):
        load_plugin(host / "plugins" / "audit.py", host / "missing.yml")
    with pytest.raises(GuardError, match="already"):
        load_plugin(host / "plugins" / "audit.py", contract, name="sys")
    with pytest.raises(TypeError):
        load_plugin(host / "plugins" / "audit.py", None)  # type: ignore[arg-type]
    package = host / "whole"
    package.mkdir()
    (package / "__init__.py").write_text((host / "plugins" / "audit.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert load_plugin(package, contract).__path__ == [str(package)]
    del sys.modules["whole"]


def test_a_plugin_that_raises_leaves_nothing(host: Path, contract: str) -> None:
    path = host / "plugins" / "audit.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nprint(1 / len(__name__[99:]))\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        load_plugin(path, contract, name="raising")
    assert "raising" not in sys.modules


def test_a_file_whose_name_is_no_name_of_a_module(host: Path, contract: str) -> None:
    odd = host / "plugins" / "audit-[1].py"
    (host / "plugins" / "audit.py").rename(odd)
    assert load_plugin(odd, contract).name == "audit"
    del sys.modules["audit-[1]"]
    (host / "plugins" / "hollow.py").rename(host / "plugins" / "hollow-1.py")
    with pytest.raises(ContractViolation):
        load_plugin(host / "plugins" / "hollow-1.py", contract)


def test_a_violation_goes_to_another_process_whole(host: Path, contract: str) -> None:
    with pytest.raises(ContractViolation) as raised:
        load_plugin(host / "plugins" / "hollow.py", contract, name="sent")
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.name, again.path, again.lines) == (
        str(raised.value), "sent", raised.value.path, raised.value.lines
    )  # fmt: skip
    assert again.report == raised.value.report


def test_a_program_without_files_is_its_own_edition(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "_HOME", str(host / "app.pyz"))
    assert verdicts._edition_or_none() != verdicts._edition_or_none()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_process_has_its_own(host: Path, contract: str) -> None:
    with guard.install({"plugins.*": contract}):
        importlib.import_module("plugins.audit")
        child = os.fork()
        if not child:
            try:
                importlib.import_module("plugins.backup")
                os._exit(0)
            except BaseException:  # noqa: BLE001 - of the process that is ended here
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        importlib.import_module("plugins.digest")
