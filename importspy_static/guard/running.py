"""A program that runs under the guards which are in place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType

from importspy_static.guard import guarding
from importspy_static.guard.problems import GuardError
from importspy_static.guard.verdicts import compiled


def run_module(name: str, arguments: Sequence[str]) -> None:
    """Run a module, or a package's `__main__`, as `python -m` does.

    Raises:
        ImportError: it cannot be found; a `ContractViolation` if a guard refuses it.
    """
    import runpy

    sys.argv[:] = [name, *arguments]
    sys.path.insert(0, os.getcwd())
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def run_script(path: str, arguments: Sequence[str]) -> None:
    """Run a file of source as `python FILE` does; or a folder or an archive with a `__main__.py`.

    Raises:
        ContractViolation: a guard refuses it.
        GuardError: it cannot be read.
        SyntaxError: it is not Python.
    """
    sys.argv[:] = [path, *arguments]
    if os.path.isdir(path) or path.endswith((".zip", ".pyz")):
        import runpy

        runpy.run_path(path, run_name="__main__")
        return
    try:
        with open(path, "rb") as file:
            content = file.read()
    except (OSError, ValueError) as error:
        raise GuardError(
            f"{path or repr(path)}: cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    code = None
    for guard, contracts in guarding.covering("__main__", os.path.abspath(path)):
        code = guard.checked("__main__", path, content, contracts) or code
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__file__ = path
    exec(code or compiled(content, path), vars(module))  # noqa: S102 - that is what the user asks for
