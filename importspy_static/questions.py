"""What a run asks of the file system, so that a later one can see whether all answers are still the same.

Nothing is declared: whatever is asked while `observed` lasts is noted where Python itself asks, in the functions of
`os` and in audit events (PEP 578). What cannot be asked again, or changes something, makes the questions incomplete.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from threading import get_ident
from types import TracebackType
from typing import Any, TypeAlias

from importspy_static.limits import ASKED_AGAIN_BYTES

Answer: TypeAlias = "str | list[Any]"

SETTLED_SECONDS = 2.0
"""How long a file must have rested before it was asked for: the clocks of file systems tick slowly, and a change within
the same tick shows in no time stamp."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ALONE = frozenset({"os.system", "os.exec", "os.spawn", "os.fork", "os.forkpty"})
_CHANGES = frozenset(
    {"os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
)
_IMPORT = "<frozen importlib._bootstrap_external>"
_UNTIDY = re.compile(r"/\.{0,2}(?:/|$)")
"""What an absolute path may have that `os.path.abspath` takes out."""

_stat, _lstat, _readlink, _listdir, _scandir, _access = (
    os.stat,
    os.lstat,
    os.readlink,
    os.listdir,
    os.scandir,
    os.access,
)


class Questions:
    """Questions with their answers: the same questions later have the same answers if nothing has changed.

    Args:
        aside: folders in which anything may happen: the run does not depend on it.
        tools: whether a process that is started is one that answers the same to the same.
    """

    def __init__(self, aside: tuple[str, ...], tools: Callable[[Any], bool]) -> None:
        self._aside = tuple(spelled(each) for each in aside for spelled in (os.path.abspath, os.path.realpath))
        self._in_aside = tuple(os.path.join(each, "") for each in self._aside)
        self._tools = tools
        self._began = time.time()
        self._answers: dict[str, Answer] = {}
        self._opened: dict[str, tuple[int, ...] | None] = {}
        self._noting: set[int] = set()
        self.incomplete: str | None = None
        """Why the questions are not all that the run depends on; None if they are."""

    def answers(self) -> dict[str, Answer] | None:
        """All questions with their answers; None if they cannot be asked again, or changed meanwhile."""
        for path, before in list(self._opened.items()):
            found = _content(path)
            if self.incomplete is not None or found is None or _signature(path) != before:
                return None
            if before is not None and before[-1] / 1e9 > self._began - SETTLED_SECONDS:
                return None
            self._note(f"content {path}", found)
        return None if self.incomplete is not None else self._answers

    def spoil(self, reason: str) -> None:
        """The run depends on something else, too."""
        self.incomplete = self.incomplete or reason

    def noted(self, kind: str, path: Any, ask: Callable[[], Any], answer: Callable[[Any], Answer]) -> Any:
        """Ask, and note the answer."""
        try:
            found = ask()
        except OSError as error:
            self._noted(kind, path, _refused(error))
            raise
        self._noted(kind, path, answer(found))
        return found

    def noted_listing(self, kind: str, path: Any, ask: Callable[[], Any], answer: Callable[[Any], Answer]) -> Any:
        """The same for what is an audit event, too: this one is noted."""
        thread = get_ident()
        self._noting.add(thread)
        try:
            return self.noted(kind, path, ask, answer)
        finally:
            self._noting.discard(thread)

    def happens(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit event."""
        if event == "open":
            self._opens(*arguments)
        elif event in ("os.listdir", "os.scandir"):
            path = arguments[0]
            is_known = get_ident() in self._noting or sys._getframe(2).f_code.co_filename == _IMPORT
            if not is_known and not (isinstance(path, (str, bytes)) and self._is_aside(path)):
                self.spoil(f"{event} behind our back")
        elif event in ("subprocess.Popen", "os.posix_spawn"):
            if not self._tools(arguments[1]):
                self.spoil(event)
        elif event in _CHANGES:
            is_aside = all(self._is_aside(each) for each in arguments if isinstance(each, (str, bytes)))
            if not is_aside and sys._getframe(2).f_code.co_filename != _IMPORT:  # which may write bytecode
                self.spoil(event)
        elif event in _ALONE or event.startswith("socket."):
            self.spoil(event)

    def _opens(self, path: Any, _mode: object, flags: object) -> None:
        if isinstance(path, int):
            if path == 0:
                self.spoil("standard input")
            return
        if sys._getframe(3).f_code.co_filename == _IMPORT:  # the code of this program, and of what it uses
            return
        name = os.fsdecode(path)
        if self._is_aside(name) or name == os.devnull or name in self._opened:
            return
        if isinstance(flags, int) and flags & _WRITES:
            self.spoil(f"{name} is written to")
            return
        self._opened[name] = _signature(name)

    def _noted(self, kind: str, path: Any, answer: Answer) -> None:
        if isinstance(path, int):
            if kind in ("entries", "names"):
                self.spoil(f"{kind} of a descriptor")
        elif not self._is_aside(path):
            self._note(f"{kind} {os.fsdecode(path)}", answer)

    def _note(self, question: str, answer: Answer) -> None:
        if self._answers.setdefault(question, answer) != answer:
            self.spoil(f"{question} has changed")

    def _is_aside(self, path: str | bytes | os.PathLike[Any]) -> bool:
        name = os.fsdecode(path)
        if name[:1] != "/" or _UNTIDY.search(name):
            name = os.path.abspath(name)
        return name.startswith(self._in_aside) or name in self._aside


def holds(answers: dict[str, Answer]) -> bool:
    """Whether each question still has this answer."""
    for question, answer in answers.items():
        kind, _, path = question.partition(" ")
        if _again(kind, path) != answer:
            return False
    return True


def again(question: str) -> Answer | None:
    """The answer that a question has now; None if it cannot be asked again."""
    kind, _, path = question.partition(" ")
    return _again(kind, path)


def _again(kind: str, path: str) -> Answer | None:
    try:
        match kind:
            case "content":
                return _content(path)
            case "kind":
                return _kind(_stat(path))
            case "own-kind":
                return _kind(_lstat(path))
            case "link":
                return _readlink(path)
            case "names":
                return sorted(_listdir(path))
            case "entries":
                with _scandir(path) as entries:
                    return _kinds(list(entries))
    except OSError as error:
        return _refused(error)
    return None


def _content(path: str) -> Answer | None:
    """The digest of a regular file; None for one that cannot be read twice, or is too large to."""
    try:
        status = _stat(path)
        if stat.S_ISDIR(status.st_mode):
            return "folder"
        if not stat.S_ISREG(status.st_mode) or status.st_size > ASKED_AGAIN_BYTES:
            return None
        with open(path, "rb", buffering=0) as file:
            return sha256(file.read()).hexdigest()
    except OSError as error:
        return _refused(error)


def _signature(path: str) -> tuple[int, ...] | None:
    """What no change of a file leaves as it was."""
    try:
        of = _stat(path)
    except OSError:
        return None
    return of.st_dev, of.st_ino, of.st_mode, of.st_size, of.st_mtime_ns, of.st_ctime_ns


def _kind(of: os.stat_result) -> Answer:
    """What is decided by: which sort of file it is, whose, and how large; of a file with several names, which one."""
    if stat.S_ISREG(of.st_mode):
        return [of.st_mode, of.st_uid, of.st_size, *([of.st_dev, of.st_ino] if of.st_nlink > 1 else [])]
    return [of.st_mode, of.st_uid]


def _kinds(entries: list[os.DirEntry[Any]]) -> Answer:
    return sorted([os.fsdecode(each.name), each.is_symlink(), _sort(each)] for each in entries)


def _sort(entry: os.DirEntry[Any]) -> str:
    """What it is, or leads to."""
    try:
        return "folder" if entry.is_dir() else "file" if entry.is_file() else ""
    except OSError as error:  # links in a circle
        return f"error {error.errno}"


def _refused(error: OSError) -> Answer:
    return f"error {error.errno}"


class _Entries:
    """What `os.scandir` gives, already read."""

    def __init__(self, entries: list[os.DirEntry[Any]]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return self._entries

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """There is nothing left open."""


_asking: list[Questions] = []


@cache
def _hooked() -> None:
    """An audit hook stays until the process ends."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        for questions in _asking:
            questions.happens(event, arguments)

    sys.addaudithook(hook)


@contextmanager
def observed(aside: tuple[str, ...], tools: Callable[[Any], bool]) -> Iterator[Questions]:
    """Note what this process asks of the file system. One at a time; all threads count."""
    questions = Questions(aside, tools)
    _hooked()
    noting = _noting(questions)
    kept = [(holder, name, vars(holder)[name]) for holder in _holders() for name in noting if name in vars(holder)]
    for holder, name, _ in kept:
        # Of a class, a plain function would become a method, which the functions of `os` do not.
        setattr(holder, name, noting[name] if holder is os else staticmethod(noting[name]))
    _asking.append(questions)
    try:
        yield questions
    finally:
        _asking.remove(questions)
        for holder, name, function in kept:
            setattr(holder, name, function)


def _holders() -> list[Any]:
    """What holds the functions of `os` that are noted."""
    if sys.version_info >= (3, 11):
        return [os]
    import pathlib  # whose paths ask by functions that it takes out of `os` while it is imported

    return [os, vars(pathlib)["_NormalAccessor"]]


def _noting(questions: Questions) -> dict[str, Callable[..., Any]]:
    def noting_stat(path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> Any:
        if dir_fd is not None:
            questions.spoil("a path from a descriptor")
        kind = "kind" if follow_symlinks else "own-kind"
        return questions.noted(kind, path, lambda: _stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks), _kind)

    def noting_lstat(path: Any, *, dir_fd: int | None = None) -> Any:
        return noting_stat(path, dir_fd=dir_fd, follow_symlinks=False)

    def noting_readlink(path: Any, *, dir_fd: int | None = None) -> Any:
        if dir_fd is not None:
            questions.spoil("a path from a descriptor")
        return questions.noted("link", path, lambda: _readlink(path, dir_fd=dir_fd), os.fsdecode)

    def noting_listdir(path: Any = ".") -> Any:
        def answer(names: list[Any]) -> Answer:
            return sorted(map(os.fsdecode, names))

        return questions.noted_listing("names", path, lambda: _listdir(path), answer)

    def noting_scandir(path: Any = ".") -> Any:
        def ask() -> list[os.DirEntry[Any]]:
            with _scandir(path) as entries:
                return list(entries)

        return _Entries(questions.noted_listing("entries", path, ask, _kinds))

    def noting_access(*given: Any, **named: Any) -> Any:
        questions.spoil("access")
        return _access(*given, **named)

    return {
        "stat": noting_stat,
        "lstat": noting_lstat,
        "readlink": noting_readlink,
        "listdir": noting_listdir,
        "scandir": noting_scandir,
        "access": noting_access,
    }
