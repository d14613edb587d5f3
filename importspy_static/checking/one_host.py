"""A module on one host: its structure there, and whether the host is one that the contract declares."""

from __future__ import annotations

from collections.abc import Sequence

from importspy_static.checking.structure import Structure, Subject
from importspy_static.checks.deployments import violations_of
from importspy_static.checks.module import concerning, misnamed
from importspy_static.checks.source import SourceSyntaxError
from importspy_static.interpret.world import World
from importspy_static.lazy_dataclasses import replace
from importspy_static.model.contract import Contract, ModuleRequirement
from importspy_static.model.deployments import Deployments, Path
from importspy_static.model.target import Target
from importspy_static.model.violation import Violation


def check_on_host(
    subject: Subject,
    contract: Contract,
    requirements: Sequence[ModuleRequirement],
    target: Target,
    world: World | None,
    deployments: Deployments | None,
) -> list[Violation]:
    """All that is wrong with one module on one host.

    Args:
        subject: the module.
        contract: what it is held to.
        requirements: what the contract asks of this module, whatever the deployment.
        target: the host, as far as a module can ask.
        world: the other modules there; None where it is enough to look at what stands in this one.
        deployments: what the contract declares, judged for the host; None to leave that out.
    """
    if world is None:
        structure = Structure.as_written(subject, target, contract)
    else:
        structure = Structure.of(subject, target, contract, world)
    found = structure.check(requirements)
    if deployments is not None:
        found += _of_deployment(structure, deployments.candidates)
        found += misnamed(subject.path, contract)
        found += violations_of(deployments)
    return [_on(target, violation) for violation in dict.fromkeys(found)]


def _on(target: Target, violation: Violation) -> Violation:
    """Which grammar it is that refuses a construct: all else is said of the host at hand anyway."""
    if not isinstance(violation, SourceSyntaxError):
        return violation
    return replace(violation, target="Python {}.{}".format(*target.version[:2]))


def _of_deployment(structure: Structure, candidates: Sequence[Path]) -> list[Violation]:
    """What the module lacks for the deployment that it comes closest to, of those that the host is."""
    best: list[Violation] | None = None
    for candidate in candidates:
        requirements = concerning(structure.path, candidate.modules)
        found = structure.check(requirements) if requirements else []
        if not found:
            return []
        if best is None or len(found) < len(best):
            best = found
    return best or []
