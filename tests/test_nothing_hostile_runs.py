"""Nothing of the corpora runs, nor a module that would do harm: audit hooks in both processes, whatever is asked.

What the hooks see is told in `tests/audit.py`; the project of traps is in `test_nothing_runs_anywhere.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checking.acme import ROOT
from tests.test_nothing_runs_anywhere import MARK, installed, laid, tarred, trap, zipped

HARMLESS = {"parsed", "process", "ended"}
WORKER = [sys.executable, "-I", "-B"]


def audited(
    folder: Path, mode: str, checked: Sequence[str], *arguments: str, given: str | None = None
) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
    """The answer of the program in a folder, and all of note that the hooks saw."""
    log, site = folder.parent / f"{folder.name}.log", folder.parent / "site-packages"
    told = {"root": str(ROOT), "site": str(site), "log": str(log), "mark": MARK, "checked": checked, "mode": mode}
    command = [sys.executable, "-I", "-B", str(ROOT / "tests" / "audited_run.py"), json.dumps(told), *arguments]
    variables = {"IMPORTSPY_STATIC_JOBS": "1", "IMPORTSPY_STATIC_NO_CACHE": "1"}
    answer = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=280, check=False,
        env={**os.environ, **variables}, input=given,
    )  # fmt: skip
    return answer, [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


# --- the corpora ------------------------------------------------------------------------------------------------------


def corpus(folder: Path, name: str, canary: Path) -> list[str]:
    """A copy of a corpus in which each file is a trap, too, put under contract; the cases."""
    shutil.copytree(ROOT / "fixtures" / name, folder, symlinks=True)
    sprung = trap(canary).encode()
    for path in folder.rglob("*.py*"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(path.read_bytes() + sprung)
    cases = sorted(each.parent.relative_to(folder).as_posix() for each in folder.rglob("spymodel.yml"))
    cases = [each for each in cases if (folder / each / "module.py").is_file() and _is_usable(folder / each)]
    pairs = "".join(f"{{ path = '{each}/module.py', contract = '{each}/spymodel.yml' }},\n" for each in cases)
    (folder / "importspy-static.toml").write_text(f"contracts = [\n{pairs}]\n", encoding="utf-8")
    return cases


def _is_usable(case: Path) -> bool:
    """A contract that cannot be used ends a run before any module is read."""
    from importspy_static.contract.problems import ContractError
    from importspy_static.contract.reader import read_contract

    try:
        read_contract(str(case / "spymodel.yml"))
    except ContractError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("name", ["deceptions", "compliant", "violations"])
def test_nothing_of_a_corpus_runs(name: str, tmp_path: Path) -> None:
    canary, folder = tmp_path / MARK, tmp_path / name
    cases = corpus(folder, name, canary)
    answer, seen = audited(folder, "worker", ["module"], "check", "-f", "json", "-q")
    assert answer.returncode == 1, answer.stderr
    told = [each["path"] for each in json.loads(answer.stdout)["modules"] if "distribution" not in each]
    assert set(told) == {f"{each}/module.py" for each in cases}
    assert not canary.exists()
    assert [each for each in seen if each[0] not in HARMLESS] == []
    assert len([each for each in seen if each[0] == "parsed"]) >= len(cases)
    processes = [json.loads(each[2]) for each in seen if each[0] == "process"]
    assert processes
    assert [each for each in processes if each != WORKER] == []


# --- a module that does harm ------------------------------------------------------------------------------------------

HARM = """\
import os, socket, sys
os.remove({marker!r})
socket.create_connection(("127.0.0.1", {port})).sendall(b"{mark}")
os._exit(77)


def run(a: int = os.remove({marker!r})) -> "os._exit(79)":
    return os._exit(80)
"""
CONTRACT = "functions: [{name: run}]\ndeployments: [{arch: x86_64}, {arch: arm64}]\n"


@dataclass(frozen=True)
class Harmful:
    """A module whose import would delete a file, open a socket and end the process, in all forms."""

    folder: Path
    marker: Path
    listening: socket.socket

    def has_done_nothing(self) -> bool:
        """Whether the file is there and nobody has called."""
        self.listening.setblocking(False)
        try:
            self.listening.accept()[0].close()
        except BlockingIOError:
            return self.marker.exists()
        return False


@pytest.fixture
def harmful(tmp_path: Path) -> Iterator[Harmful]:
    marker, folder = tmp_path / "marker", tmp_path / "harm"
    marker.touch()
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        source = HARM.format(marker=str(marker), port=listening.getsockname()[1], mark=MARK)
        laid(
            folder,
            {
                "harm.py": source.encode(),
                "older.py": source.encode() + b"def more(): pass\n",
                "user.py": b"import harm\nfrom harm import run\n",
                "spymodel.yml": CONTRACT.encode(),
                "kept.yml": CONTRACT.encode(),
                "harm.whl": zipped(installed("harm", {"harm.py": source.encode()})),
                "harm.tar.gz": tarred({"harm-1.4.0/harm.py": source.encode()}),
            },
        )
        laid(tmp_path / "site-packages", installed("harm", {"harm.py": source.encode()}))
        yield Harmful(folder, marker, listening)


ASKED: dict[str, tuple[str, ...]] = {
    "check": ("check", "harm.py", "-s", "spymodel.yml"),
    "check of who imports it": ("check", "user.py", "harm.py", "--deep", "-s", "spymodel.yml"),
    "check of standard input": ("check", "-", "--stdin-filename", "harm.py", "-s", "spymodel.yml"),
    "check of a wheel": ("check", "harm.whl", "-s", "spymodel.yml"),
    "check of an archive": ("check", "harm.tar.gz", "-s", "spymodel.yml"),
    "check of what is installed": ("check", "--dist", "harm", "-s", "spymodel.yml"),
    "check on all deployments": ("check", "harm.py", "-s", "spymodel.yml", "--every-deployment"),
    "generate": ("generate", "harm.py"),
    "generate of a wheel": ("generate", "harm.whl"),
    "generate --update": ("generate", "harm.py", "--update", "-o", "kept.yml"),
    "graph": ("graph", "."),
    "diff": ("diff", "older.py", "harm.py"),
    "probe": ("probe",),
    "contract lint": ("contract", "lint", "spymodel.yml"),
}
LOOKS_AT_NO_MODULE = {"probe", "contract lint"}


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED)
def test_no_command_does_what_a_module_would(asked: str, harmful: Harmful) -> None:
    source = (harmful.folder / "harm.py").read_text(encoding="utf-8")
    given = source if "-" in ASKED[asked] else None
    answer, seen = audited(harmful.folder, "worker", ["harm", "older", "user"], *ASKED[asked], given=given)
    assert answer.returncode in {0, 1}, answer.stderr
    assert answer.returncode == 0 or "SPY" in answer.stdout or asked == "diff"
    assert harmful.has_done_nothing()
    assert [each for each in seen if each[0] not in HARMLESS and not is_its_own(each, asked)] == []
    assert bool([each for each in seen if each[0] == "parsed"]) is (asked not in LOOKS_AT_NO_MODULE)


def is_its_own(seen: list[str], asked: str) -> bool:
    """What a command is asked to write itself, beside the file that it takes the place of."""
    return asked == "generate --update" and "kept.yml" in seen[-1]


@pytest.mark.slow
def test_no_function_of_the_package_does_what_a_module_would(harmful: Harmful) -> None:
    answer, seen = audited(harmful.folder, "api", ["harm", "older", "user"], "harm.py", "spymodel.yml")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.split()[0] in {"compliant", "broken", "undecided"}
    assert harmful.has_done_nothing()
    assert [each for each in seen if each[0] not in HARMLESS] == []


def test_the_module_would_do_it(harmful: Harmful) -> None:
    done = subprocess.run([sys.executable, "-c", "import harm"], cwd=harmful.folder, check=False, timeout=60)
    assert done.returncode == 77
    assert not harmful.has_done_nothing()
    assert not harmful.marker.exists()
