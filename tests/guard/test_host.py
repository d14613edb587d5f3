"""Ten plugins, three of which break the contract: seven load, three never run, each with its report."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import py_compile
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from importspy_static import ContractViolation, Report, check, guard
from tests.guard.plugins import ALL, BROKEN, FINE, ran

Importing = Callable[[str], ModuleType]


def told(importing: Importing, prefix: str = "plugins.") -> tuple[set[str], dict[str, ContractViolation]]:
    """The plugins that were imported, and the violations of the others."""
    loaded, refused = set[str](), {}
    for name in ALL:
        try:
            loaded.add(importing(f"{prefix}{name}").name)
        except ContractViolation as violation:  # noqa: PERF203
            refused[name] = violation
            assert f"{prefix}{name}" not in sys.modules
    return loaded, refused


def assert_all_is_right(folder: Path, loaded: set[str], refused: dict[str, ContractViolation]) -> None:
    assert loaded == set(FINE)
    for name, codes in BROKEN.items():
        report = refused[name].report
        assert isinstance(report, Report)
        assert {each.code for each in report.violations} == codes
        assert str(refused[name].name).endswith(name)
    assert ran(folder) == []


def test_by_name(host: Path, contract: str) -> None:
    with guard.install({"plugins.*": contract}):
        assert_all_is_right(host, *told(importlib.import_module))


def test_by_path(host: Path, contract: str) -> None:
    with guard.install({f"{host}/plugins/*.py": contract}):
        assert_all_is_right(host, *told(importlib.import_module))


def test_through_a_link(host: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (host / "linked").mkdir()
    (host / "linked" / "elsewhere").symlink_to(host / "plugins", target_is_directory=True)
    monkeypatch.syspath_prepend(str(host / "linked"))
    with guard.install({f"{host}/plugins": contract}):
        assert_all_is_right(host, *told(importlib.import_module, "elsewhere."))


def test_by_the_configuration(host: Path) -> None:
    (host / "importspy-static.toml").write_text(
        "contracts = [{ path = 'plugins/*.py', contract = 'spymodel.yml' }]\n", encoding="utf-8"
    )
    with guard.install(config=host / "importspy-static.toml"):
        assert_all_is_right(host, *told(importlib.import_module))


def test_what_the_configuration_ignores_is_no_violation(host: Path) -> None:
    (host / "importspy-static.toml").write_text(
        "contracts = [{ path = 'plugins/*.py', contract = 'spymodel.yml' }]\nignore = ['SPY310']\n", encoding="utf-8"
    )
    with guard.install(config=host / "importspy-static.toml"):
        loaded, refused = told(importlib.import_module)
    assert loaded == {*FINE, "crooked"}
    assert set(refused) == {"hollow", "outdated"}


def test_the_report_is_that_of_a_check(host: Path, contract: str) -> None:
    path = host / "plugins" / "crooked.py"
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation) as raised:
        importlib.import_module("plugins.crooked")
    assert raised.value.report is not None
    assert raised.value.report.violations == check(path, contract).violations
    assert raised.value.path == str(path)
    assert f"{path}:12:9: SPY310" in str(raised.value)


def test_with_threads(host: Path, contract: str) -> None:
    found: dict[str, object] = {}

    def load(name: str) -> None:
        try:
            found[name] = importlib.import_module(f"plugins.{name}")
        except ContractViolation as violation:
            found[name] = violation

    with guard.install({"plugins.*": contract}):
        threads = [threading.Thread(target=load, args=(name,)) for name in ALL for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
            assert not each.is_alive()
    refused = {name: each for name, each in found.items() if isinstance(each, ContractViolation)}
    assert_all_is_right(host, {*found} - {*refused}, refused)


def test_with_asyncio(host: Path, contract: str) -> None:
    async def load() -> list[object]:
        names = [f"plugins.{name}" for name in ALL]
        return await asyncio.gather(*map(guard.import_module, names), return_exceptions=True)

    with guard.install({"plugins.*": contract}):
        found = dict(zip(ALL, asyncio.run(load()), strict=True))
    refused = {name: each for name, each in found.items() if isinstance(each, ContractViolation)}
    assert_all_is_right(host, {name for name, each in found.items() if isinstance(each, ModuleType)}, refused)


def installed(host: Path) -> None:
    """Register the plugins as an installed package does."""
    metadata = host / "acme_plugins-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-plugins\nVersion: 1.0\n", encoding="utf-8")
    lines = "".join(f"{name} = plugins.{name}\n" for name in ALL)
    (metadata / "entry_points.txt").write_text(f"[acme.plugins]\n{lines}", encoding="utf-8")
    importlib.invalidate_caches()


def test_through_entry_points(host: Path, contract: str) -> None:
    installed(host)
    points = {f"plugins.{each.name}": each for each in entry_points(group="acme.plugins")}
    with guard.install({"entry-points:acme.plugins": contract}):
        assert_all_is_right(host, *told(lambda name: points[name].load()))


def test_all_that_is_registered(host: Path, contract: str) -> None:
    installed(host)
    found = guard.load_entry_points("acme.plugins", contract)
    refused = {each.name: each.error for each in found if isinstance(each.error, ContractViolation)}
    assert_all_is_right(host, {each.value.name for each in found if each.error is None}, refused)
    again = guard.load_entry_points("acme.plugins", contract)
    assert [(each.name, each.error is None) for each in again] == [(each.name, each.error is None) for each in found]
    assert guard.load_entry_points("acme.nothing", contract) == []


def test_a_registered_plugin_that_runs_already_is_checked(host: Path, contract: str) -> None:
    installed(host)
    importlib.import_module("plugins.hollow")
    found = {each.name: each.error for each in guard.load_entry_points("acme.plugins", contract)}
    assert isinstance(found["hollow"], ContractViolation)


def test_from_a_zip(host: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(host / "bundle.zip", "w") as archive:
        archive.writestr("zipped/__init__.py", "")
        for path in (host / "plugins").glob("*.py"):
            archive.write(path, f"zipped/{path.name}")
    monkeypatch.syspath_prepend(str(host / "bundle.zip"))
    with guard.install({"zipped.*": contract}):
        assert_all_is_right(host, *told(importlib.import_module, "zipped."))


def test_through_a_submodule_of_a_package(host: Path, contract: str) -> None:
    inner = host / "acme" / "inner"
    shutil.copytree(host / "plugins", inner)
    (host / "acme" / "__init__.py").write_text("edition = 1\n", encoding="utf-8")
    (inner / "__init__.py").write_text("", encoding="utf-8")
    with guard.install({"acme.inner.**": contract}):
        assert_all_is_right(host, *told(importlib.import_module, "acme.inner."))


def test_loaders_that_are_made_by_hand(host: Path, contract: str) -> None:
    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, host / "plugins" / f"{name.partition('.')[2]}.py")
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    with guard.install({"plugins.*": contract}):
        assert_all_is_right(host, *told(load))


def test_the_file_alone(host: Path, contract: str) -> None:
    def load(name: str) -> ModuleType:
        return guard.load_plugin(host / "plugins" / f"{name.partition('.')[2]}.py", contract, name=name)

    assert_all_is_right(host, *told(load))


def test_a_reload_is_checked(host: Path, contract: str) -> None:
    with guard.install({"plugins.*": contract}):
        module = importlib.import_module("plugins.audit")
        (host / "plugins" / "audit.py").write_text("changed = True\nclass Other: ...\n", encoding="utf-8")
        with pytest.raises(ContractViolation):
            importlib.reload(module)
    assert not hasattr(module, "changed")
    assert sys.modules["plugins.audit"] is module


def test_code_without_source_is_refused_unless_it_is_allowed(host: Path, contract: str) -> None:
    source = host / "plugins" / "crooked.py"
    py_compile.compile(str(source), str(source.with_suffix(".pyc")))
    source.unlink()
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation, match="no source"):
        importlib.import_module("plugins.crooked")
    assert ran(host) == []
    with guard.install({"plugins.*": contract}, allow_compiled=True):
        importlib.import_module("plugins.crooked")


def test_a_loader_that_may_run_anything_is_refused(host: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Loader:
        def create_module(self, _spec: object) -> None:
            """As Python does."""

        def exec_module(self, _module: ModuleType) -> None:
            (host / "other.ran").touch()

    class Finder:
        def find_spec(self, name: str, _path: object, _target: object = None) -> object:
            loader: Any = Loader()
            return importlib.util.spec_from_loader(name, loader) if name == "plugins.other" else None

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation, match="may run anything"):
        importlib.import_module("plugins.other")
    assert ran(host) == []


def test_with_a_warning_a_broken_plugin_runs(host: Path, contract: str) -> None:
    with guard.install({"plugins.*": contract}, mode="warn"):
        with pytest.warns(guard.ContractViolationWarning, match=r"plugins\.hollow.*\n.*SPY401"):
            importlib.import_module("plugins.hollow")
        importlib.import_module("plugins.audit")
    assert ran(host) == ["hollow.py.ran"]


def test_what_is_exempt_is_not_checked(host: Path, contract: str) -> None:
    exempt = ["plugins.hollow", str(host / "plugins" / "crooked.py")]
    with guard.install({"plugins.*": contract}, exempt=exempt):
        loaded, refused = told(importlib.import_module)
    assert loaded == {*FINE, "hollow", "crooked"}
    assert set(refused) == {"outdated"}


def test_behind_the_block_nothing_is_guarded(host: Path, contract: str) -> None:
    before = list(sys.meta_path)
    with guard.install({"plugins.*": contract}):
        assert len(sys.meta_path) == len(before) + 1
    assert sys.meta_path == before
    importlib.import_module("plugins.hollow")
    assert ran(host) == ["hollow.py.ran"]


def test_two_guards_hold_together(host: Path, contract: str) -> None:
    (host / "other.yml").write_text("functions: [{name: main}]\n", encoding="utf-8")
    with guard.install({"plugins.*": contract}), guard.install({"plugins.audit": str(host / "other.yml")}):
        with pytest.raises(ContractViolation, match="main"):
            importlib.import_module("plugins.audit")
        importlib.import_module("plugins.backup")
    assert importlib.import_module("plugins.audit").name == "audit"
