"""Which extraction this is: the same for all that yield the same facts of the same bytes."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from importspy_static.model.bytecode import Code
from importspy_static.model.depth import Depth
from importspy_static.model.fingerprint import Print

_FORM = ("expression.py", "program.py", "imports.py", "embedded.py", "place.py", "fingerprint.py", "bytecode.py")
"""The files of `model/` that the form of facts follows from."""


@cache
def edition() -> str | None:
    """A digest of the code that extracts, of its limits, of libcst's version, and of the Python whose grammar judges.

    None where the code has no files that can be read: then nobody can tell.
    """
    here = Path(__file__).parent
    read = sha256(f"{sys.implementation.cache_tag} {sys.version_info} {sys.platform}".encode())
    try:
        ours = [
            *sorted(here.rglob("*.py")),
            *sorted((here.parent / "integrity").rglob("*.py")),
            here.parent / "limits.py",
        ]
        for path in [*ours, *(here.parent / "model" / name for name in _FORM), _of_libcst()]:
            read.update(b"\0%s\0" % os.fsencode(path.name))
            read.update(path.read_bytes())
    except OSError:
        return None
    return read.hexdigest()[:16]


def facts_key(source: bytes, depth: Depth | Print | Code) -> str | None:
    """Under which name facts, fingerprints, or forms of code may be kept; None if they may not."""
    of = edition()
    return None if of is None else f"{sha256(source).hexdigest()}-{of}-{depth.name.lower()}"


def _of_libcst() -> Path:
    """The file that tells libcst's version, which is not imported for it."""
    found = find_spec("libcst")
    if found is None or found.origin is None:
        raise FileNotFoundError("libcst")
    return Path(found.origin).with_name("_version.py")
