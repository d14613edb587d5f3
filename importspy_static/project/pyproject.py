"""What a project says of itself in `pyproject.toml` and `setup.cfg`. Tables of a wrong shape say nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from importspy_static import limits

Table: TypeAlias = Mapping[str, object]


def toml(content: bytes | None) -> Table:
    """The tables of a TOML file; empty if it cannot be read as such."""
    if content is None or len(content) > limits.SETTINGS_BYTES or _has_long_keys(content):
        return {}
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        tables: Table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return tables


def _has_long_keys(content: bytes) -> bool:
    """Whether a dotted key may be so long that a reader, which keeps each of its beginnings, runs out of memory."""
    return any(line.count(b".") > limits.LINE_DOTS for line in content.splitlines())


def cfg(content: bytes | None) -> Mapping[str, Mapping[str, str]]:
    """The sections of a `setup.cfg`; empty if it cannot be read as such."""
    import configparser

    if content is None or len(content) > limits.SETTINGS_BYTES:
        return {}
    if any(len(line) > limits.CFG_LINE_BYTES for line in content.splitlines()):
        return {}
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names of groups keep their case
    try:
        parser.read_string(content.decode("utf-8-sig"))
        return {name: dict(parser.items(name)) for name in parser.sections()}
    except (ValueError, configparser.Error):
        return {}


def declared_version(pyproject: bytes | None) -> str | None:
    """The version in `[project]`; None if it is not there, or found when the project is built."""
    found = table(toml(pyproject), "project").get("version")
    return found if isinstance(found, str) else None


def declared_roots(pyproject: bytes | None, setup_cfg: bytes | None) -> tuple[str, ...]:
    """The folders that hold a project's importable code, as its build backend is told, relative to the project.

    Told by setuptools (`package-dir`, `packages.find.where`), hatch, poetry, pdm, uv, maturin, scikit-build. With "/"
    and "." for the project's folder; none of them need exist.
    """
    tool = table(toml(pyproject), "tool")
    named = [*_setuptools(tool), *_packages(tool), *_single_folders(tool), *_setup_cfg(cfg(setup_cfg))]
    return tuple(dict.fromkeys(filter(None, map(_relative, named))))


def _setuptools(tool: Table) -> Iterator[object]:
    setuptools = table(tool, "setuptools")
    yield table(setuptools, "package-dir").get("")
    yield from _list(table(setuptools, "packages", "find").get("where"))


def _packages(tool: Table) -> Iterator[object]:
    """The parents of packages that are told by their path."""
    hatch = table(tool, "hatch", "build")
    for build in (table(hatch, "targets", "wheel"), hatch):
        match build.get("sources"):
            case list() as sources:
                yield from sources
            case dict() as renamed:
                yield from (source for source, target in renamed.items() if target == "")
        yield from map(_parent, _list(build.get("packages")))
    yield from map(_parent, _list(table(tool, "scikit-build", "wheel").get("packages")))
    for package in _list(table(tool, "poetry").get("packages")):
        if isinstance(package, dict):
            yield package.get("from")


def _single_folders(tool: Table) -> Iterator[object]:
    yield table(tool, "pdm", "build").get("package-dir")
    yield table(tool, "uv", "build-backend").get("module-root")
    yield table(tool, "maturin").get("python-source")


def _setup_cfg(sections: Mapping[str, Mapping[str, str]]) -> Iterator[object]:
    for line in sections.get("options", {}).get("package_dir", "").splitlines():
        package, equals, folder = line.partition("=")
        if equals and not package.strip():
            yield folder.strip()
    yield from sections.get("options.packages.find", {}).get("where", "").split()


def _parent(package: object) -> object:
    return (package.rstrip("/").rpartition("/")[0] or ".") if isinstance(package, str) else None


def _relative(folder: object) -> str | None:
    """A folder inside of the project, told plainly."""
    if not isinstance(folder, str) or "\0" in folder or "\\" in folder or folder.startswith("/"):
        return None
    parts = [part for part in folder.split("/") if part not in {"", "."}]
    return None if ".." in parts or ":" in folder else "/".join(parts) or "."


def table(tables: Table, *keys: str) -> Table:
    """A table within others; empty if it is not there, or no table."""
    for key in keys:
        match tables.get(key):
            case dict() as inner:
                tables = inner
            case _:
                return {}
    return tables


def _list(entry: object) -> list[object]:
    return entry if isinstance(entry, list) else []
