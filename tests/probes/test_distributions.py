"""What is installed, from the metadata on the search path."""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from importspy_static.probes import script, script_text
from tests.probes.interpreters import answer_of, python, run

posix = pytest.mark.skipif(sys.platform == "win32", reason="names or permissions of another kind")


def write(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def metadata(name: str, version: str = "1.0") -> str:
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: none\n\nName: wrong\nVersion: 9\n"


def installed(*folders: Path) -> list[dict[str, Any]]:
    return script.installed([str(folder) for folder in folders])


def named(*folders: Path) -> dict[str, str]:
    return {each["name"]: each["version"] for each in installed(*folders)}


def known(*folders: Path) -> dict[str, str]:
    """What importlib.metadata finds there: of two with one name, the first."""
    found: dict[str, str] = {}
    for each in importlib.metadata.distributions(path=[str(folder) for folder in folders]):
        found.setdefault(each.metadata["Name"], each.version)
    return found


def test_every_form_of_metadata_is_found(tmp_path: Path) -> None:
    write(tmp_path, "wheel_made-1.0.dist-info/METADATA", metadata("wheel-made", "1.0"))
    write(tmp_path, "setup_made-2.0-py3.9.egg-info/PKG-INFO", metadata("setup_made", "2.0"))
    write(tmp_path, "distutils_made-3.0.egg-info", metadata("distutils.made", "3.0"))
    write(tmp_path, "egg-4.0-py3.9.egg/EGG-INFO/PKG-INFO", metadata("egg", "4.0"))
    write(tmp_path, "UPPER-5.0.DIST-INFO/METADATA", metadata("UPPER", "5.0"))
    egg = tmp_path / "egg-4.0-py3.9.egg"
    found = {"distutils.made": "3.0", "egg": "4.0", "setup_made": "2.0", "UPPER": "5.0", "wheel-made": "1.0"}
    assert named(tmp_path, egg) == known(tmp_path, egg) == found
    assert list(named(tmp_path, egg)) == list(found)


def test_an_egg_that_is_not_on_the_path_is_not_imported_from(tmp_path: Path) -> None:
    write(tmp_path, "egg-4.0-py3.9.egg/EGG-INFO/PKG-INFO", metadata("egg", "4.0"))
    write(tmp_path, "EGG-INFO/PKG-INFO", metadata("other", "4.0"))
    assert named(tmp_path) == known(tmp_path) == {}


def test_zip_files_on_the_path_are_looked_into(tmp_path: Path) -> None:
    egg, plain, broken = tmp_path / "a-1.0-py3.egg", tmp_path / "b.zip", tmp_path / "c.zip"
    with zipfile.ZipFile(egg, "w") as archive:
        archive.writestr("EGG-INFO/PKG-INFO", metadata("a", "1.0"))
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("b-2.0.dist-info/METADATA", metadata("b", "2.0"))
        archive.writestr("b-2.0.dist-info/direct_url.json", '{"url": "https://h/b.zip", "archive_info": {}}')
        archive.writestr("deep/c-2.0.dist-info/METADATA", metadata("c", "2.0"))
    broken.write_bytes(b"PK\x03\x04 and no more")
    assert named(egg, plain, broken) == {"a": "1.0", "b": "2.0"} == known(egg, plain)
    assert installed(plain)[0]["origin"] == "archive"


def test_of_two_with_one_name_the_first_on_the_path_is_told(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, "Zope.Interface-2.0.dist-info/METADATA", metadata("Zope.Interface", "2.0"))
    write(second, "zope_interface-1.0.dist-info/METADATA", metadata("zope__interface", "1.0"))
    assert named(first, second) == {"Zope.Interface": "2.0"}
    assert named(second, first) == {"zope__interface": "1.0"}


DAMAGED = {
    "no headers": b"",
    "no name": b"Version: 1.0\n",
    "no version": b"Name: a\n",
    "an empty name": b"Name:\nVersion: 1.0\n",
    "a version behind the headers": b"Name: a\n\nVersion: 1.0\n",
    "a version behind what is no header": b"Name: a\nthis is no header\nVersion: 1.0\n",
    "a name that is not UTF-8": b"Name: \xff\nVersion: 1.0\n",
    "a version that is not UTF-8": b"Name: a\nVersion: \xe9\n",
    "UTF-16": "Name: a\nVersion: 1.0\n".encode("utf-16"),
    "NULs": bytes(1000),
    "a line without an end": b"Name: " + b"a" * 10_000_000,
    "headers without an end": b"X-Other: a\n" * 1_000_000 + b"Name: a\nVersion: 1.0\n",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_metadata_is_passed_over(tmp_path: Path, damage: str) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", DAMAGED[damage])
    write(tmp_path, "b-1.0.dist-info/METADATA", metadata("b"))
    assert named(tmp_path) == {"b": "1.0"}


def test_what_else_has_such_a_name_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty-1.0.dist-info").mkdir()
    (tmp_path / "folder-1.0.dist-info" / "METADATA").mkdir(parents=True)
    write(tmp_path, "file-1.0.dist-info", "text")
    write(tmp_path, "b-1.0.dist-info/METADATA", metadata("b"))
    assert named(tmp_path, tmp_path / "absent", tmp_path / "b-1.0.dist-info" / "METADATA") == {"b": "1.0"}


@posix
def test_a_pipe_in_place_of_metadata_is_not_opened(tmp_path: Path) -> None:
    for name in ("a-1.0.dist-info/METADATA", "b-1.0.dist-info/direct_url.json"):
        (tmp_path / name).parent.mkdir()
        os.mkfifo(tmp_path / name)
    os.mkfifo(tmp_path / "c-1.0.egg-info")
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, "b-1.0.dist-info/METADATA", metadata("b"))
    assert named(tmp_path, tmp_path / "pipe") == {"b": "1.0"}


def test_only_name_and_version_have_to_be_utf_8(tmp_path: Path) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", b"Author: Ren\xe9\nName: a\nVersion: 1.0\n\n\xff\xfe")
    assert named(tmp_path) == {"a": "1.0"}


def test_headers_are_read_as_mail_has_them(tmp_path: Path) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", "NAME:a\nDescription: x\n  Name: b\n\tVersion: 2\n c\nversion: 1.0\n")
    write(tmp_path, "c-1.0.dist-info/METADATA", "Name: c\r\nName: d\r\nVersion: 1\r\nVersion: 2\r\n\r\n")
    assert named(tmp_path) == known(tmp_path) == {"a": "1.0", "c": "1"}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"url": "file:///src/a", "dir_info": {"editable": True}}, ("local", "file:///src/a", True)),
        ({"url": "file:///src/a", "dir_info": {"editable": False}}, ("local", "file:///src/a", False)),
        ({"url": "file:///src/a", "dir_info": {}}, ("local", "file:///src/a", False)),
        ({"url": "https://h/a.whl", "archive_info": {"hash": "sha256=0"}}, ("archive", "https://h/a.whl", False)),
        ({"url": "https://h/a.git", "vcs_info": {"vcs": "git", "commit_id": "0"}}, ("vcs", "https://h/a.git", False)),
        ({"url": "https://h/a.git", "vcs_info": {"editable": True}}, ("unknown", None, False)),
        ({"url": "https://h/a.git", "vcs_info": {}, "dir_info": {}}, ("unknown", None, False)),
        ({"url": "https://h/a"}, ("unknown", None, False)),
        ({"url": 1, "dir_info": {}}, ("unknown", None, False)),
        ({"dir_info": {}}, ("unknown", None, False)),
        ({"url": "https://h/a", "vcs_info": "git"}, ("unknown", None, False)),
        ([], ("unknown", None, False)),
    ],
)
def test_the_origin_is_what_direct_url_json_tells(
    tmp_path: Path, record: object, told: tuple[str, str | None, bool]
) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", metadata("a"))
    write(tmp_path, "a-1.0.dist-info/direct_url.json", json.dumps(record))
    found = installed(tmp_path)[0]
    assert (found["origin"], found["url"], found["editable"]) == told


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"url": "' + b"a" * 2_000_000 + b'"}'])
def test_a_damaged_direct_url_json_tells_nothing(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", metadata("a"))
    write(tmp_path, "a-1.0.dist-info/direct_url.json", content)
    assert installed(tmp_path)[0]["origin"] == "unknown"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://h.org/a/b.whl", "https://h.org/a/b.whl"),
        ("https://h.org:8443/a", "https://h.org:8443/a"),
        ("https://user:SECRET@h.org/a", "https://h.org/a"),
        ("https://SECRET@h.org/a", "https://h.org/a"),
        ("https://user:SE@CRET@h.org/a", "https://h.org/a"),
        ("https://user:SE/CRET@h.org/a", "https://h.org/a"),
        ("https://user:SE?CRET@h.org/a", "https://h.org/a"),
        ("https://user:SE#CRET@h.org/a", "https://h.org/a"),
        ("https://user:SE?C/RET@h.org/a", "https://h.org/a"),
        ("https://h.org/a?token=SECRET", "https://h.org/a"),
        ("https://h.org?token=SECRET", "https://h.org"),
        ("https://h.org/a#sha256=SECRET", "https://h.org/a"),
        ("https://h.org/@scope/a", "https://h.org/@scope/a"),
        ("https://h.org:80/@scope/a", "https://h.org:80/@scope/a"),
        ("https://[::1]:80/@scope/a", "https://[::1]:80/@scope/a"),
        ("git+ssh://git@h.org/a/b.git", "git+ssh://h.org/a/b.git"),
        ("git+https://user:SECRET@h.org/a.git@v1", "git+https://h.org/a.git@v1"),
        ("git@h.org:a/b.git", "h.org:a/b.git"),
        ("user:SECRET@h.org:a/b.git", "h.org:a/b.git"),
        ("file:///srv/me/a@b/c", "file:///srv/me/a@b/c"),
        ("file:///C:/a%20b", "file:///C:/a%20b"),
        ("", ""),
        ("://", "://"),
    ],
)
def test_a_url_is_told_without_what_can_be_a_secret(url: str, told: str) -> None:
    assert script.public_url(url) == told


def test_a_folder_of_sources_that_setuptools_linked_is_editable(tmp_path: Path) -> None:
    site, sources, others = tmp_path / "site", tmp_path / "my sources é", tmp_path / "others"
    write(sources, "My_Project.egg-info/PKG-INFO", metadata("My.Project"))
    write(others, "other.egg-info/PKG-INFO", metadata("other"))
    write(site, "my-project.egg-link", f"{sources}\n.")
    write(site, "other.egg-link", f"{tmp_path / 'elsewhere'}\n.")
    told = {each["name"]: (each["origin"], each["url"], each["editable"]) for each in installed(site, sources, others)}
    assert told == {"My.Project": ("local", sources.as_uri(), True), "other": ("index", None, False)}


def test_long_metadata_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a-1.0.dist-info/METADATA", metadata("a") + "x\n" * 5_000_000)
    read = []

    class Counted:
        def __init__(self, place: str, name: str) -> None:
            self._file = open(os.path.join(place, name), "rb")  # noqa: SIM115

        def __enter__(self) -> Counted:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def readline(self, size: int) -> bytes:
            read.append(self._file.readline(size))
            return read[-1]

    monkeypatch.setattr(script, "_opened", Counted)
    assert named(tmp_path) == {"a": "1.0"}
    assert len(read) == 3


# --- Real installations, made offline -------------------------------------------------------------------------------

SETUP = "from setuptools import setup; setup(name='My.Project', version='1.5', py_modules=['mine'])"

BACKEND = r"""
import os, zipfile
FILES = {
    "my_project.pth": os.getcwd(),
    "my_project-1.5.dist-info/METADATA": "Metadata-Version: 2.1\nName: My.Project\nVersion: 1.5\n",
    "my_project-1.5.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "my_project-1.5.dist-info/RECORD": "",
}
def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(os.path.join(folder, "my_project-1.5-py3-none-any.whl"), "w") as archive:
        for name in FILES:
            archive.writestr(name, FILES[name])
    return "my_project-1.5-py3-none-any.whl"
"""

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


def make_wheel(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("other_one-2.0.dist-info/METADATA", metadata("other-one", "2.0"))
        archive.writestr(
            "other_one-2.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("other_one-2.0.dist-info/RECORD", "")


def install(folder: Path, minor: str) -> str:
    """A virtual environment with an editable project, and another one from a wheel."""
    made = run([python(minor), "-m", "venv", str(folder / "venv")])
    if made.returncode:
        pytest.skip(f"Python {minor} cannot make virtual environments here")
    interpreter = str(folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    wheel = folder / "other_one-2.0-py3-none-any.whl"
    make_wheel(wheel)
    pip = [interpreter, "-m", "pip", "--disable-pip-version-check", "install", "--no-index", "--no-deps"]
    for what in (["-e", str(folder / "project")], [str(wheel)]):
        done = run([*pip, *what])
        assert done.returncode == 0, done.stderr
    return interpreter


@pytest.mark.slow
@pytest.mark.parametrize("minor", ["3.6", "3.12"])
def test_what_pip_installed_is_told_with_its_origin(tmp_path: Path, minor: str) -> None:
    """The pip of Python 3.6 has setuptools link an editable project, and knows nothing of `direct_url.json`."""
    write(tmp_path, "project/mine.py", "")
    if minor == "3.6":
        write(tmp_path, "project/setup.py", SETUP)
    else:
        write(tmp_path, "project/pyproject.toml", PYPROJECT)
        write(tmp_path, "project/backend.py", BACKEND)
    interpreter = install(tmp_path, minor)
    site = next((tmp_path / "venv").rglob("site-packages"))
    write(site, "private-3.0.dist-info/METADATA", metadata("private", "3.0"))
    record = {"url": "https://user:planted@h.org/a.whl?sig=planted", "archive_info": {}}
    write(site, "private-3.0.dist-info/direct_url.json", json.dumps(record))
    answer = answer_of([interpreter, "-I", "-"], script_text())
    assert "planted" not in json.dumps(answer)
    told = {
        each["name"]: (each["version"], each["origin"], each["url"], each["editable"])
        for each in answer["distributions"]
    }
    assert told["My.Project"] == ("1.5", "local", (tmp_path / "project").as_uri(), True)
    archive = (tmp_path / "other_one-2.0-py3-none-any.whl").as_uri()
    assert told["other-one"] == ("2.0", *(("index", None) if minor == "3.6" else ("archive", archive)), False)
    assert told["private"] == ("3.0", "archive", "https://h.org/a.whl", False)
    assert told["pip"][1:] == ("index", None, False)
