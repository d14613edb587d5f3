"""The folders below a folder, without those that hold no source of a project."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.project.folders import DiskFolder
from importspy_static.project.ignored import Exclusion, Rules, around, rules
from importspy_static.project.places import absolute, plainly

_ENVIRONMENT = "pyvenv.cfg"
"""The file that makes a folder a virtual environment (PEP 405)."""


@dataclass(slots=True)
class Walk:
    """Walks through folders, and notes what it leaves out."""

    exclusion: Exclusion
    plain: Rules = field(init=False)
    """What the user wants left out."""
    skipped: set[str] = field(default_factory=set)
    """Folders and files that were left out, as told to people; but for hidden folders and caches."""
    closed: dict[str, str] = field(default_factory=dict)
    """Folders that cannot be listed, and why."""
    folders: int = field(default_factory=lambda: limits.FOLDERS)
    """How many more folders it goes into."""

    def __post_init__(self) -> None:
        self.plain = rules(self.exclusion)

    def start(self, folder: str) -> tuple[DiskFolder, Rules]:
        """A folder to walk from, and the rules for what is in it."""
        place = absolute(folder)
        found = DiskFolder(place, plainly(folder), "project")
        kept = around(self.plain, found) if self.exclusion.respect_gitignore else self.plain
        return found, self._inside(found, kept)

    def below(self, top: DiskFolder, kept: Rules) -> Iterator[tuple[DiskFolder, Rules]]:
        """A folder and those below it that are not left out, outer ones first, with the rules for what is in them."""
        waiting = [(top, kept)]
        while waiting:
            folder, kept = waiting.pop()
            if folder.problem is not None:
                self.closed[folder.shown] = folder.problem
            elif self.folders <= 0:
                self.closed[folder.shown] = f"there are more than {limits.FOLDERS} folders"
            else:
                self.folders -= 1
                yield folder, kept
                inner = [self.entered(folder, name, kept) for name in sorted(folder.folders, reverse=True)]
                waiting += [each for each in inner if each is not None]

    def entered(self, folder: DiskFolder, name: str, kept: Rules) -> tuple[DiskFolder, Rules] | None:
        """A folder in a folder with the rules for what is in it, unless it is left out."""
        inner = folder.opened(name)
        if name in folder.links or self._leaves_out(inner, kept):
            if not name.startswith(".") and name != "__pycache__":
                self.skipped.add(inner.shown)
            return None
        return inner, self._inside(inner, kept)

    def _leaves_out(self, folder: DiskFolder, kept: Rules) -> bool:
        if kept.leaves_out(folder.place, is_folder=True) and (
            kept.leaves_out(folder.place, is_folder=True, is_package="__init__.py" in folder.files)
        ):
            return True
        return self.exclusion.exclude is None and _ENVIRONMENT in folder.files

    def _inside(self, folder: DiskFolder, kept: Rules) -> Rules:
        return kept.within(folder) if self.exclusion.respect_gitignore else kept

    def takes(self, folder: DiskFolder, name: str, kept: Rules) -> bool:
        """Whether a file of a folder is not left out."""
        if kept.leaves_out(folder.place_of(name), is_folder=False):
            self.skipped.add(folder.path(name))
            return False
        return True
