"""A first draft of a contract: all that can be said of a module, as far as it is told."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Literal, TypeAlias

from importspy_static.checks.context import Context
from importspy_static.checks.module import public_names
from importspy_static.drafting.classes import class_of
from importspy_static.drafting.functions import function_of
from importspy_static.drafting.literals import described
from importspy_static.drafting.names import can_be_said, is_special
from importspy_static.interpret.values import BoundMethod, ClassValue, FunctionValue, Outcome, Value, present
from importspy_static.interpret.values import Literal as Constant
from importspy_static.model.document import Mapping, Sequence

Detail: TypeAlias = Literal["names", "signatures", "full"]
DETAILS: tuple[Detail, ...] = ("names", "signatures", "full")


def draft(
    context: Context,
    detail: Detail = "full",
    *,
    private: bool = False,
    names: Iterable[str] | None = None,
    inherited: bool = False,
) -> Mapping:
    """What a contract could ask of a module; some of it may not hold in every way that it can come out.

    Args:
        context: the module.
        detail: how much is told.
        private: whether names that begin with an underscore are, too.
        names: what is told of, in place of what is public.
        inherited: whether classes have what they inherit among their members.
    """
    namespace = context.namespace
    document = Mapping({"schema_version": 1, "filename": filename(context.full_path)})
    if detail == "full" and (version := _text(namespace.name("__version__"))) is not None:
        document.entries["version"] = version
    variables, functions, classes = Sequence(), Sequence(), Sequence()
    for name in _names(context, private=private) if names is None else names:
        binding = namespace.name(name)
        values = present(binding)
        if not values:
            continue
        match namespace.settled(values[0]):
            case ClassValue() as found:
                classes.items.append(class_of(context, name, found, detail, private=private, inherited=inherited))
            case (FunctionValue() | BoundMethod()) as function:
                functions.items.append(function_of(namespace.callable_of(function), name, detail))
            case value:
                variables.items.append(_variable(context, name, value, detail))
    for key, section in (("variables", variables), ("functions", functions), ("classes", classes)):
        if section.items:
            document.entries[key] = section
    if (unknown := namespace.may_have_other_names()) is not None:
        document.remarks.append(f"there may be other names: `{unknown.construct}` (line {unknown.span.line})")
    return document


def filename(path: str) -> str:
    """What the file is called; an `__init__.py` with its package."""
    folder, name = os.path.split(path)
    return f"{os.path.basename(folder)}/{name}" if name.startswith("__init__.") and folder else name


def _names(context: Context, *, private: bool) -> list[str]:
    namespace = context.namespace
    names = public_names(context)
    if private:
        own = [name for name in namespace.names() if not is_special(name)]
        imported = {name for name in own if all(map(namespace.is_imported, _bound(namespace.name(name))))}
        names = [*names, *(name for name in own if name not in imported)]
    return [name for name in dict.fromkeys(names) if can_be_said(name) and name != "__version__"]


def _bound(binding: tuple[Outcome, ...]) -> list[Outcome]:
    return [each for each in binding if each.value is not None]


def _text(binding: tuple[Outcome, ...]) -> str | None:
    match present(binding):
        case (Constant(value=str() as text),):
            return text
        case _:
            return None


def _variable(context: Context, name: str, value: Value, detail: Detail) -> Mapping:
    variable = Mapping({"name": name})
    if detail == "full":
        described(variable, context.namespace.declared(name), value)
    return variable
