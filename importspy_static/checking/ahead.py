"""Work that threads do ahead of who will ask for it: extraction, whose time is spent in other processes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")

WAKE_SECONDS = 1.0
"""How often somebody who waits looks around: on Windows, Ctrl-C does not end the wait for a lock."""


class Ahead(Generic[Key, Found]):
    """Answers by key, in about the order in which they will be asked for.

    Args:
        askers: one function for each thread, which answers a key. An exception of it goes to who asks for that key.
        keys: what will be asked for.
        most: answers that may wait to be asked for, so that memory stays flat.
    """

    def __init__(self, askers: Sequence[Callable[[Key], Found]], keys: Iterable[Key], most: int) -> None:
        self._keys: OrderedDict[Key, None] = OrderedDict.fromkeys(keys)
        self._urgent: deque[Key] = deque()
        self._running: set[Key] = set()
        self._found: dict[Key, Found | BaseException] = {}
        self._most = most
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

    def _serve(self, asker: Callable[[Key], Found]) -> None:
        while (key := self._next()) is not None:
            found: Found | BaseException
            try:
                found = asker(key)
            except BaseException as error:  # noqa: BLE001 - it is raised where the answer is asked for
                found = error
            with self._changed:
                self._running.discard(key)
                self._found[key] = found
                self._changed.notify_all()

    def _next(self) -> Key | None:
        with self._changed:
            while not self._is_over:
                key = self._chosen()
                if key is not None:
                    self._running.add(key)
                    return key
                self._changed.wait(WAKE_SECONDS)
        return None

    def _chosen(self) -> Key | None:
        if self._urgent:
            return self._urgent.popleft()
        return self._keys.popitem(last=False)[0] if self._keys and len(self._found) < self._most else None
