"""Targets: what assignments of every form, and `del`, do to them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from importspy_static.interpret import constants, lookup, standard, writes
from importspy_static.interpret.attributes import DICTIONARY
from importspy_static.interpret.constants import literal_text, single
from importspy_static.interpret.dataclass_refusals import is_frozen
from importspy_static.interpret.declarations import declare
from importspy_static.interpret.displays import add_held, change, display, extend, held_by, mark_changed, set_item
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.functions import call_method
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.namespaces import (
    SIGNATURE_ATTRIBUTES,
    assign_attribute,
    assign_key,
    change_namespace,
    delete_attribute,
    delete_key,
)
from importspy_static.interpret.protocols import operated_in_place
from importspy_static.interpret.state import REPLACED
from importspy_static.interpret.values import (
    ABSENT,
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    NamespaceOf,
    Outcome,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.expression import (
    Attribute,
    BinaryOperation,
    Collection,
    Expression,
    Name,
    Node,
    Starred,
    Subscript,
)
from importspy_static.model.program import Assign, AugmentedAssign, Delete

_NOT_THERE = frozenset({"_io.BytesIO.name"})
"""What typeshed declares in a class that has it not: a workaround for type checkers, as it says there."""


def _is_mistaken(machine: Machine, target: Expression) -> bool:
    owner = machine.frame.owner
    if owner is None or machine.world is None:
        return False
    return f"{machine.world.dotted_name(owner)}.{target.text}" in _NOT_THERE


def assign_statement(machine: Machine, statement: Assign) -> bool:
    """`a = b = value`, `a: int = value`, `a: int`."""
    if statement.annotation is not None:
        _declare(machine, statement.targets[0], statement.annotation)
    if statement.value is None:
        if machine.is_stub and not _is_mistaken(machine, statement.targets[0]):
            # What a stub declares is there.
            target = statement.targets[0]
            assign(machine, target, _Evaluated((Computed(Cause("SPY804", target.span, target.text)),)))
        return True
    with machine.at(statement.value), machine.following_calls() if _decorates(machine, statement) else nullcontext():
        parts = _evaluated(machine, statement.value.node)
    if not parts.values:
        return False
    for target in statement.targets:
        assign(machine, target, parts)
    return True


def _decorates(machine: Machine, statement: Assign) -> bool:
    """Whether methods of what is bound are decorators further down: `register = Library()`."""
    return len(machine.frames) == 1 and any(
        isinstance(each.node, Name) and each.node.id in machine.decorating for each in statement.targets
    )


@dataclass(frozen=True, slots=True)
class _Evaluated:
    """What an expression evaluates to; for a display also what each of its items does."""

    values: Values
    items: tuple[_Evaluated, ...] | None = None


def _evaluated(machine: Machine, node: Node) -> _Evaluated:
    """Evaluate once, and wholly, before the first target is bound."""
    if isinstance(node, Collection) and not any(isinstance(each, Starred) for each in node.items):
        items = tuple(_evaluated(machine, each) for each in node.items)
        return _Evaluated(display(machine, node.kind, [each.values for each in items]), items)
    return _Evaluated(evaluate_node(machine, node))


def _declare(machine: Machine, target: Expression, annotation: Expression) -> None:
    match target.node:
        case Name(id=name):
            declare(machine, machine.scope_of(name), machine.mangled(name), annotation)
        case Attribute(owner=owner, name=name):
            with machine.at(target):
                for value in evaluate_node(machine, owner):
                    owned = machine.owner_of(value)
                    if owned is not None:
                        declare(machine, owned, machine.mangled(name), annotation)


def assign(machine: Machine, target: Expression, given: _Evaluated | Values) -> None:
    """Bind a target of any shape."""
    with machine.at(target):
        _assign_node(machine, target.node, given if isinstance(given, _Evaluated) else _Evaluated(given))


def _assign_node(machine: Machine, target: Node, given: _Evaluated) -> None:
    span = machine.current.span
    values = given.values
    match target:
        case Name(id=name):
            if name in machine.frame.global_names:
                writes.keep_names(machine, machine.globals, name)
            machine.bind_value(machine.mangled(name), values, span)
            if len(machine.frames) > 1:
                _taint_kept(machine, name, values)
        case Attribute(owner=owner, name=name):
            owners = evaluate_node(machine, owner)
            if owners and len(machine.frames) == 1 and all(_is_frozen(machine, each) for each in owners):
                machine.surely_raises(f"cannot assign to field '{name}'")
            for value in owners:
                assign_attribute(machine, value, machine.mangled(name), values, alone=len(owners) == 1)
            machine.may_raise()
        case Subscript(owner=owner, item=item):
            _assign_item(machine, evaluate_node(machine, owner), evaluate_node(machine, item), values)
            if isinstance(owner, Attribute):
                for function in owners_of_signature(machine, owner):
                    assign_attribute(machine, function, owner.name, values, alone=True)
        case Collection(items=targets):
            machine.may_raise()
            for each, element in zip(targets, _elements(machine, given, targets), strict=True):
                _assign_node(machine, each.operand if isinstance(each, Starred) else each, element)


def _taint_kept(machine: Machine, name: str, values: Values) -> None:
    """The namespace of a module under a local name of a reduced body: who knows what becomes of it."""
    if name not in machine.frame.global_names and not machine.frame.is_whole:
        for value in values:
            if isinstance(value, NamespaceOf) and value.object == machine.module:
                machine.taint(value.object, machine.cause("SPY801"))


def _is_frozen(machine: Machine, owner: Value) -> bool:
    """Whether a value is an instance of a frozen dataclass that has left it at that."""
    if not isinstance(owner, Instance) or not is_frozen(machine, owner.of):
        return False
    found = lookup.class_member(machine, owner.of, "__setattr__")
    return all(isinstance(each.value, FunctionValue) and each.value.object == lookup.BUILTIN for each in found)


def owners_of_signature(machine: Machine, node: Attribute) -> Values:
    """Whose signature is another where this is changed in place: of `connect.__kwdefaults__`, `connect`."""
    return evaluate_node(machine, node.owner) if node.name in SIGNATURE_ATTRIBUTES else ()


def _elements(machine: Machine, given: _Evaluated, targets: Sequence[Node]) -> list[_Evaluated]:
    """What each target of a tuple of targets is given."""
    starred = any(isinstance(each, Starred) for each in targets)
    if given.items is not None and not starred and len(given.items) == len(targets):
        return list(given.items)
    if given.items is not None and not starred:
        machine.surely_raises(f"{len(given.items)} values cannot be unpacked into {len(targets)} names")
    if not starred and (apart := _told_apart(given.values, len(targets))) is not None:
        return apart
    unpacked = _unpacked(machine, given.values, targets)
    if unpacked is not None:
        return unpacked
    held = tuple(
        dict.fromkeys(each for value in given.values if isinstance(value, Computed) for each in value.elements)
    )
    if held:
        # Which of them goes where is not followed: any may go anywhere.
        return [_Evaluated(held) for _ in targets]
    kinds = ["list" if isinstance(each, Starred) else None for each in targets]
    return [_Evaluated((Computed(machine.cause("SPY804"), kind),)) for kind in kinds]


def _told_apart(values: Values, number: int) -> list[_Evaluated] | None:
    """The items of tuples of this length."""
    columns: list[dict[Value, None]] = [{} for _ in range(number)]
    for value in values:
        if not isinstance(value, Computed) or value.items is None or len(value.items) != number:
            return None
        for column, item in zip(columns, value.items, strict=True):
            column.update(dict.fromkeys(item))
    return [_Evaluated(tuple(column)) for column in columns]


def _unpacked(machine: Machine, values: Values, targets: Sequence[Node]) -> list[_Evaluated] | None:
    """The items of a constant, one for each target; a starred target is given a list of those in the middle."""
    try:
        literal = single(values)
        content = constants.iterated(literal)
        if not isinstance(content, (list, tuple, str, bytes, dict)):
            # Other values are not unpacked here, and the order of a set is nobody's to tell.
            return None
        items: list[Any] = list(content)
        if any(isinstance(each, (list, dict, set)) for each in items):
            # Through its items the whole can be changed.
            mark_changed(machine, literal)
            return None
        starred = next((index for index, each in enumerate(targets) if isinstance(each, Starred)), None)
        if starred is not None and len(items) >= len(targets) - 1:
            behind = len(targets) - 1 - starred
            items[starred : len(items) - behind] = [items[starred : len(items) - behind]]
        if len(items) != len(targets):
            if literal.mutable is None or machine.is_fresh(literal):
                machine.surely_raises(f"{len(items)} values cannot be unpacked into {len(targets)} names")
            return None
        span = machine.current.span
        return [_Evaluated((constants.literal(item, span, machine.new_object()),)) for item in items]
    except constants.Unfoldable:
        return None


_UNCHANGEABLE = frozenset({"tuple", "str", "bytes", "int", "float", "bool", "None", "frozenset"})
"""Types of literals whose items nobody can assign."""


def _assign_item(machine: Machine, owners: Values, key: Values, given: Values) -> None:
    changed = [each for one in owners for each in writes.changeable(machine, one)]
    for owner in changed:
        match owner:
            case NamespaceOf():
                assign_key(machine, owner, key, given, alone=len(changed) == 1)
            case Literal(type=kind):
                if kind in _UNCHANGEABLE and len(owners) == 1:
                    machine.surely_raises(f"'{kind}' object does not support item assignment")
                if len(owners) != 1 or not set_item(machine, owner, key, given):
                    mark_changed(machine, owner)
            case Instance():
                call_method(machine, owner, "__setitem__", [key, given])
            case Computed(type=kind) if kind == DICTIONARY:
                assign_attribute(machine, owner, literal_text(key), given, alone=False)
            case Computed(type=kind):
                if kind in _UNCHANGEABLE and len(owners) == 1:
                    machine.surely_raises(f"'{kind}' object does not support item assignment")
                add_held(machine, owner, (*key, *given))
            case External(path="sys.modules"):
                standard.note_change(machine, "sys.modules")
                standard.displace(machine, key, machine.cause("SPY801"))
                # The module may put another object in its own place.
                _replace_module(machine, key, given)
                if not (len(key) == 1 and isinstance(key[0], Literal)):
                    machine.taint(machine.module, machine.cause("SPY801"))
    machine.may_raise()


def _replace_module(machine: Machine, key: Values, given: Values) -> None:
    """`sys.modules[__name__] = value`."""
    match key, given:
        case (External(path="builtins.__name__"),), (ClassValue() | Instance() as value,) if machine.is_surely_reached:
            if machine.globals == machine.module and not machine.sinks:
                machine.put((machine.module, REPLACED), (Outcome(value, machine.current.span),))
                return
    machine.put((machine.module, REPLACED), (Outcome(None, machine.current.span),))


def augmented_assignment(machine: Machine, statement: AugmentedAssign) -> bool:
    """`a += value` and its like."""
    with machine.at(statement.target):
        read = evaluate_node(machine, statement.target.node)
        before = tuple(each for one in read for each in writes.changeable(machine, one))
        for value in before:
            if isinstance(value, NamespaceOf):
                change_namespace(machine, value, "update", [evaluate(machine, statement.value)], [])
    if len(before) == 1 and (returned := _by_method(machine, before[0], statement)) is not None:
        assign(machine, statement.target, returned)
        return bool(returned)
    match before:
        case (Literal(type="list", mutable=int()) as grown,) if statement.operator == "+":
            given = evaluate(machine, statement.value)
            if given and not extend(machine, grown, given):
                mark_changed(machine, grown)
            return bool(given)
        case (Computed(mutable=int()) as held,):
            given = evaluate(machine, statement.value)
            add_held(machine, held, held_by(machine, given))
            return bool(given)
    whole = Expression(
        BinaryOperation(statement.target.node, statement.operator, statement.value.node),
        statement.span,
        statement.value.text,
    )
    values = evaluate(machine, whole)
    if not values:
        return False
    if len(before) == 1 and _changes_in_place(machine, before[0], values):
        return True
    for value in before:
        if isinstance(value, Literal) and value.mutable is not None:
            mark_changed(machine, value)
    assign(machine, statement.target, values)
    return True


def _by_method(machine: Machine, owner: Value, statement: AugmentedAssign) -> Values | None:
    if not isinstance(owner, Instance):
        return None
    return operated_in_place(machine, statement.operator, owner, evaluate(machine, statement.value))


def _changes_in_place(machine: Machine, before: Value, values: Values) -> bool:
    """`+=` on a list changes the list itself: other names of it see that too."""
    match before, values:
        case Literal(type=kind, mutable=int()), (Literal(type=result) as outcome,) if kind == result != "tuple":
            change(machine, before, outcome)
            return True
        case _:
            return False


def delete(machine: Machine, statement: Delete) -> bool:
    """`del a, b.c, d[e]`."""
    for target in statement.targets:
        with machine.at(target):
            _delete_node(machine, target.node)
    machine.may_raise()
    return True


def _delete_node(machine: Machine, target: Node) -> None:
    match target:
        case Name(id=name):
            machine.may_raise()
            if lookup.name(machine, machine.mangled(name)) == ABSENT and not machine.may_be_bound(name):
                machine.surely_raises(standard.undefined(machine, name))
            machine.bind(machine.mangled(name), (Outcome(None, machine.current.span),))
        case Attribute(owner=owner, name=name):
            owners = evaluate_node(machine, owner)
            for value in owners:
                delete_attribute(machine, value, machine.mangled(name), alone=len(owners) == 1)
        case Subscript(owner=owner, item=item):
            key = evaluate_node(machine, item)
            for value in (each for one in evaluate_node(machine, owner) for each in writes.changeable(machine, one)):
                _delete_item(machine, value, key)
            if isinstance(owner, Attribute):
                for function in owners_of_signature(machine, owner):
                    delete_attribute(machine, function, owner.name)
        case Collection(items=items):
            for item in items:
                _delete_node(machine, item)


def _delete_item(machine: Machine, owner: Value, key: Values) -> None:
    match owner:
        case NamespaceOf():
            delete_key(machine, owner, key)
        case Literal():
            mark_changed(machine, owner)
        case Computed(type=kind) if kind == DICTIONARY:
            delete_attribute(machine, owner, literal_text(key), alone=False)
        case Computed():
            add_held(machine, owner, ())
        case _:
            call_method(machine, owner, "__delitem__", [key])
