"""Which of the declared deployments a host is: a tree of alternatives, each with what the host lacks for it."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static.checks.applicable import variables_on
from importspy_static.checks.environment import (
    Judging,
    OfDeployment,
    UnknownEnvironment,
    check_secrets,
    check_variables,
)
from importspy_static.checks.hosts import check_architecture, check_interpreter, check_python, check_system
from importspy_static.checks.pythons import distance
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import (
    Contract,
    Deployment,
    PythonRequirement,
    RuntimeRequirement,
    SystemRequirement,
)
from importspy_static.model.deployments import Alternative, Deployments
from importspy_static.model.place import Stated
from importspy_static.model.violation import Violation


def violations_of(deployments: Deployments) -> tuple[Violation, ...]:
    """What the host lacks: nothing if one of the deployments holds, and the short form too.

    If none holds, it is what the closest lacks, with the number of the others.
    """
    closest = deployments.closest
    if closest is None or not closest.lacks:
        return deployments.runtime
    count = len(deployments.paths)
    return (*deployments.runtime, *(_among(each, closest.label, count) for each in closest.lacks))


def _among(violation: Violation, closest: str, count: int) -> Violation:
    if isinstance(violation, (OfDeployment, UnknownEnvironment)):
        return replace(violation, closest=closest, deployments=count)
    return violation


def names_of_variables(contract: Contract) -> tuple[str, ...]:
    """The variables whose text a contract may have to be compared with. Secrets are not among them."""
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    variables = [variable for system in systems for variable in system.variables]
    variables += contract.runtime.environment if contract.runtime else ()
    asked = dict.fromkeys(each.name for each in variables if each.value or each.annotation)
    return tuple(asked)


def names_of_secrets(contract: Contract) -> frozenset[str]:
    """The secrets that a contract names anywhere."""
    systems = [system for deployment in contract.deployments for system in deployment.systems]
    return frozenset(secret.value for system in systems for secret in system.secrets)


def judge_deployments(contract: Contract, judging: Judging | None) -> Deployments:
    """Hold a host against all that a contract declares. Without a host, every deployment holds."""
    return Deployments(
        alternatives=tuple(_deployment(judging, each) for each in contract.deployments),
        runtime=tuple(_runtime(judging, contract.runtime)) if contract.runtime and judging else (),
    )


def _deployment(judging: Judging | None, asked: Deployment) -> Alternative:
    return Alternative(
        name=asked.arch.value if asked.arch else "any architecture",
        place=asked.place,
        lacks=tuple(check_architecture(judging, _one(asked.arch))) if judging else (),
        within=tuple(_system(judging, each) for each in asked.systems),
    )


def _system(judging: Judging | None, asked: SystemRequirement) -> Alternative:
    return Alternative(
        name=asked.os.value if asked.os else "any system",
        place=asked.place,
        lacks=tuple(_lacked_by_system(judging, asked)) if judging else (),
        within=tuple(_python(judging, each) for each in asked.pythons),
    )


def _lacked_by_system(judging: Judging, asked: SystemRequirement) -> Iterator[Violation]:
    yield from check_system(judging, _one(asked.os))
    yield from check_variables(judging, variables_on(judging.environment.target, asked.variables))
    yield from check_secrets(judging, asked.secrets)


def _python(judging: Judging | None, asked: PythonRequirement) -> Alternative:
    return Alternative(
        name=python_name(asked),
        place=asked.place,
        lacks=tuple(_lacked_by_python(judging, asked)) if judging else (),
        modules=asked.modules,
        far=distance(judging.environment.version, asked.version.value) if asked.version and judging else 0,
    )


def _lacked_by_python(judging: Judging, asked: PythonRequirement) -> Iterator[Violation]:
    yield from check_python(judging, asked.version)
    yield from check_interpreter(judging, _one(asked.interpreter))


def python_name(asked: PythonRequirement) -> str:
    """As in "CPython 3.11", "3.11", "PyPy"."""
    parts = [each.value for each in (asked.interpreter, asked.version) if each]
    return " ".join(parts) or "any Python"


def _one(asked: Stated[str] | None) -> Stated[tuple[str, ...]] | None:
    return None if asked is None else Stated((asked.value,), asked.place)


def _runtime(judging: Judging, asked: RuntimeRequirement) -> Iterator[Violation]:
    yield from check_architecture(judging, asked.architecture)
    yield from check_system(judging, asked.os)
    yield from check_python(judging, asked.python)
    yield from check_interpreter(judging, asked.implementation)
    yield from check_variables(judging, asked.environment)
