"""The state of a module as it is imported: a layered table from (object, name) to what it can be.

Object 0 is the module; classes, functions, instances and calls have objects of their own. A branch works on a layer
over the state before it, so that joining looks only at what the branches changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from importspy_static.interpret.values import ABSENT, Binding, Cause, ClassValue, Outcome, Values, join
from importspy_static.lazy_dataclasses import dataclass

Key: TypeAlias = "tuple[int, str]"


@dataclass(frozen=True, slots=True)
class Made:
    """An exception that a `raise` makes: of a builtin class, from these arguments."""

    name: str
    arguments: tuple[Values, ...]


Kind: TypeAlias = "str | Made | ClassValue | tuple[Kind, ...] | None"
"""What is raised, exactly: a builtin exception by its name, a class of the module, or what is in an ExceptionGroup;
None if it may be any."""

ANY = "*"
"""The name under which it is kept what a name that is bound nowhere may still be."""
CHANGED = "!changed"
CONTENT = "!content"
"""Under the object of a list: what has been done to it that is not known; what it holds now."""
REPLACED = "!replaced"
"""Under the object of a module: what it has put into `sys.modules` in its own place, for whoever imports it."""
GIVEN = "!given"
"""The name under which it is kept that unknown code was given an object."""
DECLARED = ":"
"""Prefix of the names under which declared annotations are kept."""


class State:
    """One layer. Reads fall through to the layers below."""

    __slots__ = ("below", "changes")

    def __init__(self, below: State | None = None) -> None:
        self.below = below
        self.changes: dict[Key, Binding] = {}

    def find(self, key: Key) -> Binding | None:
        """What the key is bound to in the topmost layer that has it; None if no layer has."""
        layer: State | None = self
        while layer is not None:
            found = layer.changes.get(key)
            if found is not None:
                return found
            layer = layer.below
        return None

    def get(self, key: Key) -> Binding:
        """What the key can be. Unbound: absent, or what a dynamic construct may have made of any name."""
        found = self.find(key)
        if found is not None:
            return found
        if key[1].startswith(DECLARED):
            return ABSENT
        return self.find((key[0], ANY)) or ABSENT

    def layer(self) -> State:
        """A new layer over this one."""
        return State(self)


class Sink:
    """The states in which a `try` body can be left by an exception, folded into one as they come."""

    __slots__ = ("_base", "_dirty", "_seen", "kinds")

    def __init__(self, base: State) -> None:
        self._base = base
        self._seen: dict[Key, Binding] = {}
        self._dirty: set[Key] = set()
        self.kinds: dict[Kind, None] = {}
        """What may leave the body."""

    @property
    def reached(self) -> bool:
        """Whether any exception may leave the body."""
        return bool(self.kinds)

    def touch(self, key: Key) -> None:
        """The next exception may find this key changed."""
        self._dirty.add(key)

    def commit(self, state: State, kind: Kind = None) -> None:
        """An exception may leave the body here."""
        for key in self._dirty:
            earlier = self._seen.get(key)
            if earlier is None and self.kinds:
                earlier = self._base.get(key)
            current = state.get(key)
            self._seen[key] = current if earlier is None else join((earlier, current))
        self._dirty.clear()
        self.kinds[kind] = None

    def state(self) -> State:
        """The state at the start of a handler."""
        entry = self._base.layer()
        entry.changes.update(self._seen)
        return entry


def changed_keys(layers: Iterable[State]) -> dict[Key, None]:
    """The keys that any of the layers changed, in the order of their first change."""
    keys: dict[Key, None] = {}
    for layer in layers:
        keys.update(dict.fromkeys(layer.changes))
    return keys


def joined(layers: Sequence[State], branch: Cause | None) -> dict[Key, Binding]:
    """What the sibling layers changed, as it can be behind all of them."""
    if len(layers) == 1:
        return dict(layers[0].changes)
    return {key: join((layer.get(key) for layer in layers), branch) for key in changed_keys(layers)}


def mark(binding: Binding, unknown: Outcome) -> Binding:
    """The binding, with one more way to come out."""
    return join((binding, (unknown,)))
