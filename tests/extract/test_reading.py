from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from importspy_static import limits
from importspy_static.extract.reading import decode, read_source
from importspy_static.model.place import TOP
from importspy_static.model.program import Failure

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such kind of file")


def unreadable(path: str | os.PathLike[str]) -> str:
    outcome = read_source(path)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "unreadable"
    assert outcome.span == TOP
    return outcome.reason


def test_a_regular_file_comes_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"\xffx = 1\r\n\0")
    assert read_source(path) == b"\xffx = 1\r\n\0"
    assert read_source(str(path)) == b"\xffx = 1\r\n\0"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_bytes(b"x = 1\n")
    (tmp_path / "link.py").symlink_to("module.py")
    assert read_source(tmp_path / "link.py") == b"x = 1\n"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "none.py") == "there is no such file"
    (tmp_path / "file").write_bytes(b"")
    assert unreadable(tmp_path / "file" / "below.py") == "there is no such file"


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert unreadable(tmp_path) == "it is a folder"


@posix
def test_a_link_loop_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to("b.py")
    (tmp_path / "b.py").symlink_to("a.py")
    assert "symbolic links" in unreadable(tmp_path / "a.py")


@posix
def test_a_named_pipe_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "pipe.py"
    os.mkfifo(path)  # opening it would wait for a writer
    assert unreadable(path) == "it is a named pipe, not a regular file"


@posix
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, pipe = tmp_path / "module.py", tmp_path / "pipe.py"
    file.write_bytes(b"")
    os.mkfifo(pipe)
    regular = os.stat(file)
    monkeypatch.setattr(os, "stat", lambda _: regular)
    assert unreadable(pipe) == "it is a named pipe, not a regular file"


@posix
def test_devices_and_sockets_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unreadable("/dev/zero") == "it is a device, not a regular file"
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.py")
        assert unreadable("socket.py") == "it is a socket, not a regular file"


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"")
    path.chmod(0)
    assert unreadable(path) == "no permission to read it"


def test_no_permission_is_told_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_bytes(b"")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert unreadable(tmp_path / "module.py") == "no permission to read it"


def test_a_file_that_vanishes_behind_the_look_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"")
    status = os.stat(path)
    path.unlink()
    monkeypatch.setattr(os, "stat", lambda _: status)
    assert unreadable(path) == "there is no such file"


def test_a_path_that_no_file_can_have_is_told() -> None:
    assert "null" in unreadable("a\0b.py")
    assert unreadable("x" * 100_000)


def test_a_file_over_the_size_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    with path.open("wb") as file:
        file.truncate(limits.SOURCE_BYTES)
    assert isinstance(read_source(path), bytes)
    with path.open("ab") as file:
        file.write(b"\n")
    outcome = read_source(path)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "complex"
    assert str(limits.SOURCE_BYTES) in outcome.reason


def test_a_file_that_grows_while_it_is_read_is_held_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "module.py"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(limits, "SOURCE_BYTES", 50)
    monkeypatch.setattr("importspy_static.extract.reading._not_readable", lambda _: None)
    outcome = read_source(path)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "complex"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (b"", [""]),
        (b"a", ["a"]),
        (b"a\nb\r\nc\rd", ["a", "b", "c", "d"]),
        (b"a\r\r\nb\n", ["a", "", "b", ""]),
        (b"a\x0cb\x0bc\x1cd\xc2\x85e\xe2\x80\xa8f", ["a\x0cb\x0bc\x1cd\x85e\u2028f"]),
        (b"\xef\xbb\xbfa\n", ["a", ""]),
        (b"# coding: latin-1\n\xe9", ["# coding: latin-1", "é"]),
        (b"#!/bin/sh\n# -*- coding: cp1252 -*-\n\x80", ["#!/bin/sh", "# -*- coding: cp1252 -*-", "€"]),
        (b"x\n# coding: latin-1\n\xc3\xa9", ["x", "# coding: latin-1", "é"]),
        (b"\n\n# coding: latin-1\n\xc3\xa9", ["", "", "# coding: latin-1", "é"]),
        (b"a\xffb", ["a\ufffdb"]),
        (b"# coding: no-such\n\xc3\xa9", ["# coding: no-such", "é"]),
        (b"# coding: rot13\nx", ["# coding: rot13", "x"]),
        (b"# coding: undefined\nx", ["# coding: undefined", "x"]),
    ],
)
def test_lines_are_those_that_cpython_counts(source: bytes, lines: list[str]) -> None:
    assert decode(source) == lines
