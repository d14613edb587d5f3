"""Enums that cannot be made: what `EnumType`, its dictionary of a body and `enum.unique` refuse."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.constants import Unfoldable, single
from importspy_static.interpret.enum_members import HAS_MEMBER, constant_members, is_special
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.refusals import Refusal
from importspy_static.interpret.signature_changes import is_changed
from importspy_static.interpret.values import ClassValue, FunctionValue, Literal, Signature
from importspy_static.limits import LONGEST_NUMBER
from importspy_static.model.expression import POSITIONAL, Collection, Constant, Name, Node, UnaryOperation
from importspy_static.model.program import Assign, Block, FunctionDef


def refuse_enum(machine: Machine, of: ClassValue, body: Block) -> None:
    """Leave the class statement if an enum cannot be made of what it says.

    Raises:
        Unwound: it surely cannot.
    """
    line = lookup.mro(of) or ()
    if machine.is_stub or not line or not all(isinstance(each, ClassValue) and each.opaque is None for each in line):
        return
    if any(isinstance(each, ClassValue) and each.object in machine.odd_classes for each in line):
        return
    refusal = _extended(machine, of) or _bound_twice(of, body) or _wrong_value(machine, of)
    if refusal is not None:
        machine.raises(refusal.kind, refusal.reason, of.header)


def _extended(machine: Machine, of: ClassValue) -> Refusal | None:
    for base in (lookup.mro(of) or ())[1:]:
        if isinstance(base, ClassValue) and base.form == "enum" and base.path is None:
            said = machine.state.get((base.object, HAS_MEMBER))
            if all(each.value is not None for each in said):
                return Refusal("TypeError", f"<enum '{of.name}'> cannot extend <enum '{base.name}'>")
    return None


def _bound_twice(of: ClassValue, body: Block) -> Refusal | None:
    """A name that is a member cannot be bound again, whatever stands between the two."""
    members: set[str] = set()
    for statement in body:
        match statement:
            case Assign(targets=targets, value=value) if value is not None:
                names = [each.node.id for each in targets if isinstance(each.node, Name)]
                if "_ignore_" in names:
                    return None
                for name in names:
                    if name in members:
                        return Refusal("TypeError", f"'{name}' already defined")
                if _is_constant(value.node):
                    members.update(name for name in names if not is_special(of, name) and not name.startswith("__"))
            case FunctionDef(name=name) if name in members:
                return Refusal("TypeError", f"'{name}' already defined")
    return None


def _is_constant(node: Node) -> bool:
    match node:
        case Constant():
            return True
        case UnaryOperation(operand=Constant()):
            return True
        case Collection(kind="tuple", items=items):
            return all(_is_constant(each) for each in items)
        case _:
            return False


# What makes a member of a value


def _wrong_value(machine: Machine, of: ClassValue) -> Refusal | None:
    line = [each for each in lookup.mro(of) or () if isinstance(each, ClassValue)]
    kinds = [each.builtin for each in line if each.builtin is not None and each.builtin is not object]
    makers = [each for each in line if each.path is None and _says(machine, each, "__new__")]
    for name, value in constant_members(machine, of):
        if not makers:
            wrong = _unlike(kinds, line, value)
            if wrong is not None:
                return Refusal(wrong.kind, f"{of.name}.{name}: {wrong.reason}")
        if tuple not in kinds and (reason := _misses_constructor(machine, of, value)) is not None:
            return Refusal("TypeError", f"{of.name}.{name}: {reason}")
    return None


def _says(machine: Machine, of: ClassValue, name: str) -> bool:
    return any(each.value is not None for each in machine.state.get((of.object, name)))


def _unlike(kinds: Sequence[type], line: Sequence[ClassValue], value: Literal) -> Refusal | None:
    """A value that the type mixed in cannot be made of."""
    if any(each.path == "enum.StrEnum" for each in line):
        is_number = isinstance(value.value, (int, float))
        return Refusal("TypeError", f"{value.value!r} is not a string") if is_number else None
    kind = kinds[0] if len(kinds) == 1 else None
    if kind in (int, float) and isinstance(value.value, str) and len(value.value) <= LONGEST_NUMBER:
        try:
            kind(value.value)
        except ValueError as reason:
            return Refusal("ValueError", str(reason))
    return None


def _misses_constructor(machine: Machine, of: ClassValue, value: Literal) -> str | None:
    """`__init__` of an enum is called with the value; with the items of a tuple, each by itself."""
    match [each.value for each in lookup.class_member(machine, of, "__init__")]:
        case [
            FunctionValue(kind="instance", signature=Signature(parameters=parameters), definition=definition) as init
        ]:
            if definition is None or is_changed(machine, init):
                return None
        case _:
            return None
    try:
        plain = constants.plain(single((value,)))
    except Unfoldable:
        return None
    given = 1 + (len(plain) if isinstance(plain, tuple) else 1)
    positional = [each for each in parameters if each.kind in POSITIONAL]
    needed = sum(each.default is None for each in positional)
    alone = any(each.kind == "keyword_only" and each.default is None for each in parameters)
    too_many = given > len(positional) and not any(each.kind == "var_positional" for each in parameters)
    return f"__init__() is given {given} arguments" if too_many or given < needed or alone else None
