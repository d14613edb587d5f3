"""Calls that surely raise TypeError: arguments that no parameter takes, instances of what stays abstract."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import lookup
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.interfaces import abstract_outcomes
from importspy_static.interpret.machine import Ending, Machine
from importspy_static.interpret.signature_changes import is_changed
from importspy_static.interpret.values import (
    SPREAD,
    ClassValue,
    Computed,
    FunctionValue,
    Instance,
    Keywords,
    Literal,
    Signature,
    SignatureParameter,
    Value,
    Values,
)
from importspy_static.model.expression import Call, Name, Node

_POSITIONAL = ("positional_only", "positional_or_keyword")


def refused(machine: Machine, callee: Value, arguments: Sequence[Values], keywords: Keywords) -> bool:
    """Whether a call surely raises before anything runs. Handlers get to know, and the caller has no value then."""
    match callee:
        case FunctionValue(kind="instance" | "static"):
            reason = _refused_arguments(machine, callee, arguments, keywords)
        case ClassValue(form="class", path=None, builtin=None, opaque=None):
            reason = _refused_instance(machine, callee, arguments, keywords)
        case _:
            reason = None
    if reason is None:
        return False
    machine.may_raise("TypeError")
    machine.last_raise = Ending(machine.current.span, reason)
    return True


def refuse_nothing(machine: Machine, owner: Node, owners: Values, name: str) -> None:
    """`configure().level`, where the function returns None on all its ways.

    Only of such a call: what a name stands for may have been changed in ways that are not followed.
    """
    match owner, owners:
        case Call(function=Name() as function), (Literal(value=None, type="None"),) if not hasattr(None, name):
            callees = evaluate_node(machine, function)
            if callees and all(isinstance(each, FunctionValue) and is_plain(machine, each) for each in callees):
                machine.surely_raises(f"None has no attribute '{name}'")


def is_plain(machine: Machine, function: FunctionValue) -> bool:
    """Whether a value is just what a `def` of this module has made: nothing has decorated, wrapped or changed it."""
    definition = function.definition
    if definition is None or definition.decorators or function.wrapper is not None:
        return False
    if is_changed(machine, function):
        return False
    owner = machine.methods.get(function.object)
    if owner is not None and any(_has_hook(machine, each) for each in lookup.mro(owner) or (owner,)):
        return False  # a base or a metaclass may have put something else in its place
    scopes = (*function.scopes, *((owner.object,) if owner is not None else ()))
    return any(machine.sites.get(("def", definition.span, scope)) == function.object for scope in scopes)


def _refused_arguments(
    machine: Machine, function: FunctionValue, arguments: Sequence[Values], keywords: Keywords
) -> str | None:
    signature = function.signature
    if not isinstance(signature, Signature) or not is_plain(machine, function):
        return None
    if any(isinstance(each, Computed) and each.type == SPREAD for values in arguments for each in values):
        return None
    if any(name is None for name, _ in keywords):
        return None
    why = _mismatch(signature.parameters, len(arguments), [name for name, _ in keywords if name is not None])
    return None if why is None else f"{function.name}() {why}"


def _mismatch(parameters: Sequence[SignatureParameter], number: int, names: Sequence[str]) -> str | None:
    """Why so many arguments, and those of these names, do not fit; None if they do."""
    kinds = {each.kind for each in parameters}
    positional = [each for each in parameters if each.kind in _POSITIONAL]
    if number > len(positional) and "var_positional" not in kinds:
        return f"takes {len(positional)} positional arguments but {number} were given"
    taken = {each.name for each in positional[:number] if each.kind == "positional_or_keyword"}
    if doubled := taken.intersection(names):
        return f"got multiple values for argument '{min(doubled)}'"
    by_name = {each.name for each in parameters if each.kind in ("positional_or_keyword", "keyword_only")}
    if "var_keyword" not in kinds and (others := set(names) - by_name):
        return f"got an unexpected keyword argument '{min(others)}'"
    for each in parameters:
        is_given = each in positional[:number] or (each.name in names and each.kind != "positional_only")
        if each.default is None and not is_given and each.kind not in ("var_positional", "var_keyword"):
            return f"is missing the argument '{each.name}'"
    return None


def _refused_instance(machine: Machine, of: ClassValue, arguments: Sequence[Values], keywords: Keywords) -> str | None:
    line = [each for each in lookup.mro(of) or () if isinstance(each, ClassValue)]
    if len(line) != len(lookup.mro(of) or ()) or any(_makes_others(machine, each) for each in line):
        return None
    if any(not lookup.is_of_builtin(each.value) for each in lookup.class_member(machine, of, "__new__")):
        return None
    if (name := _abstract(machine, of, line)) is not None:
        return f"Can't instantiate abstract class {of.name} with abstract method {name}"
    match [each.value for each in lookup.class_member(machine, of, "__init__")]:
        case [FunctionValue(kind="instance") as method] if not lookup.is_of_builtin(method):
            receiver: Values = (Instance(of, machine.current.span),)
            return _refused_arguments(machine, method, [receiver, *arguments], keywords)
        case _:
            return None


def _makes_others(machine: Machine, entry: ClassValue) -> bool:
    """Whether an instance of a class may be made in another way than `object` makes it."""
    if entry.builtin not in (None, object) or entry.opaque is not None or entry.form not in ("class", "builtin"):
        return True
    return _has_hook(machine, entry) or entry.path not in (None, "builtins.object", "abc.ABC")


def _has_hook(machine: Machine, entry: Value) -> bool:
    """Whether a class changes those that are made of it, or is not known."""
    if not isinstance(entry, ClassValue) or entry.opaque is not None or entry.object in machine.odd_classes:
        return True
    return any(each.value is not None for each in machine.state.get((entry.object, "__init_subclass__")))


def _abstract(machine: Machine, of: ClassValue, line: Sequence[ClassValue]) -> str | None:
    """The first method that stays abstract, whatever the module does to its classes afterwards."""
    names = {name: None for each in line for name in machine.names.get(each.object, {}) if name.isidentifier()}
    if "__abstractmethods__" in names or lookup.bases_changed(machine, of) is not None:
        return None
    for name in names:
        found = lookup.class_member(machine, of, name)
        if found and abstract_outcomes(machine, of, name) == found:
            return name
    return None
