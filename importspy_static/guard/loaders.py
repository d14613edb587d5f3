"""Python's own loaders, which ask the guards before they give code.

They are asked whoever made them: the path finder, `spec_from_file_location`, `reload`, `runpy`. What no guard covers is
loaded as ever.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader, SourcelessFileLoader
from types import CodeType, ModuleType
from typing import Any
from zipimport import zipimporter

from importspy_static.guard import guarding
from importspy_static.guard.guarding import Guard
from importspy_static.guard.problems import ContractViolation
from importspy_static.guard.verdicts import compiled

Covering = list[tuple[Guard, tuple[str, ...]]]

NO_SOURCE = "cannot be checked against its contract: it has no source"
_Base: Any = next(each for each in SourceFileLoader.__mro__ if "get_code" in vars(each))
"""The class of which all loaders of source take `get_code`."""


def hook() -> None:
    """Have the loaders ask. Nothing happens if they do."""
    for (kind, name), asking in _ASKING.items():
        if vars(kind)[name] is not asking:
            _plain[kind, name] = vars(kind)[name]
            setattr(kind, name, asking)


def unhook() -> None:
    """Have them ask no more; what somebody else has put in their place stays."""
    for (kind, name), asking in _ASKING.items():
        if vars(kind)[name] is asking:
            setattr(kind, name, _plain[kind, name])


def asks(loader: object) -> bool:
    """Whether a loader asks the guards before code runs."""
    kind: Any = type(loader)
    if isinstance(loader, ExtensionFileLoader):
        return bool(kind.create_module is ExtensionFileLoader.create_module)
    codes = (_source_code, _sourceless_code, _zip_code)
    return getattr(kind, "get_code", None) in codes and getattr(kind, "exec_module", None) in _EXECUTING


def source_of(loader: Any, name: str) -> str | None:
    """The path of the source that a loader would run; None if there is none, or it is not one of source."""
    if isinstance(loader, _Base):
        return str(loader.get_filename(name))
    if not isinstance(loader, zipimporter):
        return None
    for path in (_zipped(loader, name, is_package=True), _zipped(loader, name)):  # as Python looks for them
        with suppress(OSError):
            loader.get_data(path)
            return path
    return None


def checked_code(loader: Any, name: str, path: str, covering: Covering) -> CodeType:
    """The code of a module whose bytes were read once, and checked.

    Raises:
        ContractViolation: a guard refuses it.
        OSError: it cannot be read.
    """
    content = bytes(loader.get_data(path))
    kept = None
    try:
        for guard, contracts in covering:
            kept = guard.checked(name, path, content, contracts) or kept
    except ContractViolation:
        _forget(loader, name)
        raise
    if type(loader) not in (SourceFileLoader, zipimporter):  # which may compile in its own way
        return loader.source_to_code(content, path)  # type: ignore[no-any-return]
    return kept if kept is not None else compiled(content, path)


def _source_code(self: Any, fullname: str) -> CodeType | None:
    name = fullname or getattr(self, "name", "")
    path = self.path if isinstance(self, SourceFileLoader) else self.get_filename(name)
    covering = guarding.covering(name, path)
    if covering:
        return checked_code(self, name, path, covering)
    return _plain[_Base, "get_code"](self, fullname)  # type: ignore[no-any-return]


def _sourceless_code(self: Any, fullname: str) -> CodeType | None:
    _refuse_compiled(self, fullname or self.name, self.path)
    return _plain[SourcelessFileLoader, "get_code"](self, fullname)  # type: ignore[no-any-return]


def _extension(self: Any, spec: ModuleSpec) -> ModuleType | None:
    _refuse_compiled(self, spec.name, self.path)
    return _plain[ExtensionFileLoader, "create_module"](self, spec)  # type: ignore[no-any-return]


def _zip_code(self: Any, fullname: str) -> CodeType | None:
    path = _zipped(self, fullname)
    covering = guarding.covering(fullname, path)
    if not covering:
        return _plain[zipimporter, "get_code"](self, fullname)  # type: ignore[no-any-return]
    if (source := source_of(self, fullname)) is not None:
        return checked_code(self, fullname, source, covering)
    _plain[zipimporter, "get_code"](self, fullname)  # raises if it is not there at all
    _refuse_compiled(self, fullname, path)
    return _plain[zipimporter, "get_code"](self, fullname)  # type: ignore[no-any-return]


def _zip_module(self: Any, fullname: str) -> ModuleType:
    """The way of importing that Python had before 3.4, which goes round `get_code`."""
    if not guarding.covering(fullname, _zipped(self, fullname)):
        return _plain[zipimporter, "load_module"](self, fullname)  # type: ignore[no-any-return]
    from importlib.util import module_from_spec

    spec = self.find_spec(fullname)
    if spec is None:
        raise ImportError(f"can't find module {fullname!r}", name=fullname)
    module = sys.modules[fullname] = module_from_spec(spec)
    try:
        self.exec_module(module)
    except BaseException:
        sys.modules.pop(fullname, None)
        raise
    return sys.modules[fullname]


def _zipped(loader: Any, name: str, *, is_package: bool = False) -> str:
    """The path of a module in an archive."""
    stem = os.path.join(loader.archive, loader.prefix + name.rpartition(".")[2])
    return os.path.join(stem, "__init__.py") if is_package else f"{stem}.py"


def _refuse_compiled(loader: object, name: str, path: str) -> None:
    for guard, _ in guarding.covering(name, path):
        if not guard.allow_compiled:
            _forget(loader, name)
            guard.refuse(ContractViolation(NO_SOURCE, name=name, path=path))


def _forget(loader: object, name: str) -> None:
    """Take a module away that somebody has put into `sys.modules` himself, and that has not run yet."""
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    if module is not None and getattr(spec, "loader", None) is loader and "__builtins__" not in vars(module):
        sys.modules.pop(name, None)


_plain: dict[tuple[Any, str], Callable[..., Any]] = {}
"""What the loaders do by themselves."""
_ASKING: dict[tuple[Any, str], Callable[..., Any]] = {
    (_Base, "get_code"): _source_code,
    (SourcelessFileLoader, "get_code"): _sourceless_code,
    (ExtensionFileLoader, "create_module"): _extension,
    (zipimporter, "get_code"): _zip_code,
}
if "load_module" in vars(zipimporter):
    _ASKING[zipimporter, "load_module"] = _zip_module
_EXECUTING = (SourceFileLoader.exec_module, SourcelessFileLoader.exec_module, zipimporter.exec_module)
"""What runs just the code that `get_code` gives."""
