"""What is done to the signature of a function after it was made: to its defaults, its annotations, its code."""

from __future__ import annotations

from importspy_static.interpret import constants
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Default,
    Display,
    FunctionValue,
    Literal,
    Outcome,
    Signature,
    Value,
    Values,
)
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.expression import POSITIONAL

CHANGED_ANNOTATIONS = "!annotations"
"""Under a class: that what it declares is not what its body says any more."""
_SIGNATURE = "!signature"
_GIVEN = "!given defaults"


def change_signature(machine: Machine, function: FunctionValue, name: str | None, values: Values, alone: bool) -> None:
    """`function.name = value`, for what belongs to a signature; `name` None: any of it."""
    changed = _with_defaults(machine, function, name, values) if alone and len(values) == 1 else None
    span = machine.current.span
    if changed is None:
        machine.put((function.object, _SIGNATURE), (Outcome(None, span, machine.cause("SPY801")),))
        return
    machine.put((function.object, _SIGNATURE), (Outcome(replace(function, signature=changed), span),))
    if isinstance(values[0], Literal) and values[0].mutable is not None:
        machine.put((function.object, _GIVEN), (Outcome(values[0], span),))


def signature_now(machine: Machine, function: FunctionValue) -> Signature | Cause | None:
    """What a signature has become since the definition, or why that is not known; None if nothing was done to it."""
    for shown in function.shows:
        found = machine.state.find((shown, _SIGNATURE))
        if found is not None:
            return next((each.branch for each in found if each.branch), None) or _cause(machine, found[0])
    found = machine.state.find((function.object, _SIGNATURE))
    if found is None:
        return None
    given = machine.state.find((function.object, _GIVEN)) or ()
    if any(isinstance(each.value, Literal) and machine.now(each.value) != each.value for each in given):
        return _cause(machine, found[0])
    match found:
        case (Outcome(value=FunctionValue(signature=signature), branch=None),):
            return signature
    return next((each.branch for each in found if each.branch), None)


def _cause(machine: Machine, outcome: Outcome) -> Cause:
    return Cause("SPY801", outcome.span or machine.current.span, "a change of a function that it shows")


def is_changed(machine: Machine, function: FunctionValue) -> bool:
    """Whether something was done to the signature of what this definition made the last time."""
    return machine.state.find((function.object, _SIGNATURE)) is not None


def forget_changes(machine: Machine, function: FunctionValue) -> None:
    """The definition is run anew: what it makes is another function."""
    for key in (_SIGNATURE, _GIVEN):
        machine.state.changes.pop((function.object, key), None)


def _with_defaults(machine: Machine, function: FunctionValue, name: str | None, values: Values) -> Signature | None:
    """The signature with other defaults; None if that is not known."""
    definition = function.definition
    if definition is None or definition.decorators or function.bound or function.shows:
        return None
    signature = signature_now(machine, function) or function.signature
    if not isinstance(signature, Signature):
        return None
    if name == "__defaults__":
        return _positional(machine, signature, values[0])
    return _by_name(machine, signature, values[0]) if name == "__kwdefaults__" else None


def _positional(machine: Machine, signature: Signature, given: Value) -> Signature | None:
    items = _items(machine, given)
    takers = [each for each in signature.parameters if each.kind in POSITIONAL]
    if items is None or len(items) > len(takers):
        return None
    span = machine.current.span
    defaults: list[Default | None] = [None] * (len(takers) - len(items))
    defaults += [Default(each, None, span) for each in items]
    changed = dict(zip((each.name for each in takers), defaults, strict=True))
    return replace(
        signature,
        parameters=tuple(
            replace(each, default=changed[each.name]) if each.name in changed else each for each in signature.parameters
        ),
    )


def _items(machine: Machine, given: Value) -> list[Values] | None:
    match given:
        case Literal(value=None):
            return []
        case Literal(value=Display(kind="tuple", items=items), mutable=None):
            return [(Literal(content, kind, machine.current.span),) for kind, content in items]
        case Computed(type="tuple", items=items) if items is not None:
            return list(items)
        case _:
            return None


def _by_name(machine: Machine, signature: Signature, given: Value) -> Signature | None:
    found: dict[object, Values] = {}
    match given:
        case Literal(value=None):
            pass
        case Literal(value=Display(kind="dict", items=items)) if machine.now(given) == given:
            if any(constants.holds_mutable(*each) for each in items):
                return None
            for key, (kind, content) in zip(items[::2], items[1::2], strict=True):
                found[key[1]] = (Literal(content, kind, machine.current.span),)
        case _:
            return None
    span = machine.current.span
    return replace(
        signature,
        parameters=tuple(
            replace(each, default=Default(found[each.name], None, span) if each.name in found else None)
            if each.kind == "keyword_only"
            else each
            for each in signature.parameters
        ),
    )


# Under another name: `hints = connect.__annotations__`


def part_of(machine: Machine, owner: FunctionValue | ClassValue, name: str) -> Values:
    """The dictionary that is kept in a function or class: who changes it changes that."""
    part = machine.object_at("part", owner.object, name)
    machine.parts[part] = owner
    return (Computed(machine.cause("SPY804"), None, (), None, part),)


def note_part_changed(machine: Machine, part: int) -> None:
    """Something in such a dictionary is another, or may be."""
    outcome = Outcome(None, machine.current.span, machine.cause("SPY801"))
    match machine.parts.get(part):
        case FunctionValue(object=owner):
            machine.put((owner, _SIGNATURE), (outcome,))
        case ClassValue(object=owner):
            machine.put((owner, CHANGED_ANNOTATIONS), (outcome,))
