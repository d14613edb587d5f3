"""An audit hook that writes down what should not be while source is checked; see `test_nothing_runs_anywhere.py`.

The text of this file is also the beginning of what the worker process runs, so it imports little and does nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from types import CodeType, FrameType
from typing import Any, NamedTuple

WATCHED = (
    "exec", "compile", "import", "marshal.", "code.__new__", "function.__new__", "pickle.", "ctypes.", "subprocess.",
    "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "shutil.", "tempfile.", "webbrowser.", "pty.",
    "open", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.mkdir", "os.remove",
    "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.putenv", "os.unsetenv", "os.kill",
)  # fmt: skip
OF_IMPORTS = ("marshal.load", "code.__new__", "function.__new__")
"""What Python itself does while it imports; who does it is looked at all the same."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(log: str, allowed: tuple[str, ...], mark: str, checked: tuple[str, ...]) -> None:
    """From now on, write a line of JSON for each event of note: its kind, its name, and what it is about.

    Kinds: `parsed` for a compilation of checked source by the extraction, which is how it is read; `process` for a new
    process and `ended` for the end of one. All others should not be.

    Args:
        log: the file to write to.
        allowed: folders of code that may do anything.
        mark: a text that is in every piece of checked source, and nowhere else.
        checked: names of modules that nobody may import.
    """
    rules = _Rules(allowed, mark, checked)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(WATCHED):
            frames = list(_frames(sys._getframe(1)))
            files = [frame.f_code.co_filename for frame in frames]
            for kind, what in rules.notes(event, arguments, files):
                os.write(descriptor, (json.dumps([kind, event, what[:500]]) + "\n").encode())

    sys.addaudithook(hook)


class _Rules(NamedTuple):
    """What is known of code: the arguments of `watch`."""

    allowed: tuple[str, ...]
    mark: str
    checked: tuple[str, ...]

    def notes(self, event: str, arguments: tuple[Any, ...], files: list[str]) -> Iterator[tuple[str, str]]:
        # Generated code has no file ("<string>"); what called it has.
        yield from (("stranger", each) for each in files if not each.startswith(("<", *self.allowed)))
        match event, arguments:
            case "compile", (source, *_):
                text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
                if self.mark in text:
                    is_extraction = any("importspy_static/extract/" in each.replace(os.sep, "/") for each in files)
                    yield "parsed" if is_extraction else "compiled", text
            case "exec", (code, *_):
                if _is_marked(code, self.mark) or not code.co_filename.startswith(("<", *self.allowed)):
                    yield "run", code.co_filename
            case "import", (name, file, *_):
                if name.partition(".")[0] in self.checked or (file is not None and not file.startswith(self.allowed)):
                    yield "imported", f"{name} {file}"
            case "open", (path, _, flags):
                if isinstance(flags, int) and flags & WRITING and path != os.devnull and not isinstance(path, int):
                    yield "written", str(path)
            case "subprocess.Popen", (_, command, *_):
                yield "process", json.dumps(list(map(str, command))[:3])
            case (("os.kill" | "os.killpg"), (_, 9)):
                yield "ended", ""
            case _ if not event.startswith(OF_IMPORTS):
                yield "done", repr(arguments)


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_marked(code: CodeType, mark: str) -> bool:
    """Whether a code object, or one within it, comes from checked source."""
    return any(
        mark in each if isinstance(each, str) else isinstance(each, CodeType) and _is_marked(each, mark)
        for each in code.co_consts
    )
