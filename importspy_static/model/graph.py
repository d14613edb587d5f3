"""Which module imports which, among the files of a run. Paths, as shown to people, are the keys; never names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.imports import Circumstance
from importspy_static.model.place import Span
from importspy_static.model.report import Verdict
from importspy_static.model.source import Owner

ContractVerdict: TypeAlias = "tuple[str, Verdict | None]"
"""The path of a contract and what a module is by it; None if it was not judged."""

_VERDICTS: tuple[Verdict, ...] = ("compliant", "undecided", "broken")
"""From the best to the worst."""


@dataclass(frozen=True, slots=True)
class GraphModule:
    """A file of the graph. Who builds one knows no contracts; who judges adds them (`dataclasses.replace`)."""

    path: str
    module: str | None = None
    """The dotted name that imports give it."""
    is_read: bool = True
    """Whether there are facts of it. What is not read seems to import nothing."""
    contracts: tuple[ContractVerdict, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The worst by any of its contracts; None where it was judged by none."""
        found = [verdict for _, verdict in self.contracts if verdict is not None]
        return max(found, key=_VERDICTS.index, default=None)


@dataclass(frozen=True, slots=True)
class Edge:
    """One module imports another, in one way or several."""

    importer: str
    imported: str
    names: tuple[str, ...]
    """What from-imports take of it, sorted; `*` is all. Empty where it is only imported itself. What is taken for type
    checkers is told where all of it is for them."""
    span: Span
    """The first place, of those with these circumstances."""
    circumstances: tuple[Circumstance, ...] = ()
    """Those of the import that is the surest to run."""
    implied: bool = False
    """It is no more than a package that the import of another module runs first: `a` and `a.b` of `import a.b.c`.

    The packages that the importer itself is in are not told: they are there before it runs.
    """

    @property
    def runs(self) -> bool:
        """Whether it may run at all; else it is there for type checkers."""
        return "type_checking" not in self.circumstances

    @property
    def runs_on_import(self) -> bool:
        """Whether it may run while the importer is being imported."""
        return self.runs and "lazy" not in self.circumstances


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An import that leads to nothing, as far as can be seen."""

    importer: str
    name: str
    """The dotted path, relative ones with their dots."""
    span: Span
    circumstances: tuple[Circumstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """A top-level module or package that is imported and is not one of the files."""

    name: str
    owner: Owner
    """Whose it is: "standard" also for what only typeshed knows; "project" for a file of it that was not given."""
    importers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """A module gets hold of another one, or of a name of it. What `importers_of` follows; more than edges tell."""

    importer: str
    source: str
    name: str | None
    """The name; `*` for all, None for the module itself."""
    offered: str | None
    """The name under which the importer offers it to others: `*` for all names, None if it does not."""
    span: Span
    through: tuple[str, ...] = ()
    """Modules whose attributes led to the source: the path of `pkg` in `pkg.core.run`."""
    is_import: bool = True
    """Whether it makes the importer one; not so what is only there for type checkers, or for `__getattr__`."""


@dataclass(frozen=True, slots=True)
class ModuleNames:
    """The names of a module, as far as they matter to who imports it."""

    bound: frozenset[str] = frozenset()
    """All that it binds at its top, under any condition, what its own `import *` bring left out."""
    listed: frozenset[str] | None = None
    """`__all__`, if that is spelled out."""
    settled: Mapping[str, int] = field(default_factory=dict)
    """By name, the line of its last binding that no condition guards: what was bound before is lost."""

    def is_public(self, name: str) -> bool:
        """Whether `import *` takes it, if it is there."""
        return name in self.listed if self.listed is not None else not name.startswith("_")


@dataclass(frozen=True)
class ImportGraph:
    """All of it, in a stable order: by path, then by place."""

    modules: tuple[GraphModule, ...] = ()
    edges: tuple[Edge, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    """Modules that import each other while they are imported: each set that hangs together, and each module that
    imports itself. The smallest path comes first, then those that it leads to, as they are met."""
    unresolved: tuple[Unresolved, ...] = ()
    outside: tuple[Outside, ...] = ()
    takings: tuple[Taking, ...] = field(default=(), repr=False)
    names: Mapping[str, ModuleNames] = field(default_factory=dict, repr=False, compare=False)
    """By path, what modules have to hand on."""
    tool_version: str = ""

    @cached_property
    def takings_of(self) -> Mapping[str, Mapping[str | None, Sequence[Taking]]]:
        """The takings by their source, then by the name."""
        found: dict[str, dict[str | None, list[Taking]]] = {}
        for each in self.takings:
            found.setdefault(each.source, {}).setdefault(each.name, []).append(each)
        return found

    @cached_property
    def imports_of(self) -> Mapping[str, Sequence[Edge]]:
        """The edges by what is imported."""
        found: dict[str, list[Edge]] = {}
        for each in self.edges:
            found.setdefault(each.imported, []).append(each)
        return found

    @cached_property
    def stars_of(self) -> Mapping[str, Sequence[str]]:
        """By importer, of what it hands on all names."""
        found: dict[str, list[str]] = {}
        for each in self.takings:
            if each.name == "*" and each.offered == "*":
                found.setdefault(each.importer, []).append(each.source)
        return found

    def cyclic(self) -> frozenset[tuple[str, str]]:
        """The imports that are part of cycles, by who imports and what."""
        number = {path: index for index, cycle in enumerate(self.cycles) for path in cycle}
        return frozenset(
            (each.importer, each.imported)
            for each in self.edges
            if each.runs_on_import and each.importer in number and number[each.importer] == number.get(each.imported)
        )


@dataclass(frozen=True, slots=True)
class Importer:
    """A module that imports another, or takes a name of it that others hand on."""

    path: str
    span: Span
    """Where it does so."""
    via: tuple[str, ...] = ()
    """The modules that hand the name on, the one that it is taken from first. Empty if it is imported directly."""
    via_spans: tuple[Span, ...] = ()
    """Where each of these gets it; the first line where that is told by no import."""
    implied: bool = False
    """Only because it is the package of what is imported."""
