"""Facts of the interpreter that runs this program. No process is started and nothing is asked over a network."""

from __future__ import annotations

import os
import platform
import sys

from importspy_static.model.target import Target


def host_target() -> Target:
    """The running interpreter, told as it tells itself: `sys`, `os.name` and `platform`."""
    major, minor, micro, releaselevel, serial = sys.version_info
    return Target(
        version=(major, minor, micro, releaselevel, serial),
        platform=sys.platform,
        os_name=os.name,
        system=_system(),
        machine=_machine(),
        implementation=sys.implementation.name,
        python_implementation=platform.python_implementation(),
    )


# On Windows `platform.uname()` may start `ver` and, from Python 3.12, ask WMI, which can take seconds.
# Elsewhere it is one system call: the slow field, `processor`, is computed only when it is asked for.


def _system() -> str:
    return "Windows" if sys.platform == "win32" else platform.system()


def _machine() -> str:
    """`platform.machine()`. A 32-bit process on 64-bit Windows is told the processor, not the process."""
    if sys.platform == "win32":
        return os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return platform.machine()
