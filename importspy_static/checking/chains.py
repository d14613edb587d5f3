"""The way from what is required of a module to the other file that decides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importspy_static.checks.context import Context
from importspy_static.interpret.namespace import Namespace
from importspy_static.interpret.values import ClassValue
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.place import Place
from importspy_static.model.violation import Link, Violation

LACKING = frozenset({"SPY302", "SPY402", "SPY405"})
"""What is missing of a class and of all that it inherits from."""


def with_chain(violation: Violation, namespace: Namespace, context: Context) -> Violation:
    """The violation with the bases, or the import, that lead to its place; itself where nothing is to be told."""
    name = violation.symbol.partition("(")[0].partition(".")[0]
    if violation.chain or violation.place is None or not name:
        return violation
    is_elsewhere = violation.place.path != context.path
    if not is_elsewhere and violation.code not in LACKING:
        return violation
    for outcome in namespace.name(name):
        if isinstance(outcome.value, ClassValue):
            way = _to_base(outcome.value, violation, namespace, context)
            if len(way) > 1 and any(link.place.path != context.path for link in way):
                return replace(violation, chain=tuple(way))
        if is_elsewhere and outcome.span is not None:
            way = [Link(name, context.place(outcome.span)), Link(name, violation.place)]
            return violation if way[0] == way[1] else replace(violation, chain=tuple(way))
    return violation


def _to_base(of: ClassValue, violation: Violation, namespace: Namespace, context: Context) -> list[Link]:
    """From a class to the base that a violation is placed in; to each base, where something is missing of all."""
    linear = [each for each in namespace.mro(of) or () if isinstance(each, ClassValue) and each.builtin is None]
    if violation.code in LACKING:
        return [*_links(linear, context)]
    holder = _holder(linear, violation.place, context)
    return [] if holder is None else [*_links(_descent(of, holder), context)]


def _links(classes: Iterable[ClassValue], context: Context) -> Iterator[Link]:
    return (Link(each.name, context.place(each.header)) for each in classes)


def _holder(linear: list[ClassValue], place: Place | None, context: Context) -> ClassValue | None:
    """The class that a place is in: of those that begin before it in its file the last one."""
    heads = [(context.place(each.header), each) for each in linear]
    before = [
        (head.span.line, each)
        for head, each in heads
        if place is not None and head.path == place.path and head.span.line <= place.span.line
    ]
    return max(before, key=lambda each: each[0])[1] if before else None


def _descent(of: ClassValue, holder: ClassValue) -> list[ClassValue]:
    """The classes from one to its base, along the bases as they are written."""
    if of == holder:
        return [of]
    for base in of.bases:
        if isinstance(base, ClassValue) and (way := _descent(base, holder)):
            return [of, *way]
    return []
