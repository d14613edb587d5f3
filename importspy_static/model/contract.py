"""What a contract asks of a module. Every requirement knows its own place in the YAML.

An absent requirement is the absence of its `Stated`, never a value.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.dependency import DependencyOptions, DependencyRequirement
from importspy_static.model.expression import ParameterKind
from importspy_static.model.fingerprint import Print
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.violation import SeverityLevel

LiteralValue: TypeAlias = (
    "str | int | float | bool | None | list[LiteralValue] | dict[str | int | float | bool | None, LiteralValue]"
)
MethodKind: TypeAlias = Literal["instance", "static", "class", "property"]
AttributeScope: TypeAlias = Literal["class", "instance"]
ExtraNames: TypeAlias = Literal["allow", "forbid"]
AnnotationMode: TypeAlias = Literal["equivalent", "exact", "ignore"]


@dataclass(frozen=True, slots=True)
class Condition:
    """`when:`: the requirement holds only for targets that meet all of what is stated."""

    python: Stated[str] | None = None
    os: Stated[tuple[str, ...]] | None = None
    arch: Stated[tuple[str, ...]] | None = None
    interpreter: Stated[tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What all requirements on a named thing have. `place` is the place of the name's value."""

    name: str
    place: ContractPlace
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityRequirement:
    """Fingerprints that are asked for: of a module, or of a function or class in it. See `model.fingerprint`.

    Only a module has `source`, `docstrings` and `definitions`, only a part of one has `signature`.
    """

    place: ContractPlace
    source: Stated[str] | None = None
    structure: Stated[str] | None = None
    signature: Stated[str] | None = None
    body: Stated[str] | None = None
    docstrings: Stated[bool] | None = None
    """Whether they count in all fingerprints of the module."""
    definitions: tuple[DefinitionRequirement, ...] = ()

    @property
    def requires_something(self) -> bool:
        return self.source is not None or self.asks_for_meaning

    @property
    def asks_for_meaning(self) -> bool:
        """Whether there is more than the bytes to compare."""
        return any((self.structure, self.signature, self.body, self.definitions))


@dataclass(frozen=True, slots=True)
class DefinitionRequirement:
    """The fingerprints of a function or class, by its dotted name in the module."""

    name: str
    integrity: IntegrityRequirement


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentRequirement(Requirement):
    """`value`, `optional` and `expression` each say that there is a default; at most one of them is stated
    unless `optional` is true beside another.

    A name written `*args` or `**kwargs` is read as `args` of that kind.
    """

    kind: Stated[ParameterKind] | None = None
    annotation: Stated[str] | None = None
    value: Stated[LiteralValue] | None = None
    optional: Stated[bool] | None = None
    expression: Stated[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRequirement(Requirement):
    """A function, or a method (then `kind` may be stated). `arguments` absent: the signature is not looked at."""

    is_async: Stated[bool] | None = None
    kind: Stated[MethodKind] | None = None
    arguments: Stated[tuple[ArgumentRequirement, ...]] | None = None
    return_annotation: Stated[str] | None = None
    integrity: IntegrityRequirement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableRequirement(Requirement):
    annotation: Stated[str] | None = None
    value: Stated[LiteralValue] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRequirement(VariableRequirement):
    """`scope` is the key `type`: a class or an instance attribute; absent, either will do."""

    scope: Stated[AttributeScope] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRequirement(Requirement):
    """`superclasses` are requirements of classes themselves (ImportSpy 0.4 nests them); most have a name only.

    `elsewhere` are members that are declared for other targets than the one at hand.
    """

    extra: Stated[ExtraNames] | None = None
    superclasses: tuple[ClassRequirement, ...] = ()
    implements: tuple[Stated[str], ...] = ()
    attributes: tuple[AttributeRequirement, ...] = ()
    methods: tuple[FunctionRequirement, ...] = ()
    integrity: IntegrityRequirement | None = None
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequirement:
    """`imports:`: dotted prefixes of what the module's source must, may, and may not import."""

    require: tuple[Stated[str], ...] = ()
    allow: Stated[tuple[str, ...]] | None = None
    deny: tuple[Stated[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRequirement:
    """What a module must offer. `place` is where its mapping begins. Only entries of a list have a condition.

    `elsewhere` are names that are declared for other targets than the one at hand.
    """

    place: ContractPlace
    when: Condition | None = None
    filename: Stated[str] | None = None
    version: Stated[str] | None = None
    extra: Stated[ExtraNames] | None = None
    variables: tuple[VariableRequirement, ...] = ()
    functions: tuple[FunctionRequirement, ...] = ()
    classes: tuple[ClassRequirement, ...] = ()
    imports: ImportRequirement | None = None
    integrity: IntegrityRequirement | None = None
    elsewhere: frozenset[str] = frozenset()

    @property
    def requires_something(self) -> bool:
        """Whether there is anything that a module could break."""
        imports = self.imports
        return (
            any((self.filename, self.version))
            or (self.integrity is not None and self.integrity.requires_something)
            or any((self.variables, self.functions, self.classes))
            or (self.extra is not None and self.extra.value == "forbid")
            or (imports is not None and bool(imports.require or imports.deny or imports.allow is not None))
        )

    @property
    def stated_fingerprints(self) -> tuple[DefinitionRequirement, ...]:
        """Those that stand beside other requirements on functions, classes and methods."""
        parts: list[tuple[str, FunctionRequirement | ClassRequirement]] = [(each.name, each) for each in self.functions]
        for class_ in self.classes:
            parts.append((class_.name, class_))
            parts += [(f"{class_.name}.{method.name}", method) for method in class_.methods]
        return tuple(DefinitionRequirement(name, each.integrity) for name, each in parts if each.integrity is not None)

    @property
    def asked_fingerprints(self) -> Print | None:
        """The fingerprints that its source is asked for, if any are."""
        asked = [] if self.integrity is None else [self.integrity]
        asked += [each.integrity for each in self.stated_fingerprints]
        if not any(each.asks_for_meaning for each in asked):
            return None
        stated = None if self.integrity is None else self.integrity.docstrings
        return Print.DOCSTRINGS if stated is not None and stated.value else Print.MEANING

    @property
    def asks_how_it_comes_out(self) -> bool:
        """Whether a module must be looked at as it is after its import: what it may import is written in it."""
        imports = self.imports
        return (
            any((self.version, self.variables, self.functions, self.classes))
            or (self.extra is not None and self.extra.value == "forbid")
            or (imports is not None and bool(imports.require))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentVariableRequirement(Requirement):
    annotation: Stated[str] | None = None
    value: Stated[LiteralValue] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonRequirement:
    place: ContractPlace
    version: Stated[str] | None = None
    interpreter: Stated[str] | None = None
    modules: tuple[ModuleRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRequirement:
    place: ContractPlace
    os: Stated[str] | None = None
    variables: tuple[EnvironmentVariableRequirement, ...] = ()
    secrets: tuple[Stated[str], ...] = ()
    pythons: tuple[PythonRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One entry of `deployments:`: an architecture with its systems."""

    place: ContractPlace
    arch: Stated[str] | None = None
    systems: tuple[SystemRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeRequirement:
    """`runtime:`, the short form: all of it must hold. A variable whose value is null must only be present."""

    place: ContractPlace
    python: Stated[str] | None = None
    os: Stated[tuple[str, ...]] | None = None
    architecture: Stated[tuple[str, ...]] | None = None
    implementation: Stated[tuple[str, ...]] | None = None
    environment: tuple[EnvironmentVariableRequirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    annotations: AnnotationMode = "equivalent"
    trusted_decorators: tuple[str, ...] = ()
    """Dotted names, `*` matching any run of characters: `app.route`, `functools.*`."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract, read, with all that it extends.

    `lines` are the lines of each of its files by path, that of the contract first, for the frames of reports.
    `stated_at` tells where options and severities stand: `options.annotations`, `severity.SPY805`.
    """

    path: str
    module: ModuleRequirement
    deployments: tuple[Deployment, ...] = ()
    runtime: RuntimeRequirement | None = None
    modules: tuple[ModuleRequirement, ...] = ()
    importers: ModuleRequirement | None = None
    dependencies: tuple[DependencyRequirement, ...] = ()
    dependency_options: DependencyOptions | None = None
    policy_id: Stated[str] | None = None
    options: Options = dataclasses.field(default_factory=Options)
    severity: Mapping[str, SeverityLevel] = dataclasses.field(default_factory=dict)
    stated_at: Mapping[str, ContractPlace] = dataclasses.field(default_factory=dict)
    lines: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @property
    def asks_of_dependencies(self) -> bool:
        """Whether it says anything of the distributions that a module stands on."""
        return bool(self.dependencies) or self.dependency_options is not None
