"""The use case: the facts of a host, and what a contract makes of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from importspy_static.lazy_dataclasses import replace
from importspy_static.model.environment import Environment

if TYPE_CHECKING:
    from importspy_static.model.contract import Contract
    from importspy_static.model.deployments import Alternative, Deployments
    from importspy_static.model.violation import Violation


def probe(python: str | os.PathLike[str] | None = None, *, distributions: bool = True) -> Environment:
    """The facts of a host: of the interpreter that runs this, or of another one on it.

    Of the environment only the names of its variables are told.

    Args:
        python: the path or name of an interpreter, Python 2.7 or 3.4 and newer, which is started to be asked. Nothing
            has to be installed for it.
        distributions: whether to look for installed distributions, which takes longest.

    Raises:
        ProbeError: the interpreter cannot be started, or does not answer as one.
    """
    from importspy_static.probes import host_environment, interpreter_environment

    if python is None:
        return host_environment(distributions=distributions)
    return interpreter_environment(os.fspath(python), distributions=distributions)


def snapshot(path: str | os.PathLike[str]) -> Environment:
    """The facts that a probe wrote into a file.

    Raises:
        ProbeError: the file cannot be read, or is not what a probe writes; `problems` has every reason.
    """
    from importspy_static.probes import read_snapshot

    return read_snapshot(os.fspath(path))


def script(shown: Iterable[str] = (), *, distributions: bool = True) -> str:
    """The probe as a program of one file, for a host on which nothing is installed.

    Args:
        shown: the variables whose texts it is to tell, too.
        distributions: whether it is to look for installed distributions.
    """
    from importspy_static.probes import script_text

    return script_text(tuple(shown), distributions=distributions)


def held_against(contract: Contract, environment: Environment | None, *, show_values: bool = False) -> Deployments:
    """What a contract declares of where a module may run, held against a host; without one, every deployment holds."""
    from importspy_static.checks.deployments import judge_deployments, names_of_secrets, names_of_variables
    from importspy_static.checks.environment import Judging
    from importspy_static.probes.variables import with_texts

    if environment is None:
        return judge_deployments(contract, None)
    try:
        host = with_texts(environment, names_of_variables(contract))
        return judge_deployments(contract, Judging(host, show_values, names_of_secrets(contract)))
    except Exception as error:  # noqa: BLE001 - a bug is told, but its message may quote the text of a variable
        bug = RuntimeError(f"{type(error).__name__} when texts of the environment were compared")
        raise bug.with_traceback(error.__traceback__) from None


def fails(contract: Contract, deployments: Deployments) -> bool:
    """Whether a check of a module on this host would fail for the host alone, by the severities of the contract."""
    from importspy_static.checks.deployments import violations_of
    from importspy_static.model.policy import Policy

    lacks = Policy().apply(violations_of(deployments), contract.severity)
    return any(violation.severity == "error" for violation in lacks)


def without_host(deployments: Deployments) -> Deployments:
    """The same with messages that do not name the host, for a report whose topic it is."""
    return replace(
        deployments,
        alternatives=tuple(_without_host(each) for each in deployments.alternatives),
        runtime=_unnamed(deployments.runtime),
    )


def _without_host(alternative: Alternative) -> Alternative:
    within = tuple(_without_host(each) for each in alternative.within)
    return replace(alternative, lacks=_unnamed(alternative.lacks), within=within)


def _unnamed(violations: tuple[Violation, ...]) -> tuple[Violation, ...]:
    from importspy_static.checks.environment import OfDeployment

    return tuple(replace(each, host="") if isinstance(each, OfDeployment) else each for each in violations)


def declared_variables(contract: Contract) -> dict[str, bool]:
    """The names of all variables that a contract declares, in its order, and whether each is a secret."""
    from importspy_static.checks.deployments import names_of_secrets

    secrets = _folded(names_of_secrets(contract))
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    runtime = contract.runtime.environment if contract.runtime is not None else ()
    names = [each.name for system in systems for each in system.variables]
    names += [each.name for each in runtime]
    names += [each.value for system in systems for each in system.secrets]
    return {name: name.upper() in secrets for name in names}


def names_to_show(contract: Contract) -> tuple[str, ...]:
    """The variables whose texts `--show-values` may tell: those that a contract states, secrets left out."""
    return tuple(name for name, is_secret in declared_variables(contract).items() if not is_secret)


def texts_to_show(contract: Contract, environment: Environment) -> dict[str, str]:
    """The texts of these variables, as far as they are known."""
    from importspy_static.probes.variables import with_texts

    names = names_to_show(contract)
    found = with_texts(environment, names)
    return {name: text for name in names if (text := found.value(name)) is not None}


def _folded(names: frozenset[str]) -> set[str]:
    """Names in one case: on some hosts it does not count, and what may be a secret is treated as one."""
    return {name.upper() for name in names}
