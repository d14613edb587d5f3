"""What modules are called, told from the names of their files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from keyword import iskeyword

SOURCE = (".py", ".pyi", ".pyw")
STUBS = "-stubs"
"""What ends the name of a package of stubs for another package (PEP 561)."""
EXTENSION = "an extension module, which is machine code"
BYTECODE = "compiled code without its source"
"""Why there is nothing to look at."""
_BINARY = re.compile(r"(?P<stem>[^.]+)(?P<tag>\.[^.]+)?\.(?:so|pyd)")


def is_name(part: str) -> bool:
    """Whether an import can say this part of a dotted name. Python reads names in the form NFKC, and looks for that."""
    return part.isidentifier() and not iskeyword(part) and unicodedata.normalize("NFKC", part) == part


def stem(name: str) -> str | None:
    """The name of the module that a file would be: of source, of an extension module, of code without source."""
    for suffix in (*SOURCE, ".pyc"):
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return binary[1] if (binary := _BINARY.fullmatch(name)) else None


def dotted(parts: Sequence[str]) -> str | None:
    """The module that the file at the end of this way from a root is; None if an import cannot name it.

    `acme/__init__.py` is `acme`; `acme-stubs/api.pyi` is `acme.api`.
    """
    if not parts or (module := stem(parts[-1])) is None:
        return None
    folders = list(parts[:-1])
    if folders and folders[0].endswith(STUBS) and parts[-1].endswith(".pyi"):
        folders[0] = folders[0].removesuffix(STUBS)
    names = folders if module == "__init__" else [*folders, module]
    return ".".join(names) if names and all(map(is_name, names)) else None


def is_package(name: str) -> bool:
    """Whether a file is the `__init__` of a package."""
    return stem(name) == "__init__"
