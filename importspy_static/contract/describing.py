"""A contract written down again: what it means with all that it extends, each part with its place."""

from __future__ import annotations

import os
from collections.abc import Iterable

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import (
    ArgumentRequirement,
    AttributeRequirement,
    ClassRequirement,
    Condition,
    Contract,
    DefinitionRequirement,
    Deployment,
    EnvironmentVariableRequirement,
    FunctionRequirement,
    ImportRequirement,
    IntegrityRequirement,
    LiteralValue,
    ModuleRequirement,
    PythonRequirement,
    Requirement,
    RuntimeRequirement,
    SystemRequirement,
    VariableRequirement,
)
from importspy_static.model.dependency import DependencyOptions, DependencyRequirement
from importspy_static.model.document import Mapping, Node, Scalar, Sequence
from importspy_static.model.place import ContractPlace, Stated


def document_of(contract: Contract) -> Mapping:
    """A contract as a document, which read again means the same; `extends` is resolved."""
    top = _Section()
    top.put("schema_version", 1)
    _describe_module(top, contract.module)
    top.many("deployments", map(_deployment, contract.deployments))
    if contract.runtime is not None:
        top.put("runtime", _runtime(contract.runtime))
    top.many("modules", (_bundled(each, contract) for each in contract.modules))
    if contract.importers is not None:
        top.put("importers", _module(contract.importers))
    _describe_dependencies(top, contract)
    _describe_settings(top, contract)
    top.stated("policy_id", contract.policy_id)
    return top.mapping


@dataclass(slots=True)
class _Section:
    """A mapping that is being filled; what is not stated is left out."""

    mapping: Mapping = field(default_factory=Mapping)

    def put(self, key: Scalar, node: Node, place: ContractPlace | None = None) -> None:
        self.mapping.entries[key] = node
        if place is not None:
            self.mapping.origins[key] = place

    def stated(self, key: Scalar, stated: Stated[LiteralValue] | None) -> None:
        if stated is not None:
            self.put(key, _literal(stated.value), stated.place)

    def names(self, key: Scalar, stated: Stated[tuple[str, ...]] | None) -> None:
        if stated is not None:
            self.put(key, Sequence([*stated.value]), stated.place)

    def texts(self, key: Scalar, stated: Iterable[Stated[str]]) -> None:
        texts = Sequence()
        for number, each in enumerate(stated):
            texts.items.append(each.value)
            texts.origins[number] = each.place
        if texts.items:
            self.put(key, texts)

    def many(self, key: Scalar, nodes: Iterable[Node]) -> None:
        items = Sequence([*nodes])
        if items.items:
            self.put(key, items)

    def some(self, key: Scalar, section: _Section) -> None:
        if section.mapping.entries:
            self.put(key, section.mapping)


def _literal(value: LiteralValue) -> Node:
    match value:
        case list():
            return Sequence([_literal(each) for each in value])
        case dict():
            return Mapping({key: _literal(each) for key, each in value.items()})
        case scalar:
            return scalar


# What a module offers


def _module(module: ModuleRequirement) -> Mapping:
    section = _Section()
    _describe_module(section, module)
    _describe_condition(section, module.when)
    return section.mapping


def _bundled(module: ModuleRequirement, contract: Contract) -> Mapping:
    """An entry of a bundle; its file is named from the folder of the contract, whoever named it."""
    mapping = _module(module)
    named = module.filename
    if named is not None:
        here, there = os.path.dirname(contract.path), os.path.dirname(named.place.path)
        if here != there:
            path = os.path.join(there, named.value)
            try:
                way = os.path.relpath(path, here or os.curdir)
            except ValueError:  # on another drive
                way = os.path.abspath(path)
            mapping.entries["filename"] = way.replace(os.sep, "/")
    return mapping


def _describe_module(section: _Section, module: ModuleRequirement) -> None:
    section.stated("filename", module.filename)
    section.stated("version", module.version)
    section.stated("extra", module.extra)
    section.many("variables", map(_variable, module.variables))
    section.many("functions", map(_function, module.functions))
    section.many("classes", map(_class, module.classes))
    if module.imports is not None:
        section.put("imports", _imports(module.imports))
    _describe_integrity(section, module.integrity)


def _imports(imports: ImportRequirement) -> Mapping:
    section = _Section()
    section.texts("require", imports.require)
    section.names("allow", imports.allow)
    section.texts("deny", imports.deny)
    return section.mapping


def _named(requirement: Requirement) -> _Section:
    section = _Section()
    section.put("name", requirement.name, requirement.place)
    return section


def _variable(variable: VariableRequirement) -> Mapping:
    section = _named(variable)
    if isinstance(variable, AttributeRequirement):
        section.stated("type", variable.scope)
    section.stated("annotation", variable.annotation)
    section.stated("value", variable.value)
    _describe_condition(section, variable.when)
    return section.mapping


def _argument(argument: ArgumentRequirement) -> Mapping:
    section = _named(argument)
    section.stated("kind", argument.kind)
    section.stated("annotation", argument.annotation)
    section.stated("value", argument.value)
    section.stated("optional", argument.optional)
    section.stated("expression", argument.expression)
    _describe_condition(section, argument.when)
    return section.mapping


def _function(function: FunctionRequirement) -> Mapping:
    section = _named(function)
    section.stated("async", function.is_async)
    section.stated("kind", function.kind)
    if function.arguments is not None:
        section.put("arguments", Sequence([*map(_argument, function.arguments.value)]), function.arguments.place)
    section.stated("return_annotation", function.return_annotation)
    _describe_integrity(section, function.integrity)
    _describe_condition(section, function.when)
    return section.mapping


def _class(class_: ClassRequirement) -> Mapping:
    section = _named(class_)
    section.stated("extra", class_.extra)
    _describe_superclasses(section, class_.superclasses)
    section.texts("implements", class_.implements)
    section.many("attributes", map(_variable, class_.attributes))
    section.many("methods", map(_function, class_.methods))
    _describe_integrity(section, class_.integrity)
    _describe_condition(section, class_.when)
    return section.mapping


def _describe_superclasses(section: _Section, superclasses: Iterable[ClassRequirement]) -> None:
    """Names, where nothing more is required of them."""
    listed = Sequence()
    for number, each in enumerate(superclasses):
        described = _class(each)
        if len(described.entries) > 1:
            listed.items.append(described)
        else:
            listed.items.append(each.name)
            listed.origins[number] = each.place
    if listed.items:
        section.put("superclasses", listed)


def _describe_integrity(section: _Section, integrity: IntegrityRequirement | None) -> None:
    if integrity is None:
        return
    within = _Section()
    _describe_fingerprints(within, integrity)
    within.stated("docstrings", integrity.docstrings)
    within.many("definitions", map(_definition, integrity.definitions))
    section.some("integrity", within)


def _definition(definition: DefinitionRequirement) -> Mapping:
    section = _Section()
    section.put("name", definition.name, definition.integrity.place)
    _describe_fingerprints(section, definition.integrity)
    return section.mapping


def _describe_fingerprints(section: _Section, integrity: IntegrityRequirement) -> None:
    section.stated("source", integrity.source)
    section.stated("structure", integrity.structure)
    section.stated("signature", integrity.signature)
    section.stated("body", integrity.body)


def _describe_condition(section: _Section, condition: Condition | None) -> None:
    if condition is None:
        return
    when = _Section()
    when.stated("python", condition.python)
    when.names("os", condition.os)
    when.names("arch", condition.arch)
    when.names("interpreter", condition.interpreter)
    section.some("when", when)


# Where it may run


def _deployment(deployment: Deployment) -> Mapping:
    section = _Section()
    section.stated("arch", deployment.arch)
    section.many("systems", map(_system, deployment.systems))
    return section.mapping


def _system(system: SystemRequirement) -> Mapping:
    section, environment = _Section(), _Section()
    section.stated("os", system.os)
    environment.many("variables", map(_environment_variable, system.variables))
    environment.texts("secrets", system.secrets)
    section.some("environment", environment)
    section.many("pythons", map(_python, system.pythons))
    return section.mapping


def _environment_variable(variable: EnvironmentVariableRequirement) -> Mapping:
    section = _named(variable)
    section.stated("annotation", variable.annotation)
    section.stated("value", variable.value)
    _describe_condition(section, variable.when)
    return section.mapping


def _python(python: PythonRequirement) -> Mapping:
    section = _Section()
    section.stated("version", python.version)
    section.stated("interpreter", python.interpreter)
    section.many("modules", map(_module, python.modules))
    return section.mapping


def _runtime(runtime: RuntimeRequirement) -> Mapping:
    section, environment = _Section(), _Section()
    section.stated("python", runtime.python)
    section.names("os", runtime.os)
    section.names("architecture", runtime.architecture)
    section.names("implementation", runtime.implementation)
    for each in runtime.environment:
        value = None if each.value is None else _literal(each.value.value)
        environment.put(each.name, value, each.place if each.value is None else each.value.place)
    section.some("environment", environment)
    return section.mapping


# What it stands on, and how it is judged


def _describe_dependencies(top: _Section, contract: Contract) -> None:
    dependencies = _Section()
    for each in contract.dependencies:
        dependencies.put(each.name, _dependency(each), each.place)
    top.some("dependencies", dependencies)
    if contract.dependency_options is not None:
        top.put("dependency_options", _dependency_options(contract.dependency_options))


def _dependency(dependency: DependencyRequirement) -> Mapping:
    section = _Section()
    section.stated("allowed", dependency.allowed)
    section.stated("required", dependency.required)
    section.stated("version", dependency.version)
    section.stated("declared", dependency.declared)
    if dependency.origin is not None:
        origin = _Section()
        origin.stated("type", dependency.origin.type)
        origin.stated("repository", dependency.origin.repository)
        origin.stated("url", dependency.origin.url)
        origin.stated("commit", dependency.origin.commit)
        section.put("origin", origin.mapping)
    section.stated("editable", dependency.editable)
    section.stated("unmodified", dependency.unmodified)
    return section.mapping


def _dependency_options(options: DependencyOptions) -> Mapping:
    section = _Section()
    section.stated("unresolved", options.unresolved)
    section.stated("undeclared", options.undeclared)
    section.stated("unlisted", options.unlisted)
    return section.mapping


def _describe_settings(top: _Section, contract: Contract) -> None:
    options, severity = _Section(), _Section()
    known = contract.stated_at
    if contract.options.annotations != "equivalent" or "options.annotations" in known:
        options.put("annotations", contract.options.annotations, known.get("options.annotations"))
    if contract.options.trusted_decorators or "options.trusted_decorators" in known:
        trusted = Sequence([*contract.options.trusted_decorators])
        options.put("trusted_decorators", trusted, known.get("options.trusted_decorators"))
    top.some("options", options)
    for code, level in contract.severity.items():
        severity.put(code, level, known.get(f"severity.{code}"))
    top.some("severity", severity)
