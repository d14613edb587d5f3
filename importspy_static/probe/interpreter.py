"""Facts of another interpreter, which runs the script."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Collection
from dataclasses import replace

from importspy_static.model.environment import Environment
from importspy_static.probe.program import script_text
from importspy_static.probe.reading import environment_of
from importspy_static.probe.variables import with_texts


def interpreter_environment(
    executable: str, *, seconds: float = 10.0, distributions: bool = False, names: Collection[str] = ()
) -> Environment:
    answer = subprocess.run(
        [executable, "-E", "-s", "-B", "-"],
        input=script_text(distributions=distributions).encode(),
        capture_output=True,
        timeout=seconds,
        check=True,
    ).stdout
    environment = environment_of(json.loads(answer.splitlines()[-1]), executable)
    return with_texts(replace(environment, inherited=True), names)
