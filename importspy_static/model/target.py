"""The Python that a module would be imported by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What conditions at module level can ask of a host. Names and values are CPython's own."""

    version: tuple[int, int, int, str, int]
    """`sys.version_info`: major, minor, micro, releaselevel, serial."""
    platform: str
    """`sys.platform`: "linux", "win32", "darwin", …"""
    os_name: str
    """`os.name`: "posix" or "nt"."""
    system: str
    """`platform.system()`: "Linux", "Windows", "Darwin", …"""
    machine: str
    """`platform.machine()`: "x86_64", "AMD64", "arm64", …"""
    implementation: str
    """`sys.implementation.name`: "cpython", "pypy", …"""
    python_implementation: str
    """`platform.python_implementation()`: "CPython", "PyPy", …"""
