"""What a module does to names when it is imported: the facts that extraction yields.

A `Program` is the source without what cannot matter to a contract. It is the same for every target: conditions
are kept, not decided. Statements keep their order and nesting, so that the last binding wins as in Python.

Function bodies are reduced. What is left of one: assignments to attributes of the first parameter and to `global`
names, calls that may cause such assignments, dynamic constructs (`setattr`, `exec`, `globals()`, …), returns,
raises, and the control flow around all of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.embedded import EmbeddedContract
from importspy_static.model.expression import Expression, Parameter
from importspy_static.model.imports import Guarded, ImportFact, UnknownImport, Use
from importspy_static.model.pattern import ANYTHING, Pattern
from importspy_static.model.place import TOP, Span

Block: TypeAlias = "tuple[Statement, ...]"


@dataclass(frozen=True, slots=True)
class Assign:
    """`a = b = value`, or `target: annotation = value` (then `targets` has one element).

    Without `value` it is a bare annotation, which binds nothing.
    """

    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class AugmentedAssign:
    """`target operator= value`; `operator` without the equals sign: `+`, `|`, …"""

    target: Expression
    operator: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Delete:
    targets: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionDef:
    """`span` is the name's; `header` runs from `def` (or `async`) to the colon's end."""

    name: str
    span: Span
    header: Span
    is_async: bool
    is_generator: bool
    decorators: tuple[Expression, ...]
    type_parameters: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    returns: Expression | None
    body: tuple[Statement, ...] | None
    """None if it says something that was not read, as hardly anybody asks: see `bodies_of`."""
    globals: tuple[str, ...] = ()
    """Names that the body declares `global`."""
    locals: tuple[str, ...] = ()
    """Names that the body binds, parameters that it binds anew among them, as far as what is left of it reads them."""
    is_whole: bool = False
    """The body is not reduced: it says everything of its local variables too."""
    returns_nothing: bool = False
    """No `return` of the body has a value: a call that comes back gives None."""
    lets_pass: bool = False
    """A generator with no `yield` in a `try` or `with`: what is thrown into it comes out."""
    mentions: tuple[str, ...] = ()
    """Names that the body loads and that this module binds to functions or classes with effects."""
    changes_others: bool = False
    """The body changes something that is neither its own nor its first parameter's."""
    passes_on: tuple[str, ...] | None = None
    """Parameters whose objects the body may change where that is not followed: in a closure, through a list that holds
    them, by a name of its own. None if that was not looked at, as it matters to namespaces only."""

    @property
    def has_effects(self) -> bool:
        """Whether a call may do something to what others see."""
        return bool(self.globals or self.mentions or self.changes_others)


@dataclass(frozen=True, slots=True)
class ClassDef:
    """`span` is the name's; `header` runs from `class` to the colon's end."""

    name: str
    span: Span
    header: Span
    decorators: tuple[Expression, ...]
    type_parameters: tuple[str, ...]
    bases: tuple[Expression, ...]
    keywords: tuple[tuple[str | None, Expression], ...]
    body: Block


@dataclass(frozen=True, slots=True)
class TypeStatement:
    """`type name = value` (PEP 695)."""

    name: str
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class ImportedModule:
    """`import module` or `import module as alias`."""

    module: str
    alias: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Import:
    modules: tuple[ImportedModule, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ImportedName:
    """`name` or `name as alias` in a from-import."""

    name: str
    alias: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class ImportFrom:
    """`from ..module import names`; `level` counts the dots, a star import has `names` None."""

    module: str
    level: int
    names: tuple[ImportedName, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression statement, assertion or the like: something is evaluated, nothing bound by syntax."""

    value: Expression
    is_asserted: bool = False
    """The condition of an `assert`."""


@dataclass(frozen=True, slots=True)
class If:
    """`elif` is an `If` alone in `orelse`."""

    test: Expression
    body: Block
    orelse: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Loop:
    """`for target in iterable` (then `test` is None) or `while test` (then `target` and `iterable` are)."""

    target: Expression | None
    iterable: Expression | None
    test: Expression | None
    body: Block
    orelse: Block
    span: Span


@dataclass(frozen=True, slots=True)
class With:
    """`with value as target, …`, also `async with`."""

    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Handler:
    """`except type as name`; `type` None is a bare `except`."""

    type: Expression | None
    name: str | None
    body: Block
    span: Span


@dataclass(frozen=True, slots=True)
class Try:
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block
    span: Span
    is_of_groups: bool = False
    """`except*`: each handler takes its part of a group of exceptions, so several of them may run."""


@dataclass(frozen=True, slots=True)
class Case:
    """`case pattern if guard`; `captures` in source order, each with its place.

    `irrefutable`: a bare capture or wildcard. A case with a guard may still be passed over.
    """

    captures: tuple[tuple[str, Span], ...]
    irrefutable: bool
    guard: Expression | None
    body: Block
    span: Span
    pattern: Pattern = ANYTHING


@dataclass(frozen=True, slots=True)
class Match:
    subject: Expression
    cases: tuple[Case, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Leave:
    """Control does not go on behind this statement. `value` is what `return` or `raise` names, if it can matter."""

    how: Literal["raise", "return", "break", "continue"]
    value: Expression | None
    span: Span
    is_chained: bool = False
    """`raise … from` something: a TypeError if that is no exception."""


@dataclass(frozen=True, slots=True)
class Global:
    """`global` at module level or in a class body (in a function it is `FunctionDef.globals`)."""

    names: tuple[str, ...]
    span: Span


Statement: TypeAlias = (
    Assign
    | AugmentedAssign
    | Delete
    | FunctionDef
    | ClassDef
    | TypeStatement
    | Import
    | ImportFrom
    | Evaluate
    | If
    | Loop
    | With
    | Try
    | Match
    | Leave
    | Global
)


@dataclass(frozen=True, slots=True)
class Construct:
    """The first use of a piece of grammar that older Pythons refuse.

    `name` is the subject of a sentence, in the singular: "the 'match' statement, line 12, is new in Python 3.10". What
    the names are, extraction knows (`extract/features.py`).
    """

    name: str
    since: tuple[int, int]
    """The Python that brought it."""
    span: Span
    in_python_2: bool = False
    """Python 2.7 has it too, whatever the first Pythons 3 had: the prefix of `u"..."`."""

    def is_refused_by(self, major: int, minor: int) -> bool:
        """Whether this Python has no such grammar. Of Python 2 the last version is meant, 2.7."""
        return (major, minor) < self.since and not (major == 2 and self.in_python_2)


@dataclass(frozen=True, slots=True)
class Program:
    """The facts of one source file."""

    body: Block
    future_annotations: bool
    """`from __future__ import annotations` is in force."""
    constructs: tuple[Construct, ...] = ()
    """What of its grammar not every Python from 2.7 on has, each once, in the order of the source."""
    imports: tuple[ImportFact, ...] = ()
    """All that its source imports, in functions too."""
    unknown_imports: tuple[UnknownImport, ...] = ()
    uses: tuple[Use, ...] = ()
    """What it reads of what it imports, by path. Nothing of what is there for type checkers only."""
    guarded: tuple[Guarded, ...] = ()
    """Where some of these are guarded by conditions that targets decide."""
    embedded: tuple[EmbeddedContract, ...] = ()
    """The contracts that it holds its importers to, in the order of the source."""


def bodies_of(program: Program) -> dict[Span, Block]:
    """The bodies of all functions that are not in functions themselves, by the places of their names."""
    found: dict[Span, Block] = {}
    pending: list[Block] = [program.body]
    while pending:
        for statement in pending.pop():
            if isinstance(statement, FunctionDef):
                found[statement.span] = statement.body or ()
            else:
                pending += blocks_of(statement)
    return found


def blocks_of(statement: Statement) -> Iterator[Block]:
    """The blocks of a statement that are run where it is: not those of functions."""
    match statement:
        case ClassDef(body=body) | With(body=body):
            yield body
        case If(body=body, orelse=orelse) | Loop(body=body, orelse=orelse):
            yield from (body, orelse)
        case Try(body=body, handlers=handlers, orelse=orelse, final=final):
            yield from (body, *(each.body for each in handlers), orelse, final)
        case Match(cases=cases):
            yield from (each.body for each in cases)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there are no facts: the source could not be read, is not Python, or is over a limit.

    `kind` chooses the violation: SPY001, SPY001, SPY002, SPY003; "encoding" is about bytes that no Python can decode.
    `reason` is the sentence that tells, in lower case, without a full stop.
    """

    kind: Literal["unreadable", "encoding", "syntax", "complex"]
    reason: str
    span: Span


TOO_DEEP = Failure("complex", "nested too deeply to be followed", TOP)
"""What a module does goes through more calls, bases or modules inside each other than Python can."""
