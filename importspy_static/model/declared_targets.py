"""The target that a declared deployment stands for: no host, only names from a contract."""

from __future__ import annotations

from typing import Literal

from importspy_static.model.platforms import ARCHITECTURES, INTERPRETERS, SYSTEMS, canonical
from importspy_static.model.target import PythonVersion, Target

_MACHINES: dict[tuple[str, str], str] = {
    ("windows", "x86_64"): "AMD64",
    ("windows", "arm64"): "ARM64",
    ("windows", "i386"): "x86",
    ("windows", "arm"): "ARM",
    ("linux", "arm64"): "aarch64",
    ("linux", "i386"): "i686",
    ("android", "arm64"): "aarch64",
    ("android", "i386"): "i686",
    ("freebsd", "x86_64"): "amd64",
    ("openbsd", "x86_64"): "amd64",
    ("netbsd", "x86_64"): "amd64",
}
"""`platform.machine()` of an architecture on a system, where it is not the name of the architecture."""

_PLATFORMS: dict[str, tuple[str, str]] = {
    "linux": ("linux", "Linux"),
    "windows": ("win32", "Windows"),
    "darwin": ("darwin", "Darwin"),
    "freebsd": ("freebsd14", "FreeBSD"),
    "openbsd": ("openbsd7", "OpenBSD"),
    "netbsd": ("netbsd10", "NetBSD"),
    "dragonfly": ("dragonfly6", "DragonFly"),
    "sunos": ("sunos5", "SunOS"),
    "aix": ("aix", "AIX"),
    "cygwin": ("cygwin", "CYGWIN_NT-10.0"),
    "android": ("android", "Android"),
    "ios": ("ios", "iOS"),
    "emscripten": ("emscripten", "Emscripten"),
    "wasi": ("wasi", "wasi"),
    "java": ("java", "Java"),
    "haiku": ("haiku1", "Haiku"),
}
"""`sys.platform` and `platform.system()`. Some systems put their release behind `sys.platform`: a current one here."""

_IMPLEMENTATIONS = {"GraalPy": ("graalpy", "GraalVM")}
"""`sys.implementation.name` and `platform.python_implementation()`, where they are not the name in some case."""

_NARROW = frozenset({"i386", "arm", "armv6l", "armv7l", "armv8l", "ppc", "mips", "mipsel", "riscv32", "wasm32"})
_BIG_ENDIAN = frozenset({"ppc", "ppc64", "s390x", "mips", "mips64", "sparc64"})


def declared_target(architecture: str, system: str, interpreter: str, version: PythonVersion) -> Target:
    """What conditions would find on a host of this architecture, system and interpreter, named as contracts do."""
    arch = canonical(architecture, ARCHITECTURES) or architecture
    os = canonical(system, SYSTEMS) or system
    name = canonical(interpreter, INTERPRETERS) or interpreter
    platform, called = _PLATFORMS.get(os, (os, os))
    implementation, python = _IMPLEMENTATIONS.get(name, (name.lower(), name))
    order: Literal["little", "big"] = "big" if arch in _BIG_ENDIAN else "little"
    return Target(
        version=version,
        platform=_platform(platform, version),
        os_name={"windows": "nt", "java": "java"}.get(os, "posix"),
        system=called,
        machine=_MACHINES.get((os, arch), arch),
        implementation=implementation,
        python_implementation=python,
        pointer_width=32 if arch in _NARROW else 64,
        byte_order=order,
    )


def _platform(platform: str, version: PythonVersion) -> str:
    """Until Python 3.3 Linux was "linux2" (documentation of `sys.platform`)."""
    return "linux2" if platform == "linux" and version[:2] < (3, 3) else platform
