"""Functions, classes, variables, and what they are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable
from typing import Literal, TypeVar, get_args

from importspy_static.contract import contradictions, syntax
from importspy_static.contract.collect import Problems
from importspy_static.contract.conditions import meaning_of
from importspy_static.contract.entry import Check, Entry, Section
from importspy_static.contract.hosts import read_condition
from importspy_static.contract.integrity import read_integrity_of_part
from importspy_static.contract.nodes import ScalarNode, quoted
from importspy_static.contract.overlaps import of_one_name
from importspy_static.model.contract import (
    ArgumentRequirement,
    AttributeRequirement,
    AttributeScope,
    ClassRequirement,
    ExtraNames,
    FunctionRequirement,
    MethodKind,
    Requirement,
    VariableRequirement,
)
from importspy_static.model.expression import ParameterKind
from importspy_static.model.place import ContractPlace, Stated

R = TypeVar("R", bound=Requirement)

PARAMETER_KINDS: tuple[ParameterKind, ...] = get_args(ParameterKind)
METHOD_KINDS: tuple[MethodKind, ...] = get_args(MethodKind)
SCOPES: tuple[AttributeScope, ...] = get_args(AttributeScope)
EXTRA: tuple[ExtraNames, ...] = get_args(ExtraNames)

VARIABLE_KEYS = ("name", "annotation", "value", "when")
ATTRIBUTE_KEYS = ("name", "type", "annotation", "value", "when")
ARGUMENT_KEYS = ("name", "annotation", "kind", "value", "optional", "expression", "when")
FUNCTION_KEYS = ("name", "arguments", "return_annotation", "async", "integrity", "when")
METHOD_KEYS = (*FUNCTION_KEYS, "kind")
CLASS_KEYS = ("name", "superclasses", "attributes", "methods", "implements", "extra", "integrity", "when")


def read_name(section: Section, what: str, check: Check = syntax.identifier) -> Stated[str] | None:
    """The name of a thing, in the normal form that Python compares names in (language reference, 2.3)."""
    found = section.written("name")
    if found is None:
        section.entry.invalid(f"'name' is missing: which {what}?")
        return None
    stated = found.text(f"the name of {_article(what)}", check)
    return Stated(unicodedata.normalize("NFKC", stated.value), stated.place) if stated else None


def _article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def read_variables(section: Section) -> tuple[VariableRequirement, ...]:
    found = section.each("variables", "variables", _variable)
    refuse_duplicates(section.problems, found, "variable", _name)
    return found


def _variable(entry: Entry) -> VariableRequirement | None:
    section = entry.section(VARIABLE_KEYS, "a variable")
    if section is None:
        return None
    name = read_name(section, "variable")
    annotation = section.text("annotation", syntax.expression)
    content = section.literal("value")
    when = read_condition(section)
    contradictions.of_type(section.problems, annotation, content)
    if name is None:
        return None
    return VariableRequirement(name=name.value, place=name.place, when=when, annotation=annotation, value=content)


def _attribute(entry: Entry) -> AttributeRequirement | None:
    section = entry.section(ATTRIBUTE_KEYS, "an attribute")
    if section is None:
        return None
    name = read_name(section, "attribute")
    annotation = section.text("annotation", syntax.expression)
    content = section.literal("value")
    scope = section.choice("type", SCOPES)
    when = read_condition(section)
    contradictions.of_type(section.problems, annotation, content)
    if name is None:
        return None
    return AttributeRequirement(
        name=name.value, place=name.place, when=when, annotation=annotation, value=content, scope=scope
    )


def _argument(entry: Entry) -> ArgumentRequirement | None:
    section = entry.section(ARGUMENT_KEYS, "an argument")
    if section is None:
        return None
    name = read_name(section, "argument", _argument_name)
    kind = section.choice("kind", PARAMETER_KINDS)
    if name:
        kind = _kind_by_stars(name, kind, section.problems)
    variadic = kind is not None and kind.value == "var_positional"
    annotation = section.text("annotation", syntax.starred_annotation if variadic else syntax.expression)
    content = section.literal("value")
    optional = section.boolean("optional")
    expression = section.text("expression", syntax.expression)
    when = read_condition(section)
    if name is None:
        return None
    argument = ArgumentRequirement(
        name=name.value.lstrip("*"),
        place=name.place,
        when=when,
        kind=kind,
        annotation=annotation,
        value=content,
        optional=optional,
        expression=expression,
    )
    contradictions.of_type(section.problems, annotation, content)
    contradictions.of_argument(section.problems, argument)
    return argument


def _argument_name(name: str) -> str | None:
    stars = len(name) - len(name.lstrip("*"))
    return syntax.identifier(name[stars:] if stars <= 2 else name)


def _kind_by_stars(
    name: Stated[str], kind: Stated[ParameterKind] | None, problems: Problems
) -> Stated[ParameterKind] | None:
    """`*args` and `**kwargs` tell their kind by the name."""
    if not name.value.startswith("*"):
        return kind
    told: ParameterKind = "var_keyword" if name.value.startswith("**") else "var_positional"
    if kind and kind.value != told:
        problems.contradiction(kind.place, f"kind '{kind.value}', but {quoted(name.value)} is '{told}'")
    return Stated(told, name.place)


def read_functions(section: Section) -> tuple[FunctionRequirement, ...]:
    found = section.each("functions", "functions", _function)
    refuse_duplicates(section.problems, found, "function", _name)
    return found


def _function(entry: Entry) -> FunctionRequirement | None:
    return _callable(entry, FUNCTION_KEYS, "function")


def _method(entry: Entry) -> FunctionRequirement | None:
    return _callable(entry, METHOD_KEYS, "method")


def _callable(entry: Entry, keys: tuple[str, ...], what: Literal["function", "method"]) -> FunctionRequirement | None:
    section = entry.section(keys, f"a {what}")
    if section is None:
        return None
    name = read_name(section, what)
    is_async = section.boolean("async")
    arguments = _arguments(section)
    return_annotation = section.text("return_annotation", syntax.expression)
    kind = section.choice("kind", METHOD_KINDS) if "kind" in keys else None
    integrity = read_integrity_of_part(section)
    when = read_condition(section)
    if name is None:
        return None
    function = FunctionRequirement(
        name=name.value,
        place=name.place,
        when=when,
        is_async=is_async,
        kind=kind,
        arguments=arguments,
        return_annotation=return_annotation,
        integrity=integrity,
    )
    contradictions.of_function(section.problems, function)
    return function


def _arguments(section: Section) -> Stated[tuple[ArgumentRequirement, ...]] | None:
    """An empty list says: callable with no argument. Nothing behind the key says nothing."""
    found = section.get("arguments")
    if found is None:
        return None
    arguments = section.each("arguments", "arguments", _argument)
    refuse_duplicates(section.problems, arguments, "argument", _name)
    contradictions.of_arguments(section.problems, arguments)
    return Stated(arguments, found.place)


def read_classes(section: Section) -> tuple[ClassRequirement, ...]:
    found = section.each("classes", "classes", _class)
    refuse_duplicates(section.problems, found, "class", _name)
    return found


def _class(entry: Entry) -> ClassRequirement | None:
    return _class_named(entry, syntax.identifier)


def _superclass(entry: Entry) -> ClassRequirement | None:
    """A name, or a mapping with the keys of a class."""
    if isinstance(entry.node, ScalarNode):
        stated = entry.text("the name of a class", syntax.dotted)
        return ClassRequirement(name=stated.value, place=stated.place) if stated else None
    return _class_named(entry, syntax.dotted)


def _class_named(entry: Entry, check: Check) -> ClassRequirement | None:
    section = entry.section(CLASS_KEYS, "a class")
    if section is None:
        return None
    name = read_name(section, "class", check)
    superclasses = section.each("superclasses", "superclasses", _superclass)
    attributes = section.each("attributes", "attributes", _attribute)
    methods = section.each("methods", "methods", _method)
    refuse_duplicates(section.problems, superclasses, "superclass", _name)
    refuse_duplicates(section.problems, attributes, "attribute", _name_and_scope)
    refuse_duplicates(section.problems, methods, "method", _name)
    extra = section.choice("extra", EXTRA)
    implements = section.texts("implements", "interfaces", syntax.interface)
    integrity = read_integrity_of_part(section)
    when = read_condition(section)
    if name is None:
        return None
    return ClassRequirement(
        name=name.value,
        place=name.place,
        when=when,
        extra=extra,
        superclasses=superclasses,
        implements=implements,
        attributes=attributes,
        methods=methods,
        integrity=integrity,
    )


def _name(requirement: Requirement) -> Hashable:
    return requirement.name


def _name_and_scope(attribute: AttributeRequirement) -> Hashable:
    """A class attribute is often shadowed by one of the instance: both may be required."""
    return attribute.name, attribute.scope and attribute.scope.value


def refuse_duplicates(
    problems: Problems, requirements: Iterable[R], what: str, identity: Callable[[R], Hashable]
) -> None:
    """Two requirements on one thing, unless they hold under different conditions that let both be."""
    requirements = tuple(requirements)
    first: dict[Hashable, ContractPlace] = {}
    for requirement in requirements:
        key = (identity(requirement), meaning_of(requirement.when))
        if key in first:
            line = first[key].line
            problems.invalid(
                requirement.place, f"{what} {quoted(requirement.name)} is required twice, first on line {line}"
            )
        else:
            first[key] = requirement.place
    of_one_name(problems, requirements, what)
