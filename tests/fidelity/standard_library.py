"""The modules of the standard library that are asked."""

from __future__ import annotations

import sysconfig
from fnmatch import fnmatchcase
from pathlib import Path

NOT_IMPORTED = {
    "__phello__": "prints",
    "antigravity": "opens a browser",
    "config-*": "no module",
    "distutils": "replaced by what is installed",
    "ensurepip": "carries wheels",
    "idlelib": "needs a display",
    "lib2to3": "imports its own grammar files",
    "pydoc_data": "one text of half a megabyte",
    "site-packages": "not the standard library",
    "test": "tests, some of which are wrong on purpose",
    "this": "prints",
    "tkinter": "needs a display",
    "turtle": "needs a display",
    "turtledemo": "needs a display",
}


def modules() -> dict[str, Path]:
    """The modules of the standard library that are Python source, by name."""
    library = Path(sysconfig.get_paths()["stdlib"])
    return {
        name: path
        for path in sorted(library.rglob("*.py"))
        for parts in [path.relative_to(library).with_suffix("").parts]
        for name in [".".join(parts).removesuffix(".__init__")]
        if _is_imported(parts)
    }


def _is_imported(parts: tuple[str, ...]) -> bool:
    if any(fnmatchcase(parts[0], pattern) for pattern in NOT_IMPORTED):
        return False
    return all(part.isidentifier() for part in parts) and not {"test", "tests", "__main__"} & {*parts}


def public_modules() -> list[str]:
    """Those without an underscore in their name."""
    return [name for name in modules() if not any(part.startswith("_") for part in name.split("."))]
