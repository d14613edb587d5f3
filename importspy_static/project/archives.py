"""Wheels, source distributions and zip files, read in memory: nothing is unpacked, nothing installed."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import BinaryIO, Literal, TypeAlias

from importspy_static import limits
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.source import Owner, SourceFile, Unreadable
from importspy_static.project import names
from importspy_static.project.folders import Folder
from importspy_static.project.intake import Intake, Refused
from importspy_static.project.places import real
from importspy_static.project.pyproject import declared_roots
from importspy_static.project.selection import compiled, is_compiled, is_source

ArchiveKind: TypeAlias = Literal["wheel", "sdist", "zip"]

_CACHED = "compiled code, which Python may run instead of the source"
_PATH_FILE = "a path file whose lines of code run whenever Python starts"
_INITS = {"__init__.py", "__init__.pyi"}
_SCRIPT = re.compile(rb"#!.*python")
_INSTALLED = re.compile(r"[^/]+\.data/(?:purelib|platlib)")
"""Folders of a wheel that are installed beside what lies at its top (the format of binary distributions)."""


class ArchiveFolder(Folder):
    """A folder within an archive."""

    def __init__(self, shown: str, kind: Owner, archive: str, way: str, tree: _Tree) -> None:
        super().__init__(shown, kind)
        self.archive = archive
        """The absolute path of the archive."""
        self.way = way
        """The way from the top of the archive, "" for the top itself."""
        self._tree = tree

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(self._tree.files.get(self.way, ()))

    @cached_property
    def folders(self) -> frozenset[str]:
        return frozenset(self._tree.folders.get(self.way, ()))

    def path(self, name: str) -> str:
        return f"{self.shown}{name}" if self.shown.endswith(":") else f"{self.shown}/{name}"

    def member(self, name: str) -> str:
        """The name of a file of this folder within the archive."""
        return f"{self.way}/{name}" if self.way else name

    def source(self, name: str, module: str | None, stands_for: str | None = None) -> SourceFile:
        member = self.member(name)
        return SourceFile(
            path=self.path(name),
            module=module,
            is_package=names.is_package(name),
            is_stub=name.endswith(".pyi"),
            kind=self.kind,
            file=self.archive,
            member=member,
            content=self._tree.contents.get(member, b""),
            stands_for=stands_for,
        )

    def read(self, name: str, size: int) -> bytes | None:
        content = self._tree.contents.get(self.member(name))
        return None if content is None or len(content) > size else content

    def opened(self, name: str) -> ArchiveFolder:
        return ArchiveFolder(self.path(name), self.kind, self.archive, self.member(name), self._tree)

    def at(self, way: str) -> ArchiveFolder | None:
        found = super().at(way)
        return found if isinstance(found, ArchiveFolder) else None


@dataclass(frozen=True, slots=True)
class _Tree:
    """The names of an archive by the folders that they are in."""

    files: Mapping[str, Sequence[str]]
    folders: Mapping[str, Sequence[str]]
    contents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """An archive that can be looked at as a folder."""

    path: str
    """As given."""
    file: str
    """Its absolute path, symbolic links resolved."""
    kind: ArchiveKind
    top: ArchiveFolder
    project: ArchiveFolder
    """The folder of the project: of a source distribution the one folder in it."""
    roots: tuple[ArchiveFolder, ...]
    """Where imports start, first things first."""
    sources: tuple[SourceFile, ...]
    """Every source file by its path; a stub only if there is no source of its name."""
    unreadable: tuple[Unreadable, ...]
    """What would run and cannot be looked at: extension modules, compiled code, path files with code."""

    def text(self, member: str) -> str | None:
        """A file of its metadata; None if it is not there, or too large."""
        folder, _, name = member.rpartition("/")
        holder = self.top.at(folder)
        content = None if holder is None else holder.read(name, limits.SETTINGS_BYTES)
        return None if content is None else content.decode("utf-8-sig", "replace")


def open_archive(path: str, kind: Owner = "project") -> Archive | tuple[str, ...]:
    """A wheel, a source distribution or a zip file, by the end of its name; or what is wrong with it.

    Source and metadata are kept in memory, within `limits`; of the rest of a zip file only the names are looked at, the
    rest of a tar file is expanded and dropped. An archive that nobody should unpack is no archive here: one that
    expands without measure, names files outside of itself or one file twice, holds links, devices or encrypted files,
    or that readers could read differently.
    """
    intake = Intake()
    try:
        with _opened(path) as file:
            _read(file, path, intake)
        intake.finish()
        if not intake.problems:
            return _archive(path, kind, intake)
    except Refused as refused:
        intake.problems.append(str(refused))
    except OSError as error:
        missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        told = f"it cannot be read: {(error.strerror or type(error).__name__).lower()}"
        intake.problems.append("there is no such file" if missing else told)
    return tuple(intake.problems)


def listed(shown: str, sizes: Mapping[str, int], read: Callable[[frozenset[str]], Mapping[str, bytes]]) -> Archive:
    """What is not a file but can be listed as one, such as a revision: looked at as a source distribution is.

    Args:
        shown: what stands before its paths where they are told.
        sizes: its files, in bytes.
        read: the contents of some of them.

    Raises:
        Refused: it is over a limit.
    """
    intake = Intake()
    wanted = [clean for name, size in sizes.items() if (clean := intake.file(name, size)) and intake.wants(clean)]
    kept = frozenset(name for name in wanted if sizes[name] <= limits.SOURCE_BYTES)
    for name, content in read(kept).items():
        intake.keep(name, content)
    intake.finish()
    return _archive(shown, "project", intake)


def open_zip(path: str, shown: str, kind: Owner) -> ArchiveFolder | None:
    """The top of a zip file of a search path, whatever its name is; None if it cannot be looked at."""
    from importspy_static.project.zip_reader import read_zip

    intake = Intake()
    try:
        with _opened(path) as file:
            read_zip(file, os.fstat(file.fileno()).st_size, intake)
        intake.finish()
    except (Refused, OSError):
        return None
    return None if intake.problems else _top(path, shown, kind, intake)


# --- reading ----------------------------------------------------------------------------------------------------------


def _opened(path: str) -> BinaryIO:
    """A regular file, opened without waiting; looked at again once open, since it may have been replaced.

    Raises:
        Refused: it is none, or it is over the limit.
    """
    try:
        _check(os.stat(path))
    except ValueError:  # a NUL
        raise Refused("there is no such file") from None
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = os.fdopen(handle, "rb")
    try:
        _check(os.fstat(handle))
    except Refused:
        file.close()
        raise
    return file


def _check(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refused("it is not a regular file")
    if status.st_size > limits.ARCHIVE_BYTES:
        raise Refused(f"it is larger than {limits.ARCHIVE_BYTES // 2**20} MiB")


def _read(file: BinaryIO, path: str, intake: Intake) -> None:
    name = path.lower()
    if name.endswith((".whl", ".zip")):
        from importspy_static.project.zip_reader import read_zip

        read_zip(file, os.fstat(file.fileno()).st_size, intake)
        return
    suffix = next((end for end in (".gz", ".bz2", ".xz") if name.endswith(f".tar{end}")), None)
    if suffix is None and not name.endswith(".tgz"):
        raise Refused("its name does not tell what archive it is")
    from importspy_static.project.tar_reader import read_tar

    read_tar(file, suffix or ".gz", intake)


# --- what is in it ----------------------------------------------------------------------------------------------------


def _top(path: str, shown: str, kind: Owner, intake: Intake) -> ArchiveFolder:
    files: dict[str, list[str]] = {}
    folders: dict[str, list[str]] = {}
    for found, into in ((intake.files, files), (intake.folders, folders)):
        for whole in found:
            way, _, name = whole.rpartition("/")
            into.setdefault(way, []).append(name)
    return ArchiveFolder(shown, kind, real(path), "", _Tree(files, folders, intake.contents))


def _archive(path: str, kind: Owner, intake: Intake) -> Archive:
    top = _top(path, path, kind, intake)
    if path.lower().endswith(".whl"):
        what: ArchiveKind = "wheel"
        project, roots = top, _wheel_roots(top)
    else:
        project = _project(top)
        what = "sdist" if "PKG-INFO" in project.files or not path.lower().endswith(".zip") else "zip"
        roots = _project_roots(project)
    folders = [top, *_below(top)]
    sources: list[SourceFile] = []
    unreadable: list[Unreadable] = []
    for folder in folders:
        for name in folder.files:
            module = _module(folder.member(name), roots)
            if _is_code(name, folder):
                sources.append(folder.source(name, module))
            elif (found := _unreadable(folder, name, module)) is not None:
                unreadable.append(found)
    return Archive(
        path=path,
        file=top.archive,
        kind=what,
        top=top,
        project=project,
        roots=roots,
        sources=tuple(sorted(sources, key=lambda source: source.path.split("/"))),
        unreadable=tuple(sorted(unreadable, key=lambda found: found.path.split("/"))),
    )


def _wheel_roots(top: ArchiveFolder) -> tuple[ArchiveFolder, ...]:
    """The top of a wheel, and the folders that are installed beside it.

    Raises:
        Refused: it lacks the metadata that make it a wheel.
    """
    told = [name for name in sorted(top.folders) if name.endswith(".dist-info")]
    if len(told) != 1:
        raise Refused(f"it is no wheel: it has {len(told) or 'no'} folders of metadata (.dist-info)")
    lacking = {"METADATA", "RECORD", "WHEEL"} - top.opened(told[0]).files
    if lacking:
        raise Refused(f"it is no wheel: {told[0]} has no {' and no '.join(sorted(lacking))}")
    beside = [top.at(f"{name}/{each}") for name in sorted(top.folders) for each in ("purelib", "platlib")]
    return (top, *(each for each in beside if each is not None and _INSTALLED.fullmatch(each.way)))


def _project(top: ArchiveFolder) -> ArchiveFolder:
    """The folder of a project: the only one at the top, unless that is a package or there is more."""
    if len(top.folders) == 1 and not top.files & {"setup.py", "pyproject.toml", "PKG-INFO"}:
        (only,) = top.folders
        inner = top.folder(only)
        if isinstance(inner, ArchiveFolder) and "__init__.py" not in inner.files:
            is_alone = not any(name.endswith((".py", ".pyi")) for name in top.files)
            return inner if is_alone else top
    return top


def _project_roots(project: ArchiveFolder) -> tuple[ArchiveFolder, ...]:
    settings = [project.read(name, limits.SETTINGS_BYTES) for name in ("pyproject.toml", "setup.cfg")]
    found = [project.at(way) for way in dict.fromkeys((*declared_roots(*settings), "src")) if way != "."]
    roots = [each for each in found if each is not None and not (each.files & _INITS and each.way.endswith("src"))]
    return (*roots, project)


def _below(folder: Folder) -> list[ArchiveFolder]:
    """All folders within one, itself left out."""
    found: list[ArchiveFolder] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        inner = [here.folder(name) for name in here.folders]
        found += [each for each in inner if isinstance(each, ArchiveFolder)]
        waiting += [each for each in inner if each is not None]
    return found


def _module(member: str, roots: Sequence[ArchiveFolder]) -> str | None:
    """What an import calls a file: by the first root that can name it."""
    for root in roots:
        way = f"{root.way}/" if root.way else ""
        if member.startswith(way) and (module := names.dotted(member[len(way) :].split("/"))):
            return module
    return None


def _is_code(name: str, folder: ArchiveFolder) -> bool:
    """Whether a file is source by its name, or a script of a wheel that Python runs."""
    if is_source(name, folder):
        return True
    if not folder.way.endswith(".data/scripts") or "." in name:
        return False
    content = folder.read(name, limits.SOURCE_BYTES)
    return content is not None and _SCRIPT.match(content[:200]) is not None


def _unreadable(folder: ArchiveFolder, name: str, module: str | None) -> Unreadable | None:
    path = folder.path(name)
    if folder.way.rpartition("/")[2] == "__pycache__":
        return Unreadable(path, None, _CACHED) if name.endswith(".pyc") else None
    if is_compiled(name, folder):
        return compiled(path, module)
    if name.endswith(".pth") and _runs_code(folder.read(name, limits.SETTINGS_BYTES)):
        return Unreadable(path, None, _PATH_FILE)
    return None


def _runs_code(content: bytes | None) -> bool:
    """Whether a path file has lines that are run (documentation of the module `site`); so has one that is too large."""
    return content is None or any(line.startswith((b"import ", b"import\t")) for line in content.splitlines())
