"""Classes that both sides have: bases, members, and how they are made."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.comparing.functions import Found, compare_function, kind_of
from importspy_static.comparing.pair import Pair, who
from importspy_static.comparing.signatures import Callee, Sides, compare_signatures, passed
from importspy_static.comparing.variables import compare_scope, compare_variable
from importspy_static.model.contract import AttributeRequirement, ClassRequirement, FunctionRequirement
from importspy_static.model.difference import Difference

Member = AttributeRequirement | FunctionRequirement
_MAKERS = ("__init__", "__new__")
_HOW_IT_IS_MADE = frozenset({*_MAKERS, "__post_init__", "__init_subclass__", "__set_name__"})


def compare_class(pair: Pair, old: ClassRequirement, new: ClassRequirement) -> Found:
    """How a class differs from what it was."""
    symbol = new.name
    yield from _bases(pair, old, new)
    before, after = _members(old), _members(new)
    yield from _making(pair, symbol, before, after)
    for name, member in before.items():
        if name in _MAKERS:
            continue
        if name in after:
            yield from _member(pair, symbol, member, after[name])
        else:
            yield from _removed(pair, symbol, member)
    for name, member in after.items():
        if name not in before and name not in _MAKERS:
            yield from _added(pair, symbol, member)


def _members(of: ClassRequirement) -> dict[str, Member]:
    members: tuple[Member, ...] = (*of.attributes, *of.methods)
    return {each.name: each for each in members}


def _bases(pair: Pair, old: ClassRequirement, new: ClassRequirement) -> Iterator[Difference]:
    before, after = ({each.name.rpartition(".")[2]: each.name for each in side.superclasses} for side in (old, new))
    if any(side.lacks(new.name, "superclasses") for side in (pair.old, pair.new)):
        return
    for name in before:
        if name.startswith("_"):
            continue
        if name not in after and name not in pair.new.ancestors.get(new.name, ()):
            call = f"isinstance({new.name}(), {name})  # False"
            message = f"{new.name} is no {name} any more"
            yield pair.difference(new.name, "base", "removed", "callers", message, call=call, old=before[name])
    for name in after:
        if name not in before and not name.startswith("_") and name not in pair.old.ancestors.get(old.name, ()):
            breaks = who(callers=False, implementers=pair.are_contracts)
            yield pair.difference(new.name, "base", "added", breaks, f"{new.name} is a {name} now", new=after[name])


def _making(pair: Pair, symbol: str, before: dict[str, Member], after: dict[str, Member]) -> Iterator[Difference]:
    """`Extension(…)`: by `__init__`, or without any argument if there is none."""
    if symbol in pair.old.constructed | pair.new.constructed:
        return
    old, new = before.get("__init__"), after.get("__init__")
    if any(isinstance(each, AttributeRequirement) for each in (old, new)) or (old is None and new is None):
        return
    maker = f"{symbol}.__init__"
    if (old is None or new is None) and (pair.old.is_contract or pair.new.is_contract):
        return  # who writes a contract need not say how a class is made
    if any(each is None and side.reason(maker) for each, side in ((old, pair.old), (new, pair.new))):
        return
    if any(
        each is not None and (isinstance(each, AttributeRequirement) or each.arguments is None) for each in (old, new)
    ):
        return
    arguments = [
        passed(each, is_method=True, is_stated=side.is_contract) if isinstance(each, FunctionRequirement) else []
        for each, side in ((old, pair.old), (new, pair.new))
    ]
    callee = Callee(maker, symbol, is_method=True, is_maker=True)
    yield from compare_signatures(pair, callee, Sides(*arguments))


def compare_call(pair: Pair, old: FunctionRequirement, new: ClassRequirement) -> Found:
    """A function that is a class now: a call of it makes an instance."""
    maker = next((each for each in new.methods if each.name == "__init__"), None)
    if new.name in pair.new.constructed or (maker is None and pair.new.is_contract):
        return
    if old.arguments is None or (maker is not None and maker.arguments is None):
        return
    before = passed(old, is_method=False, is_stated=pair.old.is_contract)
    after = [] if maker is None else passed(maker, is_method=True, is_stated=pair.new.is_contract)
    yield from compare_signatures(pair, Callee(new.name, new.name), Sides(before, after))


def _member(pair: Pair, symbol: str, old: Member, new: Member) -> Found:
    name = f"{symbol}.{old.name}"
    yield from _abstract(pair, name)
    to_implement = _is_to_implement(pair, symbol, old.name)
    match old, new:
        case FunctionRequirement(), FunctionRequirement():
            on_class = kind_of(old) in ("static", "class")
            written = f"{symbol}{'' if on_class else '()'}.{old.name}"
            yield from compare_function(
                pair, Callee(name, written, is_method=True, to_implement=to_implement), old, new
            )
        case AttributeRequirement(), AttributeRequirement():
            yield from compare_scope(pair, name, old, new)
            yield from compare_variable(pair, name, old, new, to_implement=to_implement)
        case FunctionRequirement(), AttributeRequirement() if kind_of(old) != "property":
            call = f"{symbol}().{old.name}()"
            breaks = who(callers=new.value is not None, implementers=to_implement)
            told: str | None = f"{call}  # TypeError: not callable" if new.value is not None else None
            message = f"{name} is an attribute, it was a method"
            yield pair.difference(name, "kind", "changed", breaks, message, call=told, old="method", new="attribute")
        case AttributeRequirement(), FunctionRequirement() if kind_of(new) != "property":
            message = f"{name} is a method, it was an attribute"
            breaks = who(callers=True, implementers=to_implement)
            yield pair.difference(name, "kind", "changed", breaks, message, old="attribute", new="method")
        case _, _:
            was, is_now = ("property" if isinstance(each, FunctionRequirement) else "attribute" for each in (old, new))
            on_class = isinstance(old, AttributeRequirement) and old.scope is not None and old.scope.value == "class"
            told = f"{name}  # the property itself" if on_class else None
            breaks = who(callers=on_class, implementers=False)
            message = f"{name} is {_a(is_now)}, it was {_a(was)}"
            yield pair.difference(name, "kind", "changed", breaks, message, call=told, old=was, new=is_now)


def _a(word: str) -> str:
    return f"an {word}" if word.startswith("a") else f"a {word}"


def _is_to_implement(pair: Pair, symbol: str, name: str) -> bool:
    return pair.are_contracts or f"{symbol}.{name}" in pair.old.abstract


def _abstract(pair: Pair, name: str) -> Iterator[Difference]:
    was, is_now = name in pair.old.abstract, name in pair.new.abstract
    if is_now and not was:
        owner = name.rpartition(".")[0]
        message = f"{name} is abstract now: who implements {owner} has to have it"
        call = f"{owner}()  # of a subclass without it: TypeError"
        yield pair.difference(name, "abstract", "added", "implementers", message, call=call)
    elif was and not is_now:
        yield pair.difference(name, "abstract", "removed", "nobody", f"{name} is not abstract any more")


def _removed(pair: Pair, symbol: str, member: Member) -> Found:
    name = f"{symbol}.{member.name}"
    if (unknown := pair.not_compared(name)) is not None:
        yield unknown
        return
    if pair.new.has(symbol, member.name) or _is_everywhere(member.name):
        return
    is_method = isinstance(member, FunctionRequirement)
    is_on_class = (
        isinstance(member, AttributeRequirement) and member.scope is not None and member.scope.value == "class"
    )
    written = name if is_on_class else f"{symbol}().{member.name}"
    call = f"{written}{'(…)' if _is_called(member) else ''}  # AttributeError"
    yield pair.difference(
        name, "method" if is_method else "attribute", "removed", "callers", f"{name} is gone", call=call
    )


def _is_called(member: Member) -> bool:
    return isinstance(member, FunctionRequirement) and kind_of(member) != "property"


def _is_everywhere(name: str) -> bool:
    """Whether `object` has it: then it is inherited where it is not defined."""
    return hasattr(object, name)


def _added(pair: Pair, symbol: str, member: Member) -> Found:
    name = f"{symbol}.{member.name}"
    if (unknown := pair.not_compared(name)) is not None:
        yield unknown
        return
    if pair.old.has(symbol, member.name) or _is_everywhere(member.name) or member.name in _HOW_IT_IS_MADE:
        return
    is_method = isinstance(member, FunctionRequirement)
    needed = pair.are_contracts or name in pair.new.abstract
    message = f"{name} is new" + (f": who implements {symbol} has to have it" if needed else "")
    breaks = who(callers=False, implementers=needed)
    yield pair.difference(name, "method" if is_method else "attribute", "added", breaks, message)
