"""Which extension modules a Python takes, told from their file names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CPYTHON = re.compile(r"(?:cpython-|cp)(\d)(\d+)[a-z]*(?:-.*)?")
_PYPY = re.compile(r"pypy(\d)(\d+)-.*")
_GRAALPY = re.compile(r"graalpy\d+-(\d)(\d+)-.*")
_TAGS = {"cpython": _CPYTHON, "pypy": _PYPY, "graalpy": _GRAALPY}


def preferred(
    files: Sequence[str], version: tuple[int, int], platform: str, implementation: str = "cpython"
) -> str | None:
    """The one of several extension modules of one name that a Python loads; None if it takes none of them.

    Its own tag first, then the stable ABI (PEP 3149), then none at all. Machines are not told apart.
    """
    ranked = [(rank, name) for name in files if (rank := _rank(name, version, platform, implementation)) is not None]
    return min(ranked)[1] if ranked else None


def _rank(name: str, version: tuple[int, int], platform: str, implementation: str) -> int | None:
    _, _, rest = name.partition(".")
    tag, _, suffix = rest.rpartition(".")
    if suffix != ("pyd" if platform == "win32" else "so"):
        return None
    if not tag:
        return 2
    if tag in {"abi3", "abi3t"}:
        return 1 if suffix == "so" else None
    own = _TAGS.get(implementation, _CPYTHON).fullmatch(tag)
    return 0 if own is not None and (int(own[1]), int(own[2])) == version else None
