"""The use case: read a contract and modules, see what the modules come out as, compare, report."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from importspy_static._version import VERSION
from importspy_static.extract.isolation import Extractor
from importspy_static.extract.reading import decode, read_source
from importspy_static.model.contract import Contract, ModuleRequirement, Requirement
from importspy_static.model.policy import Policy
from importspy_static.model.program import Failure, Program
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.violation import Violation

if TYPE_CHECKING:
    from importspy_static.model.target import Target

logger = logging.getLogger(__name__)

SourcePath: TypeAlias = "str | os.PathLike[str]"


def check(
    paths: SourcePath | Sequence[SourcePath],
    contract: Contract | SourcePath | None = None,
    *,
    environment: None = None,
    target: Target | None = None,
    policy: Policy | None = None,
) -> Report:
    """Check modules against a contract. No code of theirs is run.

    Args:
        paths: one file, or several; each is held to the same contract.
        contract: a contract, or the path of its file. There is no check without one.
        environment: the host to judge deployments against. None, the only choice so far, leaves them out.
        target: the Python that the modules would be imported by; the running one if left out.
        policy: which violations count, and how much.

    Raises:
        ContractError: the contract cannot be used; `problems` has every reason.
    """
    rules = policy if policy is not None else Policy()
    with Extractor() as extractor:
        terms = _contract(contract)
        _tell_unjudged(terms)
        modules = [_check_file(os.fspath(path), terms, extractor, target, rules) for path in _paths(paths)]
    return Report(
        modules=tuple(modules),
        tool_version=VERSION,
        fail_on=rules.fail_on,
        contract_lines=_contract_lines(terms, modules),
    )


def _paths(paths: SourcePath | Sequence[SourcePath]) -> Sequence[SourcePath]:
    return [paths] if isinstance(paths, (str, os.PathLike)) else paths


def _contract(contract: Contract | SourcePath | None) -> Contract:
    if isinstance(contract, Contract):
        return contract
    if contract is None:
        from importspy_static.contract.problems import ContractError, ContractInvalid

        raise ContractError([ContractInvalid(reason="no contract is given, so every module would keep it")])
    from importspy_static.contract.reader import read_contract

    return read_contract(contract)


def _tell_unjudged(contract: Contract) -> None:
    """Say which sections this version reads but does not judge: silence would look like a pass."""
    sections = {
        "deployments": contract.deployments,
        "runtime": contract.runtime,
        "modules": contract.modules,
        "importers": contract.importers,
        "imports": contract.module.imports,
        "integrity": contract.module.source_hash or contract.module.structure_hash,
        "dependencies": contract.dependencies,
        "implements": any(each.implements for each in contract.module.classes),
        "when": any(each.when is not None for each in _requirements(contract.module)),
    }
    unjudged = [name for name, section in sections.items() if section]
    if unjudged:
        logger.warning("%s: not judged by this version: %s", contract.path, ", ".join(unjudged))


def _requirements(module: ModuleRequirement) -> Iterator[Requirement]:
    """Every requirement on a named thing of a module, however deep it stands."""
    functions = [*module.functions]
    yield from module.variables
    for class_ in module.classes:
        yield class_
        yield from class_.attributes
        functions += class_.methods
    for function in functions:
        yield function
        if function.arguments is not None:
            yield from function.arguments.value


def _check_file(
    path: str, contract: Contract, extractor: Extractor, target: Target | None, policy: Policy
) -> ModuleReport:
    source = read_source(path)
    facts: Program | Failure = source if isinstance(source, Failure) else extractor.extract(source)
    logger.info("%s: %s", path, "no facts" if isinstance(facts, Failure) else "extracted")
    violations = policy.apply(_violations(path, facts, contract, target), contract.severity)
    ordered = tuple(sorted(violations, key=_in_source_order))
    lines = {} if isinstance(source, Failure) else _source_lines(source, ordered)
    return ModuleReport(path, contract.path, ordered, lines)


def _violations(path: str, facts: Program | Failure, contract: Contract, target: Target | None) -> list[Violation]:
    from importspy_static.checks.source import check_source

    if isinstance(facts, Failure):
        return [check_source(facts, path, None)]
    from importspy_static.checks.context import Context
    from importspy_static.checks.module import check_module
    from importspy_static.interpret.namespace import interpret
    from importspy_static.probe.host import host_target

    where = target if target is not None else host_target()
    namespace = interpret(facts, where, contract.options.trusted_decorators)
    context = Context(path, namespace, contract.options, os.path.abspath(path))
    found = list(check_module(context, contract.module))
    if not found and namespace.fails_at is not None:
        # All that is asked for is written down, but the import ends before: that is not compliant.
        namespace.completes = False
        found = list(check_module(context, contract.module))
    # One construct may touch a requirement in several ways; it is told once.
    return list(dict.fromkeys(found))


def _in_source_order(violation: Violation) -> tuple[object, ...]:
    place, asked = violation.place, violation.contract_place
    span = () if place is None else (place.span.line, place.span.column)
    return (span, violation.code, () if asked is None else (asked.line, asked.column), violation.message)


def _source_lines(source: bytes, violations: Sequence[Violation]) -> Mapping[int, str]:
    wanted = {each.place.span.line for each in violations if each.place is not None}
    if not wanted:
        return {}
    lines = decode(source)
    return {number: lines[number - 1] for number in sorted(wanted) if number <= len(lines)}


def _contract_lines(contract: Contract, modules: Sequence[ModuleReport]) -> Mapping[str, Mapping[int, str]]:
    wanted = {
        (each.contract_place.path, each.contract_place.line)
        for module in modules
        for each in module.violations
        if each.contract_place is not None
    }
    numbers = sorted(line for path, line in wanted if path == contract.path and line <= len(contract.lines))
    return {contract.path: {line: contract.lines[line - 1] for line in numbers}} if numbers else {}
