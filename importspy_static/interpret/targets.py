"""What a module can ask of the target, by the dotted name of what is asked, and the record of what was."""

from __future__ import annotations

from collections.abc import Iterable

from importspy_static.model.target import PythonVersion, Target

UNKNOWN = object()
"""The target does not say."""
VERSION = "sys.version_info"
MINOR_VERSION = "sys.version_info[:2]"
"""What the standard library depends on."""
PLATFORM = "sys.platform"
POINTER_WIDTH = "sys.maxsize"
_ALWAYS: dict[str, object] = {"typing.TYPE_CHECKING": False, "typing_extensions.TYPE_CHECKING": False}
"""What is the same on every target."""


class Facts:
    """A target, which keeps a record of what it was asked."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._asked: dict[str, None] = {}

    @property
    def asked(self) -> frozenset[str]:
        """The dotted names of all that was asked so far: see `told`."""
        return frozenset(self._asked)

    @property
    def version(self) -> PythonVersion:
        """`sys.version_info`."""
        self._asked[VERSION] = None
        return self._target.version

    @property
    def minor_version(self) -> tuple[int, int]:
        """Major and minor version."""
        self._asked[MINOR_VERSION] = None
        return self._target.version[:2]

    @property
    def platform(self) -> str:
        """`sys.platform`."""
        self._asked[PLATFORM] = None
        return self._target.platform

    @property
    def pointer_width(self) -> int:
        """Bits of a pointer."""
        self._asked[POINTER_WIDTH] = None
        return self._target.pointer_width

    def constant(self, path: str) -> object:
        """The constant that this dotted name has on the target, or `UNKNOWN`."""
        return _ALWAYS[path] if path in _ALWAYS else self._kept(path, _constant(path, self._target))

    def returned(self, path: str) -> object:
        """The constant that a call of this function without arguments returns on the target, or `UNKNOWN`."""
        return self._kept(path, _returned(path, self._target))

    def _kept(self, path: str, answer: object) -> object:
        if answer is not UNKNOWN:
            self._asked[path] = None
        return answer


def told(target: Target, asked: Iterable[str]) -> tuple[object, ...]:
    """What a target says to all that was asked of another one. Where that is the same, modules come out the same."""
    return tuple(_told(target, path) for path in sorted(asked))


def _told(target: Target, path: str) -> object:
    if path == MINOR_VERSION:
        return target.version[:2]
    answer = _constant(path, target)
    return _returned(path, target) if answer is UNKNOWN else answer


def _constant(path: str, target: Target) -> object:
    match path:
        case "sys.version_info":
            return target.version
        case "sys.version_info.major":
            return target.version[0]
        case "sys.version_info.minor":
            return target.version[1]
        case "sys.version_info.micro":
            return target.version[2]
        case "sys.version_info.releaselevel":
            return target.version[3]
        case "sys.version_info.serial":
            return target.version[4]
        case "sys.hexversion":
            return _hexversion(target)
        case "sys.platform":
            return target.platform
        case "sys.maxsize":
            return 2 ** (target.pointer_width - 1) - 1
        case "sys.byteorder":
            return target.byte_order
        case "os.name":
            return target.os_name
        case "sys.implementation.name":
            return target.implementation
        case _:
            return UNKNOWN


def _returned(path: str, target: Target) -> object:
    match path:
        case "platform.system":
            return target.system
        case "platform.machine":
            return target.machine
        case "platform.python_implementation":
            return target.python_implementation
        case "platform.python_version":
            return target.python_version
        case "platform.python_version_tuple":
            return tuple(target.python_version.split("."))
        case _:
            return UNKNOWN


def _hexversion(target: Target) -> int:
    """As `sys.hexversion` packs `sys.version_info` (PY_VERSION_HEX, C API reference)."""
    major, minor, micro, level, serial = target.version
    nibble = {"alpha": 0xA, "beta": 0xB, "candidate": 0xC, "final": 0xF}.get(level, 0xF)
    return (major << 24) | (minor << 16) | (micro << 8) | (nibble << 4) | serial
