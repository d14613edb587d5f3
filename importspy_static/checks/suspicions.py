"""What is legal in a contract, and says nothing, or not what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import ClassVar

from importspy_static.checks.applicable import conditions_of
from importspy_static.checks.hosts import same_name
from importspy_static.checks.pythons import fits_python
from importspy_static.checks.samples import KNOWN, NEWEST, VersionQuestions, versions_of
from importspy_static.model.contract import (
    Condition,
    Contract,
    Deployment,
    ImportRequirement,
    ModuleRequirement,
    PythonRequirement,
    SystemRequirement,
)
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from importspy_static.model.violation import Severity, Violation

MOST_COMPARED = 500
"""Deployments that are compared with each other: the work grows with the square."""


@dataclass(frozen=True, kw_only=True)
class ContractSuspicious(
    Violation,
    code="SPY014",
    name="contract-suspicious",
    title="Contract Suspicious",
    remedy="Take it out, or change it so that something depends on it.",
):
    """A part of the contract is legal, and yet nothing depends on it, or it cannot be what is meant.

    `contract lint` tells it; `check` does not, as the contract means what it says. But whoever wrote the part relies on
    it, and no module is ever held to it. This is one of:

    - a deployment that no host can be, as `runtime:` rules it out, or no Python is of that version;
    - a deployment that asks for more than an earlier one of which it is a case: whatever matches it matches that one;
    - a condition (`when:`) that no target meets, or none of the declared deployments;
    - a name that `imports` allows and denies;
    - a severity for a code that no violation has;
    - a path of `contracts` in the configuration that leads to no file.

    ## Bad

    Any CPython is fine on Linux, so nothing depends on the second entry:

    ```yaml
    deployments:
      - systems:
          - os: linux
            pythons:
              - interpreter: CPython
              - interpreter: CPython
                version: "3.12"
    ```

    ## Good

    ```yaml
    deployments:
      - systems:
          - os: linux
            pythons:
              - interpreter: CPython
                version: "3.12"
    ```

    ## What to do

    The message says what makes the part idle, and where that stands. A warning can be silenced in the contract itself
    with `severity: {SPY014: off}`.
    """

    default_severity: ClassVar[Severity] = "warning"
    severity: Severity = "warning"
    reason: str = ""

    @property
    def message(self) -> str:
        key = self.contract_place.key if self.contract_place else ""
        return f"{key}: {self.reason}" if key else self.reason


def suspicions(contract: Contract, is_code: Callable[[str], bool]) -> Iterator[ContractSuspicious]:
    """What is suspicious in a contract that can be used, in no order.

    Args:
        contract: with all that it extends; what it inherits is looked at as if it stood in it.
        is_code: whether a code, or the beginning of one, is that of a violation.
    """
    possible: list[_Alternative] = []
    for each in (each for deployment in contract.deployments for each in _of_deployment(deployment)):
        if why := _impossible(each, contract):
            yield _at(each.place, why)
        else:
            possible.append(each)
    yield from _covered(possible)
    yield from _idle_conditions(contract, possible)
    for module in _modules(contract):
        if module.imports is not None:
            yield from _allowed_and_denied(module.imports)
    for code in contract.severity:
        if not is_code(code) and (place := contract.stated_at.get(f"severity.{code}")):
            yield _at(place, "no violation has this code")


def _at(place: ContractPlace, reason: str) -> ContractSuspicious:
    return ContractSuspicious(contract_place=place, reason=reason)


@dataclass(frozen=True, slots=True)
class _Alternative:
    """One way through `deployments:`, down to a Python. What is None is left open."""

    place: ContractPlace
    deployment: Deployment
    system: SystemRequirement | None = None
    python: PythonRequirement | None = None

    @property
    def architecture(self) -> Stated[str] | None:
        return self.deployment.arch

    @property
    def os(self) -> Stated[str] | None:
        return self.system.os if self.system else None

    @property
    def interpreter(self) -> Stated[str] | None:
        return self.python.interpreter if self.python else None

    @property
    def version(self) -> Stated[str] | None:
        return self.python.version if self.python else None


def _of_deployment(deployment: Deployment) -> Iterator[_Alternative]:
    if not deployment.systems:
        yield _Alternative(deployment.place, deployment)
    for system in deployment.systems:
        if not system.pythons:
            yield _Alternative(system.place, deployment, system)
        for python in system.pythons:
            yield _Alternative(python.place, deployment, system, python)


# --- deployments that no host is -------------------------------------------------------------------------------------


def _impossible(alternative: _Alternative, contract: Contract) -> str:
    """Why no host can match, or nothing."""
    asked, runtime = alternative.version, contract.runtime
    if asked and not _some_python(asked):
        return f"no host can match this: there is no Python {asked.value}"
    if runtime is None:
        return ""
    for named, allowed, names in (
        (alternative.architecture, runtime.architecture, ARCHITECTURES),
        (alternative.os, runtime.os, SYSTEMS),
        (alternative.interpreter, runtime.implementation, INTERPRETERS),
    ):
        if named and allowed and not _is_among(named.value, allowed.value, names):
            return f"no host can match this: it is for {named.value}, and {_asks(allowed, named.place)}"
    if asked and runtime.python and not _some_python(asked, runtime.python):
        return f"no host can match this: it is for Python {asked.value}, and {_asks(runtime.python, asked.place)}"
    return ""


def _asks(stated: Stated[tuple[str, ...]] | Stated[str], near: ContractPlace) -> str:
    text = stated.value if isinstance(stated.value, str) else " or ".join(stated.value)
    return f"'{stated.place.key}' on {_line(stated.place, near)} asks for {text}"


def _line(place: ContractPlace, near: ContractPlace) -> str:
    """The line of a place, as it is told at another."""
    return f"line {place.line}" if place.path == near.path else f"line {place.line} of {place.path}"


def _is_among(name: str, names: Sequence[str], table: dict[str, tuple[str, ...]]) -> bool:
    return same_name(name, table) in {same_name(each, table) for each in names}


def _some_python(*asked: Stated[str] | None) -> bool:
    """Whether some Python is in all of these versions and specifier sets."""
    texts = [each.value for each in asked if each]
    versions = versions_of(texts, VersionQuestions()) if texts else []
    return not texts or any(each[:2] in KNOWN or each[:2] > NEWEST for each in versions)


# --- deployments that an earlier one covers --------------------------------------------------------------------------


def _covered(alternatives: Sequence[_Alternative]) -> Iterator[ContractSuspicious]:
    for index, each in enumerate(alternatives[:MOST_COMPARED]):
        wider = next((earlier for earlier in alternatives[:index] if _covers(earlier, each)), None)
        if wider is not None:
            where = _line(wider.place, each.place)
            yield _at(each.place, f"nothing depends on this deployment: what matches it matches the one on {where}")


def _covers(wide: _Alternative, narrow: _Alternative) -> bool:
    """Whether every host that matches `narrow` matches `wide`, and has nothing to keep there that it need not here."""
    return (
        _as_wide(wide.architecture, narrow.architecture, ARCHITECTURES)
        and _as_wide(wide.os, narrow.os, SYSTEMS)
        and _as_wide(wide.interpreter, narrow.interpreter, INTERPRETERS)
        and _environment(wide.system) <= _environment(narrow.system)
        and _modules_of(wide.python) <= _modules_of(narrow.python)
        and _takes_versions(wide.version, narrow.version)
    )


def _as_wide(wide: Stated[str] | None, narrow: Stated[str] | None, names: dict[str, tuple[str, ...]]) -> bool:
    if wide is None or narrow is None:
        return wide is None
    return same_name(wide.value, names) == same_name(narrow.value, names)


def _takes_versions(wide: Stated[str] | None, narrow: Stated[str] | None) -> bool:
    """Whether all Pythons of `narrow` are in `wide`; where either names a patch, patches around it are looked at."""
    if wide is None or narrow is None:
        return wide is None
    if "".join(wide.value.split()) == "".join(narrow.value.split()):
        return True
    numbers = frozenset(int(each) for each in _digits(wide.value) if len(each) <= 3)
    versions = versions_of([narrow.value], VersionQuestions(patches=True, numbers=numbers))
    return bool(versions) and all(fits_python(each, wide.value) for each in versions)


def _digits(text: str) -> list[str]:
    return "".join(each if each.isascii() and each.isdigit() else " " for each in text).split()


def _environment(system: SystemRequirement | None) -> frozenset[str]:
    if system is None:
        return frozenset()
    secrets = {f"secret {each.value}" for each in system.secrets}
    return frozenset({_meaning(each) for each in system.variables} | secrets)


def _modules_of(python: PythonRequirement | None) -> frozenset[str]:
    return frozenset() if python is None else frozenset(map(_meaning, python.modules))


def _meaning(requirement: object) -> str:
    """A requirement as text, without the places where it is said."""
    match requirement:
        case ContractPlace():
            return ""
        case tuple() | list():
            return f"[{', '.join(map(_meaning, requirement))}]"
        case _ if is_dataclass(requirement) and not isinstance(requirement, type):
            return f"({', '.join(_meaning(getattr(requirement, each.name)) for each in fields(requirement))})"
        case _:
            return repr(requirement)


# --- conditions ------------------------------------------------------------------------------------------------------


def _idle_conditions(contract: Contract, alternatives: Sequence[_Alternative]) -> Iterator[ContractSuspicious]:
    for condition in conditions_of(contract):
        place = _place(condition)
        if place is None:
            continue
        if condition.python and not _some_python(condition.python):
            yield _at(place, f"no target meets this condition: there is no Python {condition.python.value}")
            continue
        if clash := _clash(condition, place, contract):
            yield _at(place, f"no target meets this condition: {clash}")
        elif alternatives and not any(_meets(each, condition, contract) for each in alternatives):
            yield _at(place, "no target meets this condition: none of the declared deployments is one")


def _place(condition: Condition) -> ContractPlace | None:
    stated = (condition.python, condition.os, condition.arch, condition.interpreter)
    return next((each.place for each in stated if each is not None), None)


def _clash(condition: Condition, place: ContractPlace, contract: Contract) -> str:
    """What of `runtime:` rules a condition out."""
    runtime = contract.runtime
    if runtime is None:
        return ""
    for asked, allowed, names in (
        (condition.arch, runtime.architecture, ARCHITECTURES),
        (condition.os, runtime.os, SYSTEMS),
        (condition.interpreter, runtime.implementation, INTERPRETERS),
    ):
        if asked and allowed and not any(_is_among(each, allowed.value, names) for each in asked.value):
            return _asks(allowed, place)
    if condition.python and runtime.python and not _some_python(condition.python, runtime.python):
        return _asks(runtime.python, place)
    return ""


def _meets(alternative: _Alternative, condition: Condition, contract: Contract) -> bool:
    """Whether some host of a deployment meets a condition."""
    for named, asked, names in (
        (alternative.architecture, condition.arch, ARCHITECTURES),
        (alternative.os, condition.os, SYSTEMS),
        (alternative.interpreter, condition.interpreter, INTERPRETERS),
    ):
        if named and asked and not _is_among(named.value, asked.value, names):
            return False
    python = contract.runtime.python if contract.runtime else None
    return condition.python is None or _some_python(condition.python, alternative.version, python)


# --- imports ---------------------------------------------------------------------------------------------------------


def _modules(contract: Contract) -> Iterator[ModuleRequirement]:
    yield contract.module
    yield from contract.modules
    if contract.importers is not None:
        yield contract.importers
    for deployment in contract.deployments:
        for system in deployment.systems:
            for python in system.pythons:
                yield from python.modules


def _allowed_and_denied(imports: ImportRequirement) -> Iterator[ContractSuspicious]:
    if imports.allow is None:
        return
    for name in imports.allow.value:
        denied = next((each for each in imports.deny if name == each.value or name.startswith(f"{each.value}.")), None)
        if denied is not None:
            where = _line(denied.place, imports.allow.place)
            yield _at(imports.allow.place, f"'{name}' is allowed here and denied on {where}")
