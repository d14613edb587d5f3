"""Imports in `async` code: the check does not hold up the event loop."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module as import_now
from importlib.util import find_spec, resolve_name
from types import ModuleType
from typing import Any

from importspy_static.guard import guarding, loaders


async def import_module(name: str, package: str | None = None) -> ModuleType:
    """Import a module, as `importlib.import_module` does, with its check in another thread.

    Packages are imported on the way, each after its own check. What the module imports itself is checked as it is
    imported. No lock is held while this waits.

    Raises:
        ContractViolation: it breaks a contract.
        ImportError: it is not there, or its own code raises this.
    """
    from asyncio import to_thread

    absolute = resolve_name(name, package) if name.startswith(".") else name
    parts = absolute.split(".")
    for count in range(1, len(parts) + 1):
        each = ".".join(parts[:count])
        if each not in sys.modules:
            await to_thread(_prepare, each)
            import_now(each)
    return import_now(absolute)


def _prepare(name: str) -> None:
    """Have the verdict on a module, whose package is imported, known to whoever imports it next."""
    if name in sys.modules or not any(guard.coverage.may_have(name) for guard in guarding.guards):
        return
    try:
        spec = find_spec(name)
    except (ImportError, AttributeError, ValueError):  # the import will say so
        return
    loader: Any = None if spec is None else spec.loader
    if not loaders.asks(loader) or (path := loaders.source_of(loader, name)) is None:
        return
    with suppress(OSError):
        covering = guarding.covering(name, path)
        content = bytes(loader.get_data(path)) if covering else b""
        for guard, contracts in covering:
            guard.entry(name, path, content, contracts)
