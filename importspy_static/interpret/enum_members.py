"""The members of an enum: which names of its body are some, and what a loop over it is given."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from importspy_static.interpret import constants, lookup
from importspy_static.interpret.constants import Unfoldable, single
from importspy_static.interpret.displays import texts
from importspy_static.interpret.machine import Machine
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    Display,
    FunctionValue,
    Instance,
    Literal,
    Outcome,
    Value,
    Values,
)

NOT_MEMBERS = "!nonmember"
"""Under a class: that `enum.nonmember` was called in its body."""
HAS_MEMBER = "!has member"
"""Under an enum: that it surely has a member, so that no other enum can inherit from it."""
_MEMBERS = "!members"
"""Under an enum: the names of its members; with a branch where a name may be that of another member, or of none."""
_ALIAS = "!alias "
"""Under an enum, in front of a name: it is that of another member, too."""


def note_members(machine: Machine, made: ClassValue, kinds: Collection[str], *, is_sure: bool) -> None:
    """Keep which names of the body are members, aliases left out (documentation of `enum`, "Duplicate values").

    `kinds`: the types that are mixed in; other values are made into these. `is_sure`: whether what the body says is the
    value of the member. What is assigned to the class later is none.
    """
    if next(constant_members(machine, made), None) is not None and not _is_flag(made):
        machine.put((made.object, HAS_MEMBER), (Outcome(constants.literal(True, made.span), made.span),))
    names: list[tuple[str, object]] = []
    values: list[object] = []
    for name in tuple(machine.names.get(made.object, ())):
        if is_special(made, name):
            continue
        match machine.state.get((made.object, name)):
            case (Outcome(value=None, branch=None),) | (Outcome(value=FunctionValue(), branch=None),):
                continue
            case (Outcome(value=ClassValue()),):
                return  # Python 3.13 made nested classes of what had been members
            case (Outcome(value=value, branch=None),) if value is not None:
                known = _plain(value, kinds)
                if is_sure and known is not None and known in values:
                    if not _is_hidden(machine, made):
                        machine.put((made.object, f"{_ALIAS}{name}"), (Outcome(None, made.span),))
                    continue
                values.append(known)
                names.append(("str", name))
            case _:
                return
    surely = is_sure and None not in values and not _is_thinned_out(machine, made)
    found = Literal(Display("tuple", tuple(names)), "tuple", made.span)
    branch = None if surely else Cause("SPY805", made.header, f"members of {made.name}")
    machine.put((made.object, _MEMBERS), (Outcome(found, made.span, branch),))


def is_special(made: ClassValue, name: str) -> bool:
    """Whether a name is never a member: `_order_`, `__str__`, `__private`, and what is kept beside the names."""
    return not name.isidentifier() or (name[0] == name[-1] == "_") or name.startswith(f"_{made.name.lstrip('_')}__")


def aliases(machine: Machine, of: ClassValue) -> list[str]:
    """The names that surely are those of another member, as they have its value."""
    if any(isinstance(each, ClassValue) and each.object in machine.odd_classes for each in lookup.mro(of) or ()):
        return []
    return [name.removeprefix(_ALIAS) for name in machine.names.get(of.object, ()) if name.startswith(_ALIAS)]


def _is_thinned_out(machine: Machine, made: ClassValue) -> bool:
    if _is_flag(made):
        return True  # since Python 3.11 a loop over flags leaves out what is made of others
    return _is_hidden(machine, made)


def _is_hidden(machine: Machine, made: ClassValue) -> bool:
    """Whether something in the body says that other names are no members."""
    hidden = (machine.state.get((made.object, name)) for name in (NOT_MEMBERS, "_ignore_"))
    return any(outcome.value is not None for binding in hidden for outcome in binding)


def is_enum(of: ClassValue) -> bool:
    """Whether a class inherits from one of `enum`."""
    line = lookup.mro(of) or ()
    return any(isinstance(each, ClassValue) and (each.path or "").startswith("enum.") for each in line)


def _is_flag(made: ClassValue) -> bool:
    return any(isinstance(each, ClassValue) and each.path == "enum.Flag" for each in lookup.mro(made) or ())


def constant_members(machine: Machine, of: ClassValue) -> Iterator[tuple[str, Literal]]:
    """The members whose values surely are these constants; none where the body says that some names are no members."""
    hidden = (machine.state.get((of.object, name)) for name in (NOT_MEMBERS, "_ignore_"))
    if any(outcome.value is not None for binding in hidden for outcome in binding):
        return
    for name in machine.names.get(of.object, ()):
        found = [each.value for each in machine.state.get((of.object, name))]
        if not is_special(of, name) and len(found) == 1 and isinstance(found[0], Literal):
            yield name, found[0]


def drop_ignored(machine: Machine, made: ClassValue) -> None:
    """What `_ignore_` names is no part of the enum, and neither is `_ignore_`."""
    match [each.value for each in machine.state.get((made.object, "_ignore_"))]:
        case [Literal(value=str() as text)]:
            names = text.replace(",", " ").split()
        case [Literal() as literal] if isinstance(now := machine.now(literal), Literal):
            names = [name for name in texts(now) if isinstance(name, str)]
        case _:
            return
    for name in (*names, "_ignore_"):
        if name in machine.names.get(made.object, {}):
            machine.put((made.object, name), (Outcome(None, made.header),))


def _plain(value: Value, kinds: Collection[str]) -> object:
    """The constant; None where it is not known, or is None: of that there is hardly ever a member."""
    if kinds and not (isinstance(value, Literal) and value.type in kinds):
        return None
    try:
        return constants.plain(single((value,)))
    except Unfoldable:
        return None


class Round(NamedTuple):
    """What a loop's target is bound to in one round."""

    given: Values
    is_sure: bool = True
    """Whether there is such a round."""


def members(machine: Machine, values: Values) -> list[Round]:
    """The rounds of a loop over an enum; none if they are not known."""
    match machine.followed(values, in_project=True):
        case (ClassValue(form="enum", opaque=None) as of,) if not _is_iterated_otherwise(machine, of):
            pass
        case _:
            return []
    match machine.state.get((of.object, _MEMBERS)):
        case (Outcome(value=Literal(value=Display(items=items)), branch=branch),):
            return [Round((_member(machine, of, str(name)),), branch is None) for _, name in items]
        case _:
            return []


def _is_iterated_otherwise(machine: Machine, of: ClassValue) -> bool:
    """Whether its metaclass may be one that says what a loop over it is given."""
    line = lookup.mro(of) or ()
    return any(isinstance(each, ClassValue) and each.object in machine.odd_classes for each in line)


def _member(machine: Machine, of: ClassValue, name: str) -> Instance:
    member = Instance(of, machine.current.span, machine.object_at("member", of.object, name))
    text = Literal(name, "str", machine.current.span)
    unknown = Computed(machine.cause("SPY804", f"{of.name}.{name}"))
    for attribute, value in (("name", text), ("_name_", text), ("value", unknown), ("_value_", unknown)):
        machine.put((member.object or 0, attribute), (Outcome(value, of.span),))
    return member
