"""Work that is done before it is asked for is the same work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from importspy_static.checking.ahead import AT_ONCE, Ahead, singly


def square(key: int) -> int:
    return key * key


def test_answers_come_by_key_whatever_the_order() -> None:
    with closing(Ahead([singly(square)] * 3, range(50), most=50)) as ahead:
        assert [ahead.take(key) for key in [49, 0, *range(1, 49)]] == [2401, 0, *(key * key for key in range(1, 49))]


def test_what_nobody_announced_is_asked_behind_what_is_under_way() -> None:
    started, go = threading.Event(), threading.Event()
    order: list[int] = []

    def ask(key: int) -> int:
        order.append(key)
        if key == 0:
            started.set()
            go.wait(10)
        return key

    with closing(Ahead([singly(ask)], range(100), most=1000)) as ahead:
        assert started.wait(10)
        threading.Timer(0.05, go.set).start()
        assert ahead.take(777) == 777
        assert order[: AT_ONCE + 1] == [*range(AT_ONCE), 777]


def test_what_is_announced_later_is_done_ahead_and_once() -> None:
    done: list[int] = []
    finished = threading.Event()

    def ask(key: int) -> int:
        done.append(key)
        if key == 2:
            finished.set()
        return key

    with closing(Ahead([singly(ask)], [1], most=10)) as ahead:
        for key in (2, 1, 2):
            ahead.also(key)
        assert finished.wait(10)
        assert (ahead.take(2), ahead.take(1)) == (2, 1)
        assert sorted(done) == [1, 2]


def test_what_turns_out_not_to_be_wanted_is_dropped_and_makes_room() -> None:
    done: list[int] = []
    full, finished = threading.Event(), threading.Event()

    def ask(key: int) -> int:
        done.append(key)
        if key == 2:
            full.set()
        if key == 12:
            finished.set()
        return key * key

    with closing(Ahead([singly(ask)], range(10), most=3)) as ahead:
        assert full.wait(10)
        ahead.only([1, 11, 12])
        assert finished.wait(10)
        assert [ahead.take(key) for key in (12, 1, 11, 5)] == [144, 1, 121, 25]
        assert sorted(done) == [0, 1, 2, 5, 11, 12]


def test_no_more_is_done_ahead_than_may_wait() -> None:
    done: list[int] = []
    with closing(Ahead([singly(done.append)] * 2, range(1000), most=10)) as ahead:
        time.sleep(0.2)
        assert len(done) <= 12
        for key in range(1000):
            ahead.take(key)
    assert sorted(done) == list(range(1000))


def test_an_error_is_told_to_who_asks_for_that_key() -> None:
    def ask(key: int) -> int:
        if key == 3:
            raise ValueError("three")
        return key

    with closing(Ahead([singly(ask)], range(5), most=5)) as ahead:
        assert ahead.take(4) == 4
        with pytest.raises(ValueError, match="three"):
            ahead.take(3)
        assert ahead.take(2) == 2


def test_nothing_is_begun_behind_the_end() -> None:
    done: list[int] = []

    def ask(key: int) -> None:
        time.sleep(0.01)
        done.append(key)

    with closing(Ahead([singly(ask)], range(1000), most=1000)):
        pass
    time.sleep(0.1)
    count = len(done)
    time.sleep(0.1)
    assert len(done) == count < 20


def test_an_error_is_told_for_all_that_was_taken_with_it_and_the_next_are_answered() -> None:
    def ask(keys: Sequence[int]) -> Iterator[int]:
        for key in keys:
            if key == 1:
                raise ValueError(key)
            yield key

    with closing(Ahead([ask], range(AT_ONCE * 8), most=1000)) as ahead:
        for key in range(AT_ONCE * 8):
            if 1 <= key < AT_ONCE:
                with pytest.raises(ValueError, match="1"):
                    ahead.take(key)
            else:
                assert ahead.take(key) == key


def test_the_last_are_taken_one_by_one_so_that_all_end_together() -> None:
    taken: list[int] = []

    def ask(keys: Sequence[int]) -> Iterator[int]:
        taken.append(len(keys))
        yield from keys

    with closing(Ahead([ask], range(40), most=1000)) as ahead:
        assert [ahead.take(key) for key in range(40)] == [*range(40)]
    assert max(taken) == AT_ONCE
    assert taken[-4:] == [1] * 4
