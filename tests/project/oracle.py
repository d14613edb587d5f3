"""Asks the import system of the Python that runs this, without importing what it finds.

Reads `{"paths": [...], "sites": [...], "names": [...]}` and writes, for each name: null, "internal" (built in or
frozen), the path of a file, or the folders of a namespace.
"""

from __future__ import annotations

import json
import os
import site
import sys
import types
from importlib.machinery import ModuleSpec


def locations(spec: ModuleSpec) -> list[str] | None:
    """Where a package's submodules are; its own list, which does not look for new folders."""
    where = spec.submodule_search_locations
    return None if where is None else list(getattr(where, "_path", where))


def find(name: str, known: dict[str, ModuleSpec | None]) -> ModuleSpec | None:
    """The spec of a module, found as an import finds it but for the packages on the way, which are empty ones here."""
    if name in known:
        return known[name]
    parent = name.rpartition(".")[0]
    path = None
    if parent:
        spec = find(parent, known)
        path = None if spec is None else locations(spec)
        if path is None:
            return known.setdefault(name, None)
        if parent not in sys.modules:  # looked at for namespace packages
            stand_in = types.ModuleType(parent)
            stand_in.__path__ = path
            sys.modules[parent] = stand_in
    specs = (finder.find_spec(name, path) for finder in list(sys.meta_path))
    return known.setdefault(name, next((spec for spec in specs if spec is not None), None))


def told(spec: ModuleSpec | None) -> str | list[str] | None:
    """The answer in JSON's words."""
    if spec is None:
        return None
    if spec.origin in ("built-in", "frozen"):
        return "internal"
    if spec.origin is not None:
        return spec.origin
    # What setuptools puts among the folders of a namespace so that its finder is asked is no folder.
    return [path for path in locations(spec) or [] if not path.endswith(".__path_hook__")]


def main() -> None:
    asked = json.load(sys.stdin)
    os.environ["SETUPTOOLS_USE_DISTUTILS"] = "stdlib"
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "DistutilsMetaFinder"]
    sys.path[:0] = asked["paths"]
    for folder in asked["sites"]:
        site.addsitedir(folder)
    known: dict[str, ModuleSpec | None] = {}
    json.dump(
        {"search_path": sys.path, "found": {name: told(find(name, known)) for name in asked["names"]}}, sys.stdout
    )


main()
