"""Entry points as distributions and projects declare them (the entry points specification of PyPA)."""

from __future__ import annotations

from collections.abc import Iterator

from importspy_static import limits
from importspy_static.model.source import EntryPoint
from importspy_static.project import names
from importspy_static.project.archives import Archive
from importspy_static.project.places import joined, settings
from importspy_static.project.pyproject import Table, cfg, table, toml

SCRIPTS, WINDOWED = "console_scripts", "gui_scripts"
"""The groups that commands are registered under."""


def entry_point(group: str, name: str, reference: str) -> EntryPoint:
    """One entry point; its module is None if the reference is none."""
    target, bracket, extras = reference.partition("[")
    module, colon, attribute = (part.strip() for part in target.partition(":"))
    is_sound = _is_dotted(module) and (_is_dotted(attribute) if colon else True)
    if bracket and not extras.rstrip().endswith("]"):
        is_sound = False
    told = [extra.strip() for extra in extras.rstrip().removesuffix("]").split(",")]
    return EntryPoint(
        group=group.strip(),
        name=name.strip(),
        reference=reference.strip(),
        module=module if is_sound else None,
        attribute=attribute if is_sound else "",
        extras=tuple(filter(None, told)) if is_sound else (),
    )


def parsed(text: str) -> tuple[EntryPoint, ...]:
    """What an `entry_points.txt` says. Lines that are none of it are left out."""
    found = []
    group = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            group = stripped[1:-1]
        elif stripped and not stripped.startswith(("#", ";")) and group:
            name, equals, reference = stripped.partition("=")
            if equals:
                found.append(entry_point(group, name, reference))
    return tuple(found)


def project_entry_points(folder: str) -> tuple[EntryPoint, ...]:
    """What a project's `pyproject.toml` and `setup.cfg` declare. What `setup.py` computes is not known."""
    return declared(*(settings(joined(folder, name)) for name in ("pyproject.toml", "setup.cfg")))


def archive_entry_points(archive: Archive) -> tuple[EntryPoint, ...]:
    """What a wheel registers once it is installed, or what the project of a source distribution declares."""
    if archive.kind == "wheel":
        told = [name for name in archive.top.folders if name.endswith(".dist-info")]
        return tuple(point for name in told for point in parsed(archive.text(f"{name}/entry_points.txt") or ""))
    read = archive.project.read
    return declared(read("pyproject.toml", limits.SETTINGS_BYTES), read("setup.cfg", limits.SETTINGS_BYTES))


def declared(pyproject: bytes | None, setup_cfg: bytes | None) -> tuple[EntryPoint, ...]:
    """What the settings of a project declare, in their order; each once."""
    tables = toml(pyproject)
    found = [*_standard(table(tables, "project")), *_of_tools(table(tables, "tool")), *_of_setuptools(setup_cfg)]
    return tuple(dict.fromkeys(found))


def _standard(project: Table) -> Iterator[EntryPoint]:
    yield from _group(SCRIPTS, table(project, "scripts"))
    yield from _group(WINDOWED, table(project, "gui-scripts"))
    yield from _groups(table(project, "entry-points"))


def _of_tools(tool: Table) -> Iterator[EntryPoint]:
    yield from _group(SCRIPTS, table(tool, "poetry", "scripts"))
    yield from _groups(table(tool, "poetry", "plugins"))
    yield from _group(SCRIPTS, table(tool, "flit", "scripts"))
    yield from _groups(table(tool, "flit", "entrypoints"))


def _of_setuptools(setup_cfg: bytes | None) -> Iterator[EntryPoint]:
    for group, lines in cfg(setup_cfg).get("options.entry_points", {}).items():
        yield from parsed(f"[{group}]\n{lines}")


def _groups(groups: Table) -> Iterator[EntryPoint]:
    for group in groups:
        yield from _group(group, table(groups, group))


def _group(group: str, points: Table) -> Iterator[EntryPoint]:
    for name, told in points.items():
        match told:
            case (
                str(reference) | {"reference": str(reference)} | {"callable": str(reference)}
            ):  # the tables are poetry's
                yield entry_point(group, name, reference)


def _is_dotted(text: str) -> bool:
    return all(map(names.is_name, text.split(".")))
