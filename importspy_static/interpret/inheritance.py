"""Bases that no class can have: the class statement raises TypeError, on every import that gets there.

What is told is what CPython tells (`type.__new__`: `best_base` and `mro_implementation` in Objects/typeobject.c).
"""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import lookup
from importspy_static.interpret.displays import texts
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import ClassValue, External, Literal, Value
from importspy_static.model.place import Span

IS_BASE_TYPE = 1 << 10
"""`Py_TPFLAGS_BASETYPE`."""
_DICTIONARY_IN_FRONT = (3, 12)
_NO_MEMBERS = frozenset({"__dict__", "__weakref__"})
_OBJECT = lookup.builtin_class(object)


def refuse_impossible(machine: Machine, shells: Sequence[ClassValue], span: Span) -> None:
    """Leave the statement if a class cannot be made, whichever bases it has.

    Raises:
        Unwound: none of the shells can be a class.
    """
    reasons = [why_impossible(machine, shell) for shell in shells]
    if reasons and (first := reasons[0]) is not None and None not in reasons:
        machine.raises("TypeError", first, span, bases_of=shells[0].name)


def why_impossible(machine: Machine, of: ClassValue) -> str | None:
    """Why a class cannot have its bases, in the words of CPython; None if it can, or if that is not known."""
    if machine.is_stub or any(_is_odd(machine, base) for base in of.bases):
        return None
    return (
        _metaclass_conflict(machine, of)
        or _unacceptable(of)
        or _layout_conflict(machine, of)
        or _no_room_for_slots(machine, of)
        or _duplicate(of)
        or _inconsistent(of)
    )


def _is_odd(machine: Machine, base: Value) -> bool:
    """Whether a base is made into others (`TypedDict`), or its metaclass may make other classes than its body says."""
    match base:
        case ClassValue(path="typing.TypedDict" | "typing.NamedTuple") | ClassValue(form="typeddict"):
            return True
        case ClassValue(opaque=opaque):
            return opaque is not None or lookup.bases_changed(machine, base) is not None
        case _:
            return False


def _metaclass_conflict(machine: Machine, of: ClassValue) -> str | None:
    """Only the two metaclasses of the standard library that meet in practice; a class that states its own has that."""
    plain = [each for each in of.bases if isinstance(each, ClassValue) and not _has_own_metaclass(machine, each)]
    is_enum = any(each.form == "enum" or (each.path or "").startswith("enum.") for each in plain)
    is_abstract = any(each.is_abc or each.path in ("abc.ABC", "typing.Protocol") for each in plain)
    if not (is_enum and is_abstract) or len(plain) < len(of.bases) or of.object in machine.odd_classes:
        return None
    return (
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of "
        "all its bases"
    )


def _has_own_metaclass(machine: Machine, of: ClassValue) -> bool:
    return any(isinstance(each, ClassValue) and each.object in machine.odd_classes for each in lookup.mro(of) or (of,))


def _unacceptable(of: ClassValue) -> str | None:
    for base in of.bases:
        if isinstance(base, ClassValue) and base.builtin is not None and not base.builtin.__flags__ & IS_BASE_TYPE:
            return f"type '{base.name}' is not an acceptable base type"
    return None


# What instances have in memory


_Solids = dict[tuple[object, ...], "ClassValue | None"]
"""What is known of classes already: there are more ways up than classes where bases share bases."""


def _layout_conflict(machine: Machine, of: ClassValue) -> str | None:
    """Instances of two bases have something of their own in the same place (C structures, and `__slots__`)."""
    winner = _OBJECT
    known: _Solids = {}
    for base in of.bases:
        candidate = _solid(machine, base, known)
        if candidate is None:
            continue
        if _is_below(candidate, winner):
            winner = candidate
        elif not _is_below(winner, candidate):
            return "multiple bases have instance lay-out conflict"
    return None


def _solid(machine: Machine, of: Value, known: _Solids) -> ClassValue | None:
    """The nearest class that adds something to instances; None if that is not known."""
    if not isinstance(of, ClassValue):
        return None
    if of.builtin is not None:
        return lookup.builtin_class(_solid_type(of.builtin))
    key = lookup.identity(of)
    if key not in known:
        known[key] = _solid_of_own(machine, of, known)
    return known[key]


def _solid_of_own(machine: Machine, of: ClassValue, known: _Solids) -> ClassValue | None:
    if of.path is not None:
        return _OBJECT if not of.bases else _most(machine, of.bases, known)
    inherited = _most(machine, of.bases, known)
    if inherited is None:
        return None
    return of if _adds_slots(machine, of) or _adds_dictionary(machine, of, inherited) else inherited


def _most(machine: Machine, bases: Sequence[Value], known: _Solids) -> ClassValue | None:
    winner = _OBJECT
    for base in bases:
        candidate = _solid(machine, base, known)
        if candidate is None:
            return None
        if _is_below(candidate, winner):
            winner = candidate
    return winner


def _adds_slots(machine: Machine, of: ClassValue) -> bool:
    """Whether `__slots__` surely names something."""
    found = machine.state.get((of.object, "__slots__"))
    match [each.value for each in found]:
        case [Literal() as literal]:
            now = machine.now(literal)
            return isinstance(now, Literal) and any(name not in _NO_MEMBERS for name in texts(now))
        case _:
            return False


def _no_room_for_slots(machine: Machine, of: ClassValue) -> str | None:
    """Behind items of any number (those of `int`, `tuple`, `bytes`) there is no place for slots."""
    solid = _most(machine, of.bases, {})
    if solid is None or solid.builtin is None or not solid.builtin.__itemsize__ or not _adds_slots(machine, of):
        return None
    if _has_own_metaclass(machine, of):
        return None
    return f"nonempty __slots__ not supported for subtype of '{solid.name}'"


def _adds_dictionary(machine: Machine, of: ClassValue, inherited: ClassValue) -> bool:
    """Before Python 3.12 a `__dict__` of its own lies behind items of any number: those of `int`, `tuple`, `bytes`."""
    if inherited.builtin is None or not inherited.builtin.__itemsize__ or inherited.builtin is type:
        return False
    if any(each.value is not None for each in machine.state.get((of.object, "__slots__"))):
        return False
    return machine.facts.minor_version < _DICTIONARY_IN_FRONT


def _solid_type(of: type) -> type:
    """`solid_base` of CPython, asked of the class itself."""
    base = of.__base__
    if base is None:
        return of
    own = (of.__basicsize__, of.__itemsize__) != (base.__basicsize__, base.__itemsize__)
    return of if own else _solid_type(base)


def _is_below(one: ClassValue, other: ClassValue) -> bool:
    return any(lookup.same(each, other) for each in lookup.mro(one) or (one,))


# The method resolution order


def _duplicate(of: ClassValue) -> str | None:
    seen: set[object] = set()
    for base in of.bases:
        key = lookup.identity(base)
        if isinstance(base, (ClassValue, External)) and key in seen:
            return f"duplicate base class {_name(base)}"
        seen.add(key)
    return None


def _inconsistent(of: ClassValue) -> str | None:
    """C3 as `lookup.mro` has it; told only where all classes are known."""
    if lookup.mro(of) is not None:
        return None
    lines = [lookup.mro(base) or () for base in of.bases if isinstance(base, ClassValue)]
    known = all(isinstance(each, ClassValue) for line in lines for each in line)
    if not known or len(lines) < len(of.bases) or not all(lines):
        return None
    _, left = lookup.merge([*lines, of.bases])
    names = dict.fromkeys(_name(head) for head in left)
    return f"Cannot create a consistent method resolution order (MRO) for bases {', '.join(names)}"


def _name(of: Value) -> str:
    match of:
        case ClassValue(name=name):
            return name
        case External(path=path):
            return path.rpartition(".")[2]
        case _:
            return "?"
