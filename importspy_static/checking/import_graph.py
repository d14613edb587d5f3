"""Who imports whom: the graph of the files of a run, from the facts of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static._version import VERSION
from importspy_static.checking.cycles import cycles
from importspy_static.checking.module_names import Find, ModuleName, Modules, Programs
from importspy_static.checking.takings import Takings
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.graph import Edge, GraphModule, ImportGraph, Outside, Taking, Unresolved
from importspy_static.model.imports import Circumstance, ImportFact
from importspy_static.model.place import Span
from importspy_static.model.source import Namespace, Owner, SourceFile, Unreadable
from importspy_static.model.standard_library_modules import is_standard

_WEAKER: dict[Circumstance, int] = {"conditional": 1, "targeted": 1, "optional": 1, "lazy": 2, "type_checking": 3}
_NO_IMPORT = "__future__"
"""It tells the compiler something, and is imported for nobody."""


def import_graph(files: Sequence[SourceFile], program: Programs, find: Find) -> ImportGraph:
    """The graph of some files. It is the same for every target: what conditions guard is in it.

    Args:
        files: the files; one that is given twice counts once.
        program: the facts of a file; None if there are none, as it cannot be read or is no Python.
        find: what a dotted name is for the file that asks (`project.finder.Finder.find`).
    """
    modules = Modules(files, program, find)
    read = [_Reader(modules, modules.files[path]) for path in sorted(modules.files)]
    edges = tuple(edge for each in read for edge in each.edges())
    leads_to: dict[str, list[str]] = {path: [] for path in sorted(modules.files)}
    for edge in edges:
        if edge.runs_on_import:
            leads_to[edge.importer].append(edge.imported)
    return ImportGraph(
        modules=tuple(GraphModule(each.file.path, each.file.module, each.is_read) for each in read),
        edges=edges,
        cycles=cycles(leads_to),
        unresolved=tuple(problem for each in read for problem in each.unresolved),
        outside=_outside(read),
        takings=tuple(taking for each in read for taking in each.takings),
        names={path: modules.bindings(file).names for path, file in modules.files.items()},
        tool_version=VERSION,
    )


@dataclass(slots=True)
class _Imported:
    """All imports of one module by another."""

    strength: int
    circumstances: tuple[Circumstance, ...]
    span: Span
    names: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})
    """Those of imports that may run, and those of others."""
    stated: set[bool] = field(default_factory=set)
    """Whether imports that say so may run, as far as there are any: not those of packages on the way."""

    def edge(self, importer: str, imported: str) -> Edge:
        runs = self.strength < _WEAKER["type_checking"]
        names = tuple(sorted(self.names[runs]))
        return Edge(importer, imported, names, self.span, self.circumstances, runs not in self.stated)


class _Reader:
    """What one file imports."""

    def __init__(self, modules: Modules, file: SourceFile) -> None:
        self._modules, self.file = modules, file
        self._imported: dict[str, _Imported] = {}
        self.unresolved: list[Unresolved] = []
        self.outside: dict[str, Owner] = {}
        self.takings: tuple[Taking, ...] = ()
        program = modules.program(file)
        self.is_read = program is not None
        if program is not None:
            for fact in program.imports:
                if not (fact.level == 0 and fact.module == _NO_IMPORT):
                    self._import(fact)
            self.takings = tuple(Takings(modules, file, program).all())

    def edges(self) -> Iterator[Edge]:
        """In the order of their places."""
        in_order = sorted(self._imported.items(), key=lambda each: (_at(each[1].span), each[0]))
        return (found.edge(self.file.path, path) for path, found in in_order)

    def _import(self, fact: ImportFact) -> None:
        base = self._modules.base(self.file, fact.level, fact.module)
        found = None if base is None else self._modules.find(base)
        if base is not None and found is None and fact.call and fact.name is None and not base.is_path:
            # What `pkgutil.resolve_name` and `pydoc.locate` take may end in a name of the module.
            base = ModuleName(base.text.rpartition(".")[0], self.file)
            found = self._modules.find(base) if base.text else None
        if base is None or found is None:
            self._lead_to_nothing(fact)
            return
        for package in base.packages():
            self._note(package, self._modules.find(package), fact, implied=True)
        match fact.name, found:
            case ((None | "*"), _):
                self._note(base, found, fact)
                if fact.name == "*" and isinstance(found, SourceFile):
                    self._import_listed(base, found, fact)
            case str(name), SourceFile() | Namespace():
                inner = self._modules.submodule(base, found, name)
                if inner is not None:
                    self._note(base, found, fact, implied=True)
                    self._note(base.child(name), inner, fact, is_whole=True)
                elif isinstance(found, Namespace):
                    self._lead_to_nothing(fact)
                else:
                    self._note(base, found, fact)
            case _:
                self._note(base, found, fact)

    def _import_listed(self, base: ModuleName, found: SourceFile, fact: ImportFact) -> None:
        """`import *` imports the submodules that `__all__` of a package names."""
        for name in sorted(self._modules.bindings(found).listed or ()):
            if (inner := self._modules.submodule(base, found, name)) is not None:
                self._note(base.child(name), inner, fact, is_whole=True)

    def _lead_to_nothing(self, fact: ImportFact) -> None:
        self.unresolved.append(Unresolved(self.file.path, fact.path, fact.span, fact.circumstances))

    def _note(
        self, name: ModuleName, found: object, fact: ImportFact, *, implied: bool = False, is_whole: bool = False
    ) -> None:
        match found:
            case SourceFile(path=path) if path in self._modules.files:
                if not (implied and self._is_within(found)):
                    self._note_edge(path, fact, None if implied or is_whole else fact.name, implied=implied)
            case SourceFile(kind=kind):
                self._note_outside(name, "standard" if kind == "typeshed" else kind)
            case Unreadable():
                self._note_outside(name, None)
            case Namespace() if not self._modules.is_of_the_run(name.text.partition(".")[0]):
                self._note_outside(name, None)

    def _is_within(self, package: SourceFile) -> bool:
        """Whether this file is in a package, or is its `__init__`."""
        own, outer = self.file.module, package.module
        return own is not None and outer is not None and f"{own}.".startswith(f"{outer}.")

    def _note_edge(self, path: str, fact: ImportFact, name: str | None, *, implied: bool) -> None:
        strength = max((_WEAKER[each] for each in fact.circumstances), default=0)
        known = self._imported.get(path)
        if known is None:
            known = self._imported[path] = _Imported(strength, fact.circumstances, fact.span)
        elif (strength, _at(fact.span)) < (known.strength, _at(known.span)):
            known.strength, known.circumstances, known.span = strength, fact.circumstances, fact.span
        runs = "type_checking" not in fact.circumstances
        if not implied:
            known.stated.add(runs)
        if name is not None:
            known.names[runs].add(name)

    def _note_outside(self, name: ModuleName, owner: Owner | None) -> None:
        top = name.text.partition(".")[0]
        if owner is None:
            theirs: Owner = "standard" if is_standard(top) else "installed"
            owner = "project" if self._modules.is_of_the_run(top) else theirs
        self.outside.setdefault(top, owner)


def _outside(read: Sequence[_Reader]) -> tuple[Outside, ...]:
    """What is imported and is none of the files, each with the paths of who does it."""
    owners: dict[str, Owner] = {}
    importers: dict[str, list[str]] = {}
    for each in read:
        for name, owner in each.outside.items():
            owners.setdefault(name, owner)
            importers.setdefault(name, []).append(each.file.path)
    return tuple(Outside(name, owners[name], tuple(importers[name])) for name in sorted(owners))


def _at(span: Span) -> tuple[int, int]:
    return span.line, span.column
