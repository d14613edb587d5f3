"""Snapshot files, hostile ones too."""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importspy_static.limits import ENVIRONMENT_BYTES
from importspy_static.probes import ProbeError, read_snapshot
from tests.probes.environments import sound, spoilt

posix = pytest.mark.skipif(sys.platform == "win32", reason="files of another kind")
TEXT = json.dumps(sound())


def snapshot(folder: Path, content: str | bytes) -> Path:
    file = folder / "image.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def problems_of(path: Path | str) -> tuple[str, ...]:
    with pytest.raises(ProbeError) as caught:
        read_snapshot(path)
    assert caught.value.source == os.fspath(path)
    assert caught.value.remedy
    assert "planted" not in str(caught.value) + repr(caught.value)
    return caught.value.problems


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.replace("\n", "\r\n").encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\n \r\n" + json.dumps(sound(), indent=2).encode() + b"\n\n",
    ],
    ids=["UTF-8", "mark", "UTF-16", "UTF-16-LE", "UTF-16-BE", "indented"],
)
def test_a_snapshot_is_read_as_shells_and_editors_write_it(tmp_path: Path, content: bytes) -> None:
    told = read_snapshot(snapshot(tmp_path, content))
    assert told.source == str(tmp_path / "image.json")
    assert told.to_dict(told.values) == sound()


def doubled(key: str) -> str:
    return TEXT.replace(f'"{key}":', f'"{key}": [], "{key}":', 1)


MALFORMED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "it is empty: the probe did not answer"),
    "blank": (" \n\t\r\n", "it is empty: the probe did not answer"),
    "cut": (TEXT[:50], "1:48: no JSON: unterminated string starting"),
    "cut between": ('{\n "schema_version": 1,\n', "3:1: the JSON ends here, before it is complete"),
    "cut before a value": ('{"schema_version":', "1:19: the JSON ends here, before it is complete"),
    "no JSON": ("deployments:\n  - arch: x86_64\n", "1:1: no JSON: expecting value"),
    "the script itself": ('"""Tells facts."""\n', "1:3: something stands behind the JSON"),
    "single quotes": ("{'a': 1}", "1:2: no JSON: expecting property name enclosed in double quotes"),
    "a comma too many": ('{"a": 1,\n}', ": no JSON: "),
    "something behind": (TEXT + "\nbye\n", "2:1: something stands behind the JSON"),
    "two of them": (TEXT + "\n" + TEXT, "2:1: something stands behind the JSON"),
    "something before": ("Welcome!\n\n" + TEXT, "the JSON begins at line 3, behind something that was printed first"),
    "a number before": ("1\n" + TEXT, "the JSON begins at line 2, behind something that was printed first"),
    "before, on its line": ("> " + TEXT, "the JSON begins at line 1, behind something that was printed first"),
    "a tab in a text": ('{"machine": "a\tb"}', "1:15: no JSON: invalid control character"),
    "not UTF-8": (b'{"machine": "\xff"}', "byte 14 is not UTF-8 text"),
    "half of UTF-16": (TEXT.encode("utf-16")[:-1], "is not UTF-16 text"),
    "UTF-32": (TEXT.encode("utf-32"), "it is UTF-32 text; save it as UTF-8"),
    "NULs": (bytes(100), "1:1: no JSON: expecting value"),
    "deep lists": ("[" * 100_000, "1:21: nested deeper than 20 levels"),
    "deep objects": ('{"a":\n' * 100_000, "21:1: nested deeper than 20 levels"),
    "deep in its place": (TEXT.replace('"arm64"', "[" * 5000 + "]" * 5000), "nested deeper than 20 levels"),
    "very many parts": ("[" + "0," * 300_000 + "0]", "more than 200,000 parts"),
    "quotes without an end": ('"\\' * 200_000, "1:1: no JSON: unterminated string starting"),
    "a key twice": (doubled("variables"), "the key 'variables' is given twice"),
    "a key twice within": (TEXT.replace('"major": 3', '"major": 2, "major": 3'), "the key 'major' is given twice"),
    "a list": (f"[{TEXT}]", "expected an object, found a list"),
    "a number": ("1", "expected an object, found a number"),
    "NaN": (TEXT.replace('"minor": 11', '"minor": NaN'), "version.minor: expected a whole number, found NaN"),
    "infinity": (
        TEXT.replace('"minor": 11', '"minor": -Infinity'),
        "version.minor: expected a whole number, found a number that is too large",
    ),
    "a huge number": (
        TEXT.replace('"minor": 11', '"minor": ' + "9" * 100_000),
        "version.minor: expected a whole number, found a number that is too large",
    ),
    "a huge exponent": (
        TEXT.replace('"minor": 11', '"minor": 1e999999'),
        "version.minor: expected a whole number, found a number that is too large",
    ),
    "a huge version": (TEXT.replace('"schema_version": 1', '"schema_version": ' + "9" * 5000), "schema_version: "),
    "half a pair": (TEXT.replace('"aarch64"', '"\\ud800"'), "machine: holds half of a surrogate pair"),
    "a newer one": ('{"schema_version": 2}', "schema_version: was written by a newer version: 2; this one reads 1"),
    "a report": ('{"schema_version": 1, "tool": {}}', "tool: unknown key"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_snapshot_is_told(tmp_path: Path, case: str) -> None:
    content, told = MALFORMED[case]
    assert told in problems_of(snapshot(tmp_path, content))[0]


def test_no_text_of_a_broken_file_is_told(tmp_path: Path) -> None:
    for content in (
        '{"values": {"A": "planted" "planted"}}',
        '{"values": {"A": "planted\n',
        "A=planted\n",
        '"planted" planted',
        json.dumps(spoilt(values={"LOG_LEVEL": ["planted"]})),
        json.dumps(spoilt(values={"PASSWORD": "planted"})),
        json.dumps(spoilt(variables=["A=planted", "A=planted"])),
        json.dumps(spoilt(values="planted", variables="planted", machine=["planted"])),
    ):
        problems_of(snapshot(tmp_path, content))


def test_a_key_twice_is_told_beside_the_rest(tmp_path: Path) -> None:
    problems = problems_of(
        snapshot(tmp_path, doubled("variables").replace('"pointer_width": 64', '"pointer_width": 8'))
    )
    assert problems == (
        "the key 'variables' is given twice",
        "pointer_width: expected 32 or 64, found 8",
    )


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    room = ENVIRONMENT_BYTES - len(TEXT)
    assert read_snapshot(snapshot(tmp_path, TEXT + " " * room)).machine == "aarch64"
    assert problems_of(snapshot(tmp_path, TEXT + " " * (room + 1))) == ("over 16 MiB, the limit",)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "absent.json") == ("there is no such file",)
    assert problems_of(snapshot(tmp_path, TEXT) / "below") == ("there is no such file",)
    assert problems_of(tmp_path) == ("it is a folder, not a file",)
    assert problems_of("a\0b") == ("it is no path of a file",)
    assert problems_of("") == ("there is no such file",)


@posix
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    told: list[tuple[str, ...]] = []
    reader = threading.Thread(target=lambda: told.append(problems_of(tmp_path / "pipe")), daemon=True)
    reader.start()
    reader.join(20)
    assert told == [("it is a named pipe, not a regular file",)]
    assert problems_of("/dev/zero") == ("it is a device, not a regular file",)


@posix
def test_a_link_is_followed_and_a_circle_is_told(tmp_path: Path) -> None:
    snapshot(tmp_path, TEXT)
    (tmp_path / "link").symlink_to("image.json")
    (tmp_path / "circle").symlink_to("circle")
    assert read_snapshot(tmp_path / "link").machine == "aarch64"
    assert problems_of(tmp_path / "circle") == ("too many levels of symbolic links",)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    snapshot(tmp_path, TEXT).chmod(0)
    assert problems_of(tmp_path / "image.json") == ("no permission to read it",)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.binary(max_size=3)))
def test_whatever_a_file_holds_is_read_or_told(tmp_path: Path, content: bytes | tuple[int, int, bytes]) -> None:
    if not isinstance(content, bytes):
        start, end, other = content
        content = TEXT.encode()[:start] + other + TEXT.encode()[end:]
    with suppress(ProbeError):
        assert read_snapshot(snapshot(tmp_path, content)).source
