"""From two sides, however they are named, to how they differ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

from importspy_static._version import VERSION
from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Neighbourhood, Wanted, gather
from importspy_static.checking.interfaces import Opened, Stated, is_private, opened
from importspy_static.checking.reading_run import ReadingRun
from importspy_static.checking.revisions import Revision
from importspy_static.checking.where import Where
from importspy_static.comparing.interface import Interface
from importspy_static.comparing.modules import compare_modules
from importspy_static.comparing.versions import asked_bump, bump_between, highest
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import SETTINGS_BYTES
from importspy_static.model.contract import Contract
from importspy_static.model.depth import Depth
from importspy_static.model.difference import Bump, Difference, Differences, NotCompared
from importspy_static.model.place import TOP, Place
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile
from importspy_static.project.folders import DiskFolder, Folder
from importspy_static.project.pyproject import declared_version
from importspy_static.project.roots import Projects

Progress: TypeAlias = Callable[[int, int, str], None]
Which: TypeAlias = Literal["old", "new"]
_CONTRACTS = (".yml", ".yaml")
_NO_INTERFACE = frozenset("setup conftest noxfile tests test docs doc examples benchmarks".split())
"""Modules and packages at the top of a project that nobody imports."""


class UnaskableError(Exception):
    """A side that there is nothing to compare of. Its text is a clause; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


SideOf: TypeAlias = "str | Revision"
"""A contract file, a module, a folder, an archive; or what a revision has."""


@dataclass
class Side:
    """What one side consists of, by the names that modules are compared under."""

    shown: str
    modules: dict[str, Opened | Stated | Failure] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    """The paths of all its files, with the names of their modules."""
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    version: str | None = None
    version_from: str | None = None
    """The file on disk that tells it; one file cannot tell of two sides."""

    @property
    def is_single(self) -> bool:
        """Whether it is one module, whatever it is called."""
        return len(self.modules) == 1


class Comparison(ReadingRun):
    """A run that compares two sides. Nothing of them is run."""

    def __init__(self, where: Where, extractors: Extractors | None = None) -> None:
        self._where = where
        super().__init__(extractors, Depth.WHOLE)

    def differences(
        self, old: SideOf, new: SideOf, *, planned: Bump | None = None, progress: Progress | None = None
    ) -> Differences:
        """How NEW differs from OLD.

        Args:
            old: what callers and implementers rely on.
            new: what they meet.
            planned: the bump that is going to be made, in place of that between the versions.
            progress: told before each module.

        Raises:
            UnaskableError: there is nothing to compare.
            ContractError: a contract cannot be used.
        """
        before, after = self.side(old), self.side(new)
        if before.version_from is not None and before.version_from == after.version_from:
            before.version = after.version = None
        _align(before, after)
        found: list[Difference] = []
        unknown: list[NotCompared] = []
        names = list(dict.fromkeys([*before.modules, *after.modules]))
        versions: dict[Which, str | None] = {"old": before.version, "new": after.version}
        for done, name in enumerate(names):
            if progress is not None:
                progress(done, len(names), name)
            for each in self._compared(name, before, after, versions):
                if isinstance(each, Difference):
                    found.append(each)
                else:
                    unknown.append(each)
        asked = asked_bump(highest(each.bump for each in found), versions["old"])
        return Differences(
            old=before.shown,
            new=after.shown,
            found=tuple(_once(found)),
            not_compared=tuple(dict.fromkeys([*_unread(before, "old"), *_unread(after, "new"), *unknown])),
            old_version=versions["old"],
            new_version=versions["new"],
            asked=asked,
            made=planned or bump_between(versions["old"], versions["new"]),
            tool_version=VERSION,
        )

    def _compared(
        self, name: str, before: Side, after: Side, versions: dict[Which, str | None]
    ) -> Iterator[Difference | NotCompared]:
        old, new = before.modules.get(name), after.modules.get(name)
        sides: tuple[tuple[Which, object], ...] = (("old", old), ("new", new))
        for side, module in sides:
            if isinstance(module, Failure):
                yield NotCompared(name, "", module.reason, side)
                return
        if old is None or new is None:
            yield from _whole(name, before, after, is_new=old is None)
            return
        assert not isinstance(old, Failure)
        assert not isinstance(new, Failure)
        one, other = self._interfaces(name, old, new, before, after)
        if "." not in name:
            for which, interface in (("old", one), ("new", other)):
                stated = interface.requirement.version
                key: Which = "old" if which == "old" else "new"
                if stated is not None and versions[key] is None:
                    versions[key] = stated.value
        yield from compare_modules(one, other)

    def _interfaces(
        self, name: str, old: Opened | Stated, new: Opened | Stated, before: Side, after: Side
    ) -> tuple[Interface, Interface]:
        """Both sides under all the names that either offers."""
        public = [_public(each, side) for each, side in ((old, before), (new, after))]
        asked = list(dict.fromkeys([*public[0], *public[1]]))
        if isinstance(old, Opened) and isinstance(new, Opened):
            asked = [each for each in asked if not _is_told_elsewhere(each, name, (old, before), (new, after))]
        one, other = (
            each.interface(name, self._where) if isinstance(each, Stated) else each.interface(name, names, asked)
            for each, names in zip((old, new), public, strict=True)
        )
        return one, other

    # Sides

    def side(self, asked: SideOf) -> Side:
        """What a side consists of.

        Raises:
            UnaskableError: there is nothing to compare.
            ContractError: it is a contract that cannot be used.
        """
        if isinstance(asked, Revision):
            return self._revision(asked)
        if asked.lower().endswith(_CONTRACTS) and not os.path.isdir(asked):
            from importspy_static.contract.reader import read_contract

            return self._contract(asked, lambda: read_contract(asked))
        from importspy_static.project.selection import is_archive

        if is_archive(asked) and not os.path.isdir(asked):
            return self._archive(asked)
        return self._sources(asked)

    def _contract(self, shown: str, read: Callable[[], Contract]) -> Side:
        contract = read()
        side = Side(shown)
        module = contract.module
        if module.variables or module.functions or module.classes or not contract.modules:
            side.modules[_stem(module.filename.value if module.filename else shown)] = Stated(module, shown)
        for each in contract.modules:
            name = each.filename.value if each.filename is not None else ""
            dotted = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            side.modules[dotted.removeprefix("src.")] = Stated(each, shown)
        side.version = module.version.value if module.version is not None else None
        return side

    def _archive(self, path: str) -> Side:
        from importspy_static.checking.library import Library
        from importspy_static.project.archives import Archive, open_archive
        from importspy_static.project.metadata import archive_version

        match open_archive(path):
            case Archive() as archive:
                home = Neighbourhood(Library(self._readings, archives=archive.roots), archive.sources, is_foreign=True)
                side = self._filled(Side(path), home, archive.sources, is_distribution=True)
                side.unreadable += [(each.module or each.path, each.reason) for each in archive.unreadable]
                side.version = archive_version(archive.top, archive.project) or _project_version(archive.project)
                return _checked(side)
            case problems:
                raise UnaskableError(f"{path}: {problems[0]}")

    def _sources(self, path: str) -> Side:
        gathered = gather(Wanted((path,)), self._readings, self._where.search_path)
        for each in gathered.unmatched:
            raise UnaskableError(f"no such path: {each.path}" if each.kind == "file" else f"{each.path}: {each.reason}")
        side = Side(path)
        if os.path.isdir(path) and (project := Projects().project(path)) is not None:
            side.version_from = os.path.join(project, "pyproject.toml")
            side.version = _project_version(DiskFolder(project, project, "project"))
        for home in gathered.neighbourhoods:
            is_whole = os.path.isdir(path) and not os.path.isfile(os.path.join(path, "__init__.py"))
            self._filled(side, home, home.sources, is_distribution=is_whole)
            side.unreadable += [(each.module or each.path, each.reason) for each in home.unreadable]
        return _checked(side)

    def _revision(self, asked: Revision) -> Side:
        from importspy_static.checking.revisions import GitError, archive_of

        shown = str(asked)
        try:
            archive, way, text = archive_of(asked)
        except GitError as error:
            raise UnaskableError(str(error), error.hint) from None
        if text is not None:
            from importspy_static.contract.reader import parse_contract

            return self._contract(shown, lambda: parse_contract(text, shown))
        from importspy_static.checking.library import Library

        home = Neighbourhood(Library(self._readings, archives=archive.roots), archive.sources, is_foreign=True)
        inside = [each for each in archive.sources if _is_within(each.member or "", way)]
        names = {each.member for each in inside}
        version = _project_version(archive.project)
        is_package = f"{way}/__init__.py" in names or way in names
        side = self._filled(Side(shown, version=version), home, inside, is_distribution=not is_package)
        side.own |= _own(archive.sources)
        return _checked(side)

    def _filled(self, side: Side, home: Neighbourhood, sources: Sequence[SourceFile], *, is_distribution: bool) -> Side:
        side.own |= _own(sources)
        is_alone = len(sources) == 1
        known = {each.module for each in sources if each.module}
        tops = {each.partition(".")[0] for each in known}
        for source in sources:
            name = source.module or (_stem(source.path) if is_alone else None)
            if name is None or name in side.modules or (not is_alone and _is_left_out(name)):
                continue
            if is_distribution and len(tops) > 1 and name.partition(".")[0] in _NO_INTERFACE:
                continue
            side.modules[name] = opened(source, home, self._where)
            side.paths[name] = source.path
        return side


def _project_version(folder: Folder) -> str | None:
    content = folder.read("pyproject.toml", SETTINGS_BYTES) if "pyproject.toml" in folder.files else None
    return declared_version(content)


def _own(sources: Sequence[SourceFile]) -> dict[str, str]:
    return {each.path: each.module for each in sources if each.module is not None}


def _is_within(member: str, way: str) -> bool:
    return not way or member == way or member.startswith(f"{way}/")


def _is_left_out(name: str) -> bool:
    return is_private(name) or name.endswith("__main__")


def _stem(path: str) -> str:
    name = os.path.basename(path)
    return os.path.basename(os.path.dirname(path)) if name.startswith("__init__.") else name.partition(".")[0]


def _public(module: Opened | Stated, side: Side) -> list[str]:
    if isinstance(module, Opened):
        return module.public(side.own)
    requirement = module.requirement
    return [each.name for each in (*requirement.variables, *requirement.functions, *requirement.classes)]


def _is_told_elsewhere(name: str, module: str, old: tuple[Opened, Side], new: tuple[Opened, Side]) -> bool:
    """Whether both sides take a name from the same other module, which is compared itself."""
    homes = {each.home_of(name, side.own) for each, side in (old, new)}
    (home, *others) = homes
    is_compared = all(isinstance(side.modules.get(home or ""), Opened) for _, side in (old, new))
    return not others and home is not None and home != module and is_compared


def _checked(side: Side) -> Side:
    if not side.modules:
        raise UnaskableError(f"{side.shown}: there is no public module in it")
    return side


def _align(old: Side, new: Side) -> None:
    """Give both sides the same names where they are the same thing in two places."""
    if old.is_single and new.is_single:
        (one,), (other,) = old.modules, new.modules
        if one != other:
            old.modules = {other: old.modules[one]}
            old.paths = {other: old.paths.get(one, old.shown)}
        return
    tops = [{name.partition(".")[0] for name in side.modules} for side in (old, new)]
    if all(len(each) == 1 for each in tops) and tops[0] != tops[1]:
        (one,), (other,) = tops
        old.modules = {f"{other}{name.removeprefix(one)}": each for name, each in old.modules.items()}
        old.paths = {f"{other}{name.removeprefix(one)}": each for name, each in old.paths.items()}


def _whole(name: str, before: Side, after: Side, *, is_new: bool) -> Iterator[Difference]:
    """A module that only one side has; what is told of a package is not told of what is in it."""
    side, other = (after, before) if is_new else (before, after)
    above = name.rpartition(".")[0]
    if above and above in side.modules and above not in other.modules:
        return
    place = Place(side.paths.get(name, side.shown), TOP)
    if is_new:
        yield Difference(
            module=name,
            symbol="",
            subject="module",
            change="added",
            breaks="nobody",
            bump="minor",
            message=f"the module {name} is new",
            new_place=place,
        )
        return
    yield Difference(
        module=name,
        symbol="",
        subject="module",
        change="removed",
        breaks="both",
        bump="major",
        message=f"the module {name} is gone",
        call=f"import {name}  # ModuleNotFoundError",
        old_place=place,
    )


def _unread(side: Side, which: Which) -> Iterator[NotCompared]:
    for name, reason in side.unreadable:
        yield NotCompared(name, "", reason, which)


def _once(found: Sequence[Difference]) -> Iterator[Difference]:
    """What several names lead to is told once: where it is defined, or else by the shortest name."""
    told: dict[object, Difference] = {}
    for each in found:
        key = _key(each)
        if key not in told or _rank(each) < _rank(told[key]):
            told[key] = each
    kept = {id(each) for each in told.values()}
    return (each for each in found if id(each) in kept)


def _key(each: Difference) -> object:
    if not each.symbol or each.subject == "version":
        return each
    name, _, argument = each.symbol.partition("(")
    last = name.rpartition(".")[2]
    return each.subject, each.change, each.old_place, each.new_place, last, argument, each.old, each.new


def _rank(each: Difference) -> tuple[bool, int]:
    place = each.new_place or each.old_place
    stem = "" if place is None else place.path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    return not stem.endswith(each.module), each.module.count(".")


__all__ = ["Comparison", "Revision", "Side", "UnaskableError"]
