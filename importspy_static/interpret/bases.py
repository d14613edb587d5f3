"""The bases of a class."""

from __future__ import annotations

import types
from collections.abc import Sequence

from importspy_static.interpret import inheritance, lookup, standard
from importspy_static.interpret.expressions import evaluate, evaluate_node
from importspy_static.interpret.functions import run_call
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.spelling import canonical_path, is_typing_alias
from importspy_static.interpret.type_operators import check_subscript
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    External,
    FunctionValue,
    Instance,
    Literal,
    TypeExpression,
    Value,
    Values,
)
from importspy_static.model.expression import Attribute, Call, Collection, Constant, Expression, Name, Node, Subscript

_TYPE_OF_NONE = Call(Name("type"), (Constant(None),))
_NONE_TYPE: Values = (lookup.builtin_class(types.NoneType),)


def bases_of(machine: Machine, bases: Sequence[Expression]) -> list[Values]:
    """The bases of a class statement, in each way that they can come out (at most eight)."""
    chosen: list[Values] = [()]
    for index, base in enumerate(bases):
        _require_bound(machine, base)
        with machine.at(base):
            is_left_out = _is_left_out(machine, base, bases[index + 1 :], bases)
        if is_left_out:
            continue
        _check_subscript(machine, base)
        found = _NONE_TYPE if base.node == _TYPE_OF_NONE else evaluate(machine, _without_subscript(base))
        written = tuple(_by_heart(value) for value in found)
        with machine.at(base):
            given = tuple(each for value in machine.followed(written) for each in _stood_for(machine, value, base))
        values = tuple(dict.fromkeys(as_base(machine, value, base) for value in given)) or (
            Computed(Cause("SPY806", base.span, base.text)),
        )
        generic = (lookup.known_class("typing.Generic", machine.facts),)
        implied = generic if _implies_generic(machine, base, bases[index + 1 :]) else ()
        chosen = [
            (*front, value, *(each for each in implied if each is not None)) for front in chosen for value in values
        ][:8]
    return chosen


def _stood_for(machine: Machine, value: Value, base: Expression) -> Values:
    """What a base stands for, where a method of its own says so: `__class_getitem__`, `__mro_entries__` (PEP 560)."""
    match value, base.node:
        case ClassValue(path=None, builtin=None), Subscript(item=item):
            hook = _method(machine, value, "__class_getitem__")
            made = () if hook is None else run_call(machine, hook, [(value,), evaluate_node(machine, item)], exact=True)
            # Of an alias that it makes, the class itself is the base.
            return made if made and all(isinstance(each, ClassValue) for each in made) else (value,)
        case Instance(of=of), _ if (hook := _method(machine, of, "__mro_entries__")) is not None:
            unknown: Values = (Computed(Cause("SPY804", base.span, "bases"), "tuple"),)
            match run_call(machine, hook, [(value,), unknown], exact=True):
                case (Computed(items=((ClassValue() as entry,),)),):
                    return (entry,)
    return (value,)


def _method(machine: Machine, of: ClassValue, name: str) -> FunctionValue | None:
    """The only method of this name that a class can have, if it can be followed."""
    match [each.value for each in lookup.class_member(machine, of, name)]:
        case [FunctionValue(definition=definition) as method] if definition is not None:
            return method
        case _:
            return None


def _require_bound(machine: Machine, base: Expression) -> None:
    """A base whose name is surely not bound.

    Raises:
        Unwound: the statement raises NameError.
    """
    node = _without_subscript(base).node
    while isinstance(node, Attribute):
        node = node.owner
    if isinstance(node, Name) and lookup.is_surely_unbound(machine, name := machine.mangled(node.id)):
        machine.raises("NameError", standard.undefined(machine, name), base.span)


def _implies_generic(machine: Machine, base: Expression, behind: Sequence[Expression]) -> bool:
    """Whether an alias of `typing` brings `Generic` with it: `List`, `Mapping[str, int]`.

    It does unless a base behind it is an alias, too, or generic (its `__mro_entries__`). What a stub writes is not
    what the class that it describes inherits from.
    """
    if machine.is_stub or not is_typing_alias(_path(machine, _without_subscript(base).node) or ""):
        return False
    return not any(_is_generic(machine, each) for each in behind)


def _is_generic(machine: Machine, base: Expression) -> bool:
    path = _path(machine, _without_subscript(base).node) or ""
    if is_typing_alias(path) or path in ("typing.Generic", "typing.Protocol"):
        return True
    generic = lookup.known_class("typing.Generic", machine.facts)
    return any(
        isinstance(value, ClassValue) and generic in (lookup.mro(value) or ())
        for value in machine.followed(evaluate(machine, _without_subscript(base)))
    )


def _by_heart(value: Value) -> Value:
    """A type of the interpreter that nothing can inherit from, which its stub does not tell: `types.FunctionType`."""
    if not isinstance(value, External) or not value.path.startswith("types."):
        return value
    found = getattr(types, value.path.removeprefix("types."), None)
    if isinstance(found, type) and not found.__flags__ & inheritance.IS_BASE_TYPE:
        return lookup.builtin_class(found)
    return value


def _is_left_out(
    machine: Machine, base: Expression, behind: Sequence[Expression], others: Sequence[Expression]
) -> bool:
    """What `__mro_entries__` of the aliases of `typing` leaves out (PEP 560).

    `Generic[T]` where another base is generic, `Dict[str, int]` beside `dict`.
    """
    alias = _path(machine, _without_subscript(base).node) or ""
    if alias.startswith("typing") and (builtin := f"builtins.{canonical_path(alias)}") != f"builtins.{alias}":
        return any(_path(machine, each.node) == builtin for each in others)
    if not isinstance(base.node, Subscript) or _path(machine, base.node.owner) != "typing.Generic":
        return False
    if any(_path(machine, each.node) == "typing.Protocol" for each in others):
        return True
    owners = [each.node.owner for each in behind if isinstance(each.node, Subscript)]
    return any(not (_path(machine, owner) or "").startswith("builtins.") for owner in owners)


def _path(machine: Machine, node: Node) -> str | None:
    """The dotted name of what a name or attribute is, if that is from another module."""
    if not isinstance(node, (Name, Attribute)):
        return None
    match evaluate_node(machine, node):
        case (ClassValue(path=str() as path) | External(path=path),):
            return path
        case _:
            return None


def _check_subscript(machine: Machine, base: Expression) -> None:
    match base.node:
        case Subscript() as node:
            with machine.at(base):
                owners = evaluate_node(machine, node.owner)
                evaluate_node(machine, node.item)
                check_subscript(machine, node, owners)
                _check_generic(machine, node)


_GENERIC = frozenset({"typing.Generic", "typing.Protocol"})


def _check_generic(machine: Machine, node: Subscript) -> None:
    """`Generic[int]`, `Protocol[T, T]`: what stands there are type variables, each another one."""
    if machine.is_stub or _path(machine, node.owner) not in _GENERIC:
        return
    items = node.item.items if isinstance(node.item, Collection) and node.item.kind == "tuple" else (node.item,)
    for index, item in enumerate(items):
        match evaluate_node(machine, item):
            case (ClassValue(opaque=None) | Literal(),):
                machine.raises("TypeError", "Parameters to Generic[...] must all be type variables")
        if isinstance(item, Name) and item in items[:index]:
            machine.raises("TypeError", "Parameters to Generic[...] must all be unique")


def _without_subscript(base: Expression) -> Expression:
    """`Base[T]` inherits from `Base` (`__class_getitem__`, PEP 560)."""
    match base.node:
        case Subscript(owner=owner):
            return Expression(owner, base.span, base.text)
        case _:
            return base


def as_base(machine: Machine, value: Value, base: Expression) -> Value:
    """A value as the base of a class."""
    match value:
        case ClassValue():
            changed = lookup.bases_changed(machine, value)
            return value if changed is None else Computed(changed)
        case External(path=path) if is_typing_alias(path):
            # `typing.Dict` inherits from `dict`, `typing.Mapping` from that of `collections.abc`.
            builtin = lookup.known_class(f"builtins.{canonical_path(path)}", machine.facts)
            found = machine.followed((External(canonical_path(path), base.span, 1),))
            known = found[0] if len(found) == 1 and isinstance(found[0], ClassValue) else None
            return builtin or known or External(path, base.span)
        case External(path=path):
            return External(path, base.span, value.beyond)
        case TypeExpression(annotation=annotation):
            inner = annotation.expression
            if isinstance(inner.node, Subscript):
                values = evaluate(machine, _without_subscript(inner))
                if len(values) == 1:
                    return as_base(machine, values[0], base)
            return Computed(Cause("SPY806", base.span, base.text))
        case _:
            return Computed(Cause("SPY806", base.span, base.text))
