"""The folders are the architecture: who may import whom, and what only one folder may do."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = "importspy_static"
ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / PACKAGE).rglob("*.py"))

LAYERS: dict[str, set[str]] = {
    "_version": set(),
    "limits": set(),
    "steady": set(),
    "lazy_dataclasses": set(),
    "model": set(),
    "cache": set(),
    "packed_cache": {"cache"},
    "cache_folder": set(),
    "own_libraries": set(),
    "questions": set(),
    "contract": {"model"},
    "integrity": {"model"},
    "extract": {"integrity", "model"},
    "interpret": {"model"},
    "checks": {"interpret", "model"},  # `interpret` has the values that checks judge
    "drafting": {"checks", "interpret", "model"},
    "comparing": {"checks", "interpret", "model"},
    "probes": {"model"},
    "revisions": {"model"},
    "project": {"model"},
    "configuration": {"model"},
    "report": {"model"},
    "catalogue": {"model"},  # and the families of violations, by name
    "probing": {"checks", "model", "probes"},
    "checking": {
        "_version",
        "cache",
        "contract",
        "extract",
        "integrity",
        "interpret",
        "checks",
        "drafting",
        "comparing",
        "revisions",
        "model",
        "probes",
        "probing",
        "project",
        "report",
    },
    "cli": {
        *("_version", "cache", "cache_folder", "catalogue", "checking", "configuration", "guard", "model", "probing"),
        *("own_libraries", "packed_cache", "questions", "report"),
    },
    "guard": {
        *("_version", "cache", "cache_folder", "catalogue", "checking", "configuration", "model", "own_libraries"),
        *("questions", "report"),
    },
    "spy": {"guard", "model"},
    "api": {"checking", "contract", "model", "probes", "probing"},
    "__init__": {"_version", "api", "guard", "spy"},
    "__main__": {"cli"},
}
"""What each layer may import of ours, besides itself."""

EVERYWHERE = {"lazy_dataclasses", "limits", "steady"}
"""What each layer may import: limits, and the one way to read a file that may change."""

ALSO = {
    "cli": {
        *(f"{PACKAGE}.contract.{name}" for name in ("problems", "schema")),
        f"{PACKAGE}.probes.problems",
        f"{PACKAGE}.project.ignored",
        f"{PACKAGE}.project.repository",
    },
    "guard": {
        *(f"{PACKAGE}.{name}" for name in ("contract.problems", "extract.edition", "probes.host", "project.standard")),
    },
    "project": {f"{PACKAGE}.extract.reading"},
}
"""Single modules that a layer may import: what `check` raises, and how a file is read or found."""

THIRD_PARTY: dict[str, set[str]] = {
    "libcst": {"extract"},
    "ruamel": {"contract"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"report", "cli"},
    "pytest": {"guard"},  # its plug-in for pytest, which nothing else imports
    "packaging": {"checks", "configuration", "contract"},
    "tomli": {"configuration", "project"},  # on Python 3.10
    "tomllib": {"configuration", "project"},
}
"""Which layers may import a library that is not of Python itself."""

IMPORTED_ONLY_IN: dict[str, set[str]] = {
    "platform": {"probes"},
    "subprocess": {"extract", "guard", "probes", "revisions"},
    "multiprocessing": {"extract"},
}
"""Which layers may import these modules of the standard library."""

USED_ONLY_IN: dict[str, set[str]] = {
    "importlib.import_module": {"catalogue", "guard", "report"},  # families and formats, by names of our own
    "importlib.util.find_spec": {"extract", "guard", "project"},  # where libcst lies; where the stubs lie
    "os.environ": {"probes", "revisions", "cli", "cache_folder", "guard"},  # where the cache is; how to write
    "os.getenv": {"probes"},
    "os.fork": {"extract"},
    "os._exit": {"extract"},
    "compile": {"extract", "guard"},
    "print": {"cli"},
    "sys.stdout": {"cli"},
    "sys.stderr": {"cli"},
    "sys.exit": {"cli", "__main__"},
    "SystemExit": {"cli", "__main__"},
}
"""Which layers may mention these."""

NEVER_IMPORTED = {"runpy", "pickle", "marshal", "shelve", "imp", "pkgutil", "code", "codeop"}
NEVER_USED = {"exec", "eval", "__import__", "breakpoint", "importlib.machinery", "importlib.reload"}
NEVER_USED |= {f"importlib.util.{name}" for name in ("module_from_spec", "spec_from_file_location", "LazyLoader")}
"""What would run what is checked, or could."""

RUNNING = {
    *("runpy", "marshal", "exec", "importlib.machinery", "importlib.util.module_from_spec"),
    "importlib.util.spec_from_file_location",
}
"""What the layer `guard` uses all the same: it is there to run modules, which nothing that checks may import.

And `lazy_dataclasses` uses `exec`, for an `__init__` out of the names of fields, as `dataclasses` does.
"""

PURE = {"model", "interpret", "checks", "comparing"}
"""Layers that turn values into values: they open nothing."""


def layer_of(module: Path) -> str:
    """`model`, `checks`, …; for a file at the top of the package its own name."""
    return module.relative_to(ROOT / PACKAGE).parts[0].removesuffix(".py")


def absolute(module: Path, node: ast.ImportFrom) -> str:
    """The full name of the module that `from … import` names."""
    if node.level == 0:
        return node.module or ""
    package = module.relative_to(ROOT).with_suffix("").parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def imported(module: Path) -> Iterator[str]:
    """Every dotted name that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(names=names):
                source = absolute(module, node)
                yield from (f"{source}.{alias.name}" for alias in names)


def tops(module: Path) -> set[str]:
    """The packages that a file imports from."""
    return {name.partition(".")[0] for name in imported(module)}


def within(name: str, packages: set[str]) -> bool:
    """Whether a dotted name is one of these or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def used(module: Path) -> Iterator[str]:
    """Every name, and every `name.attribute`, that a file mentions; `from os import environ` mentions `os.environ`."""
    yield from imported(module)
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                yield f"{owner}.{name}"


def relative(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def test_there_is_a_package_to_look_at() -> None:
    assert {layer_of(module) for module in MODULES} >= {"model", "contract", "extract", "interpret", "checks", "cli"}


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_every_file_belongs_to_a_layer(module: Path) -> None:
    assert layer_of(module) in LAYERS


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_layer_imports_only_the_layers_below_it(module: Path) -> None:
    layer = layer_of(module)
    sources = {name for name in imported(module) if not within(name, ALSO.get(layer, set()))}
    ours = {name.split(".")[1] for name in sources if name.startswith(f"{PACKAGE}.")}
    assert ours - {layer, *EVERYWHERE} <= LAYERS[layer]


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_third_party_library_lives_in_its_own_folder(module: Path) -> None:
    foreign = tops(module) - {PACKAGE} - sys.stdlib_module_names
    assert {top for top in foreign if layer_of(module) not in THIRD_PARTY.get(top, set())} == set()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_what_belongs_to_one_layer_is_done_in_no_other(module: Path) -> None:
    layer = layer_of(module)
    assert {top for top in tops(module) if layer not in IMPORTED_ONLY_IN.get(top, {layer})} == set()
    assert {name for name in used(module) if layer not in USED_ONLY_IN.get(name, {layer})} == set()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_nothing_that_could_run_checked_code_is_used(module: Path) -> None:
    may = {"guard": RUNNING, "lazy_dataclasses": {"exec"}}.get(layer_of(module), set())
    assert (NEVER_IMPORTED - may).isdisjoint(tops(module))
    assert {name for name in used(module) if within(name, NEVER_USED - may)} == set()


@pytest.mark.parametrize("module", [module for module in MODULES if layer_of(module) in PURE], ids=relative)
def test_the_pure_layers_open_nothing(module: Path) -> None:
    assert {"open", "pathlib", "pathlib.Path", "os.open", "os.stat"}.isdisjoint(used(module))  # PurePath is only a name
    taking_apart = "urllib.parse."
    others = {name.partition(".")[0] for name in imported(module) if not name.startswith(taking_apart)}
    assert {"io", "socket", "tempfile", "urllib"}.isdisjoint(others)


def test_what_is_imported_by_name_is_ours() -> None:
    from importspy_static.catalogue import FAMILIES
    from importspy_static.report.formats import FORMATS

    assert {tuple(family.split(".")[:2]) for family in FAMILIES} == {(PACKAGE, "checks"), (PACKAGE, "contract")}
    assert {tuple(name.split(".")[:2]) for name in FORMATS.values()} == {(PACKAGE, "report")}


def tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_tracked_file_names_a_place_outside_the_repository() -> None:
    # Put together here, so that this file does not hold them itself.
    places = ["/" + "work/", "/" + "tmp/w/", "/" + "root/", "/" + "home/", "shared" + "/spec", "../" + "shared"]
    found = [
        f"{file.relative_to(ROOT)}: {place}"
        for file in tracked_files()
        if file.is_file()
        for place in places
        if place.encode() in file.read_bytes()
    ]
    assert found == []
