"""Whether a module of which only a stub is seen is compiled somewhere: from a source beside it, or by a build."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importspy_static import limits
from importspy_static.project.folders import Folder

_SUFFIXES = ("pyx", "c", "cc", "cpp", "cxx", "rs", "f", "f90", "zig", "go", "nim", "h", "so", "pyd", "dll", "dylib")
_BUILDS = ("Cargo.toml", "CMakeLists.txt", "meson.build", "build.zig")
"""Files of tools that compile."""
_SETTINGS = ("pyproject.toml", "setup.cfg", "setup.py")
_COMPILES = re.compile(
    rb"ext[-_]modules|rust[-_]extensions|maturin|scikit[-_]build|meson[-_]?py|setuptools[-_]rust|cython|mypyc|cffi"
    rb"|pybind11|nanobind|cmake|swig|build_clib|ziglang|build[-_]ext",
    re.IGNORECASE,
)
"""What build settings that compile something name: their build backend, a hook, the list of extension modules."""


def compiled_from(name: str, folder: Folder) -> str | None:
    """The path of what a module of this folder is, or will be, compiled from: another Python's file of it counts."""
    for each in sorted(folder.files):
        if each.startswith(f"{name}.") and each.rpartition(".")[2] in _SUFFIXES:
            return folder.path(each)
    return None


def compiling(folders: Iterable[Folder]) -> str | None:
    """The path of what says that a project with these folders compiles modules; None if nothing does."""
    for folder in folders:
        for name in _BUILDS:
            if name in folder.files:
                return folder.path(name)
        for name in _SETTINGS:
            content = folder.read(name, limits.BUILD_SETTINGS_BYTES) if name in folder.files else None
            if content is not None and _COMPILES.search(content):
                return folder.path(name)
    return None
