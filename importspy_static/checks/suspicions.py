"""What is legal in a contract, and says nothing, or not what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from importspy_static.checks.applicable import conditions_of
from importspy_static.checks.covered import Alternative, alternatives_of, covered
from importspy_static.checks.hosts import same_name
from importspy_static.checks.samples import KNOWN, NEWEST, VersionQuestions, versions_of
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import (
    Condition,
    Contract,
    ImportRequirement,
    ModuleRequirement,
)
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from importspy_static.model.violation import Severity, Violation


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
    possible: list[Alternative] = []
    for each in (each for deployment in contract.deployments for each in alternatives_of(deployment)):
        if why := _impossible(each, contract):
            yield _at(each.place, why)
        else:
            possible.append(each)
    for narrow, wide in covered(possible):
        where = _line(wide.place, narrow.place)
        yield _at(narrow.place, f"nothing depends on this deployment: what matches it matches the one on {where}")
    yield from _idle_conditions(contract, possible)
    for module in _modules(contract):
        if module.imports is not None:
            yield from _allowed_and_denied(module.imports)
    for code in contract.severity:
        if not is_code(code) and (place := contract.stated_at.get(f"severity.{code}")):
            yield _at(place, "no violation has this code")


def _at(place: ContractPlace, reason: str) -> ContractSuspicious:
    return ContractSuspicious(contract_place=place, reason=reason)


# --- deployments that no host is -------------------------------------------------------------------------------------


def _impossible(alternative: Alternative, contract: Contract) -> str:
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


# --- conditions ------------------------------------------------------------------------------------------------------


def _idle_conditions(contract: Contract, alternatives: Sequence[Alternative]) -> Iterator[ContractSuspicious]:
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


def _meets(alternative: Alternative, condition: Condition, contract: Contract) -> bool:
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
