"""Metaclasses: what those of the module, or of another one, make of a class (data model, "Customizing class creation").

Their `__new__` and `__init__` are run. One that does more than these can make anything: its classes are opaque.
"""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import lookup, prepared
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Display,
    External,
    FunctionValue,
    Keywords,
    Literal,
    NamespaceOf,
    Outcome,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import replace

PLAIN = frozenset({"builtins.type", "abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})
"""Metaclasses whose classes are what their bodies say."""
_BEYOND = ("__prepare__", "__call__", "__getattr__", "__getattribute__", "__setattr__", "mro")
"""Methods of a metaclass that make a class other than what its body and its constructor say."""
_MAKING = ("__new__", "__init__")


def is_plain(machine: Machine, metaclass: Value) -> bool:
    """Whether a metaclass leaves its classes as their bodies say."""
    return not _has(machine, metaclass, (*_BEYOND, *_MAKING))


def is_followed(machine: Machine, metaclass: Value) -> bool:
    """Whether all that a metaclass does to its classes is in its constructor."""
    return not _has(machine, metaclass, _BEYOND)


def _has(machine: Machine, metaclass: Value, hooks: Sequence[str]) -> bool:
    match metaclass:
        case External(path=path) | ClassValue(path=str() as path):
            return path not in PLAIN
        case ClassValue():
            line = lookup.mro(metaclass)
            return not _is_by_heart(machine, metaclass) and (
                line is None or any(_says(machine, entry, hooks) for entry in line)
            )
        case _:
            return True


def _is_by_heart(machine: Machine, metaclass: ClassValue) -> bool:
    """Whether the source of a metaclass that is known by heart was looked at."""
    return machine.world is not None and machine.world.dotted_name(metaclass) in PLAIN


def _says(machine: Machine, entry: Value, hooks: Sequence[str]) -> bool:
    match entry:
        case ClassValue(path=str()):
            return False
        case External(path=path):
            return path not in PLAIN
        case ClassValue(object=object, opaque=None):
            found = [(hook, each) for hook in hooks for each in machine.state.get((object, hook))]
            return any(each.value is not None and not _does_nothing(machine, hook, each) for hook, each in found)
        case _:
            return True


def _does_nothing(machine: Machine, hook: str, found: Outcome) -> bool:
    return hook == prepared.HOOK and prepared.is_harmless(machine, found)


def gives_way(machine: Machine, base: Value, metaclass: ClassValue) -> bool:
    """Whether a class with this base surely has this metaclass: the base's own is `type` or one that it inherits from.

    Only classes of the module are looked at, and `object`.
    """
    if not isinstance(base, ClassValue) or base.opaque is not None or base.is_abc or base.form == "enum":
        return False
    if base.builtin is not None:
        return base.builtin is object
    if base.path is not None or base.object >> 32 != machine.number:
        return False
    of_base = machine.metaclasses.get(base.object)
    if of_base is None:
        return is_made_plainly(machine, base, ())
    return any(lookup.same(of_base, each) for each in lookup.mro(metaclass) or ())


def is_made_plainly(machine: Machine, of: ClassValue, keywords: Sequence[tuple[str | None, Values]]) -> bool:
    """Whether a class surely is what `type` or `ABCMeta` makes of its body: all its bases are known, from source."""
    line = lookup.mro(of)
    if line is None or any(name is None for name, _ in keywords):
        return False
    if any(not _has_plain_path(value) for name, values in keywords if name == "metaclass" for value in values):
        return False
    return all(isinstance(each, ClassValue) and _is_from_plain_source(machine, each) for each in line)


def _has_plain_path(metaclass: Value) -> bool:
    return isinstance(metaclass, (External, ClassValue)) and metaclass.path in PLAIN


def _is_from_plain_source(machine: Machine, of: ClassValue) -> bool:
    if of.builtin is not None or of.path is not None:
        return True
    if lookup.is_from_stub(machine, of):
        return False
    changed = lookup.bases_changed(machine, of)
    return of.opaque is None and of.object not in machine.odd_classes and changed is None


def inherited(machine: Machine, bases: Sequence[Value]) -> ClassValue | None:
    """The metaclass of the first base that has one from source; one that does something comes first."""
    classes = (each for each in bases if isinstance(each, ClassValue))
    found = [machine.metaclasses[each.object] for each in classes if each.object in machine.metaclasses]
    return next((each for each in found if not is_plain(machine, each)), found[0] if found else None)


def construct(
    machine: Machine, made: ClassValue, metaclass: ClassValue, keywords: Keywords, cause: Cause
) -> ClassValue:
    """The class after the constructor of its metaclass has run; opaque where that may have made something else."""
    machine.classes[made.object] = made
    machine.making[made.object] = True
    span = made.span
    given: list[Values] = [(Literal(made.name, "str", span),), _bases_as_given(made), (NamespaceOf(made.object),)]
    others = [(name, values) for name, values in keywords if name != "metaclass"]
    try:
        for hook in _MAKING:
            for outcome in lookup.class_member(machine, metaclass, hook):
                first: Value = metaclass if hook == "__new__" else machine.classes[made.object]
                if not _is_run(machine, outcome, [(first,), *given], others, made):
                    return replace(made, opaque=cause)
            machine.making[made.object] = False
    finally:
        del machine.making[made.object]
    return machine.classes[made.object]


def is_made_by_call(machine: Machine, made: ClassValue, maker: Value, keywords: Keywords) -> bool:
    """Whether a function that is given as the metaclass surely returns just the class that `type` makes of the body."""
    if not isinstance(maker, FunctionValue) or maker.definition is None or not maker.definition.is_whole:
        return False
    given: list[Values] = [(Literal(made.name, "str", made.span),), _bases_as_given(made), (NamespaceOf(made.object),)]
    others = [(name, values) for name, values in keywords if name != "metaclass"]
    machine.making[made.object] = True
    try:
        returned = run_call(machine, maker, given, others, exact=True)
    finally:
        del machine.making[made.object]
    now = machine.classes[made.object]
    return bool(returned) and now == made and all(_is_same(each, made) for each in returned)


def _is_run(machine: Machine, hook: Outcome, arguments: list[Values], keywords: Keywords, made: ClassValue) -> bool:
    """Run one part of a constructor. False if what comes out of it may be something else than the class."""
    match hook.value:
        case FunctionValue(object=lookup.BUILTIN):
            return True
        case FunctionValue(name="__new__", definition=definition) as function if definition is not None:
            returned = run_call(machine, function, arguments, keywords, exact=True)
            return bool(returned) and all(_is_same(each, made) for each in returned)
        case FunctionValue(definition=definition) as function if definition is not None:
            return bool(run_call(machine, function, arguments, keywords, exact=True))
        case _:
            return False


def _is_same(value: Value, made: ClassValue) -> bool:
    return isinstance(value, ClassValue) and value.object == made.object


def made_by_type(machine: Machine, arguments: Sequence[Values]) -> Values | None:
    """What `type.__new__(metaclass, name, bases, namespace)` returns, if that is the class that is being made."""
    for index, values in enumerate(arguments):
        match values:
            case (NamespaceOf(object=owner),) if owner in machine.making:
                # From here on the namespace is the metaclass's own: the class has a copy.
                machine.making[owner] = False
                made = machine.classes[owner]
                if arguments[index - 1] != _bases_as_given(made):
                    machine.classes[owner] = _with_bases(machine, made, arguments[index - 1])
                return (machine.classes[owner],)
    return None


def _with_bases(machine: Machine, made: ClassValue, bases: Values) -> ClassValue:
    """The class with other bases than its statement says."""
    match bases:
        case (Literal(value=Display(kind="tuple", items=())),):
            return replace(made, bases=(lookup.builtin_class(object),))
        case (Computed(items=items),) if items and all(_is_class(each) for each in items):
            return replace(made, bases=tuple(values[0] for values in items))
        case _:
            return replace(made, opaque=machine.cause("SPY801"))


def _is_class(values: Values) -> bool:
    return len(values) == 1 and isinstance(values[0], ClassValue)


def _bases_as_given(made: ClassValue) -> Values:
    """The tuple of bases as the constructor of a metaclass is given it."""
    if made.bases == (lookup.builtin_class(object),):
        return (Literal(Display("tuple", ()), "tuple", made.span),)
    cause = Cause("SPY804", made.span, f"bases of {made.name}")
    return (Computed(cause, "tuple", made.bases, tuple((base,) for base in made.bases)),)


def delete(machine: Machine, of: ClassValue, name: str | None) -> bool:
    """Whether the metaclass of a class says what a deletion does: then that is done."""
    metaclass = machine.metaclasses.get(of.object)
    hooks = () if metaclass is None else lookup.class_member(machine, metaclass, "__delattr__")
    match [each.value for each in hooks]:
        case [FunctionValue(definition=definition) as hook] if definition is not None and name is not None:
            if any(frame.callee == hook.object for frame in machine.frames):
                return False  # it hands on to `type`
            literal = Literal(name, "str", machine.current.span)
            return bool(run_call(machine, hook, [(of,), (literal,)], exact=True))
        case _:
            return False
