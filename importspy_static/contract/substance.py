"""Whether a contract requires anything at all."""

from __future__ import annotations

from importspy_static.model.contract import (
    Contract,
    Deployment,
    PythonRequirement,
    SystemRequirement,
)


def requires_something(contract: Contract) -> bool:
    """False if there is nothing in the contract that a module or a host could break."""
    return (
        contract.module.requires_something
        or any(map(_deployment, contract.deployments))
        or _runtime(contract)
        or any(module.requires_something for module in contract.modules)
        or (contract.importers is not None and contract.importers.requires_something)
        or contract.asks_of_dependencies
    )


def _runtime(contract: Contract) -> bool:
    runtime = contract.runtime
    if runtime is None:
        return False
    return any((runtime.python, runtime.os, runtime.architecture, runtime.implementation, runtime.environment))


def _deployment(deployment: Deployment) -> bool:
    return deployment.arch is not None or any(map(_system, deployment.systems))


def _system(system: SystemRequirement) -> bool:
    return bool(system.os or system.variables or system.secrets) or any(map(_python, system.pythons))


def _python(python: PythonRequirement) -> bool:
    return bool(python.version or python.interpreter) or any(module.requires_something for module in python.modules)
