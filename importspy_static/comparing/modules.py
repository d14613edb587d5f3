"""Modules that both sides have."""

from __future__ import annotations

from importspy_static.comparing.classes import compare_call, compare_class
from importspy_static.comparing.functions import Found, compare_function
from importspy_static.comparing.interface import Interface
from importspy_static.comparing.pair import Pair, who
from importspy_static.comparing.signatures import Callee
from importspy_static.comparing.variables import compare_variable
from importspy_static.model.contract import (
    ClassRequirement,
    FunctionRequirement,
    ModuleRequirement,
    VariableRequirement,
)
from importspy_static.model.difference import Subject

Named = VariableRequirement | FunctionRequirement | ClassRequirement


def compare_modules(old: Interface, new: Interface) -> Found:
    """How a module differs from what it was, in the order of the old, what is new last."""
    pair = Pair(old, new)
    yield from _version(pair)
    yield from _extra(pair)
    before, after = _names(old.requirement), _names(new.requirement)
    for name in (each for each in before if each in old.public):
        if name in after:
            yield from _named(pair, name, before[name], after[name])
        elif (unknown := pair.not_compared(name)) is not None:
            yield unknown
        elif name not in new.bound:
            yield from _removed(pair, name, before[name])
    for name in (each for each in after if each in new.public and each not in before):
        if (unknown := pair.not_compared(name)) is not None:
            yield unknown
        elif name not in old.bound:
            breaks = who(callers=False, implementers=pair.are_contracts)
            needed = ": a module that keeps the contract has to have it" if pair.are_contracts else ""
            yield pair.difference(name, _subject(after[name]), "added", breaks, f"{name} is new{needed}")


def _names(requirement: ModuleRequirement) -> dict[str, Named]:
    named: tuple[Named, ...] = (*requirement.variables, *requirement.functions, *requirement.classes)
    return {each.name: each for each in named}


def _subject(named: Named) -> Subject:
    match named:
        case FunctionRequirement():
            return "function"
        case ClassRequirement():
            return "class"
        case _:
            return "variable"


def _version(pair: Pair) -> Found:
    old, new = pair.old.requirement.version, pair.new.requirement.version
    if old is not None and new is not None and old.value != new.value:
        message = f"the version is {new.value}, it was {old.value}"
        yield pair.difference(
            "__version__", "version", "changed", "nobody", message, bump="none", old=old.value, new=new.value
        )


def _extra(pair: Pair) -> Found:
    if not pair.are_contracts:
        return
    old, new = (each.requirement.extra for each in (pair.old, pair.new))
    was, is_now = (each.value if each is not None else "allow" for each in (old, new))
    if was != is_now:
        breaks = who(callers=False, implementers=is_now == "forbid")
        message = f"other public names are {'forbidden' if is_now == 'forbid' else 'allowed'} now"
        yield pair.difference("", "extra", "changed", breaks, message, old=was, new=is_now)


def _removed(pair: Pair, name: str, named: Named) -> Found:
    call = f"from {pair.module} import {name}  # ImportError"
    breaks = who(callers=True, implementers=isinstance(named, ClassRequirement))
    yield pair.difference(name, _subject(named), "removed", breaks, f"{name} is gone", call=call)


def _named(pair: Pair, name: str, old: Named, new: Named) -> Found:
    match old, new:
        case FunctionRequirement(), FunctionRequirement():
            yield from compare_function(pair, Callee(name, name, to_implement=pair.are_contracts), old, new)
        case ClassRequirement(), ClassRequirement():
            yield from compare_class(pair, old, new)
        case VariableRequirement(), VariableRequirement():
            yield from compare_variable(pair, name, old, new, to_implement=pair.are_contracts)
        case _, _:
            yield from _another_thing(pair, name, old, new)


def _another_thing(pair: Pair, name: str, old: Named, new: Named) -> Found:
    """A function that is a class now is called as before; all else is used in another way."""
    was, is_now = _subject(old), _subject(new)
    if was == "variable" and (old.annotation if isinstance(old, VariableRequirement) else None) is None:
        breaks, call = who(callers=False, implementers=pair.are_contracts), None  # it may have been one before
    elif is_now == "variable" and (new.value is None if isinstance(new, VariableRequirement) else False):
        breaks, call = who(callers=False, implementers=pair.are_contracts), None  # what it holds may be called
    elif isinstance(old, FunctionRequirement) and isinstance(new, ClassRequirement):
        breaks, call = "nobody", None
        yield from compare_call(pair, old, new)
    else:
        breaks = who(callers=True, implementers=was == "class")
        call = f"class Derived({name}): ...  # TypeError" if was == "class" else None
    message = f"{name} is a {is_now}, it was a {was}"
    yield pair.difference(name, "kind", "changed", breaks, message, call=call, old=was, new=is_now)
