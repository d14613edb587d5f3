"""What a name can come out as: values, outcomes, and why one is not known."""

from __future__ import annotations

from collections.abc import Iterable
from math import copysign
from typing import Any, TypeAlias
from typing import Literal as OneOf

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.limits import MOST_OUTCOMES
from importspy_static.model.contract import MethodKind
from importspy_static.model.expression import Expression, ParameterKind
from importspy_static.model.place import Span
from importspy_static.model.program import FunctionDef

UndecidedCode: TypeAlias = OneOf["SPY801", "SPY802", "SPY803", "SPY804", "SPY805", "SPY806"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A construct that source alone cannot see through: the violation it leads to, its place, its words."""

    code: UndecidedCode
    span: Span
    construct: str
    why: str = ""
    """Of an import that may fail: why, as a relative clause; empty if the target lacks the module."""


@dataclass(frozen=True, slots=True)
class Display:
    """The items of a list, tuple, set or dict of constants: (type, value) pairs, those of a dict key and value in
    turn.
    """

    kind: OneOf["list", "tuple", "set", "dict", "frozenset", "slice", "iterator"]
    """"iterator": what a range or an iterator yields; the `Literal` around it tells which."""
    items: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A constant, or a display of constants (then `value` is a `Display`). `type` is the name of its builtin type."""

    value: object
    type: str
    span: Span
    mutable: int | None = None
    """For a list, dict or set: the object it is, so that a change through another name is seen."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Literal):
            return NotImplemented
        # In a tuple, a number that is not equal to itself still is the same.
        if (self.value, self.type, self.span, self.mutable) != (other.value, other.type, other.span, other.mutable):
            return False
        return self.type != "float" or _sign(self.value) == _sign(other.value)

    def __hash__(self) -> int:
        return hash((self.value, self.type, self.span, self.mutable))


def _sign(number: object) -> float:
    """Zero has one, though 0.0 equals -0.0."""
    return copysign(1.0, number) if isinstance(number, float) else 0.0


SPREAD = "*"
"""The `type` of a `Computed` that stands for any number of arguments: `*rest` in a call."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that is not known, though its type may be: the name of a builtin, or a class of the module."""

    cause: Cause
    type: str | None = None
    elements: tuple[Value, ...] = ()
    """What a display holds, where that may be followed: the classes in `for cls in (A, B)`."""
    items: tuple[Values, ...] | None = None
    """Of a tuple: what stands at each place of it, where that is known."""
    mutable: int | None = None
    """For a list, dict or set that a display has made: the object it is, under which more `elements` may be kept."""
    keyed: tuple[tuple[Literal, Values], ...] = ()
    """Of a dict whose keys are constants: what each of them leads to, as long as nothing was done to the dict."""


@dataclass(frozen=True, slots=True)
class External:
    """What another module provides under this dotted name: `typing.List`, `os`, `..sibling.thing`."""

    path: str
    span: Span
    beyond: int | None = field(default=None, compare=False)
    """How many of its last parts are looked up in the module that the others name; None where that is not known.

    A package may bind the name of one of its modules to something else, which `from package.module import name` passes.
    """


@dataclass(frozen=True, slots=True)
class SignatureParameter:
    """One parameter as `inspect.signature` would show it. `default` is None where there is none."""

    name: str
    kind: ParameterKind
    span: Span
    annotation: Annotation | None = None
    default: Default | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation as written, with the scopes that its names are looked up in."""

    expression: Expression
    scopes: tuple[int, ...] = (0,)
    captured: tuple[tuple[str, tuple[Value, ...]], ...] = field(default=(), compare=False)
    """What its names were when it was evaluated; empty where annotations are evaluated late (PEP 563, PEP 649)."""


@dataclass(frozen=True, slots=True)
class Default:
    """A default: what it can be, and its source where it has one (a generated one has none)."""

    values: tuple[Value, ...]
    expression: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameters and the annotation of what is returned. A method's `self` is one of the parameters."""

    parameters: tuple[SignatureParameter, ...]
    returns: Annotation | None


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function. `kind` tells how it behaves as a member of a class; outside of one it is "instance".

    `signature` is a `Cause` where it cannot be known. `definition` and `scopes` let a call be followed.
    """

    object: int
    name: str
    span: Span
    signature: Signature | Cause
    is_async: bool | Cause
    kind: MethodKind | Cause = "instance"
    definition: FunctionDef | None = field(default=None, compare=False)
    is_cached: bool = field(default=False, compare=False)
    """Of a property: instances may have an attribute of their own in its place (`functools.cached_property`)."""
    setter: FunctionValue | None = field(default=None, compare=False)
    """Of a property: what an assignment calls."""
    scopes: tuple[int, ...] = field(default=(0,), compare=False)
    is_abstract: bool = field(default=False, compare=False)
    """`__isabstractmethod__`: a class with `ABCMeta` that has it cannot be instantiated."""
    wrapper: ClassValue | None = field(default=None, compare=False)
    """The class, not one of Python's own, that was called with the function as a decorator: it is an instance now."""
    shows: tuple[int, ...] = field(default=(), compare=False)
    """The objects of the functions whose signature this has, whatever becomes of that."""
    is_generic: bool = field(default=False, compare=False)
    """`functools.singledispatch` made it: it has a `register`."""
    bound: tuple[tuple[Value, ...], ...] = field(default=(), compare=False)
    bound_keywords: tuple[tuple[str | None, tuple[Value, ...]], ...] = field(default=(), compare=False)
    """What `functools.partial` passes to the definition before what callers do."""
    met: Signature | None = field(default=None, compare=False)
    """What a call meets first, where `wraps` shows the signature of what the wrapper passes anything on to."""
    makes_manager: bool = field(default=False, compare=False)
    """`contextlib.contextmanager` stands on it."""
    overloads: tuple[FunctionValue, ...] = field(default=(), compare=False)
    """The definitions that `typing.overload` stands on, in their order, where this is what it returned last."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassValue:
    """A class. Its members live in the state under `object`; what cannot change later is here.

    `fields` are those of a generated constructor (dataclass, attrs, named tuple), in order. `opaque` is why its
    members cannot be relied on (an unknown decorator, a metaclass). `builtin` is the class itself where it is one
    of `builtins`.
    """

    object: int
    name: str
    span: Span
    header: Span
    bases: tuple[Value, ...] = ()
    form: OneOf["class", "dataclass", "attrs", "namedtuple", "enum", "typeddict", "builtin"] = "class"
    fields: tuple[Field, ...] = ()
    opaque: Cause | None = None
    builtin: type | None = None
    path: str | None = None
    """The dotted name of a class of the standard library that is known by heart: `abc.ABC`."""
    is_abc: bool = False
    """Whether its metaclass is `ABCMeta`, or a class that inherits from it."""
    line: tuple[Value, ...] | None = field(default=None, init=False, repr=False)
    """Its method resolution order, once somebody has asked (`lookup.mro`); empty if there is none."""

    def __eq__(self, other: Any) -> bool:
        if not isinstance(other, ClassValue):
            return NotImplemented
        mine, theirs = ((each.object, each.name, each.form, each.opaque, each.bases) for each in (self, other))
        return mine == theirs

    def __hash__(self) -> int:
        return hash((self.object, self.name))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a generated constructor."""

    name: str
    parameter: str
    span: Span
    annotation: Annotation | None
    default: Default | None
    keyword_only: bool
    in_init: bool
    stored: bool = True
    """False for `InitVar`: a parameter only."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the module. `object` is where its attributes are kept, if they are followed."""

    of: ClassValue
    span: Span
    object: int | None = None
    text: str | None = None
    """Of a subclass of `str` that makes its instances as `str` does: what it was made of, if that is known."""


@dataclass(frozen=True, slots=True)
class ModuleItself:
    """The checked module: `sys.modules[__name__]`."""


@dataclass(frozen=True, slots=True)
class NamespaceOf:
    """The dictionary of a module (object 0), class or instance: `globals()`, `vars(Foo)`, `Foo.__dict__`."""

    object: int


@dataclass(frozen=True, slots=True)
class BoundMethod:
    """A method looked up on a class, an instance or `super()`: a call passes `receiver` first (None: nothing)."""

    function: FunctionValue
    receiver: Value | None


@dataclass(frozen=True, slots=True)
class SuperOf:
    """`super()` in a method: members are looked up behind `after` in the MRO of `receiver`'s class."""

    receiver: Value
    after: ClassValue


@dataclass(frozen=True, slots=True)
class Configured:
    """What a known callable returned that is itself to be called: `lru_cache(maxsize=1)`, `dataclass(frozen=True)`."""

    path: str
    arguments: tuple[tuple[Value, ...], ...]
    keywords: tuple[tuple[str | None, tuple[Value, ...]], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """A subscripted or joined type: `Optional[str]`, `int | None`, an alias of one."""

    annotation: Annotation
    is_alias: bool = False
    """Surely a `types.GenericAlias`, or an alias of `typing`: `list[int]`, `Optional[str]`."""


Value: TypeAlias = (
    Literal
    | Computed
    | External
    | FunctionValue
    | ClassValue
    | Instance
    | ModuleItself
    | NamespaceOf
    | BoundMethod
    | SuperOf
    | Configured
    | TypeExpression
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a name can come out: bound to `value`, or not bound (None).

    `span` is where it was bound (or deleted); `branch` is the construct that decides whether it comes out so.
    """

    value: Value | None
    span: Span | None = None
    branch: Cause | None = None
    annotation: Annotation | None = None
    """Only in entries for declared annotations, which bind no value."""


Values: TypeAlias = tuple[Value, ...]
"""The values that one expression can have."""
Keywords: TypeAlias = list[tuple[str | None, Values]]
"""Keyword arguments; the name of one spread by `**` is None."""
Binding: TypeAlias = "tuple[Outcome, ...]"
ABSENT: Binding = (Outcome(None),)


def join(bindings: Iterable[Binding], branch: Cause | None = None) -> Binding:
    """All the outcomes of several bindings, each once; `branch` is told of outcomes that know of none yet.

    Outcomes that differ by their branch only are one: that with a branch, if there is one.
    """
    found = list(bindings)
    if not found:
        return ABSENT
    if all(binding == found[0] for binding in found):
        return found[0]
    kept: dict[tuple[object, ...], Outcome] = {}
    for binding in found:
        for outcome in binding:
            key = outcome.value, outcome.span, outcome.annotation
            known = kept.get(key)
            if known is None or known.branch is None:
                if branch is not None and outcome.branch is None:
                    kept[key] = Outcome(outcome.value, outcome.span, branch, outcome.annotation)
                else:
                    kept[key] = outcome
    merged = tuple(kept.values())
    if len(merged) <= MOST_OUTCOMES:
        return merged
    cause = next((each.branch for each in merged if each.branch), branch) or Cause(
        "SPY805", merged[0].span or Span(1, 1, 1, 1), "too many branches"
    )
    folded: list[Outcome] = [Outcome(Computed(cause), merged[0].span, cause, merged[0].annotation)]
    if any(each.value is None and each.annotation is None for each in merged):
        folded.append(Outcome(None, None, cause))
    return tuple(folded)


def present(binding: Binding) -> Values:
    """The values among outcomes, without those in which the name is not bound."""
    if len(binding) == 1:  # as nearly all are; values take long to tell apart
        value = binding[0].value
        return () if value is None else (value,)
    return tuple(dict.fromkeys(outcome.value for outcome in binding if outcome.value is not None))


def type_name(constant: object) -> str:
    """The name of a constant's type, as an annotation would say it (`None` for None)."""
    if constant is None:
        return "None"
    if constant is Ellipsis:
        return "EllipsisType"
    return type(constant).__name__
