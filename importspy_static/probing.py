"""The use case: the facts of a host, and what a contract makes of them."""

from __future__ import annotations

import dataclasses
import os
from typing import TYPE_CHECKING

from importspy_static.model.environment import Environment

if TYPE_CHECKING:
    from importspy_static.model.contract import Contract
    from importspy_static.model.deployments import Deployments


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
    from importspy_static.probe import host_environment, interpreter_environment

    if python is None:
        found = host_environment(distributions=distributions)
    else:
        found = interpreter_environment(os.fspath(python), distributions=distributions)
    return dataclasses.replace(found, inherited=True)


def snapshot(path: str | os.PathLike[str]) -> Environment:
    """The facts that a probe wrote into a file.

    Raises:
        ProbeError: the file cannot be read, or is not what a probe writes; `problems` has every reason.
    """
    from importspy_static.probe import read_snapshot

    return read_snapshot(os.fspath(path))


def held_against(contract: Contract, environment: Environment | None, *, show_values: bool = False) -> Deployments:
    """What a contract declares of where a module may run, held against a host; without one, every deployment holds."""
    from importspy_static.checks.deployments import judge_deployments, names_of_secrets, names_of_variables
    from importspy_static.checks.environment import Judging
    from importspy_static.probe.variables import with_texts

    if environment is None:
        return judge_deployments(contract, None)
    host = with_texts(environment, names_of_variables(contract))
    return judge_deployments(contract, Judging(host, show_values, names_of_secrets(contract)))


def names_to_show(contract: Contract) -> tuple[str, ...]:
    """The variables whose texts `--show-values` may tell: those that a contract states, secrets left out."""
    from importspy_static.checks.deployments import names_of_secrets, names_of_variables

    secrets = {name.upper() for name in names_of_secrets(contract)}
    return tuple(name for name in names_of_variables(contract) if name.upper() not in secrets)


def texts_to_show(contract: Contract, environment: Environment) -> dict[str, str]:
    """The texts of these variables, as far as they are known."""
    from importspy_static.probe.variables import with_texts

    names = names_to_show(contract)
    found = with_texts(environment, names)
    return {name: text for name in names if (text := found.value(name)) is not None}
