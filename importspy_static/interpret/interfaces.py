"""What a Protocol or an abstract base class says that others have, and what of it a class leaves abstract."""

from __future__ import annotations

import collections.abc
import contextlib
import typing
from collections.abc import Iterator

from importspy_static.interpret import lookup
from importspy_static.interpret.instances import annotations_in
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.spelling import canonical_path
from importspy_static.interpret.state import ANY, DECLARED
from importspy_static.interpret.values import (
    Annotation,
    Binding,
    Cause,
    ClassValue,
    External,
    FunctionValue,
    Keywords,
    Outcome,
    Value,
    present,
)
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Span

ABC_META = "abc.ABCMeta"
BY_ITSELF = frozenset(
    "__abstractmethods__ __annotations__ __annotate__ __class__ __class_getitem__ __dict__ __doc__ __firstlineno__ "
    "__init__ __init_subclass__ __match_args__ __module__ __name__ __new__ __orig_bases__ __parameters__ "
    "__post_init__ __qualname__ __slots__ __static_attributes__ __subclasshook__ __subclasscheck__ __type_params__ "
    "__weakref__".split()
)
"""Names that a class has for its own sake: how it is made and described. `typing` leaves most of them out, too, when it
looks for the members of a protocol."""


@dataclass(frozen=True, slots=True)
class Member:
    """One name that an interface says is there."""

    name: str
    owner: ClassValue
    """The class of the MRO that says so."""
    binding: Binding
    """What it is bound to; empty where it is annotated only."""
    annotations: tuple[Annotation, ...]
    span: Span

    @property
    def functions(self) -> tuple[FunctionValue, ...]:
        """What it is, if it is always a function."""
        found = present(self.binding)
        functions = tuple(each for each in found if isinstance(each, FunctionValue))
        return functions if len(functions) == len(found) == len(self.binding) else ()


@dataclass(frozen=True, slots=True)
class Interface:
    """What a Protocol or abstract base class says."""

    members: tuple[Member, ...]
    required: tuple[tuple[str, Span], ...]
    """Names of the standard library's own abstract classes among its bases, of which no more is known than that they
    are there; with the place of the base."""
    unknown: tuple[Cause, ...]
    """Why there may be more: bases that are not known, and what changes the class behind its body."""


def interface_of(machine: Machine, of: ClassValue) -> Interface:
    """What a class says that those who implement it have; a nearer definition hides one behind it in the MRO."""
    line = lookup.mro(of)
    if line is None:
        return Interface((), (), (Cause("SPY806", of.header, f"the bases of {of.name}"),))
    members: dict[str, Member] = {}
    required: dict[str, Span] = {}
    unknown: list[Cause] = []
    for entry in line:
        match entry:
            case ClassValue(builtin=None, path=None):
                unknown += _unknown_of(machine, entry)
                for member in _own_members(machine, of, entry):
                    members.setdefault(member.name, member)
            case ClassValue():
                continue
            case External(path=path, span=span) if (names := names_of_standard(path)) is not None:
                required.update({name: span for name in names if name not in required})
            case External(path=path, span=span):
                unknown.append(Cause("SPY806", span, f"base class `{path}` of {of.name}"))
            case _:
                span, construct = _unknown_base(of, entry)
                unknown.append(Cause("SPY806", span, f"base class `{construct}` of {of.name}"))
    behind = tuple((name, span) for name, span in required.items() if name not in members)
    return Interface(tuple(members.values()), behind, tuple(dict.fromkeys(unknown)))


def _unknown_base(of: ClassValue, entry: Value) -> tuple[Span, str]:
    cause = getattr(entry, "cause", None)
    return (cause.span, cause.construct) if isinstance(cause, Cause) else (of.header, "?")


def _unknown_of(machine: Machine, entry: ClassValue) -> Iterator[Cause]:
    if entry.opaque is not None:
        yield entry.opaque
    found = machine.state.find((entry.object, ANY)) or ()
    yield from (each.branch for each in found if each.branch is not None)


def _own_members(machine: Machine, of: ClassValue, entry: ClassValue) -> Iterator[Member]:
    names = machine.names.get(entry.object, {})
    for name in dict.fromkeys(each.removeprefix(DECLARED) for each in names):
        if name.startswith("!") or name == ANY:
            continue
        binding = machine.state.get((entry.object, name))
        annotations = annotations_in(machine.state.get((entry.object, DECLARED + name)))
        bound = tuple(each for each in binding if each.value is not None)
        if not bound and not annotations:
            continue
        if not _is_asked(name, bound):
            continue
        span = next((each.span for each in bound if each.span), None)
        place = span or (annotations[0].expression.span if annotations else entry.header)
        yield Member(name, entry, binding if bound else (), annotations, place)


def _is_asked(name: str, bound: Binding) -> bool:
    """Whether others have to have it: what is public or abstract, and what Python itself would call."""
    functions = [each.value for each in bound if isinstance(each.value, FunctionValue)]
    if any(each.is_abstract for each in functions):
        return True
    if name.startswith("__") and name.endswith("__"):
        return name not in BY_ITSELF and (bool(functions) or not bound)
    return not name.startswith("_")


def names_of_standard(path: str) -> tuple[str, ...] | None:
    """What an abstract class of the standard library says is there; None if it is none that is known by heart.

    It is asked of the class itself, which is not checked code.
    """
    module, _, last = canonical_path(path).rpartition(".")
    home = {"collections.abc": collections.abc, "typing": typing, "contextlib": contextlib}.get(module)
    found = getattr(home, last, None)
    if not isinstance(found, type) or not hasattr(found, "__abstractmethods__"):
        return None
    names: dict[str, None] = {}
    for entry in found.__mro__:
        if entry is not object and entry.__module__ in ("collections.abc", "typing", "contextlib", "abc"):
            names.update(dict.fromkeys(name for name in vars(entry) if _is_public(name)))
    abstract = found.__abstractmethods__
    return tuple(name for name in names if name in abstract or not name.startswith("__"))


def _is_public(name: str) -> bool:
    if name.startswith("__") and name.endswith("__"):
        return name not in BY_ITSELF
    return not name.startswith("_")


# Abstract classes


def is_abc(bases: tuple[Value, ...], keywords: Keywords) -> bool:
    """Whether the metaclass of a class is `ABCMeta`, or inherits from it."""
    if any(isinstance(each, ClassValue) and (each.is_abc or each.path in _ABSTRACT) for each in bases):
        return True
    if any(isinstance(each, External) and names_of_standard(each.path) is not None for each in bases):
        return True
    return any(_is_abc_meta(value) for name, values in keywords if name == "metaclass" for value in values)


_ABSTRACT = frozenset({"abc.ABC", "typing.Protocol"})


def _is_abc_meta(metaclass: Value) -> bool:
    match metaclass:
        case External(path=path):
            return path == ABC_META
        case ClassValue():
            line = lookup.mro(metaclass) or ()
            return any(isinstance(each, External) and each.path == ABC_META for each in line)
        case _:
            return False


def abstract_outcomes(machine: Machine, of: ClassValue, name: str) -> tuple[Outcome, ...]:
    """The outcomes of a member that keep a class from being instantiated: it is abstract, and `ABCMeta` has seen it.

    A class that is no abstract one may be mixed in with abstract methods; nobody looks at those (`abc.ABCMeta`: the
    class's own names, and what its bases have as `__abstractmethods__`).
    """
    if not of.is_abc or not _is_seen(machine, of, name):
        return ()
    found = lookup.class_member(machine, of, name)
    return tuple(each for each in found if isinstance(each.value, FunctionValue) and each.value.is_abstract)


def _is_seen(machine: Machine, of: ClassValue, name: str) -> bool:
    for entry in lookup.mro(of) or ():
        if isinstance(entry, ClassValue) and entry.is_abc and name in machine.names.get(entry.object, {}):
            return True
    return False


def surely_abstract(machine: Machine, of: ClassValue) -> str | None:
    """A method that a class leaves abstract, if a call of the class surely raises for it; else None.

    `object.__new__` looks at what `ABCMeta` noted when the class was made: what was assigned to it later is not looked
    at, and a class with a `__new__` of its own may never get there.
    """
    line = lookup.mro(of)
    if not of.is_abc or line is None or not all(_makes_as_object_does(machine, each) for each in line):
        return None
    for entry in line:
        for name in machine.names.get(entry.object, {}) if isinstance(entry, ClassValue) else ():
            found = lookup.class_member(machine, of, name)
            if found == abstract_outcomes(machine, of, name) and all(
                _is_from_body(machine, each, line) for each in found
            ):
                return name
    return None


def _makes_as_object_does(machine: Machine, entry: Value) -> bool:
    match entry:
        case ClassValue(builtin=known) if known is not None:
            return known is object
        case ClassValue(path=str() as path):
            return path in (*_ABSTRACT, "typing.Generic")
        case ClassValue(object=object_, opaque=None) if object_ not in machine.odd_classes:
            names = machine.names.get(object_, {})
            return not {"__new__", "__abstractmethods__", ANY} & names.keys() and not lookup.is_from_stub(
                machine, entry
            )
        case _:
            return False


def _is_from_body(machine: Machine, found: Outcome, line: tuple[Value, ...]) -> bool:
    """Whether a method was there when the class was made."""
    home = machine.methods.get(found.value.object) if isinstance(found.value, FunctionValue) else None
    return home is not None and any(lookup.same(home, each) for each in line)
