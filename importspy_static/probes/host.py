"""Facts of the interpreter that runs this program. No process is started and nothing is asked over a network."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Collection

from importspy_static.lazy_dataclasses import replace
from importspy_static.model.environment import Environment
from importspy_static.model.target import Target
from importspy_static.probes import script

SOURCE = "this host"


def host_target() -> Target:
    """The running interpreter, told as it tells itself: `sys`, `os.name` and `platform`."""
    major, minor, micro, releaselevel, serial = sys.version_info
    return Target(
        version=(major, minor, micro, releaselevel, serial),
        platform=sys.platform,
        os_name=os.name,
        system=script.system(),
        machine=script.machine(),
        implementation=script.implementation(),
        python_implementation=platform.python_implementation(),
        pointer_width=script.pointer_width(),
        byte_order=sys.byteorder,
    )


def host_environment(*, distributions: bool = False, names: Collection[str] = ()) -> Environment:
    """All facts of the running interpreter, by the functions of the script that other interpreters run.

    Args:
        distributions: whether to look for what is installed, which reads a file for each.
        names: the variables whose texts are wanted, too; they go into `values` and nowhere else.
    """
    from importspy_static.probes.reading import environment_of
    from importspy_static.probes.variables import with_texts

    told = environment_of(script.facts(distributions), SOURCE)
    return with_texts(replace(told, inherited=True), names)
