"""What Windows does otherwise: separators and drives, line ends, code pages. All of it as far as it can be asked here.

`as_on_windows` puts `ntpath` in the place of `os.path`; it is for what only reckons with paths and opens nothing.
"""

from __future__ import annotations

import io
import json
import ntpath
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree

import pytest

from importspy_static.checking import generation, planning
from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checks.module import is_named
from importspy_static.cli import terminal
from importspy_static.cli.main import main
from importspy_static.configuration.mapping import leads_to, path_pattern, spellings
from importspy_static.configuration.paths import is_within, joined, portable
from importspy_static.configuration.settings import SettingPlace
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.repository import Repository, with_slashes
from importspy_static.project import globs
from importspy_static.project.places import inside, plainly

if TYPE_CHECKING:
    from importspy_static.checking.library import Library

CRLF = "\r\n"


@contextmanager
def as_on_windows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "path", ntpath)
        patch.setattr(os, "sep", "\\")
        patch.setattr(os, "altsep", "/")
        yield


# --- paths ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["src/shop/*.py", r"src\shop\*.py", "./src/shop/*.py", r"src/shop\c*.py"])
@pytest.mark.parametrize(
    ("path", "leads"),
    [
        (r"C:\acme\src\shop\card.py", True),
        (r"c:\ACME\src\Shop\CARD.py", True),  # names differ in case only: one file there
        ("C:/acme/src/shop/card.py", True),  # as pre-commit names it
        (r"C:\acme\src\shop\deep\card.py", False),
        (r"D:\acme\src\shop\card.py", False),
        (r"C:\acme\src\shop2\card.py", False),
    ],
)
def test_a_configuration_maps_with_either_separator(written: str, path: str, leads: bool) -> None:
    with as_on_windows():
        pattern = path_pattern(r"C:\acme", written, SettingPlace("pyproject.toml", 1, 1, "contracts[0].path"))
        assert leads_to(pattern, spellings(path)) is leads


def test_a_path_of_a_configuration_is_told_as_the_system_writes_it() -> None:
    with as_on_windows():
        assert joined("..", portable("contracts/a.yml")) == str(PureWindowsPath("..", "contracts", "a.yml"))
        assert joined("", portable("./a.yml")) == "a.yml"
        assert joined("sub", portable("C:/a.yml")) == r"C:\a.yml"
        assert plainly("./src/shop/") == str(PureWindowsPath("src/shop"))


@pytest.mark.parametrize(
    "outside", ["../a.yml", r"..\a.yml", "C:/a.yml", "C:a.yml", r"\a.yml", "/a.yml", r"\\host\x\a"]
)
def test_what_leaves_a_folder_is_seen_in_either_writing(outside: str) -> None:
    with as_on_windows():
        assert not is_within(r"C:\acme", outside)
        assert is_within(r"C:\acme", "sub/a.yml")
        assert is_within(r"C:\acme", r"sub\a.yml")


def test_a_drive_is_the_top_of_its_paths() -> None:
    with as_on_windows():
        assert inside(r"C:\a.py", "C:\\") == "a.py"
        assert inside(r"C:\acme\a.py", r"C:\acme") == "a.py"
        assert inside(r"C:\acmeshop\a.py", r"C:\acme") is None


@pytest.mark.parametrize(
    ("glob", "start"),
    [
        (r"src\*.py", "src"),
        ("src/*.py", "src"),
        (r"C:\src\*.py", r"C:\src"),
        ("C:/src/*.py", r"C:\src"),
        (r"C:*.py", "C:"),
        (r"\\host\share\src\*.py", r"\\host\share\src"),
        ("*.py", "."),
    ],
)
def test_a_glob_starts_where_its_drive_and_folders_say(glob: str, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(globs, "_SEPARATOR", re.compile(r"[/\\]"))
    with as_on_windows():
        drive, rest = ntpath.splitdrive(glob)
        fixed = [text for text in re.split(r"[/\\]", rest) if text and "*" not in text]
        assert PureWindowsPath(globs._start(glob, fixed)) == PureWindowsPath(start)
        assert bool(drive) == (PureWindowsPath(glob).drive != "")


def test_the_name_in_a_contract_is_compared_part_by_part() -> None:
    """`PurePath` is that of this system: there, it is asked about what `ntpath` makes of the path."""
    path = PureWindowsPath(r"C:\acme\src\shop\card.py").relative_to("C:\\").as_posix()
    assert is_named(path, "shop/card.py")
    assert is_named(path, r"shop\card.py")
    assert not is_named(path, "hop/card.py")


def stated(name: str) -> Stated[str]:
    return Stated(name, ContractPlace(r"C:\acme\contract.yml", 1, 1, "modules[0].filename"))


def home(*folders: str, is_foreign: bool) -> Neighbourhood:
    return Neighbourhood(cast("Library", None), (), is_foreign=is_foreign, folders=folders)


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (r"C:\Python\Lib\site-packages", r"C:\Python\Lib\site-packages\acme\x.py"),
        (r"dist\acme.whl", r"dist\acme.whl/acme/x.py"),
    ],
)
def test_a_bundle_finds_its_files_in_what_is_installed_and_in_archives(folder: str, path: str) -> None:
    """The first is told with the separators of the system, the second with slashes."""
    there = home(r"C:\elsewhere", folder, is_foreign=True)
    with as_on_windows():
        assert planning._file_in(path, there) in planning._files(stated("acme/x.py"), there)
        assert planning._file_in(path, there) not in planning._files(stated("acme/y.py"), there)
        assert generation.way_to(path, there, "") == "acme/x.py"


def test_a_bundle_tells_a_file_on_another_drive_absolutely() -> None:
    here = home(is_foreign=False)
    with as_on_windows():
        assert generation.way_to(r"D:\acme\a.py", here, r"C:\acme") == "D:/acme/a.py"
        assert generation.way_to(r"C:\acme\src\a.py", here, r"C:\acme") == "src/a.py"


@pytest.mark.parametrize(
    ("path", "way"),
    [
        (r"src\acme\a.py", "services/src/acme/a.py"),
        (r"..\other\a.py", "other/a.py"),
        (r"C:\Repository\src\a.py", "src/a.py"),
        (r"c:\repository\src\a.py", "src/a.py"),
        (r"D:\a.py", "D:/a.py"),
    ],
)
def test_reports_tell_paths_from_the_root_with_slashes(path: str, way: str) -> None:
    repository = Repository(r"C:\repository", "services")
    assert repository.way_to(path, "\\") == way
    assert with_slashes(path, "\\") == PureWindowsPath(path).as_posix()


# --- line ends and marks --------------------------------------------------------------------------------------------

CONTRACT = """\
schema_version: 1

functions:
  - name: pay   # a comment
    arguments:
      - {name: amount, annotation: int}
"""
MODULE = '''\
"""Of a shop."""


def pay(amount: int, code: str) -> bool:
    """Of several
    lines."""
    return False
'''
SETTINGS = """\
[tool.importspy-static]
contracts = [
  { path = "src/*.py", contract = "contract.yml" },
]
extend-exclude = [
  "left_out.py",
]
"""


def project(folder: Path, end: str, mark: bytes = b"") -> Path:
    """The same project with other line ends, and marks at the beginning of its files."""
    (folder / "src").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name, text in (
        ("contract.yml", CONTRACT),
        ("src/pay.py", MODULE),
        ("src/left_out.py", MODULE),
        ("src/ignored.py", MODULE),
        ("importspy-static.toml", SETTINGS.replace("[tool.importspy-static]\n", "")),
    ):
        (folder / name).write_bytes(mark + text.replace("\n", end).encode())
    (folder / ".gitignore").write_bytes(f"# made{end}ignored.py{end}".encode())
    return folder


@pytest.mark.parametrize(("end", "mark"), [(CRLF, b""), (CRLF, b"\xef\xbb\xbf"), ("\n", b"\xef\xbb\xbf")])
@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_line_ends_and_byte_order_marks_change_no_report(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    end: str,
    mark: bytes,
    form: str,
) -> None:
    told = []
    for name, folder in (
        ("plain", project(tmp_path / "plain", "\n")),
        ("other", project(tmp_path / "other", end, mark)),
    ):
        monkeypatch.chdir(folder)
        status = main(["check", "--environment", "none", "-f", form])
        captured = capsys.readouterr()
        told.append((status, captured.out, captured.err))
        assert status == 1, name
    assert told[0] == told[1]
    assert "\r" not in told[0][1]
    assert "SPY314" in told[0][1]


@pytest.mark.parametrize("end", ["\n", CRLF])
def test_what_is_rewritten_keeps_its_line_ends(tmp_path: Path, end: str) -> None:
    old = f"# ours{end}functions:{end}  - name: pay{end}".encode()
    (tmp_path / "old.yml").write_bytes(old)
    assert main(["contract", "migrate", str(tmp_path / "old.yml"), "-q"]) == 0
    migrated = (tmp_path / "old.yml").read_bytes()
    assert migrated == old.replace(b"functions", b"schema_version: 1" + end.encode() + b"functions")

    (tmp_path / "pay.py").write_bytes(b"def pay(amount): pass\ndef refund(): pass\n")
    assert main(["generate", str(tmp_path / "pay.py"), "-o", str(tmp_path / "old.yml"), "--update", "-q"]) == 0
    updated = (tmp_path / "old.yml").read_bytes()
    assert b"refund" in updated
    assert updated.count(b"\n") == updated.count(end.encode())


# --- code pages -----------------------------------------------------------------------------------------------------

ODD = 'A = "x→😀"\n'
ASKS = 'functions: [{name: größe}, {name: "数"}]\nvariables: [{name: A, value: "é→😀"}]\n'


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A module and a contract of which `cp1252` knows some letters only."""
    (tmp_path / "é.py").write_text(ODD, encoding="utf-8")
    (tmp_path / "c.yml").write_text(ASKS, encoding="utf-8")
    return tmp_path


def run(folder: Path, encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "importspy_static", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        timeout=60,
        check=False,
    )


def forms() -> list[str]:
    from importspy_static.report.formats import FORMATS

    return list(FORMATS)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("form", forms())
def test_a_code_page_that_lacks_letters_stops_no_report(odd: Path, form: str, encoding: str) -> None:
    done = run(odd, encoding, "check", "é.py", "-s", "c.yml", "--environment", "none", "-f", form)
    assert done.returncode == 1, done.stderr.decode(encoding)
    text = done.stdout.decode(encoding)
    assert "SPY301" in text
    match form:
        case "json" | "sarif" | "gitlab":
            assert "gr\\u00f6\\u00dfe" in text
            json.loads(text)
        case "junit":
            names = [each.get("name", "") for each in ElementTree.fromstring(done.stdout).iter("testcase")]
            assert any("größe" in name for name in names)


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "SPY312"], ["--help"], ["generate", "é.py"], ["probe"]])
def test_a_code_page_that_lacks_letters_stops_no_command(odd: Path, arguments: list[str]) -> None:
    done = run(odd, "cp1252", *arguments)
    assert done.returncode == 0, done.stderr.decode("cp1252")
    assert done.stdout


@pytest.mark.parametrize(
    ("platform", "is_terminal", "variable", "encoding"),
    [
        ("win32", False, "", "utf-8"),
        ("win32", True, "", "cp1252"),
        ("win32", False, "cp1252", "cp1252"),
        ("linux", False, "", "cp1252"),
    ],
)
def test_what_is_piped_on_windows_is_utf_8_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, platform: str, is_terminal: bool, variable: str, encoding: str
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252", newline="\n")
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("PYTHONIOENCODING", variable)
    terminal.secure_streams()
    terminal.say("é→")
    monkeypatch.undo()
    assert raw.getvalue() == ("é→".encode() if encoding == "utf-8" else b"\xe9\\u2192")


def test_a_contract_that_is_piped_on_windows_can_be_read_again(odd: Path) -> None:
    """`generate module.py > spymodel.yml`, in a process that takes itself to be on Windows once it has begun."""
    program = (
        "import sys; from importspy_static.cli import terminal; terminal._is_code_page = lambda stream: True;"
        "from importspy_static.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    variables = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    with open(odd / "spymodel.yml", "wb") as file:
        subprocess.run(
            [sys.executable, "-c", program, "generate", "é.py", "-q"], cwd=odd, env=variables, stdout=file, check=True
        )
    assert run(odd, "utf-8", "check", "é.py", "-s", "spymodel.yml", "--environment", "none").returncode == 0
