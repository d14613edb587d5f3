"""What a configuration file may be: whatever it must not be has its own error, with line and column."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

import pytest

from importspy_static.configuration import ConfigurationError, read_configuration
from importspy_static.limits import CONFIGURATION_BYTES, CONFIGURATION_DEPTH, CONFIGURATION_KEY_PARTS
from tests.configuration.made import KNOWN, read, refused

NAME = "importspy-static.toml"
PYPROJECT = "pyproject.toml"


def of_bytes(folder: Path, content: bytes, name: str = NAME) -> list[str]:
    (folder / name).write_bytes(content)
    return [line.removeprefix(f"{name}:") for line in refused(folder / name)]


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml") == ["none.toml:1:1: no such file"]
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / NAME) == [f"{NAME}:1:1: no such file: a part of the path is not a folder"]


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "folder") == ["folder:1:1: it is a folder, not a file"]
    assert refused(tmp_path / "pipe") == ["pipe:1:1: it is a named pipe, not a file"]
    assert refused("/dev/null") == ["null:1:1: it is a device, not a file"]
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refused("s") == ["s:1:1: it is a socket, not a file"]


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / NAME)
    before = os.stat(__file__)
    monkeypatch.setattr("importspy_static.configuration.files.os.stat", lambda _path: before)
    assert refused(tmp_path / NAME) == [f"{NAME}:1:1: it is a named pipe, not a file"]


def test_no_permission(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.touch(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    assert refused(file) == [f"{NAME}:1:1: no permission to read it"]


def test_paths_that_no_file_can_have(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert refused(tmp_path / "a") == ["a:1:1: its symbolic links lead in a circle"]
    assert refused(tmp_path / ("a" * 5000))[0].endswith(":1:1: the path is too long")
    assert refused("a\0b") == [r"a\x00b:1:1: no such file: the path holds a NUL character"]


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / NAME, "wb") as file:
        file.truncate(100 * 2**20)
    assert refused(tmp_path / NAME) == [f"{NAME}:1:1: over 512 KiB"]


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    line = "# " + "x" * 97 + "\n"
    text = line * (CONFIGURATION_BYTES // len(line) - 1) + "force-exclude = true\n"
    assert len(text) <= CONFIGURATION_BYTES
    assert read(tmp_path, text).force_exclude is True


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a = 1\nb = '\xe9\xff'\n", "2:6: byte 0xe9 is not UTF-8 here"),
        ("a = '€'\n".encode("utf-16"), "1:1: it is UTF-16 text"),
        ("a = '€'\n".encode("utf-32"), "1:1: it is UTF-32 text"),
        (b"\x00", "1:1: not TOML as it can be read: invalid statement"),
        (b"a", "1:2: not TOML as it can be read: expected '=' after a key in a key/value pair"),
        (b"a = \n", "1:5: not TOML as it can be read: invalid value"),
        (b"a = [1,\n\n", "1:8: not TOML as it can be read: invalid value"),
        (b"root = 'a'\n\n[x\n", "3:3: not TOML as it can be read: expected ']' at the end of a table declaration"),
        (b"a = 1 b = 2", "1:7: not TOML as it can be read: expected newline or end of document after a statement"),
        (b'a = "\\q"', None),
        (b"a = '''", None),
        (b"a = 2024-13-45", None),
        (b"a = {b = 1}\na.c = 1", None),
        (b"a = 1\r\nb = 2\r\nc c\r\n", "3:3: not TOML as it can be read: expected '=' after a key in a key/value pair"),
        (b"root = 'a'\nselect = ['SPY3']\nroot = 'b'\n", "3:1: root: given twice; the first is on line 1"),
        (b"[severity]\n[severity]\n", "2:2: severity: given twice; the first is on line 1"),
        (b"x = " + b"9" * 5000, "1:5: not TOML as it can be read: a number of too many digits"),
        (
            b"x = " + b"[" * 5000,
            f"1:{5 + CONFIGURATION_DEPTH}: not TOML as it can be read: over {CONFIGURATION_DEPTH} lists and tables",
        ),
        (b"x = " + b"{a=" * 5000, None),
        (b"x = " + b"[" * 100_000 + b"]" * 100_000, None),
        (
            b"[" + b".".join([b"a"] * 100_000) + b"]",
            f"not TOML as it can be read: a key of over {CONFIGURATION_KEY_PARTS} parts",
        ),
        (
            b".".join([b"'a'"] * 80_000) + b" = 1",
            f"not TOML as it can be read: a key of over {CONFIGURATION_KEY_PARTS} parts",
        ),
        (b"x = { " + b" . ".join([b"a"] * 80_000) + b" = 1 }", f": a key of over {CONFIGURATION_KEY_PARTS} parts"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_broken_files(tmp_path: Path, content: bytes, expected: str | None) -> None:
    found = of_bytes(tmp_path, content)
    assert len(found) == 1
    assert len(found[0]) < 200
    assert expected is None or expected in found[0]
    line, column = map(int, found[0].split(":")[:2])
    assert 1 <= line <= content.count(b"\n") + 1
    assert column >= 1


def test_a_number_of_5000_digits_is_no_news_to_hexadecimals(tmp_path: Path) -> None:
    assert of_bytes(tmp_path, b"fail-on = 0x" + b"f" * 9000) == [
        "1:11: fail-on: expected one of error, warning, note, found a number"
    ]


def test_a_byte_order_mark_is_left_out_and_columns_do_not_count_it(tmp_path: Path) -> None:
    assert of_bytes(tmp_path, b"\xef\xbb\xbfroot = 1\r\n") == [
        "1:8: root: expected a text or a list of texts, found the number 1"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tool = 1\n", "1:1: tool: expected a table, found the number 1"),
        ("[[tool]]\n", "1:3: tool: expected a table, found a list"),
        ("[tool]\nimportspy-static = 'x'\n", "2:1: tool.importspy-static: expected a table, found the text 'x'"),
        ("[[tool.importspy-static]]\n", "1:8: tool.importspy-static: expected a table, found a list"),
        ("\n[tool.importspy_static]\n", "2:7: tool.importspy_static: unknown table"),
        ("[tool.ruff]\n", "1:1: there is no table [tool.importspy-static] in it"),
        ("[importspy-static]\n", "1:1: there is no table [tool.importspy-static] in it"),
        ("", "1:1: there is no table [tool.importspy-static] in it"),
    ],
)
def test_a_pyproject_without_the_table(tmp_path: Path, text: str, expected: str) -> None:
    assert of_bytes(tmp_path, text.encode(), PYPROJECT) == [expected]


def test_a_table_in_a_file_that_has_its_keys_at_the_top(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("[tool.importspy-static]\nroot = 'src'\n")
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(str(tmp_path / NAME), KNOWN)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.key, problem.message) == (1, 2, "tool", "cannot be set in a file")
    assert problem.remedy.startswith("write its keys at the top of this file")


def test_the_error_has_the_lines_of_the_file(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"root = 'a'\r\nx = 1\r\n")
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(str(tmp_path / NAME), KNOWN)
    assert caught.value.lines == {str(tmp_path / NAME): ("root = 'a'", "x = 1", "")}


WHOLE = b"""
[project]
name = "x"
[tool.importspy-static]
required-version = ">=0"
contracts = [{ path = ["src/*.py", 'a/**'], contract = "a.yml" }]
exclude = ["a", "b\\u0020c"]
severity = { SPY805 = "off" }
[tool.importspy-static.more]
x = \"\"\"
text\"\"\"
"""
PIECES = [
    *(b"[", b"]", b"{", b"}", b"=", b".", b",", b'"', b"'", b'"""', b"'''", b"\\", b"#", b"\n", b"\r", b"\t", b"\x00"),
    *(b"\xff", b"\xef\xbb\xbf", b"\\u0000", b"\\ud800", b"1e999", b"nan", b"[[tool]]\n", b"tool = 1\n", b"[tool.x]\n"),
    *(
        b"SPY",
        b"..",
        b"**",
        b"[!",
        b"2024-01-01",
        b"[" * 300,
        b"a." * 300,
        b"9" * 4400,
        "\N{RIGHT-TO-LEFT OVERRIDE}".encode(),
    ),
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    mutable = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(mutable))
        match chance.randrange(4):
            case 0:
                mutable[at:at] = chance.choice(PIECES)
            case 1:
                del mutable[at : at + chance.randint(1, 20)]
            case 2:
                mutable[at] = chance.randrange(256)
            case _:
                start = chance.randrange(len(mutable))
                mutable[at:at] = mutable[start : start + chance.randint(1, 60)]
    return bytes(mutable)


def refusal(path: str) -> ConfigurationError | None:
    """Why a file is refused, if it is. Any other exception fails the test."""
    try:
        read_configuration(path, KNOWN)
    except ConfigurationError as error:
        return error
    return None


@pytest.mark.parametrize("seed", range(6))
def test_no_mutation_of_a_file_raises_anything_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    (tmp_path / "a.yml").touch()
    file = tmp_path / chance.choice([NAME, PYPROJECT])
    for _ in range(150):
        file.write_bytes(mutated(WHOLE, chance))
        refused = refusal(str(file))
        if refused is not None:
            assert refused.problems
            assert len(str(refused).splitlines()) == len(refused.problems)
            assert str(refused).replace("\n", "").isprintable()
