"""Work that threads do ahead of who will ask for it: extraction, whose time is spent in other processes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

AT_ONCE = 4
"""Keys that one thread takes."""
WAKE_SECONDS = 1.0
"""How often somebody who waits looks around: on Windows, Ctrl-C does not end the wait for a lock."""


def singly(asker: Callable[[Key], Found]) -> Callable[[Sequence[Key]], Iterator[Found]]:
    """An asker that answers one key at a time, and has nothing of it to have several at once."""
    return partial(map, asker)


class Ahead(Generic[Key, Found]):
    """Answers by key, in about the order in which they will be asked for.

    Args:
        askers: one function for each thread, which answers some keys, one after the other. An exception of it goes to
            who asks for that key, and for those after it.
        keys: what will be asked for.
        most: answers that may wait to be asked for, so that memory stays flat.
    """

    def __init__(
        self, askers: Sequence[Callable[[Sequence[Key]], Iterator[Found]]], keys: Iterable[Key], most: int
    ) -> None:
        self._keys: OrderedDict[Key, None] = OrderedDict.fromkeys(keys)
        self._urgent: deque[Key] = deque()
        self._running: set[Key] = set()
        self._found: dict[Key, Found | BaseException] = {}
        self._most = most
        self._askers = len(askers)
        self._is_over = False
        self._changed = threading.Condition()
        for asker in askers:
            threading.Thread(target=self._serve, args=(asker,), daemon=True).start()

    def also(self, key: Key) -> None:
        """This will be asked for, too."""
        with self._changed:
            if key not in self._found and key not in self._running:
                self._keys.setdefault(key)
                self._changed.notify_all()

    def only(self, keys: Iterable[Key]) -> None:
        """These will be asked for, in about this order, and nothing else that was said before."""
        with self._changed:
            wanted = OrderedDict.fromkeys(keys)
            self._found = {key: found for key, found in self._found.items() if key in wanted}
            self._keys = wanted
            for key in (*self._found, *self._running):
                self._keys.pop(key, None)
            self._changed.notify_all()

    def take(self, key: Key) -> Found:
        """The answer for a key, which is forgotten here: what nobody asked for yet is asked for now."""
        with self._changed:
            if key not in self._found and key not in self._running:
                self._keys.pop(key, None)
                self._urgent.append(key)
                self._changed.notify_all()
            while key not in self._found:
                self._changed.wait(WAKE_SECONDS)
            found = self._found.pop(key)
            self._changed.notify_all()
        if isinstance(found, BaseException):
            raise found
        return found

    def close(self) -> None:
        """Begin nothing any more. What is being done ends by itself, or with what it waits for."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _serve(self, asker: Callable[[Sequence[Key]], Iterator[Found]]) -> None:
        while keys := self._next():
            left = deque(keys)
            try:
                for found in asker(keys):
                    self._answer(left.popleft(), found)
            except BaseException as error:  # noqa: BLE001 - it is raised where the answer is asked for
                for key in left:
                    self._answer(key, error)

    def _answer(self, key: Key, found: Found | BaseException) -> None:
        with self._changed:
            self._running.discard(key)
            self._found[key] = found
            self._changed.notify_all()

    def _next(self) -> list[Key]:
        with self._changed:
            while not self._is_over:
                keys = self._chosen()
                if keys:
                    self._running.update(keys)
                    return keys
                self._changed.wait(WAKE_SECONDS)
        return []

    def _chosen(self) -> list[Key]:
        """What is asked for now; else some of what will be, the fewer the less is left, so that all end together."""
        if self._urgent:
            return [self._urgent.popleft()]
        room = self._most - len(self._found) - len(self._running)
        count = min(AT_ONCE, room, max(1, len(self._keys) // (4 * self._askers)))
        return [self._keys.popitem(last=False)[0] for _ in range(min(count, len(self._keys)))]
