"""Verdicts on the bytes of modules, each had once: from an earlier run, or from the process that judges."""

from __future__ import annotations

import os
import sys
import threading
import time
from hashlib import blake2b, sha256
from types import CodeType
from typing import Any, NamedTuple

from importspy_static._version import VERSION
from importspy_static.guard.kept import Entry, Kept, Questions
from importspy_static.guard.process import NoAnswerError, NoProcessError, Process
from importspy_static.limits import GUARD_ANSWER_SECONDS
from importspy_static.own_libraries import own_libraries
from importspy_static.questions import again

FORM = 2
"""Of what is kept. It rises when that changes."""
_ENVIRONMENT = "environment "
"""The question for all environment variables, of which a digest is the answer."""
_RECENT_SECONDS = 30.0
LONGEST = 8
"""Items of an answer that is kept as it is."""
_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Subject(NamedTuple):
    """A module that is about to be imported, and what it is held to."""

    name: str
    path: str
    content: bytes
    contracts: tuple[str, ...]
    configuration: str | None
    """The file that says what counts."""

    @property
    def root(self) -> str | None:
        """The folder that the import of this name starts from; None if name and path do not fit each other."""
        parts = self.name.split(".")
        stem, ending = os.path.splitext(self.path)
        folders = stem.split(os.sep)
        if folders[-1] == "__init__":
            del folders[-1]
        if not ending or folders[-len(parts) :] != parts or len(folders) <= len(parts):
            return None
        return os.sep.join(folders[: -len(parts)]) or os.sep


class _Pending:
    """A question that somebody asks just now."""

    def __init__(self) -> None:
        self.is_answered = threading.Event()
        self.entry: Entry | None = None


class Verdicts:
    """All that this process knows of modules. May be used by several threads."""

    def __init__(self) -> None:
        self._kept = Kept()
        self.process = Process()
        self._lock = threading.Lock()
        self._pending: dict[str, _Pending] = {}
        self._recent: dict[str, tuple[float, Entry]] = {}
        self._answers: dict[str, Any] = {}
        self._around: dict[str, dict[str, Any]] = {}
        """Questions of many modules, by key."""
        self._holding: set[str] = set()
        """Those of them that have their answers."""
        self._answered = 0.0
        self._situation: tuple[object, bytes] | None = None
        self._edition: bytes | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def of(self, subject: Subject) -> Entry:
        """The verdict, and the code if there is no violation."""
        content = sha256(subject.content).hexdigest()
        key = self._key(subject, content)
        self._answers[f"content {subject.path}"] = content  # others may ask
        if (known := self._known(key)) is not None:
            return known
        while True:
            with self._lock:
                pending = self._pending.get(key)
                is_first = pending is None
                if pending is None:
                    pending = self._pending[key] = _Pending()
            if not is_first:
                pending.is_answered.wait()
                if pending.entry is None:  # who asked was interrupted
                    continue
                return pending.entry
            try:
                pending.entry = self._known(key) or self._judged(key, subject)
                return pending.entry
            finally:
                with self._lock:
                    del self._pending[key]
                pending.is_answered.set()

    def close(self) -> None:
        """End the process that judges."""
        self.process.close()

    def _forked(self) -> None:
        """In a process that was forked: those who asked, and held the lock, are in the other one."""
        self._lock, self._pending = threading.Lock(), {}

    def _known(self, key: str) -> Entry | None:
        """What is known under a key, if it still holds."""
        recent = self._recent.get(key)
        if recent is not None and time.monotonic() - recent[0] < GUARD_ANSWER_SECONDS:
            return recent[1]
        entry = recent[1] if recent is not None else self._kept.get(key)
        return entry if entry is not None and self._holds(entry.questions) else None

    def _holds(self, questions: Questions | None) -> bool:
        """Whether each question has the answer that it had."""
        if questions is None:
            return False
        now = time.monotonic()
        if now - self._answered > GUARD_ANSWER_SECONDS:
            self._answers, self._holding, self._answered = {}, set(), now
        answers, holding = self._answers, self._holding
        if questions.around not in holding:
            around = self._around.get(questions.around) or self._kept.around(questions.around)
            if around is None or not _all_hold(around, answers):
                return False
            self._around[questions.around] = around
            holding.add(questions.around)
        return _all_hold(questions.own, answers)

    def _judged(self, key: str, subject: Subject) -> Entry:
        question = {
            "name": subject.name,
            "path": subject.path,
            "root": subject.root,
            "contracts": subject.contracts,
            "configuration": subject.configuration,
            "search_path": [os.fsdecode(os.path.abspath(each)) for each in sys.path],
            "folder": os.getcwd(),
            "variables": dict(os.environ),
            "cache": self._kept.folder,
        }
        try:
            try:
                answer = self.process.ask(question, subject.content)
            except NoProcessError:
                answer = _judged_here(question, subject.content)
        except NoAnswerError as error:
            return Entry(False, (f"it could not be checked: {error}",), None, None)
        report = None if answer["ok"] else answer["report"]
        entry = Entry(answer["ok"], tuple(answer["lines"]), report, self._questions(subject, answer))
        if entry.ok:
            entry = entry._replace(code=compiled(subject.content, subject.path))
        self._kept.put(key, entry)
        with self._lock:
            now = time.monotonic()
            self._recent = {each: one for each, one in self._recent.items() if now - one[0] < _RECENT_SECONDS}
            self._recent[key] = now, entry
        return entry

    def _questions(self, subject: Subject, answer: dict[str, Any]) -> Questions | None:
        told = answer["questions"]
        if told is None:
            return None
        here = os.path.join(os.path.dirname(subject.path), "")
        own: dict[str, Any] = {_ENVIRONMENT: _environment()} if answer["environment"] else {}
        around: dict[str, Any] = {}
        for question, each in told.items():
            kind, _, path = question.partition(" ")
            if kind == "kind" and again(f"own-kind {path}") == each:  # no link: asked as a link, it has the same answer
                kind = "own-kind"
            (own if path.startswith(here) else around)[f"{kind} {path}"] = _short(each)
        key = self._kept.put_around(around)
        self._around[key] = around
        return Questions(own, key)

    def _key(self, subject: Subject, content: str) -> str:
        told = f"{subject.name}\0{subject.path}\0{subject.contracts}\0{subject.configuration}\0{content}"
        digest = blake2b(told.encode("utf-8", "surrogateescape"), digest_size=24, key=self._circumstances())
        return f"{digest.hexdigest()}-guard"

    def prepare(self) -> None:
        """Find out what all verdicts depend on, before the first is asked for."""
        self._circumstances()

    def _circumstances(self) -> bytes:
        """A digest of what decides besides the module and the files around it."""
        now = (tuple(sys.path), os.getcwd())
        if self._situation is None or self._situation[0] != now:
            if self._edition is None:
                self._edition = _edition_or_none()
            parts = (FORM, VERSION, self._edition, *now, sys.version, sys.executable, sys.prefix, sys.flags)
            self._situation = now, blake2b(repr(parts).encode("utf-8", "surrogateescape")).digest()
        return self._situation[1]


class _Here(threading.local):
    is_judging = False


here = _Here()
"""Whether this thread judges itself, where no process can be started: what it imports for that is not guarded."""
_shared: list[Verdicts] = []
_sharing = threading.Lock()


def shared() -> Verdicts:
    """What this process knows, whoever asks."""
    if not _shared:
        with _sharing:
            if not _shared:
                _shared.append(Verdicts())
    return _shared[0]


def _all_hold(questions: dict[str, Any], answers: dict[str, Any]) -> bool:
    """Whether each question has its answer; `answers` are those that are known, and gets more."""
    for question, answer in questions.items():
        if question not in answers:
            answers[question] = _environment() if question == _ENVIRONMENT else _short(again(question))
        if answers[question] != answer:
            return False
    return True


def _short(answer: Any) -> Any:
    """An answer, or the digest of a long one: folders may have thousands of names."""
    if not isinstance(answer, list) or len(answer) <= LONGEST:
        return answer
    return blake2b(repr(answer).encode("utf-8", "surrogateescape"), digest_size=24).hexdigest()


def compiled(content: bytes, path: str) -> CodeType:
    """The code of a source, as an import compiles it.

    Raises:
        SyntaxError: it is not Python.
    """
    return compile(content, path, "exec", dont_inherit=True)


def _judged_here(question: dict[str, Any], source: bytes) -> dict[str, Any]:
    """The same where no process can be started: in this one, and nothing is kept."""
    was_judging, here.is_judging = here.is_judging, True  # what judges is not judged
    try:
        from importspy_static.guard.judging import Judging

        judging = Judging(is_alone=False)
        try:
            return judging.answer(question, source)
        finally:
            judging.close()
    finally:
        here.is_judging = was_judging


def _environment() -> str:
    told = repr(sorted(os.environ.items())).encode("utf-8", "surrogateescape")
    return blake2b(told, digest_size=16).hexdigest()


def _edition_or_none() -> bytes:
    """The digest of this program; of none other than this process where it has no files, as in an archive."""
    try:
        return _edition()
    except OSError:
        return os.urandom(16)


def _edition() -> bytes:
    """A digest of this program's files and of the versions of what it uses.

    By their signatures, not their content: reading them takes as long as importing a hundred modules.

    Raises:
        OSError: it has no files.
    """
    told: list[object] = [*own_libraries(sys.path)]
    folders = [_HOME]
    for folder in folders:
        with os.scandir(folder) as entries:
            for each in entries:
                if each.is_dir():
                    if each.name != "__pycache__":
                        folders.append(each.path)
                else:
                    of = each.stat()
                    told.append((each.path, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns))
    return blake2b(repr(sorted(map(repr, told))).encode("utf-8", "surrogateescape"), digest_size=24).digest()
