"""The catalogue of violations: every class that tells one, in the order of the codes."""

from __future__ import annotations

from importlib import import_module

from importspy_static.model.violation import REGISTER, Violation

FAMILIES = (
    "importspy_static.checks.source",
    "importspy_static.contract.problems",
    "importspy_static.checks.suspicions",
    "importspy_static.checks.module",
    "importspy_static.checks.extra",
    "importspy_static.checks.variables",
    "importspy_static.checks.functions",
    "importspy_static.checks.arguments",
    "importspy_static.checks.classes",
    "importspy_static.checks.attributes",
    "importspy_static.checks.hosts",
    "importspy_static.checks.environment",
    "importspy_static.checks.imports",
    "importspy_static.checks.drift",
    "importspy_static.checks.chains",
    "importspy_static.checks.dependencies",
    "importspy_static.checks.integrity",
    "importspy_static.checks.undecided",
)
"""Where violations are told. These modules import neither libcst nor ruamel.yaml nor rich."""


def all_violations() -> tuple[type[Violation], ...]:
    """Every violation, by code."""
    for family in FAMILIES:
        import_module(family)
    return tuple(REGISTER[code] for code in sorted(REGISTER))


def violation(code: str) -> type[Violation] | None:
    """The violation of this code, or of this name (`SPY312`, `argument-type-mismatch`), else None."""
    wanted = code.strip().lower()
    return next((each for each in all_violations() if wanted in (each.code.lower(), each.name)), None)
