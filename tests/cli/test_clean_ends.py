"""Whatever happens to its files and streams, the program ends as it says: a status, a reason, nothing half written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.real import Real, prepared, runner

PROGRAM = [sys.executable, "-m", "importspy_static"]
MANY = "functions: [" + ", ".join(f"{{name: f{number}}}" for number in range(60)) + "]\n"
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells, devices and limits of POSIX")
no_full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    prepared(tmp_path, monkeypatch)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    for name in ("many.yml", "p/spymodel.yml"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(MANY, encoding="utf-8")
    for name in "abc":
        Path("p", f"{name}.py").write_text("", encoding="utf-8")
    return runner(capsys)


def shell(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which "$@" is the program."""
    command = ["sh", "-c", script, "sh", *PROGRAM]
    environment = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)


# --- streams ----------------------------------------------------------------------------------------------------------


@no_full
@pytest.mark.usefixtures("real")
@pytest.mark.parametrize(
    "command", ["check p -s many.yml", "generate plugin.py", "graph p", "diff plugin.py p/a.py", "contract schema"]
)
def test_a_full_disk_behind_standard_output_is_told(command: str) -> None:
    done = shell(f'"$@" {command} >/dev/full')
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: cannot write to standard output: No space left on device\n"


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_in_the_middle_is_told(unbuffered: str) -> None:
    """With PYTHONUNBUFFERED, Python itself forgets what the system did not take."""
    for command in ("check p -s many.yml -f json --no-cache", "contract schema"):
        done = shell(f'ulimit -f 1; "$@" {command} >out', PYTHONUNBUFFERED=unbuffered)
        assert (done.returncode, done.stderr) == (2, "error: cannot write to standard output: File too large\n")


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_error(unbuffered: str) -> None:
    script = '{ "$@" check p -s many.yml -q; echo $? >&2; } | head -1'
    done = shell(script, PYTHONUNBUFFERED=unbuffered)
    assert (done.stdout, done.stderr) == ("error[SPY301] f0: is not defined\n", "1\n")


@pytest.mark.usefixtures("real")
def test_closed_and_broken_streams_change_no_status() -> None:
    script = """
        "$@" check p -s many.yml >&-; echo $?
        "$@" check p -s many.yml >&- 2>&-; echo $?
        "$@" check p -s many.yml <&- >&- 2>&-; echo $?
        "$@" check p -s many.yml 2>&- >/dev/null; echo $?
        "$@" check - -s many.yml <&-; echo $?
        { "$@" check p -s many.yml >/dev/null; echo $? >&3; } 3>&1 2>&1 | true
    """
    done = shell(script)
    assert done.stdout.split() == ["1", "1", "1", "1", "2"], done.stderr
    assert done.stderr.splitlines()[1:] == ["error: cannot read standard input: it is closed"]
    assert "Traceback" not in done.stderr


# --- files that are written -------------------------------------------------------------------------------------------

WRITING = [
    ("check", "p", "-s", "many.yml", "-f", "json", "-o", "{}"),
    ("check", "p", "-s", "many.yml", "--report", "json={}"),
    ("check", "p", "-s", "many.yml", "--write-baseline", "{}"),
    ("generate", "plugin.py", "--force", "-o", "{}"),
    ("graph", "p", "-o", "{}"),
    ("probe", "-o", "{}"),
]


@no_full
@pytest.mark.parametrize("command", WRITING, ids=lambda each: " ".join(each[:1] + each[-2:]))
def test_a_full_disk_is_told(command: tuple[str, ...], real: Real) -> None:
    done = real(*(each.format("/dev/full") for each in command))
    assert done.status == 2
    assert done.err.splitlines()[-1] == "error: cannot write /dev/full: No space left on device"


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """A folder where nobody can write, not even root."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("only root may mount, in a space of its own")
    folder = tmp_path / "read-only"
    shutil.copytree(tmp_path, folder, ignore=lambda *_: ["read-only"])
    return folder


@pytest.mark.usefixtures("real")
def test_a_read_only_file_system_is_told_and_nothing_changes(read_only: Path) -> None:
    commands = "\n".join(f'"$@" {" ".join(each.format("new") for each in command)} >&2; echo $?' for command in WRITING)
    replacing = commands.replace("new", "many.yml")
    script = f"""
        unshare -m sh -c '
            mount --bind "{read_only}" "{read_only}" && mount -o remount,ro,bind "{read_only}" || exit 77
            cd "{read_only}"
            {commands}
            {replacing.splitlines()[3]}
            "$@" check p -s many.yml --cache-dir cache -q >/dev/null; echo $?
        ' "$@"
    """
    before = sorted(read_only.rglob("*"))
    done = shell(script.replace('\' "$@"', '\' sh "$@"'))
    if done.returncode == 77:
        pytest.skip("may not mount")
    assert done.stdout.split() == ["2"] * 7 + ["1"], done.stderr
    assert done.stderr.count("Read-only file system") == 7
    assert "Traceback" not in done.stderr
    assert sorted(read_only.rglob("*")) == before
    assert (read_only / "many.yml").read_text(encoding="utf-8") == MANY


@pytest.mark.usefixtures("real")
def test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    before = sorted(os.listdir(tmp_path))
    asked = [" ".join(each.format("old") for each in command) for command in WRITING[:3]]
    commands = "\n".join(f'"$@" {each}; echo $? >&3' for each in asked)
    done = shell(f"ulimit -f 1; exec 3>&1; {commands}")
    assert done.stdout.split() == ["2", "2", "2"], done.stderr
    assert done.stderr.count("error: cannot write old: File too large\n") == 3
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "old").read_text(encoding="utf-8") == "old"


@pytest.mark.usefixtures("real")
def test_a_cache_on_a_full_disk_is_done_without(tmp_path: Path) -> None:
    done = shell('ulimit -f 0; "$@" check p -s many.yml --cache-dir cache | wc -l >&2; find cache -type f 2>/dev/null')
    assert done.stdout == ""
    assert int(done.stderr.split()[-1]) > 100


# --- files that are read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("happens", ["gone", "a folder", "a pipe", "cut short", "another"])
def test_what_happens_to_a_file_between_its_listing_and_its_reading(
    happens: str, real: Real, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open
    module = Path("p", "b.py")
    module.write_text("def f0(): pass\n", encoding="utf-8")
    Path("one.yml").write_text("functions: [{name: f0}]\n", encoding="utf-8")

    def late(path: str, *arguments: int) -> int:
        if str(path).endswith("b.py") and module.is_file():
            content = {"cut short": "", "another": "def g(): pass\n"}.get(happens)
            if content is not None:
                module.write_text(content, encoding="utf-8")
            else:
                module.unlink()
            {"a folder": module.mkdir, "a pipe": lambda: os.mkfifo(module)}.get(happens, lambda: None)()
        return opened(path, *arguments)

    monkeypatch.setattr(os, "open", late)
    done = real("check", "p/b.py", "-s", "one.yml", "-f", "concise", "--no-cache")
    assert done.status == 1
    assert "Traceback" not in done.err
    told = {"gone": "SPY001", "a folder": "SPY001", "a pipe": "SPY001", "cut short": "SPY301", "another": "SPY301"}
    assert f"p/b.py:1:1: {told[happens]} " in done.out


def test_a_contract_that_is_gone_is_told_with_its_name(real: Real) -> None:
    Path("many.yml").unlink()
    done = real("check", "p/a.py", "p/b.py", "-s", "many.yml")
    assert (done.status, done.out) == (2, "")
    assert "many.yml" in done.err
