"""A report in a file: whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from importspy_static.cli.status import RefusalError
from importspy_static.cli.writing import write_whole
from importspy_static.report.formats import FORMATS
from tests.cli.conftest import Program

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_holds_what_standard_output_would(program: Program, folder: Path, form: str) -> None:
    shown = program("check", "broken.py", "-f", form).out
    done = program("check", "broken.py", "-f", form, "-o", "report.txt")
    assert (done.status, done.out) == (1, "")
    assert (folder / "report.txt").read_bytes().decode() == shown


def test_an_old_report_is_replaced_and_nothing_is_left_beside_it(program: Program, folder: Path) -> None:
    before = set(os.listdir(folder))
    (folder / "report.txt").write_text("old " * 10_000)
    program("check", "fine.py", "-o", "report.txt")
    assert (folder / "report.txt").read_text() == ""
    assert set(os.listdir(folder)) == before | {"report.txt"}


def test_colours_go_into_a_file_only_when_asked_for(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    program("check", "broken.py", "-o", "report.txt")
    assert "\x1b" not in (folder / "report.txt").read_text()
    program("check", "broken.py", "-o", "report.txt", "--color", "always")
    assert "\x1b[" in (folder / "report.txt").read_text()


@pytest.mark.parametrize("target", ["no/such/folder/report.txt", "fine.py/report.txt", ".", "x" * 300])
def test_what_cannot_be_written_is_refused(program: Program, folder: Path, target: str) -> None:
    before = set(os.listdir(folder))
    done = program("check", "broken.py", "-o", target)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"error: cannot write {target}: ")
    assert set(os.listdir(folder)) == before


@pytest.mark.parametrize("target", ["broken.py", "spymodel.yml", "./broken.py"])
def test_a_report_never_overwrites_what_it_is_about(program: Program, folder: Path, target: str) -> None:
    (folder / target).write_text("mine")
    done = program("check", "broken.py", "-o", target)
    assert done.status == 2
    assert "would overwrite" in done.err
    assert (folder / target).read_text() == "mine"


def test_a_failure_half_way_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.txt"
    target.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusalError, match="No space left on device"):
        write_whole(str(target), "new")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.txt"]


@POSIX
def test_the_mode_of_an_old_report_and_a_link_to_it_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "real.txt").chmod(0o640)
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_whole(str(tmp_path / "link.txt"), "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "real.txt").stat().st_mode) == 0o640


@POSIX
def test_a_new_report_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_whole(str(tmp_path / "report.txt"), "new")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


@POSIX
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    write_whole(str(pipe), "report")
    reader.join(timeout=10)
    assert read == ["report"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_lone_surrogates_are_written_as_escapes(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "report.txt"), "a\udcffb")
    assert (tmp_path / "report.txt").read_bytes() == b"a\\udcffb"
