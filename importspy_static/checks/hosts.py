"""SPY501 to SPY503: the architecture, the operating system and the Python of a host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static.checks.environment import Judging, OfDeployment
from importspy_static.checks.pythons import fits_python
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import ContractPlace, Stated
from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS, canonical
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class MissingRequiredRuntime(
    OfDeployment,
    code="SPY501",
    name="missing-required-runtime",
    title="Missing Required Runtime",
    remedy="Run the module on a host that the contract declares, or declare this one in the contract.",
):
    """The host has another architecture or another version of Python than the contract asks for.

    Architectures have several names: `amd64`, `AMD64` and `x64` are `x86_64`, `aarch64` is `arm64`. A version such as
    `3.11` takes every 3.11.x, `3.12.9` that one only, and `>=3.10,<3.13` is a set of specifiers (PEP 440).

    Where a contract declares several deployments, one must hold. If none does, the closest one is reported, with the
    number of the others.

    ```yaml
    deployments:
      - arch: x86_64
        systems:
          - os: linux
            pythons: [{version: ">=3.10"}]
    ```
    """


@dataclass(frozen=True, kw_only=True)
class UnsupportedOperatingSystem(
    OfDeployment,
    code="SPY502",
    name="unsupported-operating-system",
    title="Unsupported Operating System",
    remedy="Run the module on a system that the contract declares, or declare this one in the contract.",
):
    """The host runs another operating system than the contract asks for.

    Names are compared without regard to case, and `macos` is `darwin`. A container runs the system inside of it: on a
    Mac, a Linux container is `linux`.
    """


@dataclass(frozen=True, kw_only=True)
class UnsupportedPythonInterpreter(
    OfDeployment,
    code="SPY503",
    name="unsupported-python-interpreter",
    title="Unsupported Python Interpreter",
    remedy="Run the module with an interpreter that the contract declares, or declare this one in the contract.",
):
    """The host runs another implementation of Python than the contract asks for.

    CPython, PyPy, GraalPy and others take the same source, but not the same extension modules. It is the name that
    `platform.python_implementation()` gives; case does not count.
    """


def check_architecture(judging: Judging, asked: Stated[tuple[str, ...]] | None) -> Iterator[Violation]:
    """Whether the host has one of these architectures."""
    found = judging.environment.architecture
    if asked and not _is_one_of(found, asked.value, ARCHITECTURES):
        yield _mismatch(MissingRequiredRuntime, judging, "architecture", asked.place, asked.value, found)


def check_system(judging: Judging, asked: Stated[tuple[str, ...]] | None) -> Iterator[Violation]:
    """Whether the host runs one of these operating systems."""
    found = judging.environment.os
    if asked and not _is_one_of(found, asked.value, SYSTEMS):
        yield _mismatch(UnsupportedOperatingSystem, judging, "operating system", asked.place, asked.value, found)


def check_python(judging: Judging, asked: Stated[str] | None) -> Iterator[Violation]:
    """Whether the host's Python is of this version."""
    if asked and not fits_python(judging.environment.version, asked.value):
        found = judging.environment.python_version
        yield _mismatch(MissingRequiredRuntime, judging, "Python", asked.place, (asked.value,), found)


def check_interpreter(judging: Judging, asked: Stated[tuple[str, ...]] | None) -> Iterator[Violation]:
    """Whether the host's Python is one of these implementations."""
    found = judging.environment.interpreter
    if asked and not _is_one_of(found, asked.value, INTERPRETERS):
        yield _mismatch(UnsupportedPythonInterpreter, judging, "interpreter", asked.place, asked.value, found)


def _is_one_of(found: str, asked: Sequence[str], names: dict[str, tuple[str, ...]]) -> bool:
    return same_name(found, names) in {same_name(each, names) for each in asked}


def same_name(name: str, names: dict[str, tuple[str, ...]]) -> str:
    """A name by which all names of the same thing are equal."""
    return canonical(name, names) or name.casefold()


def _mismatch(
    kind: type[OfDeployment],
    judging: Judging,
    symbol: str,
    place: ContractPlace,
    asked: Sequence[str],
    found: str,
) -> Violation:
    expected = " or ".join(asked)
    return kind(symbol=symbol, contract_place=place, expected=expected, actual=found, host=judging.host)
