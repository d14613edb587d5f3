"""For hosts: a plugin by its path, or all that is registered under a group, each checked before it runs."""

from __future__ import annotations

import os
import sys
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any, NamedTuple

from importspy_static.guard import guarding
from importspy_static.guard.coverage import FilePath
from importspy_static.guard.guarding import Guard, made
from importspy_static.guard.problems import ContractViolation, GuardError


class LoadedPlugin(NamedTuple):
    """What came of one entry point."""

    name: str
    """That of the entry point."""
    value: Any = None
    """What it leads to: a module, a class, a function; None if it was not loaded."""
    error: Exception | None = None
    """Why it was not: a `ContractViolation`, with its report, or what the plugin raised; None if it was."""


def load_plugin(path: FilePath, contract: FilePath, *, name: str | None = None) -> ModuleType:
    """Load a module from a file, or a package from its folder, if it keeps a contract.

    It runs, and is in `sys.modules`, under `name`: that of the file if it is left out. Of a package its `__init__.py`
    is checked; guard its submodules with `guard.install`.

    Raises:
        ContractViolation: it does not, and has not run; `report` says why.
        GuardError: the plugin or the contract is not there, or the name is taken.
    """
    given = os.path.abspath(os.fspath(path))
    file = os.path.join(given, "__init__.py") if os.path.isdir(given) else given
    if not os.path.isfile(file):
        raise GuardError(f"{os.fspath(path)}: there is no such plugin: a .py file is wanted, or a package's folder")
    called = name or os.path.splitext(os.path.basename(given))[0]
    if called in sys.modules:
        raise GuardError(f"{os.fspath(path)}: there is a module {called!r} already: give another name")
    guard = made({file: contract})
    folders = [given] if file != given else None
    spec = spec_from_file_location(called, file, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise GuardError(f"{os.fspath(path)}: not a module of Python source")
    with guarding.placed(guard):
        module = sys.modules[called] = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            sys.modules.pop(called, None)
            raise
        return sys.modules[called]


def load_entry_points(group: str, contract: FilePath) -> list[LoadedPlugin]:
    """Load all that is registered under a group, each module held to a contract before it runs.

    A plugin that breaks it, or that raises, keeps no other one from being loaded. In the order of their names.

    Raises:
        GuardError: the contract is not there.
    """
    points = sorted(entry_points(group=group), key=lambda each: (each.name, each.value))
    guard = made({each.module: contract for each in points}) if points else None
    if guard is None:
        return []
    with guarding.placed(guard):
        return [_loaded(each, guard) for each in points]


def _loaded(point: EntryPoint, guard: Guard) -> LoadedPlugin:
    try:
        _check_running(point.module, guard)
        return LoadedPlugin(point.name, point.load())
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its own affair
        return LoadedPlugin(point.name, error=error)


def _check_running(name: str, guard: Guard) -> None:
    """Check what was imported before, by its file.

    Raises:
        ContractViolation: it breaks the contract.
    """
    module = sys.modules.get(name)
    if module is None:
        return
    path = getattr(module, "__file__", None)
    contracts = guard.coverage.of(name, path)
    if not contracts:
        return
    if path is None or not path.endswith((".py", ".pyw")):
        raise ContractViolation("runs already, and has no source to be checked", name=name, path=path)
    with open(path, "rb") as file:
        guard.checked(name, path, file.read(), contracts)
