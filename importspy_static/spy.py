"""`Spy`: a module asks whether the one that imports it keeps a contract. With the interface of ImportSpy 0.5.

The file of the importing module is read, never run again; the check runs in another process, as for a guard.
"""

from __future__ import annotations

import logging
import os
import sys
from types import FrameType, ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importspy_static.model.report import Report

_HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")
_LIBRARY = os.path.join(os.path.dirname(os.__file__), "")
_MACHINERY = ("importlib", "runpy", "zipimport", "pkgutil")


class SpyError(ValueError):
    """The importing module does not keep its contract, or cannot be checked.

    `report` is that of the check, None where there was none.
    """

    def __init__(self, message: str, report: Report | None = None) -> None:
        self.report = report
        super().__init__(message)


class Spy:
    """Validates the module that imports the one which asks."""

    def importspy(
        self,
        filepath: str | os.PathLike[str] | None = None,
        log_level: int | str | None = None,
        info_module: ModuleType | None = None,
    ) -> ModuleType:
        """Check the importing module against a contract, and return it.

        Args:
            filepath: the contract. A path that leads nowhere from the current folder is taken from that of the module
                which asks.
            log_level: of this program's log, as `logging` has them; unchanged if left out.
            info_module: the module to check, in place of the importing one.

        Raises:
            SpyError: a `ValueError`: it breaks the contract, or the contract, the module or its source is missing.
        """
        if log_level is not None:
            logging.getLogger("importspy_static").setLevel(log_level)
        asking = sys._getframe(1)
        contract = _contract(filepath, asking)
        module = _importer(asking) if info_module is None else info_module
        if not isinstance(module, ModuleType):
            raise SpyError(f"info_module: a module is wanted, found {module!r}")
        _check(module, contract)
        return module


def _contract(filepath: object, asking: FrameType) -> str:
    if filepath is None:
        raise SpyError("no contract: give filepath='spymodel.yml'")
    if not isinstance(filepath, (str, os.PathLike)):
        raise SpyError(f"filepath: the path of a contract is wanted, found {filepath!r}")
    path = os.fspath(filepath)
    beside = os.path.join(os.path.dirname(asking.f_globals.get("__file__") or ""), path)
    found = next((each for each in (path, beside) if os.path.isfile(each)), None)
    if found is None:
        raise SpyError(f"{path}: there is no such contract, neither in {os.getcwd()} nor beside the module that asks")
    return os.path.abspath(found)


def _importer(asking: FrameType) -> ModuleType:
    """The module whose import statement runs the module that asks.

    Frames of the import machinery are passed over, and packages that run just because something in them is imported.

    Raises:
        SpyError: nobody imports it, or it is no module.
    """
    asked = asking.f_globals.get("__name__", "")
    passed = {id(asking.f_globals)}
    frame = asking.f_back
    while frame is not None:
        around = frame.f_globals
        name = around.get("__name__", "")
        is_package_around = f"{asked}.".startswith(f"{name}.") and "__path__" in around
        if id(around) not in passed and not is_package_around and not _is_machinery(frame):
            return _module(frame)
        frame = frame.f_back
    raise SpyError(f"{asked}: no module imports it: it runs by itself; name the module with info_module=")


def _is_machinery(frame: FrameType) -> bool:
    """Whether a frame is one of Python's import system, or of this program."""
    path = frame.f_code.co_filename
    if path.startswith("<frozen "):
        return True
    top = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    return path.startswith(_HERE) or (top in _MACHINERY and path.startswith(_LIBRARY))


def _module(frame: FrameType) -> ModuleType:
    name = frame.f_globals.get("__name__", "")
    module = sys.modules.get(name)
    if isinstance(module, ModuleType) and vars(module) is frame.f_globals:
        return module
    import gc  # it was made by hand, and never put into `sys.modules`

    for each in gc.get_referrers(frame.f_globals):
        if isinstance(each, ModuleType) and vars(each) is frame.f_globals:
            return each
    raise SpyError(f"{frame.f_code.co_filename}: what imports is code of no module; name one with info_module=")


def _check(module: ModuleType, contract: str) -> None:
    from importspy_static.guard.guarding import violation
    from importspy_static.guard.verdicts import Subject, shared

    path = getattr(module, "__file__", None)
    if path is None or not path.endswith((".py", ".pyw")):
        is_nowhere = path is None or path.startswith("<")
        raise SpyError(
            f"{module.__name__}: cannot be checked, as it has no source file"
            f"{' (a notebook, an interactive session, -c)' if is_nowhere else f': {path}'}"
            "; write it into a .py file, or name another module with info_module="
        )
    path = os.path.abspath(path)
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise SpyError(f"{module.__name__}: cannot be checked: {path}: {error.strerror}") from error
    spec = getattr(module, "__spec__", None)
    name = spec.name if module.__name__ == "__main__" and spec is not None else module.__name__
    entry = shared().of(Subject(name, path, content, (contract,), None))
    if not entry.ok:
        found = violation(name, path, entry)
        raise SpyError(str(found), found.report)
