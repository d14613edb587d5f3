"""Threads and tasks: each module is checked once, circular imports end, and the event loop goes on."""

from __future__ import annotations

import asyncio
import importlib
import sys
import threading
import time
from pathlib import Path

import pytest

from importspy_static import ContractViolation, guard
from importspy_static.guard import verdicts
from importspy_static.guard.process import Process
from tests.guard.plugins import ran


def answers() -> int:
    return verdicts.shared().process.answers


def test_a_burst_checks_each_module_once(host: Path, contract: str) -> None:
    names = ["plugins.audit", "plugins.backup", "plugins.hollow"]

    async def burst() -> list[object]:
        return await asyncio.gather(*(guard.import_module(names[n % 3]) for n in range(100)), return_exceptions=True)

    before = answers()
    with guard.install({"plugins.*": contract}):
        found = asyncio.run(burst())
    assert answers() - before == 3
    assert sum(isinstance(each, ContractViolation) for each in found) == 33
    assert len({id(each) for each in found if not isinstance(each, Exception)}) == 2
    assert ran(host) == []


def test_the_event_loop_goes_on_while_a_module_is_checked(
    host: Path, contract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Process.ask

    def slow(self: Process, question: dict[str, object], source: bytes) -> dict[str, object]:
        time.sleep(0.3)
        return ask(self, question, source)

    monkeypatch.setattr(Process, "ask", slow)

    async def ticking() -> int:
        task = asyncio.ensure_future(guard.import_module("plugins.audit"))
        ticks = 0
        while not task.done():
            await asyncio.sleep(0.01)
            ticks += 1
        await task
        return ticks

    with guard.install({"plugins.*": contract}):
        assert asyncio.run(ticking()) >= 10


def test_a_relative_name_and_one_that_is_not_there(host: Path, contract: str) -> None:
    async def both() -> None:
        assert (await guard.import_module(".audit", "plugins")).name == "audit"
        with pytest.raises(ModuleNotFoundError):
            await guard.import_module("plugins.nothing")
        with pytest.raises(ModuleNotFoundError):
            await guard.import_module("plugins.audit.nothing")

    with guard.install({"plugins.*": contract}):
        asyncio.run(both())


def test_circular_imports_in_threads_end(host: Path, contract: str) -> None:
    honest = (host / "plugins" / "audit.py").read_text(encoding="utf-8").replace("from __future__", "\nfrom __future__")
    ring = [f"ring{n}" for n in range(4)]
    for n, name in enumerate(ring):
        head, _, rest = honest.partition("\n\n\nclass")
        text = f"{head}\nimport plugins.{ring[(n + 1) % 4]}\n\n\nclass{rest}"
        (host / "plugins" / f"{name}.py").write_text(text, encoding="utf-8")
    importlib.invalidate_caches()
    failed: list[BaseException] = []

    def load(name: str) -> None:
        try:
            importlib.import_module(f"plugins.{name}")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    with guard.install({"plugins.*": contract}):
        threads = [threading.Thread(target=load, args=(name,), daemon=True) for name in ring * 2]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
    assert not any(each.is_alive() for each in threads)
    assert failed == []
    assert {f"plugins.{name}" for name in ring} <= sys.modules.keys()


def test_a_guard_of_everything_does_not_guard_itself(host: Path, contract: str) -> None:
    import tests.guard.plugins  # noqa: F401 - is there before

    for name in ("colorsys", "importspy_static.model.graph"):
        sys.modules.pop(name, None)
    with guard.install({"**": contract, "/": contract}):
        importlib.import_module("colorsys")
        importlib.import_module("plugins.audit")
        with pytest.raises(ContractViolation) as raised:
            importlib.import_module("plugins.hollow")
        assert raised.value.report is not None
