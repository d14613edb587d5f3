"""The command `lock`, and what `check` makes of a lock."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.real import Real, runner
from tests.cli.small_projects import write

JOBS = '''\
"""Jobs."""

import os


class Job:
    """One of them."""

    retries = 3

    def run(self, record, *, dry=False):
        return os.fspath(record) if dry else None

    def stop(self):
        pass


def load(path):
    return Job()
'''
GONE = "has a fingerprint in the contract, and this file defines no such function or class"
FILES = {"src/acme/__init__.py": "", "src/acme/jobs.py": JOBS}
ROOT_SKIPS = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    for variable in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", "concise")
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FILES)
    return runner(capsys)


def changed(folder: Path, *replacements: tuple[str, str]) -> None:
    text = JOBS
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    write(folder, {"src/acme/jobs.py": text})


def test_a_locked_project_is_held_to_its_lock(run: Real, tmp_path: Path) -> None:
    done = run("lock", "src")
    assert (done.status, done.out, done.err) == (0, "", "spymodel.lock: 2 files are locked\n")
    for command in (("check", "src"), ("check", "src/acme/jobs.py"), ("lock", "--check", "src"), ("lock", "--check")):
        assert run(*command).status == 0
    (tmp_path / "src/acme/jobs.py").write_text(JOBS.replace('"', "'").replace("\n\n", "\n# new\n"), encoding="utf-8")
    assert run("check", "src").status == 0


@pytest.mark.parametrize(
    ("replacement", "told"),
    [
        (("else None", "else 1"), "src/acme/jobs.py:11:5: SPY702 Job.run: its body has changed\n"),
        (("dry=False", "dry=True"), "src/acme/jobs.py:11:5: SPY702 Job.run: its signature has changed\n"),
        (("def load", "@os.x\ndef load"), "src/acme/jobs.py:19:1: SPY702 load: its signature has changed\n"),
        (
            ("retries = 3", "retries = 4"),
            "src/acme/jobs.py:6:1: SPY702 Job: its body has changed, outside of the functions and classes in it\n",
        ),
        (("class Job:", "class Job(object):"), "src/acme/jobs.py:6:1: SPY702 Job: its signature has changed\n"),
        (
            ("import os", "import os, sys"),
            "src/acme/jobs.py:1:1: SPY702 the module has changed outside of its functions and classes\n",
        ),
        (
            ("def load", "def more(): pass\n\ndef load"),
            "src/acme/jobs.py:18:1: SPY702 more: is new: it was not there when the fingerprints were taken\n",
        ),
        (
            ("    def stop(self):\n        pass\n", ""),
            f"src/acme/jobs.py:1:1: SPY702 Job.stop: {GONE}\n",
        ),
    ],
    ids=lambda each: each[1] if isinstance(each, tuple) else "",
)
def test_what_changed_since_is_told_once_and_where_it_is(
    run: Real, tmp_path: Path, replacement: tuple[str, str], told: str
) -> None:
    run("lock", "src")
    changed(tmp_path, replacement)
    done = run("check", "src")
    assert (done.status, done.out) == (1, told)
    assert run("lock", "--check", "src").status == 1
    assert run("lock", "-q").status == 0
    assert run("check", "src").status == 0


def test_the_order_of_definitions_is_locked(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    head, tail = JOBS.split("class Job:")
    body, load = tail.split("def load")
    write(tmp_path, {"src/acme/jobs.py": f"{head}def load{load}\n\nclass Job:{body}"})
    done = run("check", "src")
    assert done.out == "src/acme/jobs.py:1:1: SPY702 the order of what stands in the module has changed\n"


def test_a_file_that_is_gone_and_one_that_is_new_are_told(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    (tmp_path / "src/acme/jobs.py").rename(tmp_path / "src/acme/work.py")
    done = run("lock", "--check", "src")
    assert done.status == 1
    assert "SPY001" in done.out
    assert "src/acme/work.py: not locked\n" in done.err.replace(os.sep, "/")
    done = run("check", "src", "-f", "concise")
    assert (done.status, "SPY001" in done.out) == (1, True)
    done = run("lock", "src")
    assert done.err == (
        "src/acme/jobs.py: no longer locked\nsrc/acme/work.py: locked\nspymodel.lock: 2 files are locked\n"
    )


def test_a_file_that_is_not_locked_fails_the_check_of_the_lock_alone(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    write(tmp_path, {"src/acme/new.py": "x = 1\n"})
    assert run("check", "src").status == 0
    assert run("lock", "--check", "src").status == 1
    assert run("lock", "--check").status == 0


def test_a_lock_is_the_same_whoever_writes_it(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    first = (tmp_path / "spymodel.lock").read_bytes()
    (tmp_path / "spymodel.lock").unlink()
    run("lock", "src/acme/jobs.py")
    run("lock", os.path.abspath("src/acme/__init__.py"))
    assert (tmp_path / "spymodel.lock").read_bytes() == first
    assert first.decode().splitlines()[:5] == [
        "spymodel.lock 1",
        "# Fingerprints of source files, written by `importspy-static lock`.",
        "",
        "[src/acme/__init__.py]",
        first.decode().splitlines()[4],
    ]
    assert [line.split()[0] for line in first.decode().splitlines()[6:]] == [
        "[src/acme/jobs.py]",
        *("*", "Job", "Job.run", "Job.stop", "load"),
    ]


def test_docstrings_and_bytes_are_locked_where_that_is_asked_for(run: Real, tmp_path: Path) -> None:
    run("lock", "src", "--docstrings")
    changed(tmp_path, ("One of them", "One of many"))
    done = run("check", "src")
    assert "SPY702 Job: its body has changed" in done.out
    done = run("lock", "src", "--no-docstrings")
    assert (done.status, "docstrings count in all of a lock" in done.err) == (2, True)
    assert run("lock", "--no-docstrings", "--source").status == 0
    assert run("check", "src").status == 0
    changed(tmp_path)
    done = run("check", "src")
    assert re.fullmatch(r"src/acme/jobs.py:1:1: SPY701 the file has changed: its bytes .*\n", done.out)
    run("lock")
    assert "\n= sha256:" in (tmp_path / "spymodel.lock").read_text(encoding="utf-8")


def test_a_lock_stands_beside_other_contracts(run: Real, tmp_path: Path) -> None:
    write(tmp_path, {"spymodel.yml": "filename: jobs.py\nfunctions: [{name: gone}]\n"})
    run("lock", "src")
    changed(tmp_path, ("else None", "else 1"))
    done = run("check", "src")
    assert {line.split()[1] for line in done.out.splitlines()} == {"SPY301", "SPY702"}
    assert "SPY702" not in run("check", "src", "-s", "spymodel.yml").out
    assert "SPY702" in run("check", "src", "-s", "spymodel.lock").out
    assert "SPY702" in run("check", "-s", "spymodel.lock").out


def test_the_lock_of_a_project_lies_beside_its_configuration(
    run: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped = '[tool.importspy-static]\ncontracts = [{path = "src", contract = "c.yml"}]\n'
    write(tmp_path, {"pyproject.toml": mapped, "c.yml": "imports: {deny: [socket]}\n"})
    monkeypatch.chdir(tmp_path / "src")
    assert run("lock").status == 0  # what the configuration maps
    assert (tmp_path / "spymodel.lock").exists()
    changed(tmp_path, ("else None", "else 1"))
    assert "SPY702 Job.run" in run("check").out
    assert "SPY702 Job.run" in run("check", "acme").out


def test_the_severity_of_a_change_is_that_of_its_code(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    changed(tmp_path, ("else None", "else 1"))
    assert run("check", "src", "--severity", "SPY702=warning").status == 0
    assert run("check", "src", "--write-baseline", "known.json").status in (0, 1)
    assert run("check", "src", "--baseline", "known.json").status == 0


def test_what_has_no_fingerprint_is_told_and_not_locked(run: Real, tmp_path: Path) -> None:
    write(tmp_path, {"src/acme/bad.py": "def f(:\n", "src/acme/bytes.py": b"x = '\xff'\n"})
    done = run("lock", "src")
    assert done.status == 1
    told = done.err.replace(os.sep, "/")
    assert "src/acme/bad.py: not locked, " in told
    assert "src/acme/bytes.py: not locked, " in told
    assert "spymodel.lock: 2 files are locked\n" in told


def test_a_locked_file_that_is_no_python_any_more_is_told(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    write(tmp_path, {"src/acme/jobs.py": "def f(:\n"})
    done = run("check", "src")
    assert (done.status, "SPY002" in done.out) == (1, True)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", "no file is locked"),
        ("spymodel.lock 1\n", "no file is locked"),
        ("spymodel.lock 2\n[a.py]\n", "expected 'spymodel.lock 1', found 'spymodel.lock 2'"),
        ("[a.py]\n", "expected 'spymodel.lock 1', found '[a.py]'"),
        ("classes: []\n", "expected 'spymodel.lock 1', found 'classes: []'"),
        ("spymodel.lock 1\n* s1:0 s1:0\n", "expected the path of a file in brackets"),
        ("spymodel.lock 1\n[]\n", "expected the path of a file in brackets"),
        ("spymodel.lock 1\n[a.py\n", "expected the path of a file in brackets"),
        ("spymodel.lock 1\n[a\\b.py]\n", "expected a path with forward slashes"),
        ("spymodel.lock 1\n[a.py]\n", "'a.py' has no line '* s1:… s1:…'"),
        ("spymodel.lock 1\n[a.py]\n* s1:A s1:B\n", "expected 's1:' and 64 hexadecimal digits"),
        ("spymodel.lock 1\n[a.py]\n* P P\n* P P\n", "the structure of 'a.py' is locked twice"),
        ("spymodel.lock 1\n[a.py]\n* P P\n[a.py]\n* P P\n", "'a.py' is locked twice, first on line 2"),
        ("spymodel.lock 1\n[a.py]\n* P P\nf P P\nf P P\n", "'f' of 'a.py' is locked twice"),
        ("spymodel.lock 1\n[a.py]\n* P P\nf P\n", "expected a name and two fingerprints"),
        ("spymodel.lock 1\n[a.py]\n* P P\n1 P P\n", "expected a name and two fingerprints"),
        ("spymodel.lock 1\n[a.py]\n= md5:1\n* P P\n", "expected 'sha256:' and 64 hexadecimal digits"),
        (
            "spymodel.lock 1\n[a.py]\n* P P\n<<<<<<< HEAD\n",
            "found '<<<<<<< HEAD'",
        ),
        ("spymodel.lock 1\n[a.py]\n* P P\ndocstrings\n", "expected a name and two fingerprints"),
        ("spymodel.lock 1\n\x00\n", "holds a NUL character"),
        ("spymodel.lock 1\n\udcff\n", "is not UTF-8"),
    ],
)
def test_a_lock_that_cannot_be_read_is_told_and_left_as_it_is(run: Real, tmp_path: Path, lines: str, told: str) -> None:
    content = lines.replace("P", "s1:" + 64 * "0").encode("utf-8", "surrogateescape")
    (tmp_path / "spymodel.lock").write_bytes(content)
    for command in (("check", "src"), ("lock", "--check", "src"), ("lock", "src"), ("lock",)):
        done = run(*command)
        assert (done.status, told in done.err) == (2, True), done.err
    assert (tmp_path / "spymodel.lock").read_bytes() == content


def test_many_problems_of_a_lock_come_to_an_end(run: Real, tmp_path: Path) -> None:
    (tmp_path / "spymodel.lock").write_text("spymodel.lock 1\n[a.py]\n" + "?\n" * 100_000, encoding="utf-8")
    assert run("check", "src").status == 2


@pytest.mark.parametrize(
    ("words", "files", "told"),
    [
        (("lock",), {}, "no PATH is given, and there is no lock yet"),
        (("lock", "nope"), {}, "no such path: nope"),
        (("lock", ""), {}, "no such path"),
        (("lock", "--check"), {}, "there is no lock spymodel.lock"),
        (("lock", "src", "--lock-file", "x.yml"), {}, "x.yml is no name of a lock"),
        (("lock", "src", "--lock-file", ""), {}, "is no name of a lock"),
        (("lock", "src", "--lock-file", "no/x.lock"), {}, "cannot write no/x.lock"),
        (("lock", "src"), {"spymodel.lock/x": ""}, "it is a folder, not a file"),
        (("lock", "empty"), {"empty/x.txt": ""}, "there is no Python file in it"),
        (("lock", "bad.py"), {"bad.py": "("}, "nothing to lock"),
        (("lock", "a.zip"), {"a.zip": b"PK\x05\x06" + bytes(18)}, "nothing to lock"),
        (("lock", "-"), {}, "standard input is no file"),
        (("lock", "--check", "-"), {}, "standard input is no file"),
    ],
)
def test_wrong_use_is_told(
    run: Real, tmp_path: Path, words: tuple[str, ...], files: Mapping[str, str | bytes], told: str
) -> None:
    write(tmp_path, files)
    done = run(*words)
    assert (done.status, told in done.err) == (2, True), done.err
    assert "Traceback" not in done.err


@ROOT_SKIPS
def test_a_lock_that_may_not_be_read_is_told(run: Real, tmp_path: Path) -> None:
    run("lock", "src")
    (tmp_path / "spymodel.lock").chmod(0)
    assert "no permission to read it" in run("check", "src").err


def test_deployments_do_not_matter_to_a_lock(run: Real, tmp_path: Path) -> None:
    write(tmp_path, {"spymodel.yml": "runtime: {os: [linux]}\nfunctions: [{name: load}]\nfilename: jobs.py\n"})
    run("lock", "src")
    assert run("check", "src", "--every-deployment").status == 0
    changed(tmp_path, ("else None", "else 1"))
    assert "SPY702" in run("check", "src", "--every-deployment").out


def test_a_lock_may_be_looked_over_and_shown_as_a_contract(run: Real, tmp_path: Path) -> None:
    mapped = '[tool.importspy-static]\ncontracts = [{path = "src", contract = "spymodel.lock"}]\n'
    run("lock", "src")
    write(tmp_path, {"pyproject.toml": mapped})
    assert run("contract", "lint").status == 0
    assert run("contract", "lint", "spymodel.lock").status == 0
    assert "src/acme/jobs.py" in run("contract", "show", "spymodel.lock").out
    assert run("check").status == 0
    write(tmp_path, {"spymodel.lock": "spymodel.lock 1\n[a.py]\n"})
    done = run("contract", "lint")
    assert (done.status, "'a.py' has no line" in done.out + done.err) == (1, True)


def test_a_bundle_of_many_files_is_judged_in_a_time_that_grows_with_them(run: Real, tmp_path: Path) -> None:
    """Entries are found by the file that they lead to: 400 times 400 questions would take many seconds."""
    write(tmp_path, {f"many/m{number}.py": f"x = {number}\n" for number in range(400)})
    assert run("lock", "many", "-q").status == 0
    write(tmp_path, {"many/m7.py": "x = 8\n"})
    done = run("check", "many", "--no-progress")
    assert done.out == "many/m7.py:1:1: SPY702 the module has changed outside of its functions and classes\n"
