"""The cache: what is in it can be damaged, copied, written by others or lost, and no answer is another one for it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from importspy_static import cache as module
from importspy_static.cache import Cache
from tests.killed import kill_writers

KEY, OTHER = "abcdef-1-outline", "abffff-1-outline"
CONTENT = b'{"a": 1}'

is_posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


def entries(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file() and each.name != "looked-at")


def test_what_was_put_is_got_by_another_run(folder: Path) -> None:
    assert Cache(str(folder)).get(KEY) is None
    Cache(str(folder)).put(KEY, CONTENT)
    cache = Cache(str(folder))
    assert (cache.get(KEY), cache.has(KEY)) == (CONTENT, True)
    assert (cache.get(OTHER), cache.has(OTHER)) == (None, False)


def test_nothing_is_made_until_something_is_put(folder: Path) -> None:
    cache = Cache(str(folder))
    cache.get(KEY)
    cache.close()
    assert not folder.parent.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda stored: stored[:0],
        lambda stored: stored[:20],
        lambda stored: stored[:-1],
        lambda stored: stored + b" ",
        lambda stored: stored.replace(b"1", b"2"),
        lambda stored: b"\0" * len(stored),
    ],
)
def test_a_damaged_entry_is_a_miss_and_is_replaced(folder: Path, damage: object) -> None:
    cache = Cache(str(folder))
    cache.put(KEY, CONTENT)
    (entry,) = entries(folder)
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert cache.get(KEY) is None
    assert entries(folder) == []
    cache.put(KEY, CONTENT)
    assert cache.get(KEY) == CONTENT


def test_an_entry_under_another_name_is_a_miss(folder: Path) -> None:
    cache = Cache(str(folder))
    cache.put(KEY, CONTENT)
    (entry,) = entries(folder)
    entry.rename(entry.with_name(OTHER[2:]))
    assert cache.get(OTHER) is None


@is_posix
def test_a_folder_where_others_can_write_is_not_used(folder: Path) -> None:
    Cache(str(folder)).put(KEY, CONTENT)
    folder.chmod(0o777)
    cache = Cache(str(folder))
    assert (cache.is_usable, cache.get(KEY), cache.has(KEY)) == (False, None, False)
    cache.put(OTHER, CONTENT)
    assert len(entries(folder)) == 1


@is_posix
def test_a_folder_of_somebody_else_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(str(folder)).put(KEY, CONTENT)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert not Cache(str(folder)).is_usable


@is_posix
def test_whoever_makes_files_for_a_group_has_a_cache_for_himself(folder: Path) -> None:
    before = os.umask(0o002)
    try:
        Cache(str(folder)).put(KEY, CONTENT)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert entries(folder)[0].stat().st_mode & 0o777 == 0o600
    assert Cache(str(folder)).get(KEY) == CONTENT


def test_what_cannot_be_a_folder_is_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(str(tmp_path / "file" / "below"))
    cache.put(KEY, CONTENT)
    assert cache.get(KEY) is None
    cache.close()


def test_a_full_disk_ends_writing_and_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(str(folder))
    cache.put(OTHER, CONTENT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        cache.put(KEY, CONTENT)
    cache.put(KEY, CONTENT)
    assert (cache.get(KEY), cache.get(OTHER)) == (None, CONTENT)
    assert len(entries(folder)) == 1


def test_over_its_bound_the_cache_loses_what_was_not_used_for_longest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CACHE_BYTES", 1000)
    cache = Cache(str(folder))
    now = time.time()
    for number in range(10):
        cache.put(f"{number}{number}-entry", b"x" * 200)
        os.utime(folder / f"{number}{number}" / "-entry", (now, now - 90_000 * (10 - number)))
    assert cache.get("00-entry") is not None  # the oldest, which is used now
    cache.close()
    left = [number for number in range(10) if Cache(str(folder)).has(f"{number}{number}-entry")]
    assert left == [0, 8, 9]


def test_a_cache_that_was_looked_at_today_is_not_looked_at_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Cache(str(folder))
    first.put(KEY, CONTENT)
    first.close()
    monkeypatch.setattr(module, "CACHE_BYTES", 1)
    second = Cache(str(folder))
    second.put(OTHER, CONTENT)
    second.close()
    assert len(entries(folder)) == 2


WRITER = """
import sys
from importspy_static.cache import Cache
cache = Cache(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    cache.put(f"{number % 50:02d}-entry", bytes([number % 256]) * 100_000)
    number += 1
"""


def test_a_killed_writer_leaves_whole_entries(folder: Path) -> None:
    kill_writers(WRITER, folder)
    cache = Cache(str(folder))
    found = [cache.get(f"{number:02d}-entry") for number in range(50)]
    contents = [each for each in found if each is not None]
    assert len(contents) > 10
    assert all(len(each) == 100_000 and len(set(each)) == 1 for each in contents)
    assert all(cache.has(f"{number:02d}-entry") == (each is not None) for number, each in enumerate(found))
