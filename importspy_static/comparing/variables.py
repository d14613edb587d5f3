"""Variables and attributes that both sides have."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.values import shown
from importspy_static.comparing.pair import Pair, who
from importspy_static.model.contract import AttributeRequirement, VariableRequirement
from importspy_static.model.difference import Bump, Difference


def compare_variable(
    pair: Pair, symbol: str, old: VariableRequirement, new: VariableRequirement, *, to_implement: bool
) -> Iterator[Difference]:
    """How a variable or an attribute differs from what it was: what it may hold, and what it holds."""
    if old.annotation is not None and new.annotation is not None:
        stands = pair.relation(old.annotation, new.annotation)
        before, after = old.annotation.value, new.annotation.value
        guessed = (symbol in pair.old.inferred, symbol in pair.new.inferred)
        is_promised = guessed[0] == guessed[1] and "None" not in (before, after)
        if stands == "clearer" or (stands != "same" and not is_promised):
            yield pair.clearer(symbol, "annotation", symbol, before, after)
        elif stands != "same":
            breaks = who(callers=stands != "narrower", implementers=to_implement and stands != "wider")
            message = f"{symbol} has the type '{after}', it was '{before}'"
            bump: Bump | None = "patch" if breaks == "nobody" else None
            yield pair.difference(symbol, "annotation", "changed", breaks, message, bump=bump, old=before, new=after)
            return  # with another type goes another value
    if old.value is not None and new.value is not None:
        values = shown(old.value.value), shown(new.value.value)
        if values[0] != values[1]:
            breaks = who(callers=False, implementers=to_implement)
            message = f"{symbol} is {values[1]}, it was {values[0]}"
            yield pair.difference(symbol, "value", "changed", breaks, message, old=values[0], new=values[1])


def compare_scope(
    pair: Pair, symbol: str, old: AttributeRequirement, new: AttributeRequirement
) -> Iterator[Difference]:
    """A class attribute is one of every instance, too; the other way it is not."""
    if old.scope is None or new.scope is None or old.scope.value == new.scope.value:
        return
    owner, _, name = symbol.rpartition(".")
    is_gone = old.scope.value == "class"
    call = f"{symbol}  # AttributeError: type object '{owner}' has no attribute '{name}'" if is_gone else None
    what = "an attribute of instances only" if is_gone else "an attribute of the class"
    yield pair.difference(
        symbol,
        "kind",
        "changed",
        "callers" if is_gone else "nobody",
        f"{symbol} is {what} now",
        call=call,
        old=old.scope.value,
        new=new.scope.value,
    )
