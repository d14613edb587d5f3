"""What a configuration says. Settings that it leaves out are None: the command line's own defaults hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.violation import Severity, SeverityLevel

Shape: TypeAlias = Literal["path", "glob", "entry-points"]


class Known(NamedTuple):
    """What the reader must be told, as it is known elsewhere."""

    version: str
    """Of this program, for `required-version`."""
    is_code: Callable[[str], bool]
    """Whether a text selects violations: a code, the beginning of codes, or a name."""
    codes: Callable[[], Iterable[str]]
    """All codes and names; asked for when one is not known, to find what was meant."""
    formats: Sequence[str]
    """The output formats."""


class SettingPlace(NamedTuple):
    """Where a configuration says something. Line and column count from 1."""

    path: str
    line: int
    column: int
    key: str
    """The path of the key, as in `ConfigurationProblem`."""


class PathPattern(NamedTuple):
    """A path that a configuration says of files: a file, a folder with all that is in it, or a glob."""

    pattern: str
    """As written."""
    place: SettingPlace
    shape: Shape
    path: str
    """From the current folder, as the command line takes it; of `entry-points:GROUP` the group.

    What is a wildcard in it was written as one: those in the names of folders above the configuration are in brackets.
    """
    anchors: tuple[str, ...]
    """The absolute path of what comes before the first wildcard, as written and with links resolved."""
    parts: tuple[str, ...]
    """The parts of the path from the first wildcard on."""


class Override(NamedTuple):
    """An entry of `overrides`: what holds for the modules of some paths. Empty is what it says nothing of."""

    paths: tuple[PathPattern, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Mapping[str, SeverityLevel]
    place: SettingPlace


class MappedContract(NamedTuple):
    """A path of `contracts`, with one contract. An entry with two paths and two contracts is four of these."""

    pattern: str
    """The path as written."""
    contract: str
    """The contract's file, from the current folder: `contracts/plugin.yml`, `../contracts/plugin.yml`."""
    place: SettingPlace
    """Where the contract is named."""
    pattern_place: SettingPlace
    shape: Shape
    path: str
    """These four as in `PathPattern`."""
    anchors: tuple[str, ...]
    parts: tuple[str, ...]


class ExcludePatterns(NamedTuple):
    """Patterns as in `.gitignore`, and the folder that they are relative to, told from the current folder."""

    folder: str
    patterns: tuple[str, ...]
    place: SettingPlace


@dataclass(frozen=True, eq=False)
class Configuration:
    """The settings of a file and of those that it extends.

    Paths are told from the current folder if the file's path is: relative to the folder of the file that says them.
    """

    path: str
    """The file."""
    files: tuple[str, ...]
    """The file, and those that it extends: nothing should be written over them."""
    contracts: tuple[MappedContract, ...] = ()
    exclude: ExcludePatterns | None = None
    """In place of the folders that are left out by default. May have no pattern."""
    extend_exclude: tuple[ExcludePatterns, ...] = ()
    """One for each file that says so."""
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None
    root: tuple[str, ...] | None = None
    """Folders that imports start from."""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    """May be empty."""
    severity: Mapping[str, SeverityLevel] = field(default_factory=lambda: MappingProxyType({}))
    overrides: tuple[Override, ...] = ()
    """In their order; those of the file that is extended come first."""
    fail_on: Severity | None = None
    baseline: str | None = None
    """The path of the file with what is known."""
    output_format: str | None = None
    environment: str | None = None
    """`host`, `none`, or the path of a snapshot. At most one of this, `python` and `every_deployment` is asked for."""
    python: str | None = None
    """The path of an interpreter, or a name to be found on PATH."""
    every_deployment: bool | None = None
    deep: bool | None = None
    output_file: str | None = None
    """In the folder of the file that says it, or below."""
    report: tuple[str, ...] | None = None
    """Each a format and a file, in the folder of the file that says it, or below: `sarif=build/importspy.sarif`."""
    no_progress: bool | None = None
    color: str | None = None
    quiet: bool | None = None
    verbose: bool | None = None
    log_level: str | None = None
    jobs: int | None = None
    no_cache: bool | None = None
    places: Mapping[str, SettingPlace] = field(default_factory=lambda: MappingProxyType({}))
    """Where each setting that holds is said, by key: `fail-on`, `severity.SPY3`.

    What is added up of several files has places of its own: `contracts`, `overrides`, `extend_exclude`.
    """
