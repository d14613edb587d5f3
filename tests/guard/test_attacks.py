"""What runs is what was checked, whoever changes files meanwhile; and no entry of a cache is believed blindly."""

from __future__ import annotations

import importlib
import marshal
import os
import py_compile
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from importspy_static import ContractViolation, guard
from importspy_static.guard import verdicts
from importspy_static.guard.verdicts import Subject, Verdicts
from importspy_static.questions import SETTLED_SECONDS
from tests.guard.plugins import ran

EVIL = "from pathlib import Path\nPath(f'{__file__}.ran').touch()\n"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
    """Do something once the bytes were read, before they run."""
    judged = Verdicts.of

    def slow(self: Verdicts, subject: Subject) -> object:
        entry = judged(self, subject)
        act()
        return entry

    monkeypatch.setattr(Verdicts, "of", slow)


def forget(name: str) -> None:
    """As a new process: nothing is imported, nothing is remembered but what lies on the disk."""
    sys.modules.pop(name, None)
    verdicts.shared().close()
    verdicts._shared[:] = [Verdicts()]
    importlib.invalidate_caches()


def asked() -> int:
    """How often the process that judges was asked, since all was forgotten."""
    return verdicts.shared().process.answers


def test_a_file_that_changes_behind_the_check(host: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = host / "plugins" / "audit.py"
    meanwhile(monkeypatch, lambda: path.write_text(EVIL, encoding="utf-8"))
    with guard.install({"plugins.*": contract}):
        assert importlib.import_module("plugins.audit").name == "audit"
    assert ran(host) == []


def test_a_link_that_is_switched_behind_the_check(host: Path, contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = host / "plugins" / "linked.py"
    link.symlink_to(host / "plugins" / "audit.py")

    def switch() -> None:
        link.unlink()
        link.symlink_to(host / "plugins" / "hollow.py")

    meanwhile(monkeypatch, switch)
    with guard.install({"plugins.*": contract}):
        assert importlib.import_module("plugins.linked").name == "audit"
    assert ran(host) == []


def test_a_link_that_was_switched_before(host: Path, contract: str) -> None:
    (host / "plugins" / "linked.py").symlink_to(host / "plugins" / "hollow.py")
    with guard.install({"plugins.*": contract}), pytest.raises(ContractViolation):
        importlib.import_module("plugins.linked")
    assert ran(host) == []


@pytest.mark.parametrize("mode", list(py_compile.PycInvalidationMode))
def test_a_forged_pyc_does_not_run(host: Path, contract: str, mode: py_compile.PycInvalidationMode) -> None:
    source = host / "plugins" / "audit.py"
    honest, times = source.read_bytes(), source.stat()
    forged = EVIL.encode().ljust(len(honest), b"#")
    source.write_bytes(forged)
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    place = Path(py_compile.compile(str(source), doraise=True, invalidation_mode=mode) or "")
    source.write_bytes(honest)
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert place.parent.name == "__pycache__"
    with guard.install({"plugins.*": contract}):
        assert importlib.import_module("plugins.audit").name == "audit"
    assert ran(host) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="verdicts are not kept there")
def test_what_is_kept_is_used_and_never_believed_blindly(host: Path, contract: str, cached: Path) -> None:
    time.sleep(SETTLED_SECONDS + 0.1)  # the copy must have rested
    name = "plugins.audit"

    def load() -> int:
        forget(name)
        with guard.install({"plugins.*": contract}):
            assert importlib.import_module(name).name == "audit"
            return asked()

    assert (load(), load()) == (1, 0)
    (key,) = cached.glob("*.guard-key")
    assert key.stat().st_mode & 0o777 == 0o600
    entries = [each for each in cached.rglob("*-guard") if each.is_file()]
    assert entries

    for each in entries:  # forged by somebody without the key
        forged = marshal.dumps((True, (), None, {}, "", compile(EVIL, "x", "exec")))
        each.write_bytes(b"\0" * 32 + forged)
    assert load() == 1
    assert ran(host) == []
    assert load() == 0

    key.chmod(0o644)  # others could have read it
    assert (load(), load()) == (1, 1)
    key.chmod(0o600)
    assert load() == 0

    Path(contract).write_text(Path(contract).read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    assert load() == 1  # the contract is another one
    (host / "plugins" / "added.py").touch()
    time.sleep(SETTLED_SECONDS + 0.1)
    assert (load(), load()) == (1, 0)

    shared = host / "plugins" / "new.py"
    shared.touch()  # a name that is there now
    assert load() == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="verdicts are not kept there")
def test_a_base_class_that_changes_makes_a_new_verdict(host: Path, contract: str, cached: Path) -> None:
    (host / "house.py").write_text(
        "class Base:\n    def run(self, record, *, dry=False) -> str: ...\n", encoding="utf-8"
    )
    heir = "from house import Base\nname: str = 'audit'\nclass Plugin(Base): ...\n"
    (host / "plugins" / "audit.py").write_text(heir, encoding="utf-8")
    time.sleep(SETTLED_SECONDS + 0.1)
    with guard.install({"plugins.*": contract}):
        for times in (1, 0):
            forget("plugins.audit")
            importlib.import_module("plugins.audit")
            assert asked() == times
        forget("plugins.audit")
        (host / "house.py").write_text("class Base:\n    def run(self) -> str: ...\n", encoding="utf-8")
        with pytest.raises(ContractViolation, match="SPY310"):
            importlib.import_module("plugins.audit")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="verdicts are not kept there")
def test_an_environment_that_a_contract_asks_for_makes_a_new_verdict(
    host: Path, contract: str, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = host / "asking.yml"
    asking.write_text(
        "runtime:\n  environment: {ACME_MODE: live}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("ACME_MODE", "live")
    time.sleep(SETTLED_SECONDS + 0.1)
    with guard.install({"plugins.*": str(asking)}):
        for times in (1, 0):
            forget("plugins.audit")
            importlib.import_module("plugins.audit")
            assert asked() == times
        forget("plugins.audit")
        monkeypatch.setenv("ACME_MODE", "test")
        with pytest.raises(ContractViolation):
            importlib.import_module("plugins.audit")
