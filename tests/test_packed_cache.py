"""The cache with many entries in a file: as `test_cache.py`, no answer is another one for what is wrong with it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from importspy_static import cache, packed_cache
from importspy_static.packed_cache import ALONE, SMALL_PACKS, PackedCache
from tests.killed import kill_writers

COUNT = 3 * ALONE
CONTENTS = {f"{number:02d}-entry": b"%d" % number * 50 for number in range(COUNT)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def filled(folder: Path, contents: dict[str, bytes] = CONTENTS) -> PackedCache:
    """A cache in which a run has put entries."""
    run = PackedCache(str(folder))
    for key, content in contents.items():
        run.put(key, content)
    run.close()
    return run


def packs(folder: Path) -> list[Path]:
    return sorted((folder / packed_cache.FOLDER).iterdir())


def found(folder: Path, contents: dict[str, bytes] = CONTENTS) -> dict[str, bytes | None]:
    run = PackedCache(str(folder))
    return {key: run.get(key) for key in contents}


@pytest.mark.parametrize("count", [1, ALONE, ALONE + 1, COUNT])
def test_what_was_put_is_got_by_another_run(folder: Path, count: int) -> None:
    contents = dict(list(CONTENTS.items())[:count])
    filled(folder, contents)
    assert found(folder, contents) == contents
    assert found(folder, {"99-entry": b""}) == {"99-entry": None}
    assert (folder / packed_cache.FOLDER).exists() == (count > ALONE)


def test_entries_are_got_by_the_run_that_put_them_before_and_behind_a_pack(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_cache, "CACHE_PACK_BYTES", 300)
    run = PackedCache(str(folder))
    for key, content in CONTENTS.items():
        assert run.get(key) is None
        run.put(key, content)
        assert run.get(key) == content
        assert run.has(key)
    assert len(packs(folder)) > 2
    assert {key: run.get(key) for key in CONTENTS} == CONTENTS
    assert not run.has("99-entry")


def test_a_pack_is_a_miss_wherever_it_is_damaged(folder: Path) -> None:
    """Each of its bytes is another one, once; each entry is its own or none, and what is put again is there again."""
    filled(folder)
    (pack,) = packs(folder)
    whole, misses = pack.read_bytes(), 0
    for at in range(len(whole)):
        pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        told = found(folder)
        assert all(content in {None, CONTENTS[key]} for key, content in told.items()), at
        misses += None in told.values()
    # A count that is too large does no harm, nor does the length of what is last.
    assert misses >= len(whole) - 2 * packed_cache._COUNT.size
    for length in (0, 1, 3, 4, 50, len(whole) - 1):
        pack.write_bytes(whole[:length])
        assert all(content in {None, CONTENTS[key]} for key, content in found(folder).items()), length
    pack.write_bytes(b"\xff" * len(whole))
    filled(folder)
    filled(folder)
    assert found(folder) == CONTENTS


def test_an_entry_under_the_name_of_another_is_a_miss(folder: Path) -> None:
    filled(folder)
    (pack,) = packs(folder)
    lines = packed_cache._LINE.size
    whole, start = pack.read_bytes(), packed_cache._COUNT.size
    first, second = whole[start : start + 32], whole[start + lines : start + lines + 32]
    pack.write_bytes(whole.replace(first, b"x" * 32).replace(second, first).replace(b"x" * 32, second))
    keys = list(CONTENTS)[ALONE : ALONE + 2]
    assert found(folder, dict.fromkeys(keys, b"")) == dict.fromkeys(keys)


def test_many_packs_become_one(folder: Path) -> None:
    contents = {f"{number:03d}-entry": b"%d" % number for number in range(SMALL_PACKS * (ALONE + 2))}
    keys = list(contents)
    for number in range(SMALL_PACKS):
        filled(folder, {key: contents[key] for key in keys[number::SMALL_PACKS]})
        assert found(folder, {key: contents[key] for key in keys[number::SMALL_PACKS]}) == {
            key: contents[key] for key in keys[number::SMALL_PACKS]
        }
    assert len(packs(folder)) == 1
    assert found(folder, contents) == contents


def test_over_the_bound_packs_go_that_were_not_used_for_longest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, runs, seen = time.time(), [], set[Path]()
    for number in range(3):
        runs.append({f"{number}{each:02d}-entry": b"x" * 300 for each in range(ALONE + 5)})
        filled(folder, runs[-1])
        (pack,) = {*packs(folder)} - seen
        os.utime(pack, (now - 90_000 * (5 - number),) * 2)
        seen.add(pack)
    for path in folder.glob("*/*-entry"):
        os.utime(path, (now - 90_000 * 9,) * 2)
    in_packs = [next(reversed(each)) for each in runs]
    run = PackedCache(str(folder))
    assert run.get(in_packs[0]) is not None  # in the oldest pack, which is used now
    run.put("900-entry", b"x")
    monkeypatch.setattr(cache, "CACHE_BYTES", 5_000)
    monkeypatch.setattr(cache, "LOOKED_AFTER", -1)
    run.close()
    told = found(folder, dict.fromkeys(in_packs, b""))
    assert [told[key] is not None for key in in_packs] == [True, False, True]


def test_nothing_is_made_until_something_is_put(folder: Path) -> None:
    run = PackedCache(str(folder))
    assert run.get("00-entry") is None
    run.close()
    assert not folder.exists()


def test_a_cache_that_others_can_write_to_is_not_used(folder: Path) -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("owners and modes are those of POSIX")
    filled(folder)
    folder.chmod(0o777)
    assert set(found(folder).values()) == {None}
    before = packs(folder)
    filled(folder, {key + "-2": content for key, content in CONTENTS.items()})
    assert packs(folder) == before


def test_a_full_disk_ends_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = PackedCache(str(folder))
    for key, content in CONTENTS.items():
        run.put(key, content)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        run.close()
    assert not any(packs(folder))
    told = found(folder)
    assert [key for key in CONTENTS if told[key] is not None] == list(CONTENTS)[:ALONE]


def test_threads_share_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_cache, "CACHE_PACK_BYTES", 2_000)
    run = PackedCache(str(folder))
    contents = {f"{number:03d}-entry": b"%d" % number * 50 for number in range(400)}
    wrong: list[str] = []

    def use(keys: list[str]) -> None:
        for key in keys:
            run.put(key, contents[key])
            if run.get(key) not in {contents[key], None}:
                wrong.append(key)

    threads = [threading.Thread(target=use, args=(list(contents)[number::4],)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    run.close()
    assert not wrong
    assert found(folder, contents) == contents


WRITER = """
import sys
from importspy_static import packed_cache
packed_cache.CACHE_PACK_BYTES = 400_000
cache = packed_cache.PackedCache(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    cache.put(f"{number % 90:02d}-entry", bytes([number % 90]) * 100_000)
    number += 1
"""


def test_killed_writers_leave_whole_entries(folder: Path) -> None:
    kill_writers(WRITER, folder)
    keys = {f"{number:02d}-entry": bytes([number]) * 100_000 for number in range(90)}
    told = found(folder, keys)
    assert sum(content is not None for content in told.values()) > ALONE
    assert all(content in {None, keys[key]} for key, content in told.items())
    filled(folder, keys)
    assert found(folder, keys) == keys
