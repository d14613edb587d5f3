"""The Python that a module would be imported by."""

from __future__ import annotations

from typing import Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass

PythonVersion: TypeAlias = tuple[int, int, int, str, int]
"""`sys.version_info`: major, minor, micro, releaselevel, serial."""

_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}


@dataclass(frozen=True, slots=True)
class Target:
    """What conditions at module level can ask of a host. Names and values are CPython's own."""

    version: PythonVersion
    """`sys.version_info`."""
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
    pointer_width: int = 64
    """Bits of a pointer, which `sys.maxsize` tells."""
    byte_order: Literal["little", "big"] = "little"
    """`sys.byteorder`."""

    @property
    def python_version(self) -> str:
        """As `platform.python_version()` writes it: `3.11.7`, `3.14.0rc1`."""
        major, minor, micro, level, serial = self.version
        return f"{major}.{minor}.{micro}" + (f"{_LEVELS.get(level, level)}{serial}" if level != "final" else "")
