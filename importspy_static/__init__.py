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

__version__ = VERSION
__all__ = [
    "Contract",
    "ContractError",
    "Environment",
    "ProbeError",
    "Report",
    "__version__",
    "check",
    "generate",
    "probe",
    "snapshot",
]


def __getattr__(name: str) -> Any:
    """Import the public names when they are asked for, so that the command line can start without them."""
    if name in __all__:
        from importspy_static import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
