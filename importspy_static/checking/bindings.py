"""What the names at the top of a module are bound to, as far as imports have to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import NAME_CHAIN
from importspy_static.model.expression import Attribute, BinaryOperation, Call, Collection, Constant, Name, Node
from importspy_static.model.graph import ModuleNames
from importspy_static.model.imports import ImportFact
from importspy_static.model.place import Span
from importspy_static.model.program import (
    Assign,
    AugmentedAssign,
    Block,
    ClassDef,
    Evaluate,
    FunctionDef,
    Import,
    ImportFrom,
    Loop,
    Program,
    Statement,
    TypeStatement,
    With,
    blocks_of,
)


@dataclass(slots=True)
class Bindings:
    """The names of one module, whatever the conditions around them."""

    imports: dict[str, list[ImportFact]] = field(default_factory=dict)
    """Those bound by imports."""
    stars: list[ImportFact] = field(default_factory=list)
    aliases: dict[str, list[tuple[tuple[str, ...], Span]]] = field(default_factory=dict)
    """Those that are assigned a dotted path, with its place: `Extension = core.Extension`."""
    others: set[str] = field(default_factory=set)
    """Those bound to something that the module makes."""
    listed: set[str] | None = None
    """`__all__`, if all of it is spelled out."""
    offered: dict[Span, str] = field(default_factory=dict)
    """By the place of an import, the name under which others find at the top of the module what it imports."""
    has_getattr: bool = False
    """Names that it does not bind may be there all the same (PEP 562)."""

    settled: dict[str, int] = field(default_factory=dict)
    """By name, the line of its last binding that no condition guards."""

    @property
    def names(self) -> ModuleNames:
        """What others may take, without what it has by `import *` itself."""
        bound = frozenset({*self.imports, *self.aliases, *self.others})
        return ModuleNames(bound, None if self.listed is None else frozenset(self.listed), self.settled)


def bindings_of(program: Program) -> Bindings:
    """Read the names of a module."""
    found = Bindings()
    facts = {each.span: each for each in program.imports if each.call is None}
    listing = _Listing()
    for statement in _at_the_top(program.body):
        for span in _imported(statement):
            if (fact := facts.get(span)) is not None:
                _bind(found, fact)
        _note(found, statement)
        listing.read(statement)
    found.settled = {name: line for each in program.body for name, line in _settled(each, facts)}
    found.listed = listing.names
    found.has_getattr = "__getattr__" in found.others
    if found.has_getattr:
        for fact in facts.values():
            if "lazy" in fact.circumstances and fact.name not in (None, "*"):
                _bind(found, fact)
    return found


def bound_name(fact: ImportFact) -> str:
    """The name that an import binds; of `import a.b` it is `a`."""
    return fact.alias or fact.name or fact.module.partition(".")[0]


def _bind(found: Bindings, fact: ImportFact) -> None:
    if fact.name == "*":
        found.stars.append(fact)
        found.offered[fact.span] = "*"
    else:
        name = bound_name(fact)
        found.imports.setdefault(name, []).append(fact)
        found.offered[fact.span] = name


def _at_the_top(body: Block) -> Iterator[Statement]:
    """The statements of a module, those of blocks too, those of functions and classes not, in order."""
    pending: list[Statement] = [*reversed(body)]
    while pending:
        statement = pending.pop()
        yield statement
        blocks = () if isinstance(statement, ClassDef) else tuple(blocks_of(statement))
        for block in reversed(blocks):
            pending += reversed(block)


def _imported(statement: Statement) -> Iterator[Span]:
    """The places of what a statement imports."""
    match statement:
        case Import(modules=modules):
            yield from (each.span for each in modules)
        case ImportFrom(names=None, span=span):
            yield span
        case ImportFrom(names=names):
            yield from (each.span for each in names or ())


def _note(found: Bindings, statement: Statement) -> None:
    match statement:
        case FunctionDef(name=name, globals=more):
            found.others |= {name, *more}
        case ClassDef(name=name) | TypeStatement(name=name):
            found.others.add(name)
        case Assign(targets=targets, value=given) if given is not None:
            path = _dotted(given.node)
            for target in targets:
                match target.node:
                    case Name(id=name) if path and path[0] != name:
                        found.aliases.setdefault(name, []).append((path, given.span))
                    case node:
                        found.others |= {*_targets(node)}
        case Loop(target=target) if target is not None:
            found.others |= {*_targets(target.node)}
        case With(items=items):
            found.others |= {name for _, target in items if target is not None for name in _targets(target.node)}


def _settled(statement: Statement, facts: Mapping[Span, ImportFact]) -> Iterator[tuple[str, int]]:
    """The names that a statement binds for sure, and where."""
    match statement:
        case FunctionDef(name=name, span=span) | ClassDef(name=name, span=span) | TypeStatement(name=name, span=span):
            yield name, span.line
        case Assign(targets=targets, value=given, span=span) if given is not None:
            yield from ((name, span.line) for each in targets for name in _targets(each.node))
        case Import() | ImportFrom():
            for span in _imported(statement):
                if (fact := facts.get(span)) is not None and fact.name != "*":
                    yield bound_name(fact), span.line


def _targets(node: Node) -> Iterator[str]:
    match node:
        case Name(id=name):
            yield name
        case Collection(items=items):
            yield from (each.id for each in items if isinstance(each, Name))


def _dotted(node: Node) -> tuple[str, ...]:
    """A path of names; nothing for any other expression."""
    names: list[str] = []
    while isinstance(node, Attribute) and len(names) < NAME_CHAIN:
        names.append(node.name)
        node = node.owner
    return (node.id, *reversed(names)) if isinstance(node, Name) else ()


class _Listing:
    """`__all__`, as a module puts it together (language reference, "The import statement")."""

    def __init__(self) -> None:
        self._names: set[str] | None = None
        self._is_known = True

    @property
    def names(self) -> set[str] | None:
        return self._names if self._is_known else None

    def read(self, statement: Statement) -> None:
        match statement:
            case Assign(targets=[target], value=given) if target.node == _ALL and given is not None:
                self._add(given.node)
            case AugmentedAssign(target=target, operator="+", value=given) if target.node == _ALL:
                self._add(given.node)
            case Evaluate(value=given):
                match given.node:
                    case Call(function=Attribute(owner=Name("__all__"), name="extend"), arguments=(names,)):
                        self._add(names)
                    case Call(function=Attribute(owner=Name("__all__"), name="append"), arguments=(name,)):
                        self._add(Collection("list", (name,)))

    def _add(self, node: Node) -> None:
        pending = [node]
        while pending:
            match pending.pop():
                case Collection(items=items) if all(isinstance(each, Constant) for each in items):
                    constants = (each.value for each in items if isinstance(each, Constant))
                    self._names = (self._names or set()) | {each for each in constants if isinstance(each, str)}
                case BinaryOperation(left=left, operator="+", right=right):
                    pending += [left, right]
                case _:
                    self._is_known = False


_ALL = Name("__all__")
