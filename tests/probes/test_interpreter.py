"""Other interpreters: what answers, what does not, and how long it may take."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from importspy_static.probes import ProbeError, host_environment, interpreter_environment, process
from tests.probes.environments import sound, spoilt
from tests.probes.interpreters import PYPYS, every_python, python

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")

VERSION = 'if [ "$1" = -V ]; then echo "Python 3.11.7"; exit; fi\n'
LONG = 60
"""Seconds that a fake would go on: far over any limit here."""


def fake(folder: Path, body: str, name: str = "fake") -> str:
    """A program that answers `-V` as a Python does, and then does something else."""
    return program(folder, VERSION + body, name)


def program(folder: Path, body: str, name: str = "fake") -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(stat.S_IRWXU)
    return str(file)


def error_of(executable: str, seconds: float = 30) -> ProbeError:
    with pytest.raises(ProbeError) as caught:
        interpreter_environment(executable, seconds=seconds)
    assert caught.value.source == executable
    assert caught.value.remedy
    return caught.value


def problem_of(executable: str, seconds: float = 30) -> str:
    return error_of(executable, seconds).problems[0]


def is_gone(pid: int) -> bool:
    for _ in range(200):  # it was killed, and whoever inherited it takes note soon
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


# --- What answers ---------------------------------------------------------------------------------------------------


@every_python
def test_another_python_tells_its_facts(minor: str) -> None:
    executable = python(minor)
    told = interpreter_environment(executable, seconds=60)
    assert told.source == executable
    assert minor in PYPYS or told.python_version.startswith(f"{minor}.")
    assert told.distributions is None
    assert told.inherited
    assert told.variables >= set(os.environ)
    assert interpreter_environment(executable, seconds=60, distributions=True).distributions


def test_this_python_tells_of_itself_what_the_host_tells() -> None:
    told, known = interpreter_environment(sys.executable, seconds=60), host_environment()
    assert told.target == known.target
    assert (told.libc, told.platform_tags) == (known.libc, known.platform_tags)


def test_a_name_is_looked_for_on_path_and_never_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, last = tmp_path / "here", tmp_path / "there", tmp_path / "last"
    for folder in (here, there, last):
        folder.mkdir()
    program(here, f"touch {tmp_path}/ran", "somepython")
    (there / "somepython").write_text("not executable", encoding="ascii")
    (last / "somepython").symlink_to(sys.executable)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(there), str(last)]))
    assert interpreter_environment("somepython", seconds=60).version == sys.version_info
    monkeypatch.setenv("PATH", os.pathsep.join(["", "."]))
    error = error_of("somepython")
    assert error.problems == ("there is no such program on PATH",)
    assert "./somepython" in error.remedy
    assert not (tmp_path / "ran").exists()


def test_a_relative_path_is_one_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.chdir(tmp_path)
    assert interpreter_environment("bin/python", seconds=60).source == "bin/python"


def test_a_virtual_environment_is_told_and_not_the_python_that_it_links_to(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True, timeout=60)
    told = interpreter_environment(str(tmp_path / "venv" / "bin" / "python"), seconds=60, distributions=True)
    assert told.distributions == ()
    assert any(folder.startswith(str(tmp_path / "venv")) for folder in told.search_path)
    error = error_of(str(tmp_path / "venv"))
    assert error.problems == ("it is a folder, not an interpreter",)
    assert str(tmp_path / "venv" / "bin" / "python") in error.remedy


@pytest.mark.parametrize("minor", ["2.7", "3.8", "3.12"])
def test_pythonpath_and_the_current_folder_have_no_say(
    minor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable = python(minor)
    known = interpreter_environment(executable, seconds=60, distributions=True)
    for name in ("json", "platform", "os", "sitecustomize", "usercustomize", "__future__", "re"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="ascii")
    (tmp_path / "planted-1.0.dist-info").mkdir()
    (tmp_path / "planted-1.0.dist-info" / "METADATA").write_text("Name: planted\nVersion: 1.0\n", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("PYTHONINSPECT", "1")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    told = interpreter_environment(executable, seconds=60, distributions=True)
    assert (told.search_path, told.distributions) == (known.search_path, known.distributions)
    assert not (tmp_path / "ran").exists()


NOISES = {
    "lines": "echo hello; echo '{}'; echo '{\"schema_version\": 1}'",
    "a line that does not end": "printf 'hello '",
    "what is no text": r"printf '\377\376\n\000'",
    "on standard error": "echo hello >&2",
    "carriage returns": r"printf 'hello\r'",
}


@pytest.mark.parametrize("noise", NOISES)
def test_what_prints_before_the_answer_does_not_disturb(tmp_path: Path, noise: str) -> None:
    executable = fake(tmp_path, f'{NOISES[noise]}\nexec {sys.executable} "$@"')
    assert interpreter_environment(executable, seconds=60).version == sys.version_info


def test_what_prints_behind_the_answer_does_not_disturb(tmp_path: Path) -> None:
    executable = fake(tmp_path, f'{sys.executable} "$@"\necho bye\nprintf bye')
    assert interpreter_environment(executable, seconds=60).version == sys.version_info


@pytest.mark.parametrize(
    "answer",
    [
        "Python 3.12.4",
        "Python 3.15.0a1+",
        "Python 3.10.14 (75b3de9d9035, Apr 21 2024)\n[PyPy 7.3.16 with GCC 10.2.1]",
        "GraalPy 3.11.7 (Oracle GraalVM Native 24.1.0)",
        "Python 3.6.5 :: Anaconda, Inc.",
        "a warning of some launcher\nPython 3.9.1",
    ],
)
@pytest.mark.parametrize("stream", [1, 2])
def test_pythons_of_every_kind_are_known_by_their_version(tmp_path: Path, answer: str, stream: int) -> None:
    body = f"if [ \"$1\" = -V ]; then printf '%s\\n' '{answer}' >&{stream}; exit; fi\nexec {sys.executable} \"$@\""
    assert interpreter_environment(program(tmp_path, body), seconds=60).version == sys.version_info


@pytest.mark.parametrize(
    ("version", "options"),
    [("Python 2.7.18", "-E -s -B -"), ("Python 3.4.0", "-I -B -"), ("Jython 2.7.3", "-E -s -B -")],
)
def test_it_is_run_isolated_as_far_as_it_can_be(tmp_path: Path, version: str, options: str) -> None:
    answer = json.dumps(sound())
    body = f"[ \"$1\" = -V ] && echo '{version}' && exit\necho \"$@\" > {tmp_path}/options\nprintf '%s\\n' '{answer}'"
    interpreter_environment(program(tmp_path, body))
    assert (tmp_path / "options").read_text(encoding="ascii").strip() == options


# --- What is no Python is never given the script --------------------------------------------------------------------


def test_what_is_no_python_never_gets_the_script(tmp_path: Path) -> None:
    for body in ("exit 0", "echo hello", "echo Python", "echo 'not Python 3.9'", "echo Python 3.9.1; exit 3"):
        executable = program(tmp_path, f'echo "$@" >> {tmp_path}/asked; cat >> {tmp_path}/given\n{body}')
        assert problem_of(executable).startswith("is no Python: ")
    assert set((tmp_path / "asked").read_text(encoding="ascii").split()) == {"-V"}
    assert (tmp_path / "given").read_text(encoding="ascii") == ""


@pytest.mark.parametrize("name", ["cat", "sh", "true", "env", "yes", "printenv"])
def test_programs_of_the_system_are_no_pythons(name: str) -> None:
    executable = shutil.which(name)
    if executable is None:
        pytest.skip(f"{name} is not here")
    assert problem_of(executable).startswith("is no Python: ")


@pytest.mark.parametrize("version", ["2.6.9", "3.3.7", "3.0", "1.5.2"])
def test_a_python_that_is_too_old_is_told(tmp_path: Path, version: str) -> None:
    told = f"is Python {'.'.join(version.split('.')[:2])}; the probe needs 2.7, or 3.4 and newer"
    assert problem_of(program(tmp_path, f"echo Python {version}")) == told


def test_what_cannot_be_run_is_told(tmp_path: Path) -> None:
    text, locked, dangling = tmp_path / "text", tmp_path / "locked", tmp_path / "dangling"
    text.write_text("hello\n", encoding="ascii")
    text.chmod(stat.S_IRWXU)
    locked.write_text("hello\n", encoding="ascii")
    dangling.symlink_to(tmp_path / "absent")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "no loader").write_text("#!/absent/interpreter\n", encoding="ascii")
    (tmp_path / "no loader").chmod(stat.S_IRWXU)
    assert problem_of(str(text)) == "cannot be run: exec format error"
    assert problem_of(str(locked)) == "no permission to run it"
    assert problem_of(str(dangling)) == "there is no such file"
    assert problem_of(str(tmp_path / "pipe")) == "it is not a regular file"
    assert problem_of(str(tmp_path / "absent")) == "there is no such file"
    assert problem_of(str(text / "python")) == "there is no such file"
    assert problem_of(str(tmp_path)) == "it is a folder, not an interpreter"
    assert problem_of("") == problem_of("a\0b") == "is no path of a file"
    assert problem_of("no-such-python") == "there is no such program on PATH"
    loader = "cannot be run: its loader, or the interpreter that its first line names, is missing"
    assert problem_of(str(tmp_path / "no loader")) == loader


def test_a_module_in_place_of_an_interpreter_is_not_run(tmp_path: Path) -> None:
    """To ask it for its version would run it: a module that is to be checked is never run."""
    executable = program(tmp_path, f"touch {tmp_path}/ran", "module.py")
    assert problem_of(executable) == "it is a program in Python, not an interpreter"
    assert not (tmp_path / "ran").exists()


# --- What answers wrongly -------------------------------------------------------------------------------------------

ANSWERS = {
    "nothing": ("true", "did not answer the probe"),
    "blank lines": ("echo; echo", "did not answer the probe"),
    "standard output is closed": ("exec >&-", "did not answer the probe"),
    "rubbish": ("echo hello", "wrote something else than the answer of the probe"),
    "broken JSON": ("echo '{\"schema_version\": 1, '", "wrote something else than the answer of the probe"),
    "another object": ("echo '{\"schema\": 1}'", "wrote something else than the answer of the probe"),
    "deep JSON": (
        "printf '{\"schema_version\": '; head -c 100000 /dev/zero | tr '\\0' '['",
        "wrote something else than the answer of the probe",
    ),
    "status": ("exit 3", "ended with status 3 instead of answering the probe"),
    "segmentation fault": ("kill -SEGV $$", "was killed by SIGSEGV instead of answering the probe"),
    "abort": ("kill -ABRT $$", "was killed by SIGABRT instead of answering the probe"),
    "status behind the answer": (
        f'{sys.executable} "$@"; exit 3',
        "ended with status 3 instead of answering the probe",
    ),
    "a newer form": (
        "echo '{\"schema_version\": 7}'",
        "schema_version: was written by a newer version: 7; this one reads 1",
    ),
    "a missing fact": (
        f"printf '%s\\n' '{json.dumps(spoilt(machine=...))}'",
        "machine: is missing",
    ),
    "flood": ("exec cat /dev/zero", "wrote more than 16 MiB, where one line was asked for"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_wrong_answer_is_told(tmp_path: Path, case: str) -> None:
    body, told = ANSWERS[case]
    assert problem_of(fake(tmp_path, body)) == told


def test_the_last_lines_of_standard_error_are_told(tmp_path: Path) -> None:
    body = "for i in $(seq 5000); do echo line $i >&2; done; printf 'a\\033[1mb\\n\\n' >&2; exit 1"
    assert error_of(fake(tmp_path, body)).problems == (
        "ended with status 1 instead of answering the probe",
        "standard error: line 4999",
        "standard error: line 5000",
        "standard error: a\033[1mb",
    )
    body = "head -c 10000 /dev/zero | tr '\\0' x >&2; exit 1"
    assert len(error_of(fake(tmp_path, body)).problems) == 1  # of a line only its end is left: not told
    body = "head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1"
    assert len(error_of(fake(tmp_path, body)).problems[1]) < 400


def test_of_a_program_that_is_no_python_the_first_line_of_standard_error_is_told(tmp_path: Path) -> None:
    error = error_of(program(tmp_path, "echo first >&2; echo second >&2; exit 1"))
    assert error.problems == ("is no Python: asked '-V', it ended with status 1", "standard error: first")


# --- What takes too long --------------------------------------------------------------------------------------------

HANGS = {
    "at its version": (f"sleep {LONG}", "did not answer '-V' within 4 seconds"),
    "at the script": (f"{VERSION}sleep {LONG}", "did not answer the probe within 4 seconds"),
    "behind the answer": (f'{VERSION}{sys.executable} "$@"; sleep {LONG}', "did not answer the probe within 4 seconds"),
    "without standard output": (f"{VERSION}exec >&-; sleep {LONG}", "did not answer the probe within 4 seconds"),
    "with a child": (f"{VERSION}sleep {LONG} & echo $! >> PIDS; wait", "did not answer the probe within 4 seconds"),
    "deaf to signals": (f"{VERSION}trap '' TERM INT HUP; sleep {LONG}", "did not answer the probe within 4 seconds"),
}


@pytest.mark.slow
def test_what_takes_too_long_is_ended_and_what_it_started_too(tmp_path: Path) -> None:
    """All at once: each takes its time."""
    pids = tmp_path / "pids"
    executables = {
        case: program(tmp_path, f"echo $$ >> {pids}\n{body.replace('PIDS', str(pids))}", case)
        for case, (body, _) in HANGS.items()
    }
    started = time.monotonic()
    with ThreadPoolExecutor(len(HANGS)) as pool:
        told = dict(zip(HANGS, pool.map(lambda each: problem_of(each, seconds=4), executables.values()), strict=True))
    assert told == {case: problem for case, (_, problem) in HANGS.items()}
    assert time.monotonic() - started < LONG / 2
    asked = [int(pid) for pid in pids.read_text(encoding="ascii").split()]
    assert len(asked) == 2 * len(HANGS)  # each but one is asked twice, and one has a child
    assert all(is_gone(pid) for pid in asked)


def test_what_keeps_the_pipes_open_does_not_keep_the_answer(tmp_path: Path) -> None:
    body = f'sleep {LONG} &\nexec {sys.executable} "$@"'
    started = time.monotonic()
    assert interpreter_environment(fake(tmp_path, body), seconds=LONG).version == sys.version_info
    assert time.monotonic() - started < LONG / 2


def test_the_time_is_one_for_version_and_script(monkeypatch: pytest.MonkeyPatch) -> None:
    run, seen = process.run, []

    def noted(command: list[str], given: bytes, until: float) -> process.Ending:
        seen.append(until)
        return run(command, given, until)

    monkeypatch.setattr(process, "run", noted)
    interpreter_environment(sys.executable, seconds=60)
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_a_program_that_does_not_read_the_script_does_not_hold_it_up(tmp_path: Path) -> None:
    assert problem_of(fake(tmp_path, "exec <&-; echo hello")) == "wrote something else than the answer of the probe"


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text(encoding="ascii").split())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_no_zombie_no_thread_and_no_open_file_is_left(tmp_path: Path) -> None:
    def look() -> tuple[int, int, set[str]]:
        return len(os.listdir("/proc/self/fd")), threading.active_count(), children()

    before = look()
    interpreter_environment(sys.executable, seconds=60)
    for body in ("exit 1", f"sleep {LONG}", "exec cat /dev/zero", "exec >&-", "kill -SEGV $$"):
        error_of(fake(tmp_path, body), seconds=0.5)
    error_of("no-such-python")
    assert look() == before


def test_several_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: interpreter_environment(sys.executable, seconds=60), range(8)))
    assert all(each == told[0] for each in told)


def test_ctrl_c_ends_what_is_asked(tmp_path: Path) -> None:
    executable = fake(tmp_path, f"echo $$ > {tmp_path}/pid; echo; sleep {LONG}")
    asking = "import sys; from importspy_static.probes import *; interpreter_environment(sys.argv[1], seconds=60)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", asking, executable], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(400):
            if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="ascii").strip():
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in errors
    assert is_gone(int((tmp_path / "pid").read_text(encoding="ascii")))


# --- Values ---------------------------------------------------------------------------------------------------------


def test_the_texts_of_variables_are_those_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODE", "production")
    monkeypatch.setenv("PASSWORD", "planted")
    told = interpreter_environment(sys.executable, seconds=60, names=["MODE", "ABSENT"])
    assert told.values == {"MODE": "production"}
    assert interpreter_environment(sys.executable, seconds=60).values == {}


@pytest.mark.parametrize(
    "body",
    [
        "env >&2; exit 1",
        'echo "password is $PASSWORD" >&2; exit 1',
        'printf "%s" "$MULTIPLE" >&2; kill -SEGV $$',
        "env",
        "env; exec cat /dev/zero",
        f"{sys.executable} -c 'import os; raise SystemExit(repr(dict(os.environ)))'",
        f"env >&2; sleep {LONG}",
    ],
)
@pytest.mark.parametrize("answers_version", [True, False])
def test_what_an_interpreter_prints_of_the_environment_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, answers_version: bool
) -> None:
    monkeypatch.setenv("PASSWORD", "planted'\"\\secret")
    monkeypatch.setenv("MULTIPLE", "planted first\nplanted second\n")
    error = error_of((fake if answers_version else program)(tmp_path, body), seconds=1)
    assert "planted" not in str(error) + repr(error) + repr(vars(error))
