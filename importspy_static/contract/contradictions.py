"""Requirements that exclude each other, as far as that is certain without looking at any module."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.contract.collect import Problems
from importspy_static.contract.nodes import printable, quoted
from importspy_static.model.contract import (
    ArgumentRequirement,
    EnvironmentVariableRequirement,
    FunctionRequirement,
    ImportRequirement,
    LiteralValue,
)
from importspy_static.model.environment_text import is_of_type
from importspy_static.model.place import ContractPlace, Stated

NUMBER = (int, float)
FITTING: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": NUMBER,
    "float": NUMBER,
    "bool": NUMBER,
    "list": (list,),
    "dict": (dict,),
}
"""What may stand behind an annotation. Numbers are not told apart, and None fits all: `x: int = None` is common."""

VARIADIC = ("var_positional", "var_keyword")


def on_line(here: ContractPlace, there: ContractPlace) -> str:
    """Where the other side stands."""
    return f"on line {there.line}" + ("" if here.path == there.path else f" of {printable(there.path)}")


def _in_other_file(here: ContractPlace, there: ContractPlace) -> str:
    return "" if here.path == there.path else f" {on_line(here, there)}"


def of_type(problems: Problems, annotation: Stated[str] | None, content: Stated[LiteralValue] | None) -> None:
    """`annotation: int` and `value: "x"`."""
    if annotation is None or content is None or content.value is None:
        return
    fitting = FITTING.get(annotation.value)
    if fitting and not isinstance(content.value, fitting):
        kind = "text" if isinstance(content.value, str) else _article(type(content.value).__name__)
        where = _in_other_file(content.place, annotation.place)
        problems.contradiction(content.place, f"the value is {kind}, but the annotation is '{annotation.value}'{where}")


def _article(name: str) -> str:
    return {"int": "a number", "float": "a number", "bool": "a truth value"}.get(name, f"a {name}")


def of_variable(problems: Problems, variable: EnvironmentVariableRequirement) -> None:
    """A text that an environment variable of this type cannot mean."""
    annotation, text = variable.annotation, variable.value
    if annotation and text and not is_of_type(str(text.value), annotation.value):
        where = _in_other_file(text.place, annotation.place)
        problems.contradiction(text.place, f"{quoted(str(text.value))} is no text of type '{annotation.value}'{where}")


def of_argument(problems: Problems, argument: ArgumentRequirement) -> None:
    default = argument.value or argument.expression
    if argument.value and argument.expression:
        problems.contradiction(
            argument.expression.place, "'value' and 'expression' are both given; an argument has one default"
        )
    if argument.optional and not argument.optional.value and default:
        which = "value" if argument.value else "expression"
        problems.contradiction(argument.optional.place, f"'optional: false' means no default, but '{which}' gives one")
    stated = default or (argument.optional if argument.optional and argument.optional.value else None)
    if argument.kind and argument.kind.value in VARIADIC and stated:
        stars = "*" if argument.kind.value == "var_positional" else "**"
        problems.contradiction(stated.place, f"{quoted(stars + argument.name)} cannot have a default")


def of_arguments(problems: Problems, arguments: Sequence[ArgumentRequirement]) -> None:
    always = [each for each in arguments if each.when is None]
    _two_of_a_kind(problems, always)
    _none_before_default(problems, always)


def _two_of_a_kind(problems: Problems, arguments: Sequence[ArgumentRequirement]) -> None:
    for kind, stars in zip(VARIADIC, ("*", "**"), strict=True):
        found = [each for each in arguments if each.kind and each.kind.value == kind]
        for each in found[1:]:
            problems.contradiction(each.place, f"a function has one '{stars}' argument, '{found[0].name}' is the first")


def _none_before_default(problems: Problems, arguments: Sequence[ArgumentRequirement]) -> None:
    """An argument that must not have a default behind one that must: Python refuses that of positional ones.

    An argument that merely says nothing of a default may have one, so it is no contradiction.
    """
    earlier: ArgumentRequirement | None = None
    for argument in arguments:
        if argument.kind and argument.kind.value not in ("positional_only", "positional_or_keyword"):
            continue
        if argument.value or argument.expression or (argument.optional and argument.optional.value):
            earlier = earlier or argument
        elif earlier and argument.optional:
            problems.contradiction(
                argument.optional.place,
                f"'{argument.name}' must have no default, but '{earlier.name}' before it has one",
            )


def of_function(problems: Problems, function: FunctionRequirement) -> None:
    if function.kind is None or function.kind.value != "property" or function.arguments is None:
        return
    for argument in function.arguments.value:
        if argument.name != "self":
            where = _in_other_file(argument.place, function.kind.place)
            reason = f"a property{where} takes no argument but 'self', found '{argument.name}'"
            problems.contradiction(argument.place, reason)


def of_imports(problems: Problems, imports: ImportRequirement) -> None:
    """What is required must be allowed, and must not be denied."""
    for required in imports.require:
        denied = next((each for each in imports.deny if _covers(each.value, required.value)), None)
        if denied:
            where = on_line(required.place, denied.place)
            problems.contradiction(required.place, f"{quoted(required.value)} is required here and denied {where}")
        elif imports.allow is not None and not _allowed(required.value, imports.allow.value):
            where = _in_other_file(required.place, imports.allow.place)
            problems.contradiction(required.place, f"{quoted(required.value)} is required, but not in 'allow'{where}")


def _allowed(name: str, allowed: Sequence[str]) -> bool:
    """Whether an import under the prefix `name` can be an allowed one. `stdlib` is any module of some version of it."""
    standard = "stdlib" in allowed
    return standard or any(_covers(each, name) or _covers(name, each) for each in allowed)


def _covers(prefix: str, name: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")
