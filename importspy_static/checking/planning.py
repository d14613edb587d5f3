"""What is judged against what: from sources and contracts to tasks. See docs/decisions/0012."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from importspy_static.checking.contracts import Contracts, Held, Terms
from importspy_static.checking.gathering import Gathered, Neighbourhood, Wanted, gather, nowhere
from importspy_static.checking.held_importers import Graphs, Holder, UnknownContract, embedded, held_importers
from importspy_static.checking.readings import Readings
from importspy_static.checking.where import Where
from importspy_static.checks.applicable import holds
from importspy_static.checks.module import is_named
from importspy_static.lazy_dataclasses import dataclass, field, replace
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.place import Stated
from importspy_static.model.report import ImporterOf
from importspy_static.model.repository import with_slashes
from importspy_static.model.source import EntryPoint, Namespace, SourceFile, Unreadable
from importspy_static.project.roots import source_file

_BUNDLED = "the contract names it, and there is no such file"
_NOT_FOUND = "the contract names it, and no file that was looked at is called so"

Keys: TypeAlias = "set[tuple[str, str | None]]"
"""Files by `SourceFile.key`."""


@dataclass(eq=False)
class Task:
    """A file, and what a contract asks of it."""

    source: SourceFile | Unreadable
    home: Neighbourhood
    held: Held
    requirements: list[ModuleRequirement] = field(default_factory=list)
    """What is asked wherever it runs; with none only the contract's deployments ask for something."""
    entry_points: list[EntryPoint] = field(default_factory=list)
    """What is registered of it."""
    importer_of: list[ImporterOf] = field(default_factory=list)
    """The modules that it is held to this contract for, as it imports them."""
    is_whole: bool = False
    """Whether all of the contract is about it, and not only what it asks of importers."""

    @property
    def path(self) -> str:
        return self.source.path


@dataclass(frozen=True)
class Plan:
    """The tasks of a run, in the order of their paths."""

    gathered: Gathered
    tasks: tuple[Task, ...]
    uncovered: tuple[str, ...]
    """Files that no contract is about."""
    uncovered_by_name: tuple[str, ...]
    """Those of them that were named outright, and do not hold others to a contract."""
    known_by_stub: tuple[Unreadable, ...]
    """What cannot be looked at, and has a stub beside it that is."""
    unknown_contracts: tuple[UnknownContract, ...]
    """What code says of importers, and nobody can tell from the source."""
    graphs: Graphs

    @property
    def installed(self) -> tuple[Neighbourhood, ...]:
        """The distributions that were asked for by name."""
        return tuple(each for each in self.gathered.neighbourhoods if each.distribution is not None)


def plan(
    wanted: Wanted, terms: Terms, contracts: Contracts, readings: Readings, where: Where, *, begins: bool = False
) -> Plan:
    """What is judged against what. Sources are not read, contracts are.

    If it `begins`, what will be judged is read meanwhile: for whoever asks the same of all files, as of others nobody
    knows before the end how deep they are asked for.

    Contracts that cannot be used are in `contracts.refused`, and have no tasks.
    """

    def foresee(source: SourceFile) -> None:
        """Begin with a file, if its contracts ask nothing of it but what they say at their tops."""
        found = [contracts.held(reference) for reference in terms.of(source.path, False)]
        held = [each for each in found if each is not None]
        if held and all(_is_of_any_file(each.contract) for each in held):
            readings.foresee(source, max(each.judge.depth([each.contract.module], ()) for each in held))

    begins = begins and not terms.of_entry_points
    gathered = gather(wanted, readings, where.search_path, foresee if begins else None)
    return _Planner(wanted, terms, contracts, readings, where, gathered).plan()


def _is_of_any_file(contract: Contract) -> bool:
    """Whether it asks the same of each file, whatever it is called and whoever imports it."""
    return not contract.modules and contract.module.filename is None and contract.importers is None


class _Planner:
    def __init__(
        self,
        wanted: Wanted,
        terms: Terms,
        contracts: Contracts,
        readings: Readings,
        where: Where,
        gathered: Gathered,
    ) -> None:
        self._wanted, self._terms, self._contracts = wanted, terms, contracts
        self._readings, self._where, self._gathered = readings, where, gathered
        self._tasks: dict[tuple[object, int], Task] = {}
        self._uncovered: dict[str, bool] = {}
        self._known_by_stub: list[Unreadable] = []
        self._homes_of: dict[int, dict[Neighbourhood, None]] = {}
        """By contract: the neighbourhoods that it is about."""
        self._graphs = Graphs(readings, where)
        self._unknown: list[UnknownContract] = []
        self._holders: set[str] = set()
        """The paths of files that hold their importers to a contract in code: that is a contract, though not theirs."""
        self._bundled: set[tuple[int, Neighbourhood, tuple[str, str]]] = set()
        """The entries of bundles whose files were found."""
        self._bundles: dict[tuple[int, Neighbourhood], dict[str | None, list[ModuleRequirement]]] = {}
        """By contract and neighbourhood: see `_by_file`."""
        self._nameless: dict[int, dict[Neighbourhood, None]] = {}
        """By contract that names its file: where files were found, none of them of that name."""

    def plan(self) -> Plan:
        for home in self._gathered.neighbourhoods:
            for source in home.sources:
                self._add_file(source, home)
            self._add_unreadable(home)
            self._add_entry_points(home)
        self._add_unmatched()
        self._add_installed_entry_points()
        for held in self._contracts.usable:
            self._add_missing_of_bundle(held)
            self._add_missing(held)
            self._add_other_files(held)
        self._add_importers()
        tasks = sorted(self._tasks.values(), key=lambda task: in_order(task.path))
        alone = self._of_installed_alone()
        covered = {task.path for task in tasks} | alone
        uncovered = {path: named for path, named in self._uncovered.items() if path not in covered}
        return Plan(
            self._gathered,
            tuple(tasks),
            tuple(uncovered),
            tuple(path for path, named in uncovered.items() if named and path not in self._holders),
            tuple(each for each in self._known_by_stub if each.path not in alone),
            tuple(self._unknown),
            self._graphs,
        )

    def _of_installed_alone(self) -> set[str]:
        """The files of distributions that no contract is about: they are held against RECORD."""
        under_contract = {task.home for task in self._tasks.values()}
        homes = (each for each in self._gathered.neighbourhoods if each.distribution is not None)
        alone = [home for home in homes if home not in under_contract]
        sources = {each.path for home in alone for each in home.sources}
        return sources | {each.path for home in alone for each in home.unreadable}

    def _add_file(self, source: SourceFile | Unreadable, home: Neighbourhood) -> None:
        """A file under the contracts of its path."""
        is_covered = False
        for reference in self._terms.of(source.path, home.is_foreign):
            held = self._contracts.held(reference)
            if held is None:
                is_covered = True  # that it cannot be used is told of the contract
                continue
            if home.is_refused:
                self._task(source, home, held)  # it may be the file that is meant
                is_covered = True
                continue
            self._homes_of.setdefault(id(held.contract), {})[home] = None
            if not self._is_meant(held.contract, source, home):
                self._nameless.setdefault(id(held.contract), {})[home] = None
                continue
            requirements = list(self._asked(held.contract, source, home))
            if requirements or not held.contract.modules:
                self._task(source, home, held, requirements)
                is_covered = True
        if not is_covered:
            self._uncovered[source.path] = os.path.normpath(source.path) in home.named

    def _task(
        self,
        source: SourceFile | Unreadable,
        home: Neighbourhood,
        held: Held,
        requirements: Iterable[ModuleRequirement] = (),
        *,
        is_whole: bool = True,
    ) -> Task:
        file: object = source.key if isinstance(source, SourceFile) else (source.path, source.reason)
        task = self._tasks.setdefault((file, id(held.contract)), Task(source, home, held))
        task.requirements += [each for each in requirements if each not in task.requirements]
        task.is_whole = task.is_whole or is_whole
        return task

    def _is_meant(self, contract: Contract, source: SourceFile | Unreadable, home: Neighbourhood) -> bool:
        """Whether a contract is about a file: a contract that names its file is not about the others of a folder.

        A file that was named outright is meant whatever its name is: that this differs is a violation.
        """
        is_outright = os.path.normpath(source.path) in home.named
        return is_outright or bool(contract.modules) or _has_name(contract, source.path)

    def _asked(
        self, contract: Contract, source: SourceFile | Unreadable, home: Neighbourhood
    ) -> Iterator[ModuleRequirement]:
        """What a contract asks of a file: at its top, and in the entries of a bundle."""
        module = contract.module
        is_other = bool(contract.modules) and module.filename is not None
        if module.requires_something and not (is_other and not _has_name(contract, source.path)):
            yield module
        if not contract.modules:
            return
        bundle = self._bundles.get((id(contract), home))
        if bundle is None:
            bundle = self._bundles[id(contract), home] = _by_file(contract, home)
        for entry in bundle.get(_file_in(source.path, home), bundle[None]):
            if entry.filename is None:
                yield entry
            else:
                self._bundled.add((id(contract), home, _way(entry.filename)))
                yield replace(entry, filename=None)  # the path says more than the name

    # --- what cannot be looked at -----------------------------------------------------------------------------------

    def _add_unreadable(self, home: Neighbourhood) -> None:
        declared = {each.module for each in home.sources if each.is_stub and each.module is not None}
        for each in home.unreadable:
            if each.module is None or each.module not in declared or self._asks_beyond_stubs(each, home):
                self._add_file(each, home)
            else:
                self._known_by_stub.append(each)

    def _asks_beyond_stubs(self, unreadable: Unreadable, home: Neighbourhood) -> bool:
        """Whether a contract asks what no stub tells: what the code itself imports."""
        held = [self._contracts.held(each) for each in self._terms.of(unreadable.path, home.is_foreign)]
        contracts = [each.contract for each in held if each is not None]
        asked = (one for each in contracts for one in self._asked(each, unreadable, home))
        return any(each.asks_of_dependencies for each in contracts) or any(each.imports is not None for each in asked)

    def _add_unmatched(self) -> None:
        """Paths that lead to nothing: each is told beside the modules of those that do."""
        home = nowhere(self._readings, named=[each.path for each in self._gathered.unmatched])
        for each in self._gathered.unmatched:
            is_file = each.kind == "file"
            self._add_file(source_file(each.path, ()) if is_file else Unreadable(each.path, None, each.reason), home)

    # --- entry points -----------------------------------------------------------------------------------------------

    def _add_entry_points(self, home: Neighbourhood) -> None:
        selected = {each.key for each in home.sources}
        is_whole = self._wanted.is_project or home.is_foreign or self._is_within(home.projects)
        for point in home.entry_points() if self._terms.of_entry_points else ():
            self._add_entry_point(point, home, None if is_whole else selected)

    def _add_installed_entry_points(self) -> None:
        """What is registered by distributions, beyond those that are looked at anyway."""
        if not (self._wanted.is_project and self._terms.of_entry_points):
            return
        from importspy_static.project.distributions import registered

        home = nowhere(self._readings, is_foreign=True)
        known = {point for task in self._tasks.values() for point in task.entry_points}
        for group in self._terms.of_entry_points:
            for each in registered(self._where.search_path(), group):
                if each.point not in known:
                    self._add_entry_point(each.point, home, None)

    def _add_entry_point(
        self, point: EntryPoint, home: Neighbourhood, selected: set[tuple[str, str | None]] | None
    ) -> None:
        """`selected`: the files that are asked for, which it must lead to. None: whatever it leads to."""
        modules = home.library.modules(self._where.target, self._where.search_path)
        found = None if point.module is None else modules.found(point.module, 0)
        match found:
            case SourceFile(key=key) as source if selected is None or key in selected:
                self._registered(point, source, home)
            case Unreadable() as unreadable if selected is None:
                self._registered(point, unreadable, home)
            case None | Namespace() if selected is None:
                path, reason = f"{point.group}:{point.name}", f"the entry point '{point.reference}' leads to no module"
                self._registered(point, Unreadable(path, None, reason), home)

    def _registered(self, point: EntryPoint, source: SourceFile | Unreadable, home: Neighbourhood) -> None:
        for reference in self._terms.of_entry_points.get(point.group, ()):
            if (held := self._contracts.held(reference)) is not None:
                task = self._task(source, home, held, self._asked(held.contract, source, home))
                task.entry_points.append(point)

    # --- files that contracts name ----------------------------------------------------------------------------------

    def _add_importers(self) -> None:
        """Who imports a module that says what its importers have to offer."""
        holders = [
            Holder(task.source, task.home, task.held, importers)
            for task in self._tasks.values()
            if isinstance(task.source, SourceFile) and (importers := task.held.contract.importers) is not None
        ]
        for found in embedded(self._gathered.neighbourhoods, self._contracts, self._graphs):
            self._holders.add(found.source.path)
            if isinstance(found, Holder):
                holders.append(found)
            else:
                self._unknown.append(found)
        for each in held_importers(holders, self._graphs):
            holder = each.holder
            requirements = [holder.requirement] if holder.requirement.requires_something else []
            is_whole = holder.requirement is holder.held.contract.module  # as ImportSpy's call means it
            task = self._task(each.source, holder.home, holder.held, requirements, is_whole=is_whole)
            task.importer_of.append(each.how)

    def _add_missing_of_bundle(self, held: Held) -> None:
        """The files of a bundle that are not there, though they would be in what was asked for."""
        contract = held.contract
        homes = self._homes_of.get(id(contract), {})
        entries = [each for each in contract.modules if applies(each, self._where)]
        ways = [_way(each.filename) for each in entries if each.filename is not None]
        for beginning, name in dict.fromkeys(ways):
            own = [home for home in homes if not home.is_foreign]
            if not any((id(contract), home, (beginning, name)) in self._bundled for home in own):
                folders = [beginning, *(folder for home in own for folder in home.folders)]
                candidates = [os.path.normpath(os.path.join(folder, name)) for folder in folders]
                asked = [path for path in candidates if self._is_asked_for(path)]
                if asked and not any(map(os.path.lexists, candidates)):
                    self._task(Unreadable(asked[0], None, _BUNDLED), nowhere(self._readings), held)
            for home in homes:
                is_there = (id(contract), home, (beginning, name)) in self._bundled
                if home.is_foreign and home.folders and not is_there:
                    self._task(Unreadable(_below(home.folders[0], name), None, _BUNDLED), home, held)

    def _add_missing(self, held: Held) -> None:
        """The file that a contract names, where files were looked through and none is called so."""
        contract = held.contract
        met = {task.home for task in self._tasks.values() if task.held is held}
        is_met = any(not home.is_foreign for home in met)
        for home in self._nameless.get(id(contract), {}):
            if home not in met and (home.is_foreign or not is_met):
                for name in _names(contract):
                    path = f"{home.folders[0]}/{name}" if home.is_foreign else name
                    self._task(Unreadable(path, None, _NOT_FOUND), home, held)

    def _is_asked_for(self, path: str) -> bool:
        """Whether a path that is not there would be within what was asked for."""
        if self._wanted.is_project:
            return True
        from importspy_static.project.globs import would_match

        return self._is_within([path]) or any(would_match(each, path) for each in self._wanted.paths)

    def _is_within(self, paths: Sequence[str]) -> bool:
        """Whether one of these, or all of their folder, is in a folder that is asked for."""
        asked = [os.path.join(os.path.realpath(each), "") for each in self._wanted.paths if os.path.isdir(each)]
        places = [os.path.join(os.path.realpath(each), "") for each in paths]
        return any(place.startswith(folder) for place in places for folder in asked)

    def _add_other_files(self, held: Held) -> None:
        """The files that only deployments of the contract name."""
        others = held.judge.other_files([task.path for task in self._tasks.values() if task.held is held])
        if not others:
            return
        found = gather(Wanted(paths=others, roots=self._wanted.roots), self._readings, tuple)
        for home in found.neighbourhoods:
            for source in home.sources:
                self._task(source, home, held)
        for each in found.unmatched:
            self._task(source_file(each.path, ()), nowhere(self._readings), held)


def _names(contract: Contract) -> list[str]:
    """What the file that a contract is about may be called; empty if it may have any name."""
    if contract.module.requires_something:
        return [] if contract.module.filename is None else [contract.module.filename.value]
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    modules = [module for system in systems for python in system.pythons for module in python.modules]
    names = [module.filename.value for module in modules if module.filename is not None]
    return list(dict.fromkeys(names)) if len(names) == len(modules) else []


def _has_name(contract: Contract, path: str) -> bool:
    names = _names(contract)
    return not names or any(is_named(path, name) for name in names)


def _way(named: Stated[str]) -> tuple[str, str]:
    """Where the path in an entry of a bundle begins, and the path: in the folder of the file that says it."""
    return os.path.dirname(named.place.path), named.value


def _by_file(contract: Contract, home: Neighbourhood) -> dict[str | None, list[ModuleRequirement]]:
    """The entries of a bundle by the file that their path leads to.

    Those that name no file are about every one, and are in each list; None is the key of their own.
    """
    general = [number for number, entry in enumerate(contract.modules) if entry.filename is None]
    numbers: dict[str | None, list[int]] = {None: general}
    for number, entry in enumerate(contract.modules):
        for file in () if entry.filename is None else _files(entry.filename, home):
            numbers.setdefault(file, [*general]).append(number)
    return {file: [contract.modules[number] for number in sorted(several)] for file, several in numbers.items()}


def _files(named: Stated[str], home: Neighbourhood) -> set[str]:
    """The files that the path in an entry of a bundle may lead to: from the folder of the contract, or from a root."""
    beginning, name = _way(named)
    if home.is_foreign:
        return {_below(folder, name) for folder in home.folders}
    return {os.path.realpath(os.path.join(folder, name)) for folder in (beginning, *home.folders)}


def _file_in(path: str, home: Neighbourhood) -> str:
    """How `_files` calls a file."""
    return with_slashes(path, os.sep) if home.is_foreign else os.path.realpath(path)


def _below(folder: str, name: str) -> str:
    """A path from a folder of an archive or a search path, with slashes; `..` leads upwards."""
    return posixpath.normpath(f"{with_slashes(folder, os.sep)}/{name}")


def applies(entry: ModuleRequirement, where: Where) -> bool:
    """Whether anything is asked of the file of an entry; if not, there need not be one."""
    return where.every_deployment or holds(entry.when, where.target)


def bundled_files(contract: Contract, roots: Sequence[str], where: Where) -> tuple[str, ...]:
    """The files that a bundle names: from the folder of the contract, else from the first root that has one."""
    found: dict[str, None] = {}
    for entry in contract.modules:
        if entry.filename is not None:
            beginning, name = _way(entry.filename)
            candidates = [os.path.join(folder, name) for folder in (beginning, *roots)]
            is_there = next(filter(os.path.isfile, candidates), None)
            if is_there is not None or applies(entry, where):
                found[is_there or candidates[0]] = None
    return tuple(found)


def in_order(path: str) -> tuple[bool, list[str]]:
    """Sorts paths as people read them: by their parts, those of this folder first."""
    return os.path.isabs(path), path.split(os.sep)
