"""The worker: it may die, hang or eat memory in our place, and nothing of it is left over."""

from __future__ import annotations

import argparse
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.extract import isolation
from importspy_static.extract.codec import decode
from importspy_static.extract.extraction import extract
from importspy_static.extract.isolation import Extractor
from importspy_static.extract.worker import ENDS
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure, Program

ROOT = Path(__file__).resolve().parents[2]
SOURCE = b"class A:\n    def f(self, x: int = 1) -> str:\n        self.x = x\n"
KILLER = b"x = [1 " + b"for a in b " * 100_000 + b"]"
"""Kills a process that compiles it, were it not for our own limit."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of another kind")


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    with Extractor() as extractor:
        yield extractor


def pid_of(extractor: Extractor) -> int:
    assert extractor._worker is not None
    return extractor._worker._process.pid


def is_gone(pid: int) -> bool:
    """Neither running nor a zombie of ours."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def run(script: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, env=environment, capture_output=True, text=True, timeout=60, check=False, **options
    )


def test_a_worker_says_the_same(extractor: Extractor) -> None:
    for source in (
        SOURCE,
        b"",
        b"x = (",
        b"\xff",
        b"x = '\xed\xa0\x80'",
        "é = 'ü'".encode(),
        b"x = 1e999 + 2j, b'', ...",
    ):
        assert extractor.extract(source) == extract(source)


def test_one_worker_serves_many_files(extractor: Extractor) -> None:
    extractor.extract(SOURCE)
    first = pid_of(extractor)
    for _ in range(20):
        assert isinstance(extractor.extract(SOURCE), Program)
    assert pid_of(extractor) == first


def test_starting_waits_for_nothing_and_loads_nothing() -> None:
    script = (
        "import sys\n"
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor() as extractor:\n"
        "    assert not {'libcst', 'json', 'yaml'} & set(sys.modules), sorted(sys.modules)\n"
        "    assert extractor.extract(b'x = 1').body\n"
        "    assert 'libcst' not in sys.modules\n"
    )
    ran = run(script)
    assert ran.returncode == 0, ran.stderr


def test_what_python_itself_reads_is_read_without_libcst() -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from importspy_static.extract.extraction import extract\n"
        f"assert extract(Path({argparse.__file__!r}).read_bytes()).body\n"
        "assert extract(b'x = f\"{y!r:>{z}}\"').body\n"
        "assert 'libcst' not in sys.modules\n"
    )
    ran = run(script)
    assert ran.returncode == 0, ran.stderr


def test_importing_the_package_is_light() -> None:
    script = (
        "import sys; import importspy_static.extract, importspy_static.extract.reading\n"
        "assert not {'libcst', 'subprocess', 'json'} & set(sys.modules), sorted(sys.modules)\n"
    )
    ran = run(script)
    assert ran.returncode == 0, ran.stderr


@posix
def test_closing_leaves_no_process() -> None:
    with Extractor() as extractor:
        extractor.extract(SOURCE)
        pid = pid_of(extractor)
    assert is_gone(pid)
    with Extractor() as extractor:
        pid = pid_of(extractor)  # still loading libcst
    assert is_gone(pid)


def test_a_closed_extractor_starts_anew() -> None:
    extractor = Extractor()
    extractor.close()
    assert isinstance(extractor.extract(SOURCE), Program)
    extractor.close()
    extractor.close()


@posix
def test_a_worker_that_dies_costs_one_file(extractor: Extractor) -> None:
    extractor.extract(SOURCE)
    os.kill(pid_of(extractor), signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (pid_of(extractor), signal.SIGSEGV)).start()
    threading.Timer(0.4, os.kill, (pid_of(extractor), signal.SIGCONT)).start()
    found = extractor.extract(SOURCE)
    assert isinstance(found, Failure)
    assert found.kind == "complex"
    assert "SIGSEGV" in found.reason
    assert found.span == TOP
    assert isinstance(extractor.extract(SOURCE), Program)


@posix
def test_a_worker_that_died_between_two_files_is_replaced(extractor: Extractor) -> None:
    extractor.extract(SOURCE)
    os.kill(pid_of(extractor), signal.SIGKILL)
    time.sleep(0.1)
    outcomes = [extractor.extract(SOURCE) for _ in range(2)]
    assert isinstance(outcomes[-1], Program)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with Extractor(seconds=0.5) as extractor:
        extractor.extract(b"")
        started = time.monotonic()
        found = extractor.extract(b"f(a, b)\n" * 200_000)
        assert time.monotonic() - started < 10
        assert isinstance(found, Failure)
        assert (found.kind, found.reason) == ("complex", "not read within 0.5 seconds, the limit")
        assert isinstance(extractor.extract(b"x = 1"), Program)


@posix
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "darwin", reason="the address space cannot be limited there")
def test_memory_is_limited(extractor: Extractor) -> None:
    found = extractor.extract(b"x = [" + b"a," * (limits.SOURCE_BYTES // 2 - 10) + b"]")
    assert isinstance(found, Failure)
    assert found.kind == "complex"
    assert "memory, the limit" in found.reason
    assert isinstance(extractor.extract(SOURCE), Program)


def test_a_worker_that_grew_is_replaced() -> None:
    """The list takes from 580 MiB (Python 3.10) to 750 MiB (3.13): over half of what a worker may have, when it
    goes, and well under all of it. A busy machine may take its time."""
    with Extractor(seconds=120) as extractor:
        extractor.extract(SOURCE)
        first = pid_of(extractor)
        assert isinstance(extractor.extract(b"x = [" + b"a," * 410_000 + b"]"), Program)
        extractor.extract(SOURCE)
        assert pid_of(extractor) != first


def test_threads_take_turns(extractor: Extractor) -> None:
    sources = [f"name{i} = {i}\n".encode() for i in range(40)]
    found: dict[int, object] = {}

    def work(first: int) -> None:
        for i in range(first, 40, 4):
            found[i] = extractor.extract(sources[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: extract(source) for i, source in enumerate(sources)}


@pytest.mark.parametrize("executable", ["", "/no/such/python", sys.prefix])
def test_without_a_process_the_work_is_done_here(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with Extractor() as extractor:
        assert isinstance(extractor.extract(SOURCE), Program)
        assert extractor._worker is None


def test_an_interpreter_that_is_none_is_not_relied_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    liar = tmp_path / "python"
    liar.write_text("#!/bin/sh\necho hello\n")
    liar.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(liar))
    with Extractor() as extractor:
        assert isinstance(extractor.extract(SOURCE), Program)


def test_a_worker_ends_by_itself_when_nothing_can_come_any_more() -> None:
    """So it outlives no parent that was killed."""
    with Extractor() as extractor:
        assert isinstance(extractor.extract(SOURCE), Program)
        worker = extractor._worker
        assert worker is not None
        worker._requests.close()
        assert worker._process.wait(60) == 0


def test_a_frozen_application_works_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with Extractor() as extractor:
        assert isinstance(extractor.extract(SOURCE), Program)
        assert extractor._worker is None


@posix
def test_no_standard_streams_are_needed() -> None:
    script = (
        "import os, sys\n"
        "out = os.dup(2)\n"
        "for fd in (0, 1, 2): os.close(fd)\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor() as extractor:\n"
        "    facts = extractor.extract(b'x = 1')\n"
        "os.write(out, type(facts).__name__.encode())\n"
    )
    ran = run(script)
    assert (ran.stdout, ran.stderr) == ("", "Program")


def test_nothing_is_written_to_the_streams_of_the_caller() -> None:
    script = (
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor() as extractor:\n"
        "    extractor.extract(b'x = 1 is 1')\n"
        "    extractor.extract(b'x = (')\n"
    )
    ran = run(script)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", "", 0)


@posix
def test_control_c_ends_both() -> None:
    script = (
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor(seconds=50) as extractor:\n"
        "    extractor.extract(b'')\n"
        "    print(extractor._worker._process.pid, flush=True)\n"
        "    extractor.extract(b'f(a, b)\\n' * 400_000)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.3)
    os.killpg(parent.pid, signal.SIGINT)  # what a terminal does: everybody gets it
    _, errors = parent.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors
    assert is_gone(worker)


@posix
def test_a_killed_parent_leaves_no_worker_that_waits() -> None:
    script = (
        "import os, signal\n"
        "from importspy_static.extract.isolation import Extractor\n"
        "extractor = Extractor()\n"
        "extractor.extract(b'x = 1')\n"
        "print(extractor._worker._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    worker = int(run(script).stdout)
    for _ in range(100):
        if is_gone(worker) or Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the worker goes on")


def test_the_package_is_found_wherever_the_caller_found_it(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor() as extractor:\n"
        "    assert extractor.extract(b'x = 1').body\n"
        "    assert extractor._worker is not None\n"
    )
    bare = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_nothing_of_the_current_folder_is_imported(tmp_path: Path) -> None:
    for name in ("ast", "json", "libcst", "struct", "signal", "importspy_static"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')\nraise SystemExit\n")
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}]; sys.path.remove('')\n"
        "from importspy_static.extract.isolation import Extractor\n"
        "with Extractor() as extractor:\n"
        "    assert extractor.extract(b'x = 1').body\n"
        "    assert extractor._worker is not None\n"
    )
    bare = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "imported").exists()


def test_a_source_over_the_limit_is_not_sent(extractor: Extractor) -> None:
    found = extractor.extract(b" " * (limits.SOURCE_BYTES + 1))
    assert isinstance(found, Failure)
    assert found.kind == "complex"


def test_what_kills_a_compiler_is_a_failure(extractor: Extractor) -> None:
    assert isinstance(extractor.extract(KILLER), Failure)
    assert isinstance(extractor.extract(SOURCE), Program)


# --- several at once ------------------------------------------------------------------------------------------------

MANY = [f"name{number} = {number}\n".encode() * (1 + number**2) for number in range(60)]
"""From a few bytes to 49 KiB."""


def each_of(extractor: Extractor, sources: list[bytes]) -> list[Program | Failure]:
    return [each if isinstance(each, Failure) else decode(each, 0) for each in extractor.encoded_each(sources)]


def test_several_at_once_are_read_as_one_by_one(extractor: Extractor) -> None:
    over = b" " * (limits.SOURCE_BYTES + 1)
    sources = [over, *MANY, KILLER, b"x = (", over, b"", *MANY[::-1], over]
    found = each_of(extractor, sources)
    assert found == [extractor.extract(source) for source in sources]
    assert found[1 : 1 + len(MANY)] == [extract(source) for source in MANY]


@pytest.mark.parametrize("takes", [0, 100, 65_536 // 4])
def test_several_at_once_whatever_a_pipe_takes(extractor: Extractor, takes: int) -> None:
    extractor.extract(SOURCE)
    assert extractor._worker is not None
    extractor._worker._takes = takes
    assert each_of(extractor, MANY) == [extract(source) for source in MANY]


def test_a_source_that_takes_too_long_costs_itself_alone() -> None:
    slow = b"f(a, b)\n" * 200_000
    with Extractor(seconds=0.7) as extractor:
        extractor.extract(b"")
        found = each_of(extractor, [*MANY[:5], slow, *MANY[:5], slow, MANY[0]])
        late = [index for index, each in enumerate(found) if isinstance(each, Failure)]
        assert late == [5, 11]
        assert {found[index].reason for index in late} == {"not read within 0.7 seconds, the limit"}  # type: ignore[union-attr]


def test_what_a_worker_has_answered_counts_though_it_has_ended(extractor: Extractor) -> None:
    """As one that grew ends behind an answer, while the next sources are on their way to it."""
    extractor.extract(SOURCE)
    worker = extractor._worker
    assert worker is not None
    frame = worker._frame

    def last() -> tuple[bytes, int] | None:
        answer = frame()
        worker.kill()
        worker._process.wait()
        return None if answer is None else (answer[0], ENDS)

    worker._frame = last  # type: ignore[method-assign]
    assert each_of(extractor, MANY[:20]) == [extract(source) for source in MANY[:20]]
    assert extractor._worker is not worker


def test_answers_that_nobody_waited_for_are_answers_to_nothing_else(extractor: Extractor) -> None:
    answers = extractor.encoded_each(MANY[:9])
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert extractor.extract(SOURCE) == extract(SOURCE)
    assert extractor.extract(MANY[1]) == extract(MANY[1])


def test_closing_ends_who_waits_for_several() -> None:
    extractor = Extractor()
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(extractor.encoded_each(MANY * 200)))
    thread.start()
    time.sleep(0.3)
    extractor.close()
    thread.join(20)
    assert not thread.is_alive()
    assert extractor._worker is None


@posix
def test_an_answer_counts_that_a_worker_gave_before_it_could_be_sent_more(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    extractor.extract(SOURCE)
    first = extractor._worker
    assert first is not None
    ahead = isolation._Worker._sent_ahead

    def late(self: isolation._Worker, *given: object) -> int:
        if self is first:
            assert select.select([self._answers], [], [], 10)[0]
            self.kill()
            self._process.wait()
        return ahead(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(isolation._Worker, "_sent_ahead", late)
    found = each_of(extractor, MANY[:6])
    assert found[0] == extract(MANY[0])
    assert found[2:] == [extract(source) for source in MANY[2:6]]
