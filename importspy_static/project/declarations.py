"""What a project declares that it depends on: in its `pyproject.toml`, or in the metadata that were made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from importspy_static import limits
from importspy_static.model.declaration import Declarations, Declared
from importspy_static.model.dependency import normal_name
from importspy_static.project.folders import Folder
from importspy_static.project.metadata import headers, installed
from importspy_static.project.places import absolute, as_given, settings
from importspy_static.project.pyproject import Table, table, toml

PYPROJECT = "pyproject.toml"
_MAIN, _EXTRAS = "dependencies", "optional-dependencies"
_ODD = "a part of {} is not as its specification has it"


def project_around(path: str) -> str | None:
    """The nearest folder above a file that has a `pyproject.toml`."""
    folder = os.path.dirname(absolute(path))
    while not os.path.isfile(os.path.join(folder, PYPROJECT)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def declared_around(path: str) -> Declarations:
    """What the project of a file declares."""
    project = project_around(path)
    if project is None:
        return Declarations(PYPROJECT, unknown=f"there is no {PYPROJECT} in any folder above")
    file = os.path.join(project, PYPROJECT)
    return _of_pyproject(settings(file), as_given(file, path))


def declared_in_archive(folders: Sequence[Folder]) -> Declarations:
    """What the project in an archive declares: in the metadata of a wheel, else in its `pyproject.toml`."""
    for folder in folders:
        names = sorted(name for name in folder.folders if name.endswith(".dist-info"))
        for holder in (folder.folder(name) for name in names):
            if holder is not None and "METADATA" in holder.files:
                return _of_metadata(holder.read("METADATA", limits.METADATA_BYTES), holder.path("METADATA"))
    for folder in folders:
        if PYPROJECT in folder.files:
            return _of_pyproject(folder.read(PYPROJECT, limits.SETTINGS_BYTES), folder.path(PYPROJECT))
    return Declarations(PYPROJECT, unknown="the archive has neither METADATA nor a pyproject.toml")


def declared_by(distribution: str, search_path: Sequence[str]) -> Declarations:
    """What an installed distribution declares."""
    wanted = normal_name(distribution)
    found = next((each for each in installed(search_path) if each.key == wanted), None)
    if found is None:
        return Declarations("METADATA", unknown="its metadata are not found")
    return _of_metadata(found.content(), found.path)


def _of_metadata(content: bytes | None, source: str) -> Declarations:
    """`Requires-Dist` of the core metadata. Those of extras have them in their markers."""
    if content is None:
        return Declarations(source, unknown=f"{source} cannot be read")
    stated = [Declared(text, "its metadata") for key, text in headers(content) if key == "requires-dist"]
    return Declarations(source, tuple(stated))


def _of_pyproject(content: bytes | None, source: str) -> Declarations:
    tables = toml(content)
    project, poetry = table(tables, "project"), table(tables, "tool", "poetry")
    if not project and not poetry:
        return Declarations(source, unknown=f"{source} has no table `project` that can be read")
    told: list[Declared | str] = [*_groups(tables, source), *_poetry_groups(poetry, source)]
    dynamic = project.get("dynamic", [])
    dynamic = dynamic if isinstance(dynamic, list) else []
    if not project or _MAIN in dynamic:
        told += _poetry(poetry, source)
    for key in (_MAIN, _EXTRAS):
        if key in dynamic and "dependencies" not in poetry:
            told.append(f"`{key}` of {source} are computed when it is built")
    told += _listed(project.get(_MAIN, []), _MAIN, source)
    told += _by_name(project.get(_EXTRAS, {}), "the extra", source)
    unknown = next((each for each in told if isinstance(each, str)), "")
    return Declarations(source, tuple(each for each in told if isinstance(each, Declared)), unknown)


def _listed(entry: object, where: str, source: str) -> Iterator[Declared | str]:
    """Requirements; why some are not known, if so. A group may include another, of which all is told anyway."""
    if not isinstance(entry, list):
        yield _ODD.format(source)
        return
    for each in entry:
        match each:
            case str():
                yield Declared(each, where)
            case {"include-group": str()} if where.startswith("the group"):
                pass
            case _:
                yield _ODD.format(source)


def _by_name(entry: object, what: str, source: str) -> Iterator[Declared | str]:
    if not isinstance(entry, dict):
        yield _ODD.format(source)
        return
    for name, requirements in entry.items():
        yield from _listed(requirements, f"{what} '{name}'", source)


def _groups(tables: Table, source: str) -> Iterator[Declared | str]:
    """PEP 735."""
    yield from _by_name(tables.get("dependency-groups", {}), "the group", source)


def _poetry(poetry: Table, source: str) -> Iterator[Declared | str]:
    """Poetry's own table, of which names are what counts."""
    declared = poetry.get(_MAIN, {})
    if not isinstance(declared, dict):
        yield _ODD.format(source)
        return
    yield from (Declared(name, _MAIN) for name in declared if name != "python")


def _poetry_groups(poetry: Table, source: str) -> Iterator[Declared | str]:
    groups = poetry.get("group", {})
    for name, group in groups.items() if isinstance(groups, dict) else ():
        names = group.get(_MAIN, {}) if isinstance(group, dict) else None
        if not isinstance(names, dict):
            yield _ODD.format(source)
            continue
        yield from (Declared(each, f"the group '{name}'") for each in names if each != "python")
