"""Ancestors that a class has by `Base.register(Class)`, as `issubclass` sees them (PEP 3119)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importspy_static.checks.context import Context
from importspy_static.interpret.values import Binding, Cause, ClassValue, External, Outcome, Value
from importspy_static.model.place import TOP

Fits = Callable[[ClassValue], bool]


def has_virtual_ancestor(context: Context, asked: str, found: ClassValue, fits: Fits) -> bool | Cause:
    """Whether a class was registered with the abstract base class that is asked for, or with an heir of it; why that
    is not known, if it is not.
    """
    doubt: Cause | None = None
    for ancestor, sure in _virtual(context, asked, found, []):
        if isinstance(ancestor, Cause):
            doubt = doubt or ancestor
        elif fits(ancestor) or any(
            isinstance(each, ClassValue) and fits(each) for each in context.namespace.mro(ancestor) or ()
        ):
            if sure is None:
                return True
            doubt = sure
    return doubt or False


def _virtual(
    context: Context, asked: str, found: ClassValue, seen: list[ClassValue]
) -> Iterator[tuple[ClassValue | Cause, Cause | None]]:
    """Each abstract base class, with the cause that makes the registration no certain one."""
    seen.append(found)
    for binding in context.namespace.registered(found):
        for outcome in binding:
            if outcome.value is None:
                continue
            sure = _doubt(binding, outcome)
            for ancestor in _followed(context, asked, outcome.value):
                yield ancestor, sure
                if isinstance(ancestor, ClassValue) and ancestor not in seen:
                    yield from ((each, sure or doubt) for each, doubt in _virtual(context, asked, ancestor, seen))


def _doubt(binding: Binding, outcome: Outcome) -> Cause | None:
    if len(binding) == 1 and outcome.branch is None:
        return None
    return outcome.branch or Cause("SPY805", outcome.span or TOP, "register")


def _followed(context: Context, asked: str, owner: Value) -> Iterator[ClassValue | Cause]:
    match owner:
        case ClassValue():
            yield owner
        case External(path=path, span=span):
            found = context.namespace.resolved(path)
            if found is None and path.rpartition(".")[2] == asked.rpartition(".")[2]:
                yield Cause("SPY806", span, f"`{path}.register`")
            for each in found or ():
                # What is no abstract base class has a `register` of its own.
                if isinstance(each.value, ClassValue) and each.value.is_abc:
                    yield each.value
