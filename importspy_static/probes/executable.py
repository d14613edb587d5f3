"""The file that an interpreter's name or path names."""

from __future__ import annotations

import os
import stat

from importspy_static.probes.problems import ProbeError

REMEDY = "give the path of a Python, 2.7 or 3.4 and newer, or its name on PATH"


def located(executable: str) -> str:
    """The full path of an executable file; a name without a folder is looked for on PATH, never in the current folder.

    Links are kept: a virtual environment's interpreter is often a link to another one.

    Raises:
        ProbeError: there is none, or it cannot be an interpreter.
    """
    if not executable or "\0" in executable:
        raise ProbeError(executable, "is no path of a file", remedy=REMEDY)
    if os.path.dirname(executable):
        path = _with_suffix(os.path.abspath(executable))
        if wrong := _wrong(path):
            raise ProbeError(executable, wrong, remedy=_inside(path) or REMEDY)
        return path
    found = _on_path(executable)
    if found is None:
        here = os.path.join(os.curdir, executable)
        hint = f"for the file in the current folder, give '{here}'" if os.path.lexists(executable) else REMEDY
        raise ProbeError(executable, "there is no such program on PATH", remedy=hint)
    return found


def _on_path(name: str) -> str | None:
    """The first on PATH. Parts of it that depend on the current folder are left out: they name another file there."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    paths = (_with_suffix(os.path.join(folder, name)) for folder in folders if os.path.isabs(folder))
    return next((path for path in paths if _wrong(path) is None), None)


def _with_suffix(path: str) -> str:
    """Windows lets the suffix be left out."""
    if os.name != "nt" or os.path.isfile(path):
        return path
    suffixes = os.environ.get("PATHEXT", ".EXE").split(os.pathsep)
    return next((path + suffix for suffix in suffixes if os.path.isfile(path + suffix)), path)


def _wrong(path: str) -> str | None:
    try:
        mode = os.stat(path).st_mode
    except PermissionError:
        return "no permission to look at it"
    except (OSError, ValueError):
        return "there is no such file"
    if stat.S_ISDIR(mode):
        return "it is a folder, not an interpreter"
    if not stat.S_ISREG(mode):
        return "it is not a regular file"
    if path.lower().endswith((".py", ".pyi", ".pyw", ".pyz", ".pyc")):  # to ask it for its version would run it
        return "it is a program in Python, not an interpreter"
    return None if os.access(path, os.X_OK) else "no permission to run it"


def _inside(path: str) -> str | None:
    """Of a virtual environment or another installation, the interpreter that was meant."""
    candidates = (
        os.path.join(path, *parts) for parts in (("bin", "python"), ("Scripts", "python.exe"), ("python.exe",))
    )
    found = next((each for each in candidates if os.path.isfile(each)), None)
    return found and f"give the interpreter in it: '{found}'"


__all__ = ["located"]
