"""`spymodel.lock`: the fingerprints of many files, as lines. It is read as a contract, a bundle of these files.

    spymodel.lock 1
    [src/acme/jobs.py]
    * s1:… s1:…
    Job s1:… s1:…
    Job.run s1:… s1:…

Lines of text are read a hundred times as fast as YAML is, a merge of two branches is a merge of lines, and a
difference shows which functions changed. docs/fingerprints.md has the form.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress

from importspy_static.contract import syntax
from importspy_static.contract.collect import Enough, Problems
from importspy_static.contract.files import decoded, lines_of, read_bytes, refuse_binary
from importspy_static.contract.nodes import quoted
from importspy_static.contract.problems import ContractError
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import LOCK_BYTES
from importspy_static.model.contract import Contract, DefinitionRequirement, IntegrityRequirement, ModuleRequirement
from importspy_static.model.fingerprint import Fingerprints
from importspy_static.model.place import ContractPlace, Stated

ENDING = ".lock"
FIRST = "spymodel.lock 1"
REMARK = "# Fingerprints of source files, written by `importspy-static lock`."
DOCSTRINGS = "docstrings"
MODULE, SOURCE = "*", "="
_WORD = re.compile(r"\S+")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Locked:
    """A file of a lock. `path` is relative to the lock's folder, with slashes."""

    path: str
    fingerprints: Fingerprints
    source: str | None = None
    """The fingerprint of its bytes, if that is locked, too."""


def is_lock(path: str) -> bool:
    """Whether a contract is a lock, by its name."""
    return path.endswith(ENDING)


def is_writable(path: str) -> bool:
    """Whether a path can stand in a lock: on one line, as text."""
    return _UNWRITABLE.search(path) is None and path == path.strip()


def lock_text(files: Iterable[Locked], *, docstrings: bool) -> str:
    """The text of a lock: the same for the same files, in whatever order they come."""
    lines = [FIRST, REMARK, *([DOCSTRINGS] if docstrings else [])]
    for each in sorted(files, key=lambda locked: locked.path):
        prints = each.fingerprints
        lines += ["", f"[{each.path}]", *([f"{SOURCE} {each.source}"] if each.source else [])]
        lines.append(f"{MODULE} {prints.structure} {prints.body}")
        named = sorted(prints.definitions, key=lambda part: part.name)
        lines += [f"{part.name} {part.signature} {part.body}" for part in named]
    return "\n".join(lines) + "\n"


def read_lock(path: str) -> Contract:
    """A lock as a contract.

    Raises `ContractError` with all problems of the file; nothing else, whatever the file holds.
    """
    text = decoded(read_bytes(path, LOCK_BYTES), path, LOCK_BYTES)
    refuse_binary(text, path, LOCK_BYTES)
    lines = lines_of(text)
    reading = _Reading(Problems(path))
    with suppress(Enough):
        reading.read(lines)
    if len(reading.problems):
        raise ContractError(reading.problems.found, {path: lines})
    beginning = ContractPlace(path, 1, 1, "")
    return Contract(
        path=path,
        module=ModuleRequirement(place=beginning),
        modules=tuple(each.requirement(reading.docstrings) for each in reading.files),
        lines={path: lines},
    )


@dataclass
class _File:
    """The lines of one file, as they are read."""

    place: ContractPlace
    path: str
    said: dict[str, Stated[str]] = field(default_factory=dict)
    definitions: dict[str, IntegrityRequirement] = field(default_factory=dict)

    def requirement(self, docstrings: Stated[bool] | None) -> ModuleRequirement:
        integrity = IntegrityRequirement(
            place=self.place,
            source=self.said.get("source"),
            structure=self.said.get("structure"),
            body=self.said.get("body"),
            docstrings=docstrings,
            definitions=tuple(DefinitionRequirement(name, each) for name, each in self.definitions.items()),
        )
        return ModuleRequirement(place=self.place, filename=Stated(self.path, self.place), integrity=integrity)


class _Reading:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.files: list[_File] = []
        self.docstrings: Stated[bool] | None = None
        self._line = 0
        self._paths: dict[str, int] = {}

    def read(self, lines: Iterable[str]) -> None:
        """All lines. What is left out of a lock is a file that nobody looks after, so nothing odd is passed over."""
        is_first = True
        for self._line, line in enumerate(lines, start=1):
            text = line.rstrip()
            if not text or text.startswith("#"):
                continue
            if is_first:
                is_first = False
                if text != FIRST:
                    self._refuse(f"expected '{FIRST}', found {quoted(text)}; a newer importspy-static may read it")
                    return
            elif text.startswith("["):
                self._begin(text)
            elif text == DOCSTRINGS and not self.files:
                self.docstrings = Stated(True, self._place(1, DOCSTRINGS))
            elif not self.files:
                self._refuse(f"expected the path of a file in brackets, found {quoted(text)}")
            else:
                self._entry(self.files[-1], text)
        self._end()
        if not self.files and not len(self.problems):
            self._line = 1
            self._refuse("no file is locked, so every module would keep it; see `importspy-static lock --help`")

    def _begin(self, text: str) -> None:
        self._end()
        path = text[1:-1]
        if not text.endswith("]") or not path.strip():
            self._refuse(f"expected the path of a file in brackets, found {quoted(text)}")
        elif wrong := syntax.filename(path):
            self._refuse(wrong)
        elif path in self._paths:
            self._refuse(f"{quoted(path)} is locked twice, first on line {self._paths[path]}")
        self._paths.setdefault(path, self._line)
        self.files.append(_File(self._place(1, f"[{path}]"), path))

    def _end(self) -> None:
        """A file without its fingerprints would be one that may be anything."""
        if self.files and "structure" not in self.files[-1].said and not len(self.problems):
            self.problems.invalid(
                self.files[-1].place, f"{quoted(self.files[-1].path)} has no line '{MODULE} s1:… s1:…'"
            )

    def _entry(self, file: _File, text: str) -> None:
        (name, _), *words = [(found[0], found.start() + 1) for found in _WORD.finditer(text)]
        key = f"[{file.path}] {name}"
        match name, words:
            case "=", [(source, column)]:
                if wrong := syntax.source_hash(source):
                    self._refuse(wrong)
                self._say(file, "source", source, column, f"[{file.path}] source")
            case "*", [(structure, column), (body, behind)]:
                self._check(structure, body)
                self._say(file, "structure", structure, column, f"[{file.path}] structure")
                self._say(file, "body", body, behind, f"[{file.path}] body")
            case _, [(signature, column), (body, behind)] if syntax.dotted(name) is None:
                self._check(signature, body)
                normal = unicodedata.normalize("NFKC", name)
                if normal in file.definitions:
                    self._refuse(f"{quoted(name)} of {quoted(file.path)} is locked twice")
                file.definitions[normal] = IntegrityRequirement(
                    place=self._place(1, key),
                    signature=Stated(signature, self._place(column, f"{key} signature")),
                    body=Stated(body, self._place(behind, f"{key} body")),
                )
            case _:
                self._refuse(f"expected a name and two fingerprints, found {quoted(text)}")

    def _say(self, file: _File, what: str, said: str, column: int, key: str) -> None:
        if what in file.said:
            self._refuse(f"the {what} of {quoted(file.path)} is locked twice")
        file.said[what] = Stated(said, self._place(column, key))

    def _check(self, *fingerprints: str) -> None:
        for each in fingerprints:
            if wrong := syntax.structure_hash(each):
                self._refuse(wrong)

    def _place(self, column: int, key: str) -> ContractPlace:
        return ContractPlace(self.problems.path, self._line, column, key)

    def _refuse(self, reason: str) -> None:
        self.problems.invalid(self._place(1, ""), reason)


def way_to(path: str, folder: str) -> str | None:
    """How a file is called in a lock of this folder; None if no way leads there, or none that can be written."""
    try:
        way = os.path.relpath(os.path.realpath(path), os.path.realpath(folder or os.curdir))
    except ValueError:  # on another drive
        return None
    name = way.replace(os.sep, "/")
    return name if is_writable(name) and "\\" not in name else None
