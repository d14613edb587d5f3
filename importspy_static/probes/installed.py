"""What is installed where modules are looked for, read in this process by the functions of the script."""

from __future__ import annotations

import os
from collections.abc import Sequence

from importspy_static.model.dependency import normal_name
from importspy_static.model.environment import Distribution, Environment
from importspy_static.model.installed import Installed
from importspy_static.probes import script


def installed_on(search_path: Sequence[str], source: str) -> Installed:
    """The distributions of a search path, with the folders that they are in."""
    found: list[Distribution] = []
    folders: dict[str, str] = {}
    for record, folder in script.located([str(each) for each in search_path]):
        modules = record["modules"]
        found.append(Distribution(**{**record, "modules": None if modules is None else tuple(modules)}))
        folders[normal_name(record["name"])] = os.path.abspath(folder)
    return Installed(source, tuple(found), folders)


def installed_in(environment: Environment) -> Installed:
    """The distributions that a snapshot tells."""
    return Installed(environment.source, environment.distributions)
