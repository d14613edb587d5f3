"""Functions and methods that both sides have."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.comparing.pair import Pair
from importspy_static.comparing.signatures import Callee, Sides, compare_signatures, passed
from importspy_static.model.contract import FunctionRequirement
from importspy_static.model.difference import Bump, Difference, NotCompared, Side

Found = Iterator["Difference | NotCompared"]


def compare_function(pair: Pair, callee: Callee, old: FunctionRequirement, new: FunctionRequirement) -> Found:
    """How a function differs from what it was.

    Callers of an overloaded function see the types of its overloads, which are not compared.
    """
    is_overloaded = callee.symbol in pair.old.overloaded | pair.new.overloaded
    left_out = False
    for each in _compared(pair, callee, old, new):
        if is_overloaded and isinstance(each, Difference) and each.subject in ("annotation", "return"):
            left_out = True
        else:
            yield each
    if left_out:
        side: Side = "new" if callee.symbol in pair.new.overloaded else "old"
        yield NotCompared(pair.module, callee.symbol, "its types are those of its overloads", side)


def _compared(pair: Pair, callee: Callee, old: FunctionRequirement, new: FunctionRequirement) -> Found:
    if callee.is_method:
        yield from _kinds(pair, callee, old, new)
        if (kind_of(old) == "property") != (kind_of(new) == "property"):
            return
    yield from _async(pair, callee, old, new)
    if old.arguments is not None and new.arguments is not None:
        sides = Sides(
            *(
                passed(each, is_method=callee.is_method, is_stated=side.is_contract)
                for each, side in ((old, pair.old), (new, pair.new))
            )
        )
        yield from compare_signatures(pair, callee, sides)
    elif (unknown := pair.not_compared(callee.symbol)) is not None:
        yield unknown
    yield from _returns(pair, callee, old, new)


def kind_of(requirement: FunctionRequirement) -> str:
    """How a member of a class behaves."""
    return requirement.kind.value if requirement.kind is not None else "instance"


_WORDS = {
    "instance": "an instance method",
    "static": "a static method",
    "class": "a class method",
    "property": "a property",
}


def _kinds(pair: Pair, callee: Callee, old: FunctionRequirement, new: FunctionRequirement) -> Iterator[Difference]:
    before, after = kind_of(old), kind_of(new)
    if before == after:
        return
    owner, _, name = callee.symbol.rpartition(".")
    call = None
    if after == "property":
        call = f"{callee.written}()  # calls what the property returns"
    elif before == "property":
        call = f"{owner}().{name}  # a method now, which is not called"
    elif after == "instance":
        call = f"{owner}.{name}(…)  # TypeError: the first argument is taken for 'self'"
    elif before == "instance":
        call = f"{owner}.{name}({owner}(), …)  # one argument too many"
    breaks = callee.broken(callers=call is not None, implementers=True)
    message = f"{callee.symbol} is {_WORDS[after]}, it was {_WORDS[before]}"
    yield pair.difference(callee.symbol, "kind", "changed", breaks, message, call=call, old=before, new=after)


def _async(pair: Pair, callee: Callee, old: FunctionRequirement, new: FunctionRequirement) -> Iterator[Difference]:
    was, is_now = (each.is_async is not None and each.is_async.value for each in (old, new))
    if was == is_now:
        return
    what = "is a coroutine function now: callers have to await it"
    call = f"{callee.written}(…)  # a coroutine that nobody awaits"
    if was:
        what = "is no coroutine function any more: callers await what it returns"
        call = f"await {callee.written}(…)  # TypeError"
    breaks = callee.broken(callers=True, implementers=True)
    words = ["async def" if each else "def" for each in (was, is_now)]
    yield pair.difference(
        callee.symbol, "async", "changed", breaks, f"{callee.symbol} {what}", call=call, old=words[0], new=words[1]
    )


def _returns(pair: Pair, callee: Callee, old: FunctionRequirement, new: FunctionRequirement) -> Iterator[Difference]:
    symbol = callee.symbol
    match old.return_annotation, new.return_annotation:
        case None, added if added is not None and not pair.old.lacks(symbol, "return_annotation"):
            message = f"{symbol} is annotated to return '{added.value}'"
            yield pair.difference(symbol, "return", "added", "nobody", message, bump="patch", new=added.value)
        case gone, None if gone is not None and not pair.new.lacks(symbol, "return_annotation"):
            message = f"{symbol} has no return annotation any more, it was '{gone.value}'"
            yield pair.difference(symbol, "return", "removed", "nobody", message, bump="patch", old=gone.value)
        case before, after if before is not None and after is not None:
            stands = pair.relation(before, after)
            if stands not in ("same", "clearer") and before.value == "None" and not callee.to_implement:
                stands = "clearer"  # nobody relies on nothing
            if stands == "clearer":
                yield pair.clearer(symbol, "return", symbol, before.value, after.value)
            elif stands != "same":
                breaks = callee.broken(callers=stands != "narrower", implementers=stands != "wider")
                message = f"{symbol} is annotated to return '{after.value}', it was '{before.value}'"
                bump: Bump | None = "patch" if breaks == "nobody" else None
                yield pair.difference(
                    symbol, "return", "changed", breaks, message, bump=bump, old=before.value, new=after.value
                )
