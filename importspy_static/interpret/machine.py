"""The abstract machine: its state, its scopes, and how branches of control flow part and join.

What statements and expressions mean is in `statements` and `expressions`; this module knows of neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from importspy_static.interpret.state import ANY, CHANGED, CONTENT, Key, Kind, Sink, State, changed_keys, joined
from importspy_static.interpret.targets import Facts
from importspy_static.interpret.values import (
    Binding,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    UndecidedCode,
    Value,
    Values,
    join,
)
from importspy_static.lazy_dataclasses import dataclass, field, replace
from importspy_static.limits import MOST_STEPS
from importspy_static.model.expression import Attribute, Call, Expression, Name
from importspy_static.model.place import TOP, Span
from importspy_static.model.program import Block, ClassDef, FunctionDef, ImportFrom, Program, blocks_of
from importspy_static.model.target import Target

if TYPE_CHECKING:
    from importspy_static.interpret.world import World

Run = Callable[[], bool]
"""Runs something on the machine's state; False if control does not come out behind it."""


class Unwound(Exception):  # control flow of the checked module, not an error of ours
    """The expression that is being evaluated raises, whenever control gets there: control leaves its statement."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where, and why, what surely raises does so. `reason` is None where the source itself says `raise`."""

    span: Span
    reason: str | None = None
    bases_of: str | None = None
    """The class that is not made, where that is because of its bases."""


@dataclass(slots=True)
class Frame:
    """A call (or the module itself) that is being run."""

    scopes: tuple[int, ...]
    base: State
    callee: int | None = None
    owner: ClassValue | None = None
    """The class whose method this is, for `super()`."""
    receiver: Value | None = None
    known_names: frozenset[str] = frozenset()
    """Names of the call's own scope that the reduced body still tells about: its parameters and nested functions."""
    local_names: frozenset[str] = frozenset()
    global_names: frozenset[str] = frozenset()
    is_whole: bool = False
    """Nothing was left out of the body."""
    returned: list[tuple[State, tuple[Value, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class LoopExits:
    """The states in which `break` and `continue` leave the body of a loop, as layers over `base`."""

    base: State
    is_unrolled: bool = False
    """Whether each walk through the body is one round of the loop."""
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


class Machine:
    """Everything that changes while a module is run in the abstract."""

    world: World | None = None
    """The other modules; None where nobody knows any."""
    package: str = ""
    """What relative imports start from."""
    is_package: bool | None = None
    """Whether it is the `__init__` of a package; None if nobody knows."""
    is_stub: bool = False
    """Whether it is a `.pyi`: what is declared there is there, and no body says anything."""

    def __init__(  # noqa: PLR0915  (one attribute each)
        self, program: Program, target: Target, trusted_decorators: Sequence[str] = (), module: int = 0
    ) -> None:
        self.program = program
        self.facts = Facts(target)
        self.trusted_decorators = tuple(trusted_decorators)
        self.module = module
        """The object of the module itself; those behind it, up to the next module's, are what it makes."""
        self.state = State()
        self.sinks: list[Sink] = []
        self.loops: list[LoopExits] = []
        self.frames: list[Frame] = [Frame((module,), self.state)]
        self.current = Expression(Name(""), TOP, "")
        self.objects = module
        self.sites: dict[tuple[object, ...], int] = {}
        self.names: dict[int, dict[str, None]] = {}
        self.classes: dict[int, ClassValue] = {}
        self.methods: dict[int, ClassValue] = {}
        """The class that each method was defined in, by the method's object."""
        self.imports: set[Span] = set()
        """The places of imported names."""
        self.type_checking_names: dict[str, External] = {}
        self.steps = 0
        self.exhausted = False
        self.repeats = 0
        """How many blocks control is in that are walked once more than they stand in the source."""
        self.last_raise: Ending | None = None
        """Where the module itself last raised."""
        self.undecided_branches = 0
        """How many branches that may not be taken control is in."""
        self.fails_at: Ending | None = None
        """The first expression that surely raises, as it reads a name that is not bound."""
        self.incomplete_star: Cause | None = None
        """A star import of a module of which a stub tells but a part: what else `__all__` names may be from there."""
        self.doubts: list[Cause] = []
        """The imports that may raise where nobody handles it, as their modules may not be there."""
        self.importing: ImportFrom | None = None
        """The statement that waits for another module of the project."""
        self.has_own_imports = False
        """Whether the module changes how imports are resolved: then none of them surely raises."""
        self.odd_classes: set[int] = set()
        """The objects of classes whose metaclass is not one of the standard library."""
        self.rebased: set[int] = set()
        """The objects of classes that may have other bases than their statements say, as something was assigned."""
        self.metaclasses: dict[int, ClassValue] = {}
        """The metaclass of each class that has one from source, by the class's object."""
        self.making: dict[int, bool] = {}
        """The objects of classes whose metaclass is at work, and whether its namespace still is what they get."""
        self.patched: set[str] = set()
        """Modules that are not the checked one and that it assigns to."""
        self.follows_calls = False
        """Whether calls of functions of other modules are followed: those that make decorators, and decorate."""
        self.submodules: set[str] = set()
        """Names that importing a submodule binds, if the module is the `__init__` of that package."""
        self.type_parameters: set[str] = set()
        """Names of type parameters: what stands in their scope may use them."""
        self.unmade: dict[int, tuple[Instance, tuple[tuple[Value, ...], ...]]] = {}
        """Instances whose constructor was not run yet, with its arguments."""
        self.eventful: dict[int, bool] = {}
        """Whether a call of a class may do more than fill its new instance, by the class's object."""
        self.parts: dict[int, FunctionValue | ClassValue] = {}
        """What a dictionary is kept in that others can change: the function of its `__annotations__`."""
        self.copies: dict[int, int] = {}
        """The namespace that a dictionary is a copy of, by the object of the dictionary."""
        self.activity = 0
        """How often something was done that may change any object: a call, a class, an import."""
        self.fresh: dict[int, int] = {}
        """The activity when a list, dict, set or iterator was made, by its object."""
        self.instantiated: dict[int, ClassValue] = {}
        """The classes of the module that were called."""

    # Objects and bindings

    @property
    def number(self) -> int:
        """Of the module's file: see `world.OBJECT_BITS`."""
        return self.module >> 32

    def new_object(self) -> int:
        """A number that no other object has."""
        self.objects += 1
        return self.objects

    def object_at(self, *site: object) -> int:
        """The object that stands for everything created at this site."""
        if site not in self.sites:
            self.sites[site] = self.new_object()
        return self.sites[site]

    def put(self, key: Key, binding: Binding) -> None:
        """Bind a name of an object, whatever it was before."""
        self.names.setdefault(key[0], {})[key[1]] = None
        self.state.changes[key] = binding
        for sink in self.sinks:
            sink.touch(key)

    def put_possibly(self, key: Key, outcome: Outcome) -> None:
        """Add one more way for a name to come out."""
        self.put(key, join((self.state.get(key), (outcome,))))

    def taint(self, owner: int, cause: Cause) -> None:
        """A dynamic construct may have bound or deleted any name of this object."""
        unknown = Outcome(Computed(cause), cause.span, cause)
        for name in tuple(self.names.get(owner, ())):
            if not name.startswith((":", "!")) and name != ANY:
                self.put_possibly((owner, name), unknown)
        self.put((owner, ANY), (Outcome(None, None, cause), unknown))

    def taint_name(self, owner: int, name: str, cause: Cause) -> None:
        """A dynamic construct has bound this name, to what cannot be told."""
        self.put((owner, name), (Outcome(Computed(cause), cause.span, cause),))

    def cause(self, code: UndecidedCode, construct: str | None = None) -> Cause:
        """A cause at the expression that is being evaluated."""
        return Cause(code, self.current.span, construct if construct is not None else _short(self.current.text))

    # Steps, exceptions, branches

    def step(self) -> bool:
        """Count one step; False once too many were made.

        Code that is walked once costs what its size costs, and sizes have limits of their own: only what may be walked
        again is counted (calls, loops, and `finally` on its other ways in).
        """
        if not (self.loops or self.repeats or any(frame.callee is not None for frame in self.frames)):
            return not self.exhausted
        self.steps += 1
        if self.steps > MOST_STEPS and not self.exhausted:
            self.exhausted = True
            self.taint(self.module, Cause("SPY801", TOP, "control flow too complex to follow"))
        return not self.exhausted

    def may_raise(self, kind: Kind = None) -> None:
        """An exception may be raised here: handlers may start from the present state.

        One of any kind may get past every handler. One of a known kind is given to the next outer `try`, which hands
        it on if it does not handle it.
        """
        for sink in self.sinks if kind is None else self.sinks[-1:]:
            sink.commit(self.state, kind)

    def raises(
        self, kind: str | None, reason: str, span: Span | None = None, *, bases_of: str | None = None
    ) -> NoReturn:
        """Leave the statement with a builtin exception of this name; None if it is not known which.

        Raises:
            Unwound: always.
        """
        self.may_raise(kind)
        self.last_raise = Ending(span or self.current.span, reason, bases_of)
        raise Unwound

    def completes(self, run: Run) -> bool:
        """Whether control comes out behind something."""
        try:
            return run()
        except Unwound:
            return False

    def touch_changes(self) -> None:
        """Let handlers know what the present layer changed."""
        for sink in self.sinks:
            for key in self.state.changes:
                sink.touch(key)

    @property
    def frame(self) -> Frame:
        """The call that is being run."""
        return self.frames[-1]

    def branch(self, runs: Iterable[Run], cause: Cause | None) -> bool:
        """Run alternatives from the same state, then go on with what all that complete have made of it."""
        base = self.state
        completed: list[State] = []
        alternatives = list(runs)
        with self.undecided(len(alternatives) > 1):
            for run in alternatives:
                self.state = base.layer()
                if self.completes(run):
                    completed.append(self.state)
        self.state = base
        return self.merge(completed, cause)

    def surely_raises(self, reason: str) -> None:
        """The expression that is being evaluated raises, whenever control gets there; nobody handles it."""
        if not self.sinks and self.is_surely_reached and self.fails_at is None:
            self.fails_at = Ending(self.current.span, reason)

    def ends_at(self, span: Span) -> None:
        """The import ends in a statement at this place, unless something in it is known to have raised."""
        self.last_raise = self.last_raise or Ending(span)

    @property
    def globals(self) -> int:
        """The module that the code which is being run stands in: that of a function, wherever it is called."""
        return self.frame.scopes[-1]

    @property
    def is_surely_reached(self) -> bool:
        """Whether control gets here on every import."""
        return not self.undecided_branches and not self.loops

    @contextmanager
    def undecided(self, holds: bool) -> Iterator[None]:
        """What is run here may not be reached, if `holds`."""
        self.undecided_branches += holds
        try:
            yield
        finally:
            self.undecided_branches -= holds

    @contextmanager
    def outside(self, holds: bool) -> Iterator[None]:
        """What is read here is looked up from the scope around this one, if `holds`."""
        inner = self.frame.scopes
        self.frame.scopes = inner[1:] if holds else inner
        try:
            yield
        finally:
            self.frame.scopes = inner

    def is_own(self, value: Value) -> bool:
        """Whether this is a class of the module."""
        return isinstance(value, ClassValue) and value.object >> 32 == self.number and value.builtin is None

    def may_be_bound(self, name: str) -> bool:
        """Whether a name that no statement binds may be bound all the same."""
        return name in self.type_parameters or name in self.submodules

    def merge(self, layers: Sequence[State], cause: Cause | None) -> bool:
        """Go on from sibling layers over the present state. False if there are none."""
        if not layers:
            return False
        for key, binding in joined(layers, cause).items():
            self.put(key, binding)
        return True

    def changes_since(self, base: State) -> State:
        """The present state as one layer over `base`, which lies somewhere below it."""
        layers: list[State] = []
        layer: State | None = self.state
        while layer is not None and layer is not base:
            layers.append(layer)
            layer = layer.below
        flat = base.layer()
        for key in changed_keys(reversed(layers)):
            flat.changes[key] = self.state.get(key)
        return flat

    @contextmanager
    def at(self, expression: Expression) -> Iterator[None]:
        """Evaluate in the name of this expression: its place and text go into causes."""
        before, self.current = self.current, expression
        try:
            yield
        finally:
            self.current = before

    # Names

    @cached_property
    def decorating(self) -> frozenset[str]:
        """The names of the module whose methods decorate: `register` of `@register.tag`."""
        return frozenset(_decorating(self.program.body))

    @contextmanager
    def following_calls(self) -> Iterator[None]:
        """While this lasts, calls of functions and classes of other modules are followed."""
        before, self.follows_calls = self.follows_calls, True
        try:
            yield
        finally:
            self.follows_calls = before

    def body_of(self, definition: FunctionDef) -> Block | None:
        """The body of a function, which is read when it is asked for; None if it cannot be."""
        if definition.body is not None or self.world is None:
            return definition.body
        return self.world.body(definition)

    def followed(self, values: Values, *, in_project: bool = False) -> Values:
        """The values, those from other modules as they are there."""
        world = self.world
        if world is None or not any(isinstance(each, External) for each in values):
            return values
        found = [other for each in values for other in world.followed(self, each, in_project=in_project)]
        return tuple(dict.fromkeys(self.now(each) or _no_longer(each) for each in found))

    def mangled(self, name: str) -> str:
        """A name as it is kept: `__name` in a class is private (language reference, "Private name mangling")."""
        owner = self.frame.owner
        if owner is None or not name.startswith("__") or name.endswith("__"):
            return name
        stripped = owner.name.lstrip("_")
        return f"_{stripped}{name}" if stripped else name

    def scope_of(self, name: str) -> int:
        """The object whose namespace an assignment to this name changes."""
        frame = self.frame
        return frame.scopes[-1] if name in frame.global_names else frame.scopes[0]

    def bind(self, name: str, binding: Binding) -> None:
        """Bind a name in the scope that an assignment here would change."""
        self.put((self.scope_of(name), name), binding)

    def bind_value(self, name: str, values: Sequence[Value], span: Span) -> None:
        """Bind a name to what an expression evaluates to; `span` is where."""
        self.bind(name, tuple(Outcome(value, span) for value in values))

    def now(self, value: Value) -> Value | None:
        """A constant with what was done to it since; None if that is not known."""
        if isinstance(value, Computed) and value.mutable is not None:
            return self._held_now(value, value.mutable)
        if not isinstance(value, Literal) or value.mutable is None:
            return value
        if self.changed_by(value) is not None:
            return None
        content = self.state.find((value.mutable, CONTENT))
        if content is None:
            return value
        return content[0].value if len(content) == 1 else None

    def _held_now(self, value: Computed, owner: int) -> Computed:
        """A list that is not known, with all that it may hold by now."""
        content = [each.value for each in self.state.find((owner, CONTENT)) or ()]
        more = [held for each in content if isinstance(each, Computed) for held in each.elements]
        return replace(value, elements=tuple(dict.fromkeys((*value.elements, *more))), keyed=()) if more else value

    def is_fresh(self, literal: Literal) -> bool:
        """Whether nothing was done since a list or an iterator was made that may have changed it unseen.

        Never in a function: what is left of its body does not say all that it does.
        """
        if len(self.frames) > 1:
            return False
        return literal.mutable is not None and self.fresh.get(literal.mutable) == self.activity

    def changed_by(self, literal: Literal) -> Cause | None:
        """What has changed a list in a way that is not followed."""
        found = self.state.find((literal.mutable or self.module, CHANGED)) or ()
        content = self.state.find((literal.mutable or self.module, CONTENT)) or ()
        if not found and len(content) > 1:
            return next((each.branch for each in content if each.branch), None)
        return next((each.branch for each in found if each.branch), None)

    def owner_of(self, value: Value) -> int | None:
        """The object whose members an attribute assignment to this value changes, if it is followed."""
        match value:
            case ClassValue(object=owner):
                return owner
            case Instance(object=owner):
                return owner
            case _:
                return None


def _no_longer(value: Value) -> Value:
    """A list whose content is not known any more."""
    return Computed(Cause("SPY804", value.span, value.type), value.type) if isinstance(value, Literal) else value


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= 60 and first == text else first[:59] + "…"


def _decorating(block: Block) -> Iterator[str]:
    for statement in block:
        if isinstance(statement, (FunctionDef, ClassDef)):
            for decorator in statement.decorators:
                node = decorator.node.function if isinstance(decorator.node, Call) else decorator.node
                if isinstance(node, Attribute) and isinstance(node.owner, Name):
                    yield node.owner.id
        for inner in blocks_of(statement):
            yield from _decorating(inner)
