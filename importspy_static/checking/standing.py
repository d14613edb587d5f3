"""What a module stands on: its imports, what is installed where it would run, what its project declares."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property

from importspy_static.checking.library import Library
from importspy_static.checking.structure import Structure, Subject
from importspy_static.checking.where import Where
from importspy_static.checks.declared import Answer, Declares
from importspy_static.checks.imported import ImportedModule
from importspy_static.checks.standing import Seen, Standing, Standings, Surroundings
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.declaration import Declarations
from importspy_static.model.dependency import normal_name
from importspy_static.model.environment import Distribution
from importspy_static.model.source import Namespace, SourceFile, Unreadable
from importspy_static.model.target import Target
from importspy_static.project import declarations
from importspy_static.project.places import absolute, inside


@dataclass(frozen=True)
class Dependency:
    """A distribution that a module stands on."""

    distribution: Distribution
    declared: Answer
    """Whether the module's project declares it; None where that cannot be told."""
    standings: tuple[Standing, ...]
    """The imports that lead to it, in the order of the source, with their circumstances."""

    @property
    def is_needed(self) -> bool:
        """Whether an import of it is not within a `try` that goes on without it."""
        return any("optional" not in each.fact.circumstances for each in self.standings)


class Ground:
    """What the modules of a run stand on. What is installed, and each project's declarations, are read once."""

    def __init__(self, where: Where, target: Target) -> None:
        self._where, self._target = where, target
        self._declared: dict[object, Declarations] = {}

    def around(self, source: SourceFile, library: Library) -> Surroundings:
        """What is known around a module."""
        return _Around(self._where, self._target, source, library, self._declared).told

    def under(self, subject: Subject, source: SourceFile) -> tuple[tuple[Standing, ...], tuple[Dependency, ...]]:
        """What the imports of a module lead to, and the distributions among that, in the order of their names."""
        from importspy_static.checking.structure import NO_CONTRACT

        structure = Structure.as_written(subject, self._target, NO_CONTRACT)
        around = self.around(source, subject.library)
        standings = Standings(ImportedModule(structure.context), around).all
        found: dict[str, list[Standing]] = {}
        of: dict[str, Distribution] = {}
        for standing in standings:
            for each in standing.distributions:
                of[normal_name(each.name)] = each
                found.setdefault(normal_name(each.name), []).append(standing)
        if not found:
            return standings, ()
        declares = Declares(around.declared(), self._target)
        return standings, tuple(
            Dependency(of[name], declares.of(name, anywhere=False), tuple(found[name])) for name in sorted(found)
        )


class _Around:
    """What is known around one module."""

    def __init__(
        self,
        where: Where,
        target: Target,
        source: SourceFile,
        library: Library,
        declared: dict[object, Declarations],
    ) -> None:
        self._where, self._target, self._source, self._library = where, target, source, library
        self._declared = declared
        self._number = library.own(source).number

    @property
    def told(self) -> Surroundings:
        return Surroundings(self._where.installed, self._look, self._declarations, self._target, self._of)

    def _look(self, name: str) -> Seen:
        """What the target would find under a name."""
        match self._library.modules(self._target, self._where.search_path).found(name, self._number):
            case None:
                return Seen()
            case SourceFile() as file:
                is_own = file.kind == "project"
                on_disk = absolute(file.path) if file.member is None and not file.is_stub else None
                return Seen(
                    is_there=True,
                    is_own=is_own,
                    is_standard=file.kind in ("standard", "typeshed"),
                    is_outside=is_own and on_disk is not None and not self._is_inside(on_disk),
                    file=None if is_own or file.kind != "installed" else on_disk,
                )
            case Unreadable(path=path):
                return Seen(is_there=True, is_own=self._is_of_project(path))
            case Namespace(folders=folders):
                return Seen(is_there=True, is_own=any(map(self._is_of_project, folders)), is_namespace=True)

    @cached_property
    def _project(self) -> str | None:
        """The folder of the module's project; None where it is not on disk, or where nothing tells."""
        if self._source.member is not None or self._source.kind != "project":
            return None
        return declarations.project_around(self._source.path)

    def _is_inside(self, path: str) -> bool:
        """Whether a file of a project is of that of the module."""
        return self._project is None or inside(path, self._project) is not None

    def _is_of_project(self, path: str) -> bool:
        """Whether what cannot be read is of the project, and not of the search path, which may lie below it."""
        return not path.startswith("<") and not any(
            inside(absolute(path), absolute(each)) is not None for each in self._elsewhere if each
        )

    @cached_property
    def _elsewhere(self) -> Sequence[str]:
        roots = {absolute(each) for each in self._library.roots}
        return [each for each in self._where.search_path() if absolute(each) not in roots]

    @cached_property
    def _of(self) -> frozenset[str]:
        """The distributions that an installed module is of."""
        installed, module = self._where.installed, self._source.module
        if installed is None or module is None or self._source.kind != "installed":
            return frozenset()
        return frozenset(normal_name(each.name) for each in installed.owners(module))

    def _declarations(self) -> Declarations:
        source = self._source
        if source.member is not None:
            folders = self._library.archives
            return self._kept(source.file, lambda: declarations.declared_in_archive(folders))
        if source.kind == "installed":
            if len(self._of) != 1:
                return Declarations("METADATA", unknown="its distribution is not known")
            (name,) = self._of
            return self._kept(name, lambda: declarations.declared_by(name, self._where.search_path()))
        folder = os.path.dirname(absolute(source.path))
        return self._kept((folder,), lambda: declarations.declared_around(source.path))

    def _kept(self, key: object, read: Callable[[], Declarations]) -> Declarations:
        if key not in self._declared:
            self._declared[key] = read()
        return self._declared[key]
