"""`--jobs`, `--cache-dir`, `--no-cache`: how facts are had changes nothing of what is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from importspy_static.extract import isolation
from importspy_static.model.depth import Depth
from tests.cli.small_projects import BREAKS, KEEPS, RUN, Check, checker, write

FILES = {f"p/m{number:02}.py": BREAKS if number % 3 else KEEPS for number in range(20)}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    write(tmp_path, {"c.yml": RUN, **FILES})
    return checker(tmp_path, monkeypatch, capsys)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The processes that extract, as they are started."""
    found: list[object] = []

    class Counted(isolation._Worker):
        def __init__(self, seconds: float, depth: Depth) -> None:
            found.append(self)
            super().__init__(seconds, depth)

    monkeypatch.setattr(isolation, "_Worker", Counted)
    return found


def entries(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file() and each.name != "looked-at"]


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_the_number_of_processes_changes_no_word(check: Check, jobs: str) -> None:
    alone = check("p", "-s", "c.yml", "--no-cache", "-f", "json", "-j", "1")
    done = check("p", "-s", "c.yml", "--no-cache", "-f", "json", "--jobs", jobs)
    assert (done.status, done.out, done.err) == (1, alone.out, alone.err)


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "257", "", "9" * 5000])
def test_jobs_are_a_number_from_one_on(check: Check, jobs: str) -> None:
    done = check("p", "-s", "c.yml", f"--jobs={jobs}")
    assert done.status == 2
    assert done.err.startswith("error: --jobs: ")
    assert "is not a whole number from 1 to 256" in done.err


def test_a_second_run_starts_no_process_and_tells_the_same(check: Check, tmp_path: Path, started: list[object]) -> None:
    first = check("p", "-s", "c.yml", "--cache-dir", "cache")
    assert started
    count = len(started)
    second = check("p", "-s", "c.yml", "--cache-dir", "cache")
    assert (second.status, second.out, second.err) == (first.status, first.out, first.err) != (0, "", "")
    assert len(started) == count
    assert check("p/m00.py", "-s", "c.yml", "--cache-dir", "cache").status == 0
    assert len(started) == count
    assert {each.parent.parent for each in entries(tmp_path / "cache")} == {tmp_path / "cache"}


def test_a_changed_file_is_read_anew(check: Check, tmp_path: Path) -> None:
    assert check("p/m00.py", "-s", "c.yml", "--cache-dir", "cache").status == 0
    (tmp_path / "p" / "m00.py").write_text(BREAKS, encoding="utf-8")
    assert check("p/m00.py", "-s", "c.yml", "--cache-dir", "cache").status == 1
    (tmp_path / "p" / "m00.py").write_text(KEEPS, encoding="utf-8")
    assert check("p/m00.py", "-s", "c.yml", "--cache-dir", "cache").status == 0


def test_damaged_entries_change_nothing(check: Check, tmp_path: Path) -> None:
    first = check("p", "-s", "c.yml", "--cache-dir", "cache")
    for number, entry in enumerate(entries(tmp_path / "cache")):
        entry.write_bytes(entry.read_bytes()[:-number] if number % 2 else b"\xff" * 100)
    second = check("p", "-s", "c.yml", "--cache-dir", "cache")
    assert (second.status, second.out, second.err) == (first.status, first.out, first.err)


def test_no_cache_keeps_nothing_and_uses_nothing(check: Check, tmp_path: Path, started: list[object]) -> None:
    check("p", "-s", "c.yml", "--cache-dir", "cache")
    count, kept = len(started), len(entries(tmp_path / "cache"))
    check("p", "-s", "c.yml", "--cache-dir", "cache", "--no-cache")
    assert len(started) > count
    check("p", "-s", "c.yml", "--cache-dir", "other", "--no-cache")
    assert len(entries(tmp_path / "cache")) == kept
    assert not (tmp_path / "other").exists()


def test_by_default_the_cache_is_the_users_and_not_in_the_project(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path.parent / f"{tmp_path.name}-home"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setenv("HOME", str(home))
    before = sorted(tmp_path.rglob("*"))
    check("p", "-s", "c.yml")
    assert sorted(tmp_path.rglob("*")) == before
    assert entries(home)


def test_a_relative_cache_home_is_not_used(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG Base Directory Specification: "All paths set in these environment variables must be absolute." """
    monkeypatch.setenv("XDG_CACHE_HOME", "p")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    check("p", "-s", "c.yml")
    assert not (tmp_path / "p" / "importspy-static").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are those of POSIX")
def test_a_cache_where_others_can_write_is_not_used_and_told(check: Check, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    done = check("p/m00.py", "-s", "c.yml", "--cache-dir", "cache")
    assert done.status == 0
    assert "cache: not used as a cache: others than this user can write there" in done.err
    assert entries(tmp_path / "cache") == []


def test_no_file_says_where_the_cache_is(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"importspy-static.toml": 'cache-dir = "p"\n'})
    done = check("p", "-s", "c.yml")
    assert done.status == 2
    assert "cannot be set in a file" in done.err
    assert "IMPORTSPY_STATIC_CACHE_DIR" in done.err


# --- what ends in the middle ------------------------------------------------------------------------------------------

SLOW = "x = [1, 2]\n" * 8_000
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def running(folder: Path, *options: str, files: int = 20) -> subprocess.Popen[bytes]:
    """A check of many files, in the middle of it."""
    write(folder, {"c.yml": RUN, **{f"p/m{number:02}.py": KEEPS + SLOW for number in range(files)}})
    # A process of CI may have been told to ignore SIGINT, which its children inherit.
    start = (
        "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from importspy_static.cli.main import main\nsys.exit(main())\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", start, "check", "p", "-s", "c.yml", "--cache-dir", "cache", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not entries(folder / "cache") and time.monotonic() < until:
        time.sleep(0.05)
    return started


def group_of(leader: int) -> list[str]:
    """The processes of a session that are alive."""
    told = subprocess.run(
        ["ps", "-o", "stat=,args=", "--sid", str(leader)], capture_output=True, text=True, check=False
    )
    return [line for line in told.stdout.splitlines() if not line.startswith("Z")]


@posix
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_control_c_ends_all_at_once(jobs: str, tmp_path: Path) -> None:
    process = running(tmp_path, "-j", jobs)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert (process.returncode, out, err) == (130, b"", b"")
    assert group_of(process.pid) == []


@posix
def test_a_killed_run_leaves_a_cache_that_can_be_used(tmp_path: Path) -> None:
    process = running(tmp_path, "-j", "2", files=8)
    process.kill()
    process.communicate()
    kept = len(entries(tmp_path / "cache"))
    again = [sys.executable, "-m", "importspy_static", "check", "p", "-s", "c.yml"]
    cached, alone = (
        subprocess.run([*again, *options], cwd=tmp_path, capture_output=True, check=False)
        for options in (["--cache-dir", "cache"], ["--no-cache"])
    )
    assert (cached.returncode, cached.stdout, cached.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    assert alone.returncode == 0
    assert 0 < kept <= len(entries(tmp_path / "cache"))


def test_two_runs_at_once_on_one_cache_tell_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, **FILES})
    command = [sys.executable, "-m", "importspy_static", "check", "p", "-s", "c.yml", "--cache-dir", "cache"]
    both = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    told = [each.communicate(timeout=60) for each in both]
    assert told[0] == told[1]
    assert [each.returncode for each in both] == [1, 1]


@posix
def test_a_worker_that_dies_costs_one_file(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_each = isolation._Worker.ask_each

    def dying(self: isolation._Worker, sources: Sequence[bytes], seconds: float, depth: Depth) -> object:
        for source in sources:
            if b"dies" in source:
                self.kill()
            yield from ask_each(self, [source], seconds, depth)
            if b"dies" in source:
                return

    write(tmp_path, {"p/m05.py": f"# dies\n{KEEPS}"})
    monkeypatch.setattr(isolation._Worker, "ask_each", dying)
    done = check("p", "-s", "c.yml", "-j", "2", "--no-cache")
    told = [line for line in done.out.splitlines() if "SPY003" in line]
    assert len(told) == 1
    assert told[0].startswith("p/m05.py:1:1: SPY003 ")
    broken = sum(content == BREAKS for path, content in FILES.items() if path != "p/m05.py")
    assert sum("SPY302" in line for line in done.out.splitlines()) == broken
