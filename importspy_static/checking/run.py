"""From paths and a contract to a report: a file at a time is read and judged."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from importspy_static._version import VERSION
from importspy_static.checking.judges import EveryDeployment, Judge, OneHost
from importspy_static.extract.isolation import Extractor
from importspy_static.model.contract import Contract, ModuleRequirement, Requirement
from importspy_static.model.environment import HOST, Environment, Host
from importspy_static.model.policy import Policy
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.violation import Violation

if TYPE_CHECKING:
    from importspy_static.checking.library import Library

logger = logging.getLogger(__name__)

SourcePath: TypeAlias = "str | os.PathLike[str]"


def check(
    paths: SourcePath | Sequence[SourcePath],
    contract: Contract | SourcePath | None = None,
    *,
    environment: Environment | Host | None = HOST,
    every_deployment: bool = False,
    show_values: bool = False,
    policy: Policy | None = None,
) -> Report:
    """Check modules against a contract. No code of theirs is run.

    Args:
        paths: one file, or several; each is held to the same contract.
        contract: a contract, or the path of its file. There is no check without one.
        environment: the host that the modules would run on, which decides conditions such as `sys.platform == "win32"`
            and is held to the contract's deployments: `probe()` of one, or this host if left out. None leaves the
            host out: conditions are decided as on this one, and a module must fit any one of the deployments.
        every_deployment: look at no host, but at each deployment that the contract declares.
        show_values: messages may tell the text of environment variables of the host, though never of secrets.
        policy: which violations count, and how much.

    Raises:
        ContractError: the contract cannot be used; `problems` has every reason.
    """
    rules = policy if policy is not None else Policy()
    with Extractor() as extractor:
        terms = read_terms(contract)
        _tell_unjudged(terms)
        judge: Judge
        if every_deployment:
            judge = EveryDeployment(terms, rules)
        else:
            judge = OneHost(terms, rules, environment, show_values=show_values)
        wanted = [os.fspath(path) for path in _paths(paths)]
        others = judge.other_files(wanted)
        from importspy_static.checking.library import Library

        library = Library(extractor, [*wanted, *others])
        modules = [_check_file(path, library, judge, terms) for path in wanted]
        modules += [_check_file(path, library, judge, terms, is_other=True) for path in others]
    return Report(
        modules=tuple(modules),
        tool_version=VERSION,
        fail_on=rules.fail_on,
        contract_lines=_contract_lines(terms, modules),
    )


def _paths(paths: SourcePath | Sequence[SourcePath]) -> Sequence[SourcePath]:
    return [paths] if isinstance(paths, (str, os.PathLike)) else paths


def read_terms(contract: Contract | SourcePath | None) -> Contract:
    """The contract itself, read if it is a path.

    Raises:
        ContractError: it cannot be used, or there is none.
    """
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
        "modules": contract.modules,
        "importers": contract.importers,
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
    path: str, library: Library, judge: Judge, contract: Contract, *, is_other: bool = False
) -> ModuleReport:
    judgement = judge.judge(path, library, is_other=is_other)
    logger.info("%s: judged", path)
    ordered = tuple(sorted(judgement.violations, key=_in_source_order))
    lines = library.lines([each.place for each in ordered if each.place is not None])
    return ModuleReport(path, contract.path, ordered, lines, judgement.deployments)


def _in_source_order(violation: Violation) -> tuple[object, ...]:
    place, asked = violation.place, violation.contract_place
    span = () if place is None else (place.span.line, place.span.column)
    return (span, violation.code, () if asked is None else (asked.line, asked.column), violation.message)


def _contract_lines(contract: Contract, modules: Sequence[ModuleReport]) -> Mapping[str, Mapping[int, str]]:
    wanted = {
        (each.contract_place.path, each.contract_place.line)
        for module in modules
        for each in module.violations
        if each.contract_place is not None
    }
    numbers = sorted(line for path, line in wanted if path == contract.path and line <= len(contract.lines))
    return {contract.path: {line: contract.lines[line - 1] for line in numbers}} if numbers else {}
