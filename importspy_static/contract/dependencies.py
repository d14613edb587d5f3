"""`dependencies:` and `dependency_options:`, with the keys of ImportSpy 0.5."""

from __future__ import annotations

import re
from typing import get_args

from importspy_static.contract.entry import Entry, Section
from importspy_static.contract.nodes import ScalarNode, quoted
from importspy_static.contract.scalars import FALSE
from importspy_static.contract.syntax import identifier, version
from importspy_static.model.dependency import (
    OF_IMPORT,
    DependencyOptions,
    DependencyRequirement,
    OriginRequirement,
    OriginType,
    Policy,
    normal_name,
)
from importspy_static.model.origin import comparable_url
from importspy_static.model.place import ContractPlace, Stated

RULE_KEYS = ("allowed", "required", "version", "declared", "origin", "editable", "unmodified", "provenance")
ORIGIN_KEYS = ("type", "repository", "url", "commit")
OPTION_KEYS = ("unresolved", "undeclared", "unlisted")
ORIGINS: tuple[OriginType, ...] = get_args(OriginType)
POLICIES: tuple[Policy, ...] = get_args(Policy)
DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
OUTSIDE_SERVICE = "needs an outside service, which this program does not ask; take it out"


def read_dependencies(section: Section) -> tuple[DependencyRequirement, ...]:
    found = section.get("dependencies")
    if found is None:
        return ()
    rules: list[DependencyRequirement] = []
    first: dict[str, ContractPlace] = {}
    for key, content in found.fields("dependencies"):
        name = key.text("the name of a distribution", dependency_name)
        rule = content.section(RULE_KEYS, "a dependency")
        if name is None or rule is None:
            continue
        normal = name.value if name.value.startswith(OF_IMPORT) else normal_name(name.value)
        if normal in first:
            key.invalid(f"{quoted(name.value)} is the same distribution as on line {first[normal].line}")
        first.setdefault(normal, name.place)
        rules.append(_rule(rule, name.value, name.place))
    return tuple(rules)


def dependency_name(name: str) -> str | None:
    """A distribution's name (PEP 508), or `import:package`."""
    if name.startswith(OF_IMPORT):
        return identifier(name.removeprefix(OF_IMPORT))
    if DISTRIBUTION.fullmatch(name):
        return None
    return f"expected the name of a distribution, or 'import:package', found {quoted(name)}"


def _rule(section: Section, name: str, place: ContractPlace) -> DependencyRequirement:
    provenance = section.get("provenance")
    if provenance and not says_no(provenance):
        provenance.invalid(OUTSIDE_SERVICE)
    found = section.get("origin")
    origin = found.section(ORIGIN_KEYS, "an origin") if found else None
    return DependencyRequirement(
        name=name,
        place=place,
        allowed=section.boolean("allowed"),
        required=section.boolean("required"),
        version=section.text("version", version),
        declared=section.boolean("declared"),
        origin=_origin(origin) if origin else None,
        editable=section.boolean("editable"),
        unmodified=_unmodified(section, name),
    )


def _unmodified(section: Section, name: str) -> Stated[bool] | None:
    stated = section.boolean("unmodified")
    if stated is not None and stated.value and name.startswith("import:"):
        section.problems.invalid(stated.place, f"no distribution owns {quoted(name)}, so no RECORD lists its files")
    return stated


def _origin(section: Section) -> OriginRequirement:
    return OriginRequirement(
        type=section.choice("type", ORIGINS),
        repository=section.text("repository", origin_url),
        url=section.text("url", origin_url),
        commit=section.text("commit"),
    )


def origin_url(text: str) -> str | None:
    """An absolute URL of a scheme that installers install from."""
    if comparable_url(text) is not None:
        return None
    return f"expected a URL such as https://host/project, found {quoted(text)}"


def says_no(entry: Entry) -> bool:
    """`false` written out asks for nothing."""
    return isinstance(entry.node, ScalarNode) and entry.node.plain and entry.node.text in FALSE


def read_dependency_options(section: Section) -> DependencyOptions | None:
    found = section.get("dependency_options")
    options = found.section(OPTION_KEYS, "dependency options") if found else None
    if options is None:
        return None
    return DependencyOptions(
        place=options.place,
        unresolved=options.choice("unresolved", POLICIES),
        undeclared=options.choice("undeclared", POLICIES),
        unlisted=options.choice("unlisted", POLICIES),
    )
