"""An environment in JSON, to be spoiled."""

from __future__ import annotations

import copy
from typing import Any

_SOUND: dict[str, Any] = {
    "schema_version": 1,
    "architecture": "arm64",
    "os": "linux",
    "interpreter": "CPython",
    "version": {"major": 3, "minor": 11, "micro": 7, "releaselevel": "final", "serial": 0},
    "machine": "aarch64",
    "system": "Linux",
    "platform": "linux",
    "os_name": "posix",
    "implementation": "cpython",
    "pointer_width": 64,
    "byte_order": "little",
    "libc": {"name": "musl", "version": "1.2.4"},
    "platform_tags": ["linux_aarch64", "musllinux_1_2_aarch64"],
    "search_path": ["/usr/lib/python3.11"],
    "variables": ["HOME", "LOG_LEVEL"],
    "values": {"LOG_LEVEL": "debug"},
    "distributions": [
        {"name": "pip", "version": "24.0", "origin": "index", "url": None, "editable": False}
        | {"commit": None, "modules": ["pip"]},
        {"name": "mine", "version": "1.0", "origin": "local", "url": "file:///src", "editable": True}
        | {"commit": None, "modules": None},
    ],
}


def sound() -> dict[str, Any]:
    return copy.deepcopy(_SOUND)


def spoilt(**fields: Any) -> dict[str, Any]:
    """With other fields; `...` takes one out."""
    return {key: field for key, field in {**sound(), **fields}.items() if field is not ...}
