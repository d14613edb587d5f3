"""What is left out of folders: by exclude patterns, and by the `.gitignore` files of a repository."""

from __future__ import annotations

import os
from collections.abc import Sequence

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.project.folders import DiskFolder
from importspy_static.project.patterns import Patterns, patterns
from importspy_static.project.places import absolute, inside, settings_text

DEFAULT_EXCLUDE = (
    ".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pytest_cache",
    ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pycache__", "__pypackages__", "_build", "build", "dist",
    "node_modules", "site-packages", "venv",
)  # fmt: skip
"""Folders that hold no source of a project: repositories, environments, caches, build output. A package of that name,
with an `__init__.py`, is source all the same."""


_REPOSITORY = ".git"
_GITIGNORE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What the user wants left out.

    Patterns are written as in `.gitignore`, relative to a folder.
    """

    exclude: Sequence[str] | None = None
    """In place of `DEFAULT_EXCLUDE`, relative to `base`."""
    extend_exclude: Sequence[str] = ()
    """Added to that, relative to `base`."""
    elsewhere: Sequence[tuple[str, Sequence[str]]] = ()
    """Added to that: folders, each with what is relative to it."""
    force_exclude: bool = False
    """Whether this holds for paths that are named outright, too."""
    respect_gitignore: bool = True
    base: str = os.curdir


@dataclass(frozen=True, slots=True)
class _Layer:
    """The patterns of one place."""

    place: str
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Rules:
    """What is left out of a folder: the user's patterns, then `.gitignore` files, the innermost first."""

    default: _Layer
    own: tuple[_Layer, ...]
    ignored: tuple[_Layer, ...] = ()
    """Of a repository: what `.git/info/exclude` says, then each `.gitignore`. Empty outside of one."""

    def leaves_out(self, place: str, *, is_folder: bool, is_package: bool = False) -> bool:
        """Whether something in a folder is left out, which folders above it are not asked about."""
        if any(_verdict(layer, place, is_folder) for layer in self.own):
            return True
        if not is_package and _verdict(self.default, place, is_folder):
            return True
        for layer in reversed(self.ignored):
            if (verdict := _verdict(layer, place, is_folder)) is not None:
                return verdict
        return False

    def leaves_out_named(self, place: str) -> bool:
        """Whether a path, or a folder above it that patterns are relative to, is left out by the user's patterns."""
        return any(self._leaves_out_below(layer.place, place) for layer in self.own)

    def _leaves_out_below(self, base: str, place: str) -> bool:
        way = inside(place, base)
        if way is None:
            return self.leaves_out(place, is_folder=os.path.isdir(place))
        parts = way.split(os.sep) if way else []
        above = [os.path.join(base, *parts[: count + 1]) for count in range(len(parts))]
        plain = Rules(self.default, self.own)
        return any(plain.leaves_out(each, is_folder=each != place or os.path.isdir(each)) for each in above)

    def within(self, folder: DiskFolder) -> Rules:
        """The rules for what is in a folder: a repository begins with it, or it has a `.gitignore` of one."""
        kept = self
        if _REPOSITORY in folder.files or _REPOSITORY in folder.folders:
            exclude = os.path.join(folder.place, _REPOSITORY, "info", "exclude")
            kept = Rules(self.default, self.own, (_layer(folder.place, exclude),))
        if not kept.ignored or _GITIGNORE not in folder.files:
            return kept
        layers = (*kept.ignored, _layer(folder.place, folder.place_of(_GITIGNORE)))
        at_once = sum(len(each.patterns.patterns) for each in layers)
        return kept if at_once > limits.PATTERNS_AT_ONCE else Rules(kept.default, kept.own, layers)


def rules(exclusion: Exclusion) -> Rules:
    """The user's rules, for any folder."""
    base = absolute(exclusion.base)
    given = exclusion.exclude is not None
    default = Patterns() if given else patterns(DEFAULT_EXCLUDE)
    own = _Layer(base, patterns([*(exclusion.exclude or ()), *exclusion.extend_exclude]))
    elsewhere = (_Layer(absolute(folder), patterns(each)) for folder, each in exclusion.elsewhere)
    return Rules(_Layer(base, default), tuple(each for each in (own, *elsewhere) if each.patterns.patterns))


def around(plain: Rules, folder: DiskFolder) -> Rules:
    """The rules that hold for a folder: those of the repository that it lies in, down to the folder above it."""
    above: list[DiskFolder] = []
    here = folder.place
    while not os.path.lexists(os.path.join(here, _REPOSITORY)):
        here, before = os.path.dirname(here), here
        if here == before:
            return plain
        above.append(DiskFolder(here, here, folder.kind))
    for each in reversed(above):
        plain = plain.within(each)
    return plain


def _layer(place: str, file: str) -> _Layer:
    text = settings_text(file) if os.path.isfile(file) else None
    return _Layer(place, Patterns() if text is None else patterns(text.split("\n")))


def _verdict(layer: _Layer, place: str, is_folder: bool) -> bool | None:
    if not layer.patterns.may_match(os.path.basename(place)):
        return None
    way = inside(place, layer.place)
    if way == "":
        return None
    parts = place.split(os.sep)[-1:] if way is None else way.split(os.sep)
    return layer.patterns.verdict(parts, is_folder=is_folder)
