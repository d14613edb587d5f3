from __future__ import annotations

import os
import platform
import subprocess
import sys

from importspy_static.probe import host_target

STARTS_A_PROCESS = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.spawn", "os.exec", "os.fork", "os.forkpty"}


def test_the_host_is_told_as_sys_and_platform_tell_it() -> None:
    target = host_target()
    assert target.version == sys.version_info
    assert target.platform == sys.platform
    assert target.os_name == os.name
    assert target.system == platform.system()
    assert target.machine == platform.machine()
    assert target.implementation == sys.implementation.name
    assert target.python_implementation == platform.python_implementation()


def test_the_host_is_the_same_when_asked_again() -> None:
    assert host_target() == host_target()


def test_the_version_compares_as_a_tuple_not_as_a_named_one() -> None:
    assert type(host_target().version) is tuple


def test_asking_for_the_host_starts_no_process() -> None:
    """In a fresh interpreter: `platform` remembers its answers, and an audit hook cannot be taken away again."""
    program = f"""
import sys
started = []
sys.addaudithook(lambda event, arguments: started.append(event) if event in {STARTS_A_PROCESS!r} else None)
from importspy_static.probe import host_target
host_target()
print(*started)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout.strip(), result.stderr.strip()) == (0, "", "")
