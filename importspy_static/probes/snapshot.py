"""Snapshot files: the facts of a host that a probe wrote down."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import NoReturn

from importspy_static.limits import ENVIRONMENT_BYTES
from importspy_static.model.environment import Environment
from importspy_static.probes.document import MalformedError, parsed
from importspy_static.probes.problems import ProbeError
from importspy_static.probes.reading import REMEDY, environment_of
from importspy_static.steady import read_steady

_KINDS = {
    stat.S_IFDIR: "it is a folder, not a file",
    stat.S_IFIFO: "it is a named pipe, not a regular file",
    stat.S_IFSOCK: "it is a socket, not a regular file",
}

_BEGINNING = re.compile(r'\{\s*"schema_version"')


def read_snapshot(path: str | os.PathLike[str]) -> Environment:
    """The facts that a snapshot file tells: JSON in UTF-8, or in UTF-16 as PowerShell's `>` writes it.

    Raises:
        ProbeError: there is no such file, it is no regular file of at most 16 MiB, or not what a probe writes.
    """
    source = os.fspath(path)
    text = _text(_bytes(source), source)
    if not text.strip():
        hint = "see what the command wrote on standard error, and write the file again"
        raise ProbeError(source, "it is empty: the probe did not answer", remedy=hint)
    try:
        record, twice = parsed(text)
    except MalformedError as error:
        _refuse_preface(text, source)
        raise ProbeError(source, str(error), remedy=REMEDY) from None
    return environment_of(record, source, twice)


def _bytes(source: str) -> bytes:
    """The content of a regular file. Nothing else is opened: opening a pipe would wait for a writer."""
    try:
        _refuse_irregular(os.stat(source), source)
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb"):
            _refuse_irregular(os.fstat(handle), source)  # it may have been replaced
            content = read_steady(handle, ENVIRONMENT_BYTES + 1)
    except (OSError, ValueError) as error:
        _unreadable(source, _reason(error))
    if len(content) > ENVIRONMENT_BYTES:
        _unreadable(source, f"over {ENVIRONMENT_BYTES // 2**20} MiB, the limit")
    return content


def _refuse_irregular(status: os.stat_result, source: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        _unreadable(source, _KINDS.get(stat.S_IFMT(status.st_mode), "it is a device, not a regular file"))


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file"
        case PermissionError():
            return "no permission to read it"
        case OSError(strerror=str(reason)):
            return reason[:1].lower() + reason[1:]
    return "it is no path of a file"


def _text(content: bytes, source: str) -> str:
    encoding, name = "utf-8-sig", "UTF-8"
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        _unreadable(source, "it is UTF-32 text; save it as UTF-8")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = name = "UTF-16"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        _unreadable(source, f"byte {error.start + 1} is not {name} text")


def _refuse_preface(text: str, source: str) -> None:
    """Say so where something else was printed before the JSON."""
    found = _BEGINNING.search(text)
    if found is None or not text[: found.start()].strip():
        return
    line = text.count("\n", 0, found.start()) + 1
    hint = "keep the last line only: `python -I - < probe.py | tail -n 1 > FILE`; `-I` may keep the rest from printing"
    raise ProbeError(source, f"the JSON begins at line {line}, behind something that was printed first", remedy=hint)


def _unreadable(source: str, reason: str) -> NoReturn:
    raise ProbeError(source, reason, remedy="give the path of a file that `importspy-static probe -f json` wrote")
