"""Snapshot files: the facts of a host that a probe wrote down."""

from __future__ import annotations

import json
import os

from importspy_static.model.environment import Environment
from importspy_static.probe.problems import ProbeError
from importspy_static.probe.reading import REMEDY, environment_of


def read_snapshot(path: str | os.PathLike[str]) -> Environment:
    source = os.fspath(path)
    try:
        with open(source, "rb") as file:
            record = json.loads(file.read())
    except (OSError, ValueError) as error:
        raise ProbeError(source, str(error), remedy=REMEDY) from None
    return environment_of(record, source)
