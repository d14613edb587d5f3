"""Targets that no host need be."""

from __future__ import annotations

from dataclasses import replace

from importspy_static.model.target import PythonVersion, Target

_SYSTEMS = {
    "linux": ("posix", "Linux"),
    "win32": ("nt", "Windows"),
    "darwin": ("posix", "Darwin"),
    "freebsd14": ("posix", "FreeBSD"),
}
PLATFORMS = tuple(_SYSTEMS)
_CPYTHON = Target((3, 11, 2, "final", 0), "linux", "posix", "Linux", "x86_64", "cpython", "CPython")


def target(version: PythonVersion, platform: str = "linux", **others: object) -> Target:
    """CPython of this version on a 64-bit host with this `sys.platform`."""
    os_name, system = _SYSTEMS[platform]
    return replace(_CPYTHON, version=version, platform=platform, os_name=os_name, system=system, **others)  # type: ignore[arg-type]


def python(minor: int, platform: str = "linux") -> Target:
    """CPython 3.`minor`.2."""
    return target((3, minor, 2, "final", 0), platform)
