"""Looking names up: in scopes, in classes along their MRO, in instances."""

from __future__ import annotations

import builtins
import inspect
import sys
import types
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from importspy_static.interpret import constants, standard
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.targets import Facts
from importspy_static.interpret.values import (
    ABSENT,
    Binding,
    Cause,
    ClassValue,
    Computed,
    Default,
    External,
    FunctionValue,
    Outcome,
    Signature,
    SignatureParameter,
    Value,
    join,
)
from importspy_static.model import standard_library
from importspy_static.model.contract import MethodKind
from importspy_static.model.expression import ParameterKind
from importspy_static.model.place import TOP

BUILTIN_NAMES = (
    frozenset(dir(builtins))
    | standard_library.names("builtins")
    | frozenset("__file__ __path__ __annotations__ __builtins__ __cached__ copyright credits exit license quit".split())
)
"""Names that may be bound before a module's first line: builtins (of all supported versions and systems, and those
that `site` adds) and the attributes that the import system sets."""
_REPR_ENUM = (3, 11)
"""The version that put `ReprEnum` between `Enum` and its mixed-in kinds."""


BUILTIN = -1
"""The object of every function of `builtins`."""
_BUILTIN_OBJECTS: dict[str, int] = {}
"""Objects of classes that are not the module's own: negative numbers."""


def name(machine: Machine, identifier: str) -> Binding:
    """What a name can be where it is read. An unbound one is absent."""
    found = _name(machine, identifier)
    if machine.world is None or machine.globals == machine.module:
        return found
    return machine.world.seen_from(machine.globals, found)


def _name(machine: Machine, identifier: str) -> Binding:
    frame = machine.frame
    if identifier == "__class__" and frame.owner is not None and frame.callee is not None:
        return (Outcome(frame.owner),)
    possible: list[Binding] = []
    for scope in frame.scopes:
        if scope == frame.scopes[0] and identifier in frame.local_names and identifier not in frame.known_names:
            return _computed(machine, f"local variable '{identifier}'")
        found = machine.state.get((scope, identifier))
        if all(outcome.value is not None for outcome in found):
            return join((*possible, found))
        if any(outcome.value is not None for outcome in found):
            possible.append(tuple(outcome for outcome in found if outcome.value is not None))
    if is_builtin(machine, identifier):
        possible.append((Outcome(builtin(identifier)),))
    return join(possible) if possible else ABSENT


def is_surely_unbound(machine: Machine, identifier: str) -> bool:
    """Whether a name that is read here is bound nowhere, so that this raises NameError."""
    if machine.is_stub or machine.frame.local_names or "builtins" in machine.patched:
        return False
    return name(machine, identifier) == ABSENT and not machine.may_be_bound(identifier)


def is_of_builtin(value: Value | None) -> bool:
    """Whether this is a method that a builtin class has, which nobody has overridden."""
    return isinstance(value, FunctionValue) and value.object == BUILTIN


def is_builtin(machine: Machine, identifier: str) -> bool:
    """Whether the target binds this name before a module's first line."""
    if identifier == "__path__" and machine.is_package is False and machine.globals == machine.module:
        return False
    return identifier in BUILTIN_NAMES and not standard.lacks_builtin(machine, identifier)


def builtin(identifier: str) -> Value:
    """The builtin of this name: a class whose members are known, or a function known by its dotted name."""
    found = getattr(builtins, identifier, None)
    if isinstance(found, type) and not identifier.startswith("_"):
        return builtin_class(found)
    return External(f"builtins.{identifier}", TOP)


def builtin_function(machine: Machine, path: str, kind: MethodKind) -> FunctionValue | None:
    """The function of `builtins` under this dotted name; None if it is none, or if another Python may have another."""
    module, _, last = path.rpartition(".")
    found = getattr(builtins, last, None) if module == "builtins" else None
    if not isinstance(found, types.BuiltinFunctionType) or machine.facts.minor_version != sys.version_info[:2]:
        return None
    return FunctionValue(BUILTIN, last, TOP, _builtin_signature(machine, found, path), False, kind)


def builtin_class(found: type) -> ClassValue:
    """The class value of a class of `builtins`. Its members are read from the class itself, which is not checked
    code.
    """
    return ClassValue(
        object=_BUILTIN_OBJECTS.setdefault(found.__name__, -2 - len(_BUILTIN_OBJECTS)),
        name=found.__name__,
        span=TOP,
        header=TOP,
        bases=tuple(builtin_class(base) for base in found.__bases__),
        form="builtin",
        builtin=found,
        path=f"builtins.{found.__name__}",
    )


_ENUM_MEMBERS = frozenset(
    "name value _convert_ _convert __new__ __init__ __repr__ __str__ __hash__ __format__ __dir__ __reduce_ex__ "
    "_generate_next_value_ _missing_".split()
)
# Classes of the standard library that matter to the rules themselves, known by heart: (bases, members).
_KNOWN_CLASSES: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "abc.ABC": (("builtins.object",), frozenset()),
    "typing.Generic": (("builtins.object",), frozenset({"__class_getitem__", "__init_subclass__"})),
    "typing.Protocol": (("typing.Generic",), frozenset({"__init__", "__subclasshook__", "__init_subclass__"})),
    "enum.Enum": (("builtins.object",), _ENUM_MEMBERS),
    "enum.Flag": (("enum.Enum",), frozenset({"name", "value"})),
    "enum.ReprEnum": (("enum.Enum",), frozenset()),
    "enum.IntEnum": (("builtins.int", "enum.ReprEnum"), frozenset()),
    "enum.StrEnum": (("builtins.str", "enum.ReprEnum"), frozenset()),
    "enum.IntFlag": (("builtins.int", "enum.ReprEnum", "enum.Flag"), frozenset()),
    "typing.NamedTuple": (("builtins.tuple",), frozenset()),
    "typing.TypedDict": (("builtins.dict",), frozenset()),
}


def known_class(path: str, facts: Facts) -> ClassValue | None:
    """The class of the standard library under this dotted name, if the rules know it by heart."""
    module, _, last = path.rpartition(".")
    if module == "typing_extensions":
        module, path = "typing", f"typing.{last}"
    if module == "builtins":
        found = getattr(builtins, last, None)
        return builtin_class(found) if isinstance(found, type) else None
    if path not in _KNOWN_CLASSES:
        return None
    bases, _ = _KNOWN_CLASSES[path]
    if "enum.ReprEnum" in bases and facts.minor_version < _REPR_ENUM:
        bases = tuple("enum.Enum" if base == "enum.ReprEnum" else base for base in bases)
        bases = tuple(base for base in bases if not (base == "enum.Enum" and "enum.Flag" in bases))
    return ClassValue(
        object=_BUILTIN_OBJECTS.setdefault(path, -2 - len(_BUILTIN_OBJECTS)),
        name=last,
        span=TOP,
        header=TOP,
        bases=tuple(each for each in (known_class(base, facts) for base in bases) if each is not None),
        path=path,
    )


_ANYTHING = Signature(
    (
        SignatureParameter("self", "positional_or_keyword", TOP),
        SignatureParameter("args", "var_positional", TOP),
        SignatureParameter("kwargs", "var_keyword", TOP),
    ),
    None,
)


def _known_member(path: str, member: str) -> Binding:
    _, members = _KNOWN_CLASSES[path]
    if (path, member) == ("typing.Protocol", "__init__"):
        # `typing._no_init_or_replace_init`, which finds the right one when the class is called.
        return (Outcome(FunctionValue(BUILTIN, member, TOP, _ANYTHING, False)),)
    return (Outcome(External(f"{path}.{member}", TOP)),) if member in members else ABSENT


def _computed(machine: Machine, construct: str) -> Binding:
    return (Outcome(Computed(machine.cause("SPY804", construct))),)


# The method resolution order


def mro(of: ClassValue) -> tuple[Value, ...] | None:
    """The linearised bases (C3, "The Python 2.3 Method Resolution Order"), `of` first; None if there is none.

    A base that is not known stands in it as itself, where its own bases would follow.
    """
    if of.line is None:
        object.__setattr__(of, "line", _linearised(of) or ())
    return of.line or None


def _linearised(of: ClassValue) -> tuple[Value, ...] | None:
    lines = [_base_mro(base) for base in of.bases]
    if not all(lines):
        return None
    if len(lines) == 1:
        return tuple(_object_last([of, *lines[0]]))
    merged, left = merge([*lines, of.bases])
    return None if left else tuple(_object_last([of, *merged]))


def merge(lines: Sequence[Sequence[Value]]) -> tuple[list[Value], list[Value]]:
    """The C3 merge of lines, and the heads that stand in each other's way behind it, of which there should be none.

    Its time grows with the length of all lines: a class may have thousands of bases.
    """
    keyed = [[(identity(each), each) for each in line] for line in lines]
    in_tails = Counter(key for line in keyed for key, _ in line[1:])
    waiting = [iter(line) for line in keyed]
    heads = [next(line, None) for line in waiting]
    merged: list[Value] = []
    while chosen := next((head for head in heads if head is not None and not in_tails[head[0]]), None):
        merged.append(chosen[1])
        for index, head in enumerate(heads):
            if head is not None and head[0] == chosen[0]:
                heads[index] = following = next(waiting[index], None)
                if following is not None:
                    in_tails[following[0]] -= 1
    return merged, [head[1] for head in heads if head is not None]


def _base_mro(base: Value) -> tuple[Value, ...]:
    match base:
        case ClassValue(builtin=known) if known is not None:
            return tuple(builtin_class(each) for each in known.__mro__)
        case ClassValue():
            return mro(base) or ()
        case _:
            return (base,)


def _object_last(merged: list[Value]) -> Iterator[Value]:
    last = builtin_class(object)
    key = identity(last)
    yield from (each for each in merged if identity(each) != key)
    yield last


def same(left: Value, right: Value) -> bool:
    """Whether two entries of an MRO are one class."""
    return left is right or identity(left) == identity(right)


def identity(of: Value) -> tuple[object, ...]:
    """What entries of an MRO that are one class have in common."""
    match of:
        case ClassValue():
            return ("class", of.object, of.name)
        case External(path=path):
            return ("path", path)
        case _:
            return ("value", id(of))


# Members


def class_member(machine: Machine, of: ClassValue, member: str) -> Binding:
    """What an attribute of a class can be, looked up along its MRO. The metaclass is left out."""
    line = mro(of)
    if line is None:
        return (Outcome(Computed(Cause("SPY806", of.header, f"class {of.name} has no consistent MRO"))),)
    if of.form == "typeddict":
        # A TypedDict inherits from `dict` alone: of its bases it has the keys, and nothing that they assign.
        line = (of, *(each for each in line[1:] if not (isinstance(each, ClassValue) and each.form == "typeddict")))
    for index, entry in enumerate(line if machine.rebased else ()):
        changed = bases_changed(machine, entry) if isinstance(entry, ClassValue) else None
        if changed is not None:
            line = (*line[: index + 1], Computed(changed))
            break
    return member_along(machine, line, member)


def member_along(machine: Machine, line: Sequence[Value], member: str) -> Binding:
    """What a member can be along a line of classes: the first that surely has it decides."""
    possible: list[Binding] = []
    for entry in line:
        found = own_member(machine, entry, member)
        present = tuple(outcome for outcome in found if outcome.value is not None)
        if present:
            possible.append(present)
        if len(present) == len(found):
            return join(possible)
    absent = tuple(outcome for outcome in _own_absence(machine, line, member) if outcome.value is None) or ABSENT
    return join((*possible, absent))


def _own_absence(machine: Machine, line: Sequence[Value], member: str) -> Binding:
    """The outcomes in which a member is absent, with the branch that decides it."""
    return tuple(
        outcome
        for entry in line
        if isinstance(entry, ClassValue) and entry.builtin is None
        for outcome in machine.state.get((entry.object, member))
        if outcome.value is None and outcome.branch is not None
    )


def own_member(machine: Machine, entry: Value, member: str) -> Binding:
    """What one class of an MRO has under this name."""
    match entry:
        case ClassValue(builtin=known) if known is not None:
            return _builtin_member(machine, known, member)
        case ClassValue(path=str() as path):
            return _known_member(path, member)
        case ClassValue():
            found = machine.state.get((entry.object, member))
            if entry.opaque is not None and not _decided_name(member):
                # Not even existence is known, so it is no mere computed value.
                cause = entry.opaque
                if cause.code == "SPY804":
                    cause = Cause("SPY801", cause.span, cause.construct)
                return (Outcome(Computed(cause), entry.span, cause),)
            return found
        case External(path=path, span=span):
            return (Outcome(Computed(Cause("SPY806", span, f"base class '{path}'"), None), span),)
        case Computed(cause=cause):
            return (Outcome(Computed(Cause("SPY806", cause.span, f"base class '{cause.construct}'")), cause.span),)
        case _:
            return (Outcome(Computed(Cause("SPY806", machine.current.span, "base class"))),)


def _decided_name(member: str) -> bool:
    return member in ("__name__", "__module__", "__qualname__")


def _builtin_member(machine: Machine, known: type, member: str) -> Binding:
    if member not in known.__dict__:
        return ABSENT
    path = f"builtins.{known.__name__}.{member}"
    found = known.__dict__[member]
    if not callable(found) and not isinstance(found, (staticmethod, classmethod)):
        return (Outcome(External(path, TOP)),)
    kind: MethodKind = "instance"
    if isinstance(found, staticmethod):
        kind = "static"
    elif isinstance(found, (classmethod, types.ClassMethodDescriptorType)):
        kind = "class"
    # Of a class method as it is kept, as that tells of its first parameter, too.
    described = found if isinstance(found, types.ClassMethodDescriptorType) else getattr(known, member)
    signature = _builtin_signature(machine, described, path)
    return (Outcome(FunctionValue(BUILTIN, member, TOP, signature, False, kind)),)


def _builtin_signature(machine: Machine, function: object, path: str) -> Signature | Cause:
    """The signature of a method of a builtin class, where `inspect` knows it; what it is bound to comes first."""
    found = _parameters(function)
    if found is None:
        return Cause("SPY804", TOP, path)
    return Signature(tuple(_builtin_parameter(machine, each) for each in found), None)


@cache
def _parameters(function: object) -> tuple[inspect.Parameter, ...] | None:
    """Of a method of a builtin class; `inspect` reads them from a text."""
    try:
        return tuple(inspect.signature(function).parameters.values())  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


def _builtin_parameter(machine: Machine, parameter: inspect.Parameter) -> SignatureParameter:
    default = None
    if parameter.default is not parameter.empty:
        found: Value = Computed(Cause("SPY804", TOP, f"default of {parameter.name}"))
        # Another Python may have another default.
        is_constant = isinstance(parameter.default, (type(None), bool, int, str))
        if is_constant and machine.facts.minor_version == sys.version_info[:2]:
            found = constants.literal(parameter.default, TOP)
        default = Default((found,), None, TOP)
    return SignatureParameter(parameter.name, _KINDS[parameter.kind], TOP, None, default)


_KINDS: dict[inspect._ParameterKind, ParameterKind] = {
    inspect.Parameter.POSITIONAL_ONLY: "positional_only",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional_or_keyword",
    inspect.Parameter.VAR_POSITIONAL: "var_positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword_only",
    inspect.Parameter.VAR_KEYWORD: "var_keyword",
}


def instance_member(machine: Machine, of: ClassValue, own: int | None, member: str) -> Binding:
    """What an attribute of an instance can be: its own first, then its class's."""
    if own is None:
        return class_member(machine, of, member)
    found = machine.state.get((own, member))
    present = tuple(outcome for outcome in found if outcome.value is not None)
    if len(present) == len(found):
        return found
    inherited = class_member(machine, of, member)
    return join((present, inherited)) if present else inherited


def is_from_stub(machine: Machine, of: ClassValue) -> bool:
    """Whether a class is known from a stub only, which may leave things out."""
    home = None if machine.world is None else machine.world.machine_of(of.header)
    return machine.is_stub if home is None else home.is_stub


def is_plain(machine: Machine, of: ClassValue, without: Sequence[str]) -> bool:
    """Whether a class and all that it inherits from, `object` aside, are known classes or dataclasses that nothing has
    changed, whose metaclasses are Python's own, and that bind none of these names.
    """
    line = mro(of)
    if line is None or of.form not in ("class", "dataclass") or bases_changed(machine, of) is not None:
        return False
    for each in line:
        if not isinstance(each, ClassValue) or each.opaque is not None or each.object in machine.odd_classes:
            return False
        if each.builtin is not None and each.builtin is not object:
            return False
        if each.path is None and any(machine.state.get((each.object, name)) != ABSENT for name in without):
            return False
    return True


def bases_changed(machine: Machine, of: ClassValue) -> Cause | None:
    """What assigned to `__bases__` or `__class__` of a class."""
    found = machine.state.find((of.object, "!bases"))
    return None if found is None else found[0].branch
