"""Annotations that are required by code: what they mean is known, and needs no reading in the checked module."""

from __future__ import annotations

from dataclasses import dataclass

from importspy_static.interpret.annotations import Form, Listed, Named, Parametrised, Union, same
from importspy_static.model.place import Stated

_ABOUT_NAMES = ("typing.ClassVar", "typing.Final", "typing.ReadOnly", "typing.Required")
"""What is said of a name and not of its type."""


@dataclass(frozen=True, slots=True)
class Promise(Stated[str]):
    """An annotation of a Protocol or abstract base class. `value` is its text there."""

    forms: tuple[Form, ...] = ()
    """What it means. Any of them will do: `Self`, and the class itself."""

    def is_kept(self, found: Form) -> bool:
        """Whether an annotation says the same."""
        plain = without_qualifiers(found)
        return plain is None or any(same(plain, form) for form in self.forms)


def without_qualifiers(form: Form) -> Form | None:
    """The type in `ClassVar[int]`; None where `Final` alone leaves it to the value."""
    match form:
        case Parametrised(Named(path=path), (inner,)) if path in _ABOUT_NAMES:
            return without_qualifiers(inner)
        case Named(path=path) if path in _ABOUT_NAMES:
            return None
        case _:
            return form


def replaced(form: Form, old: Form, new: Form) -> Form:
    """A form with one type in it replaced by another."""
    if same(form, old):
        return new
    match form:
        case Parametrised(origin, arguments):
            return Parametrised(replaced(origin, old, new), tuple(replaced(each, old, new) for each in arguments))
        case Union(items):
            return Union(tuple(replaced(each, old, new) for each in items))
        case Listed(items):
            return Listed(tuple(replaced(each, old, new) for each in items))
        case _:
            return form
