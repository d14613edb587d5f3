"""The standard library of the version asked, as typeshed declares it, and what of it no file can hide.

The stubs are those that `typeshed_client` carries; its code is not used.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TypeAlias

from importspy_static.model.source import SourceFile
from importspy_static.model.standard_library import module_exists
from importspy_static.project.folders import DiskFolder, Folder

Minor: TypeAlias = tuple[int, int]

_BUILT_IN = """
_abc _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread
_tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal sys time
_frozen_importlib _frozen_importlib_external zipimport
"""
"""Built into or frozen in every CPython 3.8 to 3.14 on every system: found before any folder is looked at."""
_AT_START = "_collections_abc _sitebuiltins abc codecs encodings genericpath io os site stat"
"""Imported before any code of a user runs, so that no file of that name hides it; frozen since 3.11."""
_NEVER_HIDDEN = frozenset(f"{_BUILT_IN} {_AT_START}".split())
_MAYBE_BUILT_IN = frozenset(
    """array audioop binascii cmath crypt fcntl grp math mmap msvcrt nis nt ossaudiodev posix pwd pyexpat readline
    resource select spwd syslog termios unicodedata winreg winsound xxlimited xxsubtype zlib""".split()
)
"""What is written in C, or was: a build may have it inside, without a file, as what begins with an underscore."""
_WINDOWS = frozenset({"_msi", "_overlapped", "_winapi"})
"""What typeshed has for every system, as its stubs are empty elsewhere."""
_ONLY_STUBS = frozenset({"_typeshed", "typing_extensions", "mypy_extensions"})
"""What the stubs import though no standard library has it."""
_RANGE = re.compile(r"(?P<module>[\w.]+): *3\.(?P<since>\d{1,3})-(?:3\.(?P<until>\d{1,3}))?")


def is_never_hidden(module: str, platform: str) -> bool:
    """Whether the standard library has this top-level module whatever lies in the folders of the search path."""
    system = {"nt", "ntpath"} if platform == "win32" else {"posix", "posixpath", "pwd"}
    return module in _NEVER_HIDDEN or module in system


def may_be_built_in(module: str) -> bool:
    """Whether a build may have this top-level module though its standard library has no file of it."""
    return module.startswith("_") or module in _MAYBE_BUILT_IN


def path_module(platform: str) -> str:
    """What `os.path` is."""
    return "ntpath" if platform == "win32" else "posixpath"


class Typeshed:
    """The stubs of the standard library of one version on one platform."""

    def __init__(self, version: Minor, platform: str) -> None:
        self._version = version
        self._platform = platform

    def find(self, module: str, stands_for: str | None = None) -> tuple[SourceFile, Folder] | None:
        """A stub, and the folder that it is in; None if this Python has no such module."""
        folder: Folder | None = folder_of_stubs()
        if folder is None or not self.has(module):
            return None
        *packages, name = module.split(".")
        for package in packages:
            if (folder := folder.folder(package)) is None:
                return None
        inner = folder.folder(name)
        if inner is not None and "__init__.pyi" in inner.files:
            return inner.source("__init__.pyi", module, stands_for), inner
        if f"{name}.pyi" in folder.files:
            return folder.source(f"{name}.pyi", module, stands_for), folder
        return None

    def has(self, module: str) -> bool:
        """Whether typeshed's list of versions has a module, and the packages that it is in, for this Python."""
        parts = module.split(".")
        if parts[0] in _ONLY_STUBS:
            return self._version >= (3, 0)
        if parts[0] in _WINDOWS and self._platform != "win32":
            return False
        told = [_versions().get(".".join(parts[: count + 1])) for count in range(len(parts))]
        there = all(span is None or span[0] <= self._version <= span[1] for span in told)
        return there and told[0] is not None and module_exists(module, self._version, self._platform) is not False


@lru_cache(maxsize=1)
def folder_of_stubs() -> DiskFolder | None:
    """The folder of the stubs; None in an installation that lacks them."""
    from importlib.util import find_spec

    spec = find_spec("typeshed_client")
    places = spec.submodule_search_locations if spec is not None else None
    return DiskFolder(os.path.join(places[0], "typeshed"), "typeshed", "typeshed") if places else None


@lru_cache(maxsize=1)
def _versions() -> dict[str, tuple[Minor, Minor]]:
    """The first and the last Python of each module that the file VERSIONS names."""
    folder = folder_of_stubs()
    content = None if folder is None else folder.read("VERSIONS", 2**20)
    found = {}
    for line in (content or b"").decode("utf-8", "replace").splitlines():
        if told := _RANGE.fullmatch(line.partition("#")[0].strip()):
            until = told["until"]
            found[told["module"]] = ((3, int(told["since"])), (3, int(until)) if until else (3, 999))
    return found
