"""Folders of modules as graphs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from importspy_static.checking.import_graph import import_graph
from importspy_static.checking.importers import importers_of
from importspy_static.extract.extraction import extract
from importspy_static.model.graph import Edge, ImportGraph
from importspy_static.model.program import Program
from importspy_static.model.source import SourceFile
from importspy_static.project.finder import Finder
from importspy_static.project.roots import source_file
from tests.project.trees import write


class Tree:
    """Modules on disk, and the graph of some of them. Paths are told from the folder."""

    def __init__(self, folder: Path, contents: Mapping[str, str], *, only: tuple[str, ...] = ()) -> None:
        self.folder = folder
        write(folder, contents)
        self._finder = Finder([str(folder)], (), version=(3, 11), platform="linux")
        paths = only or tuple(path for path in contents if path.endswith((".py", ".pyi")))
        self.files = [source_file(str(folder / path), [str(folder)]) for path in paths]
        self.graph = self.of(self.files)

    def of(self, files: list[SourceFile]) -> ImportGraph:
        return import_graph(files, self.program, lambda name, _: self._finder.find(name))

    def program(self, file: SourceFile) -> Program | None:
        facts = extract(Path(file.file).read_bytes())
        return facts if isinstance(facts, Program) else None

    def short(self, path: str) -> str:
        return Path(path).relative_to(self.folder).as_posix()

    def path(self, short: str) -> str:
        return str(self.folder / short)

    def edge(self, importer: str, imported: str) -> Edge:
        ends = self.path(importer), self.path(imported)
        (only,) = [each for each in self.graph.edges if (each.importer, each.imported) == ends]
        return only

    def edges(self, importer: str | None = None, *, implied: bool = False) -> list[tuple[str, ...]]:
        """Importer and imported, with the names."""
        return [
            (self.short(each.importer), self.short(each.imported), *each.names)
            for each in self.graph.edges
            if each.implied == implied and importer in (None, self.short(each.importer))
        ]

    def importers(self, path: str) -> dict[str, tuple[str, ...]]:
        """The importers of a module, each with the modules that hand it on."""
        found = importers_of(self.graph, self.path(path))
        return {self.short(each.path): tuple(map(self.short, each.via)) for each in found}

    def cycles(self) -> list[list[str]]:
        return [[self.short(path) for path in cycle] for cycle in self.graph.cycles]
