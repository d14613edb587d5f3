"""Modules of a project that import each other, where it matters which of them is imported first.

`World` looks at modules in the order in which somebody asks for them, which is chance. What comes of a circle when one
module is the first to be imported is told here, by going through the imports as Python would: a from-import of a module
whose own import has begun and has not ended fails unless the name is bound by then. Only what surely happens
counts; see docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeAlias

from importspy_static.interpret.providers import HOOK
from importspy_static.interpret.relative import absolute
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import DEEPEST_IMPORT
from importspy_static.model.expression import Collection, Expression, Name, Node, Starred
from importspy_static.model.place import Span
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    ClassDef,
    FunctionDef,
    Import,
    ImportFrom,
    Loop,
    Match,
    Program,
    Statement,
    Try,
    TypeStatement,
    With,
    blocks_of,
)


class Known(Protocol):
    """A module, as far as its place in the order of imports goes."""

    @property
    def number(self) -> int:
        """Of its file."""

    @property
    def name(self) -> str:
        """Its dotted name."""

    @property
    def package(self) -> str:
        """What relative imports of it start from."""


class Failure(NamedTuple):
    """An import that fails if a module is the first to be imported."""

    span: Span
    """The statement of that module."""
    module: str
    """What the statement imports, as it is written."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One step of an import statement: a module, and the name that is taken of it."""

    module: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """What one statement at the top of a module does to the order: what it imports, then what it binds."""

    imports: tuple[_Wanted, ...] = ()
    binds: tuple[str, ...] = ()
    span: Span | None = None
    written: str = ""
    surely: bool = True


class _Resolved(NamedTuple):
    """The same with the modules of the project that are meant, by number."""

    fronts: tuple[int, ...]
    """The packages that the module is in, and the module, as far as they are of the project."""
    owner: int | None
    """The module that the name is taken of."""
    name: str | None
    inner: int | None
    """The module of the name, if there is one."""


class _Act(NamedTuple):
    """A step whose modules are known."""

    step: _Step
    resolved: tuple[_Resolved, ...]


@dataclass(slots=True)
class _Walk:
    """One import of one module, nothing else having been imported before."""

    begun: dict[int, set[str]] = field(default_factory=dict)
    """The modules whose import has begun and not ended, with what they have bound so far."""
    done: set[int] = field(default_factory=set)
    uncertain: list[tuple[str, int]] = field(default_factory=list)
    """Modules that may have been imported by now, and who did."""


class _Fails(Exception):
    pass


Find: TypeAlias = "Callable[[str, int], tuple[Known, Program] | None]"
"""The module of the project of a dotted name, as the module of this number would import it, with its program."""


class ImportOrder:
    """What comes of imports, by who is first."""

    def __init__(self, find: Find) -> None:
        self._ask = find
        self._modules: dict[int, tuple[Known, Program]] = {}
        self._steps: dict[int, tuple[_Step, ...]] = {}
        self._acts: dict[int, tuple[_Act, ...]] = {}
        self._bound: dict[int, frozenset[str]] = {}
        self._calm: dict[int, bool] = {}
        """Whether a module, and all that it imports, is in no circle."""

    def failure(self, first: Known, program: Program) -> Failure | None:
        """The statement of a module that surely fails if it is the first to be imported, in a circle; else None."""
        if self._is_calm(first, program, set()):
            return None
        self._modules[first.number] = first, program
        walk = _Walk()
        parts = first.name.split(".")
        try:
            for index in range(1, len(parts)):
                found = self._find(".".join(parts[:index]), first.number)
                if found is not None:
                    self._load(walk, found[0].number)
        except _Fails:
            return None  # it is a package that fails, which is told of that one
        if first.number in walk.done:
            return None
        bound = walk.begun[first.number] = set()
        act: _Act | None = None
        try:
            for act in self._acts_of(first.number):
                self._take(walk, first.number, bound, act)
        except _Fails:
            if act is not None and act.step.span is not None:
                return Failure(act.step.span, act.step.written)
        return None

    def _find(self, path: str, asker: int) -> tuple[Known, Program] | None:
        """The module of the project of a dotted name, which is known by its number from now on."""
        found = self._ask(path, asker)
        if found is not None:
            self._modules[found[0].number] = found
        return found

    # --- circles ------------------------------------------------------------------------------------------------

    def _is_calm(self, known: Known, program: Program, around: set[int]) -> bool:
        if known.number in around or len(around) > DEEPEST_IMPORT:
            return False
        if known.number not in self._calm:
            around.add(known.number)
            inner = (self._find(name, known.number) for name in self._modules_of(known, program))
            self._calm[known.number] = all(each is None or self._is_calm(*each, around) for each in inner)
            around.discard(known.number)
        return self._calm[known.number]

    def _modules_of(self, known: Known, program: Program) -> Iterator[str]:
        for step in self._steps_of(known, program):
            for each in step.imports if step.surely else ():
                yield from _fronts(each.module)
                if each.name is not None:
                    yield f"{each.module}.{each.name}"

    # --- the walk -----------------------------------------------------------------------------------------------

    def _load(self, walk: _Walk, number: int) -> None:
        """Import a module of the project."""
        if number in walk.done or number in walk.begun or len(walk.begun) > DEEPEST_IMPORT:
            return
        if not self._calm.get(number, False):
            bound = walk.begun[number] = set()
            for act in self._acts_of(number):
                self._take(walk, number, bound, act)
            del walk.begun[number]
        walk.done.add(number)

    def _take(self, walk: _Walk, number: int, bound: set[str], act: _Act) -> None:
        step = act.step
        if not step.surely:
            walk.uncertain += [(wanted.module, number) for wanted in step.imports]
            return
        for fronts, owner, name, inner in act.resolved:
            for front in fronts:
                if front not in walk.done:
                    self._load(walk, front)
            if name is None or owner is None:
                continue
            there = walk.begun.get(owner)
            if there is None:
                if inner is not None and inner not in walk.done and name not in self._bound_by(owner):
                    self._load(walk, inner)
            elif there.isdisjoint((name, "*", HOOK)):
                if inner is not None:
                    self._load(walk, inner)
                elif name in self._bound_by(owner) and self._is_certain(walk, owner, number):
                    raise _Fails
        bound.update(step.binds)

    def _acts_of(self, number: int) -> tuple[_Act, ...]:
        """The steps of a module; those that follow each other and only bind names are one."""
        if number not in self._acts:
            acts: list[_Act] = []
            for step in self._steps_of(*self._modules[number]):
                if not step.imports and acts and not acts[-1].step.imports:
                    acts[-1] = _Act(_Step(binds=acts[-1].step.binds + step.binds), ())
                else:
                    wanted = step.imports if step.surely else ()
                    acts.append(_Act(step, tuple(self._resolved(each, number) for each in wanted)))
            self._acts[number] = tuple(acts)
        return self._acts[number]

    def _resolved(self, wanted: _Wanted, asker: int) -> _Resolved:
        found = [self._find(front, asker) for front in _fronts(wanted.module)]
        inner = None if wanted.name is None else self._find(f"{wanted.module}.{wanted.name}", asker)
        return _Resolved(
            tuple(each[0].number for each in found if each is not None),
            None if found[-1] is None else found[-1][0].number,
            wanted.name,
            None if inner is None else inner[0].number,
        )

    def _bound_by(self, number: int) -> frozenset[str]:
        """The names that a module binds itself, so that a from-import of one loads no submodule."""
        if number not in self._bound:
            steps = self._steps_of(*self._modules[number])
            self._bound[number] = frozenset(name for step in steps for name in step.binds)
        return self._bound[number]

    def _is_certain(self, walk: _Walk, owner: int, asker: int) -> bool:
        """Whether neither of two modules may have been imported before, by what may or may not have run."""
        seen: set[int] = set()
        pending = [*walk.uncertain]
        while pending:
            path, by = pending.pop()
            for front in _fronts(path):
                found = self._find(front, by)
                if found is None or found[0].number in seen:
                    continue
                known, program = found
                seen.add(known.number)
                if known.number in (owner, asker):
                    return False
                for step in self._steps_of(known, program):
                    for each in step.imports:
                        inner = [f"{each.module}.{each.name}"] if each.name is not None else []
                        pending += [(name, known.number) for name in (each.module, *inner)]
        return True

    def _steps_of(self, known: Known, program: Program) -> tuple[_Step, ...]:
        if known.number not in self._steps:
            self._steps[known.number] = tuple(_steps(program, known.package))
        return self._steps[known.number]


def _fronts(path: str) -> list[str]:
    """The packages that a module is in, the outermost first, and the module."""
    parts = path.split(".")
    return [".".join(parts[: index + 1]) for index in range(len(parts))]


# --- what a module's statements do ------------------------------------------------------------------------------------


def _steps(program: Program, package: str) -> Iterator[_Step]:
    for each in program.imports:
        if each.circumstances and "type_checking" not in each.circumstances:
            # From the first line on, as a function may run before the line that it stands in.
            path = absolute("." * each.level + each.module, package)
            if path is not None:
                yield _Step((_Wanted(path, each.name),), surely=False)
    for statement in program.body:
        if isinstance(statement, Import):
            names = tuple(each.alias or each.module.partition(".")[0] for each in statement.modules)
            modules = tuple(each.module for each in statement.modules)
            yield _Step(tuple(map(_Wanted, modules)), names, statement.span, ", ".join(modules))
        elif isinstance(statement, ImportFrom):
            yield _taken(statement, package)
        else:
            yield _Step(binds=tuple(_bound([statement])))


def _taken(statement: ImportFrom, package: str) -> _Step:
    written = "." * statement.level + statement.module
    path = absolute(written, package)
    if path is None:
        return _Step(binds=("*",))
    if statement.names is None:
        return _Step((_Wanted(path),), ("*",), statement.span, written)
    wanted = tuple(_Wanted(path, each.name) for each in statement.names)
    return _Step(wanted, tuple(each.alias or each.name for each in statement.names), statement.span, written)


def _bound(block: Iterable[Statement]) -> Iterator[str]:
    """The names that statements may bind; `*` where that is more than is told here."""
    for statement in block:
        match statement:
            case Assign(targets=targets):
                yield from (name for each in targets for name in _names(each.node))
            case AugmentedAssign(target=target) | Loop(target=Expression() as target):
                yield from _names(target.node)
            case With(items=items):
                yield from (name for _, target in items if target is not None for name in _names(target.node))
            case Try(handlers=handlers):
                yield from (each.name for each in handlers if each.name is not None)
            case Match(cases=cases):
                yield from (name for case in cases for name, _ in case.captures)
            case FunctionDef(name=name) | ClassDef(name=name) | TypeStatement(name=name):
                yield name
                continue
            case Import(modules=modules):
                yield from (each.alias or each.module.partition(".")[0] for each in modules)
            case ImportFrom(names=names):
                yield from (each.alias or each.name for each in names) if names is not None else ("*",)
        for inner in blocks_of(statement):
            yield from _bound(inner)


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(id=name):
            yield name
        case Collection(items=items):
            for each in items:
                yield from _names(each)
        case Starred(operand=operand):
            yield from _names(operand)
