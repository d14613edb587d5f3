"""What the paths of a command line lead to."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.project.ignored import DEFAULT_EXCLUDE, Exclusion
from importspy_static.project.patterns import patterns
from importspy_static.project.selection import Selection, Unmatched, is_archive, select
from tests.project.trees import close, plant, write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def files(*paths: str, exclusion: Exclusion | None = None) -> list[str]:
    """What paths lead to, with slashes."""
    return [path.replace(os.sep, "/") for path in select([native(path) for path in paths], exclusion).files]


def native(path: str) -> str:
    return path.replace("/", os.sep)


# --- files and folders ----------------------------------------------------------------------------------------------


def test_a_folder_gives_its_python_files_in_order(here: Path) -> None:
    plant(here, "b.py", "a/z.py", "a/b/c.py", "a.py", "a-b.py", "README.md", "script", "a/data.json", "Ab.py", "x.pyw")
    assert files(".") == ["Ab.py", "a/b/c.py", "a/z.py", "a-b.py", "a.py", "b.py"]
    assert files("a") == files("./a/") == ["a/b/c.py", "a/z.py"]
    assert files(str(here / "a"))[1] == str(here / "a" / "z.py").replace(os.sep, "/")


def test_a_stub_is_taken_where_it_stands_alone(here: Path) -> None:
    plant(here, "a.py", "a.pyi", "b.pyi", "c.so", "c.pyi", "d/__init__.pyi", "d.py")
    assert files(".") == ["a.py", "b.pyi", "c.pyi", "d/__init__.pyi", "d.py"]
    assert files("a.pyi") == ["a.pyi"]


def test_a_file_named_outright_is_taken_whatever_its_name(here: Path) -> None:
    plant(here, "script", "x.txt", "-", "venv/y.py")
    assert files("script", "x.txt", "-", "venv/y.py") == ["-", "script", "venv/y.py", "x.txt"]


def test_the_order_of_paths_does_not_matter(here: Path) -> None:
    plant(here, "a/x.py", "b.py", "c/y.py")
    assert select(["c", "a", "b.py"]) == select(["b.py", "a", "c", "a"])


def test_each_file_is_there_once_by_whatever_way(here: Path) -> None:
    plant(here, "a/x.py", "a/y.py")
    (here / "a" / "z.py").symlink_to("x.py")
    (here / "link").symlink_to("a", target_is_directory=True)
    assert files("a") == ["a/x.py", "a/y.py"]
    assert files(".", "a", "a/*.py", "**/x.py", str(here)) == ["a/x.py", "a/y.py"]
    assert files("link") == ["link/x.py", "link/y.py"]


def test_two_names_of_one_file_given_outright_are_told_twice(here: Path) -> None:
    plant(here, "x.py")
    (here / "y.py").symlink_to("x.py")
    assert files("x.py", "y.py", ".", "./x.py") == ["x.py", "y.py"]


def test_links_to_folders_are_not_followed_but_told(here: Path, tmp_path: Path) -> None:
    plant(tmp_path / "outside", "secret.py")
    plant(here, "a/x.py")
    (here / "a" / "again").symlink_to(here, target_is_directory=True)
    (here / "a" / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (here / "broken.py").symlink_to("nowhere")
    (here / "itself").symlink_to("itself")
    found = select(["."])
    assert found.files == (os.path.join("a", "x.py"),)
    assert found.skipped == (os.path.join("a", "again"), os.path.join("a", "out"))


def test_what_cannot_be_looked_at_is_told(here: Path) -> None:
    plant(here, "setup.py", "acme/__init__.py", "acme/fast.abi3.so", "acme/old.pyc", "acme/new.pyc", "acme/new.py")
    plant(here, "acme/__pycache__/new.cpython-312.pyc", "acme/libz.so.1.2", "acme/win.pyd", "acme/lib.so.txt")
    found = select(["."])
    told = {each.path.replace(os.sep, "/"): each.module for each in found.unreadable}
    assert told == {
        "acme/fast.abi3.so": "acme.fast",
        "acme/old.pyc": "acme.old",
        "acme/libz.so.1.2": None,
        "acme/win.pyd": "acme.win",
    }
    assert [each.path for each in select([native("acme/win.pyd")]).unreadable] == [native("acme/win.pyd")]


def test_a_folder_that_nobody_may_list_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here, "closed/x.py", "open/y.py")
    close(monkeypatch, here / "closed")
    for path in (".", "closed", "*/*.py", "closed/*.py"):
        found = select([path])
        assert [each.path for each in found.unreadable] == ["closed"], path
    assert select(["closed"]).unmatched == ()


def test_archives_are_taken_outright_and_by_globs_only(here: Path) -> None:
    plant(here, "dist/a-1.0.whl", "dist/a-1.0.tar.gz", "dist/B.ZIP", "dist/a.tgz", "dist/a.tar.bz2", "dist/a.tar.xz")
    plant(here, "unpacked.whl/x.py", "dist/a.tar", "dist/a.egg")
    assert select(["."]).archives == ()
    named = select([native("dist/a-1.0.whl"), native("dist/../dist/a-1.0.whl"), "unpacked.whl"])
    assert named.archives == (native("dist/../dist/a-1.0.whl"),) or named.archives == (native("dist/a-1.0.whl"),)
    assert named.files == (native("unpacked.whl/x.py"),)
    assert len(select(["dist/*"], Exclusion(exclude=[])).archives) == 6
    assert not is_archive("a.tar")


# --- what leads to nothing ------------------------------------------------------------------------------------------


def test_what_leads_to_nothing_is_said_in_the_order_given(here: Path) -> None:
    plant(here, "empty/", "docs/readme.md", "x.py")
    assert select(["nope.py", "empty", "*.txt", "docs", "x.py", "docs/*", ""]).unmatched == (
        Unmatched("nope.py", "there is no such file or folder"),
        Unmatched("empty", "there is no Python file in it", "folder"),
        Unmatched("*.txt", "nothing matches it", "glob"),
        Unmatched("docs", "there is no Python file in it", "folder"),
        Unmatched("docs/*", "nothing matches it", "glob"),
        Unmatched("", "there is no such file or folder"),
    )


HOSTILE = [
    "\0",
    "a\0b",
    "\0*",
    "x" * 5_000,
    "*" * 900,
    "**/" * 300 + "x",
    "[" * 50_000,
    "\ud800",
    "*\ud800*",
    "/" * 5_000,
    "[!",
    "..",
    "~",
    "/x/[a",
]


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
def test_no_path_is_too_strange(here: Path, path: str) -> None:
    plant(here, "y.py")
    found = select([path], Exclusion(exclude=["*"]) if path in {"..", "/" * 5_000} else None)
    assert isinstance(found, Selection)
    if path not in {"..", "*" * 900}:
        assert found.files == ((path,) if len(path) == 5_000 else ())  # what is too long is for its reader to tell


def test_what_is_found_again_is_not_nothing(here: Path) -> None:
    plant(here, "a/x.py")
    assert select(["a", "a", "a/x.py", "a/*.py"]).unmatched == ()


# --- globs ----------------------------------------------------------------------------------------------------------

GLOBS = {
    "*.py": ["bracket[1].py", "top.py"],
    "src/*.py": ["src/one.py"],
    "src/*": ["src/deep/er/two.py", "src/deep/three.py", "src/one.py"],
    "src/**/*.py": ["src/deep/er/two.py", "src/deep/three.py", "src/one.py"],
    "**/t*.py": ["src/deep/er/two.py", "src/deep/three.py", "top.py"],
    "src/**": ["src/.secret/s.py", "src/deep/er/two.py", "src/deep/three.py", "src/one.py"],
    "src/**/**/two.py": ["src/deep/er/two.py"],
    "**/er/**/*.py": ["src/deep/er/two.py"],
    "src/d??p/*.py": ["src/deep/three.py"],
    "src/[a-m]*/*.py": ["src/deep/three.py"],
    "src/[!a-m]*.py": ["src/one.py"],
    "*/*/*/two.py": ["src/deep/er/two.py"],
    "./src/*.py": ["src/one.py"],
    "src//*.py": ["src/one.py"],
    "*.pyi": ["stub.pyi", "top.pyi"],
    "*": [
        "bracket[1].py",
        "src/.secret/s.py",
        "src/deep/er/two.py",
        "src/deep/three.py",
        "src/one.py",
        "stub.pyi",
        "top.py",
    ],
    ".hid*/*.py": [".hidden/h.py"],
    "bracket[1].py": ["bracket[1].py"],
    "bracket[[]1].py": ["bracket[1].py"],
    "*.txt": [],
    "src/*/": ["src/deep/er/two.py", "src/deep/three.py"],
    "**/build/**/*.py": [],
    "*/../top.py": [],
    "nowhere/*.py": [],
    "top.py/*": [],
}


@pytest.mark.parametrize(("glob", "found"), GLOBS.items(), ids=GLOBS)
def test_a_glob_is_expanded_here(here: Path, glob: str, found: list[str]) -> None:
    plant(here, "top.py", "top.pyi", "stub.pyi", "src/one.py", "src/deep/three.py", "src/deep/er/two.py", "note.txt")
    plant(here, ".hidden/h.py", "bracket[1].py", "build/b.py", "src/.secret/s.py", ".dot.py")
    assert files(glob) == found


def test_an_absolute_glob_gives_absolute_paths(here: Path) -> None:
    plant(here, "src/one.py")
    assert select([str(here / "*" / "*.py")]).files == (str(here / "src" / "one.py"),)


def test_a_literal_name_with_brackets_wins(here: Path) -> None:
    plant(here, "[ab].py", "a.py", "[x]/y.py", "x/z.py")
    assert files("[ab].py") == ["[ab].py"]
    assert files("[x]") == ["[x]/y.py"]


def test_a_glob_does_not_follow_links_and_ends(here: Path) -> None:
    deep = "a/" * 30 + "x.py"
    plant(here, deep)
    (here / "a" / "loop").symlink_to(here, target_is_directory=True)
    assert files("**/a/" * 15 + "**/*.py") == [deep]


# --- what is left out -----------------------------------------------------------------------------------------------


def test_folders_that_hold_no_source_of_the_project_are_left_out(here: Path) -> None:
    plant(here, "x.py", *(f"{name}/y.py" for name in DEFAULT_EXCLUDE), "env/pyvenv.cfg", "env/lib/z.py")
    assert files(".") == ["x.py"]
    assert "env" in select(["."]).skipped
    assert files("build", "env") == ["build/y.py", "env/lib/z.py"]


def test_a_package_is_not_left_out_for_its_name(here: Path) -> None:
    plant(here, "src/build/__init__.py", "src/build/x.py", "build/y.py")
    assert files(".") == ["src/build/__init__.py", "src/build/x.py"]
    assert files(".", exclusion=Exclusion(exclude=["build"])) == []


def test_default_excludes_can_be_replaced_and_extended(here: Path) -> None:
    plant(here, "x.py", "build/y.py", "gen/z.py", "src/gen/w.py", "env/pyvenv.cfg", "env/e.py")
    assert files(".", exclusion=Exclusion(exclude=["gen"])) == ["build/y.py", "env/e.py", "x.py"]
    assert files(".", exclusion=Exclusion(extend_exclude=["/gen"])) == ["src/gen/w.py", "x.py"]
    assert files(".", exclusion=Exclusion(exclude=[])) == ["build/y.py", "env/e.py", "gen/z.py", "src/gen/w.py", "x.py"]


def test_patterns_are_relative_to_their_base(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here, "sub/gen/x.py", "sub/y.py", "gen/z.py")
    monkeypatch.chdir(here / "sub")
    assert files(".", exclusion=Exclusion(extend_exclude=["sub/gen/"], base="..")) == ["y.py"]
    assert files(".", exclusion=Exclusion(extend_exclude=["sub/gen/"])) == ["gen/x.py", "y.py"]
    assert files("..", exclusion=Exclusion(extend_exclude=["gen"])) == ["y.py"]


def test_named_outright_is_not_excluded_unless_that_is_forced(here: Path) -> None:
    plant(here, "gen/deep/x.py", "y.py")
    plain = Exclusion(extend_exclude=["gen/", "y.py"])
    forced = Exclusion(extend_exclude=["gen/", "y.py"], force_exclude=True)
    assert files("gen/deep/x.py", "y.py", exclusion=plain) == ["gen/deep/x.py", "y.py"]
    assert files("gen", exclusion=plain) == ["gen/deep/x.py"]
    found = select([native("gen/deep/x.py"), "y.py", "gen"], forced)
    assert (found.files, found.unmatched) == ((), ())
    assert found.skipped == ("gen", native("gen/deep/x.py"), "y.py")
    assert files("venv/x.py", exclusion=Exclusion(force_exclude=True)) == []


def test_what_was_left_out_is_told(here: Path) -> None:
    write(here, {"a/x.py": "", "b.py": "", "c.py": "", ".git/": "", ".gitignore": "b.py\n", "__pycache__/z.pyc": ""})
    found = select(["."], Exclusion(extend_exclude=["a"]))
    assert (found.files, found.skipped) == (("c.py",), ("a", "b.py"))


def test_gitignore_counts_within_a_repository_only(here: Path) -> None:
    write(here, {".gitignore": "x.py\n", "x.py": "", "y.py": ""})
    assert files(".") == ["x.py", "y.py"]
    (here / ".git").mkdir()
    assert files(".") == ["y.py"]
    assert files("x.py") == ["x.py"]
    assert files("*.py") == ["y.py"]
    assert files(".", exclusion=Exclusion(respect_gitignore=False)) == ["x.py", "y.py"]


def test_every_gitignore_counts_the_innermost_first(here: Path) -> None:
    write(here, {".git/info/exclude": "n.py\n", ".gitignore": "x.py\n/a/m.py\n", "a/.gitignore": "!x.py\ny.py\n"})
    plant(here, "x.py", "y.py", "n.py", "a/x.py", "a/y.py", "a/m.py", "a/b/x.py", "a/b/y.py", "a/b/m.py", "a/n.py")
    assert files(".") == ["a/b/m.py", "a/b/x.py", "a/x.py", "y.py"]
    assert files("a/b") == ["a/b/m.py", "a/b/x.py"]


def test_names_given_to_a_pattern_are_matched_in_no_time() -> None:
    for line in ("*a" * 300 + "b", "?*" * 400 + "b", "**/a/" * 150 + "b", "[" * 900, "[a-" * 300):
        patterns([line] * 50).verdict(["a" * 255] * 50, is_folder=False)
    assert patterns(["x" * (limits.PATTERN_CHARACTERS + 1)]).patterns == ()
    assert len(patterns(["a"] * (limits.PATTERNS + 1)).patterns) == limits.PATTERNS


# --- held to git ----------------------------------------------------------------------------------------------------

NAMES = ["a.py", "b.py", "x.py", "y.py", "a b.py", "[a].py", "!a.py", "#x.py", "-.py", "A.py", "1.py", "ab.py"]
PIECES = [
    "a", "b", "x", "*", "**", "?", "/", "[ab]", "[!a]", "[a-c]", "\\", "*.py", ".py", "[]a]", "[[:alpha:]]", "[c-a]",
    "!", "#", " ", "-", "[a", "]", "[^a]", "[[:nope:]]", "[\\]]", "[a\\-c]", "[--a]", "\\*", "[a-]", "A", "1", "**/",
    "/**", "[/a]", "\\!", "\\#", "\\ ",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="no git here, or no such names")
@pytest.mark.parametrize("seed", range(12))
def test_what_a_repository_ignores_is_what_git_says(here: Path, seed: int) -> None:
    chance = random.Random(seed)
    subprocess.run(["git", "init", "-q", "."], check=True, timeout=60)
    folders = [""]
    for _ in range(12):
        folders.append(f"{chance.choice(folders)}{chance.choice(['a', 'b', 'ab', 'c-d', 'A', 'a b', '-'])}/")
    plant(here, *(f"{folder}{chance.choice(NAMES)}" for folder in folders for _ in range(4)))
    compared = 0
    for _ in range(12):
        for folder in chance.sample(folders, 3):
            lines = ["".join(chance.choices(PIECES, k=chance.randint(1, 5))) for _ in range(chance.randint(1, 4))]
            (here / folder / ".gitignore").write_text("\n".join(lines) + chance.choice(["", "\n", "\r\n", "  \n"]))
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--others", "--exclude-standard"], check=True, capture_output=True, timeout=60
        ).stdout.decode()
        expected = {name for name in listed.split("\0") if name.endswith(".py")}
        assert set(files(".", exclusion=Exclusion(exclude=[".git"]))) == expected
        compared += len(expected)
    assert compared
