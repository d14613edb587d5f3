"""From what is asked for to what is looked at: the sources of a run, by the neighbourhoods that they are in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from importspy_static.checking.library import Library, SearchPath
from importspy_static.checking.readings import Readings
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.source import EntryPoint, SourceFile, Unreadable
from importspy_static.project.roots import Projects

if TYPE_CHECKING:
    from importspy_static.project.archives import Archive
    from importspy_static.project.distributions import InstalledDistribution
    from importspy_static.project.ignored import Exclusion
    from importspy_static.project.selection import Selection, Unmatched


@dataclass(frozen=True, slots=True)
class StandardInput:
    """Source that is given instead of read, under the name of a file that need not exist."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    paths: Sequence[str] = ()
    """Files, folders, globs, archives."""
    distributions: Sequence[str] = ()
    """Names of installed distributions."""
    given: StandardInput | None = None
    roots: tuple[str, ...] = ()
    """Where imports start; found if there are none."""
    exclusion: Exclusion | None = None
    seeks_projects: bool = True
    """Whether the projects of files are looked for, in the folders above them."""
    is_project: bool = False
    """Whether nobody named paths: they are those of the configuration, which covers the project."""


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Sources that find each other, and what cannot be looked at among them."""

    library: Library
    sources: tuple[SourceFile, ...]
    unreadable: tuple[Unreadable, ...] = ()
    is_foreign: bool = False
    """Whether it is an archive or an installed distribution: nothing beside its files is ours."""
    entry_points: Callable[[], Iterable[EntryPoint]] = tuple
    """What it registers."""
    named: frozenset[str] = frozenset()
    """Paths of sources that were named outright."""
    folders: tuple[str, ...] = ()
    """Where a path in a contract starts from, besides the folder of the contract: the roots."""
    projects: tuple[str, ...] = ()
    """The absolute paths of the projects that its files are of."""
    distribution: InstalledDistribution | None = None
    """The installed distribution that it is."""

    @property
    def is_refused(self) -> bool:
        """Whether it is an archive that could not be opened, of which no file is known."""
        return self.is_foreign and not self.folders


def nowhere(readings: Readings, *, named: Iterable[str] = (), is_foreign: bool = False) -> Neighbourhood:
    """A neighbourhood of what belongs to none that was asked for."""
    return Neighbourhood(Library(readings), (), is_foreign=is_foreign, named=frozenset(map(os.path.normpath, named)))


@dataclass(frozen=True)
class Gathered:
    """All that paths and names lead to."""

    neighbourhoods: tuple[Neighbourhood, ...]
    skipped: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    missing_distributions: tuple[tuple[str, str | None], ...] = ()
    """Names that no installed distribution has, each with the nearest that one has."""


def gather(
    wanted: Wanted,
    readings: Readings,
    search_path: SearchPath,
    foresee: Callable[[SourceFile], None] | None = None,
) -> Gathered:
    """What is to be looked at. Nothing is read but listings, settings and archives.

    `foresee` is told of each file of a project as soon as it is known.
    """
    projects = Projects(wanted.roots, are_sought=wanted.seeks_projects)
    from importspy_static.project.selection import select

    selection = select(wanted.paths, wanted.exclusion, projects)
    readings.expect(len(selection.files))
    given = () if wanted.given is None else (wanted.given.path,)
    named = frozenset(map(os.path.normpath, (*wanted.paths, *given)))
    found = [*_projects(selection, wanted, readings, projects, named, foresee)]
    found += [_archive(path, readings) for path in selection.archives]
    missing: list[tuple[str, str | None]] = []
    if wanted.distributions:
        from importspy_static.project.distributions import NoDistribution, distribution

        for name in dict.fromkeys(wanted.distributions):
            match distribution(name, search_path()):
                case NoDistribution(nearest=nearest):
                    missing.append((name, nearest))
                case installed:
                    found.append(
                        Neighbourhood(
                            Library(readings),
                            installed.sources,
                            installed.unreadable or _nothing_in(name, installed.sources),
                            is_foreign=True,
                            entry_points=lambda points=installed.entry_points: points,  # type: ignore[misc]
                            folders=(installed.location,),
                            distribution=installed,
                        )
                    )
    return Gathered(tuple(found), selection.skipped, selection.unmatched, tuple(missing))


def _projects(
    selection: Selection,
    wanted: Wanted,
    readings: Readings,
    projects: Projects,
    named: frozenset[str],
    foresee: Callable[[SourceFile], None] | None,
) -> list[Neighbourhood]:
    """A neighbourhood for each project that files are of; what belongs to none is one of its own."""
    sources: dict[str | None, list[SourceFile]] = {}
    unreadable: dict[str | None, list[Unreadable]] = {}

    def project_of(path: str) -> str | None:
        return None if wanted.roots else projects.project(path)

    given = None
    if wanted.given is not None:
        path = wanted.given.path
        given = replace(projects.source_file(path), content=wanted.given.content)
        readings.number(given)  # before the file itself, in whose place it is read, whoever imports it
        sources.setdefault(project_of(path), []).append(given)
    for path in selection.files:
        file = projects.source_file(path)
        if given is None or file.key != given.key:
            sources.setdefault(project_of(path), []).append(file)
            if foresee is not None:
                foresee(file)
    for each in selection.unreadable:
        unreadable.setdefault(project_of(each.path), []).append(each)
    if wanted.is_project:
        sources.setdefault(project_of(os.curdir), [])  # for what it registers
    keys = list(dict.fromkeys([*sources, *unreadable]))
    paths = {key: [each.path for each in (*sources.get(key, ()), *unreadable.get(key, ()))] for key in keys}
    examples = {key: (several or [os.curdir])[0] for key, several in paths.items()}
    found = []
    for key in keys:
        # Its own roots first. The other projects of the run come next, as what is installed from them would.
        others = [examples[each] for each in keys if each != key]
        roots = projects.shared([examples[key], *others])
        own = dict.fromkeys(filter(None, map(projects.project, paths[key] or [os.curdir])))
        folders = own if key is not None else ()
        found.append(
            Neighbourhood(
                Library(readings, roots, projects=projects),
                tuple(sources.get(key, ())),
                tuple(unreadable.get(key, ())),
                entry_points=lambda own=tuple(own): _declared(own),  # type: ignore[misc]
                named=named,
                folders=tuple(dict.fromkeys([*roots, *folders])),
                projects=tuple(own),
            )
        )
    return found


def _declared(projects: Sequence[str]) -> Iterable[EntryPoint]:
    from importspy_static.project.entry_points import project_entry_points

    return [point for project in projects for point in project_entry_points(project)]


def _nothing_in(path: str, sources: Sequence[SourceFile]) -> tuple[Unreadable, ...]:
    """What has no Python file at all keeps no contract."""
    return () if sources else (Unreadable(path, None, "there is no Python file in it"),)


def _archive(path: str, readings: Readings) -> Neighbourhood:
    """An archive that cannot be read is one thing that cannot be looked at."""
    from importspy_static.project.archives import Archive, open_archive

    match open_archive(path):
        case Archive() as archive:
            return Neighbourhood(
                Library(readings, archives=archive.roots),
                archive.sources,
                archive.unreadable or _nothing_in(path, archive.sources),
                is_foreign=True,
                entry_points=lambda: _registered(archive),
                folders=tuple(root.shown for root in archive.roots),
            )
        case problems:
            refused = tuple(Unreadable(path, None, problem) for problem in problems)
            return Neighbourhood(Library(readings), (), refused, is_foreign=True)


def _registered(archive: Archive) -> Iterable[EntryPoint]:
    from importspy_static.project.entry_points import archive_entry_points

    return archive_entry_points(archive)
