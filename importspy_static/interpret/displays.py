"""Lists, tuples, dicts and sets: made of what is known, and followed while they change."""

from __future__ import annotations

from importspy_static.interpret import constants
from importspy_static.interpret.constants import PythonRaisesError, Unfoldable, single
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.results import unknown
from importspy_static.interpret.signature_changes import note_part_changed
from importspy_static.interpret.state import CHANGED, CONTENT
from importspy_static.interpret.values import Computed, Display, Literal, Outcome, Value, Values
from importspy_static.lazy_dataclasses import replace
from importspy_static.limits import MOST_HELD, MOST_TOLD_APART
from importspy_static.model.expression import Collection, Starred


def display(machine: Machine, kind: str, operands: list[Values]) -> Values:
    """A list, tuple, set or dict (keys and values in turn) of these operands."""
    span = machine.current.span
    for value in (value for values in operands for value in values):
        if isinstance(value, Literal) and value.mutable is not None and value.span != span:
            # A list of another name: from here on it can be changed through this display.
            mark_changed(machine, value)
    try:
        content = [constants.plain(single(each)) for each in operands]
        if not all(steady(machine, each) for values in operands for each in values if isinstance(each, Literal)):
            raise Unfoldable
        whole: object = {
            "list": list,
            "tuple": tuple,
            "set": set,
            "dict": lambda pairs: dict(zip(pairs[::2], pairs[1::2], strict=True)),
        }[kind](content)  # type: ignore[operator]
        return (fresh(machine, constants.literal(whole, span, machine.new_object())),)
    except (Unfoldable, TypeError):
        elements = tuple(dict.fromkeys(value for values in operands for value in values))
        if kind == "tuple" or len(elements) > MOST_HELD:
            return unknown(machine, kind, elements if len(elements) <= MOST_HELD else ())
        owner = machine.object_at("held", span, machine.frame.scopes[0])
        return (Computed(machine.cause("SPY804"), kind, elements, None, owner, _keyed(kind, operands)),)


def _keyed(kind: str, operands: list[Values]) -> tuple[tuple[Literal, Values], ...]:
    """The items of a dict by their keys, if all of these are texts or numbers."""
    found: list[tuple[Literal, Values]] = []
    for key, values in zip(operands[::2], operands[1::2], strict=False) if kind == "dict" else ():
        match key:
            case (Literal(value=str() | int()) as literal,):
                found.append((literal, values))
            case _:
                return ()
    return tuple(found)


def item_by_key(owner: Computed, key: Literal) -> Values:
    """What a key leads to: of two that are equal the last one. Nothing if that is not known."""
    return next((values for each, values in reversed(owner.keyed) if each.value == key.value), ())


def fresh(machine: Machine, made: Literal) -> Literal:
    """A new list or iterator: it is what it is, as long as nothing else is done."""
    if made.mutable is not None:
        machine.fresh[made.mutable] = machine.activity
    return made


def with_items(made: Values, node: Collection, items: list[Values]) -> Values:
    """The tuple that a display makes, with what is at each place of it, if it is no constant."""
    match made:
        case (Computed(items=None) as whole,) if node.kind == "tuple" and len(items) <= MOST_TOLD_APART:
            if not any(isinstance(each, Starred) for each in node.items):
                return (replace(whole, items=tuple(items)),)
    return made


def owned(machine: Machine, literal: Literal) -> Literal:
    """A list, dict or set that an operation made, as an object of its own."""
    if literal.mutable is None and constants.holds_mutable(literal.type, literal.value):
        return fresh(machine, Literal(literal.value, literal.type, literal.span, machine.new_object()))
    return literal


def item_of(machine: Machine, owner: Literal, item: Literal, *, alone: bool) -> Values:
    """One item of a constant. A list in a list may be changed through it, and then the outer one is another too.

    `alone`: nothing else can be asked for here.
    """
    try:
        found = constants.fold_subscript(owner, item, machine.current.span)
    except Unfoldable as refused:
        if alone:
            refuse_constants(machine, refused, owner, item)
        return unknown(machine)
    if not constants.holds_mutable(found.type, found.value):
        return (found,)
    if item.type == "slice" and not any(constants.holds_mutable(*each) for each in _content(found)):
        return (owned(machine, found),)
    mark_changed(machine, owner)
    return unknown(machine, found.type)


def refuse_constants(machine: Machine, refused: Unfoldable, *operands: Literal) -> None:
    """Note that an expression of constants raises, if it does. What can be changed in place may hold something else."""
    if isinstance(refused, PythonRaisesError) and all(
        each.mutable is None or machine.is_fresh(each) for each in operands
    ):
        machine.surely_raises(str(refused))


def _content(literal: Literal) -> tuple[tuple[str, object], ...]:
    return literal.value.items if isinstance(literal.value, Display) else ()


def settle(machine: Machine, value: Value) -> Value:
    """A list is what it holds now, not what its display said. An iterator that a name stands for yields only once."""
    if isinstance(value, Literal) and value.type in constants.ITERATORS:
        if machine.is_fresh(value) and steady(machine, value):
            mark_changed(machine, value)
            return value
        return Computed(machine.cause("SPY804"), value.type, held_by(machine, (value,)))
    return machine.now(value) or Computed(machine.cause("SPY804"), value.type if isinstance(value, Literal) else None)


def steady(machine: Machine, value: Literal) -> bool:
    """Whether a constant still is what its display said."""
    return machine.now(value) == value


def change(machine: Machine, changed: Literal, content: Literal) -> None:
    """A list, dict or set now holds something else: every name of it sees that."""
    if changed.mutable is not None:
        now = Literal(content.value, content.type, changed.span, changed.mutable)
        machine.put((changed.mutable, CONTENT), (Outcome(now, machine.current.span),))


def mark_changed(machine: Machine, changed: Literal) -> None:
    """A list, dict or set is no longer what its display says."""
    if changed.mutable is not None:
        machine.put((changed.mutable, CHANGED), (Outcome(None, machine.current.span, machine.cause("SPY804")),))


def add_held(machine: Machine, changed: Computed, added: Values) -> None:
    """A list, dict or set that is not known may hold these, too."""
    if changed.mutable in machine.parts:
        note_part_changed(machine, changed.mutable)
        return
    now = machine.now(changed)
    if changed.mutable is None or not isinstance(now, Computed):
        return
    elements = tuple(dict.fromkeys((*now.elements, *added)))
    held = replace(now, elements=elements if len(elements) <= MOST_HELD else unknown(machine))
    machine.put((changed.mutable, CONTENT), (Outcome(held, machine.current.span),))


def held_by(machine: Machine, values: Values) -> Values:
    """What is in what is given to `extend`, `update` or `+=`, as far as it is followed; else something unknown."""
    found: list[Value] = []
    for value in values:
        match value:
            case Computed(elements=elements) if elements:
                found += elements
            case Literal(value=Display(items=items)):
                found += [Literal(content, kind, machine.current.span) for kind, content in items]
            case _:
                found += unknown(machine)
    return tuple(found)


def texts(literal: Literal) -> list[object]:
    """What a display of names holds: a text alone, the items of a list or tuple, the keys of a dict."""
    match literal.value:
        case str() as text:
            return [text]
        case Display(kind="dict", items=items):
            return [content for _, content in items[::2]]
        case Display(items=items):
            return [content for _, content in items]
        case _:
            return []


def spread(machine: Machine, values: Values) -> list[Values] | None:
    """What `*operand` puts into a display; None if that is not known."""
    match values:
        case (Computed(items=items),) if items is not None:
            return list(items)
        case (Literal(value=Display(kind="list" | "tuple" | "iterator", items=items)),):
            if not any(constants.holds_mutable(*each) for each in items):
                return [(Literal(content, kind, machine.current.span),) for kind, content in items]
    return None


def set_item(machine: Machine, owner: Literal, key: Values, given: Values) -> bool:
    """`settings["port"] = 80` on what is known; False if what it holds then is not."""
    try:
        content, new = constants.plain(owner), single(given)
        if new.mutable is not None or not isinstance(content, (dict, list)):
            raise Unfoldable
        content[constants.plain(single(key))] = constants.plain(new)  # type: ignore[call-overload]
        change(machine, owner, constants.literal(content, owner.span))
    except (Unfoldable, TypeError, LookupError, ValueError):
        return False
    return True


def extend(machine: Machine, owner: Literal, given: Values) -> bool:
    """`names += ("run",)` on a list that is known: of any iterable; False if what it holds then is not."""
    try:
        content, more = constants.plain(owner), constants.iterated(single(given))
        if not isinstance(content, list) or not isinstance(more, (list, tuple, str, dict)):
            raise Unfoldable
        if any(constants.holds_mutable(*each) for each in _content(single(given))):
            raise Unfoldable  # through these the list could be changed
        change(machine, owner, constants.literal([*content, *more], owner.span))
    except Unfoldable:
        return False
    return True
