"""What a module does to the objects of others: to a class, a function, a list, or the names of the module itself.

It is kept in the state of the writer, so the writer's own reads see it; a module that imports the writer takes it over
where it does so. Nobody else sees it: see docs/decisions/0009.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from importspy_static.interpret import standard
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.state import CHANGED, CONTENT, Key, State
from importspy_static.interpret.values import (
    ABSENT,
    Binding,
    Cause,
    External,
    Instance,
    Literal,
    ModuleItself,
    Outcome,
    Value,
    Values,
    join,
    present,
)
from importspy_static.model.place import Span

_SEEN = "!seen"
"""Under a module: that what it does to others was taken over."""


def found_elsewhere(machine: Machine, owner: External) -> Values:
    """What a name from another module is there, where that is an object that can be written to."""
    binding = None if machine.world is None else machine.world.resolve(machine, owner)
    return tuple(each for each in present(binding or ()) if not isinstance(each, External))


def changeable(machine: Machine, owner: Value) -> Values:
    """What an operation in place changes: lists and the like of other modules of the project are looked up there."""
    found = machine.followed((owner,), in_project=True) if isinstance(owner, External) else ()
    return tuple(each for each in found if isinstance(each, (Literal, Instance))) or (owner,)


def module_object(machine: Machine, owner: External) -> int | None:
    """The object of the module that this dotted name surely is; None if it is none, or if that is not known."""
    return None if machine.world is None else machine.world.module_object(machine, owner)


def looked_at(machine: Machine, owner: External) -> int | None:
    """The object of a module of the project, once it has run."""
    found = None if machine.world is None else machine.world.imported(machine, owner.path, owner.span)
    if found is None or module_object(machine, owner) != found.module:
        return None
    standard.note_change(machine, owner.path)
    return found.module


def keep_names(machine: Machine, module: int, name: str | None) -> None:
    """Before a name of another module changes: what was taken from there before stays what it was."""
    if module == machine.module or not is_module(module):
        return
    for key, binding in _bound_now(machine):
        if not any(_is_from(machine, each.value, module, name) for each in binding):
            continue
        kept: list[Outcome] = []
        for each in binding:
            assert machine.world is not None
            external = each.value if _is_from(machine, each.value, module, name) else None
            found = machine.world.resolve(machine, external) if isinstance(external, External) else None
            kept += [each] if found is None else [Outcome(one.value, each.span, each.branch) for one in found]
        machine.put(key, tuple(dict.fromkeys(kept)))


def _bound_now(machine: Machine) -> Iterator[tuple[Key, Binding]]:
    keys: dict[Key, None] = {}
    layer: State | None = machine.state
    while layer is not None and layer.below is not None:
        keys.update(dict.fromkeys(layer.changes))
        layer = layer.below
    for key in keys:
        yield key, machine.state.get(key)


def _is_from(machine: Machine, value: Value | None, module: int, name: str | None) -> bool:
    if not isinstance(value, External) or value.beyond == 0 or machine.world is None:
        return False
    front, _, last = value.path.rpartition(".")
    if name is not None and last != name:
        return False
    beyond = None if value.beyond is None else value.beyond - 1
    front = front if front.strip(".") else value.path[: len(value.path) - len(last)]
    return machine.world.module_object(machine, External(front, value.span, beyond)) == module


# Imports


def take_over(machine: Machine, owner: Machine, writes: Mapping[Key, Binding], span: Span, *, in_cycle: bool) -> None:
    """What the import of another module does to objects that are not its own. Only the first one does it.

    `in_cycle`: the other one imports this one, too. Who is first with what both write is not known then.
    """
    mark = (owner.module, _SEEN)
    before = machine.state.find(mark) or ABSENT
    if not writes or not any(each.value is None for each in before):
        return
    is_second = any(each.value is not None for each in before)
    name = "" if machine.world is None else machine.world.name_of(owner)
    cause = Cause("SPY805", span, f"import of {name}")
    for key, binding in writes.items():
        if key == (machine.module, _SEEN):
            continue
        if not key[1].startswith("!"):
            keep_names(machine, key[0], key[1])
        if key[1] in _UNKNOWN or not (is_second or (in_cycle and _is_written(machine, key))):
            machine.put(key, binding)
        elif key[1] == CONTENT:
            machine.put((key[0], CHANGED), (Outcome(None, span, cause),))
        else:
            machine.put(key, join((machine.state.get(key), binding), cause))
    machine.put(mark, (Outcome(ModuleItself()),))


def take_over_own(machine: Machine, writes: Mapping[Key, Binding]) -> None:
    """What a package does to the objects of a module in it, behind the import of that."""
    for key, binding in writes.items():
        if key[0] >> 32 == machine.number and key[1] != _SEEN:
            machine.put(key, binding)


def _is_written(machine: Machine, key: Key) -> bool:
    layer: State | None = machine.state
    while layer is not None and layer.below is not None:
        if key in layer.changes:
            return True
        layer = layer.below
    return False


def is_module(owner: int) -> bool:
    """Whether this is the object of a module, not of something that one makes."""
    return owner & ((1 << 32) - 1) == 0


_UNKNOWN = frozenset({CHANGED, "!signature", "!bases"})
"""Names under which it is kept that something is not known any more."""
