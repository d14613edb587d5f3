"""The command line over a check that answers by the names of files, so that only the command line is tested."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

from importspy_static import catalogue
from importspy_static.checking.planning import Task
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.cli.main import main
from importspy_static.contract import reader
from importspy_static.contract.problems import ContractError
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.policy import Policy
from importspy_static.model.report import ModuleReport
from importspy_static.model.violation import Violation
from tests.report.samples import ALONE, CONTRACT, GONE, SAMPLES, SOURCE, TYPE, UNDECIDED

FOUND: dict[str, tuple[Violation, ...]] = {"broken.py": (GONE, TYPE), "undecided.py": (UNDECIDED,)}


@dataclass
class Asked:
    """What the check was asked, file by file."""

    calls: list[tuple[str, str, Policy]]
    """Path, contract, policy."""
    where: list[Where] = field(default_factory=list)
    """The hosts that were named."""

    def judged(self, run: Run, task: Task) -> ModuleReport:
        policy, contract = run._policy, task.held.contract.path
        self.calls.append((task.path, contract, policy))
        self.where.append(run.where)
        name = os.path.basename(task.path)
        if name == "crash.py":
            fail(f"\x1b[31m{task.path}")
        if name == "interrupt.py":
            raise KeyboardInterrupt
        found = policy.apply(FOUND.get(name, ()), {})
        return ModuleReport(task.path, contract, found, {"extension.py": SOURCE})

    @staticmethod
    def read(path: str) -> Contract:
        """Contracts are refused by their names."""
        name = os.fspath(path)
        if "refused" in name:
            raise ContractError([ALONE, ALONE], {"spymodel.yml": ("", "", "classes: []")})
        if not os.path.exists(name):
            raise ContractError([ALONE])
        top = ContractPlace(name, 1, 1, "")
        version = Stated("1", top)
        return Contract(
            path=name, module=ModuleRequirement(place=top, version=version), lines={name: LINES_OF_CONTRACT}
        )


LINES_OF_CONTRACT = tuple(CONTRACT.get(line, "") for line in range(1, max(CONTRACT) + 1))


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
    """What modules and contracts hold is faked, and so is the catalogue."""
    asked = Asked([])
    monkeypatch.setattr(Run, "_judged", lambda run, task: asked.judged(run, task))  # noqa: PLW0108 - a method of the run
    monkeypatch.setattr(reader, "read_contract", asked.read)
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
