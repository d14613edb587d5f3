"""A check that is asked again is told again only if nothing that it depends on has changed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from importspy_static import questions
from importspy_static.cli import repeated
from importspy_static.cli.main import main
from importspy_static.cli.settings import BY_NAME

pytestmark = pytest.mark.skipif(os.name == "nt", reason="what Python asks is not observed on Windows")

MODULE = "import json\nfrom base import Base\n\n\nclass Plugin(Base):\n    def run(self, record): ...\n"
CONTRACT = """\
extends: common.yml
classes:
  - name: Plugin
    methods:
      - name: run
        arguments: [{name: self}, {name: record}]
      - name: stop
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, in which a check finds nothing wrong."""
    project, cache = tmp_path / "project", tmp_path / "cache"
    project.mkdir()
    cache.mkdir(mode=0o700)
    (project / "plugin.py").write_text(MODULE, encoding="utf-8")
    (project / "base.py").write_text("class Base:\n    def stop(self): ...\n", encoding="utf-8")
    (project / "spymodel.yml").write_text(CONTRACT, encoding="utf-8")
    (project / "common.yml").write_text("variables: []\n", encoding="utf-8")
    monkeypatch.chdir(project)
    monkeypatch.setattr(questions, "SETTLED_SECONDS", -3600)
    return project


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses of the runs that were made, and not told again."""
    made: list[int] = []
    kept = repeated._run

    def counted(run: Callable[[], int], *given: object) -> int:
        made.append(-1)
        made[-1] = kept(run, *given)  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(repeated, "_run", counted)
    return made


def checked(*words: str) -> int:
    return main(["check", "plugin.py", "-s", "spymodel.yml", "--cache-dir", "../cache", *words])


def test_the_same_is_told_once_more_without_a_run(
    folder: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked() == 0
    first = capsys.readouterr()
    assert checked() == 0
    assert capsys.readouterr() == first
    assert first.err == "plugin.py keeps spymodel.yml\n"
    assert runs == [0]


def test_violations_and_their_status_are_told_once_more(
    folder: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "base.py").write_text("class Base: ...\n", encoding="utf-8")
    assert checked("-f", "json") == 1
    first = capsys.readouterr()
    assert checked("-f", "json") == 1
    assert capsys.readouterr() == first
    assert json.loads(first.out)
    assert runs == [1]


def put(at: Path, path: str, text: str) -> None:
    (at / path).parent.mkdir(exist_ok=True)
    (at / path).write_text(text, encoding="utf-8")


def replaced_by_folder(at: Path) -> None:
    (at / "plugin.py").unlink()
    (at / "plugin.py").mkdir()


def replaced_by_pipe(at: Path) -> None:
    (at / "plugin.py").unlink()
    os.mkfifo(at / "plugin.py")


def replaced_by_link(at: Path) -> None:
    (at / "plugin.py").rename(at / "elsewhere.py")
    (at / "plugin.py").symlink_to("base.py")


CHANGES: dict[str, Callable[[Path], None]] = {
    "the module": lambda at: put(at, "plugin.py", MODULE.replace("record", "other")),
    "a module that it imports": lambda at: put(at, "base.py", "class Base: ...\n"),
    "a module that it imports is gone": lambda at: (at / "base.py").unlink(),
    "a package in front of a module": lambda at: put(at, "base/__init__.py", "class Base: ...\n"),
    "a stub beside a module": lambda at: put(at, "base.pyi", "class Base: ...\n"),
    "the contract": lambda at: put(at, "spymodel.yml", CONTRACT.replace("stop", "missing")),
    "a contract that it extends": lambda at: put(at, "common.yml", "variables: [{name: MISSING}]\n"),
    "a configuration": lambda at: put(at, "importspy-static.toml", 'ignore = ["SPY000"]\n'),
    "a configuration further up": lambda at: put(at.parent, "importspy-static.toml", "fail-on = 5\n"),
    "the module is a folder": replaced_by_folder,
    "the module is a pipe": replaced_by_pipe,
    "the module is a link": replaced_by_link,
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_run_depends_on_makes_a_new_one(
    what: str, folder: Path, runs: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked() == 0
    capsys.readouterr()
    CHANGES[what](folder)
    status = checked()
    told = capsys.readouterr()
    assert len(runs) == 2
    assert main(["check", "plugin.py", "-s", "spymodel.yml", "--no-cache"]) == status
    assert capsys.readouterr() == told


def test_what_no_run_depends_on_makes_no_new_one(folder: Path, runs: list[int]) -> None:
    (folder / "deeper").mkdir()
    assert checked() == 0
    (folder / "deeper" / "unrelated.py").write_text("x = 1\n", encoding="utf-8")
    os.utime(folder / "plugin.py")
    (folder / "base.py").rename(folder / "deeper" / "kept")
    shutil.copy(folder / "deeper" / "kept", folder / "base.py")
    assert checked() == 0
    assert runs == [0]


def test_another_question_is_not_answered_by_it(
    folder: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked() == 0
    assert checked("-v") == 0
    monkeypatch.setenv("IMPORTSPY_STATIC_VERBOSE", "1")
    assert checked() == 0
    monkeypatch.chdir(folder.parent)
    assert main(["check", "project/plugin.py", "-s", "project/spymodel.yml", "--cache-dir", "cache"]) == 0
    assert len(runs) == 4
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    assert main(["check", "project/plugin.py", "-s", "project/spymodel.yml", "--cache-dir", "cache"]) == 0
    assert len(runs) == 5


@pytest.mark.parametrize(
    "words", [("-o", "out.txt"), ("--report", "json=out.json"), ("--write-baseline", "known.json")]
)
def test_what_is_written_is_written_each_time(words: tuple[str, str], folder: Path, runs: list[int]) -> None:
    path = words[1].rpartition("=")[2]
    assert checked(*words) == 0
    (folder / path).unlink()
    assert checked(*words) == 0
    assert (folder / path).exists()
    assert runs == [0, 0]


def test_a_configuration_that_wants_no_cache_gets_none(folder: Path, runs: list[int]) -> None:
    (folder / "importspy-static.toml").write_text("no-cache = true\n", encoding="utf-8")
    assert checked() == 0
    assert not [*(folder.parent / "cache").rglob("*")]
    assert runs == [0]


def test_texts_of_variables_do_not_get_into_the_cache(
    folder: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED", "planted-text")
    with (folder / "common.yml").open("a", encoding="utf-8") as contract:
        contract.write("runtime: {environment: {PLANTED: other}}\n")
    assert checked("--show-values") == checked("--show-values") == checked() == 1
    kept = [path.read_bytes() for path in (folder.parent / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"planted-text" in each for each in kept)
    assert len(runs) == 3


def test_a_question_about_another_interpreter_is_asked_each_time(folder: Path, runs: list[int]) -> None:
    assert checked("--python", sys.executable) == 0
    assert checked("--python", sys.executable) == 0
    assert runs == [0, 0]


@pytest.mark.parametrize(
    ("words", "status"), [(("--help",), 0), (("--show-settings",), 0), (("--nonsense",), 2), (("missing.py",), 1)]
)
def test_what_is_no_check_is_never_silent(
    words: tuple[str, ...], status: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(*words) == status
    first = capsys.readouterr()
    assert checked(*words) == status
    assert capsys.readouterr() == first
    assert first.out or first.err


def test_a_file_that_was_just_written_may_change_unseen(
    folder: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "SETTLED_SECONDS", 2.0)
    assert checked() == 0
    assert checked() == 0
    assert runs == [0, 0]


def test_a_file_that_changes_while_it_is_checked_is_checked_again(
    folder: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = questions.Questions.answers

    def later(asked: questions.Questions) -> object:
        (folder / "plugin.py").write_text("x = 1\n", encoding="utf-8")
        return kept(asked)

    with monkeypatch.context() as patch:
        patch.setattr(questions.Questions, "answers", later)
        assert checked() == 0
    assert checked() == 1
    assert runs == [0, 1]


DAMAGES: dict[str, Callable[[dict[str, object]], object]] = {
    "no answers": lambda kept: kept.pop("answers"),
    "answers of another kind": lambda kept: kept.update(answers=[1]),
    "an unknown question": lambda kept: kept.update(answers={"colour plugin.py": "blue"}),
    "a question without a path": lambda kept: kept.update(answers={"content": "folder"}),
    "words of another kind": lambda kept: kept.update(said=[1]),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_what_makes_no_sense_is_no_answer(what: str, folder: Path, runs: list[int]) -> None:
    from importspy_static.cache import Cache

    assert checked() == 0
    (entry,) = (folder.parent / "cache").rglob("*-run")
    key = entry.parent.name + entry.name
    cache = Cache(str(folder.parent / "cache"))
    kept = json.loads(cache.get(key) or b"")
    DAMAGES[what](kept)
    cache.put(key, json.dumps(kept).encode())
    assert checked() == 0
    assert runs == [0, 0]


def test_the_options_are_those_of_the_settings() -> None:
    assert "--" + BY_NAME["cache-dir"].name == repeated.FOLDER_OPTION
    assert BY_NAME["cache-dir"].variable == repeated.FOLDER_VARIABLE
    assert "--" + BY_NAME["no-cache"].name == repeated.OFF_OPTION
    assert BY_NAME["no-cache"].variable == repeated.OFF_VARIABLE


def test_a_repeated_check_loads_none_of_what_costs_time(folder: Path) -> None:
    script = """
import sys
from importspy_static import questions
from importspy_static.cli.main import main
questions.SETTLED_SECONDS = -3600
status = main(sys.argv[1:])
heavy = {"libcst", "pydantic", "typer", "rich", "ruamel", "logging", "importspy_static.interpret"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
sys.exit(status)
"""
    words = [sys.executable, "-c", script, "check", "plugin.py", "-s", "spymodel.yml", "--cache-dir", "../cache"]
    for wanted in ("typer", "[]"):
        found = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        assert found.returncode == 0
        assert wanted in found.stderr.splitlines()[-1]


ASKED = re.compile(
    r"^(?:\d+ +)?(?:openat|newfstatat|stat|lstat|statx|readlink|readlinkat|access|faccessat2?)"
    r'\((?:AT_FDCWD, )?"([^"]*)"'
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@pytest.mark.parametrize("asked_for", [".", "plugin.py", "packed.zip", "packed.tar.gz"])
def test_the_kernel_is_asked_nothing_that_is_not_noted(asked_for: str, folder: Path) -> None:
    (folder / "importspy-static.toml").write_text('fail-on = "error"\n', encoding="utf-8")
    for form in ("zip", "gztar"):
        shutil.make_archive(str(folder.parent / "packed"), form, folder)
    for packed in folder.parent.glob("packed.*"):
        packed.rename(folder / packed.name)
    trace, noted = folder.parent / "trace", folder.parent / "noted.json"
    asking = folder.parent / "scripts" / "asking.py"  # in a folder of its own, as Python lists that of its script
    asking.parent.mkdir()
    script = f"""
import json, sys
from importspy_static import questions
kept = questions.Questions.answers
def answers(asked):
    open({str(trace) + ".end"!r}, "w").close()
    found = kept(asked)
    json.dump(found, open({str(noted)!r}, "w"))
    return found
questions.Questions.answers = answers
questions.SETTLED_SECONDS = -3600
from importspy_static.cli import main
sys.exit(main.main(sys.argv[1:]))
"""
    asking.write_text(script, encoding="utf-8")
    words = [sys.executable, "-B", str(asking), "check", asked_for, "-s", "spymodel.yml", "--cache-dir", "../cache"]
    strace = ["strace", "-f", "-e", "trace=file", "-o", str(trace), *words]
    started = subprocess.run(strace, cwd=folder, capture_output=True, text=True, check=False)
    if "ptrace" in started.stderr:
        pytest.skip(f"strace cannot trace here: {started.stderr[-200:]}")
    assert noted.exists(), started.stderr
    found = json.loads(noted.read_text(encoding="utf-8"))
    assert found
    known = {os.path.realpath(os.path.join(folder, question.partition(" ")[2])) for question in found}
    ours = os.path.dirname(os.path.abspath(repeated._HOME))
    cache, scripts = str(folder.parent / "cache"), str(asking.parent)
    code = (sys.prefix, sys.base_prefix, ours + "/importspy_static", cache, scripts)
    asked = set()
    for line in trace.read_text(encoding="utf-8").splitlines():
        if ".end" in line:
            break
        if match := ASKED.match(line):
            asked.add(os.path.normpath(os.path.join(folder, match[1])))
    project = {path for path in asked if path.startswith(str(folder.parent)) and not path.startswith(code)}
    assert project
    assert {path for path in project if os.path.realpath(path) not in known} <= {str(noted)}
