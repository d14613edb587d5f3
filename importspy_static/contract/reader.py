"""A contract file, read: text to `Contract`, or all of its problems at once.

Three steps: the text becomes a tree of nodes with positions (`events`), typed getters walk it and note what does
not fit (`entry`), and what they return becomes the requirements of `model.contract`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import get_args

from importspy_static.contract import syntax
from importspy_static.contract.bases import FileReading, base_path, beginning, gather
from importspy_static.contract.collect import Enough, Problems
from importspy_static.contract.dependencies import (
    OUTSIDE_SERVICE,
    read_dependencies,
    read_dependency_options,
)
from importspy_static.contract.entry import Entry, Section
from importspy_static.contract.events import compose
from importspy_static.contract.files import decoded, lines_of, read_bytes, refuse_binary
from importspy_static.contract.hosts import DeploymentReader, read_runtime
from importspy_static.contract.lockfile import is_lock, read_lock
from importspy_static.contract.merging import merged
from importspy_static.contract.modules import MODULE_KEYS, module_of, read_listed_module, read_module
from importspy_static.contract.nodes import MappingNode, Mark, Node, ScalarNode, SequenceNode, described, quoted
from importspy_static.contract.overlaps import look_over
from importspy_static.contract.problems import ContractError
from importspy_static.contract.substance import requires_something
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import AnnotationMode, Contract, Options
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.violation import SeverityLevel

TOP_KEYS = (
    "schema_version",
    "extends",
    *MODULE_KEYS,
    "deployments",
    "runtime",
    "modules",
    "importers",
    "dependencies",
    "dependency_options",
    "options",
    "severity",
    "policy_id",
)
ABSENT_SERVICES = ("evidence_requirements", "provenance")
ANNOTATION_MODES: tuple[AnnotationMode, ...] = get_args(AnnotationMode)
LEVELS: tuple[SeverityLevel, ...] = get_args(SeverityLevel)
SEVERITY_KEY = re.compile(r"SPY\d{1,3}")


def read_contract(path: str | os.PathLike[str]) -> Contract:
    """Read a contract file. `path` is kept as given, for messages.

    Raises `ContractError` with all problems of the file; nothing else, whatever the file holds.
    """
    name = os.fsdecode(path)
    if is_lock(name):
        return read_lock(name)
    return parse_contract(read_bytes(name), name)


def parse_contract(text: str | bytes, path: str = "<contract>") -> Contract:
    """Read a contract from its text, or from the bytes of its file. `path` is for messages.

    Raises `ContractError` with all problems; nothing else, whatever the text.
    """
    family = gather(text, path, _read_file)
    if family.problems:
        raise ContractError(family.problems, family.lines)
    contract = replace(merged(family.contracts), lines=family.lines)
    problems = Problems(path)
    try:
        look_over(problems, contract)
        if not len(problems) and not requires_something(contract):
            problems.invalid(beginning(path), "the contract requires nothing, so every module would keep it")
    except Enough:
        pass
    if len(problems):
        raise ContractError(problems.found, family.lines)
    return contract


def _read_file(text: str | bytes, path: str, spent: int) -> FileReading:
    """One file by itself; all that is wrong with it is told, nothing raised."""
    lines: tuple[str, ...] = ()
    try:
        if isinstance(text, bytes):
            text = decoded(text, path)
        lines = lines_of(text)
        refuse_binary(text, path)
        document = compose(text, path, spent)
    except ContractError as error:
        return FileReading(None, problems=error.problems, lines=lines)
    problems = Problems(path)
    contract: Contract | None = None
    extends: tuple[Stated[str], ...] = ()
    try:
        for flaw in document.flaws:
            problems.add(flaw, flaw.reason)
        # An empty file is no contract, though it may be extended.
        section = _top(document.root, problems, is_base=spent > 0)
        if section is not None:
            extends = _extends(section)
            contract = _contract(section, path)
    except Enough:
        contract = None
    return FileReading(contract, extends, problems.found, lines, document.nodes)


def _top(root: Node | None, problems: Problems, *, is_base: bool) -> Section | None:
    match root:
        case None | ScalarNode(blank=True, tag=None) if is_base:
            root = MappingNode(Mark(1, 1), {})
        case None | ScalarNode(blank=True, tag=None):
            problems.invalid(problems.place(Mark(1, 1), ""), "the file is empty, so every module would keep it")
            return None
        case SequenceNode(tag=None) | ScalarNode(tag=None):
            place = problems.place(root.mark, "")
            problems.unexpected(place, "a mapping at the top, such as 'classes: …'", described(root))
            return None
    entry = Entry(root, "", problems)
    if isinstance(root, MappingNode):
        _refuse_services(entry, root)
        known = TOP_KEYS + tuple(key for key in ABSENT_SERVICES if key in root.fields)
        return entry.section(known, "a contract")
    entry.sound()
    return None


def _refuse_services(entry: Entry, root: MappingNode) -> None:
    for key in ABSENT_SERVICES:
        if key in root.fields:
            name, content = root.fields[key]
            asks = not (isinstance(content, ScalarNode) and content.null)
            if asks and not (isinstance(content, SequenceNode) and not content.items):
                entry.problems.invalid(entry.problems.place(name.mark, key), OUTSIDE_SERVICE)


def _contract(section: Section, path: str) -> Contract:
    _look_at_schema_version(section)
    module = module_of(section)
    importers = section.get("importers")
    runtime = section.get("runtime")
    stated_at: dict[str, ContractPlace] = {}
    return Contract(
        path=path,
        module=module,
        deployments=section.each("deployments", "deployments", DeploymentReader(read_listed_module).deployment),
        runtime=read_runtime(runtime) if runtime else None,
        modules=section.one_or_many("modules", "modules", read_listed_module),
        importers=read_module(importers) if importers else None,
        dependencies=read_dependencies(section),
        dependency_options=read_dependency_options(section),
        policy_id=section.text("policy_id"),
        options=_options(section, stated_at),
        severity=_severity(section, stated_at),
        stated_at=stated_at,
    )


def _look_at_schema_version(section: Section) -> None:
    found = section.get("schema_version")
    stated = found.text() if found else None
    if found and stated and stated.value != "1":
        found.invalid(f"expected 1, found {quoted(stated.value)}; a newer importspy-static may read it")


def _extends(section: Section) -> tuple[Stated[str], ...]:
    """The paths of the contracts that this one extends: a list, or one alone."""
    found = section.get("extends")
    if found is None:
        return ()
    if isinstance(found.node, ScalarNode):
        one = found.text("the path of a contract", base_path)
        return (one,) if one else ()
    return found.texts("paths of contracts", base_path)


def _options(section: Section, stated_at: dict[str, ContractPlace]) -> Options:
    found = section.get("options")
    options = found.section(("annotations", "trusted_decorators"), "options") if found else None
    if options is None:
        return Options()
    mode = options.choice("annotations", ANNOTATION_MODES)
    trusted = options.texts("trusted_decorators", "decorators", syntax.pattern)
    for key in ("annotations", "trusted_decorators"):
        if (entry := options.get(key)) is not None:
            stated_at[f"options.{key}"] = entry.place
    return Options(
        annotations=mode.value if mode else "equivalent",
        trusted_decorators=tuple(each.value for each in trusted),
    )


def _severity(section: Section, stated_at: dict[str, ContractPlace]) -> Mapping[str, SeverityLevel]:
    found = section.get("severity")
    levels: dict[str, SeverityLevel] = {}
    for key, content in found.fields("levels by code") if found else ():
        code = key.text("a code", _code)
        level = content.choice(LEVELS)
        if code and level:
            levels[code.value] = level.value
            stated_at[f"severity.{code.value}"] = level.place
    return levels


def _code(text: str) -> str | None:
    if SEVERITY_KEY.fullmatch(text):
        return None
    return f"expected a code such as SPY805 or a family such as SPY8, found {quoted(text)}"
