"""The processes that extract, and what they, or those of earlier runs, have found out before."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Iterator, Sequence

from importspy_static import limits
from importspy_static.cache import Cache
from importspy_static.extract.edition import facts_key
from importspy_static.extract.isolation import Extractor
from importspy_static.limits import WORKERS
from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Fingerprints, Print
from importspy_static.model.program import Failure, Program


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Extractors:
    """Extractors, as many as jobs, each started when it is needed; the first at once, unless all may be cached.

    Args:
        jobs: how many there are; as many as processors, up to `WORKERS`, if it is None.
        cache: where facts are kept from one run to the next.
        likely: the paths of files that will be read. If the facts of all of them are in the cache, there is nothing to
            start.
        depth: how much of them will be read.
    """

    def __init__(
        self,
        jobs: int | None = None,
        cache: Cache | None = None,
        likely: Iterable[str] = (),
        depth: Depth | Print | Code = Depth.OUTLINE,
    ) -> None:
        self._is_closed = False
        self.gave_up = False
        """Whether a process died or ran out of time: it may not next time."""
        count = max(1, min(processors(), WORKERS) if jobs is None else jobs)
        self.cache = cache
        self._depth = depth
        self._are_needed = cache is None or not all(self._is_cached(path, depth) for path in likely)
        self.all = tuple(Extractor(at_once=depth if self._are_needed and not index else None) for index in range(count))
        self._starting: list[threading.Thread] = []

    def start(self) -> None:
        """Start all of them now, beside what else is done: there will be work for them."""
        if self._are_needed and not self._starting:
            self._starting = [threading.Thread(target=each.start, args=(self._depth,)) for each in self.all[1:]]
            for each in self._starting:
                each.start()

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._is_closed = True
        for thread in self._starting:
            thread.join()
        for each in self.all:
            each.close()
        if self.cache is not None:
            self.cache.close()

    def encoded(self, extractor: Extractor, source: bytes, depth: Depth | Print | Code) -> bytes | Failure:
        """The facts of a source in the form of `codec`, from the cache or from this extractor."""
        (found,) = self.encoded_each(extractor, [source], depth)
        return found

    def encoded_each(
        self, extractor: Extractor, sources: Sequence[bytes], depth: Depth | Print | Code
    ) -> Iterator[bytes | Failure]:
        """The same for several, one after the other."""
        keys = [None if self.cache is None else facts_key(source, depth) for source in sources]
        known = [None if self.cache is None or key is None else self.cache.get(key) for key in keys]
        asked = [source for source, found in zip(sources, known, strict=True) if found is None]
        answers = extractor.encoded_each(asked, depth)
        for source, key, kept in zip(sources, keys, known, strict=True):
            if kept is not None:
                yield kept
                continue
            found = next(answers)
            if isinstance(found, bytes):
                if self.cache is not None and key is not None:
                    self.cache.put(key, found)
            elif len(source) <= limits.SOURCE_BYTES and not self._is_closed:
                self.gave_up = True
            yield found
        next(answers, None)  # to its end, where it lets go of the process

    def decoded(self, found: bytes | Failure, source: bytes, file: int, depth: Depth) -> Program | Failure:
        """Facts with the number of their file. What makes no sense was not what this program put into the cache."""
        if isinstance(found, Failure):
            return found
        from importspy_static.extract.codec import decode

        try:
            return decode(found, file)
        except ValueError:
            return self.all[0].extract(source, file, depth)

    def decoded_fingerprints(
        self, found: bytes | Failure, source: bytes, file: int, asked: Print
    ) -> Fingerprints | Failure:
        """The same of fingerprints."""
        if isinstance(found, Failure):
            return found
        from importspy_static.extract.codec import decode_fingerprints

        try:
            return decode_fingerprints(found, file)
        except ValueError:
            again = self.all[0].encoded(source, asked)
            return again if isinstance(again, Failure) else decode_fingerprints(again, file)

    def _is_cached(self, path: str, depth: Depth | Print | Code) -> bool:
        assert self.cache is not None
        try:
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):  # what is in it is not known yet, but that there was a run before
                return os.path.isdir(self.cache.folder)
            if not stat.S_ISREG(status.st_mode) or status.st_size > limits.SOURCE_BYTES:
                return False
            with open(path, "rb") as file:
                key = facts_key(file.read(), depth)
        except (OSError, ValueError):
            return False
        return key is not None and self.cache.has(key)
