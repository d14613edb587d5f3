"""A check that is asked again, of files that are as they were: the answer of the earlier run is told once more.

It is looked for before anything of this program is loaded that costs time. Why, and what is compared: decision 0020.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from importspy_static.cache import Cache
from importspy_static.cache_folder import default_folder
from importspy_static.cli import terminal
from importspy_static.cli.status import Status
from importspy_static.limits import KEPT_ANSWER_BYTES
from importspy_static.own_libraries import own_libraries

FOLDER_OPTION, FOLDER_VARIABLE = "--cache-dir", "IMPORTSPY_STATIC_CACHE_DIR"
OFF_OPTION, OFF_VARIABLE = "--no-cache", "IMPORTSPY_STATIC_NO_CACHE"
_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_KEPT = (Status.COMPLIANT, Status.VIOLATIONS)

_fit_to_keep: list[bool] = []
"""For each run under way, whether it has told all that it has to tell, and would tell the same again."""


def answered(*, again: bool) -> None:
    """The command that runs has told all that it has to tell; `again`: it would tell the same again."""
    if _fit_to_keep:
        _fit_to_keep[-1] = again


def once(arguments: Sequence[str], run: Callable[[], int]) -> int:
    """The exit status of this command line of `check`, run only if no earlier run has answered it."""
    cache = _cache(arguments)
    key = None if cache is None else _key(arguments)
    if cache is None or key is None:
        return run()
    if (known := cache.get(key)) is not None and (status := _told_again(known)) is not None:
        return status
    return _run(run, cache, key)


def _run(run: Callable[[], int], cache: Cache, key: str) -> int:
    from importspy_static.questions import observed

    _fit_to_keep.append(False)
    try:
        with terminal.heard() as said, observed((cache.folder, _HOME), _is_ours) as questions:
            status = run()
    finally:
        is_fit = _fit_to_keep.pop()
    if is_fit and status in _KEPT and (answers := questions.answers()) is not None:
        import json

        kept = json.dumps({"status": status, "said": said, "answers": answers}, separators=(",", ":")).encode()
        if len(kept) <= KEPT_ANSWER_BYTES:
            cache.put(key, kept)
            cache.close()
    return status


def _told_again(known: bytes) -> int | None:
    """Tell what was told then, if all is as it was."""
    import json

    from importspy_static.questions import holds

    try:
        kept = json.loads(known)
        status, said, answers = kept["status"], kept["said"], kept["answers"]
        if status not in _KEPT or not holds(answers):
            return None
        words = [(str(stream), str(text)) for stream, text in said]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    for stream, text in words:
        (terminal.say if stream == "out" else terminal.tell)(text)
    return Status(status)


def _is_ours(arguments: Any) -> bool:
    """Whether a process is one of those that extract: `extract/isolation.py`."""
    return any("importspy_static.extract" in str(each) for each in arguments)


def _cache(arguments: Sequence[str]) -> Cache | None:
    """The cache that this command line would use, as far as that can be told at a glance; None if not."""
    if os.name == "nt":
        return None  # on Windows, Python asks of files in ways that are not observed
    if OFF_OPTION in arguments or os.environ.get(OFF_VARIABLE, "").strip():
        return None
    folder = os.environ.get(FOLDER_VARIABLE, "").strip() or default_folder()
    for option, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if option == FOLDER_OPTION:
            folder = following
        elif option.startswith(f"{FOLDER_OPTION}="):
            folder = option.partition("=")[2]
    cache = Cache(folder) if folder else None
    return cache if cache is not None and cache.is_usable else None


def _key(arguments: Sequence[str]) -> str | None:
    """A digest of all that a run depends on besides files; None if that cannot be told."""
    if "-" in arguments or any(each.startswith("--stdin-filename") for each in arguments):
        return None
    try:
        digest = sha256(_edition())
        parts = [
            *("process", [*arguments], os.getcwd(), os.geteuid(), terminal.appearance(), sorted(os.environ.items())),
            *(
                "python",
                sys.version,
                sys.executable,
                sys.prefix,
                sys.path,
                sys.flags,
                os.uname(),
                own_libraries(sys.path),
            ),
        ]
    except OSError:
        return None
    digest.update(repr(parts).encode("utf-8", "surrogateescape"))
    return f"{digest.hexdigest()}-run"


def _edition() -> bytes:
    """A digest of this program.

    Raises:
        OSError: it cannot be read.
    """
    digest = sha256()
    for folder, folders, files in os.walk(_HOME):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(files):
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                digest.update(f"\0{folder}/{name}\0".encode("utf-8", "surrogateescape") + file.read())
    return digest.digest()
