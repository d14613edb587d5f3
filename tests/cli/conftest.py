"""The command line over a check that answers by the names of files, so that only the command line is tested."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from importspy_static import catalogue
from importspy_static.cli.main import main
from importspy_static.model.policy import Policy
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.violation import Violation
from tests.report.samples import ALONE, CONTRACT, GONE, SAMPLES, SOURCE, TYPE, UNDECIDED

FOUND: dict[str, tuple[Violation, ...]] = {"broken.py": (GONE, TYPE), "undecided.py": (UNDECIDED,)}


class FakeContractError(ValueError):
    def __init__(self, problems: Sequence[Violation]) -> None:
        super().__init__("refused")
        self.problems = tuple(problems)
        self.lines = ("", "", "classes: []")


@dataclass
class Asked:
    """What the check was asked, call by call."""

    calls: list[tuple[tuple[str, ...], str, Policy]]
    where: list[dict[str, object]] = field(default_factory=list)
    """The hosts that were named."""

    def check(self, paths: Sequence[str], contract: str, *, policy: Policy, **where: object) -> Report:
        self.calls.append((tuple(paths), contract, policy))
        self.where.append(where)
        if "refused" in contract:
            raise FakeContractError([ALONE, ALONE])
        return Report(tuple(self._module(path, contract, policy) for path in paths), "0.0.0", policy.fail_on, LINES)

    @staticmethod
    def _module(path: str, contract: str, policy: Policy) -> ModuleReport:
        name = os.path.basename(path)
        if name == "crash.py":
            fail(f"\x1b[31m{path}")
        if name == "interrupt.py":
            raise KeyboardInterrupt
        return ModuleReport(path, contract, policy.apply(FOUND.get(name, ()), {}), {"extension.py": SOURCE})


LINES = {"spymodel.yml": CONTRACT}


def fail(text: str) -> NoReturn:
    raise ZeroDivisionError(text)


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


Program = Callable[..., Done]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The check is faked, and so is the catalogue."""
    asked = Asked([])
    check, problems = ModuleType("check"), ModuleType("problems")
    vars(check)["check"] = asked.check
    vars(problems)["ContractError"] = FakeContractError
    monkeypatch.setitem(sys.modules, "importspy_static.checking", check)
    monkeypatch.setitem(sys.modules, "importspy_static.contract.problems", problems)
    monkeypatch.setattr(catalogue, "all_violations", lambda: SAMPLES)
    return asked


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with modules and a contract."""
    for name in ("fine.py", "broken.py", "undecided.py", "crash.py", "interrupt.py", "spymodel.yml", "refused.yml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def program(asked: Asked, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """Run the command line in the folder, as on no terminal and with none of its variables set."""
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "IMPORTSPY_STATIC_OUTPUT_FORMAT"):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: str) -> Done:
        status = main(arguments)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run
