"""Whether an annotation says the same as another, more, or less."""

from __future__ import annotations

import collections.abc
from typing import Literal, TypeAlias

from importspy_static.interpret.forms import Form, Listed, Named, Parametrised, Union
from importspy_static.interpret.sameness import same

Relation: TypeAlias = Literal["same", "clearer", "wider", "narrower", "other"]
"""Of the new annotation to the old one: it takes more types, fewer, or other ones; clearer, if they differ by
what is left open only (`Any`, type variables, `list` and `list[int]`)."""

_BUILTIN = {each.__name__: each for each in (bool, int, str, bytes, bytearray, list, tuple, dict, set, frozenset)}
_ABSTRACT = {name: getattr(collections.abc, name) for name in collections.abc.__all__}
_NUMBERS = {("int", "float"), ("bool", "float"), ("int", "complex"), ("float", "complex"), ("bool", "complex")}
"""What type checkers let pass for each other (PEP 484, "The numeric tower")."""


def relation(old: Form, new: Form) -> Relation:
    """How the new form stands to the old."""
    if same(old, new):
        return "same"
    if _name(old) == "Any":
        return "clearer"
    if _is_within(old, new):
        return "wider"
    if _may_be_same(old, new):
        return "clearer"
    return "narrower" if _is_within(new, old) else "other"


def _is_within(part: Form, whole: Form) -> bool:
    """Whether every value of the one surely is one of the other."""
    if same(part, whole) or _name(whole) in ("Any", "object"):
        return True
    if isinstance(part, Union):
        return all(_is_within(each, whole) for each in part.members)
    if isinstance(whole, Union):
        return any(_is_within(part, each) for each in whole.members)
    match part, whole:
        case Parametrised(origin, arguments), Parametrised(other, others):
            return arguments == others and _is_subtype(origin, other)
        case Parametrised(origin, _), Named():
            return same(origin, whole) or _is_subtype(origin, whole)
        case _:
            return _is_subtype(part, whole)


def _may_be_same(old: Form, new: Form) -> bool:
    """Whether two forms differ by what either leaves open only."""
    if same(old, new) or "Any" in (_name(old), _name(new)):
        return True
    match old, new:
        case (Parametrised(origin, arguments), Parametrised(other, others)) if len(arguments) == len(others):
            pairs = zip(arguments, others, strict=True)
            return same(origin, other) and all(_may_be_same(*each) for each in pairs)
        case (Parametrised(origin, _), Named() as bare) | (Named() as bare, Parametrised(origin, _)):
            return same(origin, bare)
        case Union(members), Union(others):
            return all(any(_may_be_same(each, one) for one in others) for each in members) and all(
                any(_may_be_same(one, each) for one in members) for each in others
            )
        case Listed(items), Listed(others) if len(items) == len(others):
            return all(_may_be_same(*each) for each in zip(items, others, strict=True))
        case _:
            return False


def _name(form: Form) -> str | None:
    return form.path.rpartition(".")[2] if isinstance(form, Named) else None


def _is_subtype(one: Form, other: Form) -> bool:
    part, whole = _name(one), _name(other)
    if part is None or whole is None:
        return False
    if (part, whole) in _NUMBERS:
        return True
    known = {**_ABSTRACT, **_BUILTIN}
    return part in known and whole in known and issubclass(known[part], known[whole])
