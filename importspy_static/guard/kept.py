"""Verdicts and compiled code of earlier runs, in the user's cache.

Code that is unmarshalled runs, so an entry counts only if its digest was made with a key that this user alone can read.
The key lies beside the folder of the cache, not in it: who restores a folder that others have filled restores no key.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from contextlib import suppress
from hashlib import blake2b
from types import CodeType
from typing import Any, NamedTuple

from importspy_static.cache import Cache
from importspy_static.cache_folder import default_folder

FOLDER_VARIABLE, OFF_VARIABLE = "IMPORTSPY_STATIC_CACHE_DIR", "IMPORTSPY_STATIC_NO_CACHE"
KEY_BYTES = 32
_KEY_ENDING = ".guard-key"


class Questions(NamedTuple):
    """Questions to the file system, with the answers that they had.

    Those about the folder of a module are its own; the others are the same for many modules, so they are kept once.
    """

    own: dict[str, Any]
    around: str
    """The key of the others."""


class Entry(NamedTuple):
    """What is known of the bytes of a module under contracts."""

    ok: bool
    lines: tuple[str, ...]
    """What is wrong, a line for each violation; or why nobody can tell."""
    report: str | None
    """In the form of `documents`."""
    questions: Questions | None
    """What the judgement asked of the files around; None if that cannot be asked again."""
    code: CodeType | None = None


class Kept:
    """Entries by key; whatever goes wrong, there is just nothing."""

    def __init__(self) -> None:
        self.folder = _folder()
        """Where the cache is; None if there is none."""
        secret = None if self.folder is None else _secret(self.folder + _KEY_ENDING)
        self._cache = None if self.folder is None or secret is None else Cache(self.folder, secret)

    def get(self, key: str) -> Entry | None:
        """What was kept under a key."""
        content = None if self._cache is None else self._cache.get(key)
        if content is None:
            return None
        try:
            ok, lines, report, own, around, code = marshal.loads(content)
        except (ValueError, TypeError, EOFError):
            return None
        return Entry(ok, lines, report, Questions(own, around), code)

    def around(self, key: str) -> dict[str, Any] | None:
        """The questions that were kept under a key."""
        content = None if self._cache is None else self._cache.get(key)
        return None if content is None else marshal.loads(content)

    def put(self, key: str, entry: Entry) -> None:
        """Keep something that can be asked again."""
        if self._cache is None or entry.questions is None:
            return
        kept = (entry.ok, entry.lines, entry.report, *entry.questions, entry.code)
        self._cache.put(key, marshal.dumps(kept))
        self._cache.close()

    def put_around(self, questions: dict[str, Any]) -> str:
        """Keep questions of many modules; the key."""
        content = marshal.dumps(sorted(questions.items()))
        key = f"{blake2b(content, digest_size=24).hexdigest()}-around"
        if self._cache is not None and not self._cache.has(key):
            self._cache.put(key, marshal.dumps(questions))
        return key


def _folder() -> str | None:
    if os.name == "nt" or os.environ.get(OFF_VARIABLE, "").strip():
        return None  # on Windows, Python asks of files in ways that are not observed
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    return os.path.abspath(named) if named else default_folder()


def _secret(path: str) -> bytes | None:
    """The key, made if there is none; None if it cannot be had, or others than this user can."""
    with suppress(OSError):
        if not os.path.lexists(path):
            _make(path)
    with suppress(OSError):  # somebody may have been faster
        return _read(path)
    return None


def _read(path: str) -> bytes | None:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        is_mine = sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)
        if not stat.S_ISREG(status.st_mode) or not is_mine:
            return None
        key = file.read(KEY_BYTES + 1)
    return key if len(key) == KEY_BYTES else None


def _make(path: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    beside = f"{path}.{os.getpid()}.tmp"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
        os.link(beside, path)  # whole, and only if there is none yet
    finally:
        os.unlink(beside)
