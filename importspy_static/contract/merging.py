"""Requirements laid over inherited ones. Values to values; every part keeps the place where it was written.

What is said of a thing replaces what was said of it before, key by key; what is left out is inherited. See
docs/decisions/0014.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any, TypeAlias, TypeVar

from importspy_static.contract.conditions import same
from importspy_static.lazy_dataclasses import fields, replace
from importspy_static.model.contract import (
    AttributeRequirement,
    ClassRequirement,
    Contract,
    DefinitionRequirement,
    FunctionRequirement,
    ImportRequirement,
    IntegrityRequirement,
    ModuleRequirement,
    Options,
    Requirement,
    RuntimeRequirement,
    VariableRequirement,
)
from importspy_static.model.dependency import DependencyRequirement, normal_name
from importspy_static.model.place import Stated

Conditional: TypeAlias = "Requirement | ModuleRequirement"
"""What may have a condition."""

T = TypeVar("T")
N = TypeVar("N", bound=Requirement)
C = TypeVar("C", bound=Conditional)


def merged(contracts: Sequence[Contract]) -> Contract:
    """One contract of several, the later over the earlier. The last one is what the whole is called after."""
    return reduce(_contract, contracts)


def _contract(base: Contract, own: Contract) -> Contract:
    options = Options(
        annotations=(own if "options.annotations" in own.stated_at else base).options.annotations,
        trusted_decorators=(own if "options.trusted_decorators" in own.stated_at else base).options.trusted_decorators,
    )
    return _laid(
        base,
        own,
        module=_module(base.module, own.module),
        deployments=own.deployments or base.deployments,
        runtime=_either(base.runtime, own.runtime, _runtime),
        modules=_by_key(base.modules, own.modules, _file, _module),
        importers=_either(base.importers, own.importers, _module),
        dependencies=_joined(base.dependencies, own.dependencies, lambda each: normal_name(each.name), _dependency),
        dependency_options=_either(base.dependency_options, own.dependency_options, _laid),
        options=options,
        severity={**base.severity, **own.severity},
        stated_at={**base.stated_at, **own.stated_at},
    )


def _module(base: ModuleRequirement, own: ModuleRequirement) -> ModuleRequirement:
    return _laid(
        base,
        own,
        variables=_by_name(base.variables, own.variables, _variable),
        functions=_by_name(base.functions, own.functions, _function),
        classes=_by_name(base.classes, own.classes, _class),
        imports=_either(base.imports, own.imports, _imports),
        integrity=_either(base.integrity, own.integrity, _integrity),
    )


def _class(base: ClassRequirement, own: ClassRequirement) -> ClassRequirement:
    return _laid(
        base,
        own,
        superclasses=_by_name(base.superclasses, own.superclasses, _class),
        implements=_texts(base.implements, own.implements),
        attributes=_by_name(base.attributes, own.attributes, _variable),
        methods=_by_name(base.methods, own.methods, _function),
        integrity=_either(base.integrity, own.integrity, _integrity),
    )


def _variable(base: VariableRequirement, own: VariableRequirement) -> VariableRequirement:
    return _laid(base, own)


def _function(base: FunctionRequirement, own: FunctionRequirement) -> FunctionRequirement:
    """The arguments are one promise: the last list that is stated."""
    return _laid(base, own, integrity=_either(base.integrity, own.integrity, _integrity))


def _integrity(base: IntegrityRequirement, own: IntegrityRequirement) -> IntegrityRequirement:
    def definition(base: DefinitionRequirement, own: DefinitionRequirement) -> DefinitionRequirement:
        return DefinitionRequirement(own.name, _laid(base.integrity, own.integrity, definitions=()))

    definitions = _joined(base.definitions, own.definitions, lambda each: each.name, definition)
    return _laid(base, own, definitions=definitions)


def _imports(base: ImportRequirement, own: ImportRequirement) -> ImportRequirement:
    allow = own.allow or base.allow
    if own.allow is not None and base.allow is not None:
        allow = Stated(tuple(dict.fromkeys((*base.allow.value, *own.allow.value))), own.allow.place)
    return ImportRequirement(require=_texts(base.require, own.require), allow=allow, deny=_texts(base.deny, own.deny))


def _runtime(base: RuntimeRequirement, own: RuntimeRequirement) -> RuntimeRequirement:
    return _laid(base, own, environment=_joined(base.environment, own.environment, lambda each: each.name, _laid))


def _dependency(base: DependencyRequirement, own: DependencyRequirement) -> DependencyRequirement:
    return _laid(base, own, origin=_either(base.origin, own.origin, _laid))


def _laid(base: T, own: T, **joined: Any) -> T:
    """What is stated, else what was; `joined` are the parts that are made of both."""
    inherited = {
        each.name: getattr(base, each.name)
        for each in fields(own)  # type: ignore[arg-type]
        if each.name not in joined and getattr(own, each.name) is None
    }
    return replace(own, **inherited, **joined)  # type: ignore[type-var]


def _either(base: T | None, own: T | None, lay: Callable[[T, T], T]) -> T | None:
    if base is None or own is None:
        return own if base is None else base
    return lay(base, own)


def _texts(base: Sequence[Stated[str]], own: Sequence[Stated[str]]) -> tuple[Stated[str], ...]:
    return tuple({each.value: each for each in (*base, *own)}.values())


def _joined(
    base: Sequence[T], own: Sequence[T], key: Callable[[T], str | None], lay: Callable[[T, T], T]
) -> tuple[T, ...]:
    """The things of both; what has one key is one thing. None is the key of what has none."""
    found: dict[object, T] = {}
    for number, each in enumerate((*base, *own)):
        name = key(each)
        if name is None or (number < len(base) and name in found):
            found[number] = each
        else:
            found[name] = lay(found[name], each) if name in found else each
    return tuple(found.values())


def _file(module: ModuleRequirement) -> str | None:
    """The file of a bundle's entry, from the folder of the contract that names it."""
    named = module.filename
    return None if named is None else os.path.normpath(os.path.join(os.path.dirname(named.place.path), named.value))


def _by_name(base: Sequence[N], own: Sequence[N], lay: Callable[[N, N], N]) -> tuple[N, ...]:
    return _by_key(base, own, lambda each: each.name, lay)


def _by_key(
    base: Sequence[C], own: Sequence[C], key: Callable[[C], str | None], lay: Callable[[C, C], C]
) -> tuple[C, ...]:
    """What is required by either; what is said of a thing without condition is laid over all that bases say of it.

    None is the key of what is not the same as anything.
    """
    by_key: dict[str, list[C]] = {}
    for each in own:
        if (name := key(each)) is not None:
            by_key.setdefault(name, []).append(each)
    found: list[C] = []
    laid: set[int] = set()
    for each in base:
        over = [other for other in by_key.get(key(each) or "", ()) if _is_over(other, each)]
        laid.update(id(other) for other in over if same(other.when, each.when))
        found += _laid_over(each, over, lay) if over else [each]
    return (*found, *(each for each in own if id(each) not in laid))


def _is_over(own: Conditional, base: Conditional) -> bool:
    return (own.when is None or same(own.when, base.when)) and (
        None in (_scope(own), _scope(base)) or _scope(own) == _scope(base)
    )


def _laid_over(base: C, over: Iterable[C], lay: Callable[[C, C], C]) -> list[C]:
    """`over` are of the same key: those without condition and those with that of `base`, of each scope."""
    by_scope: dict[str | None, C] = {}
    for each in sorted(over, key=lambda each: each.when is not None):
        scope = _scope(each)
        by_scope[scope] = lay(by_scope.get(scope, base), each)
    return list(by_scope.values())


def _scope(requirement: Conditional) -> str | None:
    """Of an attribute that is required of the class, or of instances, and not just anywhere."""
    if isinstance(requirement, AttributeRequirement) and requirement.scope is not None:
        return requirement.scope.value
    return None
