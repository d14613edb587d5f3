"""Nothing of what is checked runs, whatever is asked: audit hooks in both processes see all that Python does.

Each file of the project is a trap: when it is run, it leaves a file behind. Seen may be: that checked source is
compiled by the extraction (CPython's compiler judges it, and runs nothing), one worker process for it, and what this
program's own code imports and executes of itself.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checking.acme import PAIRS, PROJECT, ROOT

MARK = "a trap for importspy-static"
CHECKED = (
    "acme",
    "acme_contrib",
    "acme_settings",
    "acme_native",
    "acme_turbo",
    "importspy",
    "placed",
    "setup",
    "conftest",
)
AT_THE_TOP = ("setup", "conftest", "sitecustomize", "usercustomize", "noxfile")
"""Files that tools run as soon as they see them."""


@dataclass(frozen=True)
class Place:
    """A project of traps, archives of it, and a folder of installed distributions."""

    project: Path
    site: Path
    canary: Path
    log: Path

    def run(
        self, mode: str, *arguments: str, cache: Path | None = None
    ) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
        """The program's answer, and all of note that was seen."""
        variable = {"IMPORTSPY_STATIC_NO_CACHE": "1"} if cache is None else {"IMPORTSPY_STATIC_CACHE_DIR": str(cache)}
        told = {
            "root": str(ROOT), "site": str(self.site), "log": str(self.log), "mark": MARK, "checked": CHECKED,
            "mode": mode,
        }  # fmt: skip
        command = [sys.executable, "-I", "-B", str(ROOT / "tests" / "audited_run.py"), json.dumps(told), *arguments]
        answer = subprocess.run(
            command, cwd=self.project, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
            env={**os.environ, "IMPORTSPY_STATIC_JOBS": "1", **variable},
        )  # fmt: skip
        seen = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return answer, seen


def trap(canary: Path) -> str:
    spring = f"open({str(canary)!r}, 'a')"
    return f"\n{spring}\ndef _trapped(a: {spring!r} = {spring}) -> {spring!r}: ...\n"


def trapped(folder: Path, canary: Path) -> dict[str, bytes]:
    """The files of the project, each with a trap at its end."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files |= {f"{name}.py": b"" for name in AT_THE_TOP}
    sprung = trap(canary).encode()
    return {name: text + sprung * name.endswith((".py", ".pyi")) for name, text in files.items()}


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def installed(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a distribution as they lie in a wheel or in `site-packages`."""
    info = f"{name}-1.4.0.dist-info"
    record = "".join(f"{file},,\n" for file in files)
    return {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.4.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n".encode(),
        f"{info}/RECORD": record.encode(),
    }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    canary = tmp_path / MARK
    files = trapped(PROJECT, canary)
    project = laid(tmp_path / "acme", files)
    below = {name.partition("/")[2]: text for name, text in files.items() if name.startswith(("src/", "contrib/"))}
    archives = {
        "acme-1.4.0-py3-none-any.whl": zipped(installed("acme", below)),
        "acme-1.4.0.tar.gz": tarred({f"acme-1.4.0/{name}": text for name, text in files.items()}),
        "acme-1.4.0.zip": zipped({f"acme-1.4.0/{name}": text for name, text in files.items()}),
    }
    laid(project / "archives", archives)
    spring = trap(canary).encode()
    site = {"placed/__init__.py": spring, "placed/inner.py": spring, "placed.pth": b"import os;" + spring.strip()}
    site["__editable___placed_finder.py"] = spring + b"MAPPING = {}\n"
    return Place(project, laid(tmp_path / "site-packages", installed("placed", site)), canary, tmp_path / "log")


ASKED: dict[str, Sequence[str]] = {
    "project": ("check", ".", "-f", "json"),
    "modules": ("check", "src/acme/plugins/trim.py", "src/acme/jobs.py", "-s", "contracts/plugin.yml"),
    "rules": ("check", "src/acme/engine.py", "src/acme_settings.py", "-s", "contracts/house.yml"),
    "wheel": ("check", "archives/acme-1.4.0-py3-none-any.whl", "-s", "contracts/house.yml"),
    "tar": ("check", "archives/acme-1.4.0.tar.gz", "-s", "contracts/house.yml"),
    "zip": ("check", "archives/acme-1.4.0.zip", "-s", "contracts/house.yml"),
    "distribution": ("check", "--dist", "placed", "-s", "contracts/house.yml"),
    "all that it imports": ("check", ".", "--deep", "--dry-run", "-f", "concise"),
    "another interpreter": ("check", ".", "--python", sys.executable),
    "graph": ("graph", ".", "-f", "mermaid"),
}


@pytest.mark.slow
def test_what_is_kept_is_written_into_the_cache_and_nowhere_else(place: Place, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, seen = place.run("worker", *ASKED["project"], cache=cache)
    of_note = [each for each in seen if each[0] not in {"parsed", "process", "ended"}]
    assert of_note
    assert [each for each in of_note if str(cache) not in each[-1] or str(place.project) in each[-1]] == []
    second, seen = place.run("worker", *ASKED["project"], cache=cache)
    assert (second.returncode, second.stdout) == (first.returncode, first.stdout)
    assert not place.canary.exists()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["worker", "alone"])
@pytest.mark.parametrize("asked", ASKED)
def test_nothing_of_what_is_checked_runs(asked: str, mode: str, place: Place) -> None:
    answer, seen = place.run(mode, *ASKED[asked])
    assert answer.returncode in {0, 1}, answer.stderr
    assert not place.canary.exists()
    assert [each for each in seen if each[0] not in {"parsed", "process", "ended"}] == []
    assert [each for each in seen if each[0] == "parsed"]  # it has been looked at, and the hook sees
    if asked == "project":  # all of it, as if there were no traps
        assert {(each["path"], each["contract"]) for each in json.loads(answer.stdout)["modules"]} == set(PAIRS)
    processes = [json.loads(each[2]) for each in seen if each[0] == "process"]
    worker = [sys.executable, "-I", "-B"]
    expected = [worker] * (mode == "worker")
    if asked == "another interpreter":  # is asked for facts of itself, isolated from where it runs
        expected = [[sys.executable, "-V"], worker, *expected]
    assert sorted(processes) == sorted(expected)


def test_the_hook_sees_what_runs(place: Place) -> None:
    seen = {each[0] for each in place.run("control", "explain", "SPY101")[1]}
    assert seen >= {"compiled", "run", "imported", "written", "stranger"}
    assert place.canary.exists()


def test_what_lies_in_the_current_folder_is_not_taken_for_a_library(tmp_path: Path) -> None:
    canary = tmp_path / MARK
    names = ("libcst", "packaging", "rich", "ruamel", "tokenize", "tomllib", "typer", "typeshed_client")
    files = {f"{name}.py": trap(canary).encode() for name in names}
    project = laid(tmp_path / "acme", {**files, "spymodel.yml": b"extra: forbid\n", "pyproject.toml": b""})
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-B", "-m", "importspy_static", "check", "."],
        cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert not canary.exists()
    assert answer.returncode == 0, answer.stderr
