"""What a contract's file may be: each thing that it must not be has its own error, with line and column."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract, read_contract
from importspy_static.limits import CONTRACT_BYTES


def refused(path: str | os.PathLike[str]) -> str:
    """The one line that the error says, behind the path."""
    with pytest.raises(ContractError) as caught:
        read_contract(path)
    (problem,) = caught.value.problems
    assert problem.code == "SPY010"
    return str(caught.value).removeprefix(f"{os.fspath(path)}:")


def test_a_file_is_read_and_its_path_kept_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spymodel.yml").write_text("filename: a.py\nversion: 3.10\n")
    monkeypatch.chdir(tmp_path)
    contract = read_contract("./spymodel.yml")
    assert contract.path == "./spymodel.yml"
    assert list(contract.lines.values()) == [("filename: a.py", "version: 3.10")]
    assert contract.module.version is not None
    assert contract.module.version.place.path == "./spymodel.yml"


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.yml") == "1:1: SPY010 no such file"
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "a.yml") == "1:1: SPY010 no such file: a part of the path is not a folder"


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == "1:1: SPY010 it is a folder, not a file"


def test_a_named_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yml")
    assert refused(tmp_path / "pipe.yml") == "1:1: SPY010 it is a named pipe, not a file"


def test_a_socket_and_a_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refused("s") == "1:1: SPY010 it is a socket, not a file"
    assert refused("/dev/null") == "1:1: SPY010 it is a device, not a file"


def test_a_link_loop(tmp_path: Path) -> None:
    (tmp_path / "a.yml").symlink_to("b.yml")
    (tmp_path / "b.yml").symlink_to("a.yml")
    assert refused(tmp_path / "a.yml") == "1:1: SPY010 its symbolic links lead in a circle"


def test_no_permission(tmp_path: Path) -> None:
    file = tmp_path / "secret.yml"
    file.write_text("filename: a.py")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    assert refused(file) == "1:1: SPY010 no permission to read it"


def test_a_path_that_no_file_can_have() -> None:
    assert refused("a" * 5000).startswith("1:1: SPY010 the path is too long")
    with pytest.raises(ContractError, match=r"a\\x00b:1:1: SPY010 no such file: the path holds a NUL character"):
        read_contract("a\0b")


def test_too_large_a_file_is_refused_without_being_parsed(tmp_path: Path) -> None:
    (tmp_path / "large.yml").write_bytes(b"#" * (CONTRACT_BYTES + 1))
    assert refused(tmp_path / "large.yml") == "1:1: SPY010 over 5 MiB"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("filename: a.py".encode("utf-16"), "1:1: SPY010 it is UTF-16 text; save it as UTF-8"),
        ("filename: a.py".encode("utf-32"), "1:1: SPY010 it is UTF-32 text; save it as UTF-8"),
        (b"a: 1\nname: caf\xe9\n", "2:10: SPY010 byte 0xe9 is not UTF-8 here; save the file as UTF-8"),
        (b"\xef\xbb\xbfa: \xff", "1:4: SPY010 byte 0xff is not UTF-8 here; save the file as UTF-8"),
        (b"a: 1\r\nb: \x00", "2:4: SPY010 holds a NUL character"),
        (b"a: \x1b[31m", "1:4: SPY010 holds the character U+001B, which YAML does not allow"),
        (b"\x7fELF\x02\x01", "1:1: SPY010 holds the character U+007F, which YAML does not allow"),
    ],
)
def test_what_is_not_utf_8_text_is_refused_where_it_stands(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "spymodel.yml").write_bytes(content)
    assert refused(tmp_path / "spymodel.yml") == said


def test_a_byte_order_mark_moves_no_column() -> None:
    contract = parse_contract(b"\xef\xbb\xbffilename: a.py")
    assert contract.module.filename is not None
    assert contract.module.filename.place.column == 11


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one_line(end: str) -> None:
    contract = parse_contract(end.join(["filename: a.py", "", "version: 1"]).encode())
    assert contract.module.version is not None
    assert contract.module.version.place.line == 3
    assert list(contract.lines.values()) == [("filename: a.py", "", "version: 1")]


def test_columns_count_characters() -> None:
    contract = parse_contract("{filename: 'größe €.py', version: 1.0}")
    assert contract.module.version is not None
    assert contract.module.version.place.column == 35


def test_the_error_holds_the_lines_for_its_frames() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract("filename: a.py\nclases: []\n")
    assert list(caught.value.lines.values()) == [("filename: a.py", "clases: []")]


def test_a_path_cannot_forge_a_line_of_the_error() -> None:
    with pytest.raises(ContractError) as caught:
        parse_contract("", "a\nb.yml:1:1: fine")
    assert str(caught.value).count("\n") == 0
