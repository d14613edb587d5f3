"""Whether a value matches a pattern, and what the pattern binds then (PEP 634)."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.displays import mark_changed
from importspy_static.interpret.expressions import evaluate_node
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import unknown
from importspy_static.interpret.truth import EITHER, compared
from importspy_static.interpret.values import ClassValue, Computed, Display, Instance, Literal, Value, Values
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.expression import Node
from importspy_static.model.pattern import (
    AsPattern,
    CapturePattern,
    ClassPattern,
    MappingPattern,
    OrPattern,
    Pattern,
    SamePattern,
    SequencePattern,
    StarPattern,
    ValuePattern,
)

_ITSELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
"""Classes whose one positional pattern is for the value itself."""


@dataclass(slots=True)
class Bound:
    """What a pattern binds where it matches."""

    names: dict[str, Values] = field(default_factory=dict)


def matches(machine: Machine, pattern: Pattern, subject: Values, bound: Bound) -> bool | None:
    """Whether a value matches; None if that is not known. What it binds is told only where it surely does."""
    if len(subject) != 1:
        return True if isinstance(pattern, CapturePattern) and _captured(pattern.name, subject, bound) else None
    value = subject[0]
    match pattern:
        case CapturePattern(name=name):
            return _captured(name, subject, bound)
        case AsPattern(pattern=inner, name=name):
            answer = matches(machine, inner, subject, bound)
            _captured(name, subject, bound)
            return answer
        case OrPattern(alternatives=alternatives):
            return _any(machine, alternatives, subject, bound)
        case ValuePattern(value=node):
            return _equals(machine, node, value)
        case SamePattern(value=constant):
            return _is(value, constant)
        case SequencePattern(items=items):
            return _sequence(machine, items, value, bound)
        case MappingPattern():
            return _mapping(machine, pattern, value, bound)
        case ClassPattern():
            return _instance(machine, pattern, value, bound)
        case _:
            return None


def _captured(name: str | None, subject: Values, bound: Bound) -> bool:
    if name is not None:
        bound.names[name] = subject
    return True


def _any(machine: Machine, alternatives: Sequence[Pattern], subject: Values, bound: Bound) -> bool | None:
    for each in alternatives:
        answer = matches(machine, each, subject, bound)
        if answer is not False:
            return answer
    return False


def _equals(machine: Machine, node: Node, value: Value) -> bool | None:
    found = _named(machine, node)
    truths = compared((value, found[0]), ("==",)) if len(found) == 1 else EITHER
    return None if len(truths) > 1 else True in truths


def _named(machine: Machine, node: Node) -> Values:
    """What a name in a pattern is. In a function that is reduced it may be a variable that was left out."""
    constant = constants.of_node(node)
    if constant is not None:
        return (Literal(constant, type(constant).__name__, machine.current.span),)
    return evaluate_node(machine, node) if machine.frame.callee is None else unknown(machine)


def _is(value: Value, constant: object) -> bool | None:
    match value:
        case Literal(value=found):
            return found is constant
        case Computed():
            return None
        case ClassValue() | Instance():
            return False
        case _:
            return None


def _sequence(machine: Machine, patterns: Sequence[Pattern], value: Value, bound: Bound) -> bool | None:
    items = _items(machine, value)
    if items is None:
        return False if isinstance(value, Literal) and not _is_sequence(value) else None
    star = next((index for index, each in enumerate(patterns) if isinstance(each, StarPattern)), None)
    if star is None:
        return _each(machine, patterns, items, bound) if len(patterns) == len(items) else False
    behind = len(patterns) - 1 - star
    if len(items) < star + behind:
        return False
    ends = [*items[:star], *items[len(items) - behind :]]
    answer = _each(machine, [*patterns[:star], *patterns[star + 1 :]], ends, bound)
    starred = patterns[star]
    if answer and isinstance(starred, StarPattern):
        _captured(starred.name, _list_of(machine, items[star : len(items) - behind]), bound)
    return answer


def _is_sequence(value: Literal) -> bool:
    return isinstance(value.value, Display) and value.value.kind not in ("dict", "set", "frozenset", "slice")


def _items(machine: Machine, value: Value) -> list[Values] | None:
    match value:
        case Computed(items=items) if items is not None:
            return list(items)
        case Literal(value=Display(kind="list" | "tuple", items=items)):
            return [_part(machine, value, *each) for each in items]
        case _:
            return None


def _part(machine: Machine, whole: Literal, kind: str, content: object) -> Values:
    """One item. Through a list in a list the outer one could be changed."""
    if constants.holds_mutable(kind, content):
        mark_changed(machine, whole)
        return unknown(machine, kind)
    return (Literal(content, kind, machine.current.span),)


def _each(machine: Machine, patterns: Sequence[Pattern], items: Sequence[Values], bound: Bound) -> bool | None:
    answers = [matches(machine, each, item, bound) for each, item in zip(patterns, items, strict=True)]
    return False if False in answers else None if None in answers else True


def _list_of(machine: Machine, items: Sequence[Values]) -> Values:
    try:
        found = [constants.plain(constants.single(each)) for each in items]
        return (constants.literal(found, machine.current.span, machine.new_object()),)
    except constants.Unfoldable:
        return unknown(machine, "list")


def _mapping(machine: Machine, pattern: MappingPattern, value: Value, bound: Bound) -> bool | None:
    match value:
        case Literal(value=Display(kind="dict", items=content)):
            pass
        case Literal():
            return False
        case _:
            return None
    try:
        keys = [constants.plain(constants.single(_named(machine, each))) for each in pattern.keys]
        told = [constants.plain(Literal(key, kind, value.span)) for kind, key in content[::2]]
        found = dict(zip(told, content[1::2], strict=True))
        if not found.keys() >= set(keys):
            return False
    except (constants.Unfoldable, TypeError):
        return None
    items = [_part(machine, value, *found.pop(key)) for key in keys]
    if pattern.rest is not None:
        rest = [(key, _part(machine, value, *item)) for key, item in found.items()]
        bound.names[pattern.rest] = _dict_of(machine, rest)
    return _each(machine, pattern.patterns, items, bound)


def _dict_of(machine: Machine, pairs: Sequence[tuple[object, Values]]) -> Values:
    try:
        found = {key: constants.plain(constants.single(each)) for key, each in pairs}
        return (constants.literal(found, machine.current.span, machine.new_object()),)
    except constants.Unfoldable:
        return unknown(machine, "dict")


def _instance(machine: Machine, pattern: ClassPattern, value: Value, bound: Bound) -> bool | None:
    match _named(machine, pattern.of), value:
        case (ClassValue(builtin=type() as known),), Literal():
            try:
                if not isinstance(constants.plain(value), known):
                    return False
            except constants.Unfoldable:
                return None
            if pattern.has_keywords or len(pattern.patterns) > 1 or known not in _ITSELF:
                return None if pattern.has_keywords or pattern.patterns else True
            return _each(machine, pattern.patterns, [(value,)] * len(pattern.patterns), bound)
        case (ClassValue(builtin=None, path=None) as known_class,), Instance(of=of):
            line = lookup.mro(of) or ()
            if any(lookup.same(each, known_class) for each in line):
                return None if pattern.has_keywords or pattern.patterns else True
            return False if line and all(isinstance(each, ClassValue) for each in line) else None
        case _:
            return None
