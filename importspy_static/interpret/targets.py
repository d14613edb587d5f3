"""What conditions at module level can ask of the target, by the dotted name of what is asked."""

from __future__ import annotations

from importspy_static.model.target import Target

UNKNOWN = object()
"""The target does not say."""


def constant(path: str, target: Target) -> object:
    """The constant that this dotted name has on the target, or `UNKNOWN`."""
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
        case "sys.hexversion":
            return _hexversion(target)
        case "sys.platform":
            return target.platform
        case "os.name":
            return target.os_name
        case "sys.implementation.name":
            return target.implementation
        case "typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING":
            return False
        case _:
            return UNKNOWN


def returned(path: str, target: Target) -> object:
    """The constant that a call of this function without arguments returns on the target, or `UNKNOWN`."""
    match path:
        case "platform.system":
            return target.system
        case "platform.machine":
            return target.machine
        case "platform.python_implementation":
            return target.python_implementation
        case "platform.python_version":
            return ".".join(str(part) for part in target.version[:3])
        case "platform.python_version_tuple":
            return tuple(str(part) for part in target.version[:3])
        case _:
            return UNKNOWN


def _hexversion(target: Target) -> int:
    """As `sys.hexversion` packs `sys.version_info` (PY_VERSION_HEX, C API reference)."""
    major, minor, micro, level, serial = target.version
    nibble = {"alpha": 0xA, "beta": 0xB, "candidate": 0xC, "final": 0xF}.get(level, 0xF)
    return (major << 24) | (minor << 16) | (micro << 8) | (nibble << 4) | serial
