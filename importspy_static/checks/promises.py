"""Annotations that are required by code: what they mean is known, and needs no reading in the checked module."""

from __future__ import annotations

from importspy_static.interpret.forms import Form, Listed, Named, Parametrised, Union
from importspy_static.interpret.sameness import same
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Stated

ANY = Named("typing.Any")
_ABOUT_NAMES = ("typing.ClassVar", "typing.Final", "typing.ReadOnly", "typing.Required")
"""What is said of a name and not of its type."""


@dataclass(frozen=True, slots=True)
class Promise(Stated[str]):
    """An annotation of a Protocol or abstract base class. `value` is its text there."""

    forms: tuple[Form, ...] = ()
    """What it means. Any of them will do: `Self`, and the class itself; what is one of a union, where it is read."""
    is_passed: bool = False
    """Whether it is about an argument, which may be of more types than callers pass; what they read, of fewer."""

    def is_kept(self, found: Form) -> bool:
        """Whether an annotation says the same, or what serves whoever relies on it."""
        plain = without_qualifiers(found)
        if plain is None or plain == ANY or self._has(plain):
            return True
        if not isinstance(plain, Union):
            return False
        if not self.is_passed:
            return all(self._has(each) for each in plain.members)
        return any(all(_is_among(each, plain) for each in members(form)) for form in self.forms)

    def _has(self, found: Form) -> bool:
        return any(same(found, form) for form in self.forms)


def members(form: Form) -> tuple[Form, ...]:
    """The types of a union; another type is the only one."""
    return form.members if isinstance(form, Union) else (form,)


def _is_among(form: Form, union: Union) -> bool:
    return any(same(form, each) for each in union.members)


def without_qualifiers(form: Form) -> Form | None:
    """The type in `ClassVar[int]`; None where `Final` alone leaves it to the value."""
    match form:
        case Parametrised(Named(path=path), (inner,)) if path in _ABOUT_NAMES:
            return without_qualifiers(inner)
        case Named(path=path) if path in _ABOUT_NAMES:
            return None
        case _:
            return form


def by_name(form: Form) -> Form:
    """A form in which a name that is bound to something unknown is compared by its last part."""
    match form:
        case Named(path=path) if path.endswith(("#bound", "#computed")):
            return Named(path.partition("#")[0], loose=True)
        case Parametrised(origin, arguments):
            return Parametrised(by_name(origin), tuple(by_name(each) for each in arguments))
        case Union(items):
            return Union(tuple(by_name(each) for each in items))
        case Listed(items):
            return Listed(tuple(by_name(each) for each in items))
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
