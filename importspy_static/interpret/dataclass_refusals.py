"""Dataclasses that cannot be made: what `dataclasses.dataclass` refuses (its `_process_class`)."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.fields import Options, bound_values, defines, has_unknown_base, option
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.refusals import Refusal
from importspy_static.interpret.state import DECLARED
from importspy_static.interpret.values import ClassValue, Computed, Configured, Field, Instance, Literal, Outcome, Value

ORDERINGS = ("__lt__", "__le__", "__gt__", "__ge__")
UNHASHABLE_DEFAULTS = (3, 11)
"""From this version on a default may be of no class whose instances have no hash; before, no list, dict or set."""
_FROZEN = "!frozen"
"""Under a dataclass: whether its instances can be changed, if that is known."""


def refuse_dataclass(machine: Machine, made: ClassValue, own: Sequence[Field], options: Options) -> None:
    """Leave the statement if `dataclass` refuses the class; otherwise note what heirs will be asked.

    Raises:
        Unwound: it surely refuses it.
    """
    frozen = None if None in options else option(options.get("frozen"), False)
    refusal = None if machine.is_stub or made.opaque is not None or None in options else (
        _wrong_field(machine, made, own, option(options.get("init"), True) is True)
        or _wrong_options(machine, made, options)
        or _wrong_base(machine, made, frozen)
    )  # fmt: skip
    if refusal is not None:
        machine.raises(refusal.kind, refusal.reason)
    if frozen is not None:
        machine.put((made.object, _FROZEN), (Outcome(constants.literal(frozen, made.span), made.span),))


def _wrong_field(machine: Machine, of: ClassValue, own: Sequence[Field], with_init: bool) -> Refusal | None:
    for field in own:
        values = field.default.values if field.default is not None else ()
        if field.stored and values and all(_cannot_be_shared(machine, each) for each in values):
            return Refusal("ValueError", f"mutable default for field {field.name} is not allowed: use default_factory")
        match bound_values(machine, of, field.name):
            case (Configured(path="dataclasses.field", keywords=keywords),):
                if {"default", "default_factory"} <= {name for name, _ in keywords}:
                    return Refusal("ValueError", "cannot specify both default and default_factory")
    for name in machine.names.get(of.object, ()):
        if not name.startswith(DECLARED) and DECLARED + name not in machine.names[of.object]:
            match [each.value for each in machine.state.get((of.object, name))]:
                case [Configured(path="dataclasses.field")]:
                    return Refusal("TypeError", f"'{name}' is a field but has no type annotation")
    return _wrong_order(of) if with_init and not has_unknown_base(of) else None


def _wrong_order(of: ClassValue) -> Refusal | None:
    optional = False
    for field in of.fields:
        if not field.in_init or field.keyword_only:
            continue
        if optional and field.default is None:
            return Refusal("TypeError", f"non-default argument '{field.name}' follows default argument")
        optional = optional or field.default is not None
    return None


def _cannot_be_shared(machine: Machine, default: Value) -> bool:
    match default:
        case Literal(type="list" | "dict" | "set") | Computed(type="list" | "dict" | "set", mutable=int()):
            return True
        case Instance(of=of):
            line = lookup.mro(of)
            if line is None or not all(isinstance(each, ClassValue) and _is_plain(machine, each) for each in line):
                return False
            if machine.facts.minor_version < UNHASHABLE_DEFAULTS:
                return any(isinstance(each, ClassValue) and each.builtin in (list, dict, set) for each in line)
            return _has_no_hash(machine, line)
        case _:
            return False


def _is_plain(machine: Machine, of: ClassValue) -> bool:
    """Whether all that a class says of hashes is known; `attrs` may make one."""
    is_known = of.builtin is not None or of.path is not None
    return is_known or (of.opaque is None and of.form != "attrs" and not lookup.is_from_stub(machine, of))


def _has_no_hash(machine: Machine, line: Sequence[Value]) -> bool:
    for entry in line:
        if isinstance(entry, ClassValue) and entry.builtin is not None:
            if "__hash__" in vars(entry.builtin):
                return vars(entry.builtin)["__hash__"] is None
            continue
        found = [each.value for each in lookup.own_member(machine, entry, "__hash__")]
        if found != [None]:
            return len(found) == 1 and isinstance(found[0], Literal) and found[0].value is None
    return False


def _wrong_options(machine: Machine, of: ClassValue, options: Options) -> Refusal | None:
    if option(options.get("order"), False):
        if option(options.get("eq"), True) is False:
            return Refusal("ValueError", "eq must be true if order is true")
        if (name := _bound_one(machine, of, ORDERINGS)) is not None:
            return Refusal("TypeError", f"Cannot overwrite attribute {name} in class {of.name}")
    if option(options.get("frozen"), False) and (name := _bound_one(machine, of, _SETTING)) is not None:
        return Refusal("TypeError", f"Cannot overwrite attribute {name} in class {of.name}")
    if option(options.get("slots"), False) and _bound_one(machine, of, ("__slots__",)) is not None:
        return Refusal("TypeError", f"{of.name} already specifies __slots__")
    return None


_SETTING = ("__setattr__", "__delattr__")


def _bound_one(machine: Machine, of: ClassValue, names: Sequence[str]) -> str | None:
    """The first of these names that the body surely binds."""
    bound = (name for name in names if all(each.value is not None for each in machine.state.get((of.object, name))))
    return next(bound, None)


def _wrong_base(machine: Machine, of: ClassValue, frozen: bool | None) -> Refusal | None:
    """All dataclasses of a family are frozen, or none is."""
    line = (lookup.mro(of) or ())[1:]
    if frozen is None:
        return None
    flags = [is_frozen(machine, each) for each in line if isinstance(each, ClassValue) and each.form == "dataclass"]
    if not frozen and True in flags:
        return Refusal("TypeError", "cannot inherit non-frozen dataclass from a frozen one")
    is_known = all(isinstance(each, ClassValue) for each in line)
    if frozen and is_known and flags and all(each is False for each in flags):
        return Refusal("TypeError", "cannot inherit frozen dataclass from a non-frozen one")
    return None


def is_frozen(machine: Machine, of: ClassValue) -> bool | None:
    """Whether a class is a frozen dataclass; None if it is no dataclass, or if that is not known."""
    match machine.state.get((of.object, _FROZEN)):
        case (Outcome(value=Literal(value=bool() as flag)),):
            return flag
        case _:
            return None


def says_hash(machine: Machine, of: ClassValue) -> bool:
    """Whether the body says what `__hash__` is; that it says `__eq__` makes it None, which counts for nothing."""
    found = [each.value for each in machine.state.get((of.object, "__hash__"))]
    is_none = len(found) == 1 and isinstance(found[0], Literal) and found[0].value is None
    return defines(machine, of, "__hash__") and not (is_none and defines(machine, of, "__eq__"))
