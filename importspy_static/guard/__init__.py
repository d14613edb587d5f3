"""Imports under contract: a module is checked before its code runs, and a broken one does not run.

`install` puts it in place, `uninstall` takes it away. See docs/plugin-hosts.md, and docs/decisions/0025 for why it is
built so. To import this package costs little: what judges runs in another process, and only if a verdict is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from importspy_static.guard.asynchronous import import_module
from importspy_static.guard.guarding import Guard, install, uninstall
from importspy_static.guard.problems import ContractViolation, ContractViolationWarning, GuardError

if TYPE_CHECKING:
    from importspy_static.guard.plugins import LoadedPlugin, load_entry_points, load_plugin

__all__ = [
    "ContractViolation",
    "ContractViolationWarning",
    "Guard",
    "GuardError",
    "LoadedPlugin",
    "import_module",
    "install",
    "load_entry_points",
    "load_plugin",
    "uninstall",
]


def __getattr__(name: str) -> Any:
    """What imports the metadata of distributions is imported when it is asked for."""
    if name in __all__:
        from importspy_static.guard import plugins

        return getattr(plugins, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
