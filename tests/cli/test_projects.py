"""Folders, globs, several projects, standard input: what one command looks at, and what could fool it."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.small_projects import BREAKS, KEEPS, LACKS_RUN, RUN, Check, checker, found, report, write


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    return checker(tmp_path, monkeypatch, capsys)


def given(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


PROJECT = '[project]\nname = "acme"\n'
HEIR = "from acme.base import Base\nclass Plugin(Base): pass\n"
BASE = "class Base:\n    def run(self): pass\n"
OTHER_BASE = "class Base:\n    def walk(self): pass\n"


# --- folders and globs ----------------------------------------------------------------------------------------------


def test_a_folder_is_all_that_is_in_it_in_the_order_of_paths(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "b/z.py": BREAKS, "b/a.py": KEEPS, "a.py": BREAKS, "b/c/d.py": BREAKS, "b/x": ""})
    done = check(".", "-s", "c.yml")
    assert (done.status, found(done)) == (1, ["a.py SPY302", "b/c/d.py SPY302", "b/z.py SPY302"])
    assert done.err == "4 modules checked, 1 compliant, 3 broken: 3 errors\n"


def test_a_glob_is_expanded_here_and_a_file_that_is_named_twice_is_judged_once(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": BREAKS, "p/two.py": KEEPS, "p/q/one.py": BREAKS})
    done = check("**/one.py", "p/one.py", "./p/one.py", "p", "-s", "c.yml")
    assert found(done) == ["p/one.py SPY302", "p/q/one.py SPY302"]
    assert check("p/*.py", "-s", "c.yml").err == "2 modules checked, 1 compliant, 1 broken: 1 error\n"


def test_two_files_of_one_name_are_two(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "a/plugin.py": KEEPS, "b/plugin.py": BREAKS})
    done = check("a", "b", "-s", "c.yml", "-f", "json")
    assert [(each["path"], each["verdict"]) for each in report(done)["modules"]] == [
        ("a/plugin.py", "compliant"),
        ("b/plugin.py", "broken"),
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("plugins/gone.py", "no such path: plugins/gone.py\n  did you mean plugins/one.py?"),
        ("plugin", "no such path: plugin\n  did you mean plugins?"),
        ("plugin/*.py", "plugin/*.py: nothing matches it\n  did you mean plugins?"),
        ("plugins/*.pyx", "plugins/*.pyx: nothing matches it"),
        ("empty", "empty: there is no Python file in it"),
        ("gone.whl", "no such path: gone.whl"),
    ],
)
def test_what_leads_to_nothing_is_2_with_the_nearest(check: Check, tmp_path: Path, path: str, message: str) -> None:
    write(tmp_path, {"c.yml": RUN, "plugins/one.py": KEEPS, "empty/notes.txt": ""})
    done = check(path, "-s", "c.yml")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: {message}\n"
    assert check(path, "-s", "c.yml", "--dry-run").status == 2


@pytest.mark.parametrize("path", ["gone.py", "gone/*.py", "empty"])
def test_beside_others_what_leads_to_nothing_is_a_violation(check: Check, tmp_path: Path, path: str) -> None:
    write(tmp_path, {"c.yml": RUN, "one.py": KEEPS, "empty/notes.txt": ""})
    done = check("one.py", path, "-s", "c.yml")
    assert (done.status, found(done)) == (1, [f"{path} SPY001"])


def test_all_excluded_is_2_unless_that_is_what_was_asked_for(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": BREAKS})
    done = check("p", "-s", "c.yml", "--exclude", "one.py")
    assert (done.status, done.out) == (2, "")
    assert done.err == "error: nothing to check: every file is excluded\n  see --exclude and --respect-gitignore\n"
    named = check("p/one.py", "-s", "c.yml", "--exclude", "one.py")
    assert (named.status, found(named)) == (1, ["p/one.py SPY302"])
    forced = check("p/one.py", "-s", "c.yml", "--exclude", "one.py", "--force-exclude")
    assert (forced.status, forced.out, forced.err) == (0, "", "nothing to check: no file is under contract\n")


def test_a_tool_that_names_files_need_not_know_which_are_under_contract(check: Check, tmp_path: Path) -> None:
    """As pre-commit does: a module that has no contract must not stop a commit, nor hide one that breaks its own."""
    write(tmp_path, {"a.spymodel.yml": RUN, "a.py": BREAKS, "other.py": BREAKS})
    assert check("other.py").err.startswith("error: no contract for other.py\n")
    alone = check("other.py", "--force-exclude")
    assert (alone.status, alone.out) == (0, "")
    assert alone.err == "nothing to check: no file is under contract\n1 file is under no contract\n"
    both = check("other.py", "a.py", "--force-exclude")
    assert (both.status, found(both)) == (1, ["a.py SPY302"])
    assert "1 file is under no contract\n" in both.err
    missing = check("a.py", "gone.py", "--force-exclude")
    assert (missing.status, "no such path: gone.py" in missing.err) == (2, True)


def test_what_git_ignores_is_left_out_and_said(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, ".git/HEAD": "", ".gitignore": "made/\n", "made/a.py": BREAKS, "one.py": KEEPS})
    done = check(".", "-s", "c.yml", "-v")
    assert (done.status, done.out) == (0, "")
    assert done.err.splitlines() == ["one.py: compliant (contract c.yml)", "made: left out", "one.py keeps c.yml"]
    assert found(check(".", "-s", "c.yml", "--no-respect-gitignore")) == ["made/a.py SPY302"]


def test_quiet_is_the_report_alone(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": BREAKS})
    done = check("p", "-s", "c.yml", "-q")
    assert (done.status, done.out, done.err) == (1, f"p/one.py:1:1: {LACKS_RUN}\n", "")


# --- projects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paths", [["one", "two"], ["two", "one"], ["."], ["*/src/acme/plugin.py"]])
def test_each_of_two_projects_with_one_package_name_sees_its_own(
    check: Check, tmp_path: Path, paths: list[str]
) -> None:
    for name, base in (("one", BASE), ("two", OTHER_BASE)):
        write(
            tmp_path / name,
            {
                "pyproject.toml": PROJECT,
                "src/acme/__init__.py": "",
                "src/acme/base.py": base,
                "src/acme/plugin.py": HEIR,
            },
        )
    write(tmp_path, {"c.yml": f"filename: plugin.py\n{RUN}"})
    done = check(*paths, "-s", "c.yml")
    assert (done.status, found(done)) == (1, ["two/src/acme/plugin.py SPY302"])


def test_a_contract_that_names_its_file_is_not_missed_in_each_project(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": f"filename: plugin.py\n{RUN}", "one/pyproject.toml": PROJECT, "one/plugin.py": KEEPS})
    write(tmp_path, {"two/pyproject.toml": PROJECT, "two/other.py": "", "script.py": ""})
    done = check(".", "-s", "c.yml")
    assert (done.status, done.out) == (0, "")
    assert done.err == "one/plugin.py keeps c.yml\n2 files are under no contract\n"


def test_a_contract_whose_file_is_not_in_the_folder_is_broken(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": f"filename: plugin.py\n{RUN}", "p/renamed.py": KEEPS})
    done = check("p", "-s", "c.yml")
    assert (done.status, found(done)) == (1, ["plugin.py SPY001"])


def test_a_root_that_is_not_there_is_refused(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "lib/acme/base.py": BASE, "plugin.py": HEIR})
    assert check("plugin.py", "-s", "c.yml", "--root", "lib").status == 0
    done = check("plugin.py", "-s", "c.yml", "--root", "lab")
    assert (done.status, done.err) == (2, "error: --root: there is no folder lab\n  did you mean lib?\n")


def test_a_package_that_shadows_the_installed_one_is_what_python_would_find(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": "classes: [{name: Plugin, methods: [{name: mine}]}]", "pyproject.toml": PROJECT})
    write(tmp_path, {"pytest/__init__.py": "class Base:\n    def mine(self): pass\n"})
    write(tmp_path, {"plugin.py": "import pytest\nclass Plugin(pytest.Base): pass\n"})
    assert check("plugin.py", "-s", "c.yml").status == 0
    write(tmp_path, {"json.py": "class Base:\n    def mine(self): pass\n"})
    write(tmp_path, {"plugin.py": "import json\nclass Plugin(json.Base): pass\n"})
    assert check("plugin.py", "-s", "c.yml").status == 0


def test_of_a_name_in_two_roots_the_first_counts(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "a/acme/base.py": BASE, "b/acme/base.py": OTHER_BASE, "plugin.py": HEIR})
    write(tmp_path, {"a/acme/__init__.py": "", "b/acme/__init__.py": ""})
    assert check("plugin.py", "-s", "c.yml", "--root", "a", "--root", "b").status == 0
    assert found(check("plugin.py", "-s", "c.yml", "--root", "b", "--root", "a")) == ["plugin.py SPY302"]


# --- links ----------------------------------------------------------------------------------------------------------


def test_a_link_to_a_file_is_that_file_and_judged_once(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": BREAKS})
    (tmp_path / "p" / "two.py").symlink_to("one.py")
    assert found(check("p", "-s", "c.yml")) == ["p/one.py SPY302"]
    assert found(check("p/two.py", "-s", "c.yml")) == ["p/two.py SPY302"]


def test_a_link_to_a_folder_is_left_out_and_said_unless_it_is_named(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": KEEPS, "elsewhere/two.py": BREAKS})
    (tmp_path / "p" / "linked").symlink_to(tmp_path / "elsewhere")
    done = check("p", "-s", "c.yml", "-v")
    assert done.status == 0
    assert "p/linked: left out\n" in done.err
    assert found(check("p/linked", "-s", "c.yml")) == ["p/linked/two.py SPY302"]


def test_links_in_a_circle_and_to_nothing_end(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": KEEPS})
    (tmp_path / "p" / "round").symlink_to(tmp_path / "p")
    (tmp_path / "p" / "self.py").symlink_to("self.py")
    (tmp_path / "p" / "dangling.py").symlink_to("nowhere.py")
    done = check("p", "-s", "c.yml")
    assert (done.status, done.out) == (0, "")  # Python would not find them either
    named = check("p/self.py", "p/dangling.py", "-s", "c.yml")
    assert (named.status, found(named)) == (1, ["p/dangling.py SPY001", "p/self.py SPY001"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_closed_file_and_a_closed_folder_are_said(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "p/one.py": KEEPS, "p/closed/two.py": KEEPS, "p/three.py": KEEPS})
    (tmp_path / "p" / "closed").chmod(0)
    (tmp_path / "p" / "three.py").chmod(0)
    try:
        done = check("p", "-s", "c.yml")
    finally:
        (tmp_path / "p" / "closed").chmod(0o755)
    assert (done.status, found(done)) == (1, ["p/closed SPY001", "p/three.py SPY001"])


def test_bad_sources_are_one_violation_each_and_the_others_are_judged(check: Check, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "c.yml": RUN,
            "p/binary.py": b"\0\1\2",
            "p/fine.py": KEEPS,
            "p/huge.py": b"#" * (8 * 2**20),
            "p/latin.py": b"x = '\xe9'\n",
            "p/syntax.py": "def (:\n",
        },
    )
    (tmp_path / "p" / "folder.py").mkdir()
    done = check("p", "-s", "c.yml", "-f", "json")
    told = {each["path"]: [one["code"] for one in each["violations"]] for each in report(done)["modules"]}
    assert done.status == 1
    assert told.pop("p/fine.py") == []
    assert sorted(told) == ["p/binary.py", "p/huge.py", "p/latin.py", "p/syntax.py"]
    assert all(len(codes) == 1 and codes[0].startswith("SPY00") for codes in told.values()), told


# --- standard input -------------------------------------------------------------------------------------------------


def test_standard_input_stands_for_a_file_and_sees_its_neighbours(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"c.yml": RUN, "acme/__init__.py": "", "acme/base.py": BASE})
    given(monkeypatch, HEIR.encode())
    done = check("-", "--stdin-filename", "acme/new.py", "-s", "c.yml")
    assert (done.status, done.err) == (0, "acme/new.py keeps c.yml\n")
    given(monkeypatch, BREAKS.encode())
    assert found(check("-", "-s", "c.yml")) == ["- SPY302"]


def test_standard_input_is_read_in_place_of_the_file_whoever_asks(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"c.yml": RUN, "acme/__init__.py": KEEPS, "acme/base.py": BASE, "acme/heir.py": HEIR})
    given(monkeypatch, BREAKS.encode())
    done = check("-", "--stdin-filename", "acme/__init__.py", "acme/__init__.py", "-s", "c.yml")
    assert (done.status, found(done)) == (1, ["acme/__init__.py SPY302"])
    given(monkeypatch, b"class Base: pass\n" + KEEPS.encode())
    done = check("acme", "-", "--stdin-filename", "acme/base.py", "-s", "c.yml")
    assert (done.status, found(done)) == (1, ["acme/heir.py SPY302"])


def test_a_closed_or_failing_standard_input_is_2(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"c.yml": RUN})
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr("sys.stdin", stream)
        done = check("-", "-s", "c.yml")
        assert (done.status, done.err) == (2, "error: cannot read standard input: it is closed\n")

    def fail(_count: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("sys.stdin", SimpleNamespace(closed=False, buffer=SimpleNamespace(read=fail)))
    assert check("-", "-s", "c.yml").err == "error: cannot read standard input: Input/output error\n"


def test_an_interrupt_while_reading_standard_input_is_130(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_count: int) -> bytes:
        raise KeyboardInterrupt

    write(tmp_path, {"c.yml": RUN})
    monkeypatch.setattr("sys.stdin", SimpleNamespace(closed=False, buffer=SimpleNamespace(read=interrupt)))
    assert check("-", "-s", "c.yml").status == 130


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xfe", b"def (", b"x" * 2**24])
def test_bad_standard_input_is_a_violation(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    write(tmp_path, {"c.yml": RUN})
    given(monkeypatch, content)
    done = check("-", "--stdin-filename", "new.py", "-s", "c.yml")
    assert (done.status, len(found(done))) == (1, 1)


def test_a_name_for_standard_input_without_it_is_2(check: Check, tmp_path: Path) -> None:
    write(tmp_path, {"c.yml": RUN, "one.py": KEEPS})
    done = check("one.py", "--stdin-filename", "two.py", "-s", "c.yml")
    assert (done.status, done.err) == (
        2,
        "error: --stdin-filename: standard input is not read\n  give - as a PATH\n",
    )


# --- the report into a file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["plugin.py", "c.yml", "acme/base.py", "linked.py"])
def test_a_report_does_not_overwrite_what_was_read(check: Check, tmp_path: Path, output: str) -> None:
    write(tmp_path, {"c.yml": RUN, "acme/__init__.py": "", "acme/base.py": BASE, "plugin.py": HEIR})
    (tmp_path / "linked.py").symlink_to("plugin.py")
    before = (tmp_path / output).read_bytes()
    done = check("plugin.py", "-s", "c.yml", "-o", output)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: the report would overwrite ")
    assert (tmp_path / output).read_bytes() == before


@pytest.mark.parametrize("output", ["p.whl/x", "no/such/x", "acme"])
def test_a_report_that_cannot_be_written_is_2_and_leaves_nothing(check: Check, tmp_path: Path, output: str) -> None:
    write(tmp_path, {"c.yml": RUN, "plugin.py": KEEPS, "acme/x.txt": "", "p.whl": "not a folder"})
    before = sorted(tmp_path.rglob("*"))
    assert check("plugin.py", "-s", "c.yml", "-o", output).status == 2
    assert sorted(tmp_path.rglob("*")) == before
