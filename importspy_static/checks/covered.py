"""Deployments that an earlier one covers: whatever matches them matches that one, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from importspy_static.checks.hosts import same_name
from importspy_static.checks.pythons import fits_python
from importspy_static.checks.samples import VersionQuestions, versions_of
from importspy_static.lazy_dataclasses import dataclass, fields, is_dataclass
from importspy_static.limits import COMPARED_DEPLOYMENTS, COMPARED_VERSIONS
from importspy_static.model.contract import Deployment, PythonRequirement, SystemRequirement
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS
from importspy_static.model.target import PythonVersion


@dataclass(frozen=True, slots=True)
class Alternative:
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


def alternatives_of(deployment: Deployment) -> Iterator[Alternative]:
    """The ways through a deployment, in the order of the contract."""
    if not deployment.systems:
        yield Alternative(deployment.place, deployment)
    for system in deployment.systems:
        if not system.pythons:
            yield Alternative(system.place, deployment, system)
        for python in system.pythons:
            yield Alternative(python.place, deployment, system, python)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an alternative asks of a host, by names that are equal if the things are."""

    names: tuple[str | None, ...]
    environment: frozenset[str]
    modules: frozenset[str]
    version: str | None

    def is_as_wide(self, narrow: _Asked) -> bool:
        """Whether whoever meets what `narrow` asks for meets this, too; versions left out."""
        pairs = zip(self.names, narrow.names, strict=True)
        return (
            all(wide is None or wide == named for wide, named in pairs)
            and self.environment <= narrow.environment
            and self.modules <= narrow.modules
        )


def _asked(alternative: Alternative) -> _Asked:
    named = (
        (alternative.architecture, ARCHITECTURES),
        (alternative.os, SYSTEMS),
        (alternative.interpreter, INTERPRETERS),
    )
    return _Asked(
        names=tuple(same_name(stated.value, names) if stated else None for stated, names in named),
        environment=_environment(alternative.system),
        modules=_modules_of(alternative.python),
        version="".join(alternative.version.value.split()) if alternative.version else None,
    )


def covered(alternatives: Sequence[Alternative]) -> Iterator[tuple[Alternative, Alternative]]:
    """Each alternative of which an earlier one takes all hosts and asks for no more, with that one."""
    asked = [_asked(each) for each in alternatives[:COMPARED_DEPLOYMENTS]]
    versions = _Versions(each.version for each in asked if each.version)
    for index, narrow in enumerate(asked):
        found = (
            number
            for number, wide in enumerate(asked[:index])
            if wide.is_as_wide(narrow) and versions.takes(wide.version, narrow.version)
        )
        if (number := next(found, None)) is not None:
            yield alternatives[index], alternatives[number]


class _Versions:
    """Whether a version or specifier set takes all Pythons of another; the patches that any of them names count."""

    def __init__(self, asked: Iterable[str]) -> None:
        numbers = frozenset(int(each) for text in asked for each in _digits(text) if len(each) <= 3)
        self._questions = VersionQuestions(patches=True, numbers=numbers)
        self._samples: dict[str, list[PythonVersion]] = {}
        self._left = COMPARED_VERSIONS

    def takes(self, wide: str | None, narrow: str | None) -> bool:
        """False, too, once too much has been asked."""
        if wide is None or narrow is None or wide == narrow:
            return wide is None or wide == narrow
        if narrow not in self._samples:
            self._samples[narrow] = versions_of([narrow], self._questions)
        samples = self._samples[narrow]
        return bool(samples) and all(self._fits(each, wide) for each in samples)

    def _fits(self, version: PythonVersion, wide: str) -> bool:
        self._left -= 1
        return self._left >= 0 and fits_python(version, wide)


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
