"""Which contracts a guard holds a module to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from importspy_static.guard.patterns import ENTRY_POINTS, Files, Names, is_path, refuse_name, unlinked
from importspy_static.guard.problems import GuardError

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration, MappedContract, PathPattern

FilePath: TypeAlias = "str | os.PathLike[str]"
Contracts: TypeAlias = "Mapping[str, FilePath | Sequence[FilePath]]"
"""Contracts by the modules that they hold for: dotted names, paths, `entry-points:GROUP`."""

_SITES = ("site-packages", "dist-packages")


class Coverage(NamedTuple):
    """Contracts by names and by files, and what is exempt from them."""

    names: Names[str]
    files: Files[str]
    exempt_names: Names[bool]
    exempt_files: Files[bool]

    def may_have(self, name: str) -> bool:
        """Whether a module of this name could be covered, whatever its file is."""
        return bool(self.files) or self.names.may_have(name)

    def of(self, name: str, path: str | None) -> tuple[str, ...]:
        """The files of the contracts of a module; none if it is not covered."""
        found = self.names.of(name)
        if path is not None and self.files:
            found = [*found, *self.files.of(path)]
        if not found:
            return ()
        is_exempt = bool(self.exempt_names) and bool(self.exempt_names.of(name))
        is_exempt = is_exempt or (path is not None and bool(self.exempt_files) and bool(self.exempt_files.of(path)))
        return () if is_exempt or _is_ours(name, path) else tuple(dict.fromkeys(found))


def coverage(contracts: Contracts | None, configuration: Configuration | None, exempt: Iterable[str]) -> Coverage:
    """What is covered.

    Raises:
        GuardError: a pattern is wrong, or a contract is not there.
        TypeError: something is of the wrong type.
    """
    names: list[tuple[str, str]] = []
    files: list[tuple[PathPattern | MappedContract, str]] = []
    for pattern, contract in [] if contracts is None else _pairs(contracts):
        if pattern.startswith(ENTRY_POINTS):
            names += [(each, contract) for each in _registered(pattern.removeprefix(ENTRY_POINTS))]
        elif is_path(pattern):
            files.append((_path(pattern), contract))
        else:
            refuse_name(pattern)
            names.append((pattern, contract))
    for each in () if configuration is None else configuration.contracts:
        _refuse_missing(each.contract)
        contract = os.path.abspath(each.contract)
        if each.shape == "entry-points":
            names += [(module, contract) for module in _registered(each.path)]
        else:
            files.append((each, contract))
    return Coverage(Names(names), Files(files), *_exempt(exempt))


def _exempt(exempt: Iterable[str]) -> tuple[Names[bool], Files[bool]]:
    if isinstance(exempt, str):
        raise TypeError(f"exempt: a list of patterns is wanted, found a text: [{exempt!r}]")
    names: list[tuple[str, bool]] = []
    files: list[tuple[PathPattern | MappedContract, bool]] = []
    for pattern in exempt:
        if not isinstance(pattern, str):
            raise TypeError(f"exempt: a pattern is a text, found {pattern!r}")
        if is_path(pattern):
            files.append((_path(pattern), True))
        else:
            refuse_name(pattern)
            names.append((pattern, True))
    return Names(names), Files(files)


def _pairs(contracts: object) -> Iterable[tuple[str, str]]:
    if not isinstance(contracts, Mapping):
        raise TypeError(
            f"contracts: a mapping such as {{'acme.plugins.*': 'plugin.yml'}} is wanted, found {contracts!r}"
        )
    if not contracts:
        raise GuardError("contracts: nothing would be guarded: name a pattern and its contract")
    for pattern, several in contracts.items():
        if not isinstance(pattern, str):
            raise TypeError(f"contracts: a pattern is a text, found {pattern!r}")
        listed = [several] if isinstance(several, (str, os.PathLike)) else several
        if not isinstance(listed, Sequence) or not listed:
            raise TypeError(f"contracts: {pattern!r}: the path of a contract is wanted, or several, found {several!r}")
        for each in listed:
            yield pattern, contract_file(each, pattern)


def contract_file(path: object, pattern: str) -> str:
    """The absolute path of a contract.

    Raises:
        GuardError: it is not there, or is no file.
        TypeError: it is no path.
    """
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"contracts: {pattern!r}: the path of a contract is wanted, found {path!r}")
    found = os.fspath(path)
    _refuse_missing(found)
    return os.path.abspath(found)


def _refuse_missing(path: str) -> None:
    try:
        with open(path, "rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise GuardError(f"{path or repr(path)}: the contract cannot be read: {reason}") from error


def _path(pattern: str) -> PathPattern:
    from importspy_static.configuration.mapping import path_pattern, wrong_pattern
    from importspy_static.configuration.settings import SettingPlace

    if wrong := wrong_pattern(pattern):
        raise GuardError(f"{pattern!r}: {wrong[0]}: {wrong[1]}")
    return path_pattern(os.curdir, os.fspath(pattern), SettingPlace("", 0, 0, ""))


def _registered(group: str) -> list[str]:
    """The modules that are registered under a group of entry points, by what is installed now.

    Raises:
        GuardError: nothing is.
    """
    from importlib.metadata import entry_points

    found = sorted({each.module for each in entry_points(group=group)})
    if not found:
        raise GuardError(f"{ENTRY_POINTS}{group}: nothing that is installed registers under this group")
    return found


_LIBRARY = os.path.join(os.path.normcase(os.path.dirname(os.path.realpath(os.__file__))), "")
_PACKAGE = os.path.join(os.path.normcase(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))), "")


_ours: dict[str, bool] = {}
"""By folder, whether the guard is made of what lies there."""


def _is_ours(name: str, path: str | None) -> bool:
    """Whether the guard itself is made of a module: the standard library, and this program."""
    if path is None:
        return name.partition(".")[0] in sys.stdlib_module_names
    folder = os.path.dirname(path)
    if (known := _ours.get(folder)) is not None:
        return known
    real = unlinked(path)
    is_ours = real.startswith(_PACKAGE)
    is_ours = is_ours or (real.startswith(_LIBRARY) and real[len(_LIBRARY) :].partition(os.sep)[0] not in _SITES)
    if os.path.isabs(folder):
        _ours[folder] = is_ours
    return is_ours
