"""The names of architectures, operating systems and interpreters that contracts may use.

Each line is one thing: the name that messages use, then its other names. Compared without regard to case.
"""

from __future__ import annotations

ARCHITECTURES: dict[str, tuple[str, ...]] = {
    "x86_64": ("amd64", "x64", "x86-64"),
    "arm64": ("aarch64",),
    "i386": ("i486", "i586", "i686", "x86"),
    "arm": (),
    "armv6l": (),
    "armv7l": ("armv7",),
    "armv8l": (),
    "ppc": ("powerpc",),
    "ppc64": (),
    "ppc64le": (),
    "s390x": (),
    "riscv32": (),
    "riscv64": (),
    "loongarch64": (),
    "mips": (),
    "mipsel": (),
    "mips64": (),
    "mips64el": (),
    "sparc64": (),
    "wasm32": (),
    "wasm64": (),
}
"""`platform.machine()`."""

SYSTEMS: dict[str, tuple[str, ...]] = {
    "linux": (),
    "windows": ("win32",),
    "darwin": ("macos",),
    "freebsd": (),
    "openbsd": (),
    "netbsd": (),
    "dragonfly": (),
    "sunos": ("solaris",),
    "aix": (),
    "cygwin": (),
    "android": (),
    "ios": (),
    "emscripten": (),
    "wasi": (),
    "java": (),
    "haiku": (),
}
"""`platform.system()`, in lower case."""

INTERPRETERS: dict[str, tuple[str, ...]] = {
    "CPython": (),
    "PyPy": (),
    "GraalPy": ("GraalVM", "GraalPython"),
    "IronPython": (),
    "Jython": (),
    "MicroPython": (),
    "Brython": (),
    "Pyston": (),
    "RustPython": (),
    "Nuitka": (),
    "Transcrypt": (),
}
"""`platform.python_implementation()`, and the further names that ImportSpy 0.4 knows."""


def canonical(name: str, names: dict[str, tuple[str, ...]]) -> str | None:
    """The first name of the thing that `name` names in one of the tables above, else None."""
    folded = name.casefold()
    for first, others in names.items():
        if folded == first.casefold() or folded in (other.casefold() for other in others):
            return first
    return None
