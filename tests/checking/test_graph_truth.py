"""The graph of packages of the standard library, against what this Python does when it imports them."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from importspy_static.checking.import_graph import import_graph
from importspy_static.checking.importers import importers_of
from importspy_static.extract.extraction import extract
from importspy_static.model.graph import ImportGraph
from importspy_static.model.program import Program
from importspy_static.model.source import SourceFile
from importspy_static.project.finder import Finder
from importspy_static.project.roots import source_file

STDLIB = Path(sysconfig.get_paths()["stdlib"])
PACKAGES = [
    "asyncio",
    "concurrent",
    "email",
    "http",
    "importlib",
    "json",
    "logging",
    "urllib",
    "wsgiref",
    "xml",
    "zoneinfo",
]

WATCH = """
import builtins, importlib, json, sys, types
modules, seen, real = json.loads(sys.argv[1]), set(), builtins.__import__

def watched(name, globals=None, locals=None, fromlist=(), level=0):
    found = real(name, globals, locals, fromlist, level)
    importer = (globals or {}).get("__name__")
    if importer in modules:
        package = globals.get("__package__") or ""
        parts = package.split(".")[:len(package.split(".")) - level + 1] if level else []
        base = ".".join([*parts, *([name] if name else [])])
        for each in fromlist or [None]:
            inner = sys.modules.get(f"{base}.{each}")
            is_module = inner is not None and getattr(sys.modules[base], each, inner) is inner
            seen.add((importer, f"{base}.{each}" if is_module else base))
    return found

builtins.__import__ = watched
done = []
for module in modules:
    sys.modules.pop(module, None)
for module in modules:
    try:
        importlib.import_module(module)
        done.append(module)
    except Exception:
        pass
builtins.__import__ = real
made = {
    module: {
        name: thing.__module__
        for name, thing in vars(sys.modules[module]).items()
        if isinstance(thing, (type, types.FunctionType)) and isinstance(getattr(thing, "__module__", None), str)
    }
    for module in done
}
print(json.dumps({"imports": sorted(seen), "done": done, "made": made}))
"""


def of_package(name: str) -> list[SourceFile]:
    files = [source_file(str(path), [str(STDLIB)]) for path in sorted((STDLIB / name).rglob("*.py"))]
    return [each for each in files if each.module and not each.module.endswith("__main__")]


@cache
def known(name: str) -> tuple[ImportGraph, dict[str, str], dict[str, Any]]:
    """The graph, the modules by their paths, and what really happens."""
    files = of_package(name)
    finder = Finder([str(STDLIB)], (), version=sys.version_info[:2], platform=sys.platform)

    def program(file: SourceFile) -> Program | None:
        facts = extract(Path(file.file).read_bytes())
        return facts if isinstance(facts, Program) else None

    graph = import_graph(files, program, lambda module, _: finder.find(module))
    modules = {file.path: file.module or "" for file in files}
    arguments = [sys.executable, "-W", "ignore", "-c", WATCH, json.dumps([*modules.values()])]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120)
    return graph, modules, json.loads(done.stdout)


def imports_of(name: str) -> Iterator[tuple[str, str]]:
    _, modules, truth = known(name)
    ours = set(modules.values())
    return ((importer, imported) for importer, imported in truth["imports"] if imported in ours)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_import_that_python_makes_is_an_edge(name: str) -> None:
    graph, modules, _ = known(name)
    edges = {(modules[each.importer], modules[each.imported]) for each in graph.edges}
    assert sorted(set(imports_of(name)) - edges) == []


@pytest.mark.parametrize("name", PACKAGES)
def test_every_edge_that_is_sure_to_run_is_an_import_that_python_makes(name: str) -> None:
    graph, modules, truth = known(name)
    sure = {
        (modules[each.importer], modules[each.imported])
        for each in graph.edges
        if not each.circumstances and not each.implied and modules[each.importer] in truth["done"]
    }
    assert sorted(sure - set(imports_of(name))) == []


@pytest.mark.parametrize("name", sorted({*PACKAGES} - {"zoneinfo"}))  # where a class says that it is of another module
def test_who_has_a_class_or_function_of_a_module_is_its_importer(name: str) -> None:
    graph, modules, truth = known(name)
    path = {module: path for path, module in modules.items()}
    importers = {module: {modules[each.path] for each in importers_of(graph, path[module])} for module in path}
    missing = [
        (module, thing, origin)
        for module, things in truth["made"].items()
        for thing, origin in things.items()
        if origin in importers and origin != module and not thing.startswith("__") and module not in importers[origin]
    ]
    assert missing == []


def test_there_is_something_to_compare() -> None:
    assert sum(len([*imports_of(name)]) for name in PACKAGES) > 200
