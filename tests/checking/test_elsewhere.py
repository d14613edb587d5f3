"""A check whose parts run elsewhere is the check."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from importspy_static import Contract, ContractError, Report, check
from importspy_static.checking import elsewhere
from importspy_static.checking.elsewhere import Here, OtherThereError

RUN = "classes: [{name: Plugin, methods: [{name: run}]}]\n"
KEEPS = "from base import Base\nclass Plugin(Base):\n    def stop(self): pass\n"
BREAKS = "class Plugin: pass\n"
BASE = "class Base:\n    def run(self): pass\nclass Plugin(Base): pass\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "c.yml").write_text(RUN, encoding="utf-8")
    (tmp_path / "base.py").write_text(BASE, encoding="utf-8")
    for number in range(25):
        text = BREAKS if number % 4 == 1 else KEEPS if number % 4 else "def (:\n"
        (tmp_path / f"m{number:02}.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(elsewhere, "TASKS", 4)
    return tmp_path


@pytest.fixture(params=["threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with (
        ThreadPoolExecutor(3)
        if request.param == "threads"
        else ProcessPoolExecutor(2, mp_context=get_context("spawn"))  # nothing is there that was not sent
    ) as made:
        yield made


def test_the_report_is_that_of_one_process(folder: Path, executor: Executor) -> None:
    alone = check(".", "c.yml")
    assert [each.verdict for each in alone.modules].count("compliant") == 13
    assert check(".", "c.yml", executor=executor) == alone
    assert check(".", Contract.from_yaml(RUN), executor=executor).to_dict()["summary"] == alone.to_dict()["summary"]
    assert check(".", "c.yml", executor=executor, environment=None, deep=True) == check(
        ".", "c.yml", environment=None, deep=True
    )


def test_a_contract_that_cannot_be_used_is_told_as_ever(folder: Path, executor: Executor) -> None:
    with pytest.raises(ContractError, match="no such file"):
        check(".", "none.yml", executor=executor)


def test_nothing_to_check_asks_nobody(folder: Path) -> None:
    with ThreadPoolExecutor(1) as idle:
        idle.shutdown()
        assert check([], "c.yml", executor=idle) == check([], "c.yml")


class Changing(ThreadPoolExecutor):
    """Whose machine has a file more."""

    def submit(self, *arguments: object, **named: object) -> object:  # type: ignore[override]
        Path("more.py").write_text(KEEPS, encoding="utf-8")
        return super().submit(*arguments, **named)  # type: ignore[arg-type]


def test_a_machine_that_sees_other_files_is_refused(folder: Path) -> None:
    with Changing(1) as executor, pytest.raises(OtherThereError, match="has 26 modules here and 27 where a part"):
        check(".", "c.yml", executor=executor)


def test_a_machine_with_another_python_is_refused() -> None:
    with pytest.raises(OtherThereError, match=r"asked for with cpython 3\.10, and a part of it ran with cpython 3\.9"):
        Here(1, "cpython 3.10").refuse_other(Here(1, "cpython 3.9"))


def test_what_a_part_raises_ends_the_check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importspy_static.checking.run import Run

    def broken(*_: object) -> Report:
        raise MemoryError("of a part")

    monkeypatch.setattr(Run, "judged", broken)
    with ThreadPoolExecutor(2) as executor, pytest.raises(MemoryError, match="of a part"):
        check(".", "c.yml", executor=executor)


def test_dask_runs_parts(folder: Path) -> None:
    assert find_spec("distributed") or "REQUIRE_REAL" not in os.environ
    distributed: Any = pytest.importorskip("distributed", reason="needs the extra `dask`")

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert check(".", "c.yml", executor=client.get_executor()) == check(".", "c.yml")


def test_importing_the_package_imports_no_executor() -> None:
    script = "import sys, importspy_static; importspy_static.check; print('concurrent.futures.process' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
