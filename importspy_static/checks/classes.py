"""SPY401 and SPY405: classes and their bases; their methods are judged as functions are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from importspy_static.checks.attributes import check_attribute
from importspy_static.checks.context import Context, absence, judge
from importspy_static.checks.extra import check_unexpected
from importspy_static.checks.implements import check_implements
from importspy_static.checks.methods import check_method
from importspy_static.checks.types import described
from importspy_static.checks.undecided import undecided
from importspy_static.checks.virtual import has_virtual_ancestor
from importspy_static.interpret.spelling import canonical_path
from importspy_static.interpret.values import (
    Cause,
    ClassValue,
    Computed,
    External,
    TypeExpression,
    Value,
)
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import ClassRequirement
from importspy_static.model.place import ContractPlace, Span
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class ClassMissing(
    Violation,
    code="SPY401",
    name="class-missing",
    title="Class Missing",
    remedy="Define the class at the top level of the module, or take it out of the contract.",
):
    """A required class is not there when the module has been imported, or its name is bound to something else.

    A `class` statement counts, and so does any other binding to a class: an alias, a `namedtuple(…)`, a call of `type`.

    ```yaml
    classes:
      - name: Extension
    ```

    ```python
    class Plugin: ...
    ```
    """

    reason: str = "is not defined"

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class SuperclassMismatch(
    Violation,
    code="SPY405",
    name="superclass-mismatch",
    title="Superclass Mismatch",
    remedy="Inherit from the class, or take it out of `superclasses`; to ask for its members only, use `implements`.",
):
    """A class has not the ancestor that the contract requires.

    `Plugin` fits any base or ancestor of that name, `acme.base.Plugin` only the one from there, whatever module it is
    imported through. `Plugin.register(Extension)` of an abstract base class counts, as it does for `issubclass`, where
    the module does it outside of functions. A class that has all that a Protocol says, but does not inherit from it, is
    no heir: ask for that with `implements`.

    ```yaml
    classes:
      - {name: Extension, superclasses: [Plugin]}
    ```

    ```python
    class Extension: ...
    ```
    """

    @property
    def message(self) -> str:
        found = f"inherits from {self.actual}" if self.actual else "inherits from nothing"
        return f"{self.symbol}: should inherit from '{self.expected}', but {found}"


def check_class(context: Context, requirement: ClassRequirement) -> Iterator[Violation]:
    """Judge one required class of the module."""

    def missing() -> Violation:
        return class_missing(context, requirement)

    def check(value: Value, span: Span) -> Iterator[Violation]:
        yield from check_class_value(context, requirement, requirement.name, value, span)

    binding = context.namespace.name(requirement.name)
    yield from judge(context, binding, requirement.name, requirement.place, missing, check)


def class_missing(context: Context, requirement: ClassRequirement) -> ClassMissing:
    reason, span = absence(context)
    return ClassMissing(
        symbol=requirement.name, place=context.place(span), contract_place=requirement.place, reason=reason
    )


def check_class_value(
    context: Context, requirement: ClassRequirement, symbol: str, value: Value, span: Span
) -> Iterator[Violation]:
    """Judge what the name of a required class is bound to."""
    match value:
        case ClassValue() as found:
            yield from _check_members(context, requirement, symbol, found)
        case Computed(cause=cause, type=None):
            yield undecided(cause, context.place(cause.span), symbol, requirement.place)
        case External(path=path, span=imported):
            cause = Cause("SPY802", imported, path)
            yield undecided(cause, context.place(imported), symbol, requirement.place)
        case TypeExpression(annotation=annotation):
            cause = Cause("SPY804", annotation.expression.span, annotation.expression.text)
            yield undecided(cause, context.place(cause.span), symbol, requirement.place)
        case _:
            yield ClassMissing(
                symbol=symbol,
                place=context.place(span),
                contract_place=requirement.place,
                reason=f"should be a class, found {described(value)}",
                expected="a class",
                actual=described(value),
            )


def _check_members(
    context: Context, requirement: ClassRequirement, symbol: str, found: ClassValue
) -> Iterator[Violation]:
    for superclass in requirement.superclasses:
        yield from _check_superclass(context, superclass, symbol, found)
    asks_for_members = bool(requirement.attributes or requirement.methods or requirement.implements)
    if found.opaque is not None and asks_for_members:
        yield undecided(found.opaque, context.place(found.opaque.span), symbol, requirement.place)
        return
    line = context.namespace.mro(found)
    if line is None and asks_for_members:
        cause = Cause("SPY806", found.header, f"the bases of {found.name}, which have no consistent order (MRO)")
        yield undecided(cause, context.place(found.header), symbol, requirement.place)
        return
    for item in requirement.implements:
        yield from check_implements(context, item, symbol, found)
    for attribute in requirement.attributes:
        yield from check_attribute(context, attribute, symbol, found)
    for method in requirement.methods:
        yield from check_method(context, method, symbol, found)
    if requirement.extra is not None and requirement.extra.value == "forbid":
        yield from _check_extra(context, requirement, requirement.extra.place, symbol, found)


# Superclasses


def _check_superclass(
    context: Context, requirement: ClassRequirement, symbol: str, found: ClassValue
) -> Iterator[Violation]:
    line = context.namespace.mro(found) or found.bases
    ancestors = [
        entry for entry in line if entry is not found and not (isinstance(entry, ClassValue) and entry == found)
    ]
    if any(isinstance(each, External) and _is_standard(each, requirement.name) for each in ancestors):
        return
    named = [entry for entry in ancestors if isinstance(entry, ClassValue) and _fits(context, entry, requirement.name)]
    if named:
        for entry in named[:1]:
            if asks_for_more(requirement):
                yield from _check_members(context, requirement, entry.name, entry)
        return
    if requirement.name in _generic_names(found):
        return
    is_virtual = has_virtual_ancestor(context, requirement.name, found, partial(_fits, context, asked=requirement.name))
    if isinstance(is_virtual, Cause):
        yield undecided(is_virtual, context.place(is_virtual.span), symbol, requirement.place, requirement.name)
    if is_virtual is not False:
        return
    unknown = next((entry for entry in ancestors if not isinstance(entry, ClassValue)), None)
    if unknown is not None:
        cause = _unknown_base(unknown)
        yield undecided(cause, context.place(cause.span), symbol, requirement.place, requirement.name)
        return
    if found.opaque is not None:
        yield undecided(found.opaque, context.place(found.opaque.span), symbol, requirement.place, requirement.name)
        return
    names = ", ".join(
        entry.name for entry in found.bases if isinstance(entry, ClassValue) and entry.path != "builtins.object"
    )
    yield SuperclassMismatch(
        symbol=symbol,
        place=context.place(found.header),
        contract_place=requirement.place,
        expected=requirement.name,
        actual=names or None,
    )


def asks_for_more(requirement: ClassRequirement) -> bool:
    """Whether a required base has to have something, too (ImportSpy 0.4 nests them)."""
    return bool(requirement.attributes or requirement.methods or requirement.superclasses or requirement.implements)


def _fits(context: Context, ancestor: ClassValue, asked: str) -> bool:
    """By last name, or dotted: the class of the standard library, or of this module, under this path."""
    front, _, last = asked.rpartition(".")
    if ancestor.path is not None:
        module = ancestor.path.rpartition(".")[0]
        return ancestor.path.rpartition(".")[2] == last and front in (
            "",
            module,
            "typing_extensions" if module == "typing" else module,
        )
    if ancestor.name == last and not front:
        return True
    if ancestor.name == last and context.namespace.is_own(ancestor) and _is_this(context, front):
        return True
    # By the name that it is defined under, or by any that leads to it.
    return bool(front) and (
        context.namespace.dotted_name(ancestor) == asked or context.namespace.is_named(ancestor, asked)
    )


def _is_this(context: Context, front: str) -> bool:
    """Whether a contract calls the checked module so: by its name, or by the end of its path."""
    folders = context.full_path.replace("\\", "/").split("/")[:-1]
    parts = folders if folders[-1:] == [context.module] else [*folders, context.module]
    wanted = front.split(".")
    return parts[-len(wanted) :] == wanted


def _is_standard(ancestor: External, asked: str) -> bool:
    """Whether a base is the class of the standard library that is asked for: those are what their names say."""
    path = canonical_path(ancestor.path)
    front, _, last = path.rpartition(".")
    return front.partition(".")[0] in sys.stdlib_module_names and asked in (last, path, ancestor.path)


def _generic_names(found: ClassValue) -> tuple[str, ...]:
    """Bases that a class is written with and that leave the MRO: `NamedTuple` and `TypedDict`."""
    return {"namedtuple": ("NamedTuple", "typing.NamedTuple"), "typeddict": ("TypedDict", "typing.TypedDict")}.get(
        found.form, ()
    )


def _unknown_base(entry: Value) -> Cause:
    match entry:
        case External(path=path, span=span):
            return Cause("SPY806", span, f"base class `{path}`")
        case Computed(cause=Cause(code="SPY801") as cause):
            return cause
        case Computed(cause=cause):
            return Cause("SPY806", cause.span, f"base class `{cause.construct}`")
        case _:
            return Cause("SPY806", getattr(entry, "span", Span(1, 1, 1, 1)), "a base class")


# Names that nobody declared


def _check_extra(
    context: Context, requirement: ClassRequirement, asked: ContractPlace, symbol: str, found: ClassValue
) -> Iterator[Violation]:
    declared = {each.name for each in (*requirement.attributes, *requirement.methods)} | requirement.elsewhere
    other = context.namespace.other_members(found.object)
    if other is not None:
        yield undecided(other, context.place(other.span), symbol, asked)
    for name in context.namespace.own_names(found):
        if name.startswith("_") or name in declared:
            continue
        yield from check_unexpected(context, context.namespace.member(found, name), f"{symbol}.{name}", asked)
