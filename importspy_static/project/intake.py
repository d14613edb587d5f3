"""What is taken in from an archive: names that can mean one thing only, and of the files those that are looked at."""

from __future__ import annotations

import re
import unicodedata

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass, field

_DRIVE = re.compile(r"[A-Za-z]:")
_METADATA = {"METADATA", "PKG-INFO", "WHEEL", "entry_points.txt", "top_level.txt", "pyproject.toml", "setup.cfg"}


class Refused(Exception):
    """An archive that cannot be taken in. Its text is a clause in lower case, without a full stop."""


@dataclass(slots=True)
class Intake:
    """The names of an archive, and the bytes of what is looked at. What is wrong with names is noted, all of it."""

    problems: list[str] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    _spellings: dict[str, str] = field(default_factory=dict)
    """Each file and folder as a file system may compare names: without regard to case and composition."""
    _kept: int = 0
    _entries: int = 0

    def file(self, name: str, size: int) -> str | None:
        """The name under which a file is known from now on; None if that is a problem.

        Raises:
            Refused: there are too many files, or it is too large.
        """
        if (clean := self._admitted(name)) is None:
            return None
        if size > limits.ARCHIVE_ENTRY_BYTES:
            raise Refused(f"{name!r} is larger than {limits.ARCHIVE_ENTRY_BYTES // 2**20} MiB")
        if clean in self.files:
            self._note(f"{name!r} is in it twice")
            return None
        self.files.add(clean)
        return clean

    def folder(self, name: str) -> None:
        """A folder that is told of by itself.

        Raises:
            Refused: there are too many.
        """
        clean = self._admitted(name.rstrip("/"))
        if clean:
            self.folders.add(clean)

    def _admitted(self, name: str) -> str | None:
        self._entries += 1
        if self._entries > limits.ARCHIVE_ENTRIES:
            raise Refused(f"there are more than {limits.ARCHIVE_ENTRIES} files in it")
        while name.startswith("./"):
            name = name[2:]
        if name == ".":
            return ""
        if reason := wrong(name):
            self._note(f"{_shortened(name)} {reason}")
            return None
        return name if self._spelt(name) else None

    def _spelt(self, name: str) -> bool:
        """Note a name, and those of the folders around it. False if another spelling of one of them is there."""
        parts = name.split("/")
        for count in range(1, len(parts) + 1):
            whole = "/".join(parts[:count])
            spelling = _spelling(whole)
            known = self._spellings.setdefault(spelling, whole)
            if known != whole:
                self._note(f"{known!r} and {whole!r} are one name where case or composition do not count")
                return False
        return True

    def finish(self) -> None:
        """To be called when all names are known: no file may be a folder, too."""
        for name in self.files:
            for end, character in enumerate(name):
                if character == "/":
                    self.folders.add(name[:end])
        for name in sorted(self.files & self.folders):
            self._note(f"{name!r} is a file and a folder")

    def wants(self, name: str) -> int:
        """How many bytes of a file are to be kept; one more than the limit tells that there are more."""
        last = name.rpartition("/")[2]
        if last.endswith((".py", ".pyi", ".pyw")) or ".data/scripts/" in name:
            return limits.SOURCE_BYTES + 1
        return limits.SETTINGS_BYTES + 1 if last in _METADATA or last.endswith(".pth") else 0

    def keep(self, name: str, content: bytes) -> None:
        """The bytes of a file that is wanted.

        Raises:
            Refused: there is too much of it.
        """
        self._kept += len(content)
        if self._kept > limits.ARCHIVE_KEPT_BYTES:
            raise Refused(f"there is more than {limits.ARCHIVE_KEPT_BYTES // 2**20} MiB of source in it")
        self.contents[name] = content

    def refuse(self, name: str, reason: str) -> None:
        """Note that something is in the archive that nobody should unpack."""
        self._note(f"{_shortened(name)} {reason}")

    def _note(self, problem: str) -> None:
        if len(self.problems) >= limits.ARCHIVE_PROBLEMS:
            raise Refused("and there is more like this")
        self.problems.append(problem)


def wrong(name: str) -> str | None:
    """What is wrong with the name of a file in an archive: it may lead out of a folder, or mean several things."""
    parts = name.split("/")
    if not name:
        return "is no name"
    if len(name) > limits.ARCHIVE_NAME_CHARACTERS or len(parts) > limits.ARCHIVE_NAME_DEPTH:
        most, deepest = limits.ARCHIVE_NAME_CHARACTERS, limits.ARCHIVE_NAME_DEPTH
        return f"is longer than {most} characters, or deeper than {deepest} folders"
    if "\\" in name:
        return "has a backslash, which some systems take for a slash"
    if name.startswith("/") or _DRIVE.match(name):
        return "is an absolute path"
    if ".." in parts:
        return "leads out of the archive"
    if "" in parts or "." in parts:
        return "has an empty part"
    if any(unicodedata.category(character) == "Cc" for character in name):
        return "has a control character"
    return None


def checked_ratio(expanded: int, packed: int) -> None:
    """Refuse what expands beyond reason.

    Raises:
        Refused: it does.
    """
    if expanded > limits.ARCHIVE_RATIO_FLOOR and expanded > limits.ARCHIVE_RATIO * packed:
        raise Refused(f"it expands to more than {limits.ARCHIVE_RATIO} times its size: an archive bomb")


def _spelling(name: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return "/".join(part.rstrip(" .") or part for part in folded.split("/"))


def _shortened(name: str) -> str:
    return repr(name) if len(name) <= 100 else f"{name[:100]!r}…"
