"""What the standard library of a Python has, as far as its table tells.

False is sure: typeshed says so of every build of that version on that system. True is what typeshed says; a build may
lack the module all the same. None is not known, as is whatever the table does not name.
"""

from __future__ import annotations

from functools import lru_cache

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.standard_library_table import FIRST, LAST, MODULES, NAMES, PLATFORMS

Minor = tuple[int, int]
"""Major and minor version."""
NEVER: tuple[Minor, Minor] = (LAST, FIRST)


@dataclass(frozen=True, slots=True)
class Availability:
    """Where there is something: for each of `PLATFORMS` the first and the last Python; None where that is not known."""

    ranges: tuple[tuple[Minor, Minor] | None, ...]

    @property
    def by_platform(self) -> bool:
        """Whether it depends on the system."""
        return len(self.ranges) > 1

    def on(self, version: Minor, platform: str) -> bool | None:
        """Whether it is there; None if that is not known. What is new in a Python is in none before it."""
        span = self.range(platform)
        if span is None or not (3, 0) <= version <= LAST:
            return None
        if version < FIRST:
            return False if span[0] > FIRST and span != NEVER else None
        return span[0] <= version <= span[1]

    def range(self, platform: str) -> tuple[Minor, Minor] | None:
        """The first and the last Python on a system, or `NEVER`; the same on any system if it is on all three."""
        if not self.by_platform:
            return self.ranges[0]
        return self.ranges[PLATFORMS.index(platform)] if platform in PLATFORMS else None


def module_exists(module: str, version: Minor, platform: str) -> bool | None:
    """Whether a module, by its dotted name, can be imported. See the head of this file for what the answers mean."""
    answers = [found.on(version, platform) for _, found in of_module(module)]
    if False in answers:
        return False
    return None if None in answers or not answers else True


def name_exists(module: str, name: str, version: Minor, platform: str) -> bool | None:
    """Whether a module binds a name; submodules are none. Of a module that is not there itself nothing is told."""
    found = of_name(module, name)
    return None if found is None or module_exists(module, version, platform) is False else found.on(version, platform)


@lru_cache(maxsize=512)
def of_module(module: str) -> tuple[tuple[str, Availability], ...]:
    """Where a module is, and the packages that it is in, outermost first, as far as any of them is not everywhere."""
    parts = module.split(".")
    fronts = [".".join(parts[: count + 1]) for count in range(len(parts))]
    return tuple((front, _modules()[front]) for front in fronts if front in _modules())


def of_name(module: str, name: str) -> Availability | None:
    """Where a module binds a name; None if it is the same everywhere, or nothing is known."""
    return _names(module).get(name)


def names(module: str) -> frozenset[str]:
    """The names of a module that the table tells of."""
    return frozenset(_names(module))


@lru_cache(maxsize=1)
def _modules() -> dict[str, Availability]:
    return _by_name(MODULES)


@lru_cache(maxsize=512)
def _names(module: str) -> dict[str, Availability]:
    return _by_name(NAMES.get(module, {}))


def _by_name(specifications: dict[str, str]) -> dict[str, Availability]:
    return {name: _availability(written) for written, names in specifications.items() for name in names.split()}


@lru_cache(maxsize=512)
def _availability(written: str) -> Availability:
    return Availability(tuple(map(_range, written.split(","))))


def _range(written: str) -> tuple[Minor, Minor] | None:
    match written:
        case "?":
            return None
        case "x":
            return NEVER
        case "":
            return FIRST, LAST
    since, _, until = written.partition("-")
    return (3, int(since)) if since else FIRST, (3, int(until)) if until else LAST
