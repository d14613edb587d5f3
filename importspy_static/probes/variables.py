"""The texts of environment variables: read for a contract that states them, and for nothing else."""

from __future__ import annotations

import os
from collections.abc import Collection

from importspy_static.lazy_dataclasses import replace
from importspy_static.model.environment import Environment
from importspy_static.probes import script


def with_texts(environment: Environment, names: Collection[str]) -> Environment:
    """The same host, with the texts of those of its variables that are named.

    They are known only where the variables are those of this process: of this host, and of an interpreter that it
    started. What a snapshot tells is left as it is.
    """
    if not environment.inherited:
        return environment
    asked = {name.upper() for name in names} if os.name == "nt" else names  # where `os.environ` has capitals only
    found = {name: script.text_of(os.environ[name]) for name in asked if name in os.environ}
    return replace(environment, values={name: found[name] for name in found if name in environment.variables})
