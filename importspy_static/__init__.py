"""importspy-static: does a Python module keep its contract? Told from its source, which is never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from importspy_static._version import VERSION

if TYPE_CHECKING:
    from importspy_static.api import (
        Contract,
        ContractError,
        Environment,
        ProbeError,
        Report,
        check,
        generate,
        probe,
        snapshot,
    )
    from importspy_static.guard import ContractViolation, GuardError, load_entry_points, load_plugin
    from importspy_static.spy import Spy, SpyError

__version__ = VERSION
__all__ = [
    "Contract",
    "ContractError",
    "ContractViolation",
    "Environment",
    "GuardError",
    "ProbeError",
    "Report",
    "Spy",
    "SpyError",
    "__version__",
    "check",
    "generate",
    "load_entry_points",
    "load_plugin",
    "probe",
    "snapshot",
]
_OF_GUARD = ("ContractViolation", "GuardError", "load_entry_points", "load_plugin")
_OF_SPY = ("Spy", "SpyError")


def __getattr__(name: str) -> Any:
    """Import the public names when they are asked for, so that the command line can start without them."""
    if name in _OF_GUARD:
        from importspy_static import guard

        return getattr(guard, name)
    if name in _OF_SPY:
        from importspy_static import spy

        return getattr(spy, name)
    if name in __all__:
        from importspy_static import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
